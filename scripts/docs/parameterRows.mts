import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import type { OperationDefinition, ResourceDefinition } from '../../nodes/shared/operation';
import { code } from './markdown.mts';
import type { Vendor } from './vendor.mts';

/** Parameter, Required, Default, Description. */
export type ParameterRow = readonly [string, string, string, string];

const isParameter = (option: object): option is INodeProperties => 'type' in option && 'default' in option;
const isSection = (option: object): option is INodePropertyCollection => 'values' in option;

const choicesOf = ({ options = [] }: INodeProperties): INodePropertyOptions[] =>
	options.filter((option): option is INodePropertyOptions => !isParameter(option) && !isSection(option));

const shownValue = (value: unknown, property: INodeProperties | undefined): string => {
	if (typeof value === 'boolean') return value ? 'on' : 'off';
	const choice = property && choicesOf(property).find((each) => each.value === value);
	return choice ? choice.name : String(value);
};

/** As the panel shows it; nothing for an empty one. An expression is shown without the sign that marks it in stored workflows. */
function shownDefault(property: INodeProperties): string {
	const { default: fallback } = property;
	const value: unknown = typeof fallback === 'object' && fallback !== null && 'value' in fallback ? fallback.value : fallback;
	if (typeof value === 'string' && value.startsWith('=')) return code(value.slice(1));
	return typeof value === 'object' || value === '' ? '' : shownValue(value, property);
}

/** A menu longer than this is not repeated for each operation that has it. */
const LONGEST_LIST = 20;

/** Of more values than this those that are missing are named, if they are fewer. */
const MANY = 5;

const listed = (names: readonly string[], howMany: string): string =>
	names.length > LONGEST_LIST ? `${howMany} the ${names.length} in its menu` : `${howMany}: ${names.join(', ')}`;

const sentence = (text: string): string => (text === '' || /[.!?]$/.test(text) ? text : `${text}.`);

/** The values for which a parameter is shown, or those for which it is not where they are a few out of many. */
function condition(name: string, values: readonly unknown[], other: INodeProperties | undefined): string {
	const title = other?.displayName ?? name;
	const hidden = other ? choicesOf(other).filter(({ value }) => !values.includes(value)) : [];
	const isShorter = hidden.length > 0 && values.length > MANY && hidden.length < values.length;
	return isShorter ? `${title} is not ${hidden.map((choice) => choice.name).join(' or ')}` : `${title} is ${values.map((value) => shownValue(value, other)).join(' or ')}`;
}

function explained(property: INodeProperties, siblings: readonly INodeProperties[]): string {
	const { modes, type, displayOptions, hint = '', placeholder = '' } = property;
	const description = property.description ?? (placeholder.startsWith('e.g. ') ? `For example ${code(placeholder.slice('e.g. '.length))}` : '');
	const names = choicesOf(property).map(({ name }) => name);
	const conditions = Object.entries(displayOptions?.show ?? {})
		.filter(([name]) => !['resource', 'operation', '@tool'].includes(name))
		.map(([name, values = []]) => {
			const other = siblings.find((each) => each.name === name);
			return condition(name, values as unknown[], other);
		});
	return [
		description,
		hint,
		modes ? `Chosen ${modes.map(({ displayName }) => displayName.toLowerCase().replace('id', 'ID')).join(', ')}` : '',
		names.length > 0 ? listed(names, type === 'multiOptions' ? 'Any of' : 'One of') : '',
		conditions.length > 0 ? `Shown while ${conditions.join(' and ')}` : '',
	]
		.map(sentence)
		.filter((part) => part !== '')
		.join(' ');
}

/**
 * One parameter, followed by the columns of its rows where it has rows. `needed`: it is required, though the panel marks only what is always shown.
 * `whenAdded`: it stands in a collection and is sent only once it was added.
 */
function rowsOf(property: INodeProperties, siblings: readonly INodeProperties[], prefix: string, { needed = false, whenAdded = false } = {}): ParameterRow[] {
	const name = `${prefix}${property.displayName}`;
	const columns = (property.options ?? []).filter(isSection).flatMap(({ values }) => values);
	const required = property.required ? 'yes' : needed ? 'while shown' : '';
	return [
		[name, required, whenAdded ? '' : shownDefault(property), explained(property, siblings)],
		...columns.flatMap((column) => rowsOf(column, columns, `${name} > `, { whenAdded })),
	];
}

/** The parameters of one operation in the order of the panel, without those that all operations of its kind share. */
export function parameterRows(vendor: Vendor, { resource }: ResourceDefinition, operation: OperationDefinition): ParameterRow[] {
	const shared = new Set(vendor.optionFieldsOf(operation).map(({ property }) => property.name));
	const isSent = (name: string) => operation.fields.some(({ group, sendAs, property }) => group && sendAs && property.name === name);
	const isNeeded = (name: string) => operation.fields.some(({ group, property }) => !group && property.required === true && property.name === name);
	const shown = vendor.properties.filter(
		({ type, displayOptions }) => type !== 'notice' && displayOptions?.show?.resource?.includes(resource) && displayOptions.show.operation?.includes(operation.operation),
	);
	return shown.flatMap((property) => {
		if (property.type !== 'collection') return rowsOf(property, shown, '', { needed: isNeeded(property.name) });
		const members = (property.options ?? []).filter(isParameter).filter(({ name }) => property.name !== 'options' || !shared.has(name));
		return members.flatMap((member) => rowsOf(member, members, `${property.displayName} > `, { whenAdded: isSent(member.name) }));
	});
}

/** An option that many operations share, as a row. */
export function optionRow(property: INodeProperties): [string, string, string] {
	return [property.displayName, shownDefault(property), explained(property, [])];
}
