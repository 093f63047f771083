import { createClient, type Client } from '../client.mts';
import { loadContract } from '../../simulators/frame/contract.mts';
import {
	CONTRACT_FILE,
	LEAVER_EMAIL,
	LEAVER_ID,
	LEAVER_POLICY_ID,
	LEAVER_STATES,
	LEDGER_ID,
	LEDGER_ROLE_ID,
	LEDGER_VIEWER_ID,
	MANAGER_ID,
	OPEN_REQUEST_ID,
	OPEN_REVOCATION_ID,
	startAccessOwl,
	TOKEN,
	type AccessOwlSimulator,
} from '../../simulators/accessowl/index.mts';

interface Call {
	readonly operationId: string;
	readonly method: string;
	readonly url: string;
	readonly data?: unknown;
	readonly status?: number;
	/** Brings the simulator into a state in which the call may succeed. */
	readonly given?: (simulator: AccessOwlSimulator) => void;
}

const ACTIVE_ID = '000000a1-0000-4000-8000-000000000003';
const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
const wish = { resource_id: LEDGER_ROLE_ID, permission_ids: [LEDGER_VIEWER_ID] };
const approved = (simulator: AccessOwlSimulator) => simulator.admin.approve(OPEN_REQUEST_ID);

const CALLS: readonly Call[] = [
	{ operationId: 'listUsers', method: 'get', url: `/users?status=all&email=${LEAVER_EMAIL}&limit=5` },
	{ operationId: 'createUser', method: 'post', url: '/users', data: { email: 'new.hire@example.com', first_name: 'New', last_name: 'Hire', employment_type: null }, status: 201 },
	{ operationId: 'getUser', method: 'get', url: `/users/${LEAVER_ID}` },
	{ operationId: 'onboardUser', method: 'post', url: `/users/${ACTIVE_ID}/onboard`, data: { scheduled_at: tomorrow } },
	{ operationId: 'offboardUser', method: 'post', url: `/users/${LEAVER_ID}/offboard` },
	{ operationId: 'listApplications', method: 'get', url: `/applications?title_like=ledger&status=requestable&owner_user_id=${MANAGER_ID}&admin_user_id=${MANAGER_ID}&category_contains_word=finance` },
	{ operationId: 'createApplication', method: 'post', url: '/applications', data: { title: 'Internal Tool', owner_user_id: MANAGER_ID, tags: ['Finance'], resources: [{ title: 'Role', permissions: [{ title: 'Viewer' }] }] }, status: 201 },
	{ operationId: 'getApplication', method: 'get', url: `/applications/${LEDGER_ID}` },
	{ operationId: 'updateApplication', method: 'patch', url: `/applications/${LEDGER_ID}`, data: { owner_user_id: ACTIVE_ID, lock_version: 3 } },
	{ operationId: 'updateApplicationPut', method: 'put', url: `/applications/${LEDGER_ID}`, data: { title: 'Ledger' } },
	{ operationId: 'listApplicationResources', method: 'get', url: `/applications/${LEDGER_ID}/resources` },
	{ operationId: 'upsertApplicationStructure', method: 'put', url: `/applications/${LEDGER_ID}/structure`, data: { resources: [{ id: LEDGER_ROLE_ID, title: 'Role', permissions: [{ title: 'Auditor' }] }] } },
	{ operationId: 'replaceApplicationUserList', method: 'put', url: `/applications/${LEDGER_ID}/access_states`, data: { access: [{ user_email: LEAVER_EMAIL, resource: 'Role', permissions: ['Viewer'] }] } },
	{ operationId: 'listAccessStates', method: 'get', url: `/access_states?grantee_user_id=${LEAVER_ID}&expand=grantee_user,application,resource,target_permissions` },
	{ operationId: 'listAccessRequests', method: 'get', url: `/access_requests?user_id=${LEAVER_ID}&status=pending_approval` },
	{ operationId: 'createAccessRequest', method: 'post', url: '/access_requests', data: { user_id: ACTIVE_ID, request_reason: 'Close', ...wish }, status: 201 },
	{ operationId: 'createAccessRequestsBulk', method: 'post', url: '/access_requests/bulk', data: { user_id: ACTIVE_ID, request_reason: 'Close', requests: [wish] }, status: 201 },
	{ operationId: 'getAccessRequest', method: 'get', url: `/access_requests/${OPEN_REQUEST_ID}` },
	{ operationId: 'grantAccessRequest', method: 'post', url: `/access_requests/${OPEN_REQUEST_ID}/grant`, given: approved },
	{ operationId: 'denyAccessRequest', method: 'post', url: `/access_requests/${OPEN_REQUEST_ID}/deny`, data: { reason: 'Leaving', on_behalf_of_user_id: MANAGER_ID } },
	{ operationId: 'rejectAccessRequest', method: 'post', url: `/access_requests/${OPEN_REQUEST_ID}/reject`, data: { reason: 'Leaving' }, given: approved },
	{ operationId: 'listAccessRevocations', method: 'get', url: `/access_revocations?status=processing_access&user_id=${LEAVER_ID}` },
	{ operationId: 'createAccessRevocation', method: 'post', url: '/access_revocations', data: { access_state_id: LEAVER_STATES.manual, reason: 'Last day' }, status: 201 },
	{ operationId: 'getAccessRevocation', method: 'get', url: `/access_revocations/${OPEN_REVOCATION_ID}` },
	{ operationId: 'completeAccessRevocation', method: 'post', url: `/access_revocations/${OPEN_REVOCATION_ID}/revoke` },
	{ operationId: 'rejectAccessRevocation', method: 'post', url: `/access_revocations/${OPEN_REVOCATION_ID}/reject`, data: { reason: 'Needed' } },
	{ operationId: 'listPolicies', method: 'get', url: '/policies?limit=1' },
	{ operationId: 'setPolicyApplications', method: 'put', url: `/policies/${LEAVER_POLICY_ID}/applications`, data: { application_ids: [LEDGER_ID], elevated: false } },
];

