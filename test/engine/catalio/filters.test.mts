import type { IDataObject } from 'n8n-workflow';
import { LEAVER_ID, PEOPLE, TEAM_IDS } from '../../simulators/catalio/index.mts';
import { conditionsOf, idsIn, TEN, useCatalio, type ConditionRow } from './support.mts';

const catalio = useCatalio();

/** The filter as it arrived at the server, by parameter. */
const arrived = (): Record<string, string | string[]> =>
	Object.fromEntries(Object.entries(catalio.queries().at(-1) ?? {}).filter(([name]) => name.startsWith('filter')));

type Attributes = Readonly<Record<string, unknown>>;
type Case = readonly [row: ConditionRow, arrives: Readonly<Record<string, string>>, holds: (attributes: Attributes) => boolean];

const title = ({ title: text }: Attributes) => String(text);
const estimate = ({ estimate: days }: Attributes) => (days === null ? Number.NaN : Number(days));
const labels = ({ labels: list }: Attributes) => list as string[];

const CASES: readonly Case[] = [
	[{ field: 'status', operator: 'eq', value: 'draft' }, { 'filter[status]': 'draft' }, ({ status }) => status === 'draft'],
	[{ field: 'status', operator: 'not_eq', value: 'draft' }, { 'filter[status][not_eq]': 'draft' }, ({ status }) => status !== 'draft'],
	[{ field: 'estimate', operator: 'gt', value: '5' }, { 'filter[estimate][gt]': '5' }, (each) => estimate(each) > 5],
	[{ field: 'estimate', operator: 'gte', value: '={{ 5 }}' }, { 'filter[estimate][gte]': '5' }, (each) => estimate(each) >= 5],
	[{ field: 'due_on', operator: 'lt', value: '2026-04-01' }, { 'filter[due_on][lt]': '2026-04-01' }, ({ due_on }) => due_on !== null && String(due_on) < '2026-04-01'],
	[{ field: 'inserted_at', operator: 'lte', value: '2026-01-20T08:00:00Z' }, { 'filter[inserted_at][lte]': '2026-01-20T08:00:00Z' }, ({ inserted_at }) => Date.parse(String(inserted_at)) <= Date.parse('2026-01-20T08:00:00Z')],
	[{ field: 'title', operator: 'contains', value: 'payroll' }, { 'filter[title][contains]': 'payroll' }, (each) => title(each).includes('payroll')],
	[{ field: 'title', operator: 'string_starts_with', value: 'Export' }, { 'filter[title][string_starts_with]': 'Export' }, (each) => title(each).startsWith('Export')],
	[{ field: 'title', operator: 'string_ends_with', value: 'are late' }, { 'filter[title][string_ends_with]': 'are late' }, (each) => title(each).endsWith('are late')],
	[{ field: 'title', operator: 'like', value: 'Export%CSV' }, { 'filter[title][like]': 'Export%CSV' }, (each) => /^Export.*CSV$/.test(title(each))],
	[{ field: 'title', operator: 'ilike', value: '%PAYROLL%' }, { 'filter[title][ilike]': '%PAYROLL%' }, (each) => /payroll/i.test(title(each))],
	[{ field: 'status', operator: 'in', value: 'draft, active' }, { 'filter[status][in][0]': 'draft', 'filter[status][in][1]': 'active' }, ({ status }) => status === 'draft' || status === 'active'],
	[{ field: 'status', operator: 'in', value: '["rejected"]' }, { 'filter[status][in][0]': 'rejected' }, ({ status }) => status === 'rejected'],
	[{ field: 'assignee_id', operator: 'is_nil', value: 'left over' }, { 'filter[assignee_id][is_nil]': 'true' }, ({ assignee_id }) => assignee_id === null],
	[{ field: 'assignee_id', operator: 'is_not_nil' }, { 'filter[assignee_id][is_nil]': 'false' }, ({ assignee_id }) => assignee_id !== null],
	[{ field: 'complexity', operator: 'is_distinct_from', value: 'simple' }, { 'filter[complexity][is_distinct_from]': 'simple' }, ({ complexity }) => complexity !== 'simple'],
	[{ field: 'labels', operator: 'has', value: 'wave-1' }, { 'filter[labels][has]': 'wave-1' }, (each) => labels(each).includes('wave-1')],
	[{ field: 'labels', operator: 'intersects', value: 'wave-1\nwave-2' }, { 'filter[labels][intersects][0]': 'wave-1', 'filter[labels][intersects][1]': 'wave-2' }, (each) => labels(each).some((one) => one === 'wave-1' || one === 'wave-2')],
	[{ field: 'is_regulatory', operator: 'eq', value: '={{ true }}' }, { 'filter[is_regulatory]': 'true' }, ({ is_regulatory }) => is_regulatory === true],
	[{ field: 'is_regulatory', operator: 'eq', value: '={{ false }}' }, { 'filter[is_regulatory]': 'false' }, ({ is_regulatory }) => is_regulatory === false],
	[{ field: 'estimate', operator: 'eq', value: '={{ 0 }}' }, { 'filter[estimate]': '0' }, (each) => estimate(each) === 0],
];

