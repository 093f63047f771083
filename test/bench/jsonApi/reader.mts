type Maybe<Value> = Value | undefined;

/** A library that reads JSON:API documents, used as its own documentation says. */
export type Reader = {
	/** What an application says once about the resources it will meet. Not part of reading. */
	readonly prepare?: (document: unknown) => void;
	/** May give a promise. Throws what the library throws. */
	readonly read: (document: unknown) => unknown;
};

/** Where a library puts what was in the document. `whole` is what it read, `record` one of its records or of those that a record refers to. */
export type View = {
	/** Primary data, also where it is a single resource. */
	readonly records: (whole: unknown) => readonly unknown[];
	readonly type: (record: unknown) => unknown;
	readonly id: (record: unknown) => unknown;
	readonly attribute: (record: unknown, name: string) => unknown;
	/** What a relationship refers to: a record or what stands for one, a list, null, or undefined where nothing is said about it. */
	readonly related: (record: unknown, name: string, whole: unknown) => unknown;
	readonly links: (record: unknown) => unknown;
	readonly meta: (record: unknown) => unknown;
	readonly relationLinks: (record: unknown, name: string) => unknown;
	readonly relationMeta: (record: unknown, name: string) => unknown;
	/** Meta of the references of a relationship, in their order. */
	readonly identifierMetas: (record: unknown, name: string, whole: unknown) => readonly unknown[];
	readonly documentLinks: (whole: unknown) => unknown;
	readonly documentMeta: (whole: unknown) => unknown;
};

export type ProbedReader = Reader & View;

/** A member of whatever this is; undefined where it has none of its own. */
export function own(holder: unknown, name: string): Maybe<unknown> {
	return typeof holder === 'object' && holder !== null && Object.hasOwn(holder, name) ? (holder as Record<string, unknown>)[name] : undefined;
}

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]);

/** Records are plain objects with attributes and relations as members: most libraries. */
export const PLAIN: View = {
	records: listOf,
	type: (record) => own(record, 'type'),
	id: (record) => own(record, 'id'),
	attribute: own,
	related: own,
	links: (record) => own(record, 'links'),
	meta: (record) => own(record, 'meta'),
	relationLinks: (record, name) => own(own(record, name), 'links'),
	relationMeta: (record, name) => own(own(record, name), 'meta'),
	identifierMetas: (record, name) => listOf(own(record, name)).map((one) => own(one, 'meta')),
	documentLinks: (whole) => own(whole, 'links'),
	documentMeta: (whole) => own(whole, 'meta'),
};
