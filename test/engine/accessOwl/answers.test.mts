import { bigState, LEAVER_EMAIL, LEAVER_ID, LEAVER_STATES, LEDGER_ID, OPEN_REQUEST_ID, OPEN_REVOCATION_ID } from '../../simulators/accessowl/index.mts';
import { byEmail, byId, useAccessOwl } from './support.mts';

const owl = useAccessOwl();
const NOT_ENABLED = 'API access is not enabled for this organization';

describe('answers in every shape', () => {
	it.each(['asDocumented', 'wrapped', 'bare'] as const)('takes single records %s', async (envelope) => {
		owl.simulator.set({ envelope });

		expect(await owl.records('user', 'get', { userId: byId(LEAVER_ID) })).toMatchObject([{ id: LEAVER_ID }]);
		expect(await owl.records('application', 'get', { applicationId: byId(LEDGER_ID) })).toMatchObject([{ id: LEDGER_ID }]);
		expect(await owl.records('accessRequest', 'get', { accessRequestId: byId(OPEN_REQUEST_ID) })).toMatchObject([{ id: OPEN_REQUEST_ID }]);
		expect(await owl.records('accessRevocation', 'get', { accessRevocationId: byId(OPEN_REVOCATION_ID) })).toMatchObject([{ id: OPEN_REVOCATION_ID }]);
		const [created] = await owl.records('accessRevocation', 'create', { accessStateId: byId(LEAVER_STATES.manual), heldBy: byId(LEAVER_ID), reason: 'Leaves' });
		expect(created).toMatchObject({ outcome: 'requested', id: owl.simulator.state.accessRevocations.at(-1)?.id });
	});

	it.each([200, 201] as const)('takes %i for what was created', async (createStatus) => {
		owl.simulator.set({ createStatus });

		expect(await owl.records('user', 'create', { email: 'robin.hart@example.com', firstName: 'Robin', lastName: 'Hart' })).toMatchObject([{ email: 'robin.hart@example.com' }]);
	});

	it('calls people without names by their address', async () => {
		owl.simulator.set({ nullNames: true });
		for (const user of owl.simulator.state.users) Object.assign(user, { first_name: null, last_name: null });

		const states = await owl.records('accessState', 'getAll', { returnAll: true, filters: { userId: byEmail(LEAVER_EMAIL) } });
		expect(new Set(states.map(({ person }) => person))).toEqual(new Set([LEAVER_EMAIL]));
		expect((await owl.refusal('user', 'onboard', { userId: byId(LEAVER_ID), when: 'now' })).message).toContain(`${LEAVER_EMAIL} cannot be onboarded`);
	});

	it.each(['request_reason', 'reason'] as const)('reads the reason of a request from %s', async (reasonKey) => {
		owl.simulator.set({ reasonKey });

		expect(await owl.records('accessRequest', 'getAll', { returnAll: true })).toMatchObject([{ request_reason: 'Month end close' }]);
	});

	it.each(['errors', 'error', 'message'] as const)('shows the vendor\'s words from a failure in the style "%s"', async (errorBody) => {
		owl.simulator.set({ errorBody });
		const { message, description } = await owl.refusal('user', 'create', { email: LEAVER_EMAIL, firstName: 'Robin', lastName: 'Vale' });

		expect(`${message} ${description}`).toContain('AccessOwl answered 422');
		expect(`${message} ${description}`).toContain('has already been taken');
	});

	it.each(['html', 'empty'] as const)('says what a status means when the body is %s', async (errorBody) => {
		owl.simulator.set({ errorBody });
		const { message, description } = await owl.refusal('user', 'get', { userId: byId(LEDGER_ID) });

		expect(message).toContain('AccessOwl answered 404');
		expect(message).not.toContain('<');
		expect(description).toContain('AccessOwl has no such record');
	});
});

describe('an organization without API access', () => {
	it.each([
		['a list', 'user', 'getAll', {}],
		['a record', 'user', 'get', { userId: byId(LEAVER_ID) }],
		['a look before a write', 'user', 'offboard', { userId: byId(LEAVER_ID), when: 'now' }],
		['a write', 'application', 'create', { title: 'Old Wiki', additionalFields: { status: 'ignored' } }],
	])('is told so when %s is redirected, and the redirect is not followed', async (_what, resource, operation, parameters) => {
		owl.simulator.set({ redirect: true });
		const before = owl.snapshot();
		const { message, description } = await owl.refusal(resource, operation, parameters as never);

		expect(message).toBe(`${NOT_ENABLED} [Item 0]`);
		expect(description).toContain('Ask AccessOwl');
		expect(owl.simulator.requests).toHaveLength(1);
		expect(owl.simulator.state).toEqual(before);
	});

	it('is told so when a web page comes with status 200', async () => {
		owl.simulator.faults.onNext({ kind: 'html', status: 200 });

		expect((await owl.refusal('user', 'getAll')).message).toBe(`${NOT_ENABLED} [Item 0]`);
	});

	it('is not what a web page with an outage means', async () => {
		owl.simulator.faults.onNext({ kind: 'html', status: 502 });

		expect((await owl.refusal('user', 'getAll', { options: { retries: 0 } })).message).toContain('AccessOwl answered 502');
	});
});

describe('page counts in every style', () => {
	const big = useAccessOwl(() => ({ state: bigState(250) }));

	it.each(['cursor', 'both'] as const)('follows the cursor with meta %s', async (meta) => {
		big.simulator.set({ meta });

		expect(await big.records('accessState', 'getAll', { returnAll: true })).toHaveLength(250);
	});

	it('never passes a part for the whole when more records are counted than sent and no cursor leads to them', async () => {
		big.simulator.set({ meta: 'pageNumbers' });
		const { message, description } = await big.refusal('accessState', 'getAll', { returnAll: true });

		expect(message).toContain('AccessOwl counts 250 records, sent 100 and no way to the others');
		expect(description).toContain('Narrow the filters');
	});

	it('is content with page counts where one page holds all that is wanted', async () => {
		big.simulator.set({ meta: 'pageNumbers' });
		const { id } = big.simulator.state.users[0]!;

		expect(await big.records('accessState', 'getAll', { returnAll: true, filters: { userId: byId(id) } })).toHaveLength(2);
		expect(await big.records('accessState', 'getAll', { limit: 100 })).toHaveLength(100);
	});
});
