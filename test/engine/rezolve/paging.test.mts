import type { Switches } from '../../simulators/rezolve/index.mts';
import { idsIn, useRezolve } from './support.mts';

const rezolve = useRezolve(() => ({ auditEntries: 0 }));
jest.setTimeout(30_000);
const inUse = () => rezolve.simulator.state.apiKeys.filter(({ gone }) => !gone).map(({ id }) => id);
const all = async () => await rezolve.told('apiKey', 'getAll', { returnAll: true });
const asked = () => rezolve.requestsTo('listApiKeys').map(({ query }) => [Number(query.offset ?? 0), Number(query.limit)]);

describe('A list by offset', () => {
	it.each<[Switches['pagination'], number]>([
		['full', 4],
		['noTotal', 4],
		['noHasMore', 4],
		['none', 4],
	])('is read whole and in order where the answer tells %s of itself (%i requests)', async (pagination, requests) => {
		rezolve.simulator.set({ pagination });
		rezolve.simulator.admin.addApiKeys(318);
		const { records, hints } = await all();

		expect(idsIn(records)).toEqual(inUse());
		expect(asked()).toHaveLength(requests);
		expect(asked().every(([, limit]) => limit === 100)).toBe(true);
		expect(hints).toEqual([]);
	});

	it.each<[Switches['pagination'], number]>([
		['full', 2],
		['noTotal', 2],
		['noHasMore', 2],
		['none', 3],
	])('that ends with a full page is read to its end (%s, %i requests)', async (pagination, requests) => {
		rezolve.simulator.set({ pagination });
		rezolve.simulator.admin.addApiKeys(199 - 12);
		const { records, hints } = await all();
		expect(asked()).toHaveLength(requests);

		expect(idsIn(records)).toEqual(inUse());
		expect(hints).toEqual([]);
	});

	it.each<[Switches['pagination'], number]>([
		['full', 7],
		['noTotal', 30],
		['noHasMore', 1],
		['none', 25],
		['full', 2],
	])('in smaller pages than asked for grows by what came (%s, %i at a time)', async (pagination, maxPageSize) => {
		rezolve.simulator.set({ pagination, maxPageSize });
		rezolve.simulator.admin.addApiKeys(60);
		const { records, hints } = await all();

		expect(idsIn(records)).toEqual(inUse());
		expect(hints).toEqual([]);
	});

	it.each<Switches['pagination']>(['full', 'noTotal', 'noHasMore', 'none'])('that is empty is one request (%s)', async (pagination) => {
		rezolve.simulator.set({ pagination });
		rezolve.simulator.state.apiKeys.length = 0;
		const { records, hints } = await all();

		expect([records, hints]).toEqual([[], []]);
		expect(asked()).toHaveLength(1);
	});

	it('never asks for more than a hundred, also for a larger Limit', async () => {
		rezolve.simulator.admin.addApiKeys(300);
		expect(idsIn(await rezolve.records('apiKey', 'getAll', { limit: 150 }))).toEqual(inUse().slice(0, 150));

		expect(asked()).toEqual([[0, 100], [99, 100]]);
	});

	it('of clients and of the audit log is found under its own name', async () => {
		for (let count = 0; count < 120; count++) rezolve.simulator.admin.addOAuthClient();
		rezolve.simulator.admin.addAuditEntries(150);
		const { audit, oauthClients } = rezolve.simulator.state;

		expect(idsIn(await rezolve.records('oauthClient', 'getAll', { returnAll: true }))).toEqual(oauthClients.map(({ id }) => id));
		expect(idsIn(await rezolve.records('auditLog', 'getAll', { returnAll: true }))).toEqual(audit.slice('newestFirst', 0, audit.total).map(({ id }) => id));
	});

	it.each([
		[{ success: true, data: {} }],
		[{ success: true, data: { apiKeys: null } }],
		[{ success: true }],
		[{ success: true, data: { keys: [] } }],
		['<!DOCTYPE html><html><body>Sign in</body></html>'],
		[{ success: false, error: { code: 'FORBIDDEN', message: 'Not allowed' } }],
	])('that is not there is told, and never taken for an empty one: %j', async (body) => {
		rezolve.simulator.faults.onOperation('listApiKeys', { kind: 'answer', status: 200, body });

		expect((await rezolve.failed('apiKey', 'getAll', { returnAll: true })).message).not.toBe('');
	});
});

