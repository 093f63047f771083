import type { AttributeKind, AttributeModel, WritableAttributeModel } from './model';
import { isObject, type Json, type Schemas } from './schemas';

const SCALARS: Readonly<Record<string, AttributeKind>> = { array: 'array', boolean: 'boolean', integer: 'number', number: 'number', object: 'object' };

/** The types that a schema names, null left out: one as a rule, several in OpenAPI 3.1. */
const typesOf = ({ type }: Json): string[] => (Array.isArray(type) ? type : [type]).filter((each): each is string => typeof each === 'string' && each !== 'null');

function kindOfLeaf(leaf: Json): AttributeKind {
	const types = typesOf(leaf);
	const values = [leaf.const, ...(Array.isArray(leaf.enum) ? leaf.enum : [])].filter((value) => value !== undefined && value !== null);
	if (types.length > 1) return 'any';
	const [type] = types;
	if (type !== undefined && type !== 'string') return SCALARS[type] ?? 'any';
	if (values.length > 0 && values.every((value) => typeof value === 'string')) return 'options';
	if (values.length > 0 && type === undefined) return values.every((value) => typeof value === 'number') ? 'number' : values.every((value) => typeof value === 'boolean') ? 'boolean' : 'any';
	if (leaf.format === 'date-time') return 'dateTime';
	if (leaf.format === 'date') return 'date';
	if (type === 'string') return 'string';
	if (isObject(leaf.properties)) return 'object';
	return 'items' in leaf ? 'array' : 'any';
}

/** What all of several kinds have in common. */
function common(kinds: ReadonlySet<AttributeKind>): AttributeKind {
	if (kinds.size === 1) return [...kinds][0] as AttributeKind;
	const texts: readonly AttributeKind[] = ['date', 'dateTime', 'options', 'string'];
	if (kinds.size === 0 || ![...kinds].every((kind) => texts.includes(kind))) return 'any';
	return kinds.has('options') ? 'options' : 'string';
}

/** AshJsonApi adds this sentence to what the vendor says of an attribute, after a full stop that it may have added too. */
const ADDED = /\.?\s*Field included by default\.$/;

export function attributeModel(schemas: Schemas, name: string, schema: unknown): AttributeModel {
	const { leaves, nullable, description } = schemas.partsOf(schema);
	const kind = common(new Set(leaves.map(kindOfLeaf)));
	const values = kind === 'options' ? schemas.constantsOf(schema).slice(0, 1_000) : [];
	const said = description?.replace(ADDED, '').slice(0, 1_000);
	return { name, kind, nullable, ...(values.length > 0 ? { values } : {}), ...(said ? { description: said } : {}) };
}

export const attributeModels = (schemas: Schemas, schema: unknown): AttributeModel[] =>
	[...schemas.propertiesOf(schema)].map(([name, each]) => attributeModel(schemas, name, each));

/** The attributes that a request body takes. */
export function writableModels(schemas: Schemas, schema: unknown): WritableAttributeModel[] {
	const required = schemas.requiredOf(schema);
	return attributeModels(schemas, schema).map((attribute) => ({ ...attribute, required: required.has(attribute.name) }));
}
