import { randomUUID } from 'node:crypto';
import type { WorkflowDefinition, WorkflowNode } from '../support/n8nClient.mts';
import type { N8nServer } from '../support/n8nServer.mts';
import { BARE_READER, SWEEPER, TALLY } from './benchPackage.mts';
import type { OleriaAddress } from './oleriaProcess.mts';

export type Credential = { id: string; name: string };

type Step = WorkflowNode & { parameters: Record<string, unknown> };

type ChainOptions = {
	/** The field by which the tally tells items apart. */
	readonly idField?: string;
	/** Whether the tally tells the order of the items. */
	readonly tellsOrder?: boolean;
	/** Whether n8n keeps what it has of its runs, such as their files; nothing otherwise. */
	readonly keepsRuns?: boolean;
};

/** A chain of nodes between a webhook and the tally, whose one item is the webhook's answer. */
export function chain(path: string, steps: readonly Step[], { idField = 'id', tellsOrder = false, keepsRuns = false }: ChainOptions = {}): WorkflowDefinition {
	const all: Step[] = [
		{ name: 'Webhook', type: 'n8n-nodes-base.webhook', typeVersion: 2, webhookId: path, parameters: { path, httpMethod: 'POST', responseMode: 'lastNode', options: {} } },
		...steps,
		{ name: 'Tally', type: TALLY, typeVersion: 1, parameters: { idField, tellsOrder } },
	];
	const nodes: WorkflowNode[] = all.map((step, index) => ({ ...step, id: randomUUID(), position: [index * 200, 0] }));
	const connections = Object.fromEntries(
		all.slice(1).map(({ name: node }, index) => [all[index]?.name ?? '', { main: [[{ node, type: 'main', index: 0 }]] }]),
	);
	return {
		name: path,
		nodes,
		connections,
		settings: { saveDataSuccessExecution: keepsRuns ? 'all' : 'none', saveDataErrorExecution: 'all', saveExecutionProgress: false, saveManualExecutions: false },
	};
}

/** Collects n8n's garbage. */
export const sweep = (path: string): WorkflowDefinition => chain(path, [{ name: 'Sweeper', type: SWEEPER, typeVersion: 1, parameters: {} }]);

const ACCESS_OWL = 'n8n-nodes-offboarding.accessOwl';

/** Our node: Get Many, everything as it comes. */
export const readByOurNode = (path: string, credential: Credential): WorkflowDefinition =>
	chain(path, [
		{
			name: 'AccessOwl',
			type: ACCESS_OWL,
			typeVersion: 1,
			parameters: { resource: 'accessState', operation: 'getAll', returnAll: true, simplify: false, currentOnly: false },
			credentials: { accessOwlApi: credential },
		},
	]);

/** As little as a node can do. */
export const readByBareNode = (path: string, credential: Credential): WorkflowDefinition =>
	chain(path, [{ name: 'Bare Reader', type: BARE_READER, typeVersion: 1, parameters: {}, credentials: { accessOwlApi: credential } }]);

/** What a person builds without our node: n8n's HTTP Request with its own pagination, then one item for each record. */
export const readByHttpRequest = (path: string, credential: Credential, origin: string): WorkflowDefinition =>
	chain(path, [
		{
			name: 'HTTP Request',
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			parameters: {
				url: `${origin}/api/v1/access_states`,
				authentication: 'genericCredentialType',
				genericAuthType: 'httpHeaderAuth',
				sendQuery: true,
				queryParameters: { parameters: [{ name: 'limit', value: '100' }] },
				options: {
					pagination: {
						pagination: {
							paginationMode: 'updateAParameterInEachRequest',
							parameters: { parameters: [{ type: 'qs', name: 'cursor', value: '={{ $response.body.meta.next_cursor }}' }] },
							paginationCompleteWhen: 'other',
							completeExpression: '={{ !$response.body.meta.next_cursor }}',
							requestInterval: 0,
						},
					},
				},
			},
			credentials: { httpHeaderAuth: credential },
		},
		{ name: 'Split Out', type: 'n8n-nodes-base.splitOut', typeVersion: 1, parameters: { fieldToSplitOut: 'data', options: {} } },
	]);

