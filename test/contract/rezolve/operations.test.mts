import { loadContract } from '../../simulators/frame/contract.mts';
import { CLIENT_ID, CLIENT_SECRET, CONTRACT_FILE, CREDENTIALS, IT_QUEUE, LEAVER_CLIENTS, LEAVER_KEYS, NARROW_API_KEY, SANDBOX_TENANT_ID, startRezolve, TENANT_ID, type RezolveSimulator } from '../../simulators/rezolve/index.mts';
import { hubOf, platformOf, requestToken, type Answer } from './support.mts';

interface Step {
	readonly operationId: string;
	readonly method: string;
	readonly path: string;
	readonly body?: unknown;
	readonly headers?: Record<string, string>;
	/** What the body must hold. */
	readonly expected: unknown;
}

const TICKETING = '/api/v2/ticketing';
const VIEW = '?type=agent&module=ticketing';
const PINECONE = { rezolve_domain: 'example', tenant_id: TENANT_ID };
const SYNC = { incremental: true, processor_mode: 'auto' };
const { integrationId, id: credentialId } = CREDENTIALS.api_key;
const sharePoint = { azure_tid: 't', client_id: 'c', client_secret: 's', sharepoint_auth: true };
const confluence = { instance_url: 'https://wiki.example.com', web_url_instance: 'https://wiki.example.com', username: 'u', api_token: 't' };
const serviceNow = { username: 'u', password: 'p', client_id: 'c', client_secret: 's', refresh_token: 'r', servicenow_domain: 'example' };
const done = { success: true, message: expect.any(String), timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/) };
const post = (operationId: string, path: string, body: unknown, expected: unknown): Step => ({ operationId, method: 'POST', path, body, expected });
const get = (operationId: string, path: string, expected: unknown): Step => ({ operationId, method: 'GET', path, expected });

