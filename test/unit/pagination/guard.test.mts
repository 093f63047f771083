import { collect, cursor, nextLink, offset, pageNumber, pages, PaginationError } from '../../../nodes/shared/pagination';
import { recordId } from '../../../nodes/shared/pagination/recordId';
import { drainToFailure, get, record, records, script, serving } from './pageServer.mts';

const next = cursor({ parameter: 'cursor', path: 'next' });
const list = { itemsPath: 'data', next };

describe('loop guards', () => {
	it('stop at a cursor that repeats, before it is sent a second time', async () => {
		const vendor = script({ data: records(0, 2), next: 'a' }, { data: records(2, 4), next: 'a' });

		const { yielded, failure } = await drainToFailure(pages(get(), { ...list, send: vendor.send }));

		expect(yielded).toHaveLength(2);
		expect(failure).toBeInstanceOf(PaginationError);
		expect(failure).toMatchObject({
			because: 'requestRepeated',
			message: 'The pages go round in circles: /items?cursor=a is named as the next page a second time. 4 items on 2 pages were read before',
			advice: "The fault lies in the vendor's paging: run again later, or set Limit to 4 or less to work with what can be read.",
			pages: 2,
			items: 4,
			token: '/items?cursor=a',
		});
		expect(vendor.sent('cursor')).toEqual([null, 'a']);
	});

	it('stop at a cycle A-B-A, not only at A-A', async () => {
		const cycle: Record<string, string> = { start: 'a', a: 'b', b: 'c', c: 'a' };
		const vendor = serving((query, _request, turn) => ({ data: records(turn * 2, turn * 2 + 2), next: cycle[query.get('cursor') ?? 'start'] }));

		await expect(collect(get(), { ...list, send: vendor.send })).rejects.toMatchObject({ because: 'requestRepeated', pages: 4, items: 8 });
		expect(vendor.sent('cursor')).toEqual([null, 'a', 'b', 'c']);
	});

	it('stop at a link that leads back to the first page, whatever the order of its parameters and its fragment', async () => {
		const vendor = script({ data: records(0, 2), links: { next: '/items?b=2&a=1#page' } });

		await expect(collect(get('https://vendor.example/items?a=1&b=2'), { itemsPath: 'data', next: nextLink({ path: 'links.next' }), send: vendor.send })).rejects.toMatchObject({
			because: 'requestRepeated',
		});
		expect(vendor.requests).toHaveLength(1);
	});

	it('take a cursor as repeated although the last page asks for fewer items', async () => {
		const vendor = serving((query, _request, turn) => ({ data: records(turn * 10, turn * 10 + Number(query.get('limit'))), next: 'a' }));

		await expect(collect(get(), { ...list, pageSize: { parameter: 'limit', max: 10 }, limit: 25, send: vendor.send })).rejects.toMatchObject({ because: 'requestRepeated' });
	});

	it('tell requests with different bodies apart, and stop at the same body', async () => {
		const search = { ...get(), method: 'POST' as const, body: { after: 0 } };
		const bodies = (last: number) => ({
			itemsPath: 'data',
			next: (sent: typeof search | ReturnType<typeof get>, { page }: { page: number }) => ({ ...sent, body: { after: Math.min(page, last) } }),
			send: serving((_query, _request, turn) => ({ data: [record(turn)] })).send,
		});

		await expect(collect(search, bodies(3))).rejects.toMatchObject({ because: 'requestRepeated', pages: 4 });
	});

	it('stop at the same page for another request', async () => {
		const vendor = serving((_query, _request, turn) => ({ data: records(0, 3), next: `c${turn}` }));

		await expect(collect(get(), { ...list, send: vendor.send })).rejects.toMatchObject({
			because: 'pageRepeated',
			message: 'The vendor sent the same page twice, the second time for /items?cursor=c1. 3 items on 1 page were read before',
			items: 3,
		});
	});

	it('stop at the same page in another order, and at the first page again much later', async () => {
		const shuffled = script({ data: records(0, 3), next: 'a' }, { data: records(0, 3).reverse(), next: 'b' });
		await expect(collect(get(), { ...list, send: shuffled.send })).rejects.toMatchObject({ because: 'pageRepeated', pages: 1 });

		const cycle = serving((_query, _request, turn) => ({ data: records((turn % 50) * 3, (turn % 50) * 3 + 3), next: `c${turn}` }));
		await expect(collect(get(), { ...list, send: cycle.send })).rejects.toMatchObject({ because: 'pageRepeated', pages: 50 });
	});

	it('stop at the same page of values without ids', async () => {
		const vendor = serving((_query, _request, turn) => ({ data: ['x', { name: 'y' }], next: `c${turn}` }));

		await expect(collect(get(), { ...list, send: vendor.send })).rejects.toMatchObject({ because: 'pageRepeated' });
	});

	it('let pages of values without ids pass that only share values', async () => {
		const vendor = script({ data: ['x', 'y'], next: 'a' }, { data: ['y', 'x'], next: 'b' }, { data: ['x', 'x'], next: 'c' }, { data: ['y', 'y'] });

		expect((await collect(get(), { ...list, send: vendor.send })).items).toEqual(['x', 'y', 'y', 'x', 'x', 'x', 'y', 'y']);
	});

	it('stop at two pages in a row that bring nothing new, but not at one', async () => {
		const once = script({ data: records(0, 4), next: 'a' }, { data: records(0, 2), next: 'b' }, { data: records(4, 5) });
		expect((await collect(get(), { ...list, send: once.send })).items).toHaveLength(7);

		const twice = script({ data: records(0, 4), next: 'a' }, { data: records(0, 2), next: 'b' }, { data: records(1, 3), next: 'c' });
		await expect(collect(get(), { ...list, send: twice.send })).rejects.toMatchObject({
			because: 'nothingNew',
			message: '2 pages in a row brought nothing new, the last one was /items?cursor=b. 6 items on 2 pages were read before',
		});
	});

	it('see that nothing is new across an empty page', async () => {
		const vendor = script({ data: records(0, 4), next: 'a' }, { data: records(0, 2), next: 'b' }, { data: [], next: 'c' }, { data: records(1, 3), next: 'd' });

		await expect(collect(get(), { ...list, send: vendor.send })).rejects.toMatchObject({ because: 'nothingNew' });
	});

	it.each([
		['offset', offset({ parameter: 'offset', sizeParameter: 'limit' })],
		['page number', pageNumber({ parameter: 'page', sizeParameter: 'limit' })],
	])('stop at a vendor that ignores the %s', async (_case, ignored) => {
		const vendor = serving(() => ({ data: records(0, 10) }));

		await expect(collect(get(), { itemsPath: 'data', next: ignored, pageSize: { parameter: 'limit', max: 10 }, send: vendor.send })).rejects.toMatchObject({ because: 'nothingNew', items: 10 });
		expect(vendor.requests).toHaveLength(3);
	});

	it('let 5 empty pages in a row pass, count anew after a full one, and stop at the sixth that names another', async () => {
		const empty = (from: number, count: number) => Array.from({ length: count }, (_, index) => ({ data: [], next: `e${from + index}` }));

		const five = script(...empty(0, 5), { data: [record(1)], next: 'x' }, ...empty(10, 5), { data: [record(2)] });
		expect((await collect(get(), { ...list, send: five.send })).items).toEqual([record(1), record(2)]);

		const last = script(...empty(0, 5), { data: [] });
		expect((await collect(get(), { ...list, send: last.send })).items).toEqual([]);

		const six = script(...empty(0, 6), { data: [record(1)] });
		await expect(collect(get(), { ...list, send: six.send })).rejects.toMatchObject({
			because: 'tooManyEmptyPages',
			message: '6 empty pages in a row, and the vendor names yet another: /items?cursor=e5. 0 items on 6 pages were read before',
			advice: "The fault lies in the vendor's paging: run again later.",
		});
		expect(six.requests).toHaveLength(6);
	});

	it('let exactly the maximum of pages pass and throw before one more is sent', async () => {
		const endless = (last: number) => serving((_query, _request, turn) => ({ data: [record(turn)], next: turn === last ? null : `c${turn}` }));

		const exact = endless(3);
		expect((await collect(get(), { ...list, guard: { maxPages: 3 }, send: exact.send })).items).toHaveLength(3);

		const more = endless(4);
		await expect(collect(get(), { ...list, guard: { maxPages: 3 }, send: more.send })).rejects.toMatchObject({ because: 'tooManyPages', pages: 3, items: 3 });
		expect(more.requests).toHaveLength(3);
	});

	it('stop an ever new list at 10,000 pages', async () => {
		let turn = 0;
		const send = async () => ({ status: 200, headers: {}, url: 'https://vendor.example/items', body: { data: [{ id: ++turn }], next: `c${turn}` } });

		await expect(collect(get(), { ...list, send })).rejects.toMatchObject({ because: 'tooManyPages', pages: 10_000, items: 10_000 });
		expect(turn).toBe(10_000);
	});

	it('let exactly the maximum of items pass and throw at one more', async () => {
		const paging = { ...list, guard: { maxItems: 4 } };
		expect((await collect(get(), { ...paging, send: script({ data: records(0, 4) }).send })).items).toHaveLength(4);

		await expect(collect(get(), { ...paging, send: script({ data: records(0, 5) }).send })).rejects.toMatchObject({ because: 'tooManyItems', items: 5 });
	});

	it('stop before a request when the time is spent', async () => {
		let nowMs = 1_000;
		const vendor = serving((_query, _request, turn) => {
			nowMs += 20_000;
			return { data: [record(turn)], next: `c${turn}` };
		});

		await expect(collect(get(), { ...list, guard: { maxTime: { ms: 60_000, clock: { monotonic: () => nowMs } } }, send: vendor.send })).rejects.toMatchObject({
			because: 'tooLong',
			message: 'Reading the list took longer than 60 s: /items?cursor=c3 would be the next page. 3 items on 3 pages were read before',
		});
		expect(vendor.requests).toHaveLength(3);
	});

	it('show a cursor in the message, but no value whose name says that it is secret, and not more than 200 characters', async () => {
		const asked = get(`https://vendor.example/items?access_token=hunter2&page_token=p1&q=${'x'.repeat(300)}`);
		const vendor = script({ data: records(0, 1), links: { next: asked.url } });

		const { failure } = await drainToFailure(pages(asked, { itemsPath: 'data', next: nextLink({ path: 'links.next' }), send: vendor.send }));

		expect(String(failure)).toContain('/items?access_token=***&page_token=p1&q=xxx');
		expect(JSON.stringify(failure)).not.toContain('hunter2');
		expect((failure as PaginationError).token).toHaveLength(201);
	});
});

describe('recordId', () => {
	it.each([
		[{ id: 'a' }, 'a'],
		[{ id: 'a', type: 't' }, 't\na'],
		[{ id: 7 }, '#7'],
		[{ id: '7' }, '7'],
		[{ id: '' }, undefined],
		[{ id: null }, undefined],
		[{ name: 'a' }, undefined],
		[['a'], undefined],
		['a', undefined],
		[null, undefined],
	])('of %j is %j', (item, id) => {
		expect(recordId(item)).toBe(id);
	});
});
