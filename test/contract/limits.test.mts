import { LEAVER_STATES, READ_ONLY_TOKEN, startAccessOwl, TOKEN, type AccessOwlSimulator } from '../simulators/accessowl/index.mts';
import { RateLimit } from '../simulators/frame/rateLimit.mts';
import { createClient, type Client } from './client.mts';

let simulator: AccessOwlSimulator;
let client: Client;

beforeEach(async () => {
	let nowMs = Date.parse('2026-10-01T12:00:00.250Z');
	simulator = await startAccessOwl({ clock: { now: () => nowMs++ }, rateLimit: { limit: 3, windowMs: 10_000 } });
	client = createClient(simulator.origin, TOKEN);
});
afterEach(async () => {
	expect(simulator.violations.filter(({ direction }) => direction === 'answer')).toEqual([]);
	client.close();
	await simulator.close();
});

describe('the rate limit', () => {
	const statuses = async (calls: number) => {
		const seen: number[] = [];
		for (let call = 0; call < calls; call++) seen.push((await client.http.get('/policies')).status);
		return seen;
	};

	it('lets so many through in a window that begins with its first request, and counts the rest', async () => {
		expect(await statuses(5)).toEqual([200, 200, 200, 429, 429]);
		simulator.clock.advance(10_000);
		expect(await statuses(1)).toEqual([200]);

		expect(simulator.rateLimit.windows).toMatchObject([
			{ caller: 'token', requests: 3, refused: 2 },
			{ caller: 'token', requests: 1, refused: 0 },
		]);
	});

	it('says how long to wait in whole seconds, rounded up', async () => {
		await statuses(3);
		simulator.clock.advance(2_500);

		const answer = await client.http.get('/policies');

		expect(answer.headers['retry-after']).toBe('8');
		expect(answer.headers).not.toHaveProperty('x-ratelimit-limit');
	});

	it('counts each token on its own, and calls without a right one not at all', async () => {
		await statuses(4);

		const other = await client.http.get('/policies', { headers: { authorization: `Bearer ${READ_ONLY_TOKEN}` } });
		const stranger = await client.http.get('/policies', { headers: { authorization: 'Bearer stolen' } });

		expect([other.status, stranger.status]).toEqual([200, 401]);
		expect(simulator.rateLimit.windows.map(({ caller }) => caller)).toEqual(['token', 'readOnlyToken']);
	});

	it('can be changed and reset while it runs', async () => {
		await statuses(4);
		simulator.rateLimit.reset();
		simulator.rateLimit.set({ limit: 1 });

		expect(await statuses(2)).toEqual([200, 429]);
		expect(simulator.rateLimit.windows).toHaveLength(1);
	});

	it.each([
		['epochSeconds', '1601'],
		['epochMs', '1600500'],
		['delta', '2'],
	] as const)('tells X-RateLimit-Reset as %s', (x, reset) => {
		const limit = new RateLimit({ limit: 2, windowMs: 1_500, headers: { x } }, () => 1_599_000);

		expect(limit.admit('a').headers).toEqual({ 'x-ratelimit-limit': '2', 'x-ratelimit-remaining': '1', 'x-ratelimit-reset': reset });
	});

	it('tells the IETF fields with every answer, and hides Retry-After if told so', () => {
		const limit = new RateLimit({ limit: 1, windowMs: 2_000, headers: { ietf: true, retryAfter: false } }, () => 0);

		expect(limit.admit('a')).toEqual({ admitted: true, headers: { 'ratelimit-policy': '"default";q=1;w=2', ratelimit: '"default";r=0;t=2' } });
		expect(limit.admit('a')).toEqual({ admitted: false, headers: { 'ratelimit-policy': '"default";q=1;w=2', ratelimit: '"default";r=0;t=2' } });
	});
});

describe('the idempotency memory', () => {
	beforeEach(() => simulator.rateLimit.set({ limit: 1_000 }));

	const send = async (key: string, body: object, token = TOKEN, url = '/access_revocations') =>
		(await client.http.post(url, body, { headers: { 'idempotency-key': key, authorization: `Bearer ${token}` } })).status;
	const body = { access_state_id: LEAVER_STATES.manual, reason: 'Last day' };

	it('answers 409 to the same key and body, never replaying the first answer', async () => {
		expect([await send('k', body), await send('k', body), await send('k', body)]).toEqual([201, 409, 409]);
		expect(simulator.state.accessRevocations.filter((one) => one.access_state_id === LEAVER_STATES.manual)).toHaveLength(1);
	});

	it('answers 422 to the same key with another body', async () => {
		expect([await send('k', body), await send('k', { ...body, reason: 'Other' })]).toEqual([201, 422]);
	});

	it.each([
		['empty', ''],
		['too long', 'x'.repeat(256)],
		['blank', '   '],
	])('answers 400 to a key that is %s', async (_case, key) => {
		expect(await send(key, body)).toBe(400);
	});

	it('takes a key of 255 characters', async () => {
		expect(await send('x'.repeat(255), body)).toBe(201);
	});

	it('keeps a key for the whole token, whatever the path', async () => {
		const user = { email: 'a@example.com', first_name: 'A', last_name: 'B' };

		expect([await send('k', body), await send('k', user, TOKEN, '/users')]).toEqual([201, 422]);
	});

	it('remembers a key whose request was refused as invalid', async () => {
		expect([await send('k', { ...body, access_state_id: '00000000-0000-4000-8000-000000000000' }), await send('k', body)]).toEqual([422, 422]);
		expect(simulator.idempotency.size).toBe(1);
	});

	it('does not remember a key that was answered 401, 403 or 429', async () => {
		expect([await send('k', body, 'stolen'), await send('k', body, READ_ONLY_TOKEN)]).toEqual([401, 403]);
		simulator.rateLimit.set({ limit: 0 });
		expect(await send('k', body)).toBe(429);
		simulator.rateLimit.set({ limit: 1_000 });

		expect(await send('k', body)).toBe(201);
	});

	it('forgets a key after 14 days, or when told so', async () => {
		expect(await send('k', body)).toBe(201);
		simulator.clock.advance(14 * 86_400_000 - 60_000);
		expect(await send('k', body)).toBe(409);
		simulator.clock.advance(60_000);
		expect(await send('k', body)).toBe(201);

		simulator.admin.forgetKeys();

		expect(await send('k', body)).toBe(201);
	});

	it('does not look at the key of a read', async () => {
		const read = () => client.http.get('/policies', { headers: { 'idempotency-key': 'k' } });

		expect([(await read()).status, (await read()).status]).toEqual([200, 200]);
	});
});
