import { isObject, type JsonObject } from '../frame/schemas.mts';
import { problem, refuse } from './errors.mts';
import type { Caller, Row } from './records.mts';
import type { Organization } from './organization.mts';
import { attributeOf, collectionOf, relationOf, type Attribute, type Collection, type Kind } from './table.mts';

/** As in SQL: null where a comparison met nothing, which is neither yes nor no. */
type Truth = boolean | null;
type Predicate = (row: Row) => Truth;

const SHORT: Readonly<Record<string, string>> = { equals: 'eq', not_equals: 'not_eq', greater_than: 'gt', greater_than_or_equal: 'gte', less_than: 'lt', less_than_or_equal: 'lte' };
const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
	eq: (order) => order === 0,
	not_eq: (order) => order !== 0,
	gt: (order) => order > 0,
	gte: (order) => order >= 0,
	lt: (order) => order < 0,
	lte: (order) => order <= 0,
};
const TEXT_TESTS: Readonly<Record<string, (value: string, wanted: string) => boolean>> = {
	contains: (value, wanted) => value.includes(wanted),
	string_starts_with: (value, wanted) => value.startsWith(wanted),
	string_ends_with: (value, wanted) => value.endsWith(wanted),
	like: (value, wanted) => pattern(wanted, 's').test(value),
	ilike: (value, wanted) => pattern(wanted, 'is').test(value),
};
const LISTS: readonly Kind[] = ['strings', 'uuids'];
const NOT_FILTERED: readonly Kind[] = ['map', 'maps'];

/** `%` stands for any text, `_` for one character. */
const pattern = (like: string, flags: string): RegExp => new RegExp(`^${like.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('%', '.*').replaceAll('_', '.')}$`, flags);

const invalid = (detail: string): never => refuse(problem(400, 'invalid_filter', detail, { parameter: 'filter' }));

const FORMS: Partial<Record<Kind, RegExp>> = {
	uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
	integer: /^[+-]?\d+$/,
	decimal: /^[+-]?\d+(\.\d+)?$/,
	date: /^\d{4}-\d\d-\d\d$/,
	datetime: /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/,
	boolean: /^(true|false)$/,
};

/** What a value is compared by. */
export function comparable(kind: Kind, value: unknown): number | string {
	if (kind === 'datetime') return Date.parse(/[Zz]|[+-]\d\d:\d\d$/.test(String(value)) || String(value).length <= 10 ? String(value) : `${String(value)}Z`);
	if (kind === 'integer' || kind === 'decimal') return Number(value);
	return kind === 'uuid' ? String(value).toLowerCase() : String(value);
}

export const order = (one: number | string, other: number | string): number => (one < other ? -1 : one > other ? 1 : 0);

function cast({ name, kind, values }: Attribute, operator: string, text: unknown): number | string {
	const form = FORMS[kind];
	const fits = typeof text === 'string' && (form ? form.test(text) : kind !== 'enum' || values.includes(text));
	return fits ? comparable(kind, text) : invalid(`Invalid filter value \`${JSON.stringify(text)}\` supplied in \`${name} ${operator}\``);
}

/** Members of a list: by index, as a query writes it. */
const membersOf = (value: unknown): unknown[] | undefined => (isObject(value) && Object.keys(value).every((key) => /^\d+$/.test(key)) ? Object.values(value) : undefined);

