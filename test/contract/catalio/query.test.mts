import { LEAVER_ID, LEAVER_REQUIREMENTS, PEOPLE, requirementId, startCatalio, TEAM_IDS, type CatalioSimulator } from '../../simulators/catalio/index.mts';
import { apiOf, idsOf, titlesOf, type Api } from './support.mts';

let simulator: CatalioSimulator;
let api: Api;

beforeAll(async () => {
	simulator = await startCatalio({ switches: { defaultLimit: null } });
	api = apiOf(simulator);
});

afterAll(async () => {
	await simulator.close();
});

afterEach(() => {
	simulator.set({ linkage: 'included' });
	simulator.expectNoViolations();
});

type Attributes = Readonly<Record<string, unknown>>;
const visible = () => simulator.state.records.requirement!.filter(({ tenant, attributes }) => tenant === 'example-organization' && attributes.archived_at === null);
const idsWhere = (passes: (attributes: Attributes) => boolean): string[] => visible().filter(({ attributes }) => passes(attributes)).map(({ id }) => id);
const list = async (query: string) => await api.get(`/requirements?${query}`);

const text = (value: unknown): string => String(value ?? '');
/** What passes, worked out by hand. */
const FILTERS: ReadonlyArray<readonly [query: string, passes: (attributes: Attributes) => boolean]> = [
	['filter[status]=active', ({ status }) => status === 'active'],
	['filter%5Bstatus%5D=active', ({ status }) => status === 'active'],
	[`filter[owner_id]=${LEAVER_ID}&filter[status]=draft`, ({ owner_id, status }) => owner_id === LEAVER_ID && status === 'draft'],
	['filter[status][eq]=draft', ({ status }) => status === 'draft'],
	['filter[status][not_eq]=draft', ({ status }) => status !== 'draft'],
	['filter[complexity][not_equals]=simple', ({ complexity }) => complexity !== null && complexity !== 'simple'],
	['filter[estimate][gt]=7', ({ estimate }) => estimate !== null && Number(estimate) > 7],
	['filter[estimate][greater_than_or_equal]=7', ({ estimate }) => estimate !== null && Number(estimate) >= 7],
	['filter[estimate][lt]=3&filter[estimate][gte]=1', ({ estimate }) => estimate !== null && Number(estimate) < 3 && Number(estimate) >= 1],
	['filter[budget][less_than_or_equal]=2000.5', ({ budget }) => budget !== null && Number(budget) <= 2000.5],
	['filter[due_on][lt]=2026-03-20', ({ due_on }) => due_on !== null && text(due_on) < '2026-03-20'],
	['filter[updated_at][gt]=2026-05-01T00:00:00Z', ({ updated_at }) => Date.parse(text(updated_at)) > Date.parse('2026-05-01')],
	['filter[is_regulatory]=true', ({ is_regulatory }) => is_regulatory === true],
	['filter[status][in][0]=active&filter[status][in][1]=draft', ({ status }) => ['active', 'draft'].includes(text(status))],
	['filter[status][in][]=active&filter[status][in][]=draft', ({ status }) => ['active', 'draft'].includes(text(status))],
	[`filter[id][in][0]=${requirementId(3)}`, ({ reference }) => reference === 'REQ-3'],
	['filter[description][is_nil]=true', ({ description }) => description === null],
	['filter[description][is_nil]=false', ({ description }) => description !== null],
	['filter[complexity][is_distinct_from]=simple', ({ complexity }) => complexity !== 'simple'],
	['filter[title][contains]=invoices', ({ title }) => text(title).includes('invoices')],
	['filter[title][string_starts_with]=Warn', ({ title }) => text(title).startsWith('Warn')],
	['filter[title][string_ends_with]=CSV', ({ title }) => text(title).endsWith('CSV')],
	['filter[title][ilike]=warn%25budgets%25', ({ title }) => /^warn.*budgets.*$/i.test(text(title))],
	['filter[title][like]=warn%25', () => false],
	[`filter[title]=${encodeURIComponent('Zahlungsläufe prüfen – Übersicht für λογιστήριο')}`, ({ reference }) => reference === 'REQ-12'],
	['filter[labels][has]=wave-1', ({ labels }) => (labels as string[]).includes('wave-1')],
	['filter[labels][intersects][0]=wave-1&filter[labels][intersects][1]=wave-2', ({ labels }) => (labels as string[]).some((label) => /^wave-[12]$/.test(label))],
	['filter[or][0][status]=draft&filter[or][1][priority]=critical', ({ status, priority }) => status === 'draft' || priority === 'critical'],
	['filter[or][0][status][in][0]=draft&filter[or][0][status][in][1]=rejected&filter[or][1][estimate][gt]=10', ({ status, estimate }) => ['draft', 'rejected'].includes(text(status)) || Number(estimate ?? 0) > 10],
	['filter[and][0][status]=active&filter[and][1][priority]=low', ({ status, priority }) => status === 'active' && priority === 'low'],
	['filter[not][status]=active', ({ status }) => status !== 'active'],
	['filter[not][complexity]=simple', ({ complexity }) => complexity !== null && complexity !== 'simple'],
	['filter[not][or][0][status]=draft&filter[not][or][1][status]=active', ({ status }) => !['draft', 'active'].includes(text(status))],
	['filter[team][name]=Payroll', ({ team_id }) => team_id === TEAM_IDS.payroll],
	['filter[not][team][name]=Payroll', ({ team_id }) => team_id !== TEAM_IDS.payroll],
	['filter[persona][name][in][0]=Accountant&filter[status]=active', ({ persona_id, status }) => persona_id === simulator.state.records.persona![0]!.id && status === 'active'],
	['filter[use_cases][test_cases][test_case_type]=unit', ({ reference }) => Number(text(reference).slice(4)) <= 10],
];

