import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { LEAVER_EMAIL, OPERATORS, type Filter } from '../../simulators/oleria/index.mts';
import { ACCOUNTS, filtersOf, useOleria, type FilterRow } from './support.mts';

const oleria = useOleria();

/** What was sent as filters, of the last export that was started. */
const sent = () => (oleria.requestsTo('createDownload').at(-1)?.body as { params?: { filterBy?: unknown } } | undefined)?.params?.filterBy;

const DAY_MS = 86_400_000;
const days = (row: IDataObject) => Number.parseInt(String(row['Dormant Days']), 10);
const created = (row: IDataObject) => Date.parse(String(row['Created Date']));

interface Case {
	readonly row: FilterRow;
	readonly values: readonly unknown[];
	/** What holds for all rows that pass. */
	readonly holds: (row: IDataObject) => boolean;
	/** Nothing of the seeded rows may pass. */
	readonly mayBeEmpty?: boolean;
}

const text = (operator: string, values: unknown, sentValues: readonly unknown[], holds: Case['holds'], more: Partial<Case> = {}): Case => ({ row: { field: 'accountName', dataType: 'string', operator, values }, values: sentValues, holds, ...more });
const count = (operator: string, values: unknown, sentValues: readonly unknown[], holds: Case['holds'], more: Partial<Case> = {}): Case => ({ row: { field: 'dormantDays', dataType: 'number', operator, values }, values: sentValues, holds, ...more });
const time = (operator: string, values: unknown, sentValues: readonly unknown[], holds: Case['holds'], more: Partial<Case> = {}): Case => ({ row: { field: 'createdAt', dataType: 'timestamp', operator, values }, values: sentValues, holds, ...more });
const kind = (operator: string, values: unknown, sentValues: readonly unknown[], holds: Case['holds'], more: Partial<Case> = {}): Case => ({ row: { field: 'userStatus', dataType: 'enum', operator, values }, values: sentValues, holds, ...more });
const flag = (operator: string, values: unknown, sentValues: readonly unknown[], holds: Case['holds'], more: Partial<Case> = {}): Case => ({ row: { field: 'isAdmin', dataType: 'boolean', operator, values }, values: sentValues, holds, ...more });

const name = (row: IDataObject) => String(row['Account Name']);
const MOMENT = '2025-06-01T00:00:00Z';
const moment = Date.parse(MOMENT);
const none = { mayBeEmpty: true } as const;

const CASES: readonly Case[] = [
	text('eq', 'Robin Vale', ['Robin Vale'], (row) => name(row) === 'Robin Vale'),
	text('ne', 'Robin Vale', ['Robin Vale'], (row) => name(row) !== 'Robin Vale'),
	text('in', 'Robin Vale, Hana Kim', ['Robin Vale', 'Hana Kim'], (row) => ['Robin Vale', 'Hana Kim'].includes(name(row))),
	text('notIn', 'Robin Vale\nHana Kim', ['Robin Vale', 'Hana Kim'], (row) => !['Robin Vale', 'Hana Kim'].includes(name(row))),
	text('contains', 'Robin', ['Robin'], (row) => name(row).includes('Robin')),
	text('notContains', 'Robin', ['Robin'], (row) => !name(row).includes('Robin')),
	text('matches', '^R.*e$', ['^R.*e$'], (row) => /^R.*e$/.test(name(row))),
	text('isNull', '', [], (row) => name(row) === '', none),
	text('isNotNull', '', [], (row) => name(row) !== ''),
	count('eq', '3', [3], (row) => days(row) === 3, none),
	count('ne', '3', [3], (row) => days(row) !== 3),
	count('in', '1, 2,3', [1, 2, 3], (row) => [1, 2, 3].includes(days(row)), none),
	count('notIn', '1', [1], (row) => days(row) !== 1),
	count('gt', '5', [5], (row) => days(row) > 5),
	count('gte', '5', [5], (row) => days(row) >= 5),
	count('lt', '40', [40], (row) => days(row) < 40),
	count('lte', '40.5', [40.5], (row) => days(row) <= 40.5),
	count('between', '1, 60', [1, 60], (row) => days(row) >= 1 && days(row) <= 60),
	count('isNull', '', [], (row) => row['Dormant Days'] === '', none),
	count('isNotNull', '', [], (row) => row['Dormant Days'] !== ''),
	flag('eq', 'yes', [true], (row) => row['Is Admin'] === 'true'),
	flag('ne', 'TRUE', [true], (row) => row['Is Admin'] !== 'true'),
	flag('isNull', '', [], (row) => row['Is Admin'] === '', none),
	flag('isNotNull', '', [], (row) => row['Is Admin'] !== ''),
	time('eq', MOMENT, [MOMENT], (row) => created(row) === moment, none),
	time('ne', MOMENT, [MOMENT], (row) => created(row) !== moment),
	time('gt', '2025-06-01T02:00:00+02:00', [MOMENT], (row) => created(row) > moment),
	time('gte', '2025-06-01', [MOMENT], (row) => created(row) >= moment),
	time('lt', '2026-01-01T00:00:00.250Z', ['2026-01-01T00:00:00.250Z'], (row) => created(row) < Date.parse('2026-01-01T00:00:00.250Z'), none),
	time('lte', '2999-12-31', ['2999-12-31T00:00:00Z'], () => true),
	time('between', '2015-01-01, 2999-01-01', ['2015-01-01T00:00:00Z', '2999-01-01T00:00:00Z'], (row) => created(row) > Date.parse('2015-01-01')),
	time('last', '900d', ['900d'], (row) => created(row) > Date.now() - 901 * DAY_MS),
	time('isNull', '', [], (row) => row['Created Date'] === '', none),
	time('isNotNull', '', [], (row) => row['Created Date'] !== ''),
	kind('eq', 'disabled', ['disabled'], (row) => row['User Status'] === 'disabled'),
	kind('ne', 'disabled', ['disabled'], (row) => row['User Status'] !== 'disabled'),
	kind('in', '["enabled", "disabled"]', ['enabled', 'disabled'], (row) => ['enabled', 'disabled'].includes(String(row['User Status']))),
	kind('notIn', 'disabled', ['disabled'], (row) => row['User Status'] !== 'disabled'),
	kind('isNull', '', [], (row) => row['User Status'] === '', none),
	kind('isNotNull', '', [], (row) => row['User Status'] !== ''),
];

