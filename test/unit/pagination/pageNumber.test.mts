import { collect, pageNumber } from '../../../nodes/shared/pagination';
import { get, records, serving } from './pageServer.mts';

const numbered = (length: number, { first = 1, max = 100, more = (_total: number, _page: number, _size: number): object => ({}) } = {}) =>
	serving((query) => {
		const size = Math.min(max, Number(query.get('per_page') ?? 20));
		const page = Number(query.get('page') ?? first) - first;
		return { data: records(page * size, Math.min(length, (page + 1) * size)), ...more(length, page + 1, size) };
	});
const pageSize = { parameter: 'per_page', max: 10 };

describe('pageNumber', () => {
	it.each([
		[0, 1],
		[1, 2],
		[10, 2],
		[11, 2],
		[20, 3],
	])('reads a list of %i without any signal in pages of 10 with %i requests', async (length, requests) => {
		const vendor = numbered(length);

		const { items } = await collect(get(), { itemsPath: 'data', next: pageNumber({ parameter: 'page', sizeParameter: 'per_page' }), pageSize, send: vendor.send });

		expect(items).toEqual(records(0, length));
		expect(vendor.requests).toHaveLength(requests);
	});

	it('counts from 0 for vendors that do', async () => {
		const vendor = numbered(25, { first: 0 });

		const { items } = await collect(get(), { itemsPath: 'data', next: pageNumber({ parameter: 'page', first: 0, sizeParameter: 'per_page' }), pageSize, send: vendor.send });

		expect(items).toEqual(records(0, 25));
		expect(vendor.sent('page')).toEqual([null, '1', '2']);
	});

	it.each([
		['the number of pages', { totalPagesPath: 'pages' }, {}],
		['the number of items', {}, { totalPath: 'total' }],
		['has_more', { hasMorePath: 'has_more' }, {}],
	])('ends without an empty page by %s, also when the vendor lowers the size', async (_case, signal, more) => {
		const vendor = numbered(12, { max: 4, more: (total, page, size) => ({ total, pages: Math.ceil(total / size), has_more: page * size < total }) });

		const { items } = await collect(get(), { itemsPath: 'data', next: pageNumber({ parameter: 'page', sizeParameter: 'per_page', ...signal }), pageSize, ...more, send: vendor.send });

		expect(items).toEqual(records(0, 12));
		expect(vendor.sent('page')).toEqual([null, '2', '3']);
	});

	it('keeps the page size to the last page of a limit, because another size would move the pages', async () => {
		const vendor = numbered(100);

		const { items } = await collect(get(), { itemsPath: 'data', next: pageNumber({ parameter: 'page', sizeParameter: 'per_page' }), pageSize, limit: 23, send: vendor.send });

		expect(items).toEqual(records(0, 23));
		expect(vendor.sent('per_page')).toEqual(['10', '10', '10']);
	});
});
