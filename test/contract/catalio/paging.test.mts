import { requirementId, startCatalio, type CatalioSimulator } from '../../simulators/catalio/index.mts';
import { apiOf, idsOf, type Api, type Document } from './support.mts';

let simulator: CatalioSimulator;
let api: Api;

beforeEach(async () => {
	simulator = await startCatalio();
	api = apiOf(simulator);
});

afterEach(async () => {
	await simulator.close();
	simulator.expectNoViolations();
});

const ALL = Array.from({ length: 60 }, (_, index) => requirementId(index + 1));
const idsIn = (documents: readonly Document[]): string[] => documents.flatMap((json) => idsOf({ json }));
const page = async (query: string) => (await api.get(`/requirements?${query}`)).json;
const url = (query: string): string => `${simulator.origin}/api/v1/requirements?${query}`;

describe('links', () => {
	it('carry every query parameter over, with brackets as they are and values encoded', async () => {
		const { links } = await page('sort=-title&filter[title][not_eq]=a%20%26%20b&page[limit]=2&fields[requirement]=title');
		const kept = 'fields[requirement]=title&filter[title][not_eq]=a+%26+b';

		expect(links).toEqual({
			self: url(`${kept}&page[limit]=2&sort=-title`),
			first: url(`${kept}&page[limit]=2&sort=-title`),
			prev: null,
			next: url(`${kept}&page[limit]=2&page[offset]=2&sort=-title`),
		});
	});

	it('lead through the whole list by position, once each', async () => {
		const documents = await api.pages('/requirements?page[limit]=25');

		expect(documents.map(({ data }) => data.length)).toEqual([25, 25, 10]);
		expect(idsIn(documents)).toEqual(ALL);
		expect(documents[1]!.links.prev).toBe(url('page[limit]=25&page[offset]=0'));
		expect(documents.map(({ meta }) => meta.page)).toEqual([{ limit: 25, offset: 0 }, { limit: 25, offset: 25 }, { limit: 25, offset: 50 }]);
	});

	it.each([
		['null', { next: null, prev: null }],
		['absent', {}],
	] as const)('to nowhere are %s', async (missingLink, expected) => {
		simulator.set({ missingLink });
		const { self: _self, first: _first, ...rest } = (await page('page[limit]=100')).links;

		expect(rest).toEqual(expected);
	});

	it.each([
		['absolute', (): unknown => url('page[limit]=25&page[offset]=25')],
		['object', (): unknown => ({ href: url('page[limit]=25&page[offset]=25'), meta: {} })],
		['relative', (): unknown => '/api/v1/requirements?page[limit]=25&page[offset]=25'],
		['otherOrigin', (): unknown => url('page[limit]=25&page[offset]=25').replace('127.0.0.1', 'localhost')],
	] as const)('are %s', async (links, expected) => {
		simulator.set({ links });

		expect((await page('')).links.next).toEqual(expected());
	});
});

