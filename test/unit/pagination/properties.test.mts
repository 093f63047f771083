import fc from 'fast-check';
import type { JsonValue } from '../../../nodes/shared/http/request';
import { collect, cursor, nextLink, offset, pageNumber, pages, PaginationError } from '../../../nodes/shared/pagination';
import { cursorVendor, drainToFailure, get, record, records, serving } from './pageServer.mts';

const idOf = (item: JsonValue) => (item as { id: string }).id;

describe('for any pages and links', () => {
	const page = fc.record({
		items: fc.array(fc.nat(12), { maxLength: 4 }),
		next: fc.option(fc.nat(11), { nil: null }),
	});

	it('the reading ends: with all pages on the way in order, or with a PaginationError after a part of them', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(page, { minLength: 1, maxLength: 12 }), fc.boolean(), fc.option(fc.nat(20), { nil: undefined }), async (graph, prefetch, limit) => {
				const vendor = serving((query) => {
					const { items, next } = graph[Number(query.get('n') ?? 0) % graph.length]!;
					return { data: items.map(record), next: next === null ? null : `/items?n=${next % graph.length}` };
				});
				const way: JsonValue[] = [];
				const visited = new Set<number>();
				let at: number | null = 0;
				while (at !== null && !visited.has(at)) {
					visited.add(at);
					way.push(...graph[at]!.items.map(record));
					at = graph[at]!.next === null ? null : graph[at]!.next! % graph.length;
				}

				const { yielded, failure } = await drainToFailure(pages(get('https://vendor.example/items?n=0'), { itemsPath: 'data', next: nextLink({ path: 'next' }), send: vendor.send, prefetch, limit }));

				const read = yielded.flatMap(({ items }) => items);
				expect(vendor.requests.length).toBeLessThanOrEqual(graph.length);
				expect(read).toEqual(way.slice(0, read.length));
				if (failure === undefined) expect(read).toHaveLength(Math.min(way.length, limit ?? Infinity));
				else expect(failure).toBeInstanceOf(PaginationError);
				if (at !== null && limit === undefined) expect(failure).toBeInstanceOf(PaginationError);
			}),
			{ numRuns: 500 },
		);
	});

	it('a vendor that goes round in circles under ever new addresses is stopped within its second round', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(fc.array(fc.nat(30), { maxLength: 5 }), { minLength: 1, maxLength: 10 }), fc.boolean(), async (cycle, dropRepeats) => {
				const vendor = serving((_query, _request, turn) => ({ data: cycle[(turn - 1) % cycle.length]!.map(record), next: `c${turn}` }));

				const { failure } = await drainToFailure(pages(get(), { itemsPath: 'data', next: cursor({ parameter: 'cursor', path: 'next' }), send: vendor.send, dropRepeats }));

				expect(failure).toBeInstanceOf(PaginationError);
				expect(vendor.requests.length).toBeLessThanOrEqual(cycle.length * 2 + 5);
			}),
			{ numRuns: 300 },
		);
	});
});

describe('for any length, page size, largest page and limit', () => {
	const sizes = fc.record({ length: fc.nat(60), size: fc.integer({ min: 1, max: 25 }), max: fc.integer({ min: 1, max: 25 }), limit: fc.option(fc.nat(70), { nil: undefined }), overlap: fc.nat(4) });
	const counted = (length: number, max: number) =>
		serving((query) => {
			const limit = Math.min(max, Number(query.get('limit')));
			const from = query.has('page') ? (Number(query.get('page')) - 1) * limit : Number(query.get('offset') ?? 0);
			return { data: records(from, Math.min(length, from + limit)), total: length, has_more: from + limit < length };
		});

	it('a cursor list comes out as it went in', async () => {
		await fc.assert(
			fc.asyncProperty(sizes, fc.boolean(), async ({ length, size, max, limit }, prefetch) => {
				const paging = { itemsPath: 'data', next: cursor({ parameter: 'cursor', path: 'meta.next_cursor' }), pageSize: { parameter: 'limit', max: size }, limit, prefetch };

				expect((await collect(get(), { ...paging, send: cursorVendor(records(0, length), max).send })).items).toEqual(records(0, Math.min(length, limit ?? Infinity)));
			}),
		);
	});

	it.each([
		['no signal', {}, {}],
		['a total', {}, { totalPath: 'total' }],
		['has_more', { hasMorePath: 'has_more' }, {}],
	])('an offset list with %s comes out as it went in, with no gap and no repeat', async (_case, signal, more) => {
		await fc.assert(
			fc.asyncProperty(sizes, async ({ length, size, max, limit, overlap }) => {
				const next = offset({ parameter: 'offset', sizeParameter: 'limit', overlap, ...signal });
				const vendor = counted(length, max);

				const { items, notes } = await collect(get(), { itemsPath: 'data', next, pageSize: { parameter: 'limit', max: size }, limit, ...more, send: vendor.send });

				expect(items).toEqual(records(0, Math.min(length, limit ?? Infinity)));
				expect(notes).toMatchObject({ duplicatesDropped: 0, possibleGaps: 0 });
			}),
			{ numRuns: 300 },
		);
	});

	it.each([
		['no signal', {}, {}],
		['a total', {}, { totalPath: 'total' }],
		['has_more', { hasMorePath: 'has_more' }, {}],
	])('a list in numbered pages with %s comes out as it went in', async (_case, signal, more) => {
		await fc.assert(
			fc.asyncProperty(sizes, async ({ length, size, max, limit }) => {
				const next = pageNumber({ parameter: 'page', sizeParameter: 'limit', ...signal });
				const vendor = counted(length, max);

				const { items } = await collect(get('https://vendor.example/items?page=1'), { itemsPath: 'data', next, pageSize: { parameter: 'limit', max: size }, limit, ...more, send: vendor.send });

				expect(items).toEqual(records(0, Math.min(length, limit ?? Infinity)));
			}),
		);
	});
});

