import { createClient, type Client } from '../client.mts';
import { BILLING_PAGE, LEAVER_ID, LEDGER_ID, LEDGER_ROLE_ID, LEDGER_VIEWER_ID, OPEN_REQUEST_ID, OPEN_REVOCATION_ID, startAccessOwl, TOKEN, type AccessOwlSimulator } from '../../simulators/accessowl/index.mts';

let simulator: AccessOwlSimulator;
let client: Client;

beforeEach(async () => {
	simulator = await startAccessOwl();
	client = createClient(simulator.origin, TOKEN);
});
afterEach(async () => {
	expect(simulator.violations).toEqual([]);
	client.close();
	await simulator.close();
});

const get = async (url: string) => (await client.http.get(url)).data as Record<string, unknown>;
const wish = { user_id: LEAVER_ID, resource_id: LEDGER_ROLE_ID, permission_ids: [LEDGER_VIEWER_ID], request_reason: 'Close' };

it.each([
	['asDocumented', true, true, false, false],
	['wrapped', true, true, true, true],
	['bare', false, false, false, false],
] as const)('envelope %s wraps the records it should', async (envelope, user, application, request, revocation) => {
	simulator.set({ envelope });

	const wrapped = [];
	for (const url of [`/users/${LEAVER_ID}`, `/applications/${LEDGER_ID}`, `/access_requests/${OPEN_REQUEST_ID}`, `/access_revocations/${OPEN_REVOCATION_ID}`]) wrapped.push('data' in (await get(url)));

	expect(wrapped).toEqual([user, application, request, revocation]);
});

it.each([
	['cursor', ['limit', 'next_cursor']],
	['pageNumbers', ['page', 'page_size', 'total_count', 'total_pages']],
	['both', ['limit', 'next_cursor', 'page', 'page_size', 'total_count', 'total_pages']],
] as const)('meta %s has its members', async (meta, members) => {
	simulator.set({ meta });

	expect(Object.keys((await get('/users?status=all&limit=5')).meta as object).sort()).toEqual(members);
});

it('meta pageNumbers counts pages, and offers no cursor to loop on', async () => {
	simulator.set({ meta: 'pageNumbers' });

	expect((await get('/users?status=all&limit=5')).meta).toEqual({ page: 1, page_size: 5, total_count: 26, total_pages: 6 });
});

it.each([
	['errors', { errors: { detail: 'Not found' } }],
	['error', { error: 'Not found' }],
	['message', { message: 'Not found' }],
	['empty', ''],
] as const)('errorBody %s is what a failure looks like', async (errorBody, body) => {
	simulator.set({ errorBody });

	const answer = await client.http.get('/users/00000000-0000-4000-8000-000000000000');

	expect(answer.status).toBe(404);
	expect(answer.data).toEqual(body);
});

it('errorBody html is a page', async () => {
	simulator.set({ errorBody: 'html' });

	const answer = await client.http.get('/users/00000000-0000-4000-8000-000000000000');

	expect(answer.headers['content-type']).toContain('text/html');
	expect(answer.data).toContain('<h1>Not found</h1>');
});

it('errorBody message names the fields in a sentence', async () => {
	simulator.set({ errorBody: 'message' });

	const answer = await client.http.post(`/access_requests/${OPEN_REQUEST_ID}/grant`);

	expect(answer.data).toEqual({ message: 'status is pending_approval, only processing_access can be granted' });
});

it('redirect sends every call to the billing page', async () => {
	simulator.set({ redirect: true });

	const answer = await client.http.get('/users');

	expect([answer.status, answer.headers.location]).toEqual([302, BILLING_PAGE]);
});

it('bulkKey names the list of a bulk request', async () => {
	simulator.set({ bulkKey: 'items' });
	const { user_id, request_reason, ...item } = wish;

	expect((await client.http.post('/access_requests/bulk', { user_id, request_reason, requests: [item] })).data).toEqual({ errors: { items: ["can't be blank"] } });
	expect((await client.http.post('/access_requests/bulk', { user_id, request_reason, items: [item] })).status).toBe(201);
	expect((await client.http.post('/access_requests/bulk', { user_id, request_reason, items: Array(11).fill(item) })).status).toBe(422);
});

it('reasonKey names the reason in answers', async () => {
	expect(await get(`/access_requests/${OPEN_REQUEST_ID}`)).toMatchObject({ request_reason: 'Month end close' });
	simulator.set({ reasonKey: 'reason' });

	const record = await get(`/access_requests/${OPEN_REQUEST_ID}`);

	expect(record).toMatchObject({ reason: 'Month end close' });
	expect(record).not.toHaveProperty('request_reason');
});

it('nullNames hides first and last names', async () => {
	simulator.set({ nullNames: true });

	expect((await get(`/users/${LEAVER_ID}`)).data).toMatchObject({ first_name: null, last_name: null, full_name: 'Robin Vale' });
});

it('createStatus is what a create answers', async () => {
	simulator.set({ createStatus: 200 });

	expect((await client.http.post('/access_requests', wish)).status).toBe(200);
});

it('lockVersion shows or hides the version of applications', async () => {
	expect((await get(`/applications/${LEDGER_ID}`)).data).not.toHaveProperty('lock_version');
	simulator.set({ lockVersion: 'shown' });

	expect((await get(`/applications/${LEDGER_ID}`)).data).toHaveProperty('lock_version', 3);
});

it('refuseLeavers refuses requests for people who left', async () => {
	const gone = { ...wish, user_id: simulator.state.users.find((one) => one.status === 'offboarded')!.id };
	expect((await client.http.post('/access_requests', gone)).status).toBe(201);
	simulator.set({ refuseLeavers: true });

	expect((await client.http.post('/access_requests', gone)).data).toEqual({ errors: { user_id: ['is offboarded'] } });
});

it('automaticAfterMs says when automatic work is done', async () => {
	simulator.set({ automaticAfterMs: 0 });
	const automatic = simulator.state.accessStates.find((one) => one.grantee_user_id === LEAVER_ID && one.effective_end === null && simulator.state.applications.find((app) => app.id === one.application_id)?.provisioning_type === 'automatic')!;

	await client.http.post('/access_revocations', { access_state_id: automatic.id, reason: 'Last day' });

	expect(simulator.state.accessRevocations.at(-1)!.status).toBe('revoked');
});

it('switches can be set at the start', async () => {
	const other = await startAccessOwl({ switches: { envelope: 'bare' } });

	expect(other.switches).toMatchObject({ envelope: 'bare', meta: 'cursor' });
	await other.close();
});
