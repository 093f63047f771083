import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { API_KEY, API_TOKEN, CLIENT_ID, CLIENT_SECRET, HUB_TOKEN, REALM, SCOPE, TENANT_ID, type RezolveSimulator } from '../simulators/rezolve/index.mts';
import { runNode, type NodeResult, type NodeRun } from './engine.mts';

/** The platform's three ways to sign in, and the Hub's one. */
export type RezolveCredentialKind = 'apiKey' | 'bearer' | 'oauth2' | 'hub';

/** The choices of Authentication in the panel. */
const CHOICES = { apiKey: 'apiKey', bearer: 'bearer', oauth2: 'oAuth2' } as const;

const TYPES = { apiKey: 'rezolveApiKeyApi', bearer: 'rezolveBearerApi', oauth2: 'rezolveOAuth2Api', hub: 'rezolveHubApi' } as const;

/** The credential type of a kind, as nodes name it. */
export const rezolveCredentialType = (kind: RezolveCredentialKind): (typeof TYPES)[RezolveCredentialKind] => TYPES[kind];

/** A credential as n8n hands it to the engine, hidden fields included. Keep an OAuth 2.0 one over several runs to keep its token. */
export function rezolveCredential(kind: RezolveCredentialKind, simulator: RezolveSimulator, more: ICredentialDataDecryptedObject = {}): Record<string, ICredentialDataDecryptedObject> {
	const platform = { baseUrl: simulator.origin, tenantId: TENANT_ID, realmName: REALM };
	const fields: Readonly<Record<RezolveCredentialKind, ICredentialDataDecryptedObject>> = {
		apiKey: { ...platform, apiKey: API_KEY, sendAs: 'header' },
		bearer: { ...platform, apiToken: API_TOKEN },
		oauth2: { ...platform, accessTokenUrl: simulator.tokenUrl, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, scope: SCOPE, authentication: 'body', grantType: 'clientCredentials' },
		hub: { baseUrl: simulator.hubOrigin, apiToken: HUB_TOKEN },
	};
	return { [TYPES[kind]]: { ...fields[kind], ...more } };
}

/** Runs one operation of the Rezolve node against a simulator, signed in as a person who may do everything unless told. */
export async function runRezolve(simulator: RezolveSimulator, resource: string, operation: string, parameters: INodeParameters = {}, more: Partial<NodeRun> & { readonly signIn?: Exclude<RezolveCredentialKind, 'hub'> } = {}): Promise<NodeResult> {
	const { signIn = 'bearer', ...run } = more;
	return await runNode({
		node: 'rezolve',
		credentials: rezolveCredential(signIn, simulator),
		...run,
		parameters: { authentication: CHOICES[signIn], resource, operation, ...parameters },
	});
}

/** Runs one operation of the Rezolve Hub node against a simulator. */
export async function runRezolveHub(simulator: RezolveSimulator, resource: string, operation: string, parameters: INodeParameters = {}, more: Partial<NodeRun> = {}): Promise<NodeResult> {
	return await runNode({
		node: 'rezolveHub',
		credentials: rezolveCredential('hub', simulator),
		...more,
		parameters: { resource, operation, ...parameters },
	});
}
