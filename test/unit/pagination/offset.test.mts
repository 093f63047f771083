import { collect, offset } from '../../../nodes/shared/pagination';
import { get, offsetVendor, records, script } from './pageServer.mts';

const next = offset({ parameter: 'offset', sizeParameter: 'limit' });
const pageSize = { parameter: 'limit', max: 10 };

describe('offset', () => {
	it.each([
		[0, 1],
		[1, 2],
		[9, 2],
		[10, 2],
		[11, 2],
		[20, 3],
		[21, 3],
	])('reads a list of %i without any signal in pages of 10 with %i requests', async (length, requests) => {
		const vendor = offsetVendor(() => records(0, length));

		const { items } = await collect(get(), { itemsPath: 'data', next, pageSize, send: vendor.send });

		expect(items).toEqual(records(0, length));
		expect(vendor.requests).toHaveLength(requests);
	});

	it('ends at a short page once the vendor has granted a page of the size asked for', async () => {
		const vendor = offsetVendor(() => records(0, 13));

		await collect(get(), { itemsPath: 'data', next, pageSize, send: vendor.send });

		expect(vendor.sent('offset')).toEqual([null, '10']);
	});

	it('goes on to an empty page when the first page is short, as the vendor may have lowered the size', async () => {
		const vendor = offsetVendor(() => records(0, 7), 3);

		const { items } = await collect(get(), { itemsPath: 'data', next, pageSize, send: vendor.send });

		expect(items).toEqual(records(0, 7));
		expect(vendor.sent('offset')).toEqual([null, '3', '6', '7']);
	});

	it('spares the empty page when the answers say how many there are', async () => {
		const vendor = offsetVendor(() => records(0, 7), 3, (all) => ({ total: all.length }));

		const { items, notes } = await collect(get(), { itemsPath: 'data', next, pageSize, totalPath: 'total', send: vendor.send });

		expect(items).toEqual(records(0, 7));
		expect(vendor.sent('offset')).toEqual([null, '3', '6']);
		expect(notes).toMatchObject({ firstTotal: 7, lastTotal: 7 });
	});

	it('reads a total that is written as text', async () => {
		const vendor = offsetVendor(() => records(0, 3), 3, () => ({ total: '3' }));

		await collect(get(), { itemsPath: 'data', next, pageSize, totalPath: 'total', send: vendor.send });

		expect(vendor.requests).toHaveLength(1);
	});

	it('ends at has_more false, however full the page, and goes on at has_more true, however short', async () => {
		const hasMore = offset({ parameter: 'offset', sizeParameter: 'limit', hasMorePath: 'has_more' });
		const vendor = script({ data: records(0, 2), has_more: true, total: 2 }, { data: records(2, 12), has_more: false, total: 99 });

		const { items } = await collect(get(), { itemsPath: 'data', next: hasMore, pageSize, totalPath: 'total', send: vendor.send });

		expect(items).toEqual(records(0, 12));
		expect(vendor.sent('offset')).toEqual([null, '2']);
	});

	it('throws when the vendor says that more follows an empty page, as the offset would stay', async () => {
		const hasMore = offset({ parameter: 'offset', hasMorePath: 'has_more' });
		const vendor = script({ data: records(0, 2), has_more: true }, { data: [], has_more: true });

		await expect(collect(get(), { itemsPath: 'data', next: hasMore, send: vendor.send })).rejects.toMatchObject({ because: 'requestRepeated', items: 2 });
		expect(vendor.requests).toHaveLength(2);
	});

	it('never goes back, also past a page shorter than the overlap that more is said to follow', async () => {
		const hasMore = offset({ parameter: 'offset', sizeParameter: 'limit', hasMorePath: 'has_more', overlap: 3 });
		const vendor = script({ data: records(0, 10), has_more: true }, { data: records(7, 8), has_more: true }, { data: records(8, 12), has_more: false });

		const { items } = await collect(get(), { itemsPath: 'data', next: hasMore, pageSize, send: vendor.send });

		expect(items).toEqual(records(0, 12));
		expect(vendor.sent('offset')).toEqual([null, '7', '8']);
	});

	it('starts from the offset that the first request carries', async () => {
		const vendor = offsetVendor(() => records(0, 25));

		const { items } = await collect(get('https://vendor.example/items?offset=5'), { itemsPath: 'data', next, pageSize, send: vendor.send });

		expect(items).toEqual(records(5, 25));
		expect(vendor.sent('offset')).toEqual(['5', '15', '25']);
	});
});
