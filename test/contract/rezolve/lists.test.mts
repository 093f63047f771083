import { LEAVER_KEYS, startRezolve, type RezolveSimulator } from '../../simulators/rezolve/index.mts';
import { platformOf, readAll, type Call, type Fields } from './support.mts';

let simulator: RezolveSimulator;
let call: Call;

beforeEach(async () => {
	simulator = await startRezolve();
	call = platformOf(simulator);
});
afterEach(async () => {
	await simulator.close();
	expect(simulator.violations).toEqual([]);
});

const KEYS = '/api/v1/api-keys';
const LOGS = '/api/v1/admin/audit-logs';

describe('pages', () => {
	it('begin with 50 items at offset 0, and tell when there are more', async () => {
		simulator.admin.addApiKeys(50);

		expect((await call('GET', KEYS)).data.pagination).toEqual({ total: 62, limit: 50, offset: 0, hasMore: true });
		expect((await call('GET', `${KEYS}?offset=50`)).data.pagination).toEqual({ total: 62, limit: 50, offset: 50, hasMore: false });
		expect((await call('GET', `${KEYS}?offset=62`)).data).toEqual({ apiKeys: [], pagination: { total: 62, limit: 50, offset: 62, hasMore: false } });
	});

	it('hold every item once, in order', async () => {
		simulator.admin.addApiKeys(245);
		const listed = await readAll(call, KEYS, 'apiKeys', 100);

		expect(listed.map(({ id }) => id)).toEqual(simulator.state.apiKeys.map(({ id }) => id));
	});

	it.each(['limit=0', 'limit=101', 'offset=-1', 'limit=x', 'status=active'])('are refused with %s', async (query) => {
		expect(await call('GET', `${KEYS}?${query}`)).toMatchObject({ status: 400, error: { code: 'INVALID_PARAMETER', details: expect.any(Object) } });
		expect(simulator.takeViolations()).toHaveLength(1);
	});

	it('are no longer than the server allows', async () => {
		simulator.set({ maxPageSize: 5 });
		expect((await call('GET', `${KEYS}?limit=10`)).data).toMatchObject({ apiKeys: { length: 5 }, pagination: { limit: 5, hasMore: true } });

		simulator.set({ overLimit: 'refused' });
		expect(await call('GET', `${KEYS}?limit=10`)).toMatchObject({ status: 400, error: { code: 'INVALID_PARAMETER' } });
		simulator.set({ maxPageSize: 100 });
		expect(await call('GET', `${LOGS}?limit=500`)).toMatchObject({ status: 400 });
		simulator.set({ overLimit: 'capped' });
		expect((await call('GET', `${LOGS}?limit=500`)).data.pagination.limit).toBe(100);
	});

	it.each([
		['full', ['hasMore', 'limit', 'offset', 'total']],
		['noTotal', ['hasMore', 'limit', 'offset']],
		['noHasMore', ['limit', 'offset', 'total']],
		['none', undefined],
	] as const)('tell with the switch %s: %j', async (pagination, names) => {
		simulator.set({ pagination });
		const { data } = await call('GET', `${KEYS}?limit=2`);

		expect(data.pagination && Object.keys(data.pagination as object).sort()).toEqual(names);
		expect(data.apiKeys).toHaveLength(2);
	});

	it('shift when an item is removed while they are read', async () => {
		simulator.admin.onPage(({ offset }) => {
			if (offset === 0) simulator.admin.removeApiKey(LEAVER_KEYS.star);
		});
		const before = simulator.state.apiKeys.map(({ id }) => id);
		const first = (await call('GET', `${KEYS}?limit=4`)).data;
		const second = (await call('GET', `${KEYS}?limit=4&offset=4`)).data;

		expect(first.pagination.total - second.pagination.total).toBe(1);
		expect((first.apiKeys as Fields[]).map(({ id }) => id)).toEqual(before.slice(0, 4));
		// The fifth of before was never on a page.
		expect(second.apiKeys[0].id).toBe(before[5]);
		simulator.admin.onPage(undefined);
		expect(() => simulator.admin.removeApiKey(LEAVER_KEYS.star)).toThrow('There is no API key');
	});

	it('shift the other way when an entry is written while they are read', async () => {
		simulator.admin.onPage(() => void call('POST', '/api/v1/admin/jobs/trigger', { jobName: 'dataSync' }));
		const first = (await call('GET', `${LOGS}?limit=3`)).data;
		simulator.admin.onPage(undefined);
		while (!simulator.state.audit.written.at(-1)!.action.startsWith('JOB')) await new Promise((resolve) => setImmediate(resolve));

		expect((await call('GET', `${LOGS}?limit=3&offset=3`)).data.logs[0].id).toBe(first.logs[2].id);
	});
});

describe('the rate limit', () => {
	const limited = { limit: 2, windowMs: 60_000 };

	it('is told with every answer, for each caller', async () => {
		simulator.rateLimit.set(limited);
		const answers = [await call('GET', KEYS), await call('GET', KEYS), await call('GET', KEYS)];

		expect(answers.map(({ status, headers }) => [status, headers.get('x-ratelimit-limit'), headers.get('x-ratelimit-remaining')])).toEqual([[200, '2', '1'], [200, '2', '0'], [429, '2', '0']]);
		expect(answers[2]).toMatchObject({ error: { code: 'RATE_LIMITED' } });
		expect(answers[2]!.headers.get('retry-after')).toBeNull();
		simulator.clock.advance(60_000);
		expect((await call('GET', KEYS)).status).toBe(200);
	});

	it.each([
		['epochSeconds', (text: string) => Number(text) * 1000],
		['epochMs', Number],
		['delta', (text: string) => Date.now() + Number(text) * 1000],
		['iso', (text: string) => Date.parse(text)],
	] as const)('says its end with the switch %s', async (resetHeader, atMs) => {
		simulator.set({ resetHeader });
		const { headers } = await call('GET', KEYS);
		const text = headers.get('x-ratelimit-reset')!;

		expect(text).toMatch(resetHeader === 'iso' ? /^\d{4}-/ : /^\d+$/);
		expect(Math.abs(atMs(text) - Date.now() - 60_000)).toBeLessThan(3_000);
	});

	it('is told with a 429 only, with Retry-After, by switch', async () => {
		simulator.set({ rateLimitHeaders: 'on429', retryAfter: true });
		simulator.rateLimit.set({ ...limited, limit: 1 });

		expect((await call('GET', KEYS)).headers.get('x-ratelimit-limit')).toBeNull();
		const { headers } = await call('GET', KEYS);
		expect(headers.get('x-ratelimit-limit')).toBe('1');
		expect(Number(headers.get('retry-after'))).toBeGreaterThan(50);
	});

	it('does not touch health checks and tokens', async () => {
		simulator.rateLimit.set({ ...limited, limit: 0 });

		const { status, headers } = await call('GET', '/health');
		expect([status, headers.get('x-ratelimit-limit')]).toEqual([200, null]);
	});

	it('can be given when it starts', async () => {
		const own = await startRezolve({ rateLimit: { limit: 1, windowMs: 1_000 }, auditEntries: 10 });
		const [first, second] = [await platformOf(own)('GET', KEYS), await platformOf(own)('GET', KEYS)];
		await own.close();

		expect([first.status, second.status]).toEqual([200, 429]);
		expect(own.state.audit.total - own.state.audit.written.length).toBe(10);
	});
});
