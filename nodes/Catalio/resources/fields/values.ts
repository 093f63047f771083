import { InputError } from '../../../shared/http/inputError';
import type { JsonObject, JsonValue } from '../../../shared/http/request';
import type { Identifier, Linkage } from '../../../shared/jsonApi';
import type { Field, Item } from '../../../shared/operation';
import { choice, jsonObject, mapper, rows, text, texts } from '../../../shared/operation/fields';
import { relationsOf, type TypeOfRelation } from '../../relations';
import type { ResourceType } from '../../resourceTypes';
import { checkName, checkRecordId } from './record';

/** What the mapper calls a relation, so that it cannot be taken for an attribute. */
const RELATION_PREFIX = 'relationships.';

const VALUE_TYPES = [
	{ name: 'Boolean', value: 'boolean', description: 'True or false' },
	{ name: 'Empty', value: 'null', description: 'Clears the field' },
	{ name: 'JSON', value: 'json', description: 'A list or an object' },
	{ name: 'Number', value: 'number' },
	{ name: 'Text', value: 'text' },
];

/** The fields of a record to write: mapped by name, in pairs, or as JSON. */
export const valueFields = (mode: 'add' | 'update', type: ResourceType): Field[] => [
	choice(
		'specify',
		'Specify Fields',
		[
			{ name: 'Using Fields Below', value: 'mapper', description: 'The fields that this organization has, from its own API description' },
			{ name: 'Using JSON', value: 'json' },
			{ name: 'Using Name-Value Pairs', value: 'pairs', description: 'For fields that are not listed, or where the description cannot be read' },
		],
		{ default: 'mapper' },
	),
	{
		...mapper('fieldValues', 'Fields', { mode, method: mode === 'add' ? 'getCreateColumns' : 'getUpdateColumns', showWhen: { specify: ['mapper'] } }),
		resolve: async (value, { session }) => await withLinkage(value as JsonObject, async () => await relationsOf(session, type)),
	},
	checked((pairs) => toWrite({ values: { specify: 'pairs', pairs } }), rows('pairs', 'Fields', {
		rowName: 'pair',
		rowTitle: 'Field',
		showWhen: { specify: ['pairs'] },
		columns: (prefix) => [
			text('name', `${prefix}Name`, { required: true, placeholder: 'e.g. owner_id' }),
			choice('type', `${prefix}Type`, VALUE_TYPES, { default: 'text' }),
			text('value', `${prefix}Value`, { showWhen: { type: ['boolean', 'json', 'number', 'text'] } }),
		],
	})),
	jsonObject('attributesJson', 'Fields (JSON)', {
		showWhen: { specify: ['json'] },
		rows: 5,
		placeholder: 'e.g. { "title": "Export as CSV", "priority": "high" }',
		description: 'An object with the fields to send. A null clears a field.',
		example: '{ "title": "Export as CSV" }',
	}),
	withTypes(type, checked((relations) => toWrite({ values: { relations } }), rows('relations', 'Relations', {
		rowName: 'relation',
		rowTitle: 'Relation',
		description: 'Records that this one is to be connected with',
		columns: (prefix) => [
			text('name', `${prefix}Name`, { required: true, placeholder: 'e.g. team', description: 'The name of the relation in the API of Catalio' }),
			texts('ids', `${prefix}IDs`, {
				each: checkRecordId,
				emptyClears: true,
				placeholder: 'e.g. 5b1c9a40-2f6e-4d8b-8c11-3e7a90d4f201',
				description: 'The IDs of the records at the other end, separated by commas. None takes the connection away.',
			}),
			choice(
				'writtenAs',
				`${prefix}Written As`,
				[
					{ name: 'Attribute', value: 'attribute', description: 'As a field with the ID, such as team_id; for a single record' },
					{ name: 'Linkage', value: 'linkage', description: 'As a relationship within the record' },
					{ name: 'Relationship Route', value: 'route', description: 'With a request of its own after the record is written' },
				],
				{ default: 'linkage', description: 'Catalio documents none of the three: if one is refused, try another' },
			),
			choice(
				'kind',
				`${prefix}Leads To`,
				[
					{ name: 'Many Records', value: 'many' },
					{ name: 'One Record', value: 'one' },
				],
				{ default: 'one', showWhen: { writtenAs: ['linkage', 'route'] } },
			),
			text('type', `${prefix}Type`, {
				placeholder: 'e.g. team',
				showWhen: { writtenAs: ['linkage', 'route'] },
				description: 'The type of the records at the other end. Left empty, it is taken from what is known of the relation.',
			}),
		],
	}))),
	...(mode === 'update'
		? [texts('clear', 'Fields to Clear', { group: 'options', each: checkName, placeholder: 'e.g. assignee_id', description: 'Names of fields to empty, separated by commas' })]
		: []),
];

/** Refuses what cannot be written where it is read: before anything of any item is sent. */
const checked = (check: (value: JsonValue) => unknown, field: Field): Field => ({
	...field,
	read: (value, context) => {
		const read = field.read(value, context);
		if (read !== undefined) check(read);
		return read;
	},
});

export interface RelationToWrite {
	readonly name: string;
	readonly linkage: Linkage;
}