describe('A list that is read while it changes', () => {
	/** What is done after a page was served, by its number: pages asked for at the same time count in the order in which they were served. */
	const afterPage = (act: (page: number) => void) => {
		let pages = 0;
		rezolve.simulator.admin.onPage(() => act(++pages));
	};
	const firstInUse = (count: number) => inUse().slice(0, count);
	beforeEach(() => void rezolve.simulator.admin.addApiKeys(488));

	it.each([
		['one at the front, after the first page', 1, 1],
		['one at the front, after the third page', 3, 1],
		['forty at the front, after the first page', 1, 40],
		['a whole page, after the second page', 2, 100],
	])('loses and repeats nothing that stays: %s is deleted', async (_what, page, count) => {
		afterPage((served) => {
			if (served === page) for (const id of firstInUse(count)) rezolve.simulator.admin.removeApiKey(id);
		});
		const { records, hints } = await all();
		const ids = idsIn(records);

		expect(new Set(ids).size).toBe(ids.length);
		expect(inUse().filter((id) => !ids.includes(id))).toEqual([]);
		expect(hints.some((hint) => hint.includes('The list changed while it was read'))).toBe(true);
	});

	it('loses and repeats nothing that stays where some go after every page', async () => {
		afterPage((served) => {
			if (served <= 6) for (const id of firstInUse(3)) rezolve.simulator.admin.removeApiKey(id);
		});
		const ids = idsIn((await all()).records);

		expect(new Set(ids).size).toBe(ids.length);
		expect(inUse().filter((id) => !ids.includes(id))).toEqual([]);
		expect(inUse()).toHaveLength(482);
	});

	it.each<Switches['pagination']>(['noTotal', 'none'])('loses and repeats nothing where one goes at a time and no total is told (%s)', async (pagination) => {
		rezolve.simulator.set({ pagination });
		afterPage((served) => {
			if (served <= 3) rezolve.simulator.admin.removeApiKey(firstInUse(1)[0]!);
		});
		const ids = idsIn((await all()).records);

		expect(new Set(ids).size).toBe(ids.length);
		expect(inUse().filter((id) => !ids.includes(id))).toEqual([]);
	});

	it.each<Switches['pagination']>(['noTotal', 'none'])('says where some may be missing when more go than one at a time and no total is told (%s)', async (pagination) => {
		rezolve.simulator.set({ pagination });
		afterPage((served) => {
			if (served === 2) for (const id of firstInUse(5)) rezolve.simulator.admin.removeApiKey(id);
		});
		const { records, hints } = await all();

		expect(new Set(idsIn(records)).size).toBe(records.length);
		expect(hints).toEqual([expect.stringContaining('some may be missing')]);
	});

	it('gives everything once where records are added at the front', async () => {
		const before = inUse();
		afterPage((served) => {
			if (served > 3) return;
			rezolve.simulator.admin.addApiKey();
			rezolve.simulator.state.apiKeys.unshift(rezolve.simulator.state.apiKeys.pop()!);
		});
		const ids = idsIn((await all()).records);

		expect(new Set(ids).size).toBe(ids.length);
		expect(before.filter((id) => !ids.includes(id))).toEqual([]);
	});

	it('gives records that are added at the end too, where they come before the last page', async () => {
		afterPage((served) => {
			if (served === 1) rezolve.simulator.admin.addApiKeys(30);
		});

		expect(idsIn((await all()).records)).toEqual(inUse());
	});

	it('gives every entry of the audit trail once while entries are written, newest first', async () => {
		rezolve.simulator.admin.addAuditEntries(400);
		const before = rezolve.simulator.state.audit.slice('newestFirst', 0, 1_000).map(({ id }) => id);
		let number = 0;
		afterPage(() => {
			if (number < 20) for (let entry = 0; entry < 5; entry++) rezolve.simulator.state.audit.write({ ...rezolve.simulator.state.audit.at(0), id: `log-late-${++number}` });
		});
		const ids = idsIn(await rezolve.records('auditLog', 'getAll', { returnAll: true }));

		expect(new Set(ids).size).toBe(ids.length);
		expect(before.filter((id) => !ids.includes(id))).toEqual([]);
		expect(ids.filter((id) => before.includes(String(id)))).toEqual(before);
	});
});

