import type { FieldType, ResourceMapperField } from 'n8n-workflow';
import type { JsonObject, JsonValue } from '../shared/http/request';
import { isRecord } from '../shared/operation';

/** `first_name` and `firstName` as people write them: "First Name". */
const readable = (name: string): string =>
	name
		.replace(/([a-z\d])([A-Z])/g, '$1 $2')
		.replace(/[_-]+/g, ' ')
		.replace(/(^| )(\w)/g, (_match, space: string, letter: string) => space + letter.toUpperCase())
		.replace(/\bId\b/g, 'ID')
		.replace(/\bUrl\b/g, 'URL');

const partsIn = (value: JsonValue | undefined): JsonObject[] => (Array.isArray(value) ? value.filter(isRecord) : []);

/** How far a reference may lead on: one may refer to itself. */
const DEEPEST = 8;

/** The schema that a reference within the same document points to, with what stands beside it (JSON Schema 2020-12, 8.2.3.1). */
function dereferenced(schema: JsonObject, root: JsonObject, depth = 0): JsonObject {
	const { $ref: reference, ...beside } = schema;
	if (typeof reference !== 'string' || !reference.startsWith('#/') || depth > DEEPEST) return schema;
	const steps = reference.slice(2).split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
	const found = steps.reduce<JsonValue | undefined>((value, step) => (isRecord(value) ? value[step] : undefined), root);
	return isRecord(found) ? { ...dereferenced(found, root, depth + 1), ...beside } : beside;
}

/** What may be empty is often said as an alternative with null: then the other one counts. */
function withoutNull(schema: JsonObject, root: JsonObject): JsonObject {
	const given = dereferenced(schema, root);
	const others = [...partsIn(given.anyOf), ...partsIn(given.oneOf)].map((each) => dereferenced(each, root)).filter(({ type }) => type !== 'null');
	return others.length === 1 ? { ...others[0], ...given } : given;
}

/** JSON Schema allows several types, null among them for what may be empty. */
function typeOf({ type }: JsonObject): string | undefined {
	const types = (Array.isArray(type) ? type : [type]).filter((each): each is string => typeof each === 'string' && each !== 'null');
	return types.length === 1 ? types[0] : undefined;
}

const KINDS: Readonly<Record<string, FieldType>> = { array: 'array', boolean: 'boolean', integer: 'number', number: 'number', object: 'object', string: 'string' };

const isText = (value: JsonValue): value is string => typeof value === 'string';

function columnOf(name: string, schema: JsonObject, required: boolean): ResourceMapperField {
	const choices = Array.isArray(schema.enum) ? schema.enum.filter((value) => value !== null) : [];
	const values = choices.length > 0 && choices.every(isText) ? choices : undefined;
	const type = typeOf(schema);
	const kind: FieldType | undefined = values ? 'options' : type === 'string' && schema.format === 'date-time' ? 'dateTime' : type === undefined ? undefined : KINDS[type];
	const title = typeof schema.title === 'string' && schema.title !== '' ? schema.title : readable(name);
	return {
		id: name,
		displayName: title,
		required,
		defaultMatch: false,
		display: true,
		...(kind ? { type: kind } : {}),
		...(values ? { options: values.map((value) => ({ name: value, value })) } : {}),
		...(isText(schema.default ?? null) ? { defaultValue: schema.default as string } : {}),
		// n8n sends false for a switch that nobody touched.
		...(kind === 'boolean' && !required ? { removed: true } : {}),
	};
}

/** The schema and all parts that hold together with it, however deep; each once, since parts may refer to each other. */
function allOf(root: JsonObject): JsonObject[] {
	const parts: JsonObject[] = [];
	const met = new Set<JsonObject>();
	const open = [root];
	for (let part = open.shift(); part; part = open.shift()) {
		if (met.has(part)) continue;
		met.add(part);
		const given = dereferenced(part, root);
		parts.push(given);
		for (const inner of partsIn(given.allOf)) open.push(inner);
	}
	return parts;
}

/** A column for each input of a tool, from its JSON Schema (2020-12); parts that stand in `allOf` or are referred to count too. */
export function inputColumns(schema: JsonObject): ResourceMapperField[] {
	const parts = allOf(schema);
	const required = new Set(parts.flatMap((part) => (Array.isArray(part.required) ? part.required.filter(isText) : [])));
	const columns = new Map<string, ResourceMapperField>();
	for (const { properties } of parts) {
		if (!isRecord(properties)) continue;
		for (const [name, inner] of Object.entries(properties)) columns.set(name, columnOf(name, withoutNull(isRecord(inner) ? inner : {}, schema), required.has(name)));
	}
	return [...columns.values()];
}
