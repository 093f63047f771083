import { Agent } from 'node:http';
import axios from 'axios';
import { LEAVER_STATES, startAccessOwl, TOKEN, type AccessOwlSimulator } from '../simulators/accessowl/index.mts';
import { refusedPort, type Fault } from '../simulators/frame/faults.mts';
import { codeOf, createClient, type Client } from './client.mts';

let simulator: AccessOwlSimulator;
let client: Client;

beforeEach(async () => {
	simulator = await startAccessOwl();
	client = createClient(simulator.origin, TOKEN, { timeout: 400 });
});
afterEach(async () => {
	expect(simulator.violations).toEqual([]);
	client.close();
	await simulator.close();
});

const revoke = (headers: Record<string, string> = {}) =>
	client.http.post('/access_revocations', { access_state_id: LEAVER_STATES.manual, reason: 'Last day' }, { headers });
/** Revocations of the leaver's ledger access. */
const taken = () => simulator.state.accessRevocations.filter((one) => one.access_state_id === LEAVER_STATES.manual).length;

it.each<[string, Fault, string | number, number]>([
	['a reset before reading', { kind: 'reset', when: 'beforeReading' }, 'ECONNRESET', 0],
	['a reset before acting', { kind: 'reset', when: 'beforeActing' }, 'ECONNRESET', 0],
	['a reset after acting', { kind: 'reset', when: 'afterActing' }, 'ECONNRESET', 1],
	['a reset in the middle of the body', { kind: 'reset', when: 'midBody' }, 'ECONNRESET', 1],
	['an end without an answer', { kind: 'endWithoutAnswer' }, 'ECONNRESET', 0],
	['an end without an answer after acting', { kind: 'endWithoutAnswer', effect: 'taken' }, 'ECONNRESET', 1],
	['no answer', { kind: 'neverAnswer' }, 'ECONNABORTED', 0],
	['no answer after acting', { kind: 'neverAnswer', effect: 'taken' }, 'ECONNABORTED', 1],
	['a short body', { kind: 'shortBody' }, 'ERR_BAD_RESPONSE', 1],
	['a cut chunked body', { kind: 'cutChunked' }, 'ERR_BAD_RESPONSE', 1],
	['a head that comes too late', { kind: 'delayHeaders', delayMs: 1_000 }, 'ECONNABORTED', 1],
	['a garbage status line', { kind: 'garbageStatusLine' }, 'HPE_INVALID_CONSTANT', 0],
	['a gateway page', { kind: 'html' }, 502, 0],
	['a gateway page after acting', { kind: 'html', status: 504, effect: 'taken' }, 504, 1],
	['an injected answer', { kind: 'answer', status: 503, headers: { 'Retry-After': '7' }, body: { message: 'busy' } }, 503, 0],
	['an undocumented status', { kind: 'answer', status: 418 }, 418, 0],
	['truncated JSON', { kind: 'truncatedJson' }, 201, 1],
	['another content type', { kind: 'wrongContentType' }, 201, 1],
])('%s is what a client sees, and the state tells what took effect', async (_case, fault, code, effect) => {
	simulator.faults.onNext(fault);

	expect(await codeOf(revoke())).toBe(code);

	expect(taken()).toBe(effect);
	expect(simulator.requests).toMatchObject([{ number: 1, fault: fault.kind }]);
	expect(simulator.faults.fired).toEqual([{ requestNumber: 1, kind: fault.kind }]);
	expect((await client.http.get('/policies')).status).toBe(200);
});

it('sends the headers and body of an injected answer', async () => {
	simulator.faults.onNext({ kind: 'answer', status: 503, headers: { 'Retry-After': '7' }, body: { message: 'busy' } });

	const answer = await client.http.get('/policies');

	expect(answer.headers['retry-after']).toBe('7');
	expect(answer.data).toEqual({ message: 'busy' });
});

it('cuts JSON so that its length still agrees', async () => {
	simulator.faults.onNext({ kind: 'truncatedJson' });

	const answer = await client.http.get<string>('/policies', { responseType: 'text' });

	expect(answer.headers['content-length']).toBe(String(answer.data.length));
	expect(() => JSON.parse(answer.data)).toThrow(SyntaxError);
});

it('cuts gzip so that a client takes the answer for a whole one', async () => {
	simulator.faults.onNext({ kind: 'cutGzip' });

	const answer = await client.http.get('/policies');

	expect(answer.status).toBe(200);
	expect(answer.headers['content-type']).toContain('application/json');
});

it('cuts gzip deep enough for the JSON to be incomplete', async () => {
	simulator.faults.onNext({ kind: 'cutGzip', missingBytes: 200 });

	const answer = await client.http.get<string>('/policies', { responseType: 'text' });

	expect(() => JSON.parse(answer.data)).toThrow(SyntaxError);
});

