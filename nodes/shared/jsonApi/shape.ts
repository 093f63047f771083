import type { JsonObject, JsonValue } from '../http/request';
import { isField, recordNames, type NamingRules } from './memberNames';
import { idText, isObject, type ResourceObject } from './resourceObject';

/**
 * What resources with the same members have in common: under which name each member goes, settled once for all of them. A record then
 * begins as a copy of `blank`, which has room for every member; growing it member by member takes twice as long, and V8 turns an object
 * that grew by more than a dozen computed names into a slow hash table.
 */
export interface Shape {
	readonly identity: 'id' | 'lid' | 'none';
	/** Members of `attributes`, in their order, and their names in a record: undefined for what is no field. */
	readonly attributes: readonly string[];
	readonly attributeNames: ReadonlyArray<string | undefined>;
	readonly relationships: readonly string[];
	/** Undefined for what is no field, or has nothing to show. */
	readonly relationNames: ReadonlyArray<string | undefined>;
	readonly blank: JsonObject;
}

const NOTHING: JsonObject = {};

export const membersOf = (members: JsonValue | undefined): JsonObject => (isObject(members) ? members : NOTHING);

/** The linkage of a relationship: undefined where there is none. What is no relationship object is handed on as it came, but never a null. */
export function linkageOf(relationship: JsonValue | undefined): JsonValue | undefined {
	if (isObject(relationship)) return relationship.data;
	return relationship ?? undefined;
}

function identityOf({ id, lid }: ResourceObject): Shape['identity'] {
	if (typeof id === 'string' || idText(id) !== undefined) return 'id';
	return idText(lid) === undefined ? 'none' : 'lid';
}

/** `showsLoose`: relationships without linkage have a place too. `isForMany`: worth an effort that pays from the second record on. */
export function shapeOf(resource: ResourceObject, rules: NamingRules, showsLoose: (relationship: JsonValue | undefined) => boolean, isForMany: boolean): Shape {
	const identity = identityOf(resource);
	const relations = membersOf(resource.relationships);
	const attributes = Object.keys(membersOf(resource.attributes));
	const relationships = Object.keys(relations);
	const names = recordNames(attributes.filter(isField), relationships.filter(isField), rules.prefix, identity === 'lid' ? rules.reservedWithLid : rules.reserved);
	const attributeNames = besideOthers(attributes, names.attributes);
	const relationNames = besideOthers(relationships, names.relationships).map((name, at) => {
		const relationship = relations[relationships[at] as string];
		return linkageOf(relationship) !== undefined || showsLoose(relationship) ? name : undefined;
	});
	const members = [...(identity === 'none' ? [] : [identity]), 'type', ...attributeNames, ...relationNames].filter((name) => name !== undefined);
	const blank: JsonObject = Object.fromEntries(members.map((name) => [name, null]));
	return {
		identity,
		attributes,
		attributeNames,
		relationships,
		relationNames,
		// By way of text: what JSON.parse makes has all its members in one piece of memory.
		blank: isForMany ? (JSON.parse(JSON.stringify(blank)) as JsonObject) : blank,
	};
}

/** The names of the fields among the members, undefined at the others. */
function besideOthers(members: readonly string[], names: readonly string[]): ReadonlyArray<string | undefined> {
	if (names.length === members.length) return names;
	let at = 0;
	return members.map((member) => (isField(member) ? names[at++] : undefined));
}

/** Whether the resource has this shape: the same members in the same order, and relations to show where the shape has them. */
export function fits(shape: Shape, resource: ResourceObject, showsLoose: (relationship: JsonValue | undefined) => boolean): boolean {
	const { attributes: keys, relationships: relationKeys, relationNames } = shape;
	let at = 0;
	for (const key in membersOf(resource.attributes)) if (keys[at++] !== key) return false;
	if (at !== keys.length || shape.identity !== identityOf(resource)) return false;
	const relations = membersOf(resource.relationships);
	at = 0;
	for (const key in relations) {
		if (relationKeys[at] !== key) return false;
		const relationship = relations[key];
		const isShown = linkageOf(relationship) !== undefined || showsLoose(relationship);
		if (isShown !== (relationNames[at++] !== undefined) && isField(key)) return false;
	}
	return at === relationKeys.length;
}

/** A record of this shape with the resource's identity and attributes. Its relations are still null. */
export function fill({ identity, attributeNames, blank }: Shape, resource: ResourceObject): JsonObject {
	const record = { ...blank };
	if (identity !== 'none') record[identity] = idText(resource[identity]) ?? null;
	record.type = resource.type;
	const attributes = membersOf(resource.attributes);
	let at = 0;
	for (const key in attributes) {
		const name = attributeNames[at++];
		if (name !== undefined) record[name] = attributes[key] ?? null;
	}
	return record;
}
