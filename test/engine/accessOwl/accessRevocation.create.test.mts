import { LEAVER_EMAIL, LEAVER_ID, LEAVER_STATES, OPEN_REVOCATION_ID } from '../../simulators/accessowl/index.mts';
import { byEmail, byId, useAccessOwl } from './support.mts';

const owl = useAccessOwl();
const reason = 'Last day reached, HR-1204';
const take = (state: string, more: object = {}) => ({ accessStateId: byId(state), heldBy: byId(LEAVER_ID), reason, ...more }) as never;
const of = (state: string) => owl.simulator.state.accessRevocations.filter((each) => each.access_state_id === state);
const state = (id: string) => owl.simulator.state.accessStates.find((each) => each.id === id)!;

describe('Access Revocation: Create', () => {
	it.each(['manual', 'automatic', 'severalPermissions', 'applicationWide'] as const)('takes one access away (%s)', async (kind) => {
		const [output] = await owl.records('accessRevocation', 'create', take(LEAVER_STATES[kind]));

		expect(of(LEAVER_STATES[kind])).toMatchObject([{ reason, grantee_user_id: LEAVER_ID }]);
		expect(output).toMatchObject({ access_state_id: LEAVER_STATES[kind], id: of(LEAVER_STATES[kind])[0]?.id, status: 'processing_access', outcome: 'requested' });
	});

	it('takes what Access State: Get Many gives, without anything filled in but the reason', async () => {
		const items = await owl.records('accessState', 'getAll', { returnAll: true, filters: { userId: byEmail(LEAVER_EMAIL) } });
		const outputs = await owl.records('accessRevocation', 'create', { reason }, { items });

		expect(outputs.map(({ access_state_id: id, outcome }) => [id, outcome])).toEqual([
			[LEAVER_STATES.manual, 'requested'],
			[LEAVER_STATES.automatic, 'requested'],
			[LEAVER_STATES.severalPermissions, 'requested'],
			[LEAVER_STATES.applicationWide, 'requested'],
			[LEAVER_STATES.discovered, 'skipped'],
			[LEAVER_STATES.beingRevoked, 'requested'],
		]);
		expect(owl.requestsTo('createAccessRevocation')).toHaveLength(4);
	});

	it('reads what the person holds and what is being taken away once for all items', async () => {
		const items = Object.values(LEAVER_STATES).map((id) => ({ id, grantee_user_id: LEAVER_ID }));
		await owl.records('accessRevocation', 'create', { reason, options: { concurrency: 10 } }, { items });

		expect(owl.requestsTo('listAccessStates')).toHaveLength(1);
		expect(owl.requestsTo('listAccessRevocations')).toHaveLength(1);
	});

	it('reports an open revocation and makes no second one', async () => {
		const [output] = await owl.records('accessRevocation', 'create', take(LEAVER_STATES.beingRevoked));

		expect(output).toMatchObject({ access_state_id: LEAVER_STATES.beingRevoked, id: OPEN_REVOCATION_ID, outcome: 'requested', alreadySubmitted: true });
		expect(owl.writes()).toEqual([]);
	});

	it('gives the same when the workflow runs again, and changes nothing', async () => {
		const items = [LEAVER_STATES.manual, LEAVER_STATES.severalPermissions, LEAVER_STATES.applicationWide].map((id) => ({ id, grantee_user_id: LEAVER_ID }));
		const first = await owl.records('accessRevocation', 'create', { reason }, { items });
		const second = await owl.records('accessRevocation', 'create', { reason }, { items });

		expect(second.map(({ id }) => id)).toEqual(first.map(({ id }) => id));
		expect(owl.requestsTo('createAccessRevocation')).toHaveLength(3);
	});

	it('calls ended access already removed, which Verify confirms', async () => {
		const [output] = await owl.records('accessRevocation', 'create', take(LEAVER_STATES.ended, { options: { verify: true } }));

		expect(output).toMatchObject({ access_state_id: LEAVER_STATES.ended, outcome: 'alreadyRemoved', reason: 'The access ended at 2025-01-01T00:00:00Z', verified: true });
		expect(owl.writes()).toEqual([]);
	});

	it('skips discovered applications unless they are included', async () => {
		const [skipped] = await owl.records('accessRevocation', 'create', take(LEAVER_STATES.discovered, { options: { verify: true } }));
		expect(skipped).toMatchObject({ outcome: 'skipped', reason: expect.stringContaining('only discovered this application'), verified: false });
		expect(owl.writes()).toEqual([]);

		const [asked] = await owl.records('accessRevocation', 'create', take(LEAVER_STATES.discovered, { options: { includeDiscovered: true } }));
		expect(asked).toMatchObject({ outcome: 'requested' });
		expect(of(LEAVER_STATES.discovered)).toHaveLength(1);
	});

	it('refuses an unknown ID and says where it was looked for, dry or not', async () => {
		const unknown = '00000000-0000-4000-8000-000000000000';
		for (const dryRun of [true, false]) {
			const { message, description } = await owl.refusal('accessRevocation', 'create', take(unknown, { options: { dryRun } }));
			expect(message).toBe(`Access State: there is none with the ID ${unknown} [Item 0]`);
			expect(description).toContain('the person in Held By');
		}
		expect((await owl.refusal('accessRevocation', 'create', take(unknown, { heldBy: byId('') }))).description).toContain('Access State: Get Many');
		expect(owl.writes()).toEqual([]);
	});

	it('finds the access with Held By empty, and with Held By an email', async () => {
		await owl.records('accessRevocation', 'create', take(LEAVER_STATES.manual, { heldBy: byId('') }));
		await owl.records('accessRevocation', 'create', take(LEAVER_STATES.severalPermissions, { heldBy: byEmail(LEAVER_EMAIL) }));

		expect(of(LEAVER_STATES.manual)).toHaveLength(1);
		expect(of(LEAVER_STATES.severalPermissions)).toHaveLength(1);
	});

	it('takes the account away that nobody is linked to', async () => {
		const unlinked = owl.simulator.state.accessStates.find((each) => each.grantee_user_id === null)!;
		const outputs = await owl.records('accessRevocation', 'create', { reason }, { items: [{ id: unlinked.id, grantee_user_id: null }] });
		await owl.records('accessRevocation', 'create', { reason }, { items: [{ id: unlinked.id, grantee_user_id: null }] });

		expect(outputs).toMatchObject([{ outcome: 'requested', grantee_user_id: null }]);
		expect(of(unlinked.id)).toHaveLength(1);
	});

	it.each([1, 10])('makes one revocation for two items with the same access (concurrency %i)', async (concurrency) => {
		const items = Array.from({ length: 6 }, () => ({ id: LEAVER_STATES.manual, grantee_user_id: LEAVER_ID }));
		const outputs = await owl.records('accessRevocation', 'create', { reason, options: { concurrency } }, { items });

		expect(outputs.map(({ outcome }) => outcome).sort()).toEqual(['requested', ...Array<string>(5).fill('skipped')]);
		expect(outputs.find(({ outcome }) => outcome === 'skipped')?.reason).toMatch(/^Item \d of this run is about the same access/);
		expect(of(LEAVER_STATES.manual)).toHaveLength(1);
		expect(owl.requestsTo('createAccessRevocation')).toHaveLength(1);
	});

	it('tells accesses apart that differ in their permissions alone', async () => {
		const twin = owl.simulator.admin.addAccessState({ ...state(LEAVER_STATES.beingRevoked), id: '8a9b0c1d-2e3f-4a5b-8c7d-9e0f1a2b3cff', target_permission_ids: [] });
		const [output] = await owl.records('accessRevocation', 'create', take(twin.id));

		expect(output?.alreadySubmitted).toBeUndefined();
		expect(of(twin.id)).toHaveLength(1);
	});

	it('sends without a look when Check First is off', async () => {
		await owl.records('accessRevocation', 'create', take(LEAVER_STATES.manual, { options: { checkFirst: false } }));

		expect(owl.simulator.requests.map(({ operationId }) => operationId)).toEqual(['createAccessRevocation']);
	});

	it('says what would happen in a dry run, for each kind of access', async () => {
		const items = Object.values(LEAVER_STATES).map((id) => ({ id, grantee_user_id: LEAVER_ID }));
		const outputs = await owl.records('accessRevocation', 'create', { reason, options: { dryRun: true } }, { items });

		expect(outputs.map((output) => [output.access_state_id, output.outcome, output.dryRun])).toEqual([
			[LEAVER_STATES.manual, 'wouldRemove', true],
			[LEAVER_STATES.ended, 'alreadyRemoved', true],
			[LEAVER_STATES.automatic, 'wouldRemove', true],
			[LEAVER_STATES.severalPermissions, 'wouldRemove', true],
			[LEAVER_STATES.applicationWide, 'wouldRemove', true],
			[LEAVER_STATES.discovered, 'skipped', true],
			[LEAVER_STATES.beingRevoked, 'requested', true],
		]);
		expect(outputs[0]).toMatchObject({ access: { person: 'Robin Vale', application: 'Ledger Console' }, wouldSend: { method: 'POST', body: { access_state_id: LEAVER_STATES.manual, reason } } });
		expect(owl.writes()).toEqual([]);
	});

	it('gives back the revocation when the answer was lost', async () => {
		owl.simulator.faults.onOperation('createAccessRevocation', { kind: 'reset', when: 'afterActing' });
		const [output] = await owl.records('accessRevocation', 'create', take(LEAVER_STATES.manual));

		expect(output).toMatchObject({ id: of(LEAVER_STATES.manual)[0]?.id, outcome: 'requested', alreadySubmitted: true });
		expect(of(LEAVER_STATES.manual)).toHaveLength(1);
	});

	it('says that the outcome is unknown when no revocation is there after all', async () => {
		owl.simulator.faults.onOperation('createAccessRevocation', { kind: 'reset', when: 'afterActing', effect: 'remembered' });

		expect((await owl.refusal('accessRevocation', 'create', take(LEAVER_STATES.manual))).message).toContain('what became of it is not known');
		expect(of(LEAVER_STATES.manual)).toEqual([]);
	});

	it.each([
		['an empty reason', { reason: '={{ $json.nothing }}' }, 'Reason is empty'],
		['a reason of 256 characters', { reason: 'x'.repeat(256) }, 'Reason has 256 characters, 255 are allowed'],
		['a malformed ID', { accessStateId: byId('ledger') }, 'Access State is not an ID: "ledger"'],
		['a wait of no time', { options: { waitTimeout: 0 } }, 'Wait Timeout (Seconds) is 0'],
	])('refuses %s before anything is sent', async (_what, more, text) => {
		expect((await owl.refusal('accessRevocation', 'create', take(LEAVER_STATES.manual, more))).message).toBe(`${text} [Item 0]`);
		expect(owl.simulator.requests).toEqual([]);
	});
});