let simulator: AccessOwlSimulator;
let client: Client;

beforeEach(async () => {
	simulator = await startAccessOwl();
	client = createClient(simulator.origin, TOKEN);
});
afterEach(async () => {
	client.close();
	await simulator.close();
});

const headersOf = ({ method }: Call) => (method === 'get' ? {} : { 'idempotency-key': '7c9e6679-7425-40de-944b-e07fc1f90ae7' });

it('is exercised in every operation of the contract', () => {
	const operations = loadContract(CONTRACT_FILE).operations.map(({ operationId }) => operationId);

	expect(CALLS.map(({ operationId }) => operationId).sort()).toEqual([...operations].sort());
});

it.each(CALLS)('$operationId answers a valid request as documented', async (call) => {
	call.given?.(simulator);

	const answer = await client.http.request({ method: call.method, url: call.url, data: call.data, headers: headersOf(call) });

	expect(answer.status).toBe(call.status ?? 200);
	expect(answer.headers['x-request-id']).toBe(simulator.requests[0]!.requestId);
	expect(simulator.violations).toEqual([]);
	expect(simulator.requests).toMatchObject([{ number: 1, operationId: call.operationId, status: call.status ?? 200, headers: { authorization: '(right)' } }]);
});

it.each(CALLS)('$operationId answers 401 to another token, and does nothing', async (call) => {
	call.given?.(simulator);
	const before = JSON.stringify(simulator.state);

	const answer = await client.http.request({ method: call.method, url: call.url, data: call.data, headers: { authorization: 'Bearer stolen' } });

	expect(answer.status).toBe(401);
	expect(JSON.stringify(simulator.state)).toBe(before);
	expect(simulator.requests[0]!.headers.authorization).toBe('(wrong)');
	expect(simulator.violations).toEqual([]);
});

it.each(CALLS)('$operationId reports a query parameter that is not documented', async (call) => {
	await client.http.request({ method: call.method, url: call.url, data: call.data, params: { verbose: 1 } });

	expect(simulator.takeViolations()).toEqual([
		{ direction: 'request', operationId: call.operationId, where: 'query.verbose', message: 'is not documented', requestNumber: 1 },
	]);
});

