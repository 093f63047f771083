import type { JsonObject, JsonValue } from '../http/request';
import { addDetails, DETAIL_MEMBERS, detailsOf, hasDetails, type DetailOptions } from './details';
import { FlattenError } from './flattenError';
import { namingRules } from './memberNames';
import type { Entry, ResourceIndex } from './resourceIndex';
import { idText, isObject, isResourceObject, type ResourceObject } from './resourceObject';
import { fill, fits, linkageOf, membersOf, shapeOf, type Shape } from './shape';

export interface WriterOptions extends DetailOptions {
	readonly prefix: string;
	readonly maxNodes: number;
}

/** Shapes remembered for each type, the first ones that come. A server that leaves out empty attributes makes more, which cost some µs each. */
const MAX_SHAPES = 8;

type Place = (identifier: ResourceObject) => JsonObject;

/** Records of one depth, and what they are of. Those of the first one are begun when their turn comes. */
interface Level {
	readonly entries: readonly Entry[];
	readonly records: JsonObject[];
}

/**
 * Writes resources as records. A resource that others refer to is flattened once; who refers to it gets a copy of its own, because n8n hands
 * items on from node to node without copying them: a node that sets `owner.name` in one item would set it in every item of that owner.
 * The copy is of the record's own members; the values within (nested attributes, lists of identifiers) are the document's own.
 * Measured on Node 24 against a graph whose records are shared, 2,000 included: with copies 0.9 to 1.6 of its time for 1,000 records and
 * 0.7 to 1.8 for 10,000; without them 0.8 to 1.4 and 0.6 to 1.3. A page has 100 or 1,000 records, where the difference is under half a ms.
 */
