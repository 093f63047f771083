import { createClient, type Client } from '../client.mts';
import {
	ELEVATED_POLICY_ID,
	LEAVER_EMAIL,
	LEAVER_ID,
	LEAVER_POLICY_ID,
	LEAVER_STATES,
	LEDGER_ADMIN_ID,
	LEDGER_ID,
	LEDGER_ROLE_ID,
	LEDGER_VIEWER_ID,
	MANAGER_ID,
	OPEN_REQUEST_ID,
	OPEN_REVOCATION_ID,
	READ_ONLY_TOKEN,
	SHARED_EMAIL,
	startAccessOwl,
	TOKEN,
	type AccessOwlSimulator,
} from '../../simulators/accessowl/index.mts';

let simulator: AccessOwlSimulator;
let client: Client;

beforeEach(async () => {
	simulator = await startAccessOwl({ clock: { now: () => NOW } });
	client = createClient(simulator.origin, TOKEN);
});
afterEach(async () => {
	expect(simulator.violations).toEqual([]);
	client.close();
	await simulator.close();
});

const NOW = Date.parse('2026-10-02T12:00:00Z');
const HOUR_MS = 3_600_000;
const at = (hours: number): string => new Date(NOW + hours * HOUR_MS).toISOString();

const idOf = (title: string): string => simulator.state.applications.find((one) => one.title === title)!.id;
const person = (email: string) => simulator.state.users.find((one) => one.email === email)!;
const stateOf = (id: string) => simulator.state.accessStates.find((one) => one.id === id)!;
const revocation = (id: string) => simulator.state.accessRevocations.find((one) => one.id === id)!;
const request = (id: string) => simulator.state.accessRequests.find((one) => one.id === id)!;

async function post(url: string, data?: unknown) {
	const answer = await client.http.post(url, data);
	return { status: answer.status, body: answer.data as Record<string, unknown>, errors: (answer.data as { errors?: Record<string, string[]> }).errors };
}
async function put(url: string, data: unknown) {
	const answer = await client.http.put(url, data);
	return { status: answer.status, body: answer.data as Record<string, unknown>, errors: (answer.data as { errors?: Record<string, string[]> }).errors };
}
const list = async <Row,>(url: string): Promise<Row[]> => ((await client.http.get(url)).data as { data: Row[] }).data;

