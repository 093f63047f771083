import { collect, cursor, noteTexts, offset, pageNumber } from '../../../nodes/shared/pagination';
import { get, offsetVendor, record, records, script, serving } from './pageServer.mts';

const pageSize = { parameter: 'limit', max: 10 };
const plain = offset({ parameter: 'offset', sizeParameter: 'limit' });
const overlapping = offset({ parameter: 'offset', sizeParameter: 'limit', overlap: 3 });

describe('a list that changes while it is read', () => {
	it('gives a record once that insertions pushed onto the next page, and counts it', async () => {
		const vendor = offsetVendor((turn) => (turn === 1 ? records(0, 15) : [...records(100, 102), ...records(0, 15)]));

		const collected = await collect(get(), { itemsPath: 'data', next: plain, pageSize, send: vendor.send });

		expect(collected.items).toEqual(records(0, 15));
		expect(collected.notes).toEqual({ duplicatesDropped: 2, possibleGaps: 0 });
		expect(noteTexts(collected)).toEqual(['The list changed while it was read: 2 records came more than once and are given once.']);
	});

	it('goes on when insertions push a whole page onto the next', async () => {
		const vendor = offsetVendor((turn) => (turn === 1 ? records(0, 25) : [...records(100, 110), ...records(0, 25)]));

		expect((await collect(get(), { itemsPath: 'data', next: plain, pageSize, send: vendor.send })).items).toEqual(records(0, 25));
	});

	it('tells records of different types with the same id apart', async () => {
		const vendor = script({ data: [{ type: 'a', id: '1' }] }, { data: [{ type: 'b', id: '1' }] }, { data: [] });

		expect((await collect(get(), { itemsPath: 'data', next: plain, send: vendor.send })).items).toHaveLength(2);
	});

	it('drops repeats by page numbers as well', async () => {
		const vendor = serving((query, _request, turn) => {
			const all = turn === 1 ? records(0, 15) : [record(100), ...records(0, 15)];
			const page = Number(query.get('page') ?? 1);
			return { data: all.slice((page - 1) * 10, page * 10) };
		});

		const { items, notes } = await collect(get(), { itemsPath: 'data', next: pageNumber({ parameter: 'page', sizeParameter: 'limit' }), pageSize, send: vendor.send });

		expect(items).toEqual(records(0, 15));
		expect(notes.duplicatesDropped).toBe(1);
	});

	it('hands repeats on by cursors, unless told otherwise', async () => {
		const boundary = () => script({ data: records(0, 3), next: 'a' }, { data: records(2, 5) });
		const paging = { itemsPath: 'data', next: cursor({ parameter: 'cursor', path: 'next' }) };

		expect((await collect(get(), { ...paging, send: boundary().send })).items).toHaveLength(6);
		expect((await collect(get(), { ...paging, dropRepeats: true, send: boundary().send })).items).toEqual(records(0, 5));
	});

	it('fills the limit although repeats were dropped, with pages of the full size from then on', async () => {
		const vendor = offsetVendor((turn) => (turn === 1 ? records(0, 40) : [record(100), ...records(0, 40)]));

		const { items } = await collect(get(), { itemsPath: 'data', next: plain, pageSize, limit: 12, send: vendor.send });

		expect(items).toEqual(records(0, 12));
		expect(vendor.paths()).toEqual(['/items?limit=10', '/items?limit=2&offset=10', '/items?limit=10&offset=12']);
	});

	it('asks for the overlap again and hands nothing on twice', async () => {
		const vendor = offsetVendor(() => records(0, 24));

		const { items, notes } = await collect(get(), { itemsPath: 'data', next: overlapping, pageSize, send: vendor.send });

		expect(items).toEqual(records(0, 24));
		expect(vendor.sent('offset')).toEqual([null, '7', '14', '21']);
		expect(notes).toEqual({ duplicatesDropped: 0, possibleGaps: 0 });
	});

	it.each([1, 2, 3, 4, 5, 6, 7, 10, 11, 17, 18])('reads a list of %i that does not change, with an overlap of 3, once and whole', async (length) => {
		for (const max of [2, 3, 4, 5, 10]) {
			const vendor = offsetVendor(() => records(0, length), max);

			const { items, notes } = await collect(get(), { itemsPath: 'data', next: overlapping, pageSize, send: vendor.send });

			expect(items).toEqual(records(0, length));
			expect(notes).toEqual({ duplicatesDropped: 0, possibleGaps: 0 });
		}
	});

	it('loses nothing to as many deletions between two requests as the overlap has', async () => {
		const vendor = offsetVendor((turn) => (turn === 1 ? records(0, 15) : records(2, 15)));

		const { items, notes } = await collect(get(), { itemsPath: 'data', next: overlapping, pageSize, send: vendor.send });

		expect(items).toEqual(records(0, 15));
		expect(notes.possibleGaps).toBe(0);
	});

	it('reports a possible gap after more deletions than the overlap has, also when nothing is left to come', async () => {
		const some = offsetVendor((turn) => (turn === 1 ? records(0, 20) : records(5, 20)));
		const collected = await collect(get(), { itemsPath: 'data', next: overlapping, pageSize, send: some.send });
		expect(collected.items).not.toContainEqual(record(10));
		expect(collected.notes.possibleGaps).toBe(1);
		expect(noteTexts(collected)).toEqual(['Records were deleted while the list was read: at 1 place some may be missing. Run again to be sure.']);

		const all = offsetVendor((turn) => (turn === 1 ? records(0, 16) : records(10, 16)));
		expect((await collect(get(), { itemsPath: 'data', next: overlapping, pageSize, send: all.send })).notes.possibleGaps).toBe(1);
	});

	it('reports a total that changed, and one that does not agree with what came', async () => {
		const changed = offsetVendor((turn) => records(0, turn === 1 ? 12 : 13), 100, (list) => ({ total: list.length }));
		expect(noteTexts(await collect(get(), { itemsPath: 'data', next: plain, pageSize, totalPath: 'total', send: changed.send }))).toEqual([
			'The list changed while it was read: it had 12 records at first and 13 in the end.',
		]);

		const cutOff = script({ data: records(0, 251), meta: { total: 900 } });
		const collected = await collect(get(), { itemsPath: 'data', next: cursor({ parameter: 'after', path: 'meta.next' }), totalPath: 'meta.total', send: cutOff.send });
		expect(noteTexts(collected)).toEqual(['The vendor counts 900 records, 251 were received. Run again, or ask for smaller pages.']);
	});

	it('takes a number of records between the first and the last total for explained, and no other', async () => {
		const noted = (count: number) => noteTexts({ items: { length: count }, complete: true, notes: { duplicatesDropped: 0, possibleGaps: 0, firstTotal: 30, lastTotal: 27 } });
		const changed = 'The list changed while it was read: it had 30 records at first and 27 in the end.';

		for (const count of [27, 28, 30]) expect(noted(count)).toEqual([changed]);
		for (const count of [26, 31]) expect(noted(count)).toEqual([changed, `The vendor counts 27 records, ${count} were received. Run again, or ask for smaller pages.`]);
	});

	it('has nothing to say about a total that a limit did not reach', async () => {
		const vendor = offsetVendor(() => records(0, 50), 100, () => ({ total: 50 }));

		expect(noteTexts(await collect(get(), { itemsPath: 'data', next: plain, pageSize, totalPath: 'total', limit: 5, send: vendor.send }))).toEqual([]);
	});
});

describe('noteTexts', () => {
	it('speaks of one record and several places, and of a smaller page size', () => {
		expect(noteTexts({ items: [], complete: false, notes: { duplicatesDropped: 1, possibleGaps: 2, reducedPageSize: 25 } })).toEqual([
			'Records were deleted while the list was read: at 2 places some may be missing. Run again to be sure.',
			'The list changed while it was read: 1 record came more than once and is given once.',
			'Large pages were refused: the list was read 25 at a time.',
		]);
	});
});
