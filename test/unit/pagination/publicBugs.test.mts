import { collect, cursor, items, linkHeader, nextLink, offset, pageNumber, pages } from '../../../nodes/shared/pagination';
import { answerTo, cursorVendor, drain, drainToFailure, get, offsetVendor, record, records, script, serving } from './pageServer.mts';

const byCursor = { itemsPath: 'data', next: cursor({ parameter: 'cursor', path: 'next' }) };
const byOffset = { itemsPath: 'data', next: offset({ parameter: 'offset', sizeParameter: 'limit' }), pageSize: { parameter: 'limit', max: 10 } };
const byLink = { itemsPath: 'data', next: nextLink({ path: 'next_page' }) };

describe('bugs that others have met', () => {
	it('airbyte-python-cdk#1148: a cursor that never ends is stopped without any setting', async () => {
		const vendor = script({ data: records(0, 2), next: 'again' });

		await expect(collect(get(), { ...byCursor, send: vendor.send })).rejects.toMatchObject({ because: 'pageRepeated' });
		expect(vendor.requests).toHaveLength(2);
	});

	it('airbyte#4284: one page, repeated under ever new cursors, is read once', async () => {
		const vendor = serving((_query, _request, turn) => ({ data: records(0, 250), next: `page_info_${turn}` }));

		const { yielded, failure } = await drainToFailure(items(get(), { ...byCursor, send: vendor.send }));

		expect(yielded).toEqual(records(0, 250));
		expect(failure).toMatchObject({ because: 'pageRepeated', items: 250 });
	});

	it('airbyte#13500: a list that begins anew at its end stops instead of filling the disk', async () => {
		const vendor = serving((query) => {
			const page = Number(query.get('page') ?? 1);
			return { data: records(((page - 1) % 3) * 10, ((page - 1) % 3) * 10 + 10) };
		});

		await expect(collect(get(), { itemsPath: 'data', next: pageNumber({ parameter: 'page' }), send: vendor.send })).rejects.toMatchObject({ because: 'nothingNew', items: 30 });
		expect(vendor.requests).toHaveLength(5);
	});

	it('airbyte#14861: no run of new records goes on for ever', async () => {
		const vendor = serving((_query, _request, turn) => ({ data: records(turn * 10, turn * 10 + 10), next: `c${turn}` }));

		await expect(collect(get(), { ...byCursor, guard: { maxItems: 100 }, send: vendor.send })).rejects.toMatchObject({ because: 'tooManyItems', pages: 11 });
	});

	it('airbyte#81516: a next page that is always there, with the last record again at its start, ends in an error and not in a loop', async () => {
		const vendor = serving((query) => {
			const from = Number(query.get('start_time') ?? 0);
			return { data: records(from, Math.min(9, from + 5)), next_page: `/items?start_time=${Math.min(8, from + 4)}` };
		});

		const { yielded, failure } = await drainToFailure(items(get(), { ...byLink, dropRepeats: true, send: vendor.send }));

		expect(yielded).toEqual(records(0, 9));
		expect(failure).toMatchObject({ because: 'requestRepeated' });
		expect(vendor.requests).toHaveLength(3);
	});

	it('PyAirbyte#1174: a loop is an error with what was read and the token, never a quiet end', async () => {
		const vendor = script({ data: records(0, 2), next: 'a' }, { data: records(2, 4), next: 'a' });

		await expect(collect(get(), { ...byCursor, send: vendor.send })).rejects.toMatchObject({ name: 'PaginationError', pages: 2, items: 4, token: '/items?cursor=a' });
	});

	it('gestalt#2057: a loop over two cursors is seen, not only a cursor that names itself', async () => {
		const vendor = serving((query, _request, turn) => ({ data: records(turn * 2, turn * 2 + 2), next: query.get('cursor') === 'a' ? 'b' : 'a' }));

		await expect(collect(get(), { ...byCursor, send: vendor.send })).rejects.toMatchObject({ because: 'requestRepeated', token: '/items?cursor=a' });
		expect(vendor.sent('cursor')).toEqual([null, 'a', 'b']);
	});

	it('n8n#35775: the offset grows by the items received', async () => {
		const vendor = offsetVendor(() => records(0, 35));

		expect((await collect(get(), { ...byOffset, send: vendor.send })).items).toEqual(records(0, 35));
		expect(vendor.sent('offset')).toEqual([null, '10', '20', '30']);
	});

	it('n8n#35875: the offset is a sum, not a product, and the reading ends', async () => {
		const vendor = offsetVendor(() => records(0, 60), 7);

		expect((await collect(get(), { ...byOffset, send: vendor.send })).items).toEqual(records(0, 60));
		expect(vendor.sent('offset')).toEqual([null, '7', '14', '21', '28', '35', '42', '49', '56', '60']);
	});

	it('n8n#16365: a vendor that ignores the offset is read once, not for ever', async () => {
		const vendor = serving(() => ({ data: records(0, 10), count: 10 }));

		const { yielded, failure } = await drainToFailure(items(get(), { ...byOffset, send: vendor.send }));

		expect(yielded).toEqual(records(0, 10));
		expect(failure).toMatchObject({ because: 'nothingNew' });
	});

	it('n8n#12553: empty pages that always name a next one come to an end', async () => {
		const vendor = serving((_query, _request, turn) => ({ data: [], next: `c${turn}` }));

		await expect(collect(get(), { ...byCursor, send: vendor.send })).rejects.toMatchObject({ because: 'tooManyEmptyPages' });
		expect(vendor.requests).toHaveLength(6);
	});

	it('n8n#18841: two walks with the same strategy, one after the other or at once, know nothing of each other', async () => {
		const paging = { itemsPath: 'data', next: cursor({ parameter: 'cursor', path: 'meta.next_cursor' }), pageSize: { parameter: 'limit', max: 3 } };
		const read = async () => (await collect(get(), { ...paging, send: cursorVendor(records(0, 10)).send })).items;

		expect(await read()).toEqual(records(0, 10));
		expect(await Promise.all([read(), read()])).toEqual([records(0, 10), records(0, 10)]);
	});

	it('n8n PR#37678: a page that crosses the limit is cut, not appended whole', async () => {
		const vendor = cursorVendor(records(0, 30));
		const paging = { itemsPath: 'data', next: cursor({ parameter: 'cursor', path: 'meta.next_cursor' }) };

		expect((await collect(get(), { ...paging, limit: 25, send: vendor.send })).items).toEqual(records(0, 25));
	});

	it('octokit.rb#1786: a last page whose next link is itself is not read again', async () => {
		const vendor = serving((_query, request, turn) => answerTo(request, records(turn, turn + 1), { link: '<https://vendor.example/items?page=2>; rel="next"' }));

		await expect(collect(get(), { itemsPath: '', next: linkHeader(), send: vendor.send })).rejects.toMatchObject({ because: 'requestRepeated', pages: 2 });
		expect(vendor.paths()).toEqual(['/items', '/items?page=2']);
	});

	it('octokit.rb#310: the first page under another address is noticed as the same page', async () => {
		const vendor = serving((_query, request, turn) => answerTo(request, records(0, 30), { link: `<https://vendor.example/items?page=${turn + 1}>; rel="next"` }));

		await expect(collect(get(), { itemsPath: '', next: linkHeader(), send: vendor.send })).rejects.toMatchObject({ because: 'pageRepeated', items: 30 });
	});

	it('octokit.net#1955: the query of the first request does not come back over that of the link', async () => {
		const vendor = serving((query) => ({ data: [record(Number(query.get('page')))], next_page: query.get('page') === '1' ? '/items?page=2' : null }));

		await collect(get('https://vendor.example/items?page=1&per_page=1'), { ...byLink, send: vendor.send });

		expect(vendor.paths()).toEqual(['/items?page=1&per_page=1', '/items?page=2']);
	});

	it('Azure#15576: a page that is refused again and again is given up after a sixteenth', async () => {
		let attempts = 0;
		const send = async () => {
			attempts++;
			throw new Error('504');
		};

		await expect(collect(get(), { ...byOffset, pageSize: { parameter: 'limit', max: 100 }, isTooLarge: () => true, send })).rejects.toThrow('504');
		expect(attempts).toBe(4); // 100, 50, 25, 12; 6 would be less than a sixteenth
	});

	it('octokit turns a 409 on any page into an empty last page: here it stays a failure', async () => {
		const vendor = script({ data: records(0, 2), next: 'a' });
		const send = async (request: Parameters<typeof vendor.send>[0], signal: AbortSignal) => {
			if (vendor.requests.length > 0) throw new Error('409');
			return await vendor.send(request, signal);
		};

		await expect(drain(pages(get(), { ...byCursor, send }))).rejects.toThrow('409');
	});

	it('a page of 200,000 items is collected without running into the limit of arguments', async () => {
		expect((await collect(get(), { ...byCursor, send: script({ data: records(0, 200_000) }).send })).items).toHaveLength(200_000);
	});
});
