/** The part of JSON Schema that n8n's own output schemas use and its editor shows; `required` is for our own samples. */
export interface Schema {
	readonly type?: string | readonly string[];
	readonly properties?: Readonly<Record<string, Schema>>;
	readonly required?: readonly string[];
	readonly items?: Schema;
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value deep in a document, undefined when there is none. */
const at = (document: JsonObject, ...names: string[]): Json | undefined =>
	names.reduce<Json | undefined>((inner, name) => (isObject(inner) ? inner[name] : undefined), document);

/** Follows `$ref`s within the document, and makes one of the parts of `allOf`. Throws on a reference that leads nowhere. */
function resolved(schema: JsonObject, document: JsonObject): JsonObject {
	const { $ref } = schema;
	if (typeof $ref !== 'string') return merged(schema, document);
	const found = at(document, ...$ref.replace('#/', '').split('/'));
	if (!isObject(found)) throw new Error(`The contract has no ${$ref}`);
	return resolved(found, document);
}

/** The members of all parts of `allOf` in one schema; those of a later part win. */
function merged(schema: JsonObject, document: JsonObject): JsonObject {
	const { allOf, ...own } = schema;
	if (!Array.isArray(allOf)) return schema;
	const parts = [own, ...allOf.filter(isObject).map((part) => resolved(part, document))];
	return {
		type: 'object',
		properties: Object.assign({}, ...parts.map(({ properties }) => properties)) as JsonObject,
		required: parts.flatMap(({ required }) => namesIn(required)),
	};
}

const alternativesOf = ({ anyOf }: JsonObject, document: JsonObject): JsonObject[] | undefined =>
	Array.isArray(anyOf) ? anyOf.filter(isObject).map((part) => resolved(part, document)) : undefined;

const namesIn = (value: Json | undefined): string[] => (Array.isArray(value) ? value.map(String) : []);

/** The same schema with null allowed. */
export const orNull = (schema: Schema): Schema => ({ ...schema, type: [...new Set([...[schema.type ?? 'object'].flat(), 'null'])] });

/**
 * A schema of the contract without references, formats and lists of values: the vendor may add values at any time, and a schema of what
 * comes must not promise more than that. `anyOf` with null becomes a list of types, which n8n's editor can read.
 */
export function plainSchema(given: JsonObject, document: JsonObject): Schema {
	const schema = resolved(given, document);
	const alternatives = alternativesOf(schema, document);
	if (alternatives) {
		const [some, ...others] = alternatives.filter(({ type }) => type !== 'null');
		if (!some || others.length > 0) throw new Error('The contract offers several kinds of value, which the editor cannot show');
		return orNull(plainSchema(some, document));
	}
	const { type = 'object', properties, required, items } = schema;
	return {
		type: Array.isArray(type) ? namesIn(type) : String(type),
		...(isObject(properties)
			? { properties: Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, plainSchema(each as JsonObject, document)])) }
			: {}),
		...(Array.isArray(required) ? { required: namesIn(required) } : {}),
		...(isObject(items) ? { items: plainSchema(items, document) } : {}),
	};
}

/** The schema at a path such as `data.apiKeys`; undefined where there is none. */
const memberAt = (schema: JsonObject, path: string, document: JsonObject): JsonObject | undefined =>
	path.split('.').reduce<JsonObject | undefined>((outer, name) => {
		const member = outer && at(outer, 'properties', name);
		return isObject(member) ? resolved(member, document) : undefined;
	}, schema);

/** One record of an answer: without its envelope, and one of them where it is a list, which may lie under several paths. */
function recordIn(schema: JsonObject, document: JsonObject, listPaths: readonly string[]): JsonObject {
	const [items] = listPaths.flatMap((path) => memberAt(schema, path, document)?.items ?? []).filter(isObject);
	if (items) return resolved(items, document);
	const bare = alternativesOf(schema, document)?.find((part) => at(part, 'properties', 'data') === undefined) ?? schema;
	const data = at(bare, 'properties', 'data');
	const inner = isObject(data) ? resolved(data, document) : bare;
	return isObject(inner.items) ? resolved(inner.items, document) : inner;
}

/**
 * The schema of one record that an endpoint (`GET /path`) answers with when it succeeds, or of one in its list, which lies at one of the
 * paths. Throws where the contract has none.
 */
export function recordSchema(endpoint: string, document: JsonObject, listPaths: readonly string[] = []): Schema {
	const [method = '', path = ''] = endpoint.split(' ');
	const responses = at(document, 'paths', path, method.toLowerCase(), 'responses');
	const [, success] = Object.entries(isObject(responses) ? responses : {}).find(([status]) => /^2\d\d$/.test(status)) ?? [];
	const schema = isObject(success) ? at(success, 'content', 'application/json', 'schema') : undefined;
	if (!isObject(schema)) throw new Error(`The contract shows no answer of ${endpoint}`);
	return plainSchema(recordIn(resolved(schema, document), document, listPaths), document);
}

/** A value that fits a schema, with every member there is or only with those that are always there. */
export function sampleOf(schema: Schema, members: 'all' | 'required'): unknown {
	const { type = 'object', properties = {}, required = [], items } = schema;
	const [kind = 'object'] = [type].flat();
	if (kind === 'array') return items ? [sampleOf(items, members)] : [];
	if (kind === 'object') {
		const shown = Object.entries(properties).filter(([name]) => members === 'all' || required.includes(name));
		return Object.fromEntries(shown.map(([name, each]) => [name, sampleOf(each, members)]));
	}
	if (kind === 'boolean') return true;
	return kind === 'integer' || kind === 'number' ? 1 : 'text';
}

/** Without `required`: what one answer always has, another output of the same operation may lack. */
export function withoutRequired({ required: _always, properties, items, ...schema }: Schema): Schema {
	return {
		...schema,
		...(properties ? { properties: Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, withoutRequired(each)])) } : {}),
		...(items ? { items: withoutRequired(items) } : {}),
	};
}
