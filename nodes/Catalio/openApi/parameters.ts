import type { FilterModel, PagingModel } from './model';
import { isObject, member, refName, type Json, type Schemas } from './schemas';

const NAME = /^[A-Za-z_][\w.-]{0,199}$/;

/**
 * The values that a parameter allows. AshJsonApi writes them into a pattern, `^(a|-a|\+\+a|--a)(,(a|-a|\+\+a|--a))*$` for sort, and an
 * empty group where there is none; an enum is read as well.
 */
function allowed(schemas: Schemas, schema: unknown): string[] {
	const { leaves } = schemas.partsOf(schema);
	const lists = leaves.map((leaf) => {
		const group = typeof leaf.pattern === 'string' ? /^\^?\((?:\?:)?([^()]*)\)/.exec(leaf.pattern) : null;
		return group ? String(group[1]).split('|') : [...schemas.constantsOf(leaf), ...schemas.constantsOf(leaf.items)];
	});
	return lists.flat().map((text) => text.replace(/\\(.)/g, '$1'));
}

const distinctNames = (texts: readonly string[]): string[] => [...new Set(texts.filter((text) => NAME.test(text)))];

/** The names that `sort` takes, without their signs. */
export const sortsIn = (schemas: Schemas, schema: unknown): string[] => distinctNames(allowed(schemas, schema).map((text) => text.replace(/^(?:\+\+?|--?)/, '')));

/** The paths that `include` takes. */
export const includesIn = (schemas: Schemas, schema: unknown): string[] => distinctNames(allowed(schemas, schema));

const JOINS = new Set(['and', 'not', 'or']);
const FILTER = '-filter';

/** The type whose filter this refers to: so a filter reaches across a relation. */
export function filteredType(value: unknown): string | undefined {
	const name = refName(value);
	return name?.endsWith(FILTER) && name.length > FILTER.length ? name.slice(0, -FILTER.length) : undefined;
}

/** The attributes that a filter takes, each with its operators. Relations and the words that join conditions are left out. */
export function filtersIn(schemas: Schemas, schema: unknown): FilterModel[] {
	return [...schemas.propertiesOf(schema)].flatMap(([name, each]): FilterModel[] => {
		if (JOINS.has(name) || filteredType(each) !== undefined) return [];
		const operators = [...schemas.propertiesOf(each).keys()];
		const { leaves } = schemas.partsOf(each);
		// A filter with a plain value: the short form `filter[name]=value` alone.
		if (operators.length === 0 && leaves.some(({ type }) => type !== 'object')) return [{ name, operators: ['eq'] }];
		return operators.length === 0 ? [] : [{ name, operators }];
	});
}

/** The filters in schemas called `<type>-filter-<attribute>`, by type: for a document whose list does not name its filter. */
export function filtersByType(schemas: Schemas, components: unknown): ReadonlyMap<string, readonly FilterModel[]> {
	const found = new Map<string, FilterModel[]>();
	for (const [whole, schema] of schemas.membersOf(components)) {
		const at = whole.indexOf(`${FILTER}-`);
		const [type, name] = [whole.slice(0, at), whole.slice(at + FILTER.length + 1)];
		const operators = at > 0 && name !== '' ? [...schemas.propertiesOf(schema).keys()] : [];
		if (operators.length > 0) found.set(type, [...(found.get(type) ?? []), { name, operators }]);
	}
	return found;
}

export function pagingIn(schemas: Schemas, schema: unknown): PagingModel {
	const properties = schemas.propertiesOf(schema);
	const maxima = schemas.partsOf(properties.get('limit')).leaves.map(({ maximum }) => maximum);
	const maxLimit = maxima.find((maximum): maximum is number => Number.isSafeInteger(maximum) && Number(maximum) > 0);
	return {
		offset: properties.has('offset'),
		keyset: properties.has('after') || properties.has('before'),
		countable: properties.has('count'),
		...(maxLimit === undefined ? {} : { maxLimit }),
	};
}

/** The schemas of an operation's query parameters, by name: its own before those of its path. */
export function queryParameters(schemas: Schemas, item: Json, operation: Json): ReadonlyMap<string, unknown> {
	const found = new Map<string, unknown>();
	for (const raw of [operation.parameters, item.parameters].flatMap((list) => schemas.listOf(list))) {
		const parameter = schemas.resolve(raw);
		if (!isObject(parameter) || parameter.in !== 'query' || typeof parameter.name !== 'string' || found.has(parameter.name)) continue;
		found.set(parameter.name, parameter.schema ?? member(schemas.membersOf(parameter.content)[0]?.[1], 'schema'));
	}
	return found;
}