export function createRecordWriter({ find, identifiers }: ResourceIndex, options: WriterOptions) {
	const { links, meta, maxNodes, prefix } = options;
	const keepsDetails = links || meta;
	const rules = namingRules(prefix, [...(links ? DETAIL_MEMBERS.links : []), ...(meta ? DETAIL_MEMBERS.meta : [])]);
	const shapesByType = new Map<string, Shape[]>();
	const showsLoose = keepsDetails ? (relationship: JsonValue | undefined) => hasDetails(relationship, options) : () => false;
	let nodes = 0;

	function shapeFor(resource: ResourceObject): Shape {
		let shapes = shapesByType.get(resource.type);
		if (shapes === undefined) shapesByType.set(resource.type, (shapes = []));
		for (const shape of shapes) if (fits(shape, resource, showsLoose)) return shape;
		const isKept = shapes.length < MAX_SHAPES;
		const shape = shapeOf(resource, rules, showsLoose, isKept);
		if (isKept) shapes.push(shape);
		return shape;
	}

	/** The record without its relations' values. */
	function begin(entry: Entry): JsonObject {
		const shape = (entry.shape ??= shapeFor(entry.resource));
		const record = fill(shape, entry.resource);
		if (keepsDetails) addDetails(record, entry.resource, shape, options);
		return record;
	}

	/** A cut point: `{type, id}`, with what its meta says of this one reference. */
	const identify: Place = ({ type, id, lid, meta: said }) => {
		const key = typeof id === 'string' ? id : idText(id);
		const identifier: JsonObject = key === undefined ? { type, lid: idText(lid) ?? null } : { type, id: key };
		if (meta && isObject(said)) identifier.meta = said;
		return identifier;
	};

	/** A relation's value of identifiers: the document's own where it has nothing else in it, which is nearly always. */
	function identified(linkage: JsonValue): JsonValue {
		if (!Array.isArray(linkage)) return isPlainIdentifier(linkage) ? linkage : placed(linkage, identify);
		for (const each of linkage) if (!isPlainIdentifier(each)) return placed(linkage, identify);
		return linkage;
	}

	/** `place` undefined: relations are identifiers. */
	function relate(record: JsonObject, { resource, shape }: Entry, place?: Place): JsonObject {
		const names = shape?.relationNames ?? [];
		const relations = membersOf(resource.relationships);
		let at = 0;
		for (const key in relations) {
			const name = names[at++];
			if (name === undefined) continue;
			const relationship = relations[key];
			const linkage = linkageOf(relationship);
			if (linkage === undefined) record[name] = detailsOf(relationship, options);
			else record[name] = place === undefined ? identified(linkage) : placed(linkage, place);
		}
		return record;
	}

	function count(): void {
		if (++nodes <= maxNodes) return;
		throw new FlattenError(`The records of this answer have more than ${maxNodes.toLocaleString('en')} related records within them`, {
			advice: 'Ask for fewer records at a time, include less, choose a smaller depth, or get the included records as items of their own.',
		});
	}

	/** Its depth 0 form: relations are identifiers. A primary record is there already: of its copy only the relations are written anew. */
	function flat(entry: Entry): JsonObject {
		return relate(entry.record === undefined ? begin(entry) : { ...entry.record }, entry);
	}

	/**
	 * The entries as records with `depth` levels of related records within: level after level, so neither a circle nor a long chain is of
	 * any consequence. Throws FlattenError when there are more than `maxNodes` related records.
	 */
	function tree(entries: readonly Entry[], depth: number): JsonObject[] {
		const records: JsonObject[] = [];
		let level: Level = { entries, records };
		for (let left = depth; left > 0 && level.entries.length > 0; left--) {
			const next = { entries: [] as Entry[], records: [] as JsonObject[] };
			const expand = expanding(left > 1 ? next : undefined);
			for (let at = 0; at < level.entries.length; at++) {
				const entry = level.entries[at] as Entry;
				const record = level.records[at] ?? (level.records[at] = entry.record = begin(entry));
				relate(record, entry, expand);
			}
			level = next;
		}
		if (depth <= 0) for (const entry of entries) records.push(flat(entry));
		for (const [at, entry] of identifiers.size > 0 && meta ? entries.entries() : []) {
			const said = identifiers.get(entry)?.meta;
			if (isObject(said)) (records[at] as JsonObject).identifierMeta = said;
		}
		return records;
	}

	/** Puts a related record where its identifier stood, to be gone on with on the next level if there is one. */
	function expanding(next: { entries: Entry[]; records: JsonObject[] } | undefined): Place {
		return (identifier) => {
			const entry = find(identifier);
			if (entry === undefined) return identify(identifier);
			count();
			const said = meta && isObject(identifier.meta) ? identifier.meta : undefined;
			// The first one who asks gets the form itself, if it stays as it is.
			if (next === undefined && entry.flat === undefined && said === undefined) return (entry.flat = flat(entry));
			const record = { ...(entry.flat ??= flat(entry)) };
			if (said !== undefined) record.identifierMeta = said;
			if (next !== undefined) {
				next.entries.push(entry);
				next.records.push(record);
			}
			return record;
		};
	}

	return { tree };
}

/** Each identifier in its place; what is none is handed on as it came. */
function placed(linkage: JsonValue, place: Place): JsonValue {
	if (!Array.isArray(linkage)) return isIdentifier(linkage) ? place(linkage) : linkage;
	// A copy has the right length at once; a list that grows from nothing gets room for 17.
	const list = linkage.slice();
	for (let at = 0; at < list.length; at++) {
		const each = list[at] as JsonValue;
		if (isIdentifier(each)) list[at] = place(each);
	}
	return list;
}

function isIdentifier(value: JsonValue): value is ResourceObject {
	return isResourceObject(value) && (typeof value.id === 'string' || idText(value.id) !== undefined || idText(value.lid) !== undefined);
}

/** Null, or type and id as they should be and nothing else. */
function isPlainIdentifier(value: JsonValue): boolean {
	if (value === null) return true;
	if (!isResourceObject(value) || typeof value.id !== 'string') return false;
	for (const name in value) if (name !== 'type' && name !== 'id') return false;
	return true;
}
