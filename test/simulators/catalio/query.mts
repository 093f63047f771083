import { isObject } from '../frame/schemas.mts';
import { problem, refuse } from './errors.mts';
import { comparable, order } from './filters.mts';
import type { Row } from './records.mts';
import { attributeOf, collectionOf, isType, relationOf, type Attribute, type Collection } from './table.mts';

export interface SortKey {
	readonly attribute: Attribute;
	readonly descending: boolean;
	/** Where records without a value stand: after all others, or before them. */
	readonly nullsFirst: boolean;
}

/** What `include` and `fields` ask for. */
export interface Shape {
	readonly includes: readonly string[];
	/** Field names by type. */
	readonly fields: ReadonlyMap<string, ReadonlySet<string>>;
}

const listOf = (text: unknown): string[] => (typeof text === 'string' ? text.split(',').filter((one) => one !== '') : []);

const isSortable = ({ kind }: Attribute): boolean => !['map', 'maps', 'strings', 'uuids'].includes(kind);
export const sortableOf = ({ attributes }: Collection): Attribute[] => attributes.filter(isSortable);

/** `-updated_at,name`; `++` puts records without a value first, `--` last. Throws 400 for a field that does not sort. */
export function sortKeys(text: unknown, collection: Collection): SortKey[] {
	return listOf(text).map((written) => {
		const [, sign = '', name = ''] = /^(\+\+|--|[+-]?)(.*)$/.exec(written) ?? [];
		const attribute = attributeOf(collection, name);
		if (!attribute || !isSortable(attribute)) return refuse(problem(400, 'invalid_sort', `No such sort field ${name} for ${collection.type}`, { parameter: 'sort' }));
		const descending = sign.startsWith('-');
		// As in PostgreSQL: nothing counts as the largest.
		return { attribute, descending, nullsFirst: sign === '++' || sign === '-' };
	});
}

/** What a row is sorted by, oldest first where all else is equal. */
export const sortValues = (row: Row, keys: readonly SortKey[]): unknown[] => [...keys.map(({ attribute }) => row.attributes[attribute.name] ?? null), row.number];

/** Compares sort values of two rows. */
export function compareValues(one: readonly unknown[], other: readonly unknown[], keys: readonly SortKey[]): number {
	for (const [index, { attribute, descending, nullsFirst }] of keys.entries()) {
		const [a, b] = [one[index], other[index]];
		if (a === null && b === null) continue;
		if (a === null || b === null) return (a === null) === nullsFirst ? -1 : 1;
		const difference = order(comparable(attribute.kind, a), comparable(attribute.kind, b));
		if (difference !== 0) return descending ? -difference : difference;
	}
	return Number(one[keys.length]) - Number(other[keys.length]);
}

export const sorted = (rows: readonly Row[], keys: readonly SortKey[]): Row[] =>
	rows
		.map((row) => ({ row, values: sortValues(row, keys) }))
		.sort((one, other) => compareValues(one.values, other.values, keys))
		.map(({ row }) => row);

/** Reads `include` and `fields`. Throws 400 for what the type does not offer. */
export function shapeOf(query: Readonly<Record<string, unknown>>, collection: Collection): Shape {
	const includes = listOf(query.include);
	const unknown = includes.filter((path) => !collection.includes.includes(path));
	if (unknown.length > 0) refuse(problem(400, 'invalid_includes', `Invalid includes: ${JSON.stringify(unknown.map((path) => path.split('.')))}`, { parameter: 'include' }));
	const fields = new Map<string, Set<string>>();
	for (const [type, names] of Object.entries(isObject(query.fields) ? query.fields : {})) {
		if (!isType(type)) refuse(problem(400, 'invalid_type', `No such type: ${type}`, { parameter: `fields[${type}]` }));
		const known = collectionOf(type);
		for (const name of listOf(names)) {
			if (name !== 'id' && !attributeOf(known, name) && !relationOf(known, name)) refuse(problem(400, 'invalid_field', `Invalid fields for ${type}: ["${name}"]`, { parameter: `fields[${type}]` }));
		}
		fields.set(type, new Set(listOf(names)));
	}
	return { includes, fields };
}