const STEPS: readonly Step[] = [
	post('createApiKey', '/api/v1/api-keys', { name: 'Sync', scopes: 'users:read, reports:read', environment: 'test', ipWhitelist: '203.0.113.0/24', expiresIn: 30 }, { ...done, data: { apiKey: expect.stringMatching(/^ak_test_/), scopes: ['users:read', 'reports:read'], ipWhitelist: ['203.0.113.0/24'], status: 'active' } }),
	get('listApiKeys', '/api/v1/api-keys?limit=2', { ...done, data: { apiKeys: expect.any(Array), pagination: { total: 12, limit: 2, offset: 0, hasMore: true } } }),
	get('getApiKey', `/api/v1/api-keys/${LEAVER_KEYS.expiring}`, { data: { isExpired: false, daysUntilExpiration: 12, audit: { createdBy: { email: 'robin.vale@example.com' } } } }),
	{ operationId: 'revokeApiKey', method: 'DELETE', path: `/api/v1/api-keys/${LEAVER_KEYS.star}`, expected: { data: { status: 'revoked', deleted: true } } },
	post('validateApiKey', '/api/v1/api-key/validate', { apiKey: NARROW_API_KEY, clientIp: '198.51.100.4' }, { data: { valid: true, apiKey: { type: 'live' } } }),
	post('validateApiKeyById', `/api/v1/api-keys/${LEAVER_KEYS.star}/validate`, undefined, { data: { valid: true } }),
	post('rotateApiKey', `/api/v1/api-keys/${LEAVER_KEYS.star}/rotate`, { gracePeriodMinutes: 60 }, { data: { id: LEAVER_KEYS.star, newApiKey: expect.stringMatching(/^ak_live_/), rotation: { gracePeriod: { enabled: true, minutes: 60 } } } }),
	post('createOAuthClient', '/api/v1/oauth-clients', { name: 'Portal 2', clientType: 'confidential', redirectUris: [], grantTypes: ['client_credentials'], scopes: ['users:read'] }, { data: { clientSecret: expect.any(String), status: 'active' } }),
	get('listOAuthClients', '/api/v1/oauth-clients', { data: { clients: expect.any(Array), pagination: { total: 6, limit: 50 } } }),
	get('getOAuthClient', `/api/v1/oauth-clients/${LEAVER_CLIENTS.machine}`, { data: { usage: { activeTokenCount: 3 } } }),
	{ operationId: 'updateOAuthClient', method: 'PATCH', path: `/api/v1/oauth-clients/${LEAVER_CLIENTS.machine}`, body: { scopes: ['reports:read', 'catalog:read'] }, expected: { data: { changes: { scopes: { added: ['catalog:read'], removed: ['users:read'] } } } } },
	{ operationId: 'deleteOAuthClient', method: 'DELETE', path: `/api/v1/oauth-clients/${LEAVER_CLIENTS.machine}`, expected: { data: { status: 'deleted', tokensRevoked: 3, activeSessionsTerminated: 1 } } },
	post('storeCredential', '/api/v1/credentials', { integrationId: 'new', credentialName: 'New', authType: 'api_key', accessToken: 'k', expiresIn: 3600 }, { data: { integrationId: 'new', status: 'active' } }),
	get('getCredentialDecrypted', `/api/v1/credentials/${integrationId}?credentialId=${credentialId}`, { data: { accessToken: 'expensely-api-key' } }),
	get('getCredentialDetails', `/api/v1/credentials/${integrationId}/details`, { data: { isExpired: false, accessCount: 12 } }),
	{ operationId: 'updateCredential', method: 'PATCH', path: `/api/v1/credentials/${integrationId}/${credentialId}`, body: { status: 'inactive' }, expected: { data: { status: 'inactive', changes: { status: { from: 'active', to: 'inactive' } } } } },
	{ operationId: 'deleteCredential', method: 'DELETE', path: `/api/v1/credentials/${integrationId}/${credentialId}`, expected: { data: { status: 'deleted', integrationsAffected: 1 } } },
	get('getAdminHealth', '/api/v1/admin/health', { success: true, data: { status: 'healthy' } }),
	get('listAuditLogs', `/api/v1/admin/audit-logs?limit=3&tenantId=${TENANT_ID}`, { data: { logs: [{ action: 'USER_LOGIN', actor: { email: 'robin.vale@example.com' } }, {}, {}] } }),
	get('getTenant', `/api/v1/admin/tenants/${TENANT_ID}`, { data: { realmName: 'example', settings: { sessionTimeout: 3600 } } }),
	{ operationId: 'updateTenant', method: 'PATCH', path: `/api/v1/admin/tenants/${TENANT_ID}`, body: { settings: { mfaRequired: true } }, expected: { data: { settings: { mfaRequired: true }, updatedBy: { email: 'sam.whitfield@example.com' } } } },
	{ operationId: 'deleteTenant', method: 'DELETE', path: `/api/v1/admin/tenants/${SANDBOX_TENANT_ID}`, expected: { data: { status: 'deleted', resourcesDeleted: { users: 1, apiKeys: 0 } } } },
	get('getTenantStats', `/api/v1/admin/tenants/${TENANT_ID}/stats`, { data: { users: { total: 26, active: 23, inactive: 3, admins: 2 }, apiKeys: { total: 12, active: 9, revoked: 1 } } }),
	post('rotateDek', '/api/v1/admin/dek/rotate', { tenantId: TENANT_ID }, { data: { status: 'in_progress', itemsToRotate: { credentials: 8, apiKeys: 12, secrets: 20 } } }),
	post('createServiceAccount', '/api/v1/admin/service-account/create', undefined, { data: { type: 'service_account', clientSecret: expect.any(String), permissions: ['api:read', 'api:write'] } }),
	post('triggerJob', '/api/v1/admin/jobs/trigger', { jobName: 'tokenExpiry' }, { data: { status: 'queued', jobName: 'tokenExpiry' } }),
	get('getJobStats', '/api/v1/admin/jobs/tokenExpiry/stats', { data: { status: 'idle', queue: { processing: 0 } } }),
	get('getRootHealth', '/health', { status: 'healthy' }),
	get('getApiHealth', '/api/v1/health', { status: 'healthy', version: expect.any(String) }),
	post('listTickets', `${TICKETING}/ticket/list${VIEW}`, { top: 2, offset: 0 }, { data: { tickets: [{ subject: 'Offboard Robin Vale' }, {}], pagination: { total: 7, top: 2, offset: 0, hasMore: true } } }),
	post('countTickets', `${TICKETING}/ticket/count${VIEW}`, { filterIds: ['all', '2'], timezone: 'Europe/Lisbon' }, { data: { counts: { all: 7, 2: 2 }, timezone: 'Europe/Lisbon' } }),
	post('listNotifications', `${TICKETING}/ticket/notifications`, { top: 10 }, { data: { notifications: [{ type: 'assigned' }] } }),
	get('countNotifications', `${TICKETING}/ticket/notification/count`, { data: { total: 1, unread: 1 } }),
	post('streamTicketUpdates', `${TICKETING}/ticket/sse/list/updates${VIEW}`, { top: 2, offset: 0 }, {}),
	get('streamNotifications', `${TICKETING}/ticket/sse/notifications`, {}),
	get('listTicketingUsers', `${TICKETING}/user/list${VIEW}`, { data: { totalCount: 26 } }),
	get('getUserInfo', `${TICKETING}/user/userinfo${VIEW}`, { data: { email: 'sam.whitfield@example.com', tenant: { id: TENANT_ID, realm: 'example' } } }),
	get('getUserPreference', `${TICKETING}/user/preference${VIEW}`, { data: { language: 'en' } }),
	get('listQueues', `${TICKETING}/queue/list${VIEW}`, { data: { queues: [{ id: 'q-7', name: 'IT desk' }, { id: 'q-8' }], totalCount: 2 } }),
	get('getCurrentQueue', `${TICKETING}/queue/current${VIEW}`, { data: { activeQueue: { id: IT_QUEUE } } }),
	get('listQueueUsers', `${TICKETING}/queue/${IT_QUEUE}/users${VIEW}`, { data: { queueId: IT_QUEUE, users: [{ queueRole: 'lead' }, {}, { email: 'robin.vale@example.com' }] } }),
	get('listTicketTypes', `${TICKETING}/ticket-type${VIEW}&$select=id,name&$top=2&$skip=1`, { data: { value: [{ id: 'tt-2', name: 'Service request' }, { id: 'tt-3', name: 'Leaver' }], '@odata.count': 3 } }),
	get('getTicketingMeta', `${TICKETING}/tenant/meta${VIEW}`, { data: { tenantId: TENANT_ID } }),
	get('listCatalogOffers', `${TICKETING}/tenant/sc/offers${VIEW}`, { data: { offers: [{ name: 'Leaver checklist' }, {}], totalOffers: 2 } }),
	get('getTicketingMenu', `${TICKETING}/menu/fetch${VIEW}`, { data: { menuId: 'menu-1' } }),
	{ operationId: 'listClientMappings', method: 'GET', path: '/api/v1/ticketing/clientMap/findAndCountAll', headers: { usecase: 'itsm' }, expected: { data: { count: 1 } } },
	{ operationId: 'updateCatalogMetaField', method: 'PUT', path: '/api/v1/catalog/metaFields/update', body: { data: { name: 'Colour', meta_field_id: 'mf-1', meta_field_type: 'text', meta_field_scope: 'ticket' } }, expected: { data: { name: 'Colour' } } },
	post('uploadArticle', '/v2/articles/upload', { article_id: 'a', title: 't', description: 'd', pinecone_config: PINECONE }, 'accepted'),
	post('uploadDocument', '/v2/document/upload', { id: 'd', sync_config: SYNC, pinecone_config: PINECONE }, 'accepted'),
	post('uploadFlow', '/v2/flow/upload', { ticket_forms: [], pinecone_config: PINECONE }, 'accepted'),
	post('listIngested', '/v2/get-vectors?platform_type=web', PINECONE, []),
	post('deleteVectors', '/v2/delete', { platform_type: 'web', pinecone_config: PINECONE }, 'accepted'),
	post('listFailedFiles', '/v2/azure/failed-files', { pinecone_config: PINECONE, platform_type: 'web' }, []),
	post('listConfluenceSpaces', '/v2/confluence/space-listing', confluence, []),
	post('ingestConfluence', '/v2/confluence/upload', { authorization: confluence, pinecone_config: PINECONE, sync_config: SYNC, space: 'HR' }, 'accepted'),
	post('listServiceNowKbs', '/v2/servicenow/kb-listing', serviceNow, []),
	post('ingestServiceNow', '/v2/servicenow/upload', { authorization: serviceNow, pinecone_config: PINECONE, sync_config: SYNC }, 'accepted'),
	post('listSharePoint', '/v2/sharepoint/listing', { authorization: sharePoint }, []),
	post('ingestSharePoint', '/v2/sharepoint/upload', { sharepoint_auth: true, pinecone_config: PINECONE, sync_config: SYNC }, 'accepted'),
	post('deleteSharePoint', '/v2/sharepoint/delete', { source_url: 'https://sp.example.com', pinecone_config: PINECONE, sync_config: SYNC }, 'accepted'),
];

