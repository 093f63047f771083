import { LEAVER_EMAIL, LEAVER_ID, LEDGER_ID, MANAGER_ID, OPEN_REQUEST_ID } from '../../simulators/accessowl/index.mts';
import type { RequestStatus } from '../../simulators/accessowl/index.mts';
import { byEmail, byId, useAccessOwl } from './support.mts';

const owl = useAccessOwl();
const accessRequestId = byId(OPEN_REQUEST_ID);
const stored = () => owl.simulator.state.accessRequests.find(({ id }) => id === OPEN_REQUEST_ID)!;
const reason = 'Leaves at the end of the month';
const onBehalfOfUserId = byEmail('kim.osei@example.com');

const CLOSING = {
	grant: { parameters: {}, to: 'access_granted', from: ['processing_access'] },
	deny: { parameters: { reason, onBehalfOfUserId }, to: 'denied', from: ['pending_approval'] },
	reject: { parameters: { reason }, to: 'rejected', from: ['pending_permissions_assignment', 'scheduled', 'pending_dependency', 'processing_access'] },
} as const;
const STATUSES: readonly RequestStatus[] = ['pending_approval', 'pending_permissions_assignment', 'scheduled', 'pending_dependency', 'processing_access', 'access_granted', 'denied', 'rejected'];
const cases = Object.entries(CLOSING).flatMap(([operation, closing]) => STATUSES.map((status) => ({ operation, status, ...closing })));

describe('closing an access request', () => {
	it.each(cases.filter(({ from, status }) => (from as readonly string[]).includes(status)))('$operation works while it is $status', async ({ operation, status, parameters, to }) => {
		stored().status = status;
		const [closed] = await owl.records('accessRequest', operation, { accessRequestId, ...parameters, options: { verify: true } });

		expect(closed).toMatchObject({ id: OPEN_REQUEST_ID, status: to, verified: true });
		expect(stored()).toMatchObject({ status: to, close_reason: operation === 'grant' ? null : reason });
	});

	it.each(cases.filter(({ status, to }) => status === to))('$operation sends nothing where it is $status already', async ({ operation, status, parameters }) => {
		stored().status = status;
		const [closed] = await owl.records('accessRequest', operation, { accessRequestId, ...parameters });

		expect(closed).toMatchObject({ status, alreadySubmitted: true });
		expect(owl.writes()).toEqual([]);
	});

	it.each(cases.filter(({ from, status, to }) => status !== to && !(from as readonly string[]).includes(status)))('$operation is refused with advice while it is $status, dry or not', async ({ operation, status, parameters }) => {
		stored().status = status;
		for (const dryRun of [true, false]) {
			const { message, description } = await owl.refusal('accessRequest', operation, { accessRequestId, ...parameters, options: { dryRun } });
			expect(message).toBe(`The access request has the status "${status}" [Item 0]`);
			expect(description).toMatch(/^Only .+\.$/);
		}
		expect(owl.writes()).toEqual([]);
	});

	it.each(Object.entries(CLOSING))('%s reads back what became of it when the answer was lost', async (operation, { parameters, to, from }) => {
		stored().status = from.at(-1)!;
		owl.simulator.faults.onOperation(`${operation}AccessRequest`, { kind: 'reset', when: 'afterActing' });

		expect(await owl.records('accessRequest', operation, { accessRequestId, ...parameters })).toMatchObject([{ status: to, alreadySubmitted: true }]);
	});

	it('grants: the person holds the access from then on', async () => {
		stored().status = 'processing_access';
		const before = owl.simulator.state.accessStates.length;
		await owl.records('accessRequest', 'grant', { accessRequestId });

		expect(owl.simulator.state.accessStates.slice(before)).toMatchObject([{ grantee_user_id: LEAVER_ID, application_id: LEDGER_ID, effective_end: null }]);
	});

	it('does not grant what AccessOwl sets up itself', async () => {
		Object.assign(stored(), { status: 'processing_access', provisioning_type: 'automatic' });
		const { message, description } = await owl.refusal('accessRequest', 'grant', { accessRequestId });

		expect(message).toContain('The access request is set up by AccessOwl itself');
		expect(description).toContain('Wait until AccessOwl has finished');
		expect(owl.writes()).toEqual([]);
	});

	it('denies in the name of nobody but those who are asked', async () => {
		const { message, description } = await owl.refusal('accessRequest', 'deny', { accessRequestId, reason, onBehalfOfUserId: byEmail('ana.duarte@example.com') });

		expect(message).toContain('On Behalf Of is nobody who is asked in the current step');
		expect(description).toBe(`Use one of: ${MANAGER_ID}.`);
		expect(stored().status).toBe('pending_approval');
	});

	it('says that there is no such request', async () => {
		expect((await owl.refusal('accessRequest', 'grant', { accessRequestId: byId(LEDGER_ID) })).message).toContain('AccessOwl answered 404');
	});
});

describe('reading access requests', () => {
	it('gets one with its approval steps', async () => {
		expect(await owl.records('accessRequest', 'get', { accessRequestId })).toEqual([
			expect.objectContaining({ id: OPEN_REQUEST_ID, approval_steps: [expect.objectContaining({ step: 1, status: 'pending' })] }),
		]);
	});

	it('lists by person, application and status together', async () => {
		const filters = { userId: byEmail(LEAVER_EMAIL), applicationId: byId(LEDGER_ID), status: 'pending_approval' };

		expect(await owl.records('accessRequest', 'getAll', { returnAll: true, filters })).toMatchObject([{ id: OPEN_REQUEST_ID, request_reason: 'Month end close' }]);
		expect(owl.simulator.requests.at(-1)?.query).toEqual({ user_id: LEAVER_ID, application_id: LEDGER_ID, status: 'pending_approval', limit: '100' });
		expect(await owl.records('accessRequest', 'getAll', { returnAll: true, filters: { status: 'denied' } })).toEqual([]);
	});
});
