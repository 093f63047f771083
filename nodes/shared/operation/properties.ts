import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { OperationDefinition, ResourceDefinition, Room } from './definition';
import type { Field, Group } from './field';
import { optionFieldsOf } from './options';

type Shown = NonNullable<INodeProperties['displayOptions']>['show'];

const GROUPS: Readonly<Record<Group, { displayName: string; placeholder: string }>> = {
	additionalFields: { displayName: 'Additional Fields', placeholder: 'Add Field' },
	filters: { displayName: 'Filters', placeholder: 'Add Filter' },
	options: { displayName: 'Options', placeholder: 'Add Option' },
	updateFields: { displayName: 'Update Fields', placeholder: 'Add Field' },
};
const GROUP_ORDER: readonly Group[] = ['filters', 'updateFields', 'additionalFields', 'options'];

const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
const byDisplayName = (a: INodeProperties, b: INodeProperties) => a.displayName.localeCompare(b.displayName);

/** The n8n properties of a node: what the user sees of its resources and operations. */
export function propertiesOf(room: Room): INodeProperties[] {
	return [
		...(room.properties ?? []),
		...resourceSelectors(room),
		...room.resources.flatMap(operationSelectors),
		...sharedProperties(room),
	];
}

/** The properties of all operations. Resources whose operation of the same name has the very same ones share them: ten alike are described once. */
function sharedProperties({ resources }: Room): INodeProperties[] {
	const blocks = new Map<string, { readonly properties: INodeProperties[]; readonly shownFor: string[] }>();
	for (const { resource, operations } of resources) {
		for (const operation of operations) {
			const properties = operationProperties(operation);
			const key = JSON.stringify([operation.operation, properties]);
			const block = blocks.get(key) ?? { properties, shownFor: [] };
			block.shownFor.push(resource);
			blocks.set(key, block);
		}
	}
	return [...blocks.values()].flatMap(({ properties, shownFor }) =>
		properties.map((property) => ({ ...property, displayOptions: { ...property.displayOptions, show: { resource: shownFor, ...property.displayOptions?.show } } })),
	);
}

const offeredOf = ({ operations }: ResourceDefinition): OperationDefinition[] => operations.filter(({ offeredToModels = true }) => offeredToModels);

/** Two selectors where a resource has nothing for AI agents: one for people, one for the node as a tool. */
function resourceSelectors({ resources, default: fallback }: Room): INodeProperties[] {
	const offered = resources.filter((resource) => offeredOf(resource).length > 0);
	if (offered.length === resources.length) return [resourceSelector(resources, fallback)];
	return [
		{ ...resourceSelector(resources, fallback), displayOptions: { show: { '@tool': [false] } } },
		{ ...resourceSelector(offered, fallback), displayOptions: { show: { '@tool': [true] } } },
	];
}

function resourceSelector(resources: readonly ResourceDefinition[], wanted: ResourceDefinition): INodeProperties {
	const { resource: fallback = '' } = (resources.includes(wanted) ? wanted : resources[0]) ?? {};
	return {
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: resources
			.map(({ name, resource, description }) => ({ name, value: resource, description }))
			.sort(byName),
		default: fallback,
	};
}

/** Two selectors where an operation is kept from AI agents: one for people, one for the node as a tool, unless that has none. */
function operationSelectors(resource: ResourceDefinition): INodeProperties[] {
	const offered = offeredOf(resource);
	if (offered.length === resource.operations.length) {
		return [operationSelector(resource, resource.operations, { resource: [resource.resource] })];
	}
	const forPeople = operationSelector(resource, resource.operations, { resource: [resource.resource], '@tool': [false] });
	return offered.length === 0 ? [forPeople] : [forPeople, operationSelector(resource, offered, { resource: [resource.resource], '@tool': [true] })];
}

function operationSelector(
	resource: ResourceDefinition,
	operations: readonly OperationDefinition[],
	show: Shown,
): INodeProperties {
	const { operation: fallback = '' } = (operations.includes(resource.default) ? resource.default : operations[0]) ?? {};
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show },
		options: operations
			.map(({ name, operation, action, description }): INodePropertyOptions => ({ name, value: operation, action, description }))
			.sort(byName),
		default: fallback,
	};
}

function operationProperties(operation: OperationDefinition): INodeProperties[] {
	const show: Shown = { operation: [operation.operation] };
	const alone = operation.fields.filter(({ group }) => !group);
	return [
		...(operation.notice ? [notice(operation.notice, show)] : []),
		...alone.map((field) => standing(field, show)),
		...(operation.output === 'list' ? listProperties(show) : []),
		...(operation.simplify ? [simplifyProperty(show)] : []),
		...GROUP_ORDER.flatMap((group) => collection(group, membersOf(operation, group), show)),
	];
}

/**
 * A field that stands by itself. n8n takes one whose condition holds an expression for shown, and would refuse the whole workflow when it is
 * empty: such a field is required by our own reading alone, which knows what the expression gave.
 */
function standing({ property, showWhen }: Field, show: Shown): INodeProperties {
	const { required = false, ...rest } = property;
	return { ...rest, ...(required && !showWhen ? { required } : {}), displayOptions: { show: { ...show, ...showWhen } } };
}

function membersOf(operation: OperationDefinition, group: Group): readonly Field[] {
	const own = operation.fields.filter((field) => field.group === group);
	return group === 'options' ? [...own, ...optionFieldsOf(operation)] : own;
}

function collection(group: Group, members: readonly Field[], show: Shown): INodeProperties[] {
	if (members.length === 0) return [];
	return [
		{
			...GROUPS[group],
			name: group,
			type: 'collection',
			default: {},
			displayOptions: { show },
			options: members.map(({ property }): INodeProperties => ({ ...property })).sort(byDisplayName),
		},
	];
}

function notice(text: string, show: Shown): INodeProperties {
	return { displayName: text, name: 'notice', type: 'notice', default: '', displayOptions: { show } };
}

function listProperties(show: Shown): INodeProperties[] {
	return [
		{
			displayName: 'Return All',
			name: 'returnAll',
			type: 'boolean',
			default: false,
			displayOptions: { show },
			description: 'Whether to return all results or only up to a given limit',
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			displayOptions: { show: { ...show, returnAll: [false] } },
			description: 'Max number of results to return',
		},
	];
}

function simplifyProperty(show: Shown): INodeProperties {
	return {
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		displayOptions: { show },
		description: 'Whether to return a simplified version of the response instead of the raw data',
	};
}