describe('Pages that are read three at a time', () => {
	beforeEach(() => void rezolve.simulator.admin.addApiKeys(988));
	/** The most requests that were under way at once: each is held for a moment. */
	const held = (ms: number) => rezolve.simulator.faults.onOperation('listApiKeys', { kind: 'delayHeaders', delayMs: ms }, { times: Infinity });
	/** How many requests came within the time that one answer takes. */
	const together = (ms: number) => {
		const times = rezolve.requestsTo('listApiKeys').map(({ at }) => at);
		return Math.max(...times.map((at) => times.filter((other) => other >= at && other < at + ms).length));
	};

	it('are so many and no more, and stay in order', async () => {
		held(150);
		const { records, hints } = await all();

		expect(idsIn(records)).toEqual(inUse());
		expect(asked()).toHaveLength(11);
		expect(together(140)).toBe(3);
		expect(hints).toEqual([]);
	});

	it('stay in order where the later ones are answered first', async () => {
		for (const nth of [2, 5, 8]) rezolve.simulator.faults.onOperation('listApiKeys', { kind: 'delayHeaders', delayMs: 200 }, { nth });

		expect(idsIn((await all()).records)).toEqual(inUse());
	});

	it.each<Switches['pagination']>(['noTotal', 'none'])('are read one at a time where no total is told (%s)', async (pagination) => {
		rezolve.simulator.set({ pagination });
		held(40);

		expect(idsIn((await all()).records)).toEqual(inUse());
		expect(together(35)).toBe(1);
	});

	it('stay within the rate limit: none is refused', async () => {
		rezolve.simulator.rateLimit.set({ limit: 5, windowMs: 1_500 });
		const { records } = await all();

		expect(idsIn(records)).toEqual(inUse());
		expect(rezolve.requestsTo('listApiKeys').map(({ status }) => status)).toEqual(Array.from({ length: 11 }, () => 200));
	});

	it('go on after refusals where only those tell of the limit, and nothing is lost or repeated', async () => {
		rezolve.simulator.set({ rateLimitHeaders: 'on429', resetHeader: 'epochMs' });
		rezolve.simulator.rateLimit.set({ limit: 5, windowMs: 1_500 });

		expect(idsIn((await all()).records)).toEqual(inUse());
	});

	it.each(['reset', 'html', 'truncatedJson'] as const)('are asked for again where an answer is spoilt (%s)', async (kind) => {
		const fault = kind === 'reset' ? { kind, when: 'midBody' as const } : kind === 'html' ? { kind, status: 502 } : { kind };
		rezolve.simulator.faults.onOperation('listApiKeys', fault, { nth: 3 });

		expect(idsIn((await all()).records)).toEqual(inUse());
		expect(asked()).toHaveLength(12);
	});

	it('end with the refusal of one of them, with nothing passed for the whole', async () => {
		rezolve.simulator.faults.onOperation('listApiKeys', { kind: 'answer', status: 403, body: { success: false, error: { code: 'FORBIDDEN', message: 'Not allowed' } } }, { nth: 3 });
		const { message } = await rezolve.failed('apiKey', 'getAll', { returnAll: true });

		expect(message).toBe('Rezolve.ai answered 403: Not allowed [Item 0]');
	});
});
