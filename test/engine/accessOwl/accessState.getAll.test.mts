import { emptyState, bigState, LEAVER_EMAIL, LEAVER_ID, LEAVER_STATES, LEDGER_ID } from '../../simulators/accessowl/index.mts';
import { byEmail, byId, useAccessOwl } from './support.mts';

const owl = useAccessOwl();
const ofLeaver = { userId: byEmail(LEAVER_EMAIL) };
const held = (isWanted: (state: (typeof owl.simulator.state.accessStates)[number]) => boolean) =>
	owl.simulator.state.accessStates.filter(isWanted).map(({ id }) => id);

describe('Access State: Get Many', () => {
	it('lists what a leaver holds now, found by email', async () => {
		const states = await owl.records('accessState', 'getAll', { returnAll: true, filters: ofLeaver });

		expect(states.map(({ id }) => id)).toEqual(held((state) => state.grantee_user_id === LEAVER_ID && state.effective_end === null));
		expect(states.map(({ id }) => id)).not.toContain(LEAVER_STATES.ended);
	});

	it('lists ended access too when asked for', async () => {
		const states = await owl.records('accessState', 'getAll', { returnAll: true, currentOnly: false, filters: ofLeaver });

		expect(states.find(({ id }) => id === LEAVER_STATES.ended)).toMatchObject({ effective_end: '2025-01-01T00:00:00Z', application: 'Jira' });
	});

	it('leaves discovered applications out when only managed ones are wanted, simplified or not', async () => {
		for (const simplify of [true, false]) {
			const states = await owl.records('accessState', 'getAll', { returnAll: true, simplify, filters: { ...ofLeaver, managedOnly: true } });
			expect(states.map(({ id }) => id)).toEqual(
				held((state) => state.grantee_user_id === LEAVER_ID && state.effective_end === null && state.id !== LEAVER_STATES.discovered),
			);
		}
	});

	it('lists everybody who holds an application, whoever they are', async () => {
		const states = await owl.records('accessState', 'getAll', { returnAll: true, filters: { applicationId: byId(LEDGER_ID) } });

		expect(states.map(({ id }) => id)).toEqual(held((state) => state.application_id === LEDGER_ID && state.effective_end === null));
		expect(owl.simulator.requests.map(({ query }) => query.application_id)).toEqual([LEDGER_ID]);
	});

	it('shows titles and how the access can be taken away while Simplify is on', async () => {
		const states = await owl.records('accessState', 'getAll', { returnAll: true, filters: ofLeaver });

		expect(states.find(({ id }) => id === LEAVER_STATES.severalPermissions)).toEqual({
			id: LEAVER_STATES.severalPermissions,
			person: 'Robin Vale',
			grantee_user_id: LEAVER_ID,
			application: 'GitHub',
			application_id: owl.application('GitHub').id,
			application_status: 'requestable',
			provisioning_type: 'automatic',
			resource: 'Team',
			permissions: ['finance-tools', 'billing'],
			effective_end: null,
		});
	});

	it('says null for an account that nobody is linked to', async () => {
		const states = await owl.records('accessState', 'getAll', { returnAll: true, filters: { applicationId: byId(owl.application('GitHub').id) } });

		expect(states).toContainEqual(expect.objectContaining({ person: null, grantee_user_id: null }));
	});

	it('gives the vendor\'s record as it is with Simplify off, and embeds what was asked for', async () => {
		const bare = await owl.records('accessState', 'getAll', { limit: 1, simplify: false, filters: ofLeaver });
		expect(bare).toEqual([owl.simulator.state.accessStates.find(({ id }) => id === LEAVER_STATES.manual)]);
		expect(owl.simulator.requests.at(-1)?.query).not.toHaveProperty('expand');

		const [embedded] = await owl.records('accessState', 'getAll', { limit: 1, simplify: false, filters: ofLeaver, options: { expand: ['application', 'grantee_user'] } });
		expect(embedded).toMatchObject({ application: { title: 'Ledger Console' }, grantee_user: { email: LEAVER_EMAIL } });
		expect(embedded).not.toHaveProperty('target_permissions');
		expect(owl.simulator.requests.at(-1)?.query.expand).toBe('application,grantee_user');
	});

	it('counts the limit after ended access was left out', async () => {
		const states = await owl.records('accessState', 'getAll', { limit: 2, filters: ofLeaver });

		expect(states.map(({ id }) => id)).toEqual([LEAVER_STATES.manual, LEAVER_STATES.automatic]);
	});
});

describe('Access State: Get Many of 250', () => {
	const big = useAccessOwl(() => ({ state: bigState(250) }));

	it.each([
		[1, 1],
		[99, 1],
		[100, 1],
		[101, 2],
		[250, 3],
		[251, 3],
	])('gives no more than the limit %i, in %i requests', async (limit, requests) => {
		const states = await big.records('accessState', 'getAll', { limit });

		expect(states.map(({ id }) => id)).toEqual(big.simulator.state.accessStates.slice(0, limit).map(({ id }) => id));
		expect(big.simulator.requests).toHaveLength(requests);
	});

	it('gives all of them with Return All, whatever the limit says', async () => {
		expect(await big.records('accessState', 'getAll', { returnAll: true, limit: 1 })).toHaveLength(250);
		expect(big.simulator.requests.map(({ query }) => query.limit)).toEqual(['100', '100', '100']);
	});

	it.each([-1, 1.5])('refuses the limit %d before anything is sent', async (limit) => {
		expect((await big.refusal('accessState', 'getAll', { limit })).message).toBe(`Limit is ${limit} [Item 0]`);
		expect(big.simulator.requests).toEqual([]);
	});
});

describe('Access State: Get Many of an organization without any', () => {
	const empty = useAccessOwl(() => ({ state: emptyState() }));

	it('gives nothing and no error', async () => {
		expect(await empty.records('accessState', 'getAll', { returnAll: true })).toEqual([]);
	});
});
