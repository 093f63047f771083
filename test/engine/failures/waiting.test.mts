import { setTimeout as wait } from 'node:timers/promises';
import { LEAVER_ID, LEAVER_STATES, type AccessOwlSimulator } from '../../simulators/accessowl/index.mts';
import type { RateLimitWindow } from '../../simulators/frame/rateLimit.mts';
import { expectNoSecret, watchOutput, type OutputWatch } from '../../support/secrets.mts';
import { addStates, detailsOf, REVOKE, revocationsOf, run, startPlanted, stateItem, unchecked, writesOf, type Options } from './failing.mts';

const GET_USER = ['user', 'get'] as const;
const user = (options = {}) => ({ userId: { __rl: true, mode: 'id', value: LEAVER_ID }, options });
const throttled = (headers: Record<string, string>) => ({ kind: 'answer', status: 429, headers, body: { errors: { detail: 'Rate limit exceeded' } } }) as const;

let simulators: AccessOwlSimulator[] = [];
let output: OutputWatch;
beforeAll(() => {
	output = watchOutput();
});
afterEach(async () => {
	jest.restoreAllMocks();
	for (const simulator of simulators) simulator.expectNoViolations();
	await Promise.all(simulators.map(async (simulator) => await simulator.close()));
	simulators = [];
	expectNoSecret(output.text());
});
afterAll(() => output.stop());

async function start(options?: Options): Promise<AccessOwlSimulator> {
	const simulator = await startPlanted(options);
	simulators.push(simulator);
	return simulator;
}

/** Between two requests in the order of their arrival, in ms. */
const gap = ({ requests }: AccessOwlSimulator, first = 0) => requests[first + 1]!.at - requests[first]!.at;

/** HTTP-date `fromNowMs` away, as this machine's clock sees it. */
const httpDate = (fromNowMs: number) => new Date(Date.now() + fromNowMs).toUTCString();

async function timed<Result>(work: Promise<Result>): Promise<{ result: Result; tookMs: number }> {
	const beganMs = performance.now();
	const result = await work;
	return { result, tookMs: performance.now() - beganMs };
}

describe('a vendor that says how long to wait', () => {
	const MINUTES_10 = 600_000;
	it.each([
		['in seconds', () => ({ 'retry-after': '1' }), 1_000],
		['as a date', () => ({ date: httpDate(0), 'retry-after': httpDate(1_000) }), 900],
		['as a date, its clock ten minutes ahead', () => ({ date: httpDate(MINUTES_10), 'retry-after': httpDate(MINUTES_10 + 1_000) }), 900],
		['as a date, its clock ten minutes behind', () => ({ date: httpDate(-MINUTES_10), 'retry-after': httpDate(-MINUTES_10 + 1_000) }), 900],
	] as const)('%s, is obeyed', async (_form, headers, atLeastMs) => {
		const simulator = await start();
		simulator.faults.onNext(throttled(headers()));
		const { error, json } = await run(simulator, GET_USER, user());

		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ id: LEAVER_ID });
		expect(simulator.requests.map(({ status }) => status)).toEqual([429, 200]);
		expect(gap(simulator)).toBeGreaterThanOrEqual(atLeastMs);
		expect(gap(simulator)).toBeLessThan(2_600);
	});

	it.each(['60', '9999999999'])('%s seconds, which is more than Max Wait, fails the item at once with the wait in the message', async (seconds) => {
		const simulator = await start();
		simulator.faults.onNext(throttled({ 'retry-after': seconds }), Infinity);
		const { result: { error }, tookMs } = await timed(run(simulator, GET_USER, user({ maxWait: 5 })));

		expect(error?.message).toMatch(seconds === '60' ? /^AccessOwl wants (60|6\d) seconds before the next request, which is longer than this may wait \[Item 0\]$/ : /^AccessOwl wants \d+ days before/);
		expect(error?.description).toMatch(/Max Wait/);
		expect(error).toMatchObject({ httpCode: '429', context: { data: { status: 429, attempts: 1 } } });
		expect(simulator.requests).toHaveLength(1);
		expect(tookMs).toBeLessThan(1_000);
	});

	it('tells the items behind it too: nothing is sent for them', async () => {
		const simulator = await start();
		simulator.faults.onNext(throttled({ 'retry-after': '60' }), Infinity);
		const items = [LEAVER_STATES.manual, LEAVER_STATES.automatic, LEAVER_STATES.applicationWide].map(stateItem);
		const { outputs } = await run(simulator, REVOKE, unchecked({ maxWait: 5 }), { items, onError: 'continueErrorOutput' });

		expect(simulator.requests).toHaveLength(1);
		expect(outputs[1]?.map(({ json }) => String(json.error).replace(/\d+ seconds/, 'n seconds'))).toEqual(
			[0, 1, 2].map((item) => `AccessOwl wants n seconds before the next request, which is longer than this may wait [Item ${item}]`),
		);
		expect(detailsOf(outputs[1]?.[2]?.json)).toMatchObject({ attempts: 0, mayHaveTakenEffect: false });
	});

	it('is not asked again with no retries', async () => {
		const simulator = await start();
		simulator.faults.onNext(throttled({ 'retry-after': '1' }), Infinity);
		const { error } = await run(simulator, GET_USER, user({ retries: 0 }));

		expect(error?.message).toBe('AccessOwl answered 429: Rate limit exceeded [Item 0]');
		expect(error?.description).toMatch(/1,000 requests an hour/);
		expect(simulator.requests).toHaveLength(1);
	});

	it('is not hit in a hot loop when it keeps saying 0', async () => {
		const simulator = await start();
		simulator.faults.onNext(throttled({ 'retry-after': '0' }), Infinity);
		await run(simulator, GET_USER, user({ retries: 3 }));

		expect(simulator.requests).toHaveLength(4);
		for (const first of [0, 1, 2]) expect(gap(simulator, first)).toBeGreaterThanOrEqual(45);
	});
});

