import type { IHttpRequestOptions, ILoadOptionsFunctions } from 'n8n-workflow';
import { methods } from '../../../nodes/Catalio/methods';
import { ashDocument } from './openApiDocument.mts';

type Answer = { status: number; body: unknown };
type Tenant = (url: URL) => Answer;

let tenants = 0;
const OPEN_API = '/api/v1/open_api';

/** The panel of a node in front of a tenant of its own: the descriptions of tenants are remembered. */
function panel(resource: string, tenant: Tenant) {
	const origin = `https://panel${++tenants}.example`;
	const requests: string[] = [];
	const send = async ({ url }: IHttpRequestOptions) => {
		const asked = new URL(url);
		requests.push(decodeURIComponent(asked.pathname + asked.search));
		const { status, body } = tenant(asked);
		return { statusCode: status, headers: { 'content-type': 'application/vnd.api+json' }, body: JSON.stringify(body) };
	};
	const context = {
		getCurrentNodeParameter: (name: string) => (name === 'resource' ? resource : undefined),
		getCredentials: async () => ({ authentication: 'token', baseUrl: origin, apiPath: '/api/v1', apiToken: `token-${tenants}` }),
		getNode: () => ({ id: 'node', name: 'Catalio', type: 'catalio', typeVersion: 1, position: [0, 0], parameters: {}, credentials: { catalioOAuth2Api: { id: `${tenants}`, name: 'Catalio' } } }),
		helpers: { httpRequestWithAuthentication: async (_type: string, options: IHttpRequestOptions) => await send(options), httpRequest: send },
	} as unknown as ILoadOptionsFunctions;
	return { context, requests, origin };
}

const NOT_FOUND: Answer = { status: 404, body: { errors: [{ status: '404', title: 'Not Found' }] } };
const described: Tenant = ({ pathname }) => (pathname === OPEN_API ? { status: 200, body: ashDocument() } : NOT_FOUND);
const undescribed: Tenant = () => NOT_FOUND;
const refusing: Tenant = () => ({ status: 401, body: { errors: [{ status: '401', title: 'Unauthorized', detail: 'Token expired' }] } });

const { getCreateColumns, getUpdateColumns } = methods.resourceMapping;
const { getIncludePaths, getTypes } = methods.loadOptions;
const { searchFilterFields, searchRecords, searchRelations, searchSortFields } = methods.listSearch;

describe('the columns of the mapper', () => {
	it('come from the description: required ones first, the useful next, relations last', async () => {
		const { fields } = await getCreateColumns.call(panel('requirement', described).context);

		expect(fields.map(({ id, displayName, type, required }) => [id, displayName, type, required])).toEqual([
			['title', 'Title', 'string', true],
			['status', 'Status', 'options', false],
			['priority', 'Priority', 'number', false],
			['due_at', 'Due At', 'dateTime', false],
			['is_template', 'Is Template', 'boolean', false],
			['tags', 'Tags', 'array', false],
			['relationships.team', 'Team (Relation)', 'string', false],
			['relationships.use_cases', 'Use Cases (Relation)', 'array', false],
		]);
		expect(fields[1]?.options).toEqual([{ name: 'Draft', value: 'draft' }, { name: 'Active', value: 'active' }, { name: 'Under Investigation', value: 'under_investigation' }]);
	});

	it('ask for nothing in an update, and offer the relations that an update takes', async () => {
		const { fields } = await getUpdateColumns.call(panel('requirement', described).context);

		expect(fields.filter(({ required }) => required)).toEqual([]);
		expect(fields.filter(({ id }) => id.startsWith('relationships.')).map(({ id }) => id)).toEqual(['relationships.team']);
		expect(fields.every(({ display, canBeUsedToMatch, defaultMatch }) => display && !canBeUsedToMatch && !defaultMatch)).toBe(true);
	});

	it('hide a boolean until it is added, because n8n fills in false where it is shown', async () => {
		const { fields } = await getCreateColumns.call(panel('requirement', described).context);

		expect(fields.filter(({ removed }) => removed).map(({ id }) => id)).toEqual(['is_template']);
	});

	it('say what to do where the description names none', async () => {
		expect(await getCreateColumns.call(panel('team', described).context)).toEqual({ fields: [], emptyFieldsNotice: expect.stringContaining('no fields for creating teams') as string });
	});

	it.each([
		['without a description', 'useCase', undescribed],
		['for a type that it does not name', 'useCase', described],
	])('are those of the concept pages %s', async (_what, resource, tenant) => {
		const { fields } = await getUpdateColumns.call(panel(resource, tenant).context);

		expect(fields.map(({ id, displayName, type, removed }) => [id, displayName, type, removed])).toEqual([
			['title', 'Title', 'string', undefined],
			['use_case_type', 'Use Case Type', 'options', undefined],
			['requirement_id', 'Requirement ID', 'string', undefined],
			['relationships.requirement', 'Requirement (Relation)', 'string', true],
			['relationships.test_cases', 'Test Cases (Relation)', 'array', true],
		]);
	});

	it('do not come with a credential that is refused', async () => {
		await expect(getCreateColumns.call(panel('requirement', refusing).context)).rejects.toThrow(/401.*Token expired/s);
	});
});