const withPathId = CALLS.filter(({ url }) => /\/[0-9a-f-]{36}/.test(url) && !url.startsWith('/policies'));
it.each(withPathId)('$operationId reports an id that is no UUID, and answers 404', async (call) => {
	const answer = await client.http.request({ method: call.method, url: call.url.replace(/\/[0-9a-f-]{36}/, '/42'), data: call.data });

	expect(answer.status).toBe(404);
	expect(simulator.violations).toMatchObject([{ direction: 'request', where: expect.stringMatching(/^path\./), message: 'must match format "uuid"' }]);
});

it.each([...withPathId, CALLS.at(-1)!])('$operationId answers 404 to an id that no one has', async (call) => {
	const answer = await client.http.request({ method: call.method, url: call.url.replace(/\/[0-9a-f-]{36}/, '/00000000-0000-4000-8000-000000000000'), data: call.data });

	expect(answer.status).toBe(404);
	expect(simulator.violations).toEqual([]);
});

const withBody = CALLS.filter(({ data, operationId }) => data !== undefined && operationId !== 'onboardUser');
it.each(withBody)('$operationId reports a missing body, and refuses it', async (call) => {
	const answer = await client.http.request({ method: call.method, url: call.url });

	expect(answer.status).toBe(422);
	expect(simulator.violations).toMatchObject([{ direction: 'request', operationId: call.operationId, where: 'body', message: 'is required' }]);
});

it.each(withBody)('$operationId reports a body of another content type, and answers 415', async (call) => {
	const answer = await client.http.request({ method: call.method, url: call.url, data: JSON.stringify(call.data), headers: { 'content-type': 'text/plain' } });

	expect(answer.status).toBe(415);
	expect(simulator.violations).toMatchObject([{ where: 'contentType', message: 'must be application/json, not text/plain' }]);
});

it.each(withBody)('$operationId reports a field of another type by its name', async (call) => {
	const [name] = Object.keys(call.data as object);

	const answer = await client.http.request({ method: call.method, url: call.url, data: { ...(call.data as object), [name!]: { wrong: true } } });

	expect(answer.status).toBe(422);
	expect(Object.keys((answer.data as { errors: object }).errors)).toContain(name);
	expect(simulator.violations.map(({ where }) => where)).toContain(`body/${name}`);
});

it('reports a path and a method that the contract does not have', async () => {
	expect((await client.http.get('/groups')).status).toBe(404);
	const answer = await client.http.delete(`/users/${LEAVER_ID}`);

	expect(answer.status).toBe(405);
	expect(answer.headers.allow).toBe('GET');
	expect(simulator.violations).toMatchObject([
		{ operationId: null, where: 'path', message: '/api/v1/groups is not in the contract' },
		{ operationId: null, where: 'method' },
	]);
	expect(() => simulator.expectNoViolations()).toThrow('/api/v1/groups is not in the contract');
});

it('reports a body on an operation that takes none', async () => {
	await client.http.post(`/access_revocations/${OPEN_REVOCATION_ID}/revoke`, {});

	expect(simulator.violations).toMatchObject([{ where: 'body', message: 'is not documented for this operation' }]);
	expect(simulator.state.accessRevocations[0]!.status).toBe('processing_access');
});

it('notices an answer of its own that leaves the contract', async () => {
	simulator.admin.corruptAnswer((reply) => ({ ...reply, body: { data: { ...(reply.body as { data: object }).data, id: 7, status: 'gone' } } }));

	await client.http.get(`/users/${LEAVER_ID}`);

	const where = simulator.takeViolations().map((violation) => `${violation.direction} ${violation.where}`);
	expect(where).toEqual(expect.arrayContaining(['answer body/data/id', 'answer body/data/status']));
});

it.each([
	['an undocumented content type', 'contentType', { headers: { 'content-type': 'text/csv' } }],
	['a missing body', 'body', { body: undefined }],
	['a redirect with a body', 'body', { status: 302 }],
] as const)('notices %s in an answer of its own', async (_case, where, change) => {
	simulator.admin.corruptAnswer((reply) => ({ ...reply, ...change }));

	await client.http.get(`/users/${LEAVER_ID}`);

	expect(simulator.violations).toMatchObject([{ direction: 'answer', where }]);
});