describe('the demo organisation', () => {
	it('has version 4 UUIDs, each once, and references that lead somewhere', () => {
		const { users, applications, resources, accessStates, policies } = simulator.state;
		const rows = [users, applications, resources, resources.flatMap((one) => one.permissions), accessStates, policies].flat();
		const ids = rows.map(({ id }) => id);
		const known = new Set<string | null>([...ids, null]);

		expect(ids.filter((id) => !/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toEqual([]);
		expect(new Set(ids).size).toBe(ids.length);
		expect(accessStates.flatMap((one) => [one.application_id, one.grantee_user_id, one.resource_id, ...one.target_permission_ids]).filter((id) => !known.has(id))).toEqual([]);
		expect(policies.flatMap((one) => one.application_ids).filter((id) => !known.has(id))).toEqual([]);
		expect([users.length, applications.length]).toEqual([26, 16]);
	});

	it('has a leaver with one access of each kind, an application, a request, a revocation and a place in a policy', async () => {
		const held = await list<{ id: string }>(`/access_states?grantee_user_id=${LEAVER_ID}&limit=100`);

		expect(held.map(({ id }) => id).sort()).toEqual(Object.values(LEAVER_STATES).sort());
		expect(stateOf(LEAVER_STATES.severalPermissions).target_permission_ids).toHaveLength(2);
		expect(stateOf(LEAVER_STATES.applicationWide)).toMatchObject({ resource_id: null, target_permission_ids: [] });
		expect(await list(`/applications?owner_user_id=${LEAVER_ID}`)).toMatchObject([{ title: 'Treasury Forecast' }]);
		expect(await list(`/access_requests?user_id=${LEAVER_ID}`)).toHaveLength(1);
		expect(await list(`/access_revocations?user_id=${LEAVER_ID}&status=processing_access`)).toHaveLength(1);
		expect(simulator.state.policies.filter((one) => one.approval_steps.some((step) => step.specific_approver_user_ids.includes(LEAVER_ID)))).toHaveLength(1);
	});
});

describe('lists', () => {
	it('come in pages of 20, or of the limit, and end with a null cursor', async () => {
		const sizes: number[] = [];
		const seen = new Set<string>();
		let cursor: string | null = '';
		while (cursor !== null) {
			const answer: { data: { data: Array<{ id: string }>; meta: { next_cursor: string | null } } } = await client.http.get('/users', { params: { status: 'all', limit: 10, ...(cursor === '' ? {} : { cursor }) } });
			sizes.push(answer.data.data.length);
			for (const { id } of answer.data.data) seen.add(id);
			cursor = answer.data.meta.next_cursor;
		}

		expect(sizes).toEqual([10, 10, 6]);
		expect(seen.size).toBe(26);
		expect(await list('/users?status=all')).toHaveLength(20);
	});

	it('refuse a cursor that they never gave, and one of another list or filter', async () => {
		const { data } = await client.http.get('/users?status=all&limit=5');
		const cursor = encodeURIComponent((data as { meta: { next_cursor: string } }).meta.next_cursor);

		const statuses = [];
		for (const url of ['/users?cursor=made-up', `/users?cursor=${cursor}`, `/applications?cursor=${cursor}`, `/users?status=all&limit=9&cursor=${cursor}`]) statuses.push((await client.http.get(url)).status);

		expect(statuses).toEqual([400, 400, 400, 200]);
	});

	it('show only active people unless a status is named', async () => {
		const statuses = async (query: string) => [...new Set((await list<{ status: string }>(`/users?limit=100${query}`)).map(({ status }) => status))].sort();

		expect(await statuses('')).toEqual(['active']);
		expect(await statuses('&status=offboarded')).toEqual(['offboarded']);
		expect(await statuses('&status=all')).toEqual(['active', 'inactive', 'offboarded', 'offboarding_planned', 'onboarding', 'onboarding_provisioning_planned']);
	});

	it('find a person by address in any case, a leaver only among all, and two where two share it', async () => {
		expect(await list(`/users?email=${LEAVER_EMAIL}`)).toHaveLength(0);
		expect(await list(`/users?status=all&email=${LEAVER_EMAIL.toUpperCase()}`)).toMatchObject([{ id: LEAVER_ID }]);
		expect(await list(`/users?status=all&email=${SHARED_EMAIL}`)).toHaveLength(2);
	});

	it('embed in access states what is asked for, and nothing else', async () => {
		const [plain] = await list<object>(`/access_states?grantee_user_id=${LEAVER_ID}`);
		expect(Object.keys(plain!)).not.toEqual(expect.arrayContaining(['application']));

		const rows = await list<Record<string, unknown>>(`/access_states?grantee_user_id=${LEAVER_ID}&expand=grantee_user,application,resource,target_permissions`);

		expect(rows.find(({ id }) => id === LEAVER_STATES.manual)).toMatchObject({ grantee_user: { email: LEAVER_EMAIL }, application: { title: 'Ledger Console' }, resource: { title: 'Role' }, target_permissions: [{ title: 'Viewer' }] });
		expect(rows.find(({ id }) => id === LEAVER_STATES.applicationWide)).toMatchObject({ resource: null, target_permissions: [] });
	});
});

describe('tokens', () => {
	it('that may only read answer 403 to a write, which changes nothing', async () => {
		const answer = await client.http.post(`/users/${LEAVER_ID}/offboard`, {}, { headers: { authorization: `Bearer ${READ_ONLY_TOKEN}` } });

		expect(answer.status).toBe(403);
		expect(person(LEAVER_EMAIL).status).toBe('offboarding_planned');
	});
});

describe('people', () => {
	it('with an address that is taken are refused', async () => {
		expect(await post('/users', { email: LEAVER_EMAIL.toUpperCase(), first_name: 'R', last_name: 'V' })).toMatchObject({ status: 422, errors: { email: ['has already been taken'] } });
	});

	it('are active once created', async () => {
		expect(await post('/users', { email: 'new@example.com', first_name: 'N', last_name: 'H' })).toMatchObject({ status: 201, body: { status: 'active', full_name: 'N H' } });
		expect(person('new@example.com').status).toBe('active');
	});

	it('are onboarded at once or on a date that can be moved', async () => {
		const url = `/users/${person('ana.duarte@example.com').id}/onboard`;

		expect((await post(url, { scheduled_at: at(2), job_title: 'Lead' })).body).toMatchObject({ status: 'onboarding_provisioning_planned', job_title: 'Lead' });
		expect((await post(url, { scheduled_at: at(4), job_title: 'Ignored' })).body).toMatchObject({ job_title: 'Lead' });
		simulator.clock.advance(3 * HOUR_MS);
		expect(person('ana.duarte@example.com').status).toBe('onboarding_provisioning_planned');
		simulator.clock.advance(2 * HOUR_MS);
		expect(person('ana.duarte@example.com').status).toBe('onboarding');
		expect((await post(url, {})).status).toBe(422);
	});

	it.each([
		['a leaver', LEAVER_EMAIL, {}, 'status'],
		['an inactive person', 'jonas.weber@example.com', {}, 'status'],
		['a person without a manager', 'kim.osei@example.com', {}, 'manager_user_id'],
		['a past date', 'ana.duarte@example.com', { scheduled_at: at(-1) }, 'scheduled_at'],
	])('are not onboarded: %s', async (_case, email, body, field) => {
		expect((await post(`/users/${person(email).id}/onboard`, body)).errors).toHaveProperty([field]);
	});

	it('are offboarded now: automatic access goes by itself, manual access waits, detected usage stays', async () => {
		expect((await post(`/users/${LEAVER_ID}/offboard`, {})).body).toMatchObject({ status: 'offboarding' });
		const opened = simulator.state.accessRevocations.filter((one) => one.grantee_user_id === LEAVER_ID).map((one) => one.access_state_id);
		expect(opened.sort()).toEqual([LEAVER_STATES.beingRevoked, LEAVER_STATES.manual, LEAVER_STATES.automatic, LEAVER_STATES.severalPermissions, LEAVER_STATES.applicationWide].sort());

		simulator.clock.advance(200);
		const open = simulator.state.accessRevocations.filter((one) => one.status === 'processing_access');
		expect(open.every((one) => one.provisioning_type === 'application_admin')).toBe(true);
		expect([stateOf(LEAVER_STATES.automatic).effective_end, stateOf(LEAVER_STATES.manual).effective_end]).toEqual([new Date(NOW + 200).toISOString(), null]);

		for (const { id } of open) await post(`/access_revocations/${id}/revoke`);
		expect(person(LEAVER_EMAIL)).toMatchObject({ status: 'offboarded', deactivated_at: new Date(NOW + 200).toISOString() });
		expect(stateOf(LEAVER_STATES.discovered).effective_end).toBeNull();
		expect((await post(`/users/${LEAVER_ID}/offboard`, {})).errors).toEqual({ status: ['is already offboarded'] });
	});

	it('are offboarded on a date, which can be moved and never shows', async () => {
		const url = `/users/${person('ana.duarte@example.com').id}/offboard`;
		const { body } = await post(url, { scheduled_at: at(5) });
		expect(JSON.stringify(body)).not.toContain(at(5));
		await post(url, { scheduled_at: at(8) });
		expect(simulator.admin.offboardingPlannedAtMs(person('ana.duarte@example.com').id)).toBe(NOW + 8 * HOUR_MS);

		simulator.clock.advance(6 * HOUR_MS);
		expect(person('ana.duarte@example.com').status).toBe('offboarding_planned');
		simulator.clock.advance(2 * HOUR_MS);
		expect(person('ana.duarte@example.com').status).toBe('offboarding');
	});

	it('are not offboarded in the past', async () => {
		expect((await post(`/users/${LEAVER_ID}/offboard`, { scheduled_at: at(-1) })).errors).toEqual({ scheduled_at: ['must be in the future'] });
	});
});

describe('applications', () => {
	it.each([
		['no owner', { title: 'T', resources: [{ title: 'R' }] }, 'owner_user_id'],
		['no resources', { title: 'T', owner_user_id: MANAGER_ID }, 'resources'],
		['an unknown admin', { title: 'T', owner_user_id: MANAGER_ID, status: 'approved', admin_user_ids: ['00000000-0000-4000-8000-000000000000'] }, 'admin_user_ids'],
	])('are not created with %s', async (_case, body, field) => {
		expect((await post('/applications', body)).errors).toHaveProperty([field]);
	});

	it('refuse their structure in an update, and a stale lock_version', async () => {
		const url = `/applications/${LEDGER_ID}`;
		const patch = async (data: object) => (await client.http.patch(url, data)).status;

		expect(await patch({ resources: [] })).toBe(422);
		expect(await patch({ lock_version: 3, notes: 'a' })).toBe(200);
		expect(await patch({ lock_version: 3, notes: 'b' })).toBe(409);
		expect(simulator.state.applications.find((one) => one.id === LEDGER_ID)).toMatchObject({ notes: 'a', lock_version: 4 });
	});

	it('take tags as titles and keep the ids of known ones', async () => {
		const finance = simulator.state.applications.find((one) => one.id === LEDGER_ID)!.tags[0]!;

		const { data } = await client.http.patch(`/applications/${LEDGER_ID}`, { tags: ['Finance', 'Audited'], admin_user_ids: [] });

		expect(data).toMatchObject({ tags: [finance, { title: 'Audited' }], admin_user_ids: [] });
	});

	it('are found by a part of the title, a word of the category, their owner and their admins', async () => {
		const titles = async (query: string) => (await list<{ title: string }>(`/applications?limit=100&${query}`)).map(({ title }) => title);

		expect(await titles('title_like=LEDG')).toEqual(['Ledger Console']);
		expect(await titles('category_contains_word=support')).toEqual(['Helpbay']);
		expect(await titles('status=discovered')).toEqual(['Canvasio', 'Transferly']);
		expect(await titles(`owner_user_id=${LEAVER_ID}`)).toEqual(['Treasury Forecast']);
		expect(await titles(`admin_user_id=${LEAVER_ID}`)).toEqual([]);
	});

	it('upsert their structure: what is sent without an id is added, what is deleted needs one, the rest stays', async () => {
		const url = `/applications/${LEDGER_ID}/structure`;
		const structure = () => list<{ id: string; title: string; permissions: Array<{ title: string }> }>(`/applications/${LEDGER_ID}/resources`);

		await put(url, { resources: [{ title: 'Role', permissions: [{ title: 'Auditor' }] }] });
		expect((await structure()).map(({ title }) => title)).toEqual(['Role', 'Role']);
		await put(url, { resources: [{ id: LEDGER_ROLE_ID, title: 'Role', permissions: [{ id: LEDGER_ADMIN_ID, title: 'Admin', delete: true }, { id: LEDGER_VIEWER_ID, title: 'Reader' }] }] });
		expect((await structure())[0]!.permissions.map(({ title }) => title)).toEqual(['Reader']);
		expect((await put(url, { resources: [{ title: 'Role', delete: true }] })).errors).toHaveProperty(['resources.0.id']);
		await put(url, { resources: [{ id: LEDGER_ROLE_ID, title: 'Role', delete: true }] });
		expect((await structure()).map(({ id }) => id)).not.toContain(LEDGER_ROLE_ID);
		expect((await put(url, { lock_version: 1 })).status).toBe(409);
	});

	it('replace their whole user list and count entries', async () => {
		const url = `/applications/${LEDGER_ID}/access_states`;
		const before = simulator.state.accessStates.filter((one) => one.application_id === LEDGER_ID).length;

		const { body } = await put(url, {
			access: [
				{ user_email: LEAVER_EMAIL, resource: 'Role', permissions: ['Viewer'] },
				{ user_email: 'kim.osei@example.com', resource: 'Role', permissions: ['Admin'] },
				{ user_email: 'unknown@example.com', resource: 'Role', permissions: ['Viewer'] },
			],
		});

		expect(body).toEqual({ data: { created: 1, updated: 1, deleted: before - 2, unchanged: 1 } });
		expect(person('unknown@example.com')).toMatchObject({ status: 'active', first_name: null });
	});

	it('refuse a user list with unknown titles by row, and change nothing', async () => {
		const before = JSON.stringify(simulator.state);

		const { errors } = await put(`/applications/${LEDGER_ID}/access_states`, { access: [{ user_email: LEAVER_EMAIL, resource: 'Role', permissions: ['Emperor'] }, { user_email: LEAVER_EMAIL, resource: 'Throne' }] });

		expect(errors).toEqual({ 0: ['has no permission "Emperor"'], 1: ['has no resource "Throne"'] });
		expect(JSON.stringify(simulator.state)).toBe(before);
	});
});

describe('access requests', () => {
	const wish = { user_id: LEAVER_ID, resource_id: LEDGER_ROLE_ID, permission_ids: [LEDGER_VIEWER_ID], request_reason: 'Close' };

	it('wait for the approvers of the policy that fits', async () => {
		const { body } = await post('/access_requests', wish);
		expect(body).toMatchObject({ status: 'pending_approval', approval_steps: [{ step: 1, approvers: [{ user_id: MANAGER_ID }, { user_id: LEAVER_ID }] }] });

		const elevated = await post('/access_requests', { ...wish, permission_ids: [LEDGER_ADMIN_ID] });
		expect((elevated.body.approval_steps as unknown[]).length).toBe(2);
	});

	it('are approved at once under a policy without steps, and granted by themselves where it is automatic', async () => {
		const slack = simulator.state.resources.find((one) => one.application_id === idOf('Slack'))!;

		const { body } = await post('/access_requests', { ...wish, resource_id: slack.id, permission_ids: [slack.permissions[0]!.id] });
		expect(body.status).toBe('processing_access');
		expect((await post(`/access_requests/${body.id}/grant`)).errors).toEqual({ provisioning_type: ['is automatic'] });
		simulator.clock.advance(200);

		expect(request(String(body.id)).status).toBe('access_granted');
		expect(stateOf(request(String(body.id)).access_state_id!)).toMatchObject({ grantee_user_id: LEAVER_ID, effective_end: null });
	});

	it.each([
		['no person', { ...wish, user_id: undefined }, 'user_id'],
		['an unknown resource', { ...wish, resource_id: LEAVER_ID }, 'resource_id'],
		['an unknown permission', { ...wish, permission_ids: [LEAVER_ID] }, 'permission_ids'],
		['two permissions where one may be chosen', { ...wish, permission_ids: [LEDGER_VIEWER_ID, LEDGER_ADMIN_ID] }, 'permission_ids'],
	])('are refused with %s', async (_case, body, field) => {
		expect((await post('/access_requests', body)).errors).toHaveProperty([field]);
	});

	it('are refused for an application that is not requestable', async () => {
		const vault = simulator.state.resources.find((one) => one.application_id === idOf('Vaultly'))!;

		expect((await post('/access_requests', { ...wish, resource_id: vault.id })).errors).toEqual({ resource_id: ['belongs to an application that is approved'] });
	});

	it('in bulk are made all or none', async () => {
		const { user_id, request_reason, ...item } = wish;
		const before = simulator.state.accessRequests.length;

		const refused = await post('/access_requests/bulk', { user_id, request_reason, requests: [item, { ...item, resource_id: LEAVER_ID }] });
		expect(refused.errors).toEqual({ 'requests.1.resource_id': ['does not exist'] });
		expect(simulator.state.accessRequests).toHaveLength(before);

		expect((await post('/access_requests/bulk', { user_id, request_reason, requests: [item, item] })).body.data).toHaveLength(2);
		expect(simulator.state.accessRequests).toHaveLength(before + 2);
	});

	it('are granted only when approved and manual, which gives the access', async () => {
		expect((await post(`/access_requests/${OPEN_REQUEST_ID}/grant`)).status).toBe(422);
		simulator.admin.approve(OPEN_REQUEST_ID);

		expect((await post(`/access_requests/${OPEN_REQUEST_ID}/grant`)).body.status).toBe('access_granted');
		expect(stateOf(request(OPEN_REQUEST_ID).access_state_id!).target_permission_ids).toEqual([LEDGER_ADMIN_ID]);
		expect((await post(`/access_requests/${OPEN_REQUEST_ID}/reject`, { reason: 'x' })).status).toBe(422);
	});

	it('are denied only by a pending approver of the current step, and only while they wait', async () => {
		const url = `/access_requests/${OPEN_REQUEST_ID}/deny`;

		expect((await post(url, { reason: 'x', on_behalf_of_user_id: LEAVER_ID })).errors).toHaveProperty('on_behalf_of_user_id');
		expect((await post(url, { reason: 'x' })).status).toBe(422);
		expect((await post(url, { reason: 'Leaving', on_behalf_of_user_id: MANAGER_ID })).body.status).toBe('denied');
		expect((await post(url, { reason: 'x', on_behalf_of_user_id: MANAGER_ID })).errors).toHaveProperty('status');
		expect(request(OPEN_REQUEST_ID)).toMatchObject({ close_reason: 'Leaving', approval_steps: [{ status: 'denied' }] });
	});

	it.each(['pending_permissions_assignment', 'scheduled', 'pending_dependency', 'processing_access'] as const)('that are %s can be rejected', async (status) => {
		request(OPEN_REQUEST_ID).status = status;

		expect((await post(`/access_requests/${OPEN_REQUEST_ID}/reject`, { reason: 'No seat' })).body.status).toBe('rejected');
	});

	it.each(['pending_approval', 'access_granted', 'denied', 'rejected'] as const)('that are %s cannot be rejected', async (status) => {
		request(OPEN_REQUEST_ID).status = status;

		expect((await post(`/access_requests/${OPEN_REQUEST_ID}/reject`, { reason: 'No seat' })).status).toBe(422);
	});
});

describe('access revocations', () => {
	const create = (id: string) => post('/access_revocations', { access_state_id: id, reason: 'Last day' });

	it('of an automatic application end the access by themselves', async () => {
		const { body } = await create(LEAVER_STATES.severalPermissions);
		expect(body).toMatchObject({ status: 'processing_access', provisioning_type: 'automatic', grantee_user_id: LEAVER_ID });
		expect(body).not.toHaveProperty('access_state_id');
		simulator.clock.advance(199);
		expect(revocation(String(body.id)).status).toBe('processing_access');
		simulator.clock.advance(1);

		expect(revocation(String(body.id)).status).toBe('revoked');
		expect(stateOf(LEAVER_STATES.severalPermissions).effective_end).not.toBeNull();
	});

	it('of a whole application have no resource, and wait for someone where it is manual', async () => {
		const { body } = await create(LEAVER_STATES.applicationWide);
		simulator.clock.advance(HOUR_MS);

		expect(revocation(String(body.id))).toMatchObject({ status: 'processing_access', resource_id: null, permission_ids: null });
	});

	it('of detected usage wait for someone', async () => {
		expect((await create(LEAVER_STATES.discovered)).body).toMatchObject({ status: 'processing_access', provisioning_type: 'application_admin' });
	});

	it('of unknown and of ended access are refused', async () => {
		expect((await create(LEAVER_STATES.ended)).errors).toEqual({ access_state_id: ['has already ended'] });
		expect((await create(LEAVER_ID)).errors).toEqual({ access_state_id: ['does not exist'] });
	});

	it('may be open twice; the second then finds nothing left', async () => {
		const second = await create(LEAVER_STATES.beingRevoked);
		expect(second.status).toBe(201);

		expect((await post(`/access_revocations/${OPEN_REVOCATION_ID}/revoke`)).body.status).toBe('revoked');
		expect((await post(`/access_revocations/${second.body.id}/revoke`)).body.status).toBe('rejected');
	});

	it('that are rejected leave the access, and cannot be closed again', async () => {
		expect((await post(`/access_revocations/${OPEN_REVOCATION_ID}/reject`, { reason: 'Needed' })).body.status).toBe('rejected');

		expect(stateOf(LEAVER_STATES.beingRevoked).effective_end).toBeNull();
		expect((await post(`/access_revocations/${OPEN_REVOCATION_ID}/revoke`)).status).toBe(422);
		expect((await post(`/access_revocations/${OPEN_REVOCATION_ID}/reject`, { reason: 'x' })).status).toBe(422);
	});

	it('that are rejected in time are not carried out any more', async () => {
		const { body } = await create(LEAVER_STATES.automatic);
		await post(`/access_revocations/${body.id}/reject`, { reason: 'Needed' });
		simulator.clock.advance(HOUR_MS);

		expect(stateOf(LEAVER_STATES.automatic).effective_end).toBeNull();
	});

	it('are done on the n-th read, if that is what decides', async () => {
		simulator.set({ automaticAfterReads: 3 });
		const { body } = await create(LEAVER_STATES.automatic);
		simulator.clock.advance(HOUR_MS);
		const read = async () => ((await client.http.get(`/access_revocations/${body.id}`)).data as { status: string }).status;

		expect([await read(), await read(), await read()]).toEqual(['processing_access', 'processing_access', 'revoked']);
	});
});

describe('policies', () => {
	it('lose their flag when it is left out, and replace the whole list', async () => {
		await put(`/policies/${ELEVATED_POLICY_ID}/applications`, { application_ids: [] });

		expect(simulator.state.policies.find((one) => one.id === ELEVATED_POLICY_ID)).toMatchObject({ elevated: false, application_ids: [], lock_version: 4 });
	});

	it('refuse unknown applications', async () => {
		expect((await put(`/policies/${LEAVER_POLICY_ID}/applications`, { application_ids: [LEAVER_ID] })).errors).toEqual({ application_ids: ['contains unknown ids'] });
	});
});