describe('filters', () => {
	it.each(FILTERS)('%s', async (query, passes) => {
		const expected = idsWhere(passes);

		const { status, json } = await list(query);

		expect(status).toBe(200);
		expect(json.data.map(({ id }) => id)).toEqual(expected);
		if (!query.includes('[like]')) expect(expected.length).toBeGreaterThan(0);
		expect(expected.length).toBeLessThan(60);
	});

	it.each([
		['an unknown attribute', 'filter[colour]=red'],
		['an unknown operator', 'filter[title][sounds_like]=x'],
		['an operator of another kind', 'filter[estimate][contains]=1'],
		['an unknown attribute across a relation', 'filter[team][colour]=red'],
		['a value that the enum lacks', 'filter[status]=on_fire'],
		['a text where a number stands', 'filter[estimate][gt]=many'],
		['an id that is none', 'filter[owner_id]=robin'],
		['one value where a list stands', 'filter[status][in]=active'],
		['is_nil of neither', 'filter[title][is_nil]=maybe'],
		['a map', 'filter[custom_fields][eq]=x'],
		['a value right under or', 'filter[or]=x'],
		['a list operator that lists lack', 'filter[labels][gt]=x'],
	])('refuse %s', async (_case, query) => {
		expect(await list(query)).toMatchObject({ status: 400, json: { errors: [{ code: 'invalid_filter', source: { parameter: 'filter' } }] } });
	});

	it('pass nothing where nothing fits, as an empty list', async () => {
		expect((await list('filter[title]=nothing')).json.data).toEqual([]);
	});

	it('find what a leaver owns and is assigned to', async () => {
		const { plain, private: hidden, viewOnly, elsewhere, assigned } = LEAVER_REQUIREMENTS;

		expect(idsOf(await list(`filter[owner_id]=${LEAVER_ID}`)).sort()).toEqual([...plain, ...hidden, ...viewOnly, ...elsewhere].sort());
		expect(idsOf(await list(`filter[assignee_id]=${LEAVER_ID}`))).toEqual(assigned);
	});
});