describe('traps', () => {
	it('1: a limit above the maximum gives one record more than the maximum and no next page', async () => {
		simulator.set({ maximumLimit: 40 });

		const { data, links, meta } = await page('page[limit]=50');

		expect(data).toHaveLength(41);
		expect(links.next).toBeNull();
		expect(meta.page).toEqual({ limit: 50, offset: 0 });
		expect((await page('page[limit]=50&page[count]=true')).meta.page.total).toBe(60);
	});

	it('1 by cursor: the same', async () => {
		simulator.set({ maximumLimit: 40, paging: 'keyset' });

		const { data, links } = await page('page[limit]=50');

		expect([data.length, links.next]).toEqual([41, null]);
		expect((await page(`page[limit]=40&page[after]=${data[40]!.meta.keyset}`)).data).toHaveLength(19);
	});

	it.each([
		['lowered', 200],
		['refused', 400],
	] as const)('1 is not there where aboveMaximum is %s', async (aboveMaximum, status) => {
		simulator.set({ maximumLimit: 40, aboveMaximum });

		const answer = await api.get('/requirements?page[limit]=50');

		expect(answer.status).toBe(status);
		if (status === 400) expect(answer.json.errors).toMatchObject([{ code: 'invalid_pagination', source: { parameter: 'page[limit]' } }]);
		else expect(idsIn(await api.pages('/requirements?page[limit]=50'))).toEqual(ALL);
	});

	it.each([
		['next', [30, 30, 0]],
		['noNext', [30, 30]],
	] as const)('2: a full last page without a count has a next link, where fullLastPage is %s', async (fullLastPage, lengths) => {
		simulator.set({ fullLastPage });

		expect((await api.pages('/requirements?page[limit]=30')).map(({ data }) => data.length)).toEqual(lengths);
		expect((await api.pages('/requirements?page[limit]=30&page[count]=true')).map(({ data }) => data.length)).toEqual([30, 30]);
	});

	it('3: last begins where no page begins, below zero for short lists', async () => {
		expect((await page('page[limit]=25&page[count]=true')).links.last).toBe(url('page[count]=true&page[limit]=25&page[offset]=35'));
		expect((await api.get('/teams?page[limit]=25&page[count]=true')).json.links.last).toContain('page[offset]=-20');
		expect((await page('page[limit]=25')).links).not.toHaveProperty('last');
	});

	it('4: pages by position shift when records are archived during the walk, pages by cursor do not', async () => {
		const walk = async (query: string): Promise<string[]> => {
			const first = await page(query);
			for (const id of idsOf({ json: first }).slice(0, 5)) await api.send('DELETE', `/requirements/${id}`);
			return [...idsOf({ json: first }), ...idsIn(await api.pages(first.links.next!))];
		};

		expect(await walk('page[limit]=20')).toHaveLength(55);
		simulator.set({ paging: 'keyset' });
		expect(await walk('page[limit]=20')).toHaveLength(55);
		expect((await page('page[limit]=100')).data).toHaveLength(50);
	});
});

describe('cursors', () => {
	it.each(['', '&sort=-status,estimate', '&sort=--estimate'])('lead through the whole list and back%s', async (sort) => {
		simulator.set({ paging: 'keyset' });
		const { json: whole } = await api.get(`/requirements?page[limit]=250${sort}`);

		const documents = await api.pages(`/requirements?page[limit]=25${sort}`);

		expect(documents.map(({ data }) => data.length)).toEqual([25, 25, 10]);
		expect(idsIn(documents)).toEqual(idsOf({ json: whole }));
		const back = (await api.get(documents[2]!.links.prev!)).json;
		expect(idsOf({ json: back })).toEqual(idsOf({ json: documents[1]! }));
		expect(idsOf((await api.get(back.links.prev!)))).toEqual(idsOf({ json: documents[0]! }));
		expect(idsOf((await api.get(back.links.next!)))).toEqual(idsOf({ json: documents[2]! }));
	});

	it.each([
		['both', true, 200, 200],
		['offset', false, 200, 400],
		['keyset', true, 400, 200],
	] as const)('paging %s decides what a list takes', async (paging, hasKeyset, byOffset, byCursor) => {
		simulator.set({ paging: 'both' });
		const cursor = (await page('page[limit]=5')).data[4]!.meta.keyset;
		simulator.set({ paging });

		expect((await api.get('/requirements?page[limit]=5&page[offset]=5')).status).toBe(byOffset);
		const after = await api.get(`/requirements?page[limit]=5&page[after]=${cursor}`);
		expect(after.status).toBe(byCursor);
		if (byCursor === 200) expect(idsOf(after)).toEqual(ALL.slice(5, 10));
		expect('keyset' in (await page('page[limit]=5')).data[0]!.meta).toBe(hasKeyset);
	});

	it('gives links by position where both are on and none is asked for', async () => {
		expect((await page('page[limit]=5')).links.next).toContain('page[offset]=5');
	});

	it('refuses a cursor that is none, and one of another sort', async () => {
		const { keyset } = (await page('sort=title&page[limit]=5')).data[4]!.meta;

		for (const cursor of ['nonsense', keyset]) expect(await api.get(`/requirements?page[limit]=5&page[after]=${cursor}`)).toMatchObject({ status: 400, json: { errors: [{ code: 'invalid_keyset', source: { parameter: 'page[after]' } }] } });
		expect((await api.get(`/requirements?page[offset]=5&page[after]=${keyset}`)).status).toBe(400);
	});
});

