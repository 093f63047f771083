import { randomUUID } from 'node:crypto';
import type { WorkflowDefinition, WorkflowNode } from '../support/n8nClient.mts';
import { BARE_READER, TALLY } from './benchPackage.mts';

export type Credential = { id: string; name: string };

type Step = WorkflowNode & { parameters: Record<string, unknown> };

/** A chain of nodes between a webhook and the tally, whose one item is the webhook's answer. n8n keeps nothing of its runs. */
function chain(path: string, steps: readonly Step[]): WorkflowDefinition {
	const all: Step[] = [
		{ name: 'Webhook', type: 'n8n-nodes-base.webhook', typeVersion: 2, webhookId: path, parameters: { path, httpMethod: 'POST', responseMode: 'lastNode', options: {} } },
		...steps,
		{ name: 'Tally', type: TALLY, typeVersion: 1, parameters: {} },
	];
	const nodes: WorkflowNode[] = all.map((step, index) => ({ ...step, id: randomUUID(), position: [index * 200, 0] }));
	const connections = Object.fromEntries(
		all.slice(1).map(({ name: node }, index) => [all[index]?.name ?? '', { main: [[{ node, type: 'main', index: 0 }]] }]),
	);
	return {
		name: path,
		nodes,
		connections,
		settings: { saveDataSuccessExecution: 'none', saveDataErrorExecution: 'all', saveExecutionProgress: false, saveManualExecutions: false },
	};
}

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
