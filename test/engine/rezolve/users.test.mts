import { AGENT_TOKEN, LEAVER_EMAIL, LEAVER_ID, TENANT_ID } from '../../simulators/rezolve/index.mts';
import { usePlatform } from '../rezolveHub/support.mts';

const rezolve = usePlatform();
const people = () => rezolve.simulator.state.people.filter(({ email }) => !email.startsWith('sandbox.'));

describe('Users', () => {
	it('come all at once, with roles and teams', async () => {
		const found = await rezolve.records('user', 'getAll', { returnAll: true });

		expect(found.map(({ email }) => email)).toEqual(people().map(({ email }) => email));
		expect(found[0]).toMatchObject({ roles: expect.any(Array), teams: expect.any(Array), status: expect.any(String) });
		expect(rezolve.requestsTo('listTicketingUsers')).toMatchObject([{ query: { type: 'agent', module: 'ticketing' } }]);
	});

	it.each([LEAVER_EMAIL, LEAVER_EMAIL.toUpperCase(), ` ${LEAVER_EMAIL} `])('are found by email, in any case: "%s"', async (email) => {
		expect(await rezolve.records('user', 'getAll', { limit: 1, filters: { email } })).toMatchObject([{ id: LEAVER_ID }]);
	});

	it('are not found by part of an email', async () => {
		expect(await rezolve.records('user', 'getAll', { filters: { email: 'vale@example.com' } })).toEqual([]);
	});

	it('are looked for only by what is an email', async () => {
		expect((await rezolve.failed('user', 'getAll', { filters: { email: 'Robin Vale' } })).message).toMatch(/^Email/);
		expect(rezolve.simulator.requests).toHaveLength(0);
	});

	it('stop at a limit', async () => {
		expect(await rezolve.records('user', 'getAll', { limit: 2 })).toHaveLength(2);
		expect(await rezolve.records('user', 'getAll', { limit: 0 })).toHaveLength(0);
	});

	it('are those of another module where one is named', async () => {
		await rezolve.records('user', 'getAll', { type: 'user', module: 'knowledge' });

		expect(rezolve.requestsTo('listTicketingUsers')).toMatchObject([{ query: { type: 'user', module: 'knowledge' } }]);
	});
});

describe('Own info', () => {
	it('tells whom the credential acts as, without any role', async () => {
		const record = await rezolve.record('user', 'getInfo', {}, rezolve.credential('bearer', { apiToken: AGENT_TOKEN }));

		expect(record).toMatchObject({ email: 'diego.ramos@example.com', roles: { realm: [] }, tenant: { id: TENANT_ID } });
	});

	it('tells the maker of an API key', async () => {
		expect(await rezolve.record('user', 'getInfo', {}, { signIn: 'apiKey' })).toMatchObject({ email: 'sam.whitfield@example.com' });
	});
});