describe('Filters', () => {
	it('are tested with each operator of each data type that the vendor documents', () => {
		const documented = Object.entries(OPERATORS).flatMap(([dataType, operators]) => [...operators].map((operator) => `${dataType} ${operator}`));

		expect(CASES.map(({ row }) => `${row.dataType} ${row.operator}`).sort()).toEqual(documented.sort());
	});

	it.each(CASES.map((each) => [`${each.row.dataType} ${each.row.operator}`, each] as const))('send %s as documented, and it holds for all rows that come', async (_title, { row, values, holds, mayBeEmpty }) => {
		const rows = await oleria.rows(filtersOf(row));

		expect(sent()).toEqual([{ dataType: row.dataType, field: row.field, filterType: row.operator, values }]);
		expect(rows.filter((each) => !holds(each))).toEqual([]);
		if (!mayBeEmpty) expect(rows.length).toBeGreaterThan(0);
	});

	it('are all sent, in their order', async () => {
		await oleria.rows(filtersOf({ field: 'email', dataType: 'string', operator: 'eq', values: LEAVER_EMAIL }, { field: 'isAdmin', dataType: 'boolean', operator: 'eq', values: 'false' }));

		expect(sent()).toEqual([
			{ dataType: 'string', field: 'email', filterType: 'eq', values: [LEAVER_EMAIL] },
			{ dataType: 'boolean', field: 'isAdmin', filterType: 'eq', values: [false] },
		]);
	});

	it('need neither a data type nor an operator for text that is to be the same', async () => {
		await oleria.rows({ filters: { filter: [{ field: 'email', values: LEAVER_EMAIL }] } });

		expect(sent()).toEqual([{ dataType: 'string', field: 'email', filterType: 'eq', values: [LEAVER_EMAIL] }]);
	});

	it('keep a comma in a single value', async () => {
		await oleria.rows(filtersOf({ field: 'accountName', dataType: 'string', operator: 'eq', values: 'Okoye, Ben' }, { field: 'jobFunction', dataType: 'string', operator: 'notContains', values: 'a, b' }));

		expect((sent() as Filter[]).map(({ values }) => values)).toEqual([['Okoye, Ben'], ['a, b']]);
	});

	it('keep a comma within a list that is JSON', async () => {
		await oleria.rows(filtersOf({ field: 'accountName', dataType: 'string', operator: 'in', values: '["Okoye, Ben", "Robin Vale"]' }));

		expect((sent() as Filter[])[0]?.values).toEqual(['Okoye, Ben', 'Robin Vale']);
	});

	it('take lists, numbers, yes-or-no values and dates of an expression', async () => {
		await oleria.rows(
			filtersOf(
				{ field: 'accountName', dataType: 'string', operator: 'in', values: '={{ ["Okoye, Ben", "Robin Vale"] }}' },
				{ field: 'dormantDays', dataType: 'number', operator: 'between', values: '={{ [1, 60] }}' },
				{ field: 'isAdmin', dataType: 'boolean', operator: 'eq', values: '={{ true }}' },
				{ field: 'createdAt', dataType: 'timestamp', operator: 'lt', values: '={{ DateTime.fromISO("2026-05-12T17:32:00Z") }}' },
				{ field: 'createdAt', dataType: 'timestamp', operator: 'gte', values: '={{ new Date("2020-05-12T17:32:00Z") }}' },
			),
		);

		expect((sent() as Filter[]).map(({ values }) => values)).toEqual([['Okoye, Ben', 'Robin Vale'], [1, 60], [true], ['2026-05-12T17:32:00Z'], ['2020-05-12T17:32:00Z']]);
	});

	it('do not send what an operator of another data type still holds', async () => {
		await oleria.rows({ filters: { filter: [{ field: 'dormantDays', dataType: 'number', stringOperator: 'contains', numberOperator: 'gt', values: '3' }] } });

		expect(sent()).toEqual([{ dataType: 'number', field: 'dormantDays', filterType: 'gt', values: [3] }]);
	});

	it.each([
		['native', false, [[5], [true], ['1', '2']]],
		['text', true, [['5'], ['true'], ['1', '2']]],
	] as const)('are understood by a vendor that wants numbers and yes-or-no values as %s', async (valueTypes, valuesAsText, values) => {
		oleria.simulator.set({ valueTypes });
		const rows = filtersOf({ field: 'dormantDays', dataType: 'number', operator: 'gte', values: ' 5 ' }, { field: 'isAdmin', dataType: 'boolean', operator: 'ne', values: 'yes' }, { field: 'userId', dataType: 'string', operator: 'notIn', values: '1,2' });
		await oleria.rows({ ...rows, options: { valuesAsText } });

		expect((sent() as Filter[]).map((filter) => filter.values)).toEqual(values);
	});

	it('find the same with values as text and as they are', async () => {
		const rows = filtersOf({ field: 'dormantDays', dataType: 'number', operator: 'between', values: '1,60' }, { field: 'isAdmin', dataType: 'boolean', operator: 'eq', values: 'no' });

		expect(await oleria.rows({ ...rows, options: { valuesAsText: true } })).toEqual(await oleria.rows(rows));
	});
});