describe('for any changes while an offset list is read', () => {
	const edit = fc.record({ at: fc.nat(60), remove: fc.boolean(), count: fc.integer({ min: 1, max: 4 }) });
	const scenario = fc.record({
		length: fc.nat(40),
		size: fc.integer({ min: 2, max: 12 }),
		max: fc.integer({ min: 2, max: 12 }),
		edits: fc.array(fc.array(edit, { maxLength: 3 }), { maxLength: 12 }),
		total: fc.boolean(),
	});

	async function readWhile(
		{ length, size, max, edits, total }: { length: number; size: number; max: number; edits: Array<Array<{ at: number; remove: boolean; count: number }>>; total: boolean },
		{ overlap, deletions }: { overlap: number; deletions: boolean },
	) {
		let list = records(0, length);
		let fresh = 1_000;
		const throughout = new Set(list.map(idOf));
		const vendor = serving((query, _request, turn) => {
			for (const { at, remove, count } of turn === 1 ? [] : (edits[turn - 2] ?? [])) {
				const place = list.length === 0 ? 0 : at % (list.length + 1);
				if (!remove) list = [...list.slice(0, place), ...records(fresh, (fresh += count)), ...list.slice(place)];
				else if (deletions) {
					for (const gone of list.slice(place, place + count)) throughout.delete(idOf(gone));
					list = [...list.slice(0, place), ...list.slice(place + count)];
				}
			}
			const from = Number(query.get('offset') ?? 0);
			return { data: list.slice(from, from + Math.min(max, Number(query.get('limit')))), total: list.length };
		});
		const next = offset({ parameter: 'offset', sizeParameter: 'limit', overlap });
		const { yielded, failure } = await drainToFailure(
			pages(get(), { itemsPath: 'data', next, pageSize: { parameter: 'limit', max: size }, send: vendor.send, ...(total && { totalPath: 'total' }) }),
		);
		const ids = yielded.flatMap(({ items }) => items).map(idOf);
		const lost = [...throughout].filter((id) => !ids.includes(id));
		return { ids, lost, failure, notes: yielded.at(-1)?.notes };
	}

	it('insertions alone lose nothing, with or without overlap, and nothing comes twice', async () => {
		await fc.assert(
			fc.asyncProperty(scenario, fc.nat(3), async (given, overlap) => {
				const { ids, lost, failure } = await readWhile(given, { overlap, deletions: false });

				expect(new Set(ids).size).toBe(ids.length);
				if (failure === undefined) expect(lost).toEqual([]);
				else expect(failure).toMatchObject({ because: 'nothingNew' });
			}),
			{ numRuns: 1_000 },
		);
	});

	it('with an overlap, insertions and deletions lose nothing, or a possible gap is reported, and nothing comes twice', async () => {
		await fc.assert(
			fc.asyncProperty(scenario, fc.integer({ min: 1, max: 5 }), async (given, overlap) => {
				const { ids, lost, failure, notes } = await readWhile(given, { overlap, deletions: true });

				expect(new Set(ids).size).toBe(ids.length);
				if (failure !== undefined) expect(failure).toMatchObject({ because: 'nothingNew' });
				else if (notes?.possibleGaps === 0) expect(lost).toEqual([]);
			}),
			{ numRuns: 2_000 },
		);
	});
});