describe('sorting', () => {
	it('goes by several keys, each its own way', async () => {
		const { json } = await list('sort=-status,title');
		const pairs = json.data.map(({ attributes }) => [text(attributes.status), text(attributes.title)]);

		expect(pairs).toEqual([...pairs].sort(([a, b], [c, d]) => (a === c ? (b! < d! ? -1 : 1) : a! < c! ? 1 : -1)));
	});

	it.each([
		['estimate', false],
		['-estimate', true],
		['%2B%2Bestimate', true],
		['--estimate', false],
	])('%s puts records without a value first: %s', async (sort, isFirst) => {
		const { json } = await list(`sort=${sort}`);
		const values = json.data.map(({ attributes }) => attributes.estimate);

		expect(values[0] === null).toBe(isFirst);
		expect(values.at(-1) === null).toBe(!isFirst);
	});

	it('knows what does not sort', async () => {
		for (const name of ['colour', 'labels', 'custom_fields']) expect(await list(`sort=${name}`)).toMatchObject({ status: 400, json: { errors: [{ code: 'invalid_sort', source: { parameter: 'sort' } }] } });
	});
});

describe('inclusion', () => {
	it('holds each related record once, all of them in reach, in the order of the linkage', async () => {
		const { json } = await list('include=team,use_cases.test_cases.test_results,policies');
		const keys = json.included.map(({ type, id }) => `${type} ${id}`);

		expect(new Set(keys).size).toBe(keys.length);
		expect(new Set(json.included.map(({ type }) => type))).toEqual(new Set(['team', 'use_case', 'test_case', 'test_result', 'policy']));
		expect(json.included.filter(({ type }) => type === 'test_case')).toHaveLength(20);
		const useCase = json.included.find(({ type }) => type === 'use_case')!;
		expect(useCase.relationships.test_cases!.data).toHaveLength(1);
		expect(useCase.relationships.requirement).not.toHaveProperty('data');
	});

	it('does not repeat a primary record', async () => {
		const { json } = await api.get('/capabilities?include=parent.parent,children');

		expect(json.data).toHaveLength(8);
		expect(json.included).toEqual([]);
		expect(json.data[2]!.relationships.parent!.data).toEqual({ type: 'capability', id: json.data[1]!.id });
		expect(json.data[0]!.relationships.parent!.data).toBeNull();
	});

	it('is absent unless asked for', async () => {
		expect((await list('page[limit]=1')).json).not.toHaveProperty('included');
	});

	it.each([
		['included', false],
		['always', true],
	] as const)('linkage %s decides whether relations that are not included have data', async (linkage, hasData) => {
		simulator.set({ linkage });
		const { json } = await list('include=team&page[limit]=1');
		const { team, persona, use_cases } = json.data[0]!.relationships;

		expect(team!.data).toEqual({ type: 'team', id: expect.any(String) });
		expect('data' in persona!).toBe(hasData);
		expect('data' in use_cases!).toBe(hasData);
	});
});

describe('sparse fieldsets', () => {
	it('keep the named fields of each type', async () => {
		const { json } = await list('include=team&fields[requirement]=title,status&fields[team]=');

		expect(Object.keys(json.data[0]!.attributes)).toEqual(['title', 'status']);
		expect(json.included[0]!.attributes).toEqual({});
	});

	it('refuse what there is not', async () => {
		expect(await list('fields[requirement]=colour')).toMatchObject({ status: 400, json: { errors: [{ code: 'invalid_field' }] } });
		expect(await list('fields[colour]=title')).toMatchObject({ status: 400, json: { errors: [{ code: 'invalid_type' }] } });
	});
});

describe('other query parameters', () => {
	it('are refused by name, and recorded', async () => {
		expect(await list('colour=red')).toMatchObject({ status: 400, json: { errors: [{ code: 'invalid_query', source: { parameter: 'colour' } }] } });
		expect(simulator.takeViolations()).toMatchObject([{ where: 'query.colour', message: 'is not documented' }]);
	});

	it('belong to the filtered list, by attribute and by search', async () => {
		const filtered = async (query: string) => await api.get(`/requirements/filtered?${query}`);

		expect(idsOf(await filtered(`status=active&owner_id=${PEOPLE['Ana Duarte']}`))).toEqual(idsWhere(({ status, owner_id }) => status === 'active' && owner_id === PEOPLE['Ana Duarte']));
		expect(titlesOf(await filtered('search=INVOICES&sort=-title&page[limit]=2'))).toEqual(['Warn when invoices are late', 'Show the history of invoices']);
		expect(await filtered('colour=red')).toMatchObject({ status: 400, json: { errors: [{ code: 'invalid_query', source: { parameter: 'colour' } }] } });
	});
});