describe('one condition', () => {
	it.each(CASES)('%j arrives as %j, and what it names comes back', async (row, parameters, holds) => {
		const records = await catalio.records('requirement', 'getAll', { returnAll: true, ...conditionsOf(row) });

		expect(arrived()).toEqual(parameters);
		expect(idsIn(records)).toEqual(catalio.idsOf('requirement', holds));
		expect(records.length).toBeGreaterThan(0);
		expect(records.length).toBeLessThan(catalio.stored('requirement').length);
	});

	it.each(TEN)('reaches $resource by ID', async ({ resource, type }) => {
		const [, second = ''] = catalio.idsOf(type);

		expect(idsIn(await catalio.records(resource, 'getAll', { returnAll: true, ...conditionsOf({ field: 'id', value: second }) }))).toEqual([second]);
		expect(arrived()).toEqual({ 'filter[id]': second });
	});

	it.each(['50% + a & b = c', 'a,b;c', 'x [y] {z}', 'übergabe – 経理 🌲', "it's \"quoted\"", '%20 #1 ?', 'C:\\path/..'])('keeps every character of %j', async (text) => {
		const [id] = catalio.simulator.admin.addRecords('requirement', 1, { title: text });

		expect(idsIn(await catalio.records('requirement', 'getAll', { returnAll: true, ...conditionsOf({ field: 'title', value: text }) }))).toEqual([id]);
		expect(arrived()).toEqual({ 'filter[title]': text });
	});

	it('takes several values from an expression that gives a list', async () => {
		const records = await catalio.records(
			'requirement',
			'getAll',
			{ returnAll: true, ...conditionsOf({ field: 'owner_id', operator: 'in', value: '={{ $json.people }}' }) },
			{ items: [{ people: [LEAVER_ID, PEOPLE['Ana Duarte']] }] },
		);

		expect(idsIn(records)).toEqual(catalio.idsOf('requirement', ({ owner_id }) => owner_id === LEAVER_ID || owner_id === PEOPLE['Ana Duarte']));
	});

	it('without a value is refused by its number before anything is sent, and never asks for everything instead', async () => {
		for (const operator of ['eq', 'in', 'contains']) {
			const { message, description } = await catalio.failed('requirement', 'getAll', { returnAll: true, ...conditionsOf({ field: 'status', value: 'draft' }, { field: 'owner_id', operator, value: '={{ $json.missing }}' }) });
			expect(message).toBe('Condition 2, Value is empty [Item 0]');
			expect(description).toContain('Is Empty');
		}
		expect(catalio.simulator.requests).toEqual([]);
	});

	it('whose list has no entry is refused, too', async () => {
		const { message } = await catalio.failed('requirement', 'getAll', { returnAll: true, ...conditionsOf({ field: 'status', operator: 'in', value: '={{ [] }}' }) });

		expect(message).toBe('Condition 1, Value is empty [Item 0]');
		expect(catalio.simulator.requests).toEqual([]);
	});

	it('whose field is no name is refused before anything is sent', async () => {
		expect((await catalio.failed('requirement', 'getAll', conditionsOf({ field: 'title][or', value: 'x' }))).message).toBe('Condition 1, Field is not a name: "title][or" [Item 0]');
		expect(catalio.simulator.requests).toEqual([]);
	});
});