describe('Values that do not go with their filter', () => {
	const string = { field: 'email', dataType: 'string' };
	const number = { field: 'dormantDays', dataType: 'number' };
	const timestamp = { field: 'createdAt', dataType: 'timestamp' };

	it.each<[string, FilterRow, string]>([
		['an operator of another data type', { field: 'isAdmin', dataType: 'boolean', operator: 'contains', values: 'x' }, 'Filter 2, Operator (Yes or No) is "contains", which is not one of its values'],
		['a data type that nobody knows', { field: 'isAdmin', dataType: 'money', operator: 'eq', values: 'x' }, 'Filter 2, Data Type is "money", which is not one of its values'],
		['no field', { field: ' ', dataType: 'string', operator: 'eq', values: 'x' }, 'Filter 2, Column is empty'],
		['no value', { ...string, operator: 'eq' }, 'Filter 2: "Is" needs one value and has 0'],
		['several values for one', { ...string, operator: 'eq', values: '={{ ["a", "b"] }}' }, 'Filter 2: "Is" needs one value and has 2'],
		['one value for two', { ...number, operator: 'between', values: '5' }, 'Filter 2: "Is Between" needs two values, separated by a comma, and has 1'],
		['three values for two', { ...number, operator: 'between', values: '5,6,7' }, 'Filter 2: "Is Between" needs two values, separated by a comma, and has 3'],
		['ends the wrong way round', { ...number, operator: 'between', values: '60, 5' }, 'Filter 2: "Is Between" needs the lower value first, and has 60, 5'],
		['days the wrong way round', { ...timestamp, operator: 'between', values: '2026-02-01, 2026-01-01' }, 'Filter 2: "Is Between" needs the lower value first, and has 2026-02-01T00:00:00Z, 2026-01-01T00:00:00Z'],
		['no value for one of several', { ...string, operator: 'in', values: ' , ' }, 'Filter 2: "Is One Of" needs at least one value'],
		['a value where none goes', { ...string, operator: 'isNull', values: 'x' }, 'Filter 2: "Is Empty" takes no value'],
		['text for a number', { ...number, operator: 'gt', values: '30+' }, 'Filter 2: "30+" is not a number'],
		['a number that JSON would change', { ...number, operator: 'eq', values: '9007199254740993' }, 'Filter 2: "9007199254740993" is too large to be sent as a number'],
		['text for yes or no', { field: 'isAdmin', dataType: 'boolean', operator: 'eq', values: 'perhaps' }, 'Filter 2: "perhaps" is neither true nor false'],
		['a time without its offset', { ...timestamp, operator: 'gt', values: '2026-05-12T17:32:00' }, 'Filter 2 does not say its offset from UTC: "2026-05-12T17:32:00"'],
		['a day that does not exist', { ...timestamp, operator: 'gt', values: '2026-02-30' }, 'Filter 2 is a day or time that does not exist: "2026-02-30T00:00:00Z"'],
		['words for a time', { ...timestamp, operator: 'eq', values: 'yesterday' }, 'Filter 2 is not a point in time: "yesterday"'],
		['a day for a duration', { ...timestamp, operator: 'last', values: '2026-02-03' }, 'Filter 2: "2026-02-03" is not a duration'],
		['a duration of nothing', { ...timestamp, operator: 'last', values: '0d' }, 'Filter 2: "0d" is not a duration'],
		['an object', { ...string, operator: 'eq', values: '={{ ({a: 1}) }}' }, 'Filter 2, Value holds an object, text is expected'],
	])('are refused before anything is sent: %s', async (_case, row, message) => {
		const failed = await oleria.failed('start', { context: ACCOUNTS, ...filtersOf({ ...string, operator: 'eq', values: 'x' }, row) });

		expect(failed.message).toBe(`${message} [Item 0]`);
		expect(failed.description).not.toBe('');
		expect(oleria.simulator.requests).toEqual([]);
	});

	it('stop all items before anything is sent', async () => {
		const parameters = { context: ACCOUNTS, ...filtersOf({ ...number, operator: 'gt', values: '={{ $json.days }}' }) };
		const { message } = await oleria.failed('start', parameters, { items: [{ days: 3 }, { days: 'many' }] });

		expect(message).toBe('Filter 1: "many" is not a number [Item 1]');
		expect(oleria.simulator.requests).toEqual([]);
	});

	it('stop their own item alone where the node goes on', async () => {
		const parameters = { context: ACCOUNTS, ...filtersOf({ ...number, operator: 'gt', values: '={{ $json.days }}' }) };
		const { outputs } = await oleria.run('start', parameters, { items: [{ days: 3 }, { days: 'many' }, { days: 5 }], onError: 'continueErrorOutput' });

		expect(outputs[1]?.map(({ json, pairedItem }) => [json.error, pairedItem])).toEqual([['Filter 1: "many" is not a number [Item 1]', { item: 1 }]]);
		expect(oleria.exports().map(({ params }) => params?.filterBy?.[0]?.values)).toEqual([[3], [5]]);
	});

	it('are sent where the vendor is told by an option to take a large number as text', async () => {
		await oleria.rows({ ...filtersOf({ ...number, operator: 'ne', values: '9007199254740993' }), options: { valuesAsText: true } });

		expect((sent() as Filter[])[0]?.values).toEqual(['9007199254740993']);
	});
});

