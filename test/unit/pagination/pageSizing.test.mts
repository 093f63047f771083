import type { VendorRequest } from '../../../nodes/shared/http/request';
import { collect, cursor, nextLink, offset, pageNumber, type NextRequest } from '../../../nodes/shared/pagination';
import { answerTo, cursorVendor, get, offsetVendor, records, serving } from './pageServer.mts';

class Refused extends Error {
	readonly status: number;

	constructor(status: number) {
		super(`status ${status}`);
		this.status = status;
	}
}
const isTooLarge = (failure: unknown) => failure instanceof Refused && [413, 504].includes(failure.status);
const sizeOf = (request: VendorRequest) => Number(new URL(request.url).searchParams.get('limit'));

/** A vendor that refuses pages above a size, from a request on. */
const refusing = (vendor: ReturnType<typeof cursorVendor>, above: number, { from = 1, status = 413 } = {}) => {
	let turn = 0;
	return async (request: VendorRequest, signal: AbortSignal) => {
		turn++;
		if (turn >= from && sizeOf(request) > above) {
			vendor.requests.push(request);
			throw new Refused(status);
		}
		return await vendor.send(request, signal);
	};
};
const paging = { itemsPath: 'data', pageSize: { parameter: 'limit', max: 100 }, isTooLarge };
const byCursor = cursor({ parameter: 'cursor', path: 'meta.next_cursor' });

describe('page size', () => {
	it.each([[413], [504]])('is halved after a %i, at the same place, and stays there', async (status) => {
		const vendor = cursorVendor(records(0, 300));

		const { items, notes } = await collect(get(), { ...paging, next: byCursor, send: refusing(vendor, 60, { from: 2, status }) });

		expect(items).toEqual(records(0, 300));
		expect(vendor.paths()).toEqual([
			'/items?limit=100',
			'/items?limit=100&cursor=c100',
			'/items?limit=50&cursor=c100',
			'/items?limit=50&cursor=c150',
			'/items?limit=50&cursor=c200',
			'/items?limit=50&cursor=c250',
		]);
		expect(notes.reducedPageSize).toBe(50);
	});

	it('is halved for an offset list without a loss at the seam', async () => {
		const vendor = offsetVendor(() => records(0, 250));

		const { items } = await collect(get(), { ...paging, next: offset({ parameter: 'offset', sizeParameter: 'limit' }), send: refusing(vendor, 30, { from: 2 }) });

		expect(items).toEqual(records(0, 250));
		expect(vendor.sent('offset').slice(0, 5)).toEqual([null, '100', '100', '100', '125']);
	});

	it('goes down to a sixteenth and no further', async () => {
		const vendor = cursorVendor(records(0, 300));

		await expect(collect(get(), { ...paging, pageSize: { parameter: 'limit', max: 160 }, next: byCursor, send: refusing(vendor, 9) })).rejects.toThrow('status 413');
		expect(vendor.sent('limit')).toEqual(['160', '80', '40', '20', '10']);
	});

	it('is not halved after another failure, nor unless asked for', async () => {
		const vendor = cursorVendor(records(0, 300));
		await expect(collect(get(), { ...paging, next: byCursor, send: refusing(vendor, 60, { status: 500 }) })).rejects.toThrow('status 500');
		await expect(collect(get(), { ...paging, isTooLarge: undefined, next: byCursor, send: refusing(vendor, 60) })).rejects.toThrow('status 413');
		expect(vendor.requests).toHaveLength(2);
	});

	it.each<[string, NextRequest]>([
		['page numbers', pageNumber({ parameter: 'page', sizeParameter: 'limit' })],
		['next links', nextLink({ path: 'links.next' })],
	])('may be halved before the first page of %s, and never later', async (_case, next) => {
		const numbered = () =>
			serving((query, request) => {
				const [size, page] = [sizeOf(request), Number(query.get('page') ?? 1)];
				return answerTo(request, {
					data: records((page - 1) * size, Math.min(240, page * size)),
					links: { next: page * size < 240 ? `/items?limit=${size}&page=${page + 1}` : null },
				});
			});

		const before = numbered();
		expect((await collect(get(), { ...paging, next, send: refusing(before, 60) })).items).toEqual(records(0, 240));
		expect(before.sent('limit')).toEqual(['100', '50', '50', '50', '50', '50']);

		const later = numbered();
		await expect(collect(get(), { ...paging, next, send: refusing(later, 60, { from: 2 }) })).rejects.toThrow('status 413');
		expect(later.requests).toHaveLength(2);
	});

	it('stays larger than the overlap', async () => {
		const vendor = offsetVendor(() => records(0, 300));

		await expect(collect(get(), { ...paging, next: offset({ parameter: 'offset', sizeParameter: 'limit', overlap: 30 }), send: refusing(vendor, 40) })).rejects.toThrow('status 413');
		expect(vendor.sent('limit')).toEqual(['100', '50']);
	});
});
