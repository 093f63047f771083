import type { JsonObject, JsonValue } from '../http/request';
import { isObject, type ResourceObject } from './resourceObject';
import { membersOf, type Shape } from './shape';

/** Which links and meta a record keeps. */
export interface DetailOptions {
	readonly links: boolean;
	readonly meta: boolean;
}

/** Members that a record has for links and meta, beside its own `links` and `meta`. */
export const DETAIL_MEMBERS = {
	links: ['relationshipLinks'],
	meta: ['relationshipMeta', 'identifierMeta'],
} as const;

/** Links and meta of one resource or relationship, as far as they are wanted and there. */
export function detailsOf(owner: JsonValue | undefined, { links, meta }: DetailOptions): JsonObject {
	const details: JsonObject = {};
	if (!isObject(owner)) return details;
	if (links && isObject(owner.links)) details.links = owner.links;
	if (meta && isObject(owner.meta)) details.meta = owner.meta;
	return details;
}

export function hasDetails(owner: JsonValue | undefined, { links, meta }: DetailOptions): boolean {
	return isObject(owner) && ((links && isObject(owner.links)) || (meta && isObject(owner.meta)));
}

/**
 * Adds the resource's own `links` and `meta`, and those of its relationships, by the relation's name, as `relationshipLinks` and
 * `relationshipMeta`. A relationship without linkage has them as its value instead.
 */
export function addDetails(record: JsonObject, resource: ResourceObject, shape: Shape, options: DetailOptions): void {
	Object.assign(record, detailsOf(resource, options));
	const relations = membersOf(resource.relationships);
	const links: Array<[string, JsonValue]> = [];
	const metas: Array<[string, JsonValue]> = [];
	for (const [at, name] of shape.relationNames.entries()) {
		const relationship = relations[shape.relationships[at] ?? ''];
		if (name === undefined || !isObject(relationship) || relationship.data === undefined) continue;
		const { links: link, meta } = detailsOf(relationship, options);
		if (link !== undefined) links.push([name, link]);
		if (meta !== undefined) metas.push([name, meta]);
	}
	if (links.length > 0) record.relationshipLinks = Object.fromEntries(links);
	if (metas.length > 0) record.relationshipMeta = Object.fromEntries(metas);
}
