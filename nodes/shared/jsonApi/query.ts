import type { JsonObject, JsonValue } from '../http/request';

export interface DocumentQuery {
	readonly filter?: JsonObject;
	/** Field names, with a minus in front for the reverse order. */
	readonly sort?: readonly string[];
	readonly page?: Readonly<Record<string, JsonValue | undefined>>;
	/** Paths of relationships, their steps joined by dots. */
	readonly include?: readonly string[];
	/** By type. An empty list asks for no field at all. */
	readonly fields?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Query parameters by name, brackets and all, not yet percent-encoded (JSON:API 1.1, "Query Parameter Families"): `filter[status][in][0]`.
 * An empty list or object within the filter is sent as an empty value: leaving it out would ask for more records than was meant.
 */
export function documentQuery({ filter, sort, page, include, fields }: DocumentQuery): Record<string, string> {
	const parameters: Record<string, string> = {};
	for (const [name, value] of Object.entries(filter ?? {})) addNested(parameters, `filter[${name}]`, value);
	if (sort !== undefined && sort.length > 0) parameters.sort = sort.join(',');
	for (const [name, value] of Object.entries(page ?? {})) addNested(parameters, `page[${name}]`, value);
	if (include !== undefined && include.length > 0) parameters.include = include.join(',');
	for (const [type, names] of Object.entries(fields ?? {})) parameters[`fields[${type}]`] = names.join(',');
	return parameters;
}

function addNested(parameters: Record<string, string>, name: string, value: JsonValue | undefined): void {
	if (value === undefined) return;
	const members = typeof value === 'object' && value !== null ? Object.entries(value) : [];
	for (const [key, member] of members) addNested(parameters, `${name}[${key}]`, member);
	if (members.length === 0) parameters[name] = typeof value === 'object' ? '' : String(value);
}
