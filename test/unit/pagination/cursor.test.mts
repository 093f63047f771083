import { collect, cursor } from '../../../nodes/shared/pagination';
import { cursorVendor, get, records, script } from './pageServer.mts';

const next = cursor({ parameter: 'cursor', path: 'meta.next_cursor' });
const paging = { itemsPath: 'data', next };

describe('cursor', () => {
	it.each([
		[0, 1],
		[1, 1],
		[2, 1],
		[3, 2],
		[4, 2],
		[5, 3],
	])('reads a list of %i in pages of 2 with %i requests', async (length, requests) => {
		const vendor = cursorVendor(records(0, length));

		const { items, pages, complete } = await collect(get(), { ...paging, send: vendor.send, pageSize: { parameter: 'limit', max: 2 } });

		expect(items).toEqual(records(0, length));
		expect(vendor.requests).toHaveLength(requests);
		expect(pages).toBe(requests);
		expect(complete).toBe(true);
	});

	it('repeats the filters beside the cursor and encodes the cursor', async () => {
		const vendor = script({ data: records(0, 1), meta: { next_cursor: 'a+/= &b' } }, { data: records(1, 2), meta: {} });

		await collect(get('https://vendor.example/items?status=all'), { ...paging, send: vendor.send });

		expect(vendor.paths()).toEqual(['/items?status=all', '/items?status=all&cursor=a%2B%2F%3D+%26b']);
	});

	it.each([
		['null', { next_cursor: null }],
		['an empty text', { next_cursor: '' }],
		['absent', {}],
		['without its parent', undefined],
		['a false', { next_cursor: false }],
	])('ends at a cursor that is %s', async (_case, meta) => {
		const vendor = script({ data: records(0, 2), ...(meta && { meta }) });

		expect((await collect(get(), { ...paging, send: vendor.send })).items).toEqual(records(0, 2));
		expect(vendor.requests).toHaveLength(1);
	});

	it('ends at has_more false although a cursor is there', async () => {
		const vendor = script({ data: records(0, 2), has_more: false, cursor: 'r1' });

		await collect(get(), { itemsPath: 'data', next: cursor({ parameter: 'after', path: 'cursor', hasMorePath: 'has_more' }), send: vendor.send });

		expect(vendor.requests).toHaveLength(1);
	});

	it('follows a cursor although the page is short and counts say that all was read', async () => {
		const vendor = script({ data: records(0, 1), meta: { next_cursor: 'x', total_count: 1, total_pages: 1 } }, { data: records(1, 3), meta: { total_count: 1 } });

		const { items } = await collect(get(), { ...paging, totalPath: 'meta.total_count', send: vendor.send, pageSize: { parameter: 'limit', max: 100 } });

		expect(items).toEqual(records(0, 3));
	});

	it('sends a number as a cursor', async () => {
		const vendor = script({ data: records(0, 1), meta: { next_cursor: 42 } }, { data: records(1, 2), meta: {} });

		await collect(get(), { ...paging, send: vendor.send });

		expect(vendor.sent('cursor')).toEqual([null, '42']);
	});

	it.each([[true], [{ id: 1 }], [['x']]])('throws on the cursor %j and says what was read', async (token) => {
		const vendor = script({ data: records(0, 2), meta: { next_cursor: token } });

		await expect(collect(get(), { ...paging, send: vendor.send })).rejects.toMatchObject({
			name: 'PaginationError',
			because: 'badCursor',
			message: 'The cursor at "meta.next_cursor" on page 1 is neither text nor a number',
			pages: 1,
			items: 2,
		});
	});

	it('gets no cursor from a name that every object inherits', async () => {
		const vendor = script({ data: records(0, 1) });

		await collect(get(), { itemsPath: 'data', next: cursor({ parameter: 'cursor', path: 'constructor' }), send: vendor.send });

		expect(vendor.requests).toHaveLength(1);
	});
});