describe('Filters as JSON', () => {
	const given = (filtersJson: unknown): INodeParameters => ({ context: ACCOUNTS, filtersSpecify: 'json', filtersJson }) as INodeParameters;
	const one = { dataType: 'string', field: 'email', filterType: 'eq', values: [LEAVER_EMAIL] };

	it.each([
		['a list', JSON.stringify([one, { ...one, filterType: 'isNotNull', values: [] }]), [one, { ...one, filterType: 'isNotNull', values: [] }]],
		['a single filter', JSON.stringify(one), [one]],
		['a list of an expression', '={{ $json.filters }}', [one, { ...one, filterType: 'isNotNull' }]],
	])('are sent as they are: %s', async (_case, json, expected) => {
		await oleria.records('start', given(json), { items: [{ filters: [one, { dataType: 'string', field: 'email', filterType: 'isNotNull', values: [LEAVER_EMAIL] }] }] }).catch(() => undefined);
		oleria.simulator.takeViolations();

		expect(sent()).toEqual(expected.map((filter) => expect.objectContaining(filter)));
	});

	it('are effective', async () => {
		const rows = await oleria.rows(given(JSON.stringify(one)));

		expect(rows.length).toBeGreaterThan(2);
		expect(new Set(rows.map((row) => row.Email))).toEqual(new Set([LEAVER_EMAIL]));
	});

	it('may use names that no document has: the vendor decides', async () => {
		const { message } = await oleria.failed('start', given(JSON.stringify({ ...one, filterType: 'soundsLike' })));

		expect(oleria.simulator.takeViolations().length).toBeGreaterThan(0);
		expect(message).toMatch(/^Oleria answered 400: /);
	});

	it.each<[string, unknown, string]>([
		['an operator that does not go with its data type', [one, { ...one, dataType: 'boolean', filterType: 'contains' }], 'Filters (JSON): filter 2: "contains" does not go with the data type boolean'],
		['the same by an expression', '={{ [{ dataType: "enum", field: "a", filterType: "gt", values: [1] }] }}', 'Filters (JSON): filter 1: "gt" does not go with the data type enum'],
		['one end of two', { ...one, dataType: 'number', filterType: 'between', values: [1] }, 'Filters (JSON): filter 1: "between" needs two values'],
		['a value that is no list', { ...one, values: 'x' }, 'Filters (JSON): filter 1 has "values" that are no list'],
		['no field', [{ filterType: 'eq' }], 'Filters (JSON): filter 1 has no "field" or no "filterType"'],
		['a number', 5, 'Filters (JSON): filter 1 has no "field" or no "filterType"'],
		['what is no JSON', '[{', 'Filters (JSON) is not valid JSON'],
	])('are refused before anything is sent: %s', async (_case, json, message) => {
		const text = typeof json === 'string' ? json : JSON.stringify(json);

		expect((await oleria.failed('start', given(text))).message).toBe(`${message} [Item 0]`);
		expect(oleria.simulator.requests).toEqual([]);
	});
});