describe('the lists of names', () => {
	it('shows filters with their operators, own ones before those across a relation', async () => {
		const { results } = await searchFilterFields.call(panel('requirement', described).context);

		expect(results).toEqual([
			{ name: 'Status', value: 'status', description: 'Operators: eq, in' },
			{ name: 'Title', value: 'title', description: 'Operators: eq, not_eq, in, is_nil, contains' },
			{ name: 'Team → Name', value: 'team.name', description: 'Operators: eq, contains' },
		]);
	});

	it.each([
		['what people read', 'team → n', ['team.name']],
		['what the API calls it', 'team.', ['team.name']],
		['capitals aside', 'TITLE', ['title']],
	])('finds a filter by %s', async (_what, typed, expected) => {
		const { results } = await searchFilterFields.call(panel('requirement', described).context, typed);

		expect(results.map(({ value }) => value)).toEqual(expected);
	});

	it('shows sort fields', async () => {
		const { results } = await searchSortFields.call(panel('requirement', described).context);

		expect(results.map(({ name, value }) => [name, value])).toEqual([['Title', 'title'], ['Updated At', 'updated_at'], ['Use Case Count', 'use_case_count']]);
	});

	it('shows relations and where they lead', async () => {
		const { results } = await searchRelations.call(panel('requirement', described).context);

		expect(results).toEqual([{ name: 'Team', value: 'team', description: 'To one: Team' }, { name: 'Use Cases', value: 'use_cases', description: 'To many' }]);
	});

	it('shows include paths and types', async () => {
		const { context } = panel('requirement', described);

		expect(await getIncludePaths.call(context)).toEqual([{ name: 'Team', value: 'team' }, { name: 'Use Cases', value: 'use_cases' }, { name: 'Use Cases → Test Cases', value: 'use_cases.test_cases' }]);
		expect(await getTypes.call(context)).toEqual([{ name: 'Requirement', value: 'requirement' }, { name: 'Team', value: 'team' }]);
	});

	it('falls back on the concept pages and says why', async () => {
		const { context, requests } = panel('capability', undescribed);
		const [filters, sorts, relations] = [await searchFilterFields.call(context), await searchSortFields.call(context), await searchRelations.call(context)];

		expect(filters.results.map(({ value }) => value)).toEqual(expect.arrayContaining(['capability_type', 'owner_id', 'parent_id', 'updated_at']));
		expect(sorts.results).toEqual(filters.results);
		expect(relations.results.map(({ value }) => value)).toEqual(['parent', 'requirements']);
		expect(filters.results[0]?.description).toMatch(/^Assumed, because the API description of this organization cannot be used: Catalio answered 404/);
		expect((await getIncludePaths.call(context)).map(({ value }) => value)).toEqual(['parent', 'requirements']);
		expect(await getTypes.call(context)).toHaveLength(10);
		expect(requests).toEqual([OPEN_API]);
	});

	it.each([
		['searchFilterFields', searchFilterFields],
		['searchSortFields', searchSortFields],
		['searchRelations', searchRelations],
		['getIncludePaths', getIncludePaths],
		['getTypes', getTypes],
	])('does not hide a refused credential: %s', async (_name, method: (this: ILoadOptionsFunctions) => Promise<unknown>) => {
		await expect(method.call(panel('requirement', refusing).context)).rejects.toThrow(/401/);
	});
});

