import { cursor, linkHeader, nextLink, offset, pageNumber, pages, type NextRequest, type Page, type Paging, type PagingState } from '../../../nodes/shared/pagination';
import { answerTo, drain, get, records, script, serving } from './pageServer.mts';

/** One list behind every strategy at once. */
const vendor = (length: number) =>
	serving((query, request) => {
		const limit = Number(query.get('limit') ?? 5);
		const from = Number(query.get('cursor') ?? query.get('offset') ?? (Number(query.get('page') ?? 1) - 1) * limit);
		const to = from + limit;
		const more = to < length;
		const link = `/items?limit=${limit}&cursor=${to}`;
		return answerTo(request, { data: records(from, Math.min(length, to)), total: length, cursor: more ? String(to) : null, link: more ? link : null }, more ? { link: `<${link}>; rel=next` } : {});
	});
const stored = (state: PagingState): PagingState => JSON.parse(JSON.stringify(state)) as PagingState;
const itemsOf = (read: Page[]) => read.flatMap(({ items }) => items);
const strategies: Array<[string, NextRequest]> = [
	['cursor', cursor({ parameter: 'cursor', path: 'cursor' })],
	['offset', offset({ parameter: 'offset', sizeParameter: 'limit' })],
	['offset with overlap', offset({ parameter: 'offset', sizeParameter: 'limit', overlap: 2 })],
	['page number', pageNumber({ parameter: 'page', sizeParameter: 'limit' })],
	['next link', nextLink({ path: 'link' })],
	['link header', linkHeader()],
];