const HUB_STEPS: readonly Step[] = [
	get('hubListTools', '/api/v1/tools?domain=itsm', { success: true, data: [{ key: 'itsm.tickets.create', risk_level: 'write' }, {}, {}], request_id: expect.any(String) }),
	get('hubGetTool', '/api/v1/tools/itsm.tickets.create', { data: { input_schema: { required: ['subject'] }, connectors: ['servicenow', 'jira', 'freshservice'] } }),
	post('hubExecuteTool', '/api/v1/tools/itsm.tickets.list/execute', { input: {} }, { success: true, connection_id: 'conn-servicenow', duration_ms: 12 }),
	{ operationId: 'hubMcp', method: 'POST', path: '/mcp', headers: { accept: 'application/json, text/event-stream' }, body: { jsonrpc: '2.0', id: 1, method: 'tools/list' }, expected: { id: 1, result: { tools: expect.any(Array) } } },
];

let simulator: RezolveSimulator;

beforeEach(async () => {
	simulator = await startRezolve();
});
afterEach(async () => {
	await simulator.close();
	expect(simulator.violations).toEqual([]);
});

it('is exercised in every operation of the contract', () => {
	const exercised = [...STEPS, ...HUB_STEPS].map(({ operationId }) => operationId);

	expect([...exercised, 'getOAuthToken'].sort()).toEqual(loadContract(CONTRACT_FILE).operations.map(({ operationId }) => operationId).sort());
});

