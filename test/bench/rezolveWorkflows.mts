import type { WorkflowDefinition } from '../support/n8nClient.mts';
import type { N8nServer } from '../support/n8nServer.mts';
import { BARE_AUDIT_READER } from './benchPackage.mts';
import type { RezolveAddress } from './rezolveProcess.mts';
import { chain } from './workflows.mts';

const PAGE_SIZE = 100;

const bearerCredential = async (n8n: N8nServer, path: string, { origin, apiToken, tenantId, realmName }: RezolveAddress) =>
	await n8n.createCredential(path, 'rezolveBearerApi', { baseUrl: origin, apiToken, tenantId, realmName });

/** Our node: Audit Log, Get Many, everything as it comes. */
export async function auditByOurNode(n8n: N8nServer, path: string, address: RezolveAddress): Promise<WorkflowDefinition> {
	const credential = await bearerCredential(n8n, path, address);
	const parameters = { authentication: 'bearer', resource: 'auditLog', operation: 'getAll', returnAll: true, simplify: false };
	return chain(path, [{ name: 'Rezolve', type: 'n8n-nodes-offboarding.rezolve', typeVersion: 1, parameters, credentials: { rezolveBearerApi: credential } }], { tellsOrder: true });
}

/** As little as a node can do, three pages at a time. */
export async function auditByBareNode(n8n: N8nServer, path: string, address: RezolveAddress): Promise<WorkflowDefinition> {
	const credentials = { rezolveBearerApi: await bearerCredential(n8n, path, address) };
	return chain(path, [{ name: 'Bare Audit Reader', type: BARE_AUDIT_READER, typeVersion: 1, parameters: {}, credentials }], { tellsOrder: true });
}

/** What a person builds without our node: n8n's HTTP Request with its own pagination by offset, then one item for each entry. */
export async function auditByHttpRequest(n8n: N8nServer, path: string, { origin, apiToken, tenantId }: RezolveAddress): Promise<WorkflowDefinition> {
	const credential = await n8n.createCredential(path, 'httpHeaderAuth', { name: 'Authorization', value: `Bearer ${apiToken}` });
	const pagination = {
		paginationMode: 'updateAParameterInEachRequest',
		parameters: { parameters: [{ type: 'qs', name: 'offset', value: `={{ $pageCount * ${PAGE_SIZE} }}` }] },
		paginationCompleteWhen: 'other',
		completeExpression: '={{ !$response.body.data.pagination.hasMore }}',
		requestInterval: 0,
	};
	const parameters = {
		url: `${origin}/api/v1/admin/audit-logs`,
		authentication: 'genericCredentialType',
		genericAuthType: 'httpHeaderAuth',
		sendQuery: true,
		queryParameters: { parameters: [{ name: 'limit', value: String(PAGE_SIZE) }] },
		sendHeaders: true,
		headerParameters: { parameters: [{ name: 'x-tenantid', value: tenantId }] },
		options: { pagination: { pagination } },
	};
	return chain(
		path,
		[
			{ name: 'HTTP Request', type: 'n8n-nodes-base.httpRequest', typeVersion: 4.2, parameters, credentials: { httpHeaderAuth: credential } },
			{ name: 'Split Out', type: 'n8n-nodes-base.splitOut', typeVersion: 1, parameters: { fieldToSplitOut: 'data.logs', options: {} } },
		],
		{ tellsOrder: true },
	);
}
