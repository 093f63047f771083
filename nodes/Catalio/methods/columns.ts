import type { FieldType, ResourceMapperField, ResourceMapperFields } from 'n8n-workflow';
import type { AttributeKind, RelationModel, TypeModel, WritableAttributeModel } from '../openApi';
import type { ResourceType } from '../resourceTypes';
import { labelOf } from './labels';

export type Mode = 'create' | 'update';

/** Of the kinds that n8n's mapper knows. A day stays text, because n8n would make a point in time of it. */
const FIELD_TYPES: Readonly<Record<AttributeKind, FieldType | undefined>> = {
	any: undefined,
	array: 'array',
	boolean: 'boolean',
	date: 'string',
	dateTime: 'dateTime',
	number: 'number',
	object: 'object',
	options: 'options',
	string: 'string',
};

/** Before the name of a relation, so that it cannot be taken for an attribute of the same name. */
const RELATION_PREFIX = 'relationships.';

type Column = Pick<WritableAttributeModel, 'kind' | 'name' | 'required' | 'values'>;

function attributeColumn({ name, kind, values, required }: Column, mode: Mode): ResourceMapperField {
	const type = FIELD_TYPES[kind];
	const isRequired = required && mode === 'create';
	return {
		id: name,
		displayName: kind === 'date' ? `${labelOf(name)} (YYYY-MM-DD)` : labelOf(name),
		required: isRequired,
		defaultMatch: false,
		canBeUsedToMatch: false,
		display: true,
		...(type ? { type } : {}),
		...(type === 'options' ? { options: (values ?? []).map((value) => ({ name: labelOf(value), value })) } : {}),
		// n8n fills in "false" where a boolean is shown and nobody touched it: it is shown when somebody adds it.
		...(kind === 'boolean' && !isRequired ? { removed: true } : {}),
	};
}

const relationColumn = ({ name, many, requiredOnCreate }: Pick<RelationModel, 'many' | 'name' | 'requiredOnCreate'>, mode: Mode): ResourceMapperField => ({
	id: RELATION_PREFIX + name,
	displayName: `${labelOf(name)} (Relation)`,
	required: requiredOnCreate && mode === 'create',
	defaultMatch: false,
	canBeUsedToMatch: false,
	display: true,
	type: many ? 'array' : 'string',
});

/** Required ones first, then those of most use in the order of the table, then the others by name. */
function inOrder(columns: readonly ResourceMapperField[], useful: readonly string[]): ResourceMapperField[] {
	const rank = ({ id, required }: ResourceMapperField) => (required ? -1 : useful.includes(id) ? useful.indexOf(id) : useful.length);
	return [...columns].sort((a, b) => rank(a) - rank(b) || a.displayName.localeCompare(b.displayName));
}

/** The columns of the mapper from the tenant's own description. */
export function columnsFrom(type: TypeModel, mode: Mode, { useful, plural }: ResourceType): ResourceMapperFields {
	const attributes = mode === 'create' ? type.createAttributes : type.updateAttributes;
	const relations = type.relationships.filter(({ onCreate, onUpdate }) => (mode === 'create' ? onCreate : onUpdate));
	const fields = [
		...inOrder(attributes.map((attribute) => attributeColumn(attribute, mode)), useful),
		...inOrder(relations.map((relation) => relationColumn(relation, mode)), useful),
	];
	if (fields.length > 0) return { fields };
	const doing = mode === 'create' ? 'creating' : 'updating';
	return { fields, emptyFieldsNotice: `The API description of this organization names no fields for ${doing} ${plural}. Give them as names and values or as JSON: choose that under Specify Fields.` };
}

/** The columns of the mapper as the concept pages let assume them. Relations wait until somebody adds them: how they are written is not known. */
export const assumedColumns = ({ attributes, relations }: ResourceType, mode: Mode): ResourceMapperFields => ({
	fields: [
		...attributes.map(({ name, values, type = 'string' }) => attributeColumn({ name, required: false, kind: values ? 'options' : type, ...(values ? { values } : {}) }, mode)),
		...relations.map(({ name, many = false }) => ({ ...relationColumn({ name, many, requiredOnCreate: false }, mode), removed: true })),
	],
});