describe('state', () => {
	it.each(strategies)('of %s is plain JSON, and any run that goes on from it gives the rest', async (_name, next) => {
		const paging: Paging = { itemsPath: 'data', next, totalPath: 'total', pageSize: { parameter: 'limit', max: 5 }, send: vendor(23).send };
		const whole = await drain(pages(get(), paging));
		const seen: unknown[] = [];

		for (const page of whole) {
			expect(stored(page.state)).toEqual(page.state);
			seen.push(...page.items);
			const rest = await drain(pages(get(), { ...paging, resume: stored(page.state) }));
			expect([...seen, ...itemsOf(rest)]).toEqual(records(0, 23));
			expect(rest.map(({ page: number }) => number)).toEqual(whole.slice(page.page).map(({ page: number }) => number));
			expect(rest.at(-1)?.itemsSoFar ?? 23).toBe(23);
			expect(rest.every(({ notes }) => notes.possibleGaps === 0)).toBe(true);
		}
		expect(seen).toEqual(records(0, 23));
	});

	it.each(strategies)('of %s after a page that a limit cut gives what was cut off, too', async (_name, next) => {
		const paging: Paging = { itemsPath: 'data', next, totalPath: 'total', pageSize: { parameter: 'limit', max: 5 }, send: vendor(23).send };

		for (const limit of [1, 4, 5, 6, 7, 12, 22, 23]) {
			const begun = await drain(pages(get(), { ...paging, limit }));
			const again = await drain(pages(get(), { ...paging, limit: 3, resume: stored(begun.at(-1)!.state) }));
			const rest = await drain(pages(get(), { ...paging, resume: stored((again.at(-1) ?? begun.at(-1)!).state) }));
			expect([...itemsOf(begun), ...itemsOf(again), ...itemsOf(rest)]).toEqual(records(0, 23));
		}
	});

	it('holds no header, and at the end no next request', async () => {
		const read = await drain(pages(get(), { itemsPath: 'data', next: cursor({ parameter: 'cursor', path: 'cursor' }), send: vendor(7).send }));

		expect(read.map(({ state }) => state)).toEqual([
			{ next: { method: 'GET', url: 'https://vendor.example/items?cursor=5' }, skip: 0, pages: 1, items: 5, received: 5, longest: 5, fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/), recentIds: [] },
			expect.objectContaining({ next: null, pages: 2, items: 7 }),
		]);
	});

	it('of a finished list sends nothing', async () => {
		const [last] = (await drain(pages(get(), { itemsPath: 'data', next: linkHeader(), send: vendor(3).send }))).slice(-1);
		const { send, requests } = vendor(3);

		expect(await drain(pages(get(), { itemsPath: 'data', next: linkHeader(), send, resume: last!.state }))).toEqual([]);
		expect(requests).toEqual([]);
	});

	it('drops a record that was on the last page before the interruption', async () => {
		const paging: Paging = { itemsPath: 'data', next: strategies[1]![1], pageSize: { parameter: 'limit', max: 5 }, send: script({ data: records(0, 5) }).send };
		const first = (await pages(get(), paging).next()).value as Page;

		const rest = await drain(pages(get(), { ...paging, resume: stored(first.state), send: script({ data: records(4, 8) }, { data: [] }).send }));

		expect(itemsOf(rest)).toEqual(records(5, 8));
		expect(rest.at(-1)?.notes.duplicatesDropped).toBe(1);
	});

	it.each([
		[100, ['/items?limit=7']],
		[2, ['/items?limit=2', '/items?limit=2&cursor=2', '/items?limit=2&cursor=4', '/items?limit=1&cursor=6']],
	])('of a cut page is good for a run with pages of %i, too', async (max, paths) => {
		const paging: Paging = { itemsPath: 'data', next: cursor({ parameter: 'cursor', path: 'cursor' }), send: vendor(23).send };
		const [begun] = await drain(pages(get(), { ...paging, limit: 4 }));
		const later = vendor(23);

		const rest = await drain(pages(get(), { ...paging, resume: stored(begun!.state), pageSize: { parameter: 'limit', max }, limit: 3, send: later.send }));

		expect(itemsOf(rest)).toEqual(records(4, 7));
		expect(later.paths()).toEqual(paths);
	});

	it('keeps the size of numbered pages, also when the very first page was cut', async () => {
		const paging: Paging = { itemsPath: 'data', next: pageNumber({ parameter: 'page' }), pageSize: { parameter: 'limit', max: 5 }, limit: 2, send: script({ data: records(0, 5) }).send };
		const [begun] = await drain(pages(get(), paging));
		const later = script({ data: records(0, 5) }, { data: [] });

		const rest = await drain(pages(get(), { ...paging, limit: undefined, resume: stored(begun!.state), send: later.send }));

		expect(itemsOf(rest)).toEqual(records(2, 5));
		expect(later.sent('limit')).toEqual(['2', '2']);
	});

	it('remembers the last page that held something across an empty one', async () => {
		const send = script({ data: records(0, 2), next: 'a' }, { data: [], next: 'b' }).send;
		const walk = pages(get(), { itemsPath: 'data', next: cursor({ parameter: 'cursor', path: 'next' }), send });
		const [full, empty] = [(await walk.next()).value as Page, (await walk.next()).value as Page];

		expect(empty.state).toEqual({ ...full.state, next: { method: 'GET', url: 'https://vendor.example/items?cursor=b' }, pages: 2 });
		expect(empty.state.fingerprint).not.toBeNull();
	});

	it('is refused when it leads to another origin', async () => {
		const first = (await pages(get(), { itemsPath: 'data', next: linkHeader(), send: vendor(7).send }).next()).value as Page;
		const { send, requests } = vendor(7);

		await expect(drain(pages(get('https://other.example/items'), { itemsPath: 'data', next: linkHeader(), send, resume: first.state }))).rejects.toMatchObject({
			because: 'badLink',
			message: 'The stored position cannot be used: it leads to https://vendor.example, the list is at https://other.example',
		});
		expect(requests).toEqual([]);
	});

	it('keeps the guards informed: the page before the interruption may not come again', async () => {
		const paging: Paging = { itemsPath: 'data', next: cursor({ parameter: 'cursor', path: 'next' }), send: script({ data: records(0, 5), next: 'a' }).send };
		const first = (await pages(get(), paging).next()).value as Page;

		await expect(drain(pages(get(), { ...paging, resume: first.state }))).rejects.toMatchObject({ because: 'pageRepeated', pages: 1, items: 5 });
	});
});
