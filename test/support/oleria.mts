import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { AUDIENCE, CLIENT_ID, CLIENT_SECRET, SCOPE, type OleriaSimulator } from '../simulators/oleria/index.mts';
import { runNode, type NodeResult, type NodeRun } from './engine.mts';

/** The credential as n8n hands it to the engine, hidden fields included. Keep it over several runs to keep its token. */
export const oleriaCredential = (simulator: OleriaSimulator, more: ICredentialDataDecryptedObject = {}) => ({
	oleriaOAuth2Api: {
		baseUrl: simulator.origin,
		accessTokenUrl: simulator.authenticationUrl,
		clientId: CLIENT_ID,
		clientSecret: CLIENT_SECRET,
		audience: AUDIENCE,
		scope: SCOPE,
		grantType: 'clientCredentials',
		authentication: 'body',
		additionalBodyProperties: JSON.stringify({ audience: AUDIENCE }),
		...more,
	},
});

/** Runs one operation of the Oleria node against a simulator. */
export async function runOleria(simulator: OleriaSimulator, operation: string, parameters: INodeParameters = {}, more: Partial<NodeRun> = {}): Promise<NodeResult> {
	return await runNode({
		node: 'oleria',
		credentials: oleriaCredential(simulator),
		...more,
		parameters: { resource: 'export', operation, ...parameters },
	});
}