interface Listing {
	readonly titles: readonly string[];
	/** What a list with a filter is answered with. */
	readonly filtered?: 'bad' | 'obeyed';
	readonly next?: (url: URL, offset: number) => unknown;
}

/** A tenant with requirements in pages of 100, of which it knows the filter by title, capitals minded. */
const listing = ({ titles, filtered = 'obeyed', next }: Listing): Tenant => (url) => {
	const { pathname, searchParams } = url;
	if (pathname !== '/api/v1/requirements') return NOT_FOUND;
	const typed = searchParams.get('filter[title][contains]');
	if (typed !== null && filtered === 'bad') return { status: 400, body: { errors: [{ status: '400', code: 'invalid_filter', title: 'Invalid filter' }] } };
	const all = titles.map((title, number) => ({ title, id: `id-${number}` })).filter(({ title }) => typed === null || title.includes(typed));
	const offset = Number(searchParams.get('page[offset]') ?? 0);
	const page = all.slice(offset, offset + 100).map(({ title, id }) => ({ type: 'requirement', id, attributes: { title, status: 'active' } }));
	const following = new URL(url);
	following.searchParams.set('page[offset]', String(offset + 100));
	const link = next ? next(following, offset) : following.href;
	return { status: 200, body: { data: page, links: { next: offset + 100 < all.length ? link : null } } };
};
const numbered = (count: number) => Array.from({ length: count }, (_each, number) => `Requirement ${number + 1}`);
const names = ({ results }: { results: ReadonlyArray<{ name: string }> }) => results.map(({ name }) => name);

