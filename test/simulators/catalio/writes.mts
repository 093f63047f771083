import { isObject, type JsonObject } from '../frame/schemas.mts';
import { forbidden, notFound, problem, Refused, unknownMember, type Problem } from './errors.mts';
import type { Organization } from './organization.mts';
import type { Caller, Row } from './records.mts';
import { completed } from './seed.mts';
import { attributeOf, relationOf, relationOfKey, type Attribute, type Collection, type Relation } from './table.mts';

/** What a body asks for, read and found right. */
interface Wanted {
	readonly attributes: Record<string, unknown>;
	readonly relations: ReadonlyArray<readonly [Relation, readonly string[]]>;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const isText = (value: unknown): value is string => typeof value === 'string';

/** Whether a value is of an attribute's kind. */
function fits({ kind, values }: Attribute, value: unknown): boolean {
	switch (kind) {
		case 'string':
			return isText(value);
		case 'enum':
			return isText(value) && values.includes(value);
		case 'uuid':
			return isText(value) && UUID.test(value);
		case 'boolean':
			return typeof value === 'boolean';
		case 'integer':
			return Number.isInteger(value);
		case 'decimal':
			return /^-?\d+(\.\d+)?$/.test(String(value));
		case 'date':
			return isText(value) && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value));
		case 'datetime':
			return isText(value) && !Number.isNaN(Date.parse(value));
		case 'map':
			return isObject(value);
		case 'strings':
			return Array.isArray(value) && value.every(isText);
		case 'uuids':
			return Array.isArray(value) && value.every((one) => isText(one) && UUID.test(one));
		case 'maps':
			return Array.isArray(value) && value.every(isObject);
	}
}

/** As stored: decimals are texts, whatever they came as. */
const stored = ({ kind }: Attribute, value: unknown): unknown => (kind === 'decimal' && value !== null ? String(value) : value);

/** Whether clients may set a relation: not where the other end's key is the server's own. */
export function isWritable(relation: Relation, collection: Collection, inverse: Collection): boolean {
	const [holder, name] = relation.foreignKey === undefined ? [inverse, relationOf(inverse, relation.inverse)?.foreignKey] : [collection, relation.foreignKey];
	return name === undefined || attributeOf(holder, name)!.writable;
}

/** Reads bodies and carries them out. All that is wrong with one is found before anything changes. */
export class Writes {
	readonly #organization: Organization;
	readonly #collections: ReadonlyMap<string, Collection>;

	constructor(organization: Organization, collections: readonly Collection[]) {
		this.#organization = organization;
		this.#collections = new Map(collections.map((collection) => [collection.type, collection]));
	}

	/** Stores a new record of the caller's organization. Throws what is wrong with the body. */
	create(collection: Collection, body: unknown, caller: Caller, nowMs: number): Row {
		this.#organization.checkMayWrite(caller);
		const data = this.#data(body, collection, undefined);
		const wanted = this.#wanted(data, collection, caller, undefined);
		const now = new Date(nowMs).toISOString().replace('Z', '000Z');
		const attributes = completed(collection.type, {
			...(attributeOf(collection, 'owner_id')?.required ? { owner_id: caller.userId } : {}),
			...(attributeOf(collection, 'reference') ? { reference: `REQ-${this.#organization.store.records[collection.type]!.length + 1}` } : {}),
			...wanted.attributes,
			inserted_at: now,
			updated_at: now,
		});
		const row = this.#organization.store.add(collection.type, caller.tenant, attributes);
		this.#relate(row, wanted.relations);
		return row;
	}

