import { choicesOf, columnNamed } from './properties.mts';
import { code, table } from './markdown.mts';
import type { Vendor } from './vendor.mts';

/** The ten kinds of record, with their names in the API. */
export function resourceNames({ table: types }: Vendor): string {
	return table(['Resource', 'What it is', 'Type', 'Collection'], types.map(({ name, description, type, collection }) => [name, description, code(type), code(collection)]));
}

/** How the operators of a condition are written in the filter as JSON. */
export function operatorNames(vendor: Vendor): string {
	const written = (value: string): string => {
		if (value === 'is_nil') return '{ "field": { "is_nil": true } }';
		if (value === 'is_not_nil') return '{ "field": { "is_nil": false } }';
		if (value === 'eq') return '{ "field": "value" }';
		const isList = ['in', 'intersects'].includes(value);
		return `{ "field": { "${value}": ${isList ? '["one", "two"]' : '"value"'} } }`;
	};
	const operators = choicesOf(columnNamed(vendor, 'conditions', 'operator'));
	return table(['Operator', 'In the filter as JSON'], operators.map(({ name, value }) => [name, code(written(String(value)))]));
}

/** Names that the node assumes where it cannot read the organization's own description. */
export function assumedNames({ table: types }: Vendor): string {
	const attribute = ({ name, values = [] }: Vendor['table'][number]['attributes'][number]) => `${code(name)}${values.length > 0 ? ` (${values.join(', ')})` : ''}`;
	const relation = ({ name, many }: Vendor['table'][number]['relations'][number]) => `${code(name)}${many ? ' (many)' : ''}`;
	const rows = types.map(({ name, attributes, relations }) => [name, attributes.map(attribute).join(', '), relations.map(relation).join(', ')]);
	return table(['Resource', 'Fields', 'Relations'], rows);
}
