import type { Finding } from '../frame/contract.mts';
import type { Cell, Column, DataType, Filter, Params, Row, SortKey } from './records.mts';
import type { Switches } from './switches.mts';

const NULL_TESTS = ['eq', 'ne', 'isNull', 'isNotNull'];

/** The documented operators of each data type. */
export const OPERATORS: Readonly<Record<DataType, readonly string[]>> = {
	string: [...NULL_TESTS, 'in', 'notIn', 'contains', 'notContains', 'matches'],
	number: [...NULL_TESTS, 'in', 'notIn', 'gt', 'gte', 'lt', 'lte', 'between'],
	boolean: NULL_TESTS,
	timestamp: [...NULL_TESTS, 'gt', 'gte', 'lt', 'lte', 'between', 'last'],
	enum: [...NULL_TESTS, 'in', 'notIn'],
};

/** How many values an operator wants, lowest and highest. */
function countOf(filterType: string): readonly [number, number] {
	if (filterType === 'isNull' || filterType === 'isNotNull') return [0, 0];
	if (filterType === 'in' || filterType === 'notIn') return [1, Infinity];
	return filterType === 'between' ? [2, 2] : [1, 1];
}

const wanted = ([low, high]: readonly [number, number]): string => (high === Infinity ? 'at least one value' : low === 0 ? 'no value' : low === 1 ? 'exactly one value' : `exactly ${low} values`);

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** A duration such as `7d` in ms; undefined if it is none, or its unit is not among those allowed. */
function durationMs(text: unknown, units: string): number | undefined {
	const [, count, unit = ''] = /^(\d+)([a-z])$/.exec(String(text)) ?? [];
	return count !== undefined && units.includes(unit) && UNIT_MS[unit] !== undefined ? Number(count) * UNIT_MS[unit] : undefined;
}

/** A number, also of a text; `30+`, which means at least 30, counts as 30. NaN for anything else. */
const numberOf = (value: unknown): number => (typeof value === 'number' ? value : /^-?\d+(\.\d+)?\+?$/.test(String(value)) ? Number.parseFloat(String(value)) : Number.NaN);

/** ISO 8601 in UTC or with an offset, in ms; NaN for anything else. */
const timeOf = (value: unknown): number => (/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(String(value)) ? Date.parse(String(value)) : Number.NaN);

/** What is wrong with one value by its filter, undefined if nothing is. */
function valueProblem({ dataType, filterType }: Filter, value: unknown, { valueTypes, durationUnits }: Switches): string | undefined {
	const isText = typeof value === 'string';
	if (dataType === 'number' || dataType === 'boolean') {
		if (valueTypes === 'native' && isText) return `must be a JSON ${dataType}`;
		if (valueTypes === 'text' && !isText) return 'must be a text';
		const fits = dataType === 'number' ? !Number.isNaN(numberOf(value)) && typeof value !== 'boolean' : value === true || value === false || value === 'true' || value === 'false';
		return fits ? undefined : `is no ${dataType}`;
	}
	if (!isText) return 'must be a text';
	if (filterType === 'last') return durationMs(value, durationUnits) === undefined ? 'is no duration' : undefined;
	if (dataType === 'timestamp') return Number.isNaN(timeOf(value)) ? 'is no ISO 8601 time' : undefined;
	if (filterType === 'matches' && !patternOf(value, true)) return 'is no pattern';
	return undefined;
}

function patternOf(text: unknown, caseSensitive: boolean): RegExp | undefined {
	try {
		return new RegExp(String(text), caseSensitive ? 'u' : 'iu');
	} catch {
		return undefined;
	}
}

/** Where filters break the rules that the contract can only say in words: operators by data type, counts and kinds of values. */
export function findingsOf(params: Params, switches: Switches): Finding[] {
	if (!Array.isArray(params.filterBy)) return [];
	return (params.filterBy as readonly Filter[]).flatMap((filter, index): Finding[] => {
		const where = `body/params/filterBy/${index}`;
		if (typeof filter !== 'object' || filter === null) return [];
		const operators = Object.hasOwn(OPERATORS, String(filter.dataType)) ? OPERATORS[filter.dataType] : undefined;
		if (!operators) return [{ where, message: `The data type ${String(filter.dataType)} is unknown.` }];
		if (!operators.includes(filter.filterType)) return [{ where, message: `The operator ${String(filter.filterType)} cannot be used with the data type ${filter.dataType}.` }];
		const values = Array.isArray(filter.values) ? filter.values : [];
		const [low, high] = countOf(filter.filterType);
		if (values.length < low || values.length > high) return [{ where, message: `The operator ${filter.filterType} wants ${wanted([low, high])}, not ${values.length}.` }];
		return values.flatMap((value) => {
			const problem = valueProblem(filter, value, switches);
			return problem === undefined ? [] : [{ where, message: `The value ${JSON.stringify(value)} for ${filter.filterType} ${problem}.` }];
		});
	});
}

