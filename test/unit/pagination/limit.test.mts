import { collect, cursor, items, nextLink, offset } from '../../../nodes/shared/pagination';
import { cursorVendor, drain, get, offsetVendor, records, script, serving } from './pageServer.mts';

const next = cursor({ parameter: 'cursor', path: 'meta.next_cursor' });
const paging = { itemsPath: 'data', next, pageSize: { parameter: 'limit', max: 100 } };

describe('limit', () => {
	it('sends nothing for 0', async () => {
		const vendor = cursorVendor(records(0, 5));

		expect(await collect(get(), { ...paging, limit: 0, send: vendor.send })).toMatchObject({ items: [], pages: 0, complete: false });
		expect(vendor.requests).toEqual([]);
	});

	it.each([
		[1, ['1']],
		[99, ['99']],
		[100, ['100']],
		[101, ['100', '1']],
		[250, ['100', '100', '50']],
		[300, ['100', '100', '100']],
		[301, ['100', '100', '100', '1']],
	])('of %i asks for pages of %j', async (limit, sizes) => {
		const vendor = cursorVendor(records(0, 1_000));

		const collected = await collect(get(), { ...paging, limit, send: vendor.send });

		expect(collected.items).toEqual(records(0, limit));
		expect(collected.complete).toBe(false);
		expect(vendor.sent('limit')).toEqual(sizes);
	});

	it('above what there is gives all', async () => {
		const vendor = cursorVendor(records(0, 130));

		const collected = await collect(get(), { ...paging, limit: 500, send: vendor.send });

		expect(collected.items).toEqual(records(0, 130));
		expect(collected.complete).toBe(true);
	});

	it('shrinks the last page of an offset list too', async () => {
		const vendor = offsetVendor(() => records(0, 1_000));

		await collect(get(), { ...paging, next: offset({ parameter: 'offset', sizeParameter: 'limit' }), limit: 120, send: vendor.send });

		expect(vendor.paths()).toEqual(['/items?limit=100', '/items?limit=20&offset=100']);
	});

	it('takes a next link whole, with the size in it, and cuts the page', async () => {
		const vendor = serving((query) => {
			const from = Number(query.get('after') ?? 0);
			return { data: records(from, from + 100), links: { next: `/items?limit=100&after=${from + 100}` } };
		});

		const collected = await collect(get(), { ...paging, next: nextLink({ path: 'links.next' }), limit: 120, send: vendor.send });

		expect(collected.items).toEqual(records(0, 120));
		expect(vendor.paths()).toEqual(['/items?limit=100', '/items?limit=100&after=100']);
	});

	it('cuts a page of a vendor that sends more than asked for, and asks no more', async () => {
		const vendor = script({ data: records(0, 50), meta: { next_cursor: 'a' } });

		expect((await collect(get(), { ...paging, limit: 3, send: vendor.send })).items).toEqual(records(0, 3));
		expect(vendor.requests).toHaveLength(1);
	});

	it('stops an item by item reading as well', async () => {
		const vendor = cursorVendor(records(0, 1_000));

		expect(await drain(items(get(), { ...paging, limit: 150, send: vendor.send }))).toEqual(records(0, 150));
		expect(vendor.requests).toHaveLength(2);
	});

	it('leaves the first request as it is where no page size is known', async () => {
		const vendor = cursorVendor(records(0, 50));

		await collect(get(), { itemsPath: 'data', next, limit: 30, send: vendor.send });

		expect(vendor.paths()).toEqual(['/items', '/items?cursor=c20']);
	});

	it.each([[-1], [1.5], [NaN]])('of %d is refused before anything is sent', async (limit) => {
		const vendor = cursorVendor(records(0, 5));

		await expect(collect(get(), { ...paging, limit, send: vendor.send })).rejects.toMatchObject({ because: 'badLimit' });
		expect(vendor.requests).toEqual([]);
	});
});