describe('limits and counts', () => {
	it.each([
		[7, 7],
		[25, 25],
		[null, 60],
	])('defaultLimit %p gives %i records where none is asked for', async (defaultLimit, length) => {
		simulator.set({ defaultLimit });
		const { data, links } = await page('');

		expect(data).toHaveLength(length);
		if (defaultLimit === null) expect(links).toEqual({ self: `${simulator.origin}/api/v1/requirements?` });
	});

	it('limitRequired refuses a list without one', async () => {
		simulator.set({ limitRequired: true });

		expect(await api.get('/requirements')).toMatchObject({ status: 400, json: { errors: [{ code: 'invalid_pagination', detail: 'Limit is required' }] } });
		expect((await api.get('/requirements?page[limit]=1')).status).toBe(200);
	});

	it.each([
		['allowed', undefined, 200],
		['refused', undefined, 400],
		['always', 60, 200],
	] as const)('counting %s', async (counting, total, status) => {
		simulator.set({ counting });

		expect((await page('page[limit]=5')).meta.page.total).toBe(total);
		const counted = await api.get('/requirements?page[limit]=5&page[count]=true');
		expect(counted.status).toBe(status);
		if (status === 200) expect(counted.json.meta.page.total).toBe(60);
		else expect(counted.json.errors).toMatchObject([{ code: 'invalid_pagination', source: { parameter: 'page[count]' } }]);
		expect((await page('page[limit]=5&page[count]=false')).meta.page).not.toHaveProperty('total');
	});

	it('pageMeta absent tells nothing of the page', async () => {
		simulator.set({ pageMeta: 'absent' });

		expect(await page('page[limit]=5&page[count]=true')).not.toHaveProperty('meta');
	});

	it.each(['page[limit]=0', 'page[limit]=many', 'page[offset]=-1', 'page[count]=maybe'])('refuses %s, and records it', async (query) => {
		expect(await api.get(`/requirements?${query}`)).toMatchObject({ status: 400, json: { errors: [{ code: 'invalid_pagination' }] } });
		expect(simulator.takeViolations()).toMatchObject([{ where: expect.stringContaining('query.page/') }]);
	});

	it('refuses a page that is JSON, and unknown members of one', async () => {
		expect(await api.get(`/requirements?page=${encodeURIComponent('{"limit":10}')}`)).toMatchObject({ status: 400, json: { errors: [{ code: 'invalid_pagination' }] } });
		expect(await api.get('/requirements?page[size]=10')).toMatchObject({ status: 400, json: { errors: [{ code: 'invalid_pagination', source: { parameter: 'page[size]' } }] } });
		expect(simulator.takeViolations()).toHaveLength(1);
	});

	it('serves thousands of records added by hand', async () => {
		const ids = simulator.admin.addRecords('requirement', 2_000, { status: 'active' });

		const documents = await api.pages('/requirements?page[limit]=250&page[count]=true&sort=-inserted_at');

		expect(documents[0]!.meta.page.total).toBe(2_060);
		expect(new Set(idsIn(documents)).size).toBe(2_060);
		expect(idsIn(documents)).toEqual(expect.arrayContaining(ids));
		expect(() => simulator.admin.addRecords('colour', 1)).toThrow('There is no type colour');
	});
});
