import { LEAVER_ID, LEAVER_STATES, OPEN_REVOCATION_ID } from '../../simulators/accessowl/index.mts';
import { byId, useAccessOwl } from './support.mts';

const owl = useAccessOwl();
const waitFor = (state: string, options: object = {}) =>
	({ accessStateId: byId(state), heldBy: byId(LEAVER_ID), reason: 'Last day reached', options: { waitUntilFinished: true, ...options } }) as never;

describe('Access Revocation: Create, Wait Until Finished', () => {
	it('waits until an automatic application has removed the access, and Verify sees it gone', async () => {
		const [output] = await owl.records('accessRevocation', 'create', waitFor(LEAVER_STATES.automatic, { verify: true }));

		expect(output).toMatchObject({ status: 'revoked', outcome: 'removed', finished: true, verified: true });
		expect(owl.simulator.state.accessStates.find(({ id }) => id === LEAVER_STATES.automatic)?.effective_end).not.toBeNull();
	});

	it('does not call it verified while the access is still there', async () => {
		const [output] = await owl.records('accessRevocation', 'create', { ...(waitFor(LEAVER_STATES.manual) as object), options: { verify: true } });

		expect(output).toMatchObject({ outcome: 'requested', verified: false });
	});

	it('goes on with finished false when nobody does the manual work in time', async () => {
		const startedMs = Date.now();
		const [output] = await owl.records('accessRevocation', 'create', waitFor(LEAVER_STATES.manual, { waitTimeout: 1 }));

		expect(output).toMatchObject({ status: 'processing_access', outcome: 'requested', finished: false });
		expect(Date.now() - startedMs).toBeLessThan(4_000);
	});

	it('gives rejected when somebody refuses the work while it waits', async () => {
		owl.simulator.faults.onOperation('getAccessRevocation', { kind: 'delayHeaders', delayMs: 1 });
		const running = owl.records('accessRevocation', 'create', waitFor(LEAVER_STATES.manual, { waitTimeout: 10, verify: true }));
		while (owl.requestsTo('createAccessRevocation').length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
		const rejected = () => owl.simulator.state.accessRevocations.find((each) => each.access_state_id === LEAVER_STATES.manual);
		while (!rejected()) await new Promise((resolve) => setTimeout(resolve, 10));
		rejected()!.status = 'rejected';

		expect(await running).toMatchObject([{ status: 'rejected', outcome: 'rejected', finished: true, verified: false }]);
	});

	it('waits for a revocation that was open before', async () => {
		const running = owl.records('accessRevocation', 'create', waitFor(LEAVER_STATES.beingRevoked, { waitTimeout: 10 }));
		while (owl.requestsTo('listAccessRevocations').length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
		await new Promise((resolve) => setTimeout(resolve, 100));
		owl.simulator.state.accessRevocations.find(({ id }) => id === OPEN_REVOCATION_ID)!.status = 'revoked';

		expect(await running).toMatchObject([{ id: OPEN_REVOCATION_ID, outcome: 'removed', finished: true, alreadySubmitted: true }]);
		expect(owl.writes()).toEqual([]);
	});

	it('does not take a passing outage for the end of the wait', async () => {
		owl.simulator.faults.onOperation('getAccessRevocation', { kind: 'html' });

		expect(await owl.records('accessRevocation', 'create', waitFor(LEAVER_STATES.automatic, { retries: 0, waitTimeout: 20 }))).toMatchObject([{ outcome: 'removed', finished: true }]);
	});

	it('gives the revocation with the reason when it may not be looked at', async () => {
		owl.simulator.faults.onOperation('getAccessRevocation', { kind: 'answer', status: 403, body: { message: 'Not for this token' } });
		const [output] = await owl.records('accessRevocation', 'create', waitFor(LEAVER_STATES.manual, { waitTimeout: 60 }));

		expect(output).toMatchObject({ outcome: 'requested', finished: false, waitProblem: 'AccessOwl answered 403: Not for this token' });
		expect(owl.simulator.state.accessRevocations.at(-1)?.id).toBe(output?.id);
	});

	it('does not wait in a dry run', async () => {
		const [output] = await owl.records('accessRevocation', 'create', waitFor(LEAVER_STATES.manual, { dryRun: true }));

		expect(output).toMatchObject({ outcome: 'wouldRemove', dryRun: true });
		expect(output).not.toHaveProperty('finished');
	});
});