	/** Changes what the body names. Throws what is wrong with it, 403 for what the caller may not. */
	update(row: Row, collection: Collection, body: unknown, caller: Caller, nowMs: number): Row {
		this.#organization.checkMayChange(row, caller);
		if (typeof row.attributes.archived_at === 'string') throw new Refused([problem(this.#organization.switches.validationStatus, 'invalid_changes', 'archived records cannot be changed')]);
		const wanted = this.#wanted(this.#data(body, collection, row), collection, caller, row);
		if ('owner_id' in wanted.attributes && wanted.attributes.owner_id !== row.attributes.owner_id) this.#organization.checkMayTransfer(row, caller);
		this.apply(row, wanted.attributes, nowMs);
		this.#relate(row, wanted.relations);
		return row;
	}

	/** Sets attributes without asking; keys among them connect. */
	apply(row: Row, attributes: Readonly<Record<string, unknown>>, nowMs: number): void {
		const collection = this.#collections.get(row.type)!;
		for (const [name, value] of Object.entries(attributes)) {
			const relation = relationOfKey(collection, name);
			if (relation) this.#organization.store.relate(row, relation, isText(value) ? [value] : []);
			row.attributes[name] = value;
		}
		row.attributes.updated_at = new Date(nowMs).toISOString().replace('Z', '000Z');
	}

	#relate(row: Row, relations: Wanted['relations']): void {
		for (const [relation, ids] of relations) this.#organization.store.relate(row, relation, ids);
	}

	/** `data` of a body, whose members are those of a create or an update and no others. */
	#data(body: unknown, { type }: Collection, row: Row | undefined): JsonObject {
		const { mismatchStatus } = this.#organization.switches;
		const data = isObject(body) ? body.data : undefined;
		if (!isObject(data)) throw new Refused([problem(400, 'invalid_body', 'Expected all required properties, got none.', { pointer: '/data' })]);
		const allowed = row ? ['type', 'id', 'attributes', 'relationships'] : ['type', 'attributes', 'relationships'];
		const problems: Problem[] = [...Object.keys(body as JsonObject).filter((name) => name !== 'data').map((name) => unknownMember(`/${name}`)), ...Object.keys(data).filter((name) => !allowed.includes(name)).map((name) => unknownMember(`/data/${name}`))];
		const mismatch = (pointer: string, wanted: string): Problem => problem(mismatchStatus, mismatchStatus === 409 ? 'conflict' : 'invalid_body', `Expected value to be ${JSON.stringify(wanted)}.`, { pointer });
		if (data.type !== type) problems.push(mismatch('/data/type', type));
		if (row && data.id !== row.id) problems.push(mismatch('/data/id', row.id));
		if (problems.length > 0) throw new Refused(problems);
		return data;
	}

	#wanted(data: JsonObject, collection: Collection, caller: Caller, row: Row | undefined): Wanted {
		const { validationStatus, unknownAttribute, foreignKeys, linkageInBody } = this.#organization.switches;
		const problems: Problem[] = [];
		const attributes: Record<string, unknown> = {};
		const wrong = (code: string, name: string, detail: string, meta = {}): void => void problems.push(problem(validationStatus, code, detail, { pointer: `/data/attributes/${name}`, meta }));
		for (const [name, value] of Object.entries(isObject(data.attributes) ? data.attributes : {})) {
			const attribute = attributeOf(collection, name);
			const relation = relationOfKey(collection, name);
			if (!attribute?.writable || (relation && foreignKeys === 'refused')) {
				if (!collection.arguments.includes(name) && unknownAttribute === 'refused') problems.push(unknownMember(`/data/attributes/${name}`));
			} else if (value === null || value === '') {
				// The library takes an empty text for none.
				if (attribute.required) wrong('required', name, 'is required');
				else attributes[name] = null;
			} else if (!fits(attribute, value)) wrong('invalid_attribute', name, 'is invalid');
			else if (isText(value) && value.length > (attribute.maxLength ?? Infinity)) wrong('invalid_attribute', name, 'length must be less than or equal to %{max}'.replace('%{max}', String(attribute.maxLength)), { max: attribute.maxLength });
			else if (attribute.unique && this.#isTaken(collection, name, value, caller, row)) wrong('invalid_attribute', name, 'has already been taken');
			else if (relation && !this.#known(relation, String(value), caller)) wrong('invalid_attribute', name, 'does not exist');
			else attributes[name] = stored(attribute, value);
		}
		const relations: Array<readonly [Relation, readonly string[]]> = [];
		for (const [name, value] of Object.entries(isObject(data.relationships) ? data.relationships : {})) {
			const relation = relationOf(collection, name);
			const pointer = `/data/relationships/${name}`;
			if (!relation || !isWritable(relation, collection, this.#collections.get(relation.type)!) || linkageInBody === 'refused') {
				problems.push({ ...problem(422, 'no_such_input', `No such input ${name} for action ${row ? 'update' : 'create'}`, { pointer }) });
				continue;
			}
			const { ids, found } = this.idsOf(isObject(value) ? value.data : undefined, relation, caller, pointer);
			problems.push(...found);
			if (found.length > 0) continue;
			if (relation.foreignKey === undefined) relations.push([relation, ids]);
			else if (ids.length === 0 && attributeOf(collection, relation.foreignKey)!.required) problems.push(problem(validationStatus, 'required', 'is required', { pointer }));
			else attributes[relation.foreignKey] = ids[0] ?? null;
		}
		if (!row) {
			for (const { name, required, default: value } of collection.attributes) {
				const isNamed = name in attributes || problems.some(({ pointer }) => pointer === `/data/attributes/${name}`);
				if (required && value === undefined && !isNamed) wrong('required', name, 'is required');
			}
		}
		if (problems.length > 0) throw new Refused(problems);
		return { attributes, relations };
	}

	#isTaken({ type }: Collection, name: string, value: unknown, { tenant }: Caller, row: Row | undefined): boolean {
		return this.#organization.store.records[type]!.some((other) => other !== row && other.tenant === tenant && other.attributes[name] === value);
	}

	#known({ type }: Relation, id: string, caller: Caller): boolean {
		const row = this.#organization.store.find(type, id);
		return row !== undefined && this.#organization.sees(row, caller);
	}

	/** Ids of a linkage, and what is wrong with it. */
	idsOf(linkage: unknown, relation: Relation, caller: Caller, pointer: string): { readonly ids: readonly string[]; readonly found: readonly Problem[] } {
		if (linkage === null && !relation.many) return { ids: [], found: [] };
		const members = relation.many ? linkage : [linkage];
		if (!Array.isArray(members) || !members.every((one) => isObject(one) && isText(one.id))) return { ids: [], found: [problem(400, 'invalid_body', `Expected ${relation.many ? 'a list of resource identifiers' : 'one resource identifier or null'}.`, { pointer })] };
		const identifiers = members as Array<{ type: unknown; id: string }>;
		const found = identifiers.flatMap(({ type, id }, index): Problem[] => {
			const at = relation.many ? `${pointer}/data/${index}` : `${pointer}/data`;
			if (type !== relation.type) return [problem(this.#organization.switches.mismatchStatus, this.#organization.switches.mismatchStatus === 409 ? 'conflict' : 'invalid_body', `Expected value to be ${JSON.stringify(relation.type)}.`, { pointer: `${at}/type` })];
			return this.#known(relation, id, caller) ? [] : [notFound({ pointer: at })];
		});
		return { ids: identifiers.map(({ id }) => id), found };
	}

	/**
	 * Changes a relation through its route: replaces, adds or takes away. Adding what is there and taking away what is not succeed (JSON:API 1.1,
	 * "Updating To-Many Relationships"). Throws 403 where either end may not be changed, 400 where a record would lose what it cannot be without.
	 */
	link(row: Row, relation: Relation, how: 'add' | 'replace' | 'remove', linkage: unknown, caller: Caller, nowMs: number): void {
		this.#organization.checkMayChange(row, caller);
		const inverse = this.#collections.get(relation.type)!;
		const collection = this.#collections.get(row.type)!;
		if (!isWritable(relation, collection, inverse)) throw new Refused([forbidden()]);
		const { ids, found } = this.idsOf(linkage, relation, caller, '');
		if (found.length > 0) throw new Refused(found);
		const before = this.#organization.store.related(row, relation);
		const after = how === 'add' ? [...before, ...ids] : how === 'remove' ? before.filter((id) => !ids.includes(id)) : ids;
		const { foreignKey } = relation.many ? (relationOf(inverse, relation.inverse) ?? relation) : relation;
		const holder = relation.foreignKey === undefined ? inverse : collection;
		const losesAny = before.some((id) => !after.includes(id)) && (relation.many || after.length === 0);
		if (losesAny && foreignKey !== undefined && attributeOf(holder, foreignKey)!.required) throw new Refused([problem(this.#organization.switches.validationStatus, 'required', 'is required', { pointer: '/data' })]);
		this.#organization.store.relate(row, relation, after);
		row.attributes.updated_at = new Date(nowMs).toISOString().replace('Z', '000Z');
	}

	/** Archives or takes away. Throws 403 for those who may not, 400 where others could not be without the record. */
	destroy(row: Row, collection: Collection, caller: Caller, nowMs: number): void {
		const { store, switches } = this.#organization;
		if (collection.archives) {
			this.#organization.checkMayChange(row, caller);
			if (typeof row.attributes.archived_at === 'string') throw new Refused([problem(switches.validationStatus, 'invalid_changes', 'is archived already')]);
			this.apply(row, { archived_at: new Date(nowMs).toISOString().replace('Z', '000Z') }, nowMs);
			return;
		}
		this.#organization.checkMayDestroy(row, caller);
		for (const relation of collection.relations) {
			const inverse = this.#collections.get(relation.type)!;
			const key = relationOf(inverse, relation.inverse)?.foreignKey;
			const isNeeded = relation.foreignKey === undefined && key !== undefined && attributeOf(inverse, key)!.required;
			if (isNeeded && store.related(row, relation).length > 0) throw new Refused([problem(switches.validationStatus, 'invalid_attribute', 'would leave records behind', { pointer: `/data/relationships/${relation.name}` })]);
		}
		store.remove(row);
	}
}