/** Refusals in every window but the first, in which the limit is not known yet. */
const laterRefusals = (windows: readonly RateLimitWindow[]) => windows.slice(1).map(({ refused }) => refused);

describe('many writes against a small rate limit', () => {
	it('are each done exactly once, with at most one 429 in each window after the first', async () => {
		const simulator = await start({ rateLimit: { limit: 20, windowMs: 1_000 } });
		const items = addStates(simulator, 60);
		const { error, json } = await run(simulator, REVOKE, unchecked({ concurrency: 50 }), { items });

		expect(error).toBeUndefined();
		expect(json.map(({ access_state_id: id }) => id)).toEqual(items.map(({ id }) => id));
		expect(items.map(({ id }) => revocationsOf(simulator).get(String(id)))).toEqual(items.map(() => 1));
		expect(json.filter(({ alreadySubmitted }) => alreadySubmitted)).toEqual([]);
		const { windows } = simulator.rateLimit;
		expect(windows.length).toBeGreaterThanOrEqual(3);
		// While the limit is unknown every item may be refused, but none twice.
		expect(windows[0]?.refused).toBeLessThanOrEqual(40);
		expect(Math.max(...laterRefusals(windows))).toBeLessThanOrEqual(1);
	});

	it('share one limiter with another execution under the same credential', async () => {
		const simulator = await start({ rateLimit: { limit: 10, windowMs: 1_000 } });
		const items = addStates(simulator, 36);
		const half = async (part: typeof items) => await run(simulator, REVOKE, unchecked({ concurrency: 9 }), { items: part });
		const results = await Promise.all([half(items.slice(0, 18)), half(items.slice(18))]);

		expect(results.map(({ error }) => error)).toEqual([undefined, undefined]);
		expect(items.map(({ id }) => revocationsOf(simulator).get(String(id)))).toEqual(items.map(() => 1));
		const { windows } = simulator.rateLimit;
		expect(windows[0]?.refused).toBeLessThanOrEqual(26);
		expect(Math.max(...laterRefusals(windows))).toBeLessThanOrEqual(1);
	});
});

