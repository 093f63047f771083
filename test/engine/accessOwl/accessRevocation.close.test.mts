import { LEAVER_EMAIL, LEAVER_ID, LEAVER_STATES, LEDGER_ID, OPEN_REVOCATION_ID } from '../../simulators/accessowl/index.mts';
import { byEmail, byId, useAccessOwl } from './support.mts';

const owl = useAccessOwl();
const accessRevocationId = byId(OPEN_REVOCATION_ID);
const reason = 'The account is shared';
const stored = () => owl.simulator.state.accessRevocations.find(({ id }) => id === OPEN_REVOCATION_ID)!;
const access = () => owl.simulator.state.accessStates.find(({ id }) => id === LEAVER_STATES.beingRevoked)!;

describe('Access Revocation: Get and Get Many', () => {
	it('gets one', async () => {
		expect(await owl.records('accessRevocation', 'get', { accessRevocationId })).toMatchObject([{ id: OPEN_REVOCATION_ID, status: 'processing_access' }]);
	});

	it('lists by person, application and status together', async () => {
		const filters = { userId: byEmail(LEAVER_EMAIL), applicationId: byId(stored().application_id), status: 'processing_access' };

		expect(await owl.records('accessRevocation', 'getAll', { returnAll: true, filters })).toMatchObject([{ id: OPEN_REVOCATION_ID }]);
		expect(owl.simulator.requests.at(-1)?.query).toEqual({ user_id: LEAVER_ID, application_id: stored().application_id, status: 'processing_access', limit: '100' });
		expect(await owl.records('accessRevocation', 'getAll', { returnAll: true, filters: { applicationId: byId(LEDGER_ID) } })).toEqual([]);
	});
});

describe('Access Revocation: Mark as Revoked', () => {
	it('records that the access is gone', async () => {
		const [output] = await owl.records('accessRevocation', 'revoke', { accessRevocationId, options: { verify: true } });

		expect(output).toMatchObject({ status: 'revoked', verified: true });
		expect(stored().status).toBe('revoked');
		expect(access().effective_end).not.toBeNull();
		expect(owl.writes().map(({ body }) => body)).toEqual([undefined]);
	});

	it('passes on that the vendor answers rejected when no current access was left', async () => {
		access().effective_end = '2026-01-01T00:00:00Z';

		expect(await owl.records('accessRevocation', 'revoke', { accessRevocationId, options: { verify: true } })).toMatchObject([{ status: 'rejected', verified: false }]);
	});

	it.each(['revoked', 'rejected'] as const)('sends nothing for one that is %s already', async (status) => {
		stored().status = status;

		expect(await owl.records('accessRevocation', 'revoke', { accessRevocationId })).toMatchObject([{ status, alreadySubmitted: true }]);
		expect(owl.writes()).toEqual([]);
	});

	it('reads back what became of it when the answer was lost', async () => {
		owl.simulator.faults.onOperation('completeAccessRevocation', { kind: 'reset', when: 'afterActing' });

		expect(await owl.records('accessRevocation', 'revoke', { accessRevocationId })).toMatchObject([{ status: 'revoked', alreadySubmitted: true }]);
	});
});

describe('Access Revocation: Reject', () => {
	it('closes it, and the person keeps the access', async () => {
		const [output] = await owl.records('accessRevocation', 'reject', { accessRevocationId, reason, options: { verify: true } });

		expect(output).toMatchObject({ status: 'rejected', verified: true });
		expect(stored()).toMatchObject({ status: 'rejected', close_reason: reason });
		expect(access().effective_end).toBeNull();
	});

	it('sends nothing for one that is rejected already', async () => {
		stored().status = 'rejected';

		expect(await owl.records('accessRevocation', 'reject', { accessRevocationId, reason })).toMatchObject([{ status: 'rejected', alreadySubmitted: true }]);
		expect(owl.writes()).toEqual([]);
	});

	it('refuses one that is revoked, with advice, dry or not', async () => {
		stored().status = 'revoked';
		for (const dryRun of [true, false]) {
			const { message, description } = await owl.refusal('accessRevocation', 'reject', { accessRevocationId, reason, options: { dryRun } });
			expect(message).toBe('The access is revoked already [Item 0]');
			expect(description).toContain('Create an access request');
		}
		expect(owl.writes()).toEqual([]);
	});
});
