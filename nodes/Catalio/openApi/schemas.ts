export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** An own member of an object. What is inherited, `__proto__` above all, is not there. */
export const member = (value: unknown, name: string): unknown => (isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined);

/** Names that can go into queries, columns and objects: not empty, not endless, and none that would change an object's prototype. */
export const isName = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 200 && value !== '__proto__';

export const textIn = (value: unknown): string | undefined => (typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined);

/** A schema taken apart: references followed, `allOf`, `anyOf` and `oneOf` opened. */
export interface Parts {
	/** The schemas that say something of their own, those for null left out. */
	readonly leaves: readonly Json[];
	readonly nullable: boolean;
	/** More than one of them is a choice, not a sum. */
	readonly isChoice: boolean;
	readonly description?: string;
}

/** Looks into the schemas of one document. Nothing here throws, and no reference, cycle or size keeps it from ending. */
export interface Schemas {
	/** What a reference leads to; the value itself where it is none. */
	resolve(value: unknown): unknown;
	/** The members of an object, those with a name that can be used. */
	membersOf(value: unknown): ReadonlyArray<readonly [string, unknown]>;
	/** The entries of a list, lists within it opened: older versions of AshJsonApi nest the choices of a union. */
	listOf(value: unknown): readonly unknown[];
	partsOf(schema: unknown): Parts;
	/** The properties of an object schema, by name. */
	propertiesOf(schema: unknown): ReadonlyMap<string, unknown>;
	requiredOf(schema: unknown): ReadonlySet<string>;
	/** A property within properties. */
	propertyAt(schema: unknown, ...path: readonly string[]): unknown;
	/** The values that a schema is bound to by `const` or `enum`. */
	constantsOf(schema: unknown): readonly string[];
}

/** References in a row; a longer chain is a cycle or malice. */
const MAX_HOPS = 16;
/** Schemas that one schema may be made of. */
const MAX_PARTS = 500;
/** Schemas, members and entries looked at in the whole document: ten times what a document of 200 types needs, and a second at the most. */
const MAX_LOOKS = 1_000_000;

const NO_PARTS: Parts = { leaves: [], nullable: false, isChoice: false };

const SAYS_SOMETHING = ['type', 'enum', 'const', 'properties', 'items', 'format', 'additionalProperties'];

/** The name at the end of a reference into the document's schemas. */
export function refName(value: unknown): string | undefined {
	const ref = member(value, '$ref');
	const match = typeof ref === 'string' ? /^#\/components\/schemas\/([^/]{1,200})$/.exec(ref) : null;
	return match ? stepOf(String(match[1])) : undefined;
}

/** One step of a JSON pointer in a URI fragment (RFC 6901 sections 3, 4 and 6). */
function stepOf(text: string): string {
	const decoded = /%(?![0-9a-f]{2})/i.test(text) || /%[89a-f]/i.test(text) ? text : decodeURIComponent(text);
	return decoded.replaceAll('~1', '/').replaceAll('~0', '~');
}

const isNull = (schema: Json): boolean =>
	schema.type === 'null' || ('const' in schema && schema.const === null) || (Array.isArray(schema.enum) && schema.enum.length > 0 && schema.enum.every((each) => each === null));

const allowsNull = (schema: Json): boolean =>
	schema.nullable === true || isNull(schema) || (Array.isArray(schema.type) && schema.type.includes('null')) || (Array.isArray(schema.enum) && schema.enum.includes(null));

/** A reader of one document. It counts its steps: beyond the most it may take, there is nothing more to be found. */
export function schemasOf(document: unknown): Schemas {
	let looks = 0;

	const counted = <Found extends readonly unknown[]>(found: Found): Found => {
		looks += found.length;
		return found;
	};

	const membersOf = (value: unknown): ReadonlyArray<readonly [string, unknown]> =>
		isObject(value) && looks <= MAX_LOOKS ? counted(Object.entries(value)).filter(([name]) => isName(name)) : [];

	const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) && looks <= MAX_LOOKS ? counted((value as unknown[]).flat(3)) : []);

	/** Where references lead, each worked out once. */
	const targets = new Map<string, unknown>();

	const targetOf = (ref: unknown): unknown => {
		if (typeof ref !== 'string' || !ref.startsWith('#/') || ref.length > 1_000) return undefined;
		if (!targets.has(ref)) targets.set(ref, ref.slice(2).split('/').reduce<unknown>((at, step) => member(at, stepOf(step)), document));
		return targets.get(ref);
	};

	const resolve = (value: unknown): unknown => {
		let found = value;
		for (let hop = 0; hop < MAX_HOPS; hop++) {
			const ref = member(found, '$ref');
			if (ref === undefined) return found;
			found = targetOf(ref);
		}
		return undefined;
	};

	const partsOf = (schema: unknown): Parts => {
		const leaves: Json[] = [];
		const seen = new Set<unknown>();
		const waiting: unknown[] = [schema];
		let [nullable, isChoice] = [false, false];
		let description: string | undefined;
		for (let at = 0; at < waiting.length && seen.size < MAX_PARTS; at++) {
			if (++looks > MAX_LOOKS) return NO_PARTS;
			const raw = waiting[at];
			const found = resolve(raw);
			if (!isObject(found) || seen.has(found)) continue;
			seen.add(found);
			description ??= textIn(member(raw, 'description')) ?? textIn(found.description);
			nullable ||= allowsNull(found) || member(raw, 'nullable') === true;
			if (isNull(found)) continue;
			listOf(found.enum);
			const choices = [found.anyOf, found.oneOf].flatMap((list) => listOf(list).slice(0, MAX_PARTS));
			isChoice ||= choices.length > 1;
			waiting.push(...listOf(found.allOf).slice(0, MAX_PARTS), ...choices);
			if (SAYS_SOMETHING.some((name) => Object.hasOwn(found, name))) leaves.push(found);
		}
		return { leaves, nullable, isChoice: isChoice && leaves.length > 1, ...(description ? { description } : {}) };
	};

	const propertiesOf = (schema: unknown): ReadonlyMap<string, unknown> => {
		const { leaves } = partsOf(schema);
		const properties = new Map<string, unknown>();
		for (const leaf of leaves) {
			for (const [name, value] of membersOf(leaf.properties)) if (!properties.has(name)) properties.set(name, value);
		}
		return properties;
	};

	return {
		resolve,
		membersOf,
		listOf,
		partsOf,
		propertiesOf,
		requiredOf: (schema) => {
			const { leaves, isChoice } = partsOf(schema);
			const lists = leaves.map(({ required }) => new Set(listOf(required).filter(isName)));
			const all = new Set(lists.flatMap((list) => [...list]));
			// Of a choice, only what each of its schemas asks for is asked for in any case.
			return isChoice ? new Set([...all].filter((name) => lists.every((list) => list.has(name)))) : all;
		},
		propertyAt: (schema, ...path) => path.reduce<unknown>((at, name) => propertiesOf(at).get(name), schema),
		constantsOf: (schema) => [
			...new Set(partsOf(schema).leaves.flatMap((leaf) => [leaf.const, ...listOf(leaf.enum)]).filter((value): value is string => typeof value === 'string' && value !== '')),
		],
	};
}