/** What the user wants to write, apart from how the request looks. */
export interface ToWrite {
	readonly attributes: JsonObject;
	readonly relationships: Readonly<Record<string, Linkage>>;
	/** Written after the record, by requests of their own. */
	readonly routes: readonly RelationToWrite[];
}

function pairValue({ name, type = 'text', value }: JsonObject): JsonValue {
	const [label, given] = [`Value of "${String(name)}"`, value === undefined ? '' : String(value)];
	if (type === 'null') return null;
	if (type === 'text') return given;
	if (type === 'number') {
		if (given !== '' && Number.isFinite(Number(given))) return Number(given);
		throw new InputError(`${label} is not a number: "${given.slice(0, 40)}"`, 'Use digits, with a point for decimals, or choose another type.');
	}
	if (type === 'boolean') {
		if (given === 'true' || given === 'false') return given === 'true';
		throw new InputError(`${label} is neither true nor false: "${given.slice(0, 40)}"`, 'Write true or false.');
	}
	const parsed = parsedJson(given);
	if (parsed !== undefined) return parsed;
	throw new InputError(`${label} is not valid JSON`, 'Look for a missing comma, quote or bracket.');
}

function parsedJson(text: string): JsonValue | undefined {
	try {
		return JSON.parse(text) as JsonValue;
	} catch {
		return undefined;
	}
}

/** Each record once: JSON:API's schema refuses a list that holds one twice. */
function identifiers(ids: readonly string[], type: string, many: boolean, name: string): Linkage {
	const all = [...new Set(ids)].map((id): Identifier => ({ type, id }));
	if (many) return all;
	if (all.length <= 1) return all[0] ?? null;
	throw new InputError(`Relation "${name}" leads to one record, and there are ${all.length} IDs`, 'Give one ID, or set Leads To to Many Records.');
}

function typed(name: string, given: JsonValue | undefined, typeOf: TypeOfRelation): string {
	const type = typeof given === 'string' && given !== '' ? given : typeOf(name)?.type;
	if (type !== undefined) return type;
	throw new InputError(`The type of the records of relation "${name}" is not known`, 'Add the relation under Relations and fill in its Type as Catalio spells it, for example team.');
}

/** The relations among the mapped columns as linkage. Looks up their types only where there are any. */
async function withLinkage(mapped: JsonObject, known: () => Promise<TypeOfRelation>): Promise<JsonObject> {
	const names = Object.keys(mapped).filter((name) => name.startsWith(RELATION_PREFIX));
	if (names.length === 0) return mapped;
	const typeOf = await known();
	const resolved = { ...mapped };
	for (const column of names) {
		const name = column.slice(RELATION_PREFIX.length);
		const value = mapped[column];
		const ids = (Array.isArray(value) ? value : [value]).map((id) => checkRecordId(String(id), name));
		resolved[column] = identifiers(ids, typed(name, undefined, typeOf), typeOf(name)?.many ?? Array.isArray(value), name) as JsonValue;
	}
	return resolved;
}

/** Fills in the types that the user left out. */
const withTypes = (resourceType: ResourceType, field: Field): Field => ({
	...field,
	resolve: async (value, { session }) => {
		const relations = value as JsonObject[];
		const needsType = ({ type, ids, writtenAs }: JsonObject) => writtenAs !== 'attribute' && !type && Array.isArray(ids) && ids.length > 0;
		if (!relations.some(needsType)) return value;
		const typeOf = await relationsOf(session, resourceType);
		return relations.map((relation) => (needsType(relation) ? { ...relation, type: typed(String(relation.name), undefined, typeOf) } : relation));
	},
});

/** Reads the fields of Create and Update. Throws InputError. */
export function toWrite({ values }: Pick<Item, 'values'>): ToWrite {
	const attributes: JsonObject = {};
	const relationships: Record<string, Linkage> = {};
	const routes: RelationToWrite[] = [];
	const given = values.specify === 'json' ? values.attributesJson : values.specify === 'pairs' ? pairsOf(values.pairs) : values.fieldValues;
	for (const [name, value] of Object.entries((given ?? {}) as JsonObject)) {
		if (name.startsWith(RELATION_PREFIX)) relationships[name.slice(RELATION_PREFIX.length)] = value as unknown as Linkage;
		else attributes[name] = value;
	}
	for (const { name: relation, ids = [], writtenAs = 'linkage', kind = 'one', type = '' } of (values.relations ?? []) as JsonObject[]) {
		const [name, list] = [String(relation), ids as string[]];
		if (writtenAs === 'attribute') {
			if (list.length > 1) throw new InputError(`Relation "${name}" is written as an attribute, and there are ${list.length} IDs`, 'Give one ID, or write the relation as linkage.');
			attributes[name.endsWith('_id') ? name : `${name}_id`] = list[0] ?? null;
			continue;
		}
		const linkage = identifiers(list, String(type), kind === 'many', name);
		if (writtenAs === 'route') routes.push({ name, linkage });
		else relationships[name] = linkage;
	}
	for (const name of (values.clear ?? []) as string[]) attributes[name] = null;
	return { attributes, relationships, routes };
}

function pairsOf(pairs: JsonValue | undefined): JsonObject {
	const attributes: JsonObject = {};
	for (const pair of (pairs ?? []) as JsonObject[]) attributes[String(pair.name)] = pairValue(pair);
	return attributes;
}
