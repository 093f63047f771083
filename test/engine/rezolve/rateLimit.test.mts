import type { NodeResult } from '../../support/engine.mts';
import { usePlatform } from '../rezolveHub/support.mts';

jest.setTimeout(40_000);
const LIMIT = 10;
const WINDOW_MS = 700;

const items = (count: number) => Array.from({ length: count }, (_each, index) => ({ index }));

describe('A platform that tells its limit', () => {
	const rezolve = usePlatform(() => ({ rateLimit: { limit: LIMIT, windowMs: WINDOW_MS } }));
	const windows = () => rezolve.simulator.rateLimit.windows;
	const refusedInAll = () => windows().reduce((sum, { refused }) => sum + refused, 0);
	const many = async (count: number, concurrency: number) => await rezolve.records('user', 'getInfo', { options: { concurrency } }, { items: items(count) });

	for (const resetHeader of ['epochSeconds', 'epochMs', 'delta', 'iso'] as const) {
		it(`with every answer (${resetHeader}) is slowed down for, and never refuses`, async () => {
			rezolve.simulator.set({ resetHeader });
			const records = await many(14, 3);

			expect(records).toHaveLength(14);
			expect(refusedInAll()).toBe(0);
			expect(windows().length).toBeGreaterThanOrEqual(2);
			for (const { requests } of windows()) expect(requests).toBeLessThanOrEqual(LIMIT);
		});

		it.each(resetHeader === 'delta' ? [false, true] : [false])(`with a refusal alone (${resetHeader}) is waited for as long as it says (Retry-After too: %s)`, async (retryAfter) => {
			rezolve.simulator.set({ resetHeader, retryAfter, rateLimitHeaders: 'on429' });
			const records = await many(14, 3);
			const refusals = rezolve.simulator.requests.filter(({ status }) => status === 429);
			const [first] = windows();

			expect(records).toHaveLength(14);
			expect(refusals.length).toBeGreaterThan(0);
			// Those under way together, once in each window.
			for (const { refused } of windows()) expect(refused).toBeLessThanOrEqual(3);
			const afterwards = rezolve.simulator.requests.find(({ number, status }) => number > (refusals[0]?.number ?? 0) && status === 200);
			expect(afterwards?.at).toBeGreaterThanOrEqual((first?.startedAtMs ?? 0) + WINDOW_MS);
			expect(afterwards?.at).toBeLessThan((first?.startedAtMs ?? 0) + WINDOW_MS + 4_000);
		});
	}

	it('keeps to the pages of a list and their order, three at a time', async () => {
		rezolve.simulator.rateLimit.set({ limit: 4, windowMs: WINDOW_MS });
		rezolve.simulator.admin.addAuditEntries(500);
		const records = await rezolve.records('auditLog', 'getAll', { returnAll: true, simplify: false });
		const { audit } = rezolve.simulator.state;

		expect(records.map(({ id }) => id)).toEqual(audit.slice('newestFirst', 0, audit.total).map(({ id }) => id));
		expect(refusedInAll()).toBeLessThanOrEqual(2);
	});

	it('is not a reason to wait for health, which has none', async () => {
		await rezolve.records('health', 'getApi', { options: { concurrency: 5 } }, { items: items(30) });

		expect(rezolve.statuses('getApiHealth')).toHaveLength(30);
		expect(windows()).toEqual([]);
	});
});

describe('What X-RateLimit-Reset means', () => {
	const rezolve = usePlatform();
	const refused = (reset: string, more: Record<string, string> = {}) => {
		rezolve.simulator.faults.onNext({
			kind: 'answer',
			status: 429,
			headers: { 'x-ratelimit-limit': '10', 'x-ratelimit-reset': reset, ...more },
			body: { success: false, error: { code: 'RATE_LIMITED', message: 'Too many requests' }, timestamp: new Date().toISOString() },
		});
	};
	const ask = async (rateLimitReset: string | undefined, maxWait = 3): Promise<NodeResult> =>
		await rezolve.run('user', 'getInfo', { options: { maxWait } }, rezolve.credential('bearer', rateLimitReset === undefined ? {} : { rateLimitReset }));
	const gap = (): number => (rezolve.simulator.requests[1]?.at ?? 0) - (rezolve.simulator.requests[0]?.at ?? 0);
	const inMs = (ms: number): number => Date.now() + ms;

	it.each([
		['seconds from now', (): string => '2', 2_000],
		['milliseconds', (): string => String(inMs(1_500)), 1_000],
		['seconds', (): string => String(Math.ceil(inMs(1_000) / 1_000)), 900],
		['a date', (): string => new Date(inMs(1_500)).toISOString(), 1_000],
		['a date with an offset', (): string => new Date(inMs(1_500) + 7_200_000).toISOString().replace('Z', '+02:00'), 1_000],
		['a date of HTTP', (): string => new Date(Math.ceil(inMs(1_000) / 1_000) * 1_000).toUTCString(), 900],
	] as const)('is recognised: %s', async (_form, reset, atLeastMs) => {
		refused(reset());
		const { error } = await ask(undefined, 6);

		expect(error).toBeUndefined();
		expect(rezolve.simulator.requests.map(({ status }) => status)).toEqual([429, 200]);
		expect(gap()).toBeGreaterThanOrEqual(atLeastMs);
		expect(gap()).toBeLessThan(4_500);
	});

	it('gives way to Retry-After', async () => {
		refused('3600', { 'retry-after': '1' });
		const { error } = await ask('auto');

		expect(error).toBeUndefined();
		expect(gap()).toBeGreaterThanOrEqual(1_000);
		expect(gap()).toBeLessThan(2_900);
	});

	it.each([
		// The same number means the opposite by another reading: a long wait, or none.
		['epochSeconds', '90', 'none'],
		['epochMilliseconds', '90', 'none'],
		['epochMilliseconds', '1700000000', 'none'],
		['auto', '90', 'long'],
		['deltaSeconds', '1700000000', 'long'],
		['auto', '1700000000', 'none'],
		['epochSeconds', '1700000000000', 'long'],
		['auto', '1700000000000', 'none'],
	] as const)('is what the credential says: %s of %s is %s to wait', async (choice, reset, wait) => {
		refused(reset);
		const { error } = await ask(choice);

		if (wait === 'none') {
			expect(error).toBeUndefined();
			expect(gap()).toBeLessThan(2_500);
		} else {
			expect(error?.message).toMatch(/^Rezolve\.ai wants .* before the next request, which is longer than this may wait/);
			expect(error?.description).toMatch(/Max Wait|Wait node|limits requests/);
			expect(rezolve.simulator.requests).toHaveLength(1);
		}
	});

	it('does not matter for a date', async () => {
		refused(new Date(inMs(1_500)).toISOString());
		const { error } = await ask('deltaSeconds', 6);

		expect(error).toBeUndefined();
		expect(gap()).toBeGreaterThanOrEqual(1_000);
	});

	it.each(['soon', '', '-5', 'NaN'])('is left aside where it is "%s"', async (reset) => {
		refused(reset);
		const { error } = await ask('auto', 10);

		expect(error).toBeUndefined();
		expect(rezolve.simulator.requests.map(({ status }) => status)).toEqual([429, 200]);
	});
});

describe('The limit of the Hub and of the platform', () => {
	const rezolve = usePlatform(() => ({ hubRateLimit: { limit: 1, windowMs: 60_000 } }));

	it('are two', async () => {
		await rezolve.records('user', 'getInfo', { options: { maxWait: 0 } }, { items: items(5) });

		expect(rezolve.statuses('getUserInfo')).toEqual([200, 200, 200, 200, 200]);
	});
});
