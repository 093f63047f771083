import { LEAVER_EMAIL, LEDGER_ADMIN_ID, LEDGER_ID, LEDGER_ROLE_ID, LEDGER_VIEWER_ID } from '../../simulators/accessowl/index.mts';
import { byEmail, byId, fromList, useAccessOwl } from './support.mts';

const owl = useAccessOwl();
const EMAIL = 'mei.tanaka@example.com';
const forMei = { userId: byEmail(EMAIL), requestReason: 'Joins the close, HR-7' };
const viewer = { ...forMei, applicationId: fromList(LEDGER_ID), resourceId: fromList(LEDGER_ROLE_ID), permissionIds: [LEDGER_VIEWER_ID] };
const created = () => owl.simulator.state.accessRequests.slice(1);

describe('Access Request: Create', () => {
	it('asks on behalf of a person found by email', async () => {
		const [request] = await owl.records('accessRequest', 'create', { ...viewer, options: { verify: true } });

		expect(created()).toMatchObject([
			{ grantee_user_id: owl.person(EMAIL).id, resource_id: LEDGER_ROLE_ID, permission_ids: [LEDGER_VIEWER_ID], request_reason: forMei.requestReason, status: 'pending_approval' },
		]);
		expect(request).toMatchObject({ id: created()[0]?.id, verified: true });
		expect(owl.writes()[0]?.body).not.toHaveProperty('application_id');
	});

	it('takes permissions from an expression that gives text', async () => {
		await owl.records('accessRequest', 'create', { ...viewer, permissionIds: '={{ $json.permission }}' }, { items: [{ permission: LEDGER_ADMIN_ID }] });

		expect(created()[0]?.permission_ids).toEqual([LEDGER_ADMIN_ID]);
	});

	it.each(['inactive', 'offboarding', 'offboarded'] as const)('refuses a person who is %s, dry or not, unless leavers are allowed', async (status) => {
		// An offboarding ends with the last open revocation: this one keeps it going.
		owl.simulator.state.accessRevocations[0]!.grantee_user_id = owl.person(EMAIL).id;
		owl.person(EMAIL).status = status;
		for (const dryRun of [true, false]) {
			const { message, description } = await owl.refusal('accessRequest', 'create', { ...viewer, options: { dryRun } });
			expect(message).toBe(`Mei Tanaka has the status "${status}" [Item 0]`);
			expect(description).toContain('Allow Leavers');
		}
		expect(owl.writes()).toEqual([]);

		await owl.records('accessRequest', 'create', { ...viewer, options: { allowLeavers: true } });
		expect(created()).toHaveLength(1);
	});

	it('shows the vendor\'s own refusal of leavers', async () => {
		owl.simulator.set({ refuseLeavers: true });
		owl.person(EMAIL).status = 'inactive';

		expect((await owl.refusal('accessRequest', 'create', { ...viewer, options: { allowLeavers: true } })).description).toContain('user_id: is inactive.');
	});

	it('gives back the request when the answer was lost', async () => {
		for (const reasonKey of ['request_reason', 'reason'] as const) {
			owl.simulator.set({ reasonKey });
			owl.simulator.faults.onOperation('createAccessRequest', { kind: 'reset', when: 'afterActing' });
			const [request] = await owl.records('accessRequest', 'create', viewer);
			expect(request).toMatchObject({ id: created().at(-1)?.id, alreadySubmitted: true });
		}
		expect(created()).toHaveLength(2);
	});

	it('refuses a reason of more than 255 characters before anything is sent', async () => {
		const { message } = await owl.refusal('accessRequest', 'create', { ...viewer, requestReason: 'x'.repeat(256) });

		expect(message).toBe('Reason has 256 characters, 255 are allowed [Item 0]');
		expect(owl.simulator.requests).toEqual([]);

		await owl.records('accessRequest', 'create', { ...viewer, requestReason: '😀'.repeat(255) });
		expect(created()).toHaveLength(1);
	});

	it('refuses no permission at all', async () => {
		expect((await owl.refusal('accessRequest', 'create', { ...viewer, permissionIds: '={{ [] }}' })).message).toContain('Permission Names or IDs has 0 entries');
		expect(owl.simulator.requests).toEqual([]);
	});
});

describe('Access Request: Create Many', () => {
	const row = (permissionIds: string) => ({ resourceId: LEDGER_ROLE_ID, permissionIds });
	const rows = (count: number) => ({ request: Array.from({ length: count }, () => row(LEDGER_VIEWER_ID)) });

	it.each([1, 10])('asks for %i at once, one output item each', async (count) => {
		const requests = await owl.records('accessRequest', 'createMany', { ...forMei, requests: rows(count) });

		expect(requests.map(({ id }) => id)).toEqual(created().map(({ id }) => id));
		expect(created()).toHaveLength(count);
		expect(owl.writes().map(({ operationId }) => operationId)).toEqual(['createAccessRequestsBulk']);
	});

	it.each([0, 11])('refuses %i before anything is sent', async (count) => {
		expect((await owl.refusal('accessRequest', 'createMany', { ...forMei, requests: rows(count) })).message).toBe(`Requests has ${count} rows, 1 to 10 are allowed [Item 0]`);
		expect(owl.simulator.requests).toEqual([]);
	});

	it('takes the list as JSON, as a Code node or the vendor would write it', async () => {
		const items = [{ wishes: [row(LEDGER_VIEWER_ID), { resource_id: LEDGER_ROLE_ID, permission_ids: [LEDGER_ADMIN_ID] }] }];
		await owl.records('accessRequest', 'createMany', { ...forMei, requestsSpecify: 'json', requestsJson: '={{ $json.wishes }}' }, { items });

		expect(created().map(({ permission_ids: ids }) => ids)).toEqual([[LEDGER_VIEWER_ID], [LEDGER_ADMIN_ID]]);
	});

	it('names the row that the vendor refuses, and makes none', async () => {
		const { description } = await owl.refusal('accessRequest', 'createMany', { ...forMei, requests: { request: [row(LEDGER_VIEWER_ID), row(LEDGER_ID)] } });

		expect(description).toContain('requests.1.permission_ids: contains unknown ids.');
		expect(created()).toEqual([]);
	});

	it('names the list as the user says', async () => {
		owl.simulator.set({ bulkKey: 'items' });
		await owl.records('accessRequest', 'createMany', { ...forMei, requests: rows(2), options: { bulkKey: 'items' } });

		expect(created()).toHaveLength(2);
		expect(owl.writes().map(({ body }) => Object.keys(body as object).sort())).toEqual([['items', 'request_reason', 'user_id']]);
	});

	it('gives back all requests when the answer was lost', async () => {
		owl.simulator.faults.onOperation('createAccessRequestsBulk', { kind: 'reset', when: 'afterActing' });
		const requests = await owl.records('accessRequest', 'createMany', { ...forMei, requests: { request: [row(LEDGER_VIEWER_ID), row(LEDGER_ADMIN_ID)] } });

		expect(requests).toMatchObject(created().map(({ id }) => ({ id, alreadySubmitted: true })));
		expect(requests).toHaveLength(2);
	});

	it('refuses a leaver', async () => {
		owl.person(LEAVER_EMAIL).status = 'inactive';

		expect((await owl.refusal('accessRequest', 'createMany', { ...forMei, userId: byId(owl.person(LEAVER_EMAIL).id), requests: rows(1) })).message).toContain('Robin Vale has the status "inactive"');
		expect(owl.writes()).toEqual([]);
	});
});
