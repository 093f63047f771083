import { ELEVATED_POLICY_ID, LEAVER_POLICY_ID, LEDGER_ID } from '../../simulators/accessowl/index.mts';
import { byId, fromList, useAccessOwl } from './support.mts';

const owl = useAccessOwl();
const stored = (id: string) => owl.simulator.state.policies.find((each) => each.id === id)!;

describe('Policy: Get Many', () => {
	it('lists all policies with their approvers', async () => {
		expect(await owl.records('policy', 'getAll', { returnAll: true })).toEqual(owl.simulator.state.policies);
	});
});

describe('Policy: Set Applications', () => {
	it.each([
		['ordinary', LEAVER_POLICY_ID, false],
		['elevated', ELEVATED_POLICY_ID, true],
	])('replaces the list and keeps an %s policy what it is', async (_kind, id, elevated) => {
		const [output] = await owl.records('policy', 'setApplications', { policyId: fromList(id), applicationIds: [LEDGER_ID], options: { verify: true } });

		expect(stored(id)).toMatchObject({ application_ids: [LEDGER_ID], elevated });
		expect(output).toMatchObject({ id, verified: true });
		expect(owl.writes().map(({ body }) => body)).toEqual([{ application_ids: [LEDGER_ID], elevated }]);
	});

	it.each([
		['true', true],
		['false', false],
	])('sets the flag to %s when told', async (elevated, value) => {
		await owl.records('policy', 'setApplications', { policyId: byId(ELEVATED_POLICY_ID), applicationIds: [LEDGER_ID], elevated });

		expect(stored(ELEVATED_POLICY_ID).elevated).toBe(value);
	});

	it('clears the list', async () => {
		await owl.records('policy', 'setApplications', { policyId: byId(LEAVER_POLICY_ID), applicationIds: [], options: { verify: true } });

		expect(stored(LEAVER_POLICY_ID).application_ids).toEqual([]);
	});

	it('does not clear the list because an expression found nothing', async () => {
		const { message } = await owl.refusal('policy', 'setApplications', { policyId: byId(LEAVER_POLICY_ID), applicationIds: '={{ $json.nothing }}' });

		expect(message).toBe('Application Names or IDs is empty [Item 0]');
		expect(owl.simulator.requests).toEqual([]);
	});

	it('shows in a dry run what comes and goes', async () => {
		const before = stored(LEAVER_POLICY_ID).application_ids;
		const slack = owl.application('Slack').id;
		const [planned] = await owl.records('policy', 'setApplications', { policyId: byId(LEAVER_POLICY_ID), applicationIds: [LEDGER_ID, slack], options: { dryRun: true } });

		expect(planned).toMatchObject({ added: [slack], removed: before.filter((id) => id !== LEDGER_ID), wouldSend: { method: 'PUT', body: { application_ids: [LEDGER_ID, slack], elevated: false } } });
		expect(owl.writes()).toEqual([]);
	});

	it('refuses an unknown policy, dry or not', async () => {
		for (const dryRun of [true, false]) {
			expect((await owl.refusal('policy', 'setApplications', { policyId: byId(LEDGER_ID), applicationIds: [], options: { dryRun } })).message).toContain(`Policy: there is none with the ID ${LEDGER_ID}`);
		}
		expect(owl.writes()).toEqual([]);
	});

	it('says which ids the vendor refuses', async () => {
		const { description } = await owl.refusal('policy', 'setApplications', { policyId: byId(LEAVER_POLICY_ID), applicationIds: [LEAVER_POLICY_ID] });

		expect(description).toContain('application_ids: contains unknown ids.');
	});

	it('gives back the policy when the answer was lost', async () => {
		owl.simulator.faults.onOperation('setPolicyApplications', { kind: 'reset', when: 'afterActing' });

		expect(await owl.records('policy', 'setApplications', { policyId: byId(LEAVER_POLICY_ID), applicationIds: [LEDGER_ID] })).toMatchObject([{ id: LEAVER_POLICY_ID, alreadySubmitted: true }]);
	});

	it('makes different keys from the content of changes that differ in the flag alone', async () => {
		const set = async (elevated: string) =>
			await owl.records('policy', 'setApplications', { policyId: byId(LEAVER_POLICY_ID), applicationIds: [LEDGER_ID], elevated, options: { keySource: 'content' } });
		await set('true');
		await set('false');

		expect(stored(LEAVER_POLICY_ID).elevated).toBe(false);
	});
});
