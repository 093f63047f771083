import type { JsonObject, JsonValue } from '../http/request';

/** JSON:API's media type, to be sent as it is: a `charset` is refused with 415 (JSON:API 1.1, "Content Negotiation"). */
export const MEDIA_TYPE = 'application/vnd.api+json';

export type Identifier = { readonly type: string; readonly id: string };
/** To-one: an identifier, or null to clear it. To-many: a list, empty to clear it. */
export type Linkage = Identifier | readonly Identifier[] | null;

export interface ResourceToSend {
	readonly type: string;
	/** Left out on create, unless the server takes ids made by clients. */
	readonly id?: string;
	/** An undefined member is left out, a null is sent and clears the attribute. */
	readonly attributes?: Readonly<Record<string, JsonValue | undefined>>;
	readonly relationships?: Readonly<Record<string, Linkage | undefined>>;
}

/** The document for a create or an update: what was filled in, and nothing else. */
export function serialize({ type, id, attributes = {}, relationships = {} }: ResourceToSend): JsonObject {
	const filledIn = Object.entries(attributes).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined);
	const linked = Object.entries(relationships).filter((entry): entry is [string, Linkage] => entry[1] !== undefined);
	return {
		data: {
			type,
			...(id !== undefined && id !== '' && { id }),
			...(filledIn.length > 0 && { attributes: Object.fromEntries(filledIn) }),
			...(linked.length > 0 && { relationships: Object.fromEntries(linked.map(([name, linkage]) => [name, linkageDocument(linkage)])) }),
		},
	};
}

/** The body of a request to a relationship route; also what stands under a relationship's name. */
export function linkageDocument(linkage: Linkage): JsonObject {
	if (linkage === null) return { data: null };
	return { data: isList(linkage) ? linkage.map(plain) : plain(linkage) };
}

const isList = (linkage: Identifier | readonly Identifier[]): linkage is readonly Identifier[] => Array.isArray(linkage);

/** Type and id alone: whatever else a record has must not be sent back. */
const plain = ({ type, id }: Identifier): JsonObject => ({ type, id });