describe('the list of records', () => {
	it('shows each by its title, with status and ID', async () => {
		const { context, requests } = panel('requirement', listing({ titles: ['Export as CSV'] }));

		expect(await searchRecords.call(context)).toEqual({ results: [{ name: 'Export as CSV', value: 'id-0', description: 'Active · id-0' }] });
		expect(requests).toEqual(['/api/v1/requirements?page[limit]=100']);
	});

	it('goes on where the next link leads', async () => {
		const { context } = panel('requirement', listing({ titles: numbered(150) }));
		const first = await searchRecords.call(context);
		const second = await searchRecords.call(context, undefined, first.paginationToken as string);

		expect([...names(first), ...names(second)]).toEqual(numbered(150));
		expect(second.paginationToken).toBeUndefined();
	});

	it('lets the server filter', async () => {
		const { context, requests } = panel('requirement', listing({ titles: numbered(400) }));

		expect(names(await searchRecords.call(context, 'Requirement 400'))).toEqual(['Requirement 400']);
		expect(requests).toEqual(['/api/v1/requirements?filter[title][contains]=Requirement+400&page[limit]=100']);
	});

	it('goes on in what the server filtered', async () => {
		const { context } = panel('requirement', listing({ titles: [...numbered(3), ...Array.from({ length: 150 }, (_each, number) => `Export ${number}`)] }));
		const first = await searchRecords.call(context, 'Export');
		const second = await searchRecords.call(context, 'Export', first.paginationToken as string);

		expect([names(first).length, names(second).length, names(second).at(-1)]).toEqual([100, 50, 'Export 149']);
	});

	it('filters here where the server will not', async () => {
		const { context, requests } = panel('requirement', listing({ titles: numbered(250), filtered: 'bad' }));

		expect(names(await searchRecords.call(context, 'requirement 25'))).toEqual(['Requirement 25']);
		expect(names(await searchRecords.call(context, 'requirement 250'))).toEqual(['Requirement 250']);
		expect(requests.slice(2)).toEqual([
			'/api/v1/requirements?filter[title][contains]=requirement+250&page[limit]=100',
			'/api/v1/requirements',
			'/api/v1/requirements?page[offset]=100',
			'/api/v1/requirements?page[offset]=200',
		]);
	});

	it('goes on filtering here after a page that was filtered here', async () => {
		const { context } = panel('requirement', listing({ titles: numbered(150), filtered: 'bad' }));
		const first = await searchRecords.call(context, 'ment 1');
		const second = await searchRecords.call(context, 'ment 1', first.paginationToken as string);

		expect(names(first)).toHaveLength(12);
		expect(names(second)).toHaveLength(50);
	});

	it.each([
		['other capitals than the server finds', 'EXPORT'],
		['the ID', 'id-3'],
	])('finds a record by %s', async (_what, typed) => {
		const { context } = panel('requirement', listing({ titles: [...numbered(3), 'Export as CSV'] }));

		expect(names(await searchRecords.call(context, typed))).toEqual(['Export as CSV']);
	});

	it('gives up after ten pages, and says where it could go on', async () => {
		const { context, requests } = panel('requirement', listing({ titles: numbered(1_200), filtered: 'bad' }));
		const found = await searchRecords.call(context, 'nowhere');

		expect(found.results).toEqual([]);
		expect(found.paginationToken).toContain('1000');
		expect(requests).toHaveLength(11);
	});

	it('does not go where a next link leads to another origin', async () => {
		const { context, requests } = panel('requirement', listing({ titles: numbered(150), next: () => 'https://evil.example/api/v1/requirements' }));

		const found = await searchRecords.call(context);
		expect(names(found)).toHaveLength(100);
		expect(found.paginationToken).toBeUndefined();
		await expect(searchRecords.call(context, 'requirement 150')).rejects.toThrow(/evil\.example/);
		expect(requests.every((request) => request.startsWith('/api/v1/'))).toBe(true);
	});

	it.each(['https://evil.example/api/v1/requirements', 'http://panel.example/', '//evil.example/x', 'https://user:pass@evil.example/'])('does not send the credential after the token %s', async (token) => {
		const { context, requests } = panel('requirement', listing({ titles: numbered(3) }));

		await expect(searchRecords.call(context, undefined, token)).rejects.toThrow(/cannot go on/);
		expect(requests).toEqual([]);
	});

	it('follows relative links and link objects', async () => {
		const titles = numbered(350);
		const { context } = panel('requirement', listing({ titles, next: (url, offset) => (offset === 0 ? url.pathname + url.search : { href: url.href }) }));
		const first = await searchRecords.call(context);
		const second = await searchRecords.call(context, undefined, first.paginationToken as string);

		expect(names(second)[99]).toBe('Requirement 200');
		expect(second.paginationToken).toContain('200');
	});

	it('calls records by their name, or by their kind and ID, and leaves out what is none', async () => {
		const data = [null, 7, { id: '' }, { id: 'a', attributes: { name: ' Platform ' } }, { id: 'b', attributes: { title: null } }, { id: 'c' }];
		const { context } = panel('team', () => ({ status: 200, body: { data } }));

		expect((await searchRecords.call(context)).results).toEqual([
			{ name: 'Platform', value: 'a', description: 'a' },
			{ name: 'Team b', value: 'b', description: 'b' },
			{ name: 'Team c', value: 'c', description: 'c' },
		]);
	});

	it('fails with the words of a vendor who refuses', async () => {
		await expect(searchRecords.call(panel('requirement', refusing).context, 'x')).rejects.toThrow(/401.*Token expired/s);
	});
});
