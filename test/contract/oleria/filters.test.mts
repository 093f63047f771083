import { OPERATORS, startOleria, type DataType, type OleriaSimulator } from '../../simulators/oleria/index.mts';
import { createApi, filter, type Api } from './support.mts';

let simulator: OleriaSimulator;
let api: Api;

beforeEach(async () => {
	simulator = await startOleria({ switches: { acceptedReads: 0, nonAscii: false } });
	api = await createApi(simulator);
});
afterEach(async () => {
	await simulator.close();
	expect(simulator.violations).toEqual([]);
});

const CONTEXT = 'accountUtilization';
const LEAVER = filter('string', 'email', 'eq', 'robin.vale@example.com');
/** The applications of the leaver's accounts that pass a filter. */
const passing = async (...filters: unknown[]) => (await api.rowsOf(CONTEXT, { filterBy: [LEAVER, ...filters] })).map((row) => row['Application Name']);
const ALL = ['Google Workspace', 'Salesforce', 'GitHub', 'Treasury Forecast', 'Ledger Console', 'Expensely', 'Slack'];
const without = (...left: string[]) => ALL.filter((name) => !left.includes(name));
const daysAgo = (days: number) => new Date(simulator.clock.now() - days * 86_400_000).toISOString();

describe('a filter', () => {
	it.each<[string, string, string, unknown[], string[]]>([
		['string', 'applicationName', 'eq', ['GitHub'], ['GitHub']],
		['string', 'applicationName', 'ne', ['GitHub'], without('GitHub')],
		['string', 'applicationName', 'in', ['GitHub', 'Slack'], ['GitHub', 'Slack']],
		['string', 'applicationName', 'in', ['GitHub'], ['GitHub']],
		['string', 'applicationName', 'notIn', ['GitHub', 'Slack'], without('GitHub', 'Slack')],
		['string', 'applicationName', 'contains', ['force'], ['Salesforce']],
		['string', 'applicationName', 'notContains', ['e'], ['GitHub', 'Slack']],
		['string', 'applicationName', 'matches', ['^(Git|Led)'], ['GitHub', 'Ledger Console']],
		['timestamp', 'lastActivity', 'isNull', [], ['GitHub']],
		['timestamp', 'lastActivity', 'isNotNull', [], without('GitHub')],
		['number', 'dormantDays', 'eq', [41], ['Salesforce']],
		['number', 'dormantDays', 'ne', [41], without('Salesforce')],
		['number', 'dormantDays', 'in', [0, 1], ['Treasury Forecast', 'Slack']],
		['number', 'dormantDays', 'notIn', [0, 1], without('Treasury Forecast', 'Slack')],
		['number', 'dormantDays', 'gt', [30], ['Salesforce', 'Expensely']],
		['number', 'dormantDays', 'gte', [30], ['Salesforce', 'GitHub', 'Expensely']],
		['number', 'dormantDays', 'lt', [3], ['Treasury Forecast', 'Slack']],
		['number', 'dormantDays', 'lte', ['3'], ['Google Workspace', 'Treasury Forecast', 'Slack']],
		['number', 'dormantDays', 'between', [30, 41], ['Salesforce', 'GitHub']],
		['string', 'dormantDays', 'eq', ['30+'], ['GitHub']],
		['boolean', 'isAdmin', 'eq', [true], ['Treasury Forecast']],
		['boolean', 'isAdmin', 'ne', ['true'], without('Treasury Forecast')],
		['enum', 'userStatus', 'eq', ['disabled'], ['Salesforce']],
		['enum', 'userStatus', 'in', ['disabled', 'suspended'], ['Salesforce']],
		['enum', 'userStatus', 'notIn', ['enabled'], ['Salesforce']],
		['timestamp', 'lastActivity', 'last', ['7d'], ['Google Workspace', 'Treasury Forecast', 'Slack']],
		['timestamp', 'lastActivity', 'last', ['1h'], ['Slack']],
	])('%s %s %s %j leaves the rows that pass', async (dataType, field, filterType, values, applications) => {
		expect(await passing(filter(dataType, field, filterType, ...values))).toEqual(applications);
	});

	it('compares times', async () => {
		expect(await passing(filter('timestamp', 'lastActivity', 'gte', daysAgo(2)))).toEqual(['Treasury Forecast', 'Slack']);
		expect(await passing(filter('timestamp', 'lastActivity', 'between', daysAgo(50), daysAgo(5)))).toEqual(['Salesforce', 'Ledger Console']);
		expect(await passing(filter('timestamp', 'lastActivity', 'lt', daysAgo(50)))).toEqual(['Expensely']);
	});

	it('narrows what the others left', async () => {
		expect(await passing(filter('boolean', 'mfaEnabled', 'eq', false), filter('number', 'dormantDays', 'gt', 30))).toEqual(['Expensely']);
	});

	it('caseSensitive false compares texts without case', async () => {
		const shout = filter('string', 'applicationName', 'contains', 'GITHUB');

		expect(await passing(shout)).toEqual([]);
		simulator.set({ caseSensitive: false });
		expect(await passing(shout)).toEqual(['GitHub']);
	});

	it('betweenEnds exclusive leaves out the ends', async () => {
		simulator.set({ betweenEnds: 'exclusive' });

		expect(await passing(filter('number', 'dormantDays', 'between', 30, 95))).toEqual(['Salesforce']);
	});

	it('durationUnits says which units there are', async () => {
		const weeks = { context: CONTEXT, params: { filterBy: [filter('timestamp', 'lastActivity', 'last', '1w')] } };
		expect((await api.create(weeks)).status).toBe(400);
		simulator.takeViolations();
		simulator.set({ durationUnits: 'hdw' });

		expect((await api.create(weeks)).status).toBe(201);
	});
});