it('drips a body that arrives whole in the end', async () => {
	simulator.faults.onNext({ kind: 'drip', intervalMs: 1 });

	const answer = await client.http.get('/users?email=nobody@example.com', { timeout: 5_000 });

	expect(answer.data).toEqual({ data: [], meta: { limit: 20, next_cursor: null } });
});

it('drips a body for longer than a client that times the silence would notice', async () => {
	simulator.faults.onNext({ kind: 'drip', intervalMs: 20 });

	expect(await codeOf(client.http.get('/policies', { timeout: 100, signal: AbortSignal.timeout(300) }))).toBe('ERR_CANCELED');
});

it('skews the Date header', async () => {
	simulator.faults.script([{ kind: 'skewedDate', byMs: 600_000 }, { kind: 'skewedDate', byMs: -600_000 }, null]);

	const skews = [];
	for (let call = 0; call < 3; call++) skews.push(Date.parse((await client.http.get('/policies')).headers.date as string) - Date.now());

	expect(skews[0]).toBeGreaterThan(590_000);
	expect(skews[1]).toBeLessThan(-590_000);
	expect(Math.abs(skews[2]!)).toBeLessThan(5_000);
});

it('resets a kept connection when it is used again, before reading', async () => {
	simulator.faults.onNext({ kind: 'staleKeepAlive' });
	const agent = new Agent({ keepAlive: true, maxSockets: 1 });

	expect((await client.http.get('/policies', { httpAgent: agent })).status).toBe(200);
	expect(await codeOf(client.http.post('/access_revocations', { access_state_id: LEAVER_STATES.manual, reason: 'x' }, { httpAgent: agent }))).toBe('ECONNRESET');
	expect((await client.http.get('/policies', { httpAgent: agent })).status).toBe(200);

	expect(taken()).toBe(0);
	expect(simulator.requests.map(({ connection }) => connection)).toEqual([1, 1, 2]);
	agent.destroy();
});

it('gives a port that refuses', async () => {
	expect(await codeOf(axios.get(`http://127.0.0.1:${await refusedPort()}`, { proxy: false }))).toBe('ECONNREFUSED');
});

it('keeps connections alive', async () => {
	for (let call = 0; call < 3; call++) await client.http.get('/policies');

	expect(simulator.requests.map(({ connection }) => connection)).toEqual([1, 1, 1]);
});

describe('a key', () => {
	const key = { 'idempotency-key': 'a-key' };

	it.each<[string, Fault, number, number]>([
		['is new again after a reset before acting', { kind: 'reset', when: 'beforeActing' }, 201, 1],
		['is known after a reset after acting', { kind: 'reset', when: 'afterActing' }, 409, 1],
		['is known and nothing was done where only the key was remembered', { kind: 'reset', when: 'afterActing', effect: 'remembered' }, 409, 0],
		['is new again after an injected 503', { kind: 'answer', status: 503 }, 201, 1],
		['is known after an injected 500 that came after acting', { kind: 'answer', status: 500, effect: 'taken' }, 409, 1],
	])('%s', async (_case, fault, status, effect) => {
		simulator.faults.onNext(fault);

		await codeOf(revoke(key));

		expect(await codeOf(revoke(key))).toBe(status);
		expect(taken()).toBe(effect);
	});
});

describe('a script', () => {
	const broken: Fault = { kind: 'answer', status: 500 };
	const statuses = async (urls: readonly string[]) => {
		const seen: number[] = [];
		for (const url of urls) seen.push((await client.http.get(url)).status);
		return seen;
	};

	it('strikes by request number', async () => {
		simulator.faults.onRequest(2, broken);

		expect(await statuses(['/users', '/users', '/users'])).toEqual([200, 500, 200]);
	});

	it('strikes by operation, from the nth match on, so many times', async () => {
		simulator.faults.onOperation('listPolicies', broken, { nth: 2, times: 2 });

		expect(await statuses(['/policies', '/users', '/policies', '/policies', '/users', '/policies'])).toEqual([200, 200, 500, 500, 200, 200]);
	});

	it('strikes by predicate, for ever if told so, until it is cleared', async () => {
		simulator.faults.when(({ path }) => path.endsWith('/users'), broken, { times: Infinity });
		expect(await statuses(['/users', '/policies', '/users'])).toEqual([500, 200, 500]);

		simulator.faults.clear();

		expect(await statuses(['/users'])).toEqual([200]);
	});
});

it('closes while clients wait, and frees its port', async () => {
	const other = await startAccessOwl();
	other.faults.onNext({ kind: 'neverAnswer' });
	const waiting = codeOf(axios.get(`${other.origin}/api/v1/policies`, { proxy: false, headers: { authorization: `Bearer ${TOKEN}` } }));
	while (other.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));

	await other.close();
	await other.close();

	expect(await waiting).toBe('ECONNRESET');
	const again = await startAccessOwl({ port: other.port });
	expect(again.port).toBe(other.port);
	await expect(startAccessOwl({ port: again.port })).rejects.toThrow('EADDRINUSE');
	await again.close();
});
