import type { JsonObject, JsonValue } from '../../../shared/http/request';
import { flatten, flattenIncluded, type Depth, type FlattenOptions } from '../../../shared/jsonApi';
import { isRecord, type Field, type Item } from '../../../shared/operation';
import { choice, number, text, toggle } from '../../../shared/operation/fields';
import type { ResourceType } from '../../resourceTypes';

type Mode = 'flattened' | 'included' | 'raw' | 'simplified';

/** How a record leaves the node. Of a change it stands under Options. */
export const outputField = (group?: 'options'): Field =>
	choice(
		'output',
		'Output',
		[
			{ name: 'Flattened', value: 'flattened', description: 'All fields side by side, related records in their place' },
			{ name: 'Included as Items', value: 'included', description: 'The records and, after them, each related record once as an item of its own' },
			{ name: 'Raw', value: 'raw', description: 'As JSON:API has it: type, ID, attributes, relationships' },
			{ name: 'Simplified', value: 'simplified', description: 'The few fields that are of use most often' },
		],
		{ default: 'simplified', ...(group ? { group } : {}) },
	);

/** What flattening can keep besides the fields. */
export const flattenFields = (): Field[] => [
	number('depth', 'Relation Depth', {
		group: 'options',
		default: 1,
		min: 0,
		max: 3,
		description: 'How deep related records stand inside a flattened record. At 0 only their type and ID do. Each level makes the output several times larger.',
	}),
	toggle('keepLinks', 'Keep Links', { group: 'options', description: 'Whether flattened records keep the links of records and relations' }),
	toggle('keepMeta', 'Keep Meta', { group: 'options', description: 'Whether flattened records keep the meta information of records and relations' }),
	text('prefix', 'Clash Prefix', {
		group: 'options',
		default: '_',
		description: 'What is put before the name of a field that is called like another one, "type" for instance, so that none is lost',
	}),
];

function flattenOptions({ values }: Item): FlattenOptions {
	const { depth, keepLinks, keepMeta, prefix } = values;
	return {
		depth: Number(depth ?? 1) as Depth,
		links: keepLinks === true,
		meta: keepMeta === true,
		...(typeof prefix === 'string' ? { prefix } : {}),
	};
}

/** A related record in a few words. */
function inShort(related: JsonValue): JsonValue {
	if (Array.isArray(related)) return related.map(inShort);
	if (!isRecord(related)) return related;
	const label = related.title ?? related.name;
	return { id: related.id ?? null, ...(label === undefined ? {} : { [related.title === undefined ? 'name' : 'title']: label }) };
}

/** The useful fields and the relations that were loaded. A record that has none of those fields stays as it is: the organization spells them otherwise. */
function simplified(record: JsonObject, resourceObject: JsonValue | undefined, useful: readonly string[]): JsonObject {
	const short: JsonObject = { id: record.id ?? null };
	let found = false;
	for (const name of useful) {
		const value = record[name];
		if (value === undefined) continue;
		short[name] = value;
		found = true;
	}
	if (!found) return record;
	const relationships = isRecord(resourceObject) && isRecord(resourceObject.relationships) ? resourceObject.relationships : {};
	for (const [name, relationship] of Object.entries(relationships)) {
		const related = record[name];
		if (isRecord(relationship) && relationship.data !== undefined && related !== undefined) short[name] = inShort(related);
	}
	return short;
}

const primary = ({ data }: JsonObject): JsonValue[] => (Array.isArray(data) ? data : data === undefined || data === null ? [] : [data]);

/** What a simplified record keeps: the fields that the user asked for by name, else the type's useful ones. */
function keptFields({ values }: Item, { type, useful }: ResourceType): readonly string[] {
	const fieldset = ((values.fieldsets ?? []) as JsonObject[]).find((each) => each.type === type);
	return fieldset ? ((fieldset.fields ?? []) as string[]) : useful;
}

/** The records of a document the way the user wants them. Throws FlattenError for what is no document. */
export function recordsOf(document: JsonObject, item: Item, type: ResourceType): JsonObject[] {
	const mode = (item.values.output as Mode | undefined) ?? 'simplified';
	if (mode === 'raw') return primary(document).filter(isRecord);
	if (mode === 'included') return flatten(document, { ...flattenOptions(item), depth: 0 }).records;
	const { records, notes } = flatten(document, flattenOptions(item));
	item.session.notes.push(...notes);
	if (mode === 'flattened') return records;
	// By ID, not by position: what the answer has twice is given once.
	const resourceObjects = new Map(primary(document).filter(isRecord).map((resourceObject) => [resourceObject.id, resourceObject]));
	const useful = keptFields(item, type);
	return records.map((record) => simplified(record, resourceObjects.get(record.id), useful));
}

/** What tells two records apart: IDs alone are not unique over types. */
export const identityOf = ({ type, id }: JsonObject): string => JSON.stringify([type, id]);

/** The related records of a document as records of their own, where the user wants them so. `seen` holds those of earlier pages. */
export function includedOf(document: JsonObject, item: Item, seen: Set<string> = new Set()): JsonObject[] {
	if (item.values.output !== 'included' || document.included === undefined) return [];
	return flattenIncluded(document, flattenOptions(item)).filter((record) => {
		const key = identityOf(record);
		const isNew = !seen.has(key);
		seen.add(key);
		return isNew;
	});
}

/** The records of a single answer, which may be a document, a plain value of an action, or nothing. */
export function presented(answer: JsonObject, item: Item, type: ResourceType): JsonObject[] {
	if (answer.data === undefined) return [answer];
	return [...recordsOf(answer, item, type), ...includedOf(answer, item)];
}
