import type { JsonObject, JsonValue } from '../http/request';
import { FlattenError } from './flattenError';
import { createNotes } from './notes';
import { idText, isObject, isResourceObject, type ResourceObject } from './resourceObject';
import type { Shape } from './shape';

/** One resource of a document, and what was already found out about it. */
export interface Entry {
	resource: ResourceObject;
	shape: Shape | undefined;
	/** Its record among the primary ones. */
	record: JsonObject | undefined;
	/** Its depth 0 form, to be copied. Made when somebody refers to it. */
	flat: JsonObject | undefined;
}

export interface ResourceIndex {
	/** In the order of the document, each resource once. */
	readonly primary: readonly Entry[];
	readonly included: readonly Entry[];
	readonly notes: readonly string[];
	/** Identifiers that stood in the primary data where `included` had the resource itself. */
	readonly identifiers: ReadonlyMap<Entry, ResourceObject>;
	/** The resource that an identifier means: by id if it has one, else by lid (JSON:API 1.1, "Identification"). */
	find(identifier: ResourceObject): Entry | undefined;
}

/** The resources of one type. Ids and lids are apart: the lid "1" is not the id "1". */
interface Table {
	readonly byId: Map<string, Entry>;
	readonly byLid: Map<string, Entry>;
}

/** Relationship routes answer with identifiers alone: the resource may follow in `included`. */
const isBare = ({ attributes, relationships }: ResourceObject): boolean => attributes === undefined && relationships === undefined;

/**
 * Puts every resource of the document under its type and id. Keys are only ever keys of a Map, so no name can reach a prototype, and type
 * and id are never glued together: (a1, 2) is not (a, 12). The first of two resources with one identity wins, with a note.
 * Throws FlattenError for primary data that are no resources.
 */
export function indexOf({ data, included }: JsonObject): ResourceIndex {
	const tables = new Map<string, Table>();
	const notes = createNotes();
	const bare = new Set<Entry>();
	const identifiers = new Map<Entry, ResourceObject>();

	/** The resource's entry; undefined for one that was there before. */
	function add(resource: ResourceObject, isIncluded: boolean): Entry | undefined {
		const id = idText(resource.id);
		const lid = idText(resource.lid);
		const entry: Entry = { resource, shape: undefined, record: undefined, flat: undefined };
		if (id === undefined && lid === undefined) return entry;
		let table = tables.get(resource.type);
		if (table === undefined) tables.set(resource.type, (table = { byId: new Map(), byLid: new Map() }));
		const known = id === undefined ? table.byLid.get(lid as string) : table.byId.get(id);
		if (known === undefined) {
			if (id !== undefined) table.byId.set(id, entry);
			if (lid !== undefined && !table.byLid.has(lid)) table.byLid.set(lid, entry);
			return entry;
		}
		if (isIncluded && !isBare(resource) && bare.delete(known)) {
			identifiers.set(known, known.resource);
			known.resource = resource;
			return known;
		}
		notes.repeated(resource.type, id ?? String(lid));
		return undefined;
	}

	const primary: Entry[] = [];
	const list = Array.isArray(data) ? data : data === undefined || data === null ? [] : [data];
	for (let at = 0; at < list.length; at++) {
		const resource = list[at];
		if (!isResourceObject(resource)) throw strangerIn(resource, Array.isArray(data) ? `data[${at}]` : 'data');
		const entry = add(resource, false);
		if (entry === undefined) continue;
		primary.push(entry);
		if (isBare(resource)) bare.add(entry);
	}
	const others: Entry[] = [];
	for (const resource of listIn(included)) {
		const entry = isResourceObject(resource) ? add(resource, true) : notes.unreadable();
		if (entry !== undefined) others.push(entry);
	}

	return {
		primary,
		included: others,
		notes: notes.texts(),
		identifiers,
		find({ type, id, lid }) {
			const table = tables.get(type);
			if (table === undefined) return undefined;
			if (typeof id === 'string') return table.byId.get(id);
			const [idAsText, lidAsText] = [idText(id), idText(lid)];
			if (idAsText !== undefined) return table.byId.get(idAsText);
			return lidAsText === undefined ? undefined : table.byLid.get(lidAsText);
		},
	};
}

function strangerIn(value: JsonValue | undefined, place: string): FlattenError {
	const lack = isObject(value) ? 'has no type' : 'is no object';
	return new FlattenError(`The answer is no JSON:API document: ${place} ${lack}`, { advice: 'Choose the raw output to see the answer as it came.' });
}

const listIn = (included: JsonValue | undefined): readonly JsonValue[] => (Array.isArray(included) ? included : []);