describe('Sort', () => {
	it('sends its keys in order, and the rows come in it', async () => {
		const key = (field: string, sortType: string) => ({ field, sortType });
		const rows = await oleria.rows({ sortBy: { key: [key('userStatus', 'desc'), key('accountName', 'asc')] } });

		expect(oleria.requestsTo('createDownload')[0]?.body).toMatchObject({ params: { sortBy: [key('userStatus', 'desc'), key('accountName', 'asc')] } });
		const states = rows.map((row) => String(row['User Status']));
		expect(states).toEqual([...states].sort().reverse());
		const names = rows.filter((row) => row['User Status'] === states[0]).map((row) => String(row['Account Name']));
		expect(names.length).toBeGreaterThan(1);
		expect(names).toEqual([...names].sort((a, b) => (a < b ? -1 : 1)));
	});

	it('refuses a key without a field', async () => {
		expect((await oleria.failed('start', { sortBy: { key: [{ field: '={{ "" }}', sortType: 'asc' }] } })).message).toBe('Sort Key 1, Column is empty [Item 0]');
	});
});

describe('A filter that the vendor does not take', () => {
	it('stops the item with the words of the vendor and what to look at', async () => {
		const { message, description } = await oleria.failed('getRows', { context: ACCOUNTS, ...filtersOf({ field: 'nosuchcolumn', dataType: 'string', operator: 'eq', values: 'x' }) });

		expect(message).toBe('Oleria answered 400: The data set has no column nosuchcolumn. [Item 0]');
		expect(description).toContain('Check the filters');
	});

	it('stops the item, too, where the vendor sees it only while it works', async () => {
		oleria.simulator.set({ wrongColumn: 'failed' });
		const { message, data } = await oleria.failed('getRows', { context: ACCOUNTS, ...filtersOf({ field: 'nosuchcolumn', dataType: 'string', operator: 'eq', values: 'x' }) });

		expect(message).toBe('Oleria could not make the export: The data set has no column nosuchcolumn. [Item 0]');
		expect(data).toMatchObject({ code: 'INVALID_FILTER', record: { exportId: oleria.exports()[0]?.id } });
	});
});
