import type { JsonValue } from '../../../nodes/shared/http/request';
import { collect, noteTexts, offset, pageNumber, pages, type Page, type Paging } from '../../../nodes/shared/pagination';
import { drain, drainToFailure, get, offsetVendor, record, records, serving } from './pageServer.mts';

const next = offset({ parameter: 'offset', sizeParameter: 'limit' });
const paging = { itemsPath: 'data', totalPath: 'total', next, pageSize: { parameter: 'limit', max: 10 } };
/** `list` as it is at each request; answers tell its length. */
const counting = (list: (turn: number) => JsonValue[]) => offsetVendor(list, 100, (all) => ({ total: all.length }));
const without = (list: JsonValue[], from: number, to: number) => [...list.slice(0, from), ...list.slice(to)];

describe('an offset list that becomes shorter and says so', () => {
	it('is read again from as far back, before anything behind is handed on', async () => {
		const vendor = counting((turn) => (turn === 1 ? records(0, 30) : records(3, 30)));

		const collected = await collect(get(), { ...paging, send: vendor.send });

		expect(collected.items).toEqual(records(0, 30));
		expect(vendor.sent('offset')).toEqual([null, '10', '7', '17']);
		expect(collected.notes).toEqual({ duplicatesDropped: 0, possibleGaps: 0, firstTotal: 30, lastTotal: 27 });
		expect(noteTexts(collected)).toEqual(['The list changed while it was read: it had 30 records at first and 27 in the end.']);
	});

	it('gives the last records although the position lies behind its new end', async () => {
		const vendor = counting((turn) => (turn === 1 ? records(0, 13) : records(5, 13)));

		expect((await collect(get(), { ...paging, send: vendor.send })).items).toEqual(records(0, 13));
		expect(vendor.sent('offset')).toEqual([null, '10', '5']);
	});

	it('gives the last records also where the vendor says that nothing more follows', async () => {
		const vendor = offsetVendor((turn) => (turn === 1 ? records(0, 13) : records(5, 13)), 100, (all, to) => ({ total: all.length, more: to < all.length }));

		expect((await collect(get(), { ...paging, next: offset({ parameter: 'offset', hasMorePath: 'more' }), send: vendor.send })).items).toEqual(records(0, 13));
	});

	it('repeats nothing and counts no repeat when the records went from behind the position', async () => {
		const vendor = counting((turn) => (turn === 1 ? records(0, 100) : without(records(0, 100), 60, 95)));

		const { items, notes } = await collect(get(), { ...paging, send: vendor.send });

		expect(items).toEqual(without(records(0, 100), 60, 95));
		expect(notes).toMatchObject({ duplicatesDropped: 0, possibleGaps: 0 });
	});

	it('is no loop, however many pages are read again', async () => {
		const vendor = counting((turn) => (turn <= 6 ? records(0, 200) : without(records(0, 200), 100, 150)));

		const { items, notes } = await collect(get(), { ...paging, send: vendor.send });

		expect(items).toEqual(without(records(0, 200), 100, 150));
		expect(notes).toMatchObject({ duplicatesDropped: 0, possibleGaps: 0 });
	});

	it('is caught up with although it loses a record between any two requests', async () => {
		const vendor = counting((turn) => records(turn - 1, 60));

		const { items, notes } = await collect(get(), { ...paging, send: vendor.send });

		expect(items).toEqual(records(0, 60));
		expect(notes.possibleGaps).toBe(0);
		expect(vendor.requests.length).toBeLessThanOrEqual(20);
	});

	it('is not read again where the overlap shows that nothing is missing', async () => {
		const vendor = counting((turn) => (turn === 1 ? records(0, 30) : records(2, 30)));

		const { items, notes } = await collect(get(), { ...paging, next: offset({ parameter: 'offset', sizeParameter: 'limit', overlap: 3 }), send: vendor.send });

		expect(items).toEqual(records(0, 30));
		expect(notes).toMatchObject({ duplicatesDropped: 0, possibleGaps: 0 });
		expect(vendor.sent('offset')).toEqual([null, '7', '14', '21']);
	});

	it('is not read again with an overlap when all that went stood behind the position', async () => {
		const vendor = counting((turn) => (turn === 1 ? records(0, 60) : without(records(0, 60), 30, 50)));

		await collect(get(), { ...paging, next: offset({ parameter: 'offset', sizeParameter: 'limit', overlap: 1 }), send: vendor.send });

		expect(vendor.sent('offset')).toEqual([null, '9', '18', '27', '36']);
	});

	it('has no gap at its very start, whatever stands there now', async () => {
		const vendor = counting((turn) => (turn === 1 ? records(0, 20) : [record(100), ...records(10, 20)]));

		const { items, notes } = await collect(get(), { ...paging, next: offset({ parameter: 'offset', sizeParameter: 'limit', overlap: 1 }), send: vendor.send });

		expect(items).toEqual([...records(0, 10), record(100), ...records(10, 20)]);
		expect(notes.possibleGaps).toBe(0);
	});

	it('is read again where the overlap does not, and has no gap then', async () => {
		const vendor = counting((turn) => (turn === 1 ? records(0, 30) : records(6, 30)));

		const { items, notes } = await collect(get(), { ...paging, next: offset({ parameter: 'offset', sizeParameter: 'limit', overlap: 3 }), send: vendor.send });

		expect(items).toEqual(records(0, 30));
		expect(notes.possibleGaps).toBe(0);
	});

	it('has a possible gap, with an overlap, when additions hide a part of the deletions', async () => {
		// Three are gone from the front and two have come at the end: one fewer, but three were pulled over.
		const vendor = counting((turn) => (turn === 1 ? records(0, 30) : records(3, 32)));

		const { items, notes } = await collect(get(), { ...paging, next: offset({ parameter: 'offset', sizeParameter: 'limit', overlap: 1 }), send: vendor.send });

		expect(items).not.toContainEqual(record(10));
		expect(notes.possibleGaps).toBe(1);
	});

	it('is never read from before the position of the first request', async () => {
		const vendor = counting((turn) => (turn === 1 ? records(0, 40) : records(0, 15)));

		const { items } = await collect(get('https://vendor.example/items?offset=5'), { ...paging, send: vendor.send });

		expect(items).toEqual(records(5, 15));
		expect(vendor.sent('offset')).toEqual(['5', '15', '5']);
	});

	it('reports a possible gap where the records pulled over lie before the first position', async () => {
		const vendor = counting((turn) => (turn === 1 ? records(0, 40) : records(18, 40)));

		const { items, notes } = await collect(get('https://vendor.example/items?offset=5'), { ...paging, send: vendor.send });

		expect(items).not.toContainEqual(record(18));
		expect(notes.possibleGaps).toBe(1);
	});

	it('hands nothing on that an earlier run has, when a later run goes back', async () => {
		const [first] = await drain(pages(get(), { ...paging, limit: 10, send: counting(() => records(0, 60)).send }));
		const vendor = counting((turn) => (turn === 1 ? records(0, 60) : without(records(0, 60), 25, 55)));

		const rest = await drain(pages(get(), { ...paging, resume: JSON.parse(JSON.stringify(first!.state)) as Page['state'], send: vendor.send }));

		expect(rest.flatMap(({ items }) => items)).toEqual(without(records(10, 60), 15, 45));
		expect(rest.map(({ page }) => page)).toEqual(rest.map((_page, index) => index + 2));
	});

	it('reports a possible gap instead where records cannot be told apart', async () => {
		const nameless = (list: JsonValue[]) => list.map((item) => ({ name: (item as { id: string }).id }));
		const vendor = counting((turn) => nameless(turn === 1 ? records(0, 30) : records(3, 30)));

		const { items, notes } = await collect(get(), { ...paging, send: vendor.send });

		expect(items).toEqual(nameless([...records(0, 10), ...records(13, 30)]));
		expect(notes.possibleGaps).toBe(1);
		expect(vendor.sent('offset')).toEqual([null, '10', '20']);
	});

	it('reports a possible gap instead where repeats are to be handed on', async () => {
		const vendor = counting((turn) => (turn === 1 ? records(0, 30) : records(3, 30)));

		expect((await collect(get(), { ...paging, dropRepeats: false, send: vendor.send })).notes.possibleGaps).toBe(1);
		expect(vendor.sent('offset')).toEqual([null, '10', '20']);
	});

	it('goes on as before by page numbers, which cannot be moved by single records', async () => {
		const vendor = serving((query, _request, turn) => {
			const all = turn === 1 ? records(0, 30) : records(3, 30);
			const page = Number(query.get('page') ?? 1);
			return { data: all.slice((page - 1) * 10, page * 10), total: all.length };
		});

		await collect(get(), { ...paging, next: pageNumber({ parameter: 'page', sizeParameter: 'limit' }), send: vendor.send });

		expect(vendor.sent('page')).toEqual([null, '2', '3']);
	});

	it('fills the limit with what was pulled over the position', async () => {
		const vendor = counting((turn) => (turn === 1 ? records(0, 30) : records(3, 30)));

		const { items } = await collect(get(), { ...paging, limit: 12, send: vendor.send });

		expect(items).toEqual(records(0, 12));
		expect(vendor.paths()).toEqual(['/items?limit=10', '/items?limit=2&offset=10', '/items?limit=5&offset=7']);
	});

	it('hands the page that goes back on with a state to go on from', async () => {
		const shrunk = (turn: number) => (turn === 1 ? records(0, 30) : records(3, 30));
		const whole = await drain(pages(get(), { ...paging, send: counting(shrunk).send }));

		const rest = await drain(pages(get(), { ...paging, resume: whole[1]!.state, send: counting(() => shrunk(2)).send }));

		expect(rest.flatMap(({ items }) => items)).toEqual(records(20, 30));
	});
});