describe('several conditions', () => {
	const draft = { field: 'status', value: 'draft' };
	const high = { field: 'priority', value: 'high' };
	const long = { field: 'estimate', operator: 'gt', value: '3' };
	const short = { field: 'estimate', operator: 'lt', value: '9' };
	const isBetween = (each: Attributes) => estimate(each) > 3 && estimate(each) < 9;

	it.each<readonly [string, string, readonly ConditionRow[], Readonly<Record<string, string>>, (attributes: Attributes) => boolean]>([
		['all of different fields', 'and', [draft, long], { 'filter[status]': 'draft', 'filter[estimate][gt]': '3' }, (each) => each.status === 'draft' && estimate(each) > 3],
		['all of the same field', 'and', [long, short], { 'filter[and][0][estimate][gt]': '3', 'filter[and][1][estimate][lt]': '9' }, isBetween],
		['any', 'or', [draft, high], { 'filter[or][0][status]': 'draft', 'filter[or][1][priority]': 'high' }, ({ status, priority }) => status === 'draft' || priority === 'high'],
		['none', 'none', [draft, high], { 'filter[not][or][0][status]': 'draft', 'filter[not][or][1][priority]': 'high' }, ({ status, priority }) => !(status === 'draft' || priority === 'high')],
		['none of one', 'none', [draft], { 'filter[not][status]': 'draft' }, ({ status }) => status !== 'draft'],
		['any of one', 'or', [draft], { 'filter[status]': 'draft' }, ({ status }) => status === 'draft'],
	])('match %s', async (_case, matching, rows, parameters, holds) => {
		const records = await catalio.records('requirement', 'getAll', { returnAll: true, matching, ...conditionsOf(...rows) });

		expect(arrived()).toEqual(parameters);
		expect(idsIn(records)).toEqual(catalio.idsOf('requirement', holds));
		expect(records.length).toBeGreaterThan(0);
	});

	it('hold on every page of a long list', async () => {
		catalio.simulator.admin.addRecords('requirement', 150, { status: 'draft' });
		catalio.simulator.admin.addRecords('requirement', 50, { status: 'active' });
		const records = await catalio.records('requirement', 'getAll', { returnAll: true, matching: 'or', ...conditionsOf(draft, { field: 'title', operator: 'contains', value: '&' }) });

		expect(idsIn(records)).toEqual(catalio.idsOf('requirement', ({ status }) => status === 'draft'));
		expect(records.length).toBeGreaterThan(150);
	});
});

describe('conditions across relations', () => {
	it('ask for what is at the other end', async () => {
		const records = await catalio.records('requirement', 'getAll', { returnAll: true, ...conditionsOf({ field: 'team.name', value: 'Close' }) });

		expect(arrived()).toEqual({ 'filter[team][name]': 'Close' });
		expect(idsIn(records)).toEqual(catalio.idsOf('requirement', ({ team_id }) => team_id === TEAM_IDS.close));
	});

	it('go over several steps, with operators', async () => {
		const records = await catalio.records('requirement', 'getAll', { returnAll: true, ...conditionsOf({ field: 'use_cases.test_cases.title', operator: 'in', value: 'Test 1, Test 5' }) });
		const wanted = catalio.stored('test_case').filter(({ attributes }) => ['Test 1', 'Test 5'].includes(String(attributes.title))).map(({ attributes }) => attributes.requirement_id);

		expect(arrived()).toEqual({ 'filter[use_cases][test_cases][title][in][0]': 'Test 1', 'filter[use_cases][test_cases][title][in][1]': 'Test 5' });
		expect(idsIn(records)).toEqual(wanted);
	});

	it('of two fields of one relation do not overwrite each other', async () => {
		const records = await catalio.records('requirement', 'getAll', { returnAll: true, ...conditionsOf({ field: 'team.name', value: 'Close' }, { field: 'team.description', operator: 'contains', value: 'close' }) });

		expect(arrived()).toEqual({ 'filter[and][0][team][name]': 'Close', 'filter[and][1][team][description][contains]': 'close' });
		expect(idsIn(records)).toEqual(catalio.idsOf('requirement', ({ team_id }) => team_id === TEAM_IDS.close));
	});
});