/** One person for each entry of `people` in the webhook's body, so many at a time. */
export const writeByOurNode = (path: string, credential: Credential, concurrency: number): WorkflowDefinition =>
	chain(path, [
		{ name: 'Split Out', type: 'n8n-nodes-base.splitOut', typeVersion: 1, parameters: { fieldToSplitOut: 'body.people', options: {} } },
		{
			name: 'AccessOwl',
			type: ACCESS_OWL,
			typeVersion: 1,
			parameters: {
				resource: 'user',
				operation: 'create',
				email: '={{ $json.email }}',
				firstName: '={{ $json.firstName }}',
				lastName: '={{ $json.lastName }}',
				options: { concurrency },
			},
			credentials: { accessOwlApi: credential },
		},
	]);

const OLERIA = 'n8n-nodes-offboarding.oleria';
/** Counts the rows of the simulator's big exports. */
const ROW_NUMBER = 'Row Number';

/** A credential of ours for a simulated Oleria. */
export const oleriaCredential = async (n8n: N8nServer, { origin, authenticationUrl, clientId, clientSecret, audience, scope }: OleriaAddress): Promise<Credential> =>
	await n8n.createCredential('Oleria', 'oleriaOAuth2Api', { baseUrl: origin, accessTokenUrl: authenticationUrl, clientId, clientSecret, audience, scope });

/** n8n's own OAuth2 credential for the same. */
export const oAuth2Credential = async (n8n: N8nServer, { authenticationUrl, clientId, clientSecret, audience, scope }: OleriaAddress): Promise<Credential> =>
	await n8n.createCredential('OAuth2', 'oAuth2Api', {
		grantType: 'clientCredentials',
		accessTokenUrl: authenticationUrl,
		clientId,
		clientSecret,
		scope,
		authentication: 'body',
		sendAdditionalBodyProperties: true,
		additionalBodyProperties: JSON.stringify({ audience }),
	});

const byOleria = (operation: string, credential: Credential, context: string, parameters: Record<string, unknown>): Step => ({
	name: 'Oleria',
	type: OLERIA,
	typeVersion: 1,
	parameters: { resource: 'export', operation, context, ...parameters },
	credentials: { oleriaOAuth2Api: credential },
});

/** Our node: Get File. The file stays in n8n's store, so that it can be looked at. */
export const fileByOurNode = (path: string, credential: Credential, context: string): WorkflowDefinition =>
	chain(path, [byOleria('getFile', credential, context, { binaryProperty: 'data' })], { keepsRuns: true });

/** Our node: Get Rows, all of them. */
export const rowsByOurNode = (path: string, credential: Credential, context: string): WorkflowDefinition =>
	chain(path, [byOleria('getRows', credential, context, { returnAll: true })], { idField: ROW_NUMBER });

/** What a person builds without our node, and without the wait that a real export needs: three HTTP requests, then one item for each row. */
export function rowsByHttpRequest(path: string, credential: Credential, context: string, origin: string): WorkflowDefinition {
	const authorized = { authentication: 'genericCredentialType', genericAuthType: 'oAuth2Api' };
	const request = (name: string, parameters: Record<string, unknown>): Step => ({ name, type: 'n8n-nodes-base.httpRequest', typeVersion: 4.2, parameters });
	const credentials = { oAuth2Api: credential };
	const body = { sendBody: true, specifyBody: 'json', jsonBody: JSON.stringify({ context }) };
	return chain(
		path,
		[
			{ ...request('Start Export', { method: 'POST', url: `${origin}/v1/downloads`, ...authorized, ...body }), credentials },
			{ ...request('Read Export', { url: `=${origin}/v1/downloads/{{ $json.id }}`, ...authorized }), credentials },
			request('Download File', { url: '={{ $json.url }}', options: { response: { response: { responseFormat: 'file', outputPropertyName: 'data' } } } }),
			// Empty cells are kept, as our node keeps them; leaving them out costs this node more.
			{ name: 'Extract from File', type: 'n8n-nodes-base.extractFromFile', typeVersion: 1, parameters: { operation: 'csv', binaryPropertyName: 'data', options: { includeEmptyCells: true } } },
		],
		{ idField: ROW_NUMBER },
	);
}
