import type { JsonObject, VendorRequest } from '../../../nodes/shared/http/request';
import { collect, offset, pages, type Page } from '../../../nodes/shared/pagination';
import { drain, get, records, serving } from './pageServer.mts';

const next = offset({ parameter: 'offset', sizeParameter: 'top', place: 'body', hasMorePath: 'more' });
const paging = { itemsPath: 'data', totalPath: 'total', next, pageSize: { parameter: 'top', place: 'body', max: 10 } } as const;
const search = (body: JsonObject = { search: 'vpn', sort: 'ASC' }): VendorRequest => ({ ...get(), method: 'POST', body });
const bodyOf = ({ body }: VendorRequest) => body as JsonObject;
const searched = (length: number, cap = 100) =>
	serving((_query, request) => {
		const { offset: from = 0, top = 20 } = bodyOf(request) as { offset?: number; top?: number };
		const to = from + Math.min(cap, top);
		return { data: records(from, Math.min(length, to)), total: length, more: to < length };
	});

describe('offset and page size in the body', () => {
	it('are numbers among the members that were there, and the address stays as it is', async () => {
		const vendor = searched(23);

		const { items } = await collect(search(), { ...paging, send: vendor.send });

		expect(items).toEqual(records(0, 23));
		expect(vendor.requests.map(({ body }) => body)).toEqual([
			{ search: 'vpn', sort: 'ASC', top: 10 },
			{ search: 'vpn', sort: 'ASC', top: 10, offset: 10 },
			{ search: 'vpn', sort: 'ASC', top: 10, offset: 20 },
		]);
		expect(new Set(vendor.paths())).toEqual(new Set(['/items']));
	});

	it.each([undefined, null, 'text', [1, 2]])('make the body where it is %j', async (body) => {
		const vendor = searched(3);

		await collect({ ...search(), body } as VendorRequest, { ...paging, send: vendor.send });

		expect(vendor.requests[0]?.body).toEqual({ top: 10 });
	});

	it('leave the body of the first request alone', async () => {
		const first = search();

		await collect(first, { ...paging, send: searched(23).send });

		expect(first.body).toEqual({ search: 'vpn', sort: 'ASC' });
	});

	it('start from the offset that the body carries, as a number or as text', async () => {
		for (const start of [5, '5']) {
			expect((await collect(search({ offset: start }), { ...paging, send: serving((_query, { body }) => ({ data: records(Number((body as JsonObject)['offset']), 12), total: 12, more: false })).send })).items).toEqual(records(5, 12));
		}
	});

	it('shrink to the limit', async () => {
		const vendor = searched(100);

		await collect(search(), { ...paging, limit: 14, send: vendor.send });

		expect(vendor.requests.map((request) => bodyOf(request)['top'])).toEqual([10, 4]);
	});

	it('are halved where a page is too large', async () => {
		const vendor = searched(12);

		const { items } = await collect(search(), {
			...paging,
			isTooLarge: () => true,
			send: async (request, signal) => {
				if (Number(bodyOf(request)['top']) > 5) throw new Error('413');
				return await vendor.send(request, signal);
			},
		});

		expect(items).toEqual(records(0, 12));
		expect(vendor.requests.map((request) => bodyOf(request)['offset'])).toEqual([undefined, 5, 10]);
	});

	it('can be asked for ahead: requests with the same address differ by their bodies', async () => {
		const vendor = searched(95, 10);

		const { items } = await collect(search(), { ...paging, ahead: 4, send: vendor.send });

		expect(items).toEqual(records(0, 95));
		expect(vendor.requests).toHaveLength(10);
	});

	it('go back when the list has become shorter', async () => {
		const vendor = serving((_query, request, turn) => {
			const all = turn === 1 ? records(0, 30) : records(3, 30);
			const { offset: from = 0, top = 20 } = bodyOf(request) as { offset?: number; top?: number };
			return { data: all.slice(from, from + top), total: all.length };
		});

		expect((await collect(search(), { ...paging, send: vendor.send })).items).toEqual(records(0, 30));
		expect(vendor.requests.map((request) => bodyOf(request)['offset'])).toEqual([undefined, 10, 7, 17]);
	});

	it('are a request made before although the last page asks for fewer items', async () => {
		const vendor = serving((_query, _request, turn) => ({ data: records(turn * 10, turn * 10 + 10) }));
		const stuck = Object.assign((sent: VendorRequest) => ({ ...sent, body: { ...bodyOf(sent), offset: 10 } }), { resizable: true as const });

		await expect(collect(search(), { ...paging, next: stuck, limit: 25, send: vendor.send })).rejects.toMatchObject({ because: 'requestRepeated' });
		expect(vendor.requests).toHaveLength(2);
	});

	it('are in the stored state, and a later run goes on from it', async () => {
		const [first] = await drain(pages(search(), { ...paging, send: searched(23).send }));
		const state = JSON.parse(JSON.stringify(first!.state)) as Page['state'];

		const rest = await drain(pages(search(), { ...paging, resume: state, send: searched(23).send }));

		expect(state.next).toEqual({ method: 'POST', url: 'https://vendor.example/items', body: { search: 'vpn', sort: 'ASC', top: 10, offset: 10 } });
		expect(rest.flatMap(({ items }) => items)).toEqual(records(10, 23));
	});
});
