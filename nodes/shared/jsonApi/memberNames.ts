/**
 * Names that a record cannot give to a field. The last three are here because they reach for prototypes, and because n8n drops them
 * without a word whenever it copies an item (`deepCopy` of n8n-workflow): under another name nothing is lost.
 */
const RESERVED = ['id', 'type', 'links', 'meta', '__proto__', 'constructor', 'prototype'] as const;

export interface NamingRules {
	/** Put before a name that is taken. */
	readonly prefix: string;
	readonly reserved: ReadonlySet<string>;
	/** For resources that have a lid and no id. */
	readonly reservedWithLid: ReadonlySet<string>;
}

/** `added`: names of what the options add to a record. An empty prefix would help nobody. */
export function namingRules(prefix: string, added: readonly string[]): NamingRules {
	const reserved = new Set<string>([...RESERVED, ...added]);
	return { prefix: prefix === '' ? '_' : prefix, reserved, reservedWithLid: new Set([...reserved, 'lid']) };
}

/**
 * Whether a member of `attributes` or `relationships` is a field. `@` members and those of an extension, such as `version:id`, must be
 * ignored by who does not know them (JSON:API 1.1, "Member Names").
 */
export function isField(name: string): boolean {
	return !name.startsWith('@') && !(name.includes(':') && /^[A-Za-z\d]+:/.test(name));
}

/**
 * The names that attributes and relationships get in a record, in their order: their own, or, for an attribute called like a relationship
 * and for a reserved name, the prefix as often as needed and then the name. No two are the same.
 */
export function recordNames(attributes: readonly string[], relationships: readonly string[], prefix: string, reserved: ReadonlySet<string>) {
	const moves = (name: string) => reserved.has(name) || relationships.includes(name);
	if (!attributes.some(moves) && !relationships.some((name) => reserved.has(name))) return { attributes, relationships };
	// Whoever can keep its name keeps it, so that `_id` stays `_id` beside an `id` that has to move.
	const taken = new Set([...reserved, ...relationships, ...attributes]);
	const free = (name: string): string => {
		let found = name;
		do found = `${prefix}${found}`;
		while (taken.has(found));
		taken.add(found);
		return found;
	};
	return {
		attributes: attributes.map((name) => (moves(name) ? free(name) : name)),
		relationships: relationships.map((name) => (reserved.has(name) ? free(name) : name)),
	};
}
