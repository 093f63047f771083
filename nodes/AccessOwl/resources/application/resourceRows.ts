import type { Field } from '../../../shared/operation';
import { choice, id, jsonRows, number, rows, rowsOrJson, text, toggle } from '../../../shared/operation/fields';

const WIRE_NAMES = { parentResourceId: 'parent_resource_id' };
const KEEP_ORDER = -1;

/**
 * A flag that can stay as it is. A switch always has a value, so that every row about an existing permission
 * would reset `elevated` without anybody having asked for it.
 */
function flag(name: string, displayName: string, description: string): Field {
	const field = choice(
		name,
		displayName,
		[
			{ name: 'As It Is', value: 'keep', description: 'What is new gets the default of AccessOwl' },
			{ name: 'No', value: 'false' },
			{ name: 'Yes', value: 'true' },
		],
		{ default: 'keep', description },
	);
	return {
		...field,
		read: (value, context) => {
			const read = field.read(value, context);
			return read === undefined || read === 'keep' ? undefined : read === 'true';
		},
	};
}

/** n8n's number inputs are never empty, so one value means that nothing is sent. */
function order(prefix: string): Field {
	const field = number('order', `${prefix}Order`, {
		default: KEEP_ORDER,
		min: KEEP_ORDER,
		max: 10_000,
		description: `Where it stands in the list. ${KEEP_ORDER} leaves it where it is.`,
	});
	return {
		...field,
		read: (value, context) => {
			const read = field.read(value, context);
			return read === KEEP_ORDER ? undefined : read;
		},
	};
}

const permissionColumns =
	(structure: boolean) =>
	(prefix: string): Field[] => [
		text('title', `${prefix}Title`, { required: true, placeholder: 'e.g. Viewer' }),
		...(structure ? [id('id', `${prefix}ID`, { description: 'Of an existing permission. Without it a new one is added.' })] : []),
		text('description', `${prefix}Description`),
		flag('elevated', `${prefix}Elevated`, 'Whether this is admin-level access'),
		flag('requestable', `${prefix}Requestable`, 'Whether people can ask for it'),
		...(structure ? [toggle('delete', `${prefix}Delete`, { description: 'Whether to remove the permission. Needs its ID.' })] : []),
	];

const columns =
	(structure: boolean) =>
	(prefix: string): Field[] => [
		text('title', `${prefix}Title`, { required: true, placeholder: 'e.g. Role' }),
		...(structure ? [id('id', `${prefix}ID`, { description: 'Of an existing resource. Without it a new one is added.' })] : []),
		text('description', `${prefix}Description`),
		...(structure ? [order(prefix), id('parentResourceId', `${prefix}Parent Resource ID`)] : []),
		flag('requestable', `${prefix}Requestable`, 'Whether people can ask for it'),
		...(structure ? [toggle('delete', `${prefix}Delete`, { description: 'Whether to remove the resource with its permissions. Needs its ID.' })] : []),
		rows('permissions', `${prefix}Permissions`, {
			rowName: 'permission',
			rowTitle: 'Permission',
			columns: (inner) => permissionColumns(structure)(prefix + inner),
		}),
	];

const RESOURCES = {
	sendAs: 'body.resources',
	rowName: 'resource',
	rowTitle: 'Resource',
	rename: WIRE_NAMES,
	description: 'What can be asked for in this application, for instance a role or a workspace',
} as const;

/** The resources of a new application with their permissions, as rows in rows or as JSON. */
export const newResources: Field[] = [rows, jsonRows].map((how) =>
	how('resources', 'Resources', { ...RESOURCES, group: 'additionalFields', columns: columns(false) }),
);

/** Resources and permissions to add, and those to change or remove by their ids. */
export const structureResources: Field[] = rowsOrJson('resources', 'Resources', { ...RESOURCES, required: true, columns: columns(true) });