describe('a filter that breaks the rules', () => {
	const ONE_OF_EACH: Readonly<Record<DataType, unknown>> = { string: 'a', number: 1, boolean: true, timestamp: '2026-05-12T17:32:00Z', enum: 'a' };
	const everyOperator = [...new Set(Object.values(OPERATORS).flat())];
	const forbidden = (Object.keys(OPERATORS) as DataType[]).flatMap((dataType) => everyOperator.filter((operator) => !OPERATORS[dataType].includes(operator)).map((operator) => [dataType, operator] as const));

	it('there are 15 operators', () => {
		expect(everyOperator).toHaveLength(15);
	});

	it.each(forbidden)('%s with %s is 400', async (dataType, operator) => {
		const answer = await api.create({ context: CONTEXT, params: { filterBy: [filter(dataType, 'email', operator, ONE_OF_EACH[dataType])] } });

		expect(answer).toMatchObject({ status: 400, json: { code: 'INVALID_FILTER', message: `The operator ${operator} cannot be used with the data type ${dataType}.` } });
		expect(simulator.takeViolations().length).toBeGreaterThan(0);
	});

	it.each<[string, string, unknown[], string]>([
		['number', 'between', [1], 'The operator between wants exactly 2 values, not 1.'],
		['number', 'between', [1, 2, 3], 'The operator between wants exactly 2 values, not 3.'],
		['string', 'in', [], 'The operator in wants at least one value, not 0.'],
		['string', 'notIn', [], 'The operator notIn wants at least one value, not 0.'],
		['string', 'isNull', ['a'], 'The operator isNull wants no value, not 1.'],
		['string', 'eq', [], 'The operator eq wants exactly one value, not 0.'],
		['string', 'eq', ['a', 'b'], 'The operator eq wants exactly one value, not 2.'],
		['timestamp', 'last', [], 'The operator last wants exactly one value, not 0.'],
		['timestamp', 'last', ['soon'], 'The value "soon" for last is no duration.'],
		['timestamp', 'gt', ['yesterday'], 'The value "yesterday" for gt is no ISO 8601 time.'],
		['number', 'gt', ['many'], 'The value "many" for gt is no number.'],
		['boolean', 'eq', ['yes'], 'The value "yes" for eq is no boolean.'],
		['string', 'eq', [7], 'The value 7 for eq must be a text.'],
		['string', 'matches', ['('], 'The value "(" for matches is no pattern.'],
	])('%s %s %j is 400', async (dataType, filterType, values, message) => {
		const answer = await api.create({ context: CONTEXT, params: { filterBy: [LEAVER, filter(dataType, 'email', filterType, ...values)] } });

		expect(answer).toMatchObject({ status: 400, json: { code: 'INVALID_FILTER', message } });
		expect(simulator.takeViolations()).toMatchObject([{ direction: 'request', where: 'body/params/filterBy/1', message }]);
	});

	it('isNull may leave out its values', async () => {
		expect(await passing({ dataType: 'timestamp', field: 'lastActivity', filterType: 'isNull' })).toEqual(['GitHub']);
	});

	it.each([
		['any', 201, 201],
		['native', 201, 400],
		['text', 400, 201],
	] as const)('valueTypes %s decides how numbers are written', async (valueTypes, native, text) => {
		simulator.set({ valueTypes });
		const statusOf = async (value: unknown) => (await api.create({ context: CONTEXT, params: { filterBy: [filter('number', 'dormantDays', 'gt', value)] } })).status;

		expect([await statusOf(30), await statusOf('30')]).toEqual([native, text]);
		simulator.takeViolations();
	});

	const unknownField = { filterBy: [filter('string', 'shoeSize', 'eq', '42')] };
	const otherType = { filterBy: [filter('boolean', 'email', 'eq', true)] };
	const unknownKey = { sortBy: [{ field: 'shoeSize', sortType: 'asc' }] };

	it.each([
		['an unknown field', unknownField, 'The data set has no column shoeSize.'],
		['another data type', otherType, 'The column email has the data type string, not boolean.'],
		['an unknown sort key', unknownKey, 'The data set has no column shoeSize.'],
	])('wrongColumn: %s is refused, fails later or is passed over', async (_case, params, message) => {
		expect(await api.create({ context: CONTEXT, params })).toMatchObject({ status: 400, json: { code: 'INVALID_FILTER', message } });
		simulator.set({ wrongColumn: 'failed' });
		const { json } = await api.create({ context: CONTEXT, params });
		expect((await api.read(json.id)).json).toMatchObject({ status: 'failed', error: { code: 'INVALID_FILTER', message } });
		simulator.set({ wrongColumn: 'ignored' });
		expect((await api.create({ context: CONTEXT, params })).status).toBe(201);
	});
});