function comparison(attribute: Attribute, written: string, given: unknown): Predicate {
	const { name, kind } = attribute;
	const operator = SHORT[written] ?? written;
	const valueOf = ({ attributes, id }: Row): unknown => (name === 'id' ? id : attributes[name]);
	if (operator === 'is_nil') {
		const wanted = given === 'true' ? true : given === 'false' ? false : invalid(`Invalid filter value \`${JSON.stringify(given)}\` supplied in \`${name} is_nil\``);
		return (row) => (valueOf(row) === null) === wanted;
	}
	if (LISTS.includes(kind)) {
		if (operator === 'has' && typeof given === 'string') return (row) => (valueOf(row) as unknown[]).includes(given);
		const wanted = operator === 'intersects' ? membersOf(given) : undefined;
		return wanted ? (row) => wanted.some((one) => (valueOf(row) as unknown[]).includes(one)) : invalid(`No such operator ${written} for ${name}`);
	}
	if (operator === 'in') {
		const members = membersOf(given) ?? invalid(`Invalid filter value \`${JSON.stringify(given)}\` supplied in \`${name} in\``);
		const wanted = new Set(members.map((one) => cast(attribute, 'in', one)));
		return (row) => (valueOf(row) === null ? null : wanted.has(comparable(kind, valueOf(row))));
	}
	if (operator === 'is_distinct_from' || operator === 'is_not_distinct_from') {
		const wanted = cast(attribute, operator, given);
		return (row) => (valueOf(row) !== null && comparable(kind, valueOf(row)) === wanted) === (operator === 'is_not_distinct_from');
	}
	const isText = kind === 'string' || kind === 'enum';
	const [test, compare] = [isText ? TEXT_TESTS[operator] : undefined, COMPARISONS[operator]];
	if (test && typeof given === 'string') return (row) => (valueOf(row) === null ? null : test(String(valueOf(row)), given));
	if (!compare) return invalid(`No such operator ${written} for ${name}`);
	const wanted = cast(attribute, operator, given);
	return (row) => (valueOf(row) === null ? null : compare(order(comparable(kind, valueOf(row)), wanted)));
}

/** False beats unknown, unknown beats true. */
const and = (parts: readonly Predicate[]): Predicate => (row) => {
	let truth: Truth = true;
	for (const part of parts) {
		const one = part(row);
		if (one === false) return false;
		if (one === null) truth = null;
	}
	return truth;
};

const not = (part: Predicate): Predicate => (row) => {
	const truth = part(row);
	return truth === null ? null : !truth;
};

const or = (parts: readonly Predicate[]): Predicate => not(and(parts.map(not)));

const ID: Attribute = { name: 'id', kind: 'uuid', values: [], required: true, default: undefined, writable: false, maxLength: undefined, unique: true, description: undefined };

/** Reads one filter object: its members are joined by and. */
function predicateOf(collection: Collection, filter: unknown, organization: Organization, caller: Caller): Predicate {
	if (!isObject(filter)) return invalid(`Invalid filter ${JSON.stringify(filter)}`);
	const nested = (value: unknown): Predicate => predicateOf(collection, value, organization, caller);
	return and(Object.entries(filter).map(([name, value]): Predicate => {
		if (name === 'and' || name === 'or' || name === 'not') {
			const parts = (membersOf(value) ?? [value]).map(nested);
			return name === 'and' ? and(parts) : name === 'or' ? or(parts) : not(and(parts));
		}
		const relation = relationOf(collection, name);
		if (relation) {
			const inner = predicateOf(collectionOf(relation.type), value, organization, caller);
			return (row) => organization.related(row, relation, caller).some((other) => inner(other) === true);
		}
		const attribute = name === 'id' ? ID : attributeOf(collection, name);
		if (!attribute || NOT_FILTERED.includes(attribute.kind)) return invalid(`No such field ${name} for ${collection.type}`);
		if (!isObject(value)) return comparison(attribute, 'eq', value);
		return and(Object.entries(value as JsonObject).map(([operator, given]) => comparison(attribute, operator, given)));
	}));
}

/** The rows that pass a filter as the query holds it. Throws 400 for what it does not know. */
export function filtered(rows: readonly Row[], filter: unknown, collection: Collection, organization: Organization, caller: Caller): Row[] {
	if (filter === undefined) return [...rows];
	const passes = predicateOf(collection, filter, organization, caller);
	return rows.filter((row) => passes(row) === true);
}
