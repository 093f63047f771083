import { DATA_TYPES, filterOf, OPERATOR_NAMES, OPERATORS, takesSeveral, type DataType } from '../../../nodes/Oleria/resources/export/filters';
import { contexts, OTHER } from '../../../nodes/Oleria/resources/export/contexts';
import { CONTEXTS, OPERATORS as DOCUMENTED } from '../../simulators/oleria/index.mts';

/** A value that each data type takes, for operators that take one. */
const VALUES: Readonly<Record<DataType, readonly [string, string]>> = {
	boolean: ['true', 'false'],
	enum: ['a', 'b'],
	number: ['1', '2'],
	string: ['a', 'b'],
	timestamp: ['2026-01-01', '2026-01-02'],
};
const valuesFor = (type: DataType, operator: string): readonly string[] => {
	if (operator.startsWith('is')) return [];
	if (operator === 'last') return ['7d'];
	return operator === 'between' ? VALUES[type] : VALUES[type].slice(0, 1);
};

const EVERY = Object.keys(OPERATOR_NAMES);
const PAIRS = DATA_TYPES.flatMap((type) => EVERY.map((operator) => [type, operator, OPERATORS[type].includes(operator)] as const));

describe('the matrix of data types and operators', () => {
	it('is the one that the vendor documents', () => {
		expect(Object.fromEntries(DATA_TYPES.map((type) => [type, [...OPERATORS[type]].sort()]))).toEqual(
			Object.fromEntries(Object.entries(DOCUMENTED).map(([type, operators]) => [type, [...operators].sort()])),
		);
		expect(EVERY).toHaveLength(15);
	});

	it.each(PAIRS.filter(([, , allowed]) => allowed))('lets %s %s through', (dataType, operator) => {
		expect(filterOf({ field: 'f', dataType, operator, values: valuesFor(dataType, operator) }, 'Filter 1', false)).toMatchObject({ dataType, field: 'f', filterType: operator });
	});

	it.each(PAIRS.filter(([, , allowed]) => !allowed))('refuses %s %s', (dataType, operator) => {
		expect(() => filterOf({ field: 'f', dataType, operator, values: valuesFor(dataType, operator) }, 'Filter 1', false)).toThrow(`does not go with the data type ${dataType}`);
	});

	it('splits values for three operators alone', () => {
		expect(EVERY.filter(takesSeveral).sort()).toEqual(['between', 'in', 'notIn']);
	});
});

describe('durations', () => {
	const last = (value: string) => filterOf({ field: 'f', dataType: 'timestamp', operator: 'last', values: [value] }, 'Filter 1', false).values;

	it.each(['7d', '24h', '90m', '2w', '10d'])('%s is one', (value) => {
		expect(last(value)).toEqual([value]);
	});

	it.each(['7', 'd', '7 d', '-7d', '7d3h', '0d', '00h', '1.5d', 'P7D'])('%s is none', (value) => {
		expect(() => last(value)).toThrow(`"${value}" is not a duration`);
	});
});

describe('data sets', () => {
	it('are the 25 that the vendor names and one for others, by name, each described and named once', () => {
		expect(contexts.map(({ value }) => value).sort()).toEqual([...CONTEXTS, OTHER].sort());
		const names = contexts.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
		expect(contexts.filter(({ description }) => !description)).toEqual([]);
	});
});