const expectAnswer = (answer: Answer, { operationId, expected }: Step): void => {
	expect(answer.status).toBe(200);
	expect({ body: answer.json }).toMatchObject({ body: expected });
	expect(simulator.requests).toMatchObject([{ operationId, status: 200, headers: { authorization: '(right)' } }]);
};

it.each(STEPS)('answers $operationId by the contract', async (step) => {
	// A stream and a JSON answer are both asked for as a client does that does not know which will come.
	const headers = { accept: '*/*', ...step.headers };

	expectAnswer(await platformOf(simulator)(step.method, step.path, step.body, headers), step);
});

it.each(HUB_STEPS)('answers $operationId by the contract', async (step) => {
	expectAnswer(await hubOf(simulator)(step.method, step.path, step.body, step.headers), step);
});

it('answers getOAuthToken by the contract, on its own server and on the platform', async () => {
	const form = { grant_type: 'client_credentials', client_id: CLIENT_ID, client_secret: CLIENT_SECRET };

	for (const url of [simulator.tokenUrl, `${simulator.origin}/api/v1/oauth/token`]) {
		expect(await requestToken(url, form)).toMatchObject({ status: 200, json: { access_token: expect.any(String), token_type: 'Bearer', expires_in: 3600 } });
	}
	expect(simulator.requests).toMatchObject([{ server: 'token' }, { server: 'platform' }]);
});