/** The first filter or sort key that does not fit the columns, in words. Any column may be filtered by its text; otherwise the data type must be its own. */
export function columnProblem({ filterBy = [], sortBy = [] }: Params, columns: readonly Column[]): string | undefined {
	for (const { field, dataType } of filterBy) {
		const column = columns.find((one) => one.field === field);
		if (!column) return `The data set has no column ${field}.`;
		if (dataType !== 'string' && dataType !== column.type) return `The column ${field} has the data type ${column.type}, not ${dataType}.`;
	}
	const unsortable = sortBy.find(({ field }) => !columns.some((one) => one.field === field));
	return unsortable ? `The data set has no column ${unsortable.field}.` : undefined;
}

const isEmpty = (cell: Cell | undefined): cell is null | undefined | '' => cell === null || cell === undefined || cell === '';

/** A cell or value as its data type compares it. */
function comparable(value: unknown, dataType: DataType, caseSensitive: boolean): string | number {
	if (dataType === 'number') return numberOf(value);
	if (dataType === 'timestamp') return timeOf(value);
	if (dataType === 'boolean') return String(value);
	return caseSensitive ? String(value) : String(value).toLowerCase();
}

/** Whether a row passes a filter. An empty cell passes only what speaks of emptiness, and the negations. */
function passes(row: Row, { dataType, field, filterType, values = [] }: Filter, switches: Switches, nowMs: number): boolean {
	const cell = row[field];
	if (filterType === 'isNull') return isEmpty(cell);
	if (filterType === 'isNotNull') return !isEmpty(cell);
	const isNegation = filterType === 'ne' || filterType === 'notIn' || filterType === 'notContains';
	if (isEmpty(cell)) return isNegation;
	const of = (value: unknown) => comparable(value, dataType, switches.caseSensitive);
	const [own, first, second] = [of(cell), of(values[0]), of(values[1])];
	const isInclusive = switches.betweenEnds === 'inclusive';
	switch (filterType) {
		case 'eq':
		case 'in':
			return values.some((value) => of(value) === own);
		case 'ne':
		case 'notIn':
			return !values.some((value) => of(value) === own);
		case 'contains':
			return String(own).includes(String(first));
		case 'notContains':
			return !String(own).includes(String(first));
		case 'matches':
			return patternOf(values[0], switches.caseSensitive)!.test(String(cell));
		case 'gt':
			return own > first;
		case 'gte':
			return own >= first;
		case 'lt':
			return own < first;
		case 'lte':
			return own <= first;
		case 'between':
			return isInclusive ? own >= first && own <= second : own > first && own < second;
		default: {
			const agoMs = nowMs - Number(own);
			return agoMs >= 0 && agoMs <= durationMs(values[0], switches.durationUnits)!;
		}
	}
}

/** Below zero when `a` comes first. Empty cells come last, whatever the direction. */
function order(a: Row, b: Row, { field, sortType }: SortKey, type: DataType): number {
	const [left, right] = [a[field], b[field]];
	if (isEmpty(left) || isEmpty(right)) return Number(isEmpty(left)) - Number(isEmpty(right));
	const [one, other] = [comparable(left, type, true), comparable(right, type, true)];
	if (one === other) return 0;
	return (one < other ? -1 : 1) * (sortType === 'asc' ? 1 : -1);
}

/** The rows that pass all filters, in the order wished for: the first key counts most, equal rows stay as they were. Filters and keys without a column are passed over. */
export function select(rows: readonly Row[], columns: readonly Column[], { filterBy = [], sortBy = [] }: Params, switches: Switches, nowMs: number): Row[] {
	const typeOf = (field: string) => columns.find((column) => column.field === field)?.type;
	const filters = filterBy.filter(({ field }) => typeOf(field) !== undefined);
	const keys = sortBy.filter(({ field }) => typeOf(field) !== undefined);
	const kept = rows.filter((row) => filters.every((filter) => passes(row, filter, switches, nowMs)));
	return kept.sort((a, b) => keys.reduce((decided, key) => decided || order(a, b, key, typeOf(key.field)!), 0));
}