describe('a total that cannot be trusted', () => {
	it('that goes up and down costs requests, and nothing else', async () => {
		const vendor = offsetVendor(() => records(0, 50), 100, (all) => ({ total: all.length + (vendor.requests.length % 3) * 4 }));

		const { items, notes } = await collect(get(), { ...paging, next: offset({ parameter: 'offset', hasMorePath: 'more' }), send: withMore(vendor) });

		expect(items).toEqual(records(0, 50));
		expect(notes).toMatchObject({ duplicatesDropped: 0, possibleGaps: 0 });
	});

	it.each([
		['falls for ever', (turn: number) => 1_000_000_000 - turn * 40],
		['goes up and down by more than all pages so far', (turn: number) => (turn % 2 === 0 ? 1_000 : 500)],
		['goes up and down by one, in pages of one', (turn: number) => 1_000 - (turn % 2), 1],
	])('that %s ends, with all records or with a PaginationError', async (_case, total, max = 10) => {
		const vendor = offsetVendor(() => records(0, 30), max, (all, to) => ({ total: total(vendor.requests.length), more: to < all.length }));

		const { yielded, failure } = await drainToFailure(pages(get(), { ...paging, next: offset({ parameter: 'offset', hasMorePath: 'more' }), send: vendor.send }));

		const items = yielded.flatMap((page) => page.items);
		if (failure === undefined) expect(items).toEqual(records(0, 30));
		else expect(failure).toMatchObject({ because: 'nothingNew', items: items.length });
		expect(vendor.requests.length).toBeLessThan(200);
	});

	it('that falls further each time than the reading goes back is given up after ten times in a row', async () => {
		const vendor = serving((_query, _request, turn) => ({ data: records(turn * 10_000, turn * 10_000 + 5_000), total: 100_000 - turn * 300 }));

		const { yielded, failure } = await drainToFailure(pages(get(), { ...paging, pageSize: { parameter: 'limit', max: 5_000 }, send: vendor.send }));

		expect(yielded).toHaveLength(1);
		expect(failure).toMatchObject({
			because: 'nothingNew',
			message: expect.stringMatching(/^The list became shorter 11 times without anything new, the last time at \/items\?limit=5000&offset=\d+\. 5000 items on 1 page were read before$/),
		});
		expect(vendor.requests).toHaveLength(12);
	});
});

/** Says with `more` whether anything follows, so that the total decides nothing but how far to go back. */
const withMore = (vendor: ReturnType<typeof offsetVendor>): Paging['send'] => async (request, signal) => {
	const answer = await vendor.send(request, signal);
	const { data } = answer.body as { data: JsonValue[] };
	return { ...answer, body: { ...(answer.body as object), more: data.length === 10 } };
};
