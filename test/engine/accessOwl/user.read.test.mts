import { LEAVER_EMAIL, LEAVER_ID, SHARED_EMAIL } from '../../simulators/accessowl/index.mts';
import { byEmail, byId, fromList, useAccessOwl } from './support.mts';

const owl = useAccessOwl();

describe('User: Get Many', () => {
	it('lists people of every status unless told otherwise, in the order of the vendor', async () => {
		const people = await owl.records('user', 'getAll', { returnAll: true });

		expect(people.map(({ id }) => id)).toEqual(owl.simulator.state.users.map(({ id }) => id));
		expect(owl.simulator.requests[0]?.query).toEqual({ status: 'all', limit: '100' });
	});

	it('lists one status alone', async () => {
		const people = await owl.records('user', 'getAll', { returnAll: true, status: 'offboarded' });

		expect(people.map(({ email }) => email)).toEqual(owl.simulator.state.users.filter(({ status }) => status === 'offboarded').map(({ email }) => email));
	});

	it('lists everybody who shares an address', async () => {
		const people = await owl.records('user', 'getAll', { returnAll: true, filters: { email: SHARED_EMAIL.toUpperCase() } });

		expect(people.map(({ status }) => status).sort()).toEqual(['active', 'offboarded']);
	});

	it('stops at the limit and asks for no more than that', async () => {
		expect(await owl.records('user', 'getAll', { limit: 3 })).toHaveLength(3);
		expect(owl.simulator.requests.map(({ query }) => query.limit)).toEqual(['3']);
	});

	it('refuses an address that is none before anything is sent', async () => {
		expect((await owl.refusal('user', 'getAll', { filters: { email: 'Robin Vale' } })).message).toContain('Email is not an email address');
		expect(owl.simulator.requests).toEqual([]);
	});
});

describe('User: Get', () => {
	it.each([
		['its ID', byId(LEAVER_ID)],
		['its ID in capitals', byId(LEAVER_ID.toUpperCase())],
		['a chosen entry of the list', fromList(LEAVER_ID)],
		['an address of the product', byId(`https://app.accessowl.com/users/${LEAVER_ID}?tab=access`)],
		['an email', byEmail(LEAVER_EMAIL)],
		['an email in capitals', byEmail('Robin.Vale@EXAMPLE.com')],
		['an email with the mode left on ID', byId(LEAVER_EMAIL)],
	])('finds a person by %s', async (_how, userId) => {
		expect(await owl.records('user', 'get', { userId })).toEqual([expect.objectContaining({ id: LEAVER_ID, email: LEAVER_EMAIL })]);
	});

	it('says who is not there', async () => {
		const { message, description } = await owl.refusal('user', 'get', { userId: byId('00000000-0000-4000-8000-000000000000') });

		expect(message).toContain('AccessOwl answered 404');
		expect(description).toContain('AccessOwl has no such record');
	});

	it.each([
		['an expression that gives nothing', '={{ $json.nothing }}', 'User is empty'],
		['a word', 'robin', 'User is not an ID: "robin"'],
		['an address with two IDs', `https://x.example/${LEAVER_ID}/${LEAVER_ID}`, 'User holds an address with 2 IDs'],
	])('refuses %s before anything is sent', async (_what, value, text) => {
		expect((await owl.refusal('user', 'get', { userId: byId(value) })).message).toBe(`${text} [Item 0]`);
		expect(owl.simulator.requests).toEqual([]);
	});
});

describe('a person found by email', () => {
	it('is looked for among people of every status, leavers included', async () => {
		await owl.records('user', 'get', { userId: byEmail('viktor.halas@example.com') });

		expect(owl.simulator.requests[0]).toMatchObject({ operationId: 'listUsers', query: { email: 'viktor.halas@example.com', status: 'all' } });
	});

	it('is refused with the choices when several share the address', async () => {
		const { message, description } = await owl.refusal('user', 'get', { userId: byEmail(SHARED_EMAIL) });

		expect(message).toContain(`2 people in AccessOwl have the address ${SHARED_EMAIL}`);
		for (const { id, status } of owl.simulator.state.users.filter(({ email }) => email === SHARED_EMAIL)) {
			expect(description).toContain(`${id} (Jordan Reyes, ${status})`);
		}
		expect(owl.requestsTo('getUser')).toEqual([]);
	});

	it('says what was tried when nobody has the address', async () => {
		const { message, description } = await owl.refusal('user', 'get', { userId: byEmail('nobody@example.com') });

		expect(message).toContain('User: nobody in AccessOwl has the address nobody@example.com');
		expect(description).toContain('People of every status were looked through');
	});

	it('is looked up once for all items of a run', async () => {
		const items = Array.from({ length: 5 }, () => ({}));
		const people = await owl.records('user', 'get', { userId: byEmail(LEAVER_EMAIL), options: { concurrency: 5 } }, { items });

		expect(people).toHaveLength(5);
		expect(owl.requestsTo('listUsers')).toHaveLength(1);
	});

	it('is looked up again by the next item when the look-up failed', async () => {
		owl.simulator.faults.onOperation('listUsers', { kind: 'answer', status: 400, body: { message: 'Not now' } });
		const { json } = await owl.run('user', 'get', { userId: byEmail(LEAVER_EMAIL) }, { items: [{}, {}], onError: 'continueRegularOutput' });

		expect(json).toEqual([expect.objectContaining({ error: expect.stringContaining('AccessOwl answered 400: Not now') }), expect.objectContaining({ id: LEAVER_ID })]);
	});
});