describe('a filter as JSON', () => {
	const asJson = async (filterJson: unknown, items: IDataObject[] = [{}]) => await catalio.records('requirement', 'getAll', { returnAll: true, filterBy: 'json', filterJson } as IDataObject, { items });
	const groups = { or: [{ status: 'draft' }, { and: [{ priority: 'high' }, { not: { team: { name: 'Close' } } }] }], estimate: { gte: 1 } };

	it('nests groups as deep as is wanted', async () => {
		const records = await asJson(JSON.stringify(groups));

		expect(arrived()).toEqual({
			'filter[or][0][status]': 'draft',
			'filter[or][1][and][0][priority]': 'high',
			'filter[or][1][and][1][not][team][name]': 'Close',
			'filter[estimate][gte]': '1',
		});
		expect(idsIn(records)).toEqual(
			catalio.idsOf('requirement', (each) => estimate(each) >= 1 && (each.status === 'draft' || (each.priority === 'high' && each.team_id !== TEAM_IDS.close))),
		);
	});

	it('may come from the input as an object', async () => {
		const records = await asJson('={{ $json.filter }}', [{ filter: { status: { in: ['draft', 'rejected'] } } }]);

		expect(arrived()).toEqual({ 'filter[status][in][0]': 'draft', 'filter[status][in][1]': 'rejected' });
		expect(idsIn(records)).toEqual(catalio.idsOf('requirement', ({ status }) => status === 'draft' || status === 'rejected'));
	});

	it('that is left empty asks for all, and conditions of the other choice are not sent', async () => {
		const records = await catalio.records('requirement', 'getAll', { returnAll: true, filterBy: 'json', filterJson: '', ...conditionsOf({ field: 'status', value: 'draft' }) });

		expect(arrived()).toEqual({});
		expect(records).toHaveLength(catalio.stored('requirement').length);
	});

	it.each(['[1]', '"draft"', 'status = draft', '3'])('that is no object, such as %s, is refused before anything is sent', async (filterJson) => {
		const { message } = await catalio.failed('requirement', 'getAll', { returnAll: true, filterBy: 'json', filterJson });

		expect(message).toMatch(/^Filter \(JSON\) is (not an object|not valid JSON)/);
		expect(catalio.simulator.requests).toEqual([]);
	});
});

describe('a filter that the server does not know', () => {
	it.each([
		['an attribute', { field: 'colour', value: 'red' }, 'No such field colour for requirement'],
		['an operator', { field: 'status', operator: '={{ "sounds_like" }}', value: 'draft' }, 'No such operator sounds_like for status'],
		['a value', { field: 'estimate', operator: 'gt', value: 'many' }, 'Invalid filter value'],
	])('for %s is told in its words, with a way out', async (_case, row, said) => {
		const { message, description, data } = await catalio.failed('requirement', 'getAll', { limit: 5, ...conditionsOf(row) });

		expect(`${message} ${description}`).toContain(said);
		expect(description).toContain('pick them from the lists of this node');
		expect(data).toMatchObject({ status: 400, code: 'invalid_filter' });
		expect(catalio.asked()).toHaveLength(1);
	});
});