/** Timers of more than 10 s that were set since and neither fired nor cleared. */
function watchLongTimers(): { pending: () => number } {
	const handles = new Set<unknown>();
	const [set, clear] = [globalThis.setTimeout, globalThis.clearTimeout];
	jest.spyOn(globalThis, 'setTimeout').mockImplementation(((action: () => void, delayMs?: number, ...given: never[]) => {
		const handle = set(() => {
			handles.delete(handle);
			(action as (...values: never[]) => void)(...given);
		}, delayMs);
		if ((delayMs ?? 0) > 10_000) handles.add(handle);
		return handle;
	}) as unknown as typeof setTimeout);
	jest.spyOn(globalThis, 'clearTimeout').mockImplementation((handle) => {
		handles.delete(handle);
		clear(handle);
	});
	return { pending: () => handles.size };
}

describe('stopping the execution', () => {
	const stopAfter = (ms: number) => (stop: () => void) => void wait(ms).then(stop);
	const items = [LEAVER_STATES.manual, LEAVER_STATES.automatic].map(stateItem);

	it('during a wait ends the run within a second, sends nothing afterwards and leaves no timer behind', async () => {
		const simulator = await start();
		simulator.faults.onNext(throttled({ 'retry-after': '30' }), Infinity);
		const timers = watchLongTimers();
		let during = 0;
		const onStart = (stop: () => void) =>
			stopAfter(300)(() => {
				during = timers.pending();
				stop();
			});
		const { result, tookMs } = await timed(run(simulator, REVOKE, unchecked(), { items, onStart }));

		expect(tookMs).toBeGreaterThanOrEqual(250);
		expect(tookMs).toBeLessThan(1_300);
		expect(result.run.status).toBe('canceled');
		expect(result.error?.message).toBe('The execution was canceled');
		const sent = simulator.requests.length;
		await wait(300);
		expect(simulator.requests).toHaveLength(sent);
		expect(sent).toBe(1);
		expect(during).toBeGreaterThan(0);
		expect(timers.pending()).toBe(0);
	});

	it('during a wait ends a run that continues on fail, too', async () => {
		const simulator = await start();
		simulator.faults.onNext(throttled({ 'retry-after': '30' }), Infinity);
		const { result, tookMs } = await timed(run(simulator, REVOKE, unchecked({ concurrency: 2 }), { items, onError: 'continueRegularOutput', onStart: stopAfter(300) }));

		expect(tookMs).toBeLessThan(1_300);
		expect(result.run.status).toBe('canceled');
		expect(writesOf(simulator).length).toBeLessThanOrEqual(2);
	});

	it('during a request that is never answered ends the run within a second', async () => {
		const simulator = await start();
		simulator.faults.onNext({ kind: 'neverAnswer' }, Infinity);
		const { result, tookMs } = await timed(run(simulator, REVOKE, unchecked(), { items, onStart: stopAfter(300) }));

		expect(tookMs).toBeLessThan(1_300);
		expect(result.run.status).toBe('canceled');
		expect(result.error?.description).toBe('1 item was under way: the change may have been made.');
		await wait(200);
		expect(simulator.requests).toHaveLength(1);
	});

	it('while waiting for a revocation to finish ends the run within a second', async () => {
		const simulator = await start({ switches: { automaticAfterMs: 3_600_000 } });
		const { result, tookMs } = await timed(run(simulator, REVOKE, unchecked({ waitUntilFinished: true }), { items, onStart: stopAfter(500) }));

		expect(tookMs).toBeLessThan(1_500);
		expect(result.run.status).toBe('canceled');
		const sent = simulator.requests.length;
		await wait(1_200);
		expect(simulator.requests).toHaveLength(sent);
	});

	it('says what was done before', async () => {
		const simulator = await start();
		simulator.faults.onRequest(2, { kind: 'neverAnswer' });
		const { result: { error } } = await timed(run(simulator, REVOKE, unchecked(), { items, onStart: stopAfter(500) }));

		expect(error?.description).toMatch(/^1 of 2 items was done before the node stopped: its change is made, its output is lost\./);
		expect(revocationsOf(simulator).get(LEAVER_STATES.manual)).toBe(1);
	});

	it('leaves the credential usable for the next execution', async () => {
		const simulator = await start();
		simulator.faults.onNext(throttled({ 'retry-after': '1' }));
		await run(simulator, REVOKE, unchecked({ concurrency: 2 }), { items, onStart: stopAfter(200) });
		simulator.faults.clear();
		const { error } = await run(simulator, GET_USER, user());

		expect(error).toBeUndefined();
	});
});
