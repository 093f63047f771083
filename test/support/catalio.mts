import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { AUDIENCE, CLIENT_ID, CLIENT_SECRET, type CatalioSimulator } from '../simulators/catalio/index.mts';
import { runNode, type NodeResult, type NodeRun } from './engine.mts';

/** The credential as n8n hands it to the engine, hidden fields included. Keep it over several runs to keep its token. */
export const catalioCredential = (simulator: CatalioSimulator, more: ICredentialDataDecryptedObject = {}) => ({
	catalioOAuth2Api: {
		authentication: 'clientCredentials',
		baseUrl: simulator.origin,
		apiPath: '/api/v1',
		accessTokenUrl: simulator.tokenUrl,
		audience: AUDIENCE,
		clientId: CLIENT_ID,
		clientSecret: CLIENT_SECRET,
		apiToken: '',
		accessToken: '',
		accessTokenExpiresAt: 0,
		...more,
	},
});

/** Runs one operation of the Catalio node against a simulator. */
export async function runCatalio(simulator: CatalioSimulator, resource: string, operation: string, parameters: INodeParameters = {}, more: Partial<NodeRun> = {}): Promise<NodeResult> {
	return await runNode({
		node: 'catalio',
		credentials: catalioCredential(simulator),
		...more,
		parameters: { resource, operation, ...parameters },
	});
}
