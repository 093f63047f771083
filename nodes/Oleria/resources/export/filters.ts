import { InputError } from '../../../shared/http/inputError';
import type { JsonObject, JsonValue } from '../../../shared/http/request';
import { isRecord } from '../../../shared/operation';
import { instantOf } from '../../../shared/operation/fields/dateTime';

export const DATA_TYPES = ['string', 'number', 'boolean', 'timestamp', 'enum'] as const;
export type DataType = (typeof DATA_TYPES)[number];

const EQUALITY = ['eq', 'ne'];
const MEMBERSHIP = ['in', 'notIn'];
const PATTERN = ['contains', 'notContains', 'matches'];
const ORDER = ['gt', 'gte', 'lt', 'lte', 'between'];
const EMPTINESS = ['isNull', 'isNotNull'];

/** Which operators go with which data type (docs.oleria.com, working-with-downloads). */
export const OPERATORS: Readonly<Record<DataType, readonly string[]>> = {
	string: [...EQUALITY, ...MEMBERSHIP, ...PATTERN, ...EMPTINESS],
	number: [...EQUALITY, ...MEMBERSHIP, ...ORDER, ...EMPTINESS],
	boolean: [...EQUALITY, ...EMPTINESS],
	timestamp: [...EQUALITY, ...ORDER, 'last', ...EMPTINESS],
	enum: [...EQUALITY, ...MEMBERSHIP, ...EMPTINESS],
};

export const OPERATOR_NAMES: Readonly<Record<string, string>> = {
	between: 'Is Between',
	contains: 'Contains',
	eq: 'Is',
	gt: 'Is Greater Than',
	gte: 'Is at Least',
	in: 'Is One Of',
	isNotNull: 'Is Not Empty',
	isNull: 'Is Empty',
	last: 'Within the Last',
	lt: 'Is Less Than',
	lte: 'Is at Most',
	matches: 'Matches',
	ne: 'Is Not',
	notContains: 'Does Not Contain',
	notIn: 'Is None Of',
};

/** Assumed: `between` takes exactly two values, `in` and `notIn` one or more, emptiness none, every other operator exactly one. */
function countProblem(operator: string, count: number): string | undefined {
	if (EMPTINESS.includes(operator)) return count === 0 ? undefined : 'takes no value';
	if (operator === 'between') return count === 2 ? undefined : `needs two values, separated by a comma, and has ${count}`;
	if (MEMBERSHIP.includes(operator)) return count > 0 ? undefined : 'needs at least one value';
	return count === 1 ? undefined : `needs one value and has ${count}`;
}

/** Only operators that take several values split at commas: "Okoye, Ben" is one name. */
export const takesSeveral = (operator: string): boolean => operator === 'between' || MEMBERSHIP.includes(operator);

const refuse = (where: string, what: string, advice: string) => new InputError(`${where}: ${what}`, advice);

/** One value as the vendor takes it: native types by default, all as text with `asText`. */
function valueOf(text: string, type: DataType, operator: string, where: string, asText: boolean): JsonValue {
	if (type === 'number') {
		const value = Number(text);
		if (text.trim() === '' || !Number.isFinite(value)) throw refuse(where, `"${text.slice(0, 60)}" is not a number`, 'Use digits, with a point before decimals.');
		if (asText) return text.trim();
		// Beyond 2^53 - 1 a JSON number becomes another one on its way.
		if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
			throw refuse(where, `"${text.slice(0, 60)}" is too large to be sent as a number`, 'Switch on Send Values as Text under Options.');
		}
		return value;
	}
	if (type === 'boolean') {
		const value = { true: true, yes: true, false: false, no: false }[text.trim().toLowerCase()];
		if (value === undefined) throw refuse(where, `"${text.slice(0, 60)}" is neither true nor false`, 'Use true or false.');
		return asText ? String(value) : value;
	}
	return type === 'timestamp' ? momentOf(text.trim(), operator, where) : text;
}

/** `last` takes a duration such as 7d or 24h; the units beyond d and h are not documented, so any letter passes. */
function momentOf(text: string, operator: string, where: string): string {
	if (operator === 'last') {
		if (/^\d+[a-zA-Z]+$/.test(text) && !/^0+[a-zA-Z]/.test(text)) return text;
		throw refuse(where, `"${text.slice(0, 60)}" is not a duration`, 'Use a number with a unit, such as 7d for days or 24h for hours.');
	}
	const zoned = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text;
	// As the vendor's own pages write times, without the zeros of milliseconds.
	return new Date(instantOf(zoned, where)).toISOString().replace('.000Z', 'Z');
}

/** With its ends the wrong way round, `between` would find nothing and say nothing. */
function checkOrder(type: DataType, [low = '', high = '']: readonly string[], where: string): void {
	const isWrong = type === 'number' ? Number(low) > Number(high) : Date.parse(low) > Date.parse(high);
	if (isWrong) throw refuse(where, `"${OPERATOR_NAMES.between}" needs the lower value first, and has ${low.slice(0, 40)}, ${high.slice(0, 40)}`, 'Change their order.');
}

const named = (operator: string): string => OPERATOR_NAMES[operator] ?? operator;

/** Throws InputError for an operator that does not go with the data type. */
function checkOperator(dataType: DataType, operator: string, where: string, nameOf: (operator: string) => string): void {
	const allowed = OPERATORS[dataType];
	if (allowed.includes(operator)) return;
	throw refuse(where, `"${nameOf(operator)}" does not go with the data type ${dataType}`, `Use one of: ${allowed.map(nameOf).join(', ')}.`);
}

/** One filter as the vendor takes it. Throws InputError for an operator or a value that does not go with the data type. */
export function filterOf(row: { field: string; dataType: DataType; operator: string; values: readonly string[] }, where: string, asText: boolean): JsonObject {
	const { field, dataType, operator, values } = row;
	checkOperator(dataType, operator, where, named);
	const problem = countProblem(operator, values.length);
	if (problem) throw refuse(where, `"${named(operator)}" ${problem}`, 'Change the values of this filter.');
	const sent = values.map((value) => valueOf(value, dataType, operator, where, asText));
	if (operator === 'between') checkOrder(dataType, sent.map(String), where);
	return { dataType, field, filterType: operator, values: sent };
}

const EXAMPLE = 'A filter looks like {"dataType": "string", "field": "email", "filterType": "eq", "values": ["robin.vale@example.com"]}.';

const OWN_NAMES = new Set(Object.values(OPERATORS).flat());

/**
 * Filters given as JSON: their shape is checked, and what is documented of data types and operators. Names that the documents do not have
 * pass, as the vendor may know more than we do. Throws InputError.
 */
export function checkFilters(value: JsonValue, displayName: string): JsonValue {
	const list = Array.isArray(value) ? value : [value];
	list.forEach((each, index) => {
		const where = `${displayName}: filter ${index + 1}`;
		if (!isRecord(each) || typeof each.field !== 'string' || typeof each.filterType !== 'string') {
			throw new InputError(`${where} has no "field" or no "filterType"`, EXAMPLE);
		}
		const { dataType, filterType, values } = each;
		if (values !== undefined && !Array.isArray(values)) throw new InputError(`${where} has "values" that are no list`, EXAMPLE);
		const type = DATA_TYPES.find((known) => known === dataType);
		if (type && OWN_NAMES.has(filterType)) checkOperator(type, filterType, where, (operator) => operator);
		if (filterType === 'between' && values?.length !== 2) throw refuse(where, `"between" needs two values`, EXAMPLE);
	});
	return list;
}