describe('the order', () => {
	const sorted = async (...sortBy: unknown[]) => (await api.rowsOf(CONTEXT, { filterBy: [LEAVER], sortBy })).map((row) => row['Application Name']);

	it('goes by one key, upwards or downwards', async () => {
		expect(await sorted({ field: 'dormantDays', sortType: 'asc' })).toEqual(['Slack', 'Treasury Forecast', 'Google Workspace', 'Ledger Console', 'GitHub', 'Salesforce', 'Expensely']);
		expect(await sorted({ field: 'applicationName', sortType: 'desc' })).toEqual([...ALL].sort().reverse());
	});

	it('goes by the next key among equals', async () => {
		expect(await sorted({ field: 'userStatus', sortType: 'asc' }, { field: 'dormantDays', sortType: 'desc' })).toEqual(['Salesforce', 'Expensely', 'GitHub', 'Ledger Console', 'Google Workspace', 'Treasury Forecast', 'Slack']);
	});

	it('puts empty cells last, whatever the direction', async () => {
		for (const sortType of ['asc', 'desc']) expect((await sorted({ field: 'lastActivity', sortType })).at(-1)).toBe('GitHub');
	});

	it('takes the two field names that are documented', async () => {
		const rows = await api.rowsOf('accessInventoryIdentitiesV2', { filterBy: [filter('string', 'department', 'in', 'Finance', 'Legal')], sortBy: [{ field: 'createdAt', sortType: 'desc' }] });

		expect(rows.map((row) => row['Identity Name'])).toEqual(['Ruth Adeyemi', 'Tomas Berg', 'Ana Duarte', 'Robin Vale', 'Kim Osei']);
	});
});
