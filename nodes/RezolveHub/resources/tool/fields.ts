import { InputError } from '../../../shared/http/inputError';
import type { JsonObject } from '../../../shared/http/request';
import type { Field, Item } from '../../../shared/operation';
import { choice, jsonObject, locator, mapper, text } from '../../../shared/operation/fields';

/** Keys look like itsm.tickets.create. */
function checkKey(value: string, displayName: string): string {
	if (/^[\w.:-]{1,200}$/.test(value) && !/^\.+$/.test(value)) return value;
	throw new InputError(`${displayName} is not the key of a tool: "${value.slice(0, 80)}"`, 'A key looks like itsm.tickets.create. Choose the tool from the list.');
}

export const domainField = (): Field => text('domain', 'Domain', { placeholder: 'e.g. itsm', description: 'Only tools of this domain. Left empty, all of them.' });

export const toolLocator = (): Field =>
	locator('toolKey', 'Tool', { required: true, search: 'searchTools', typedAs: 'By Key', placeholder: 'e.g. itsm.tickets.create', checkId: checkKey, sendAs: 'path.toolKey' });

/** The inputs, field by field from the tool's own schema, or as JSON. */
export const inputFields = (): Field[] => [
	choice(
		'specify',
		'Specify Inputs',
		[
			{ name: 'Using Fields Below', value: 'mapper', description: 'The inputs that the tool takes' },
			{ name: 'Using JSON', value: 'json' },
		],
		{ default: 'mapper' },
	),
	withToolDependency(mapper('inputValues', 'Inputs', { mode: 'add', method: 'getToolInputs', showWhen: { specify: ['mapper'] } })),
	inputJson({ specify: ['json'] }),
];

/** The columns are those of the chosen tool. */
function withToolDependency(field: Field): Field {
	const { typeOptions } = field.property;
	return { ...field, property: { ...field.property, typeOptions: { ...typeOptions, loadOptionsDependsOn: ['toolKey.value'] } } };
}

export const inputJson = (showWhen?: Field['showWhen']): Field =>
	jsonObject('inputJson', 'Inputs (JSON)', {
		...(showWhen ? { showWhen } : {}),
		rows: 5,
		placeholder: 'e.g. { "title": "Laptop of a leaver", "priority": "high" }',
		description: 'An object with the inputs of the tool',
		example: '{ "title": "Laptop of a leaver" }',
	});

export const connectionField = (): Field =>
	text('connectionId', 'Connection ID', { group: 'options', sendAs: 'body.connection_id', placeholder: 'e.g. conn_5b1c9a40', description: 'The connection to use. Left empty, the default one of the domain.' });

export const onApproval = (): Field =>
	choice(
		'onApproval',
		'On Approval Required',
		[
			{ name: 'Fail', value: 'fail', description: 'Stop the item' },
			{ name: 'Return an Outcome', value: 'outcome', description: 'Go on with a record that holds what Replay needs' },
		],
		{ group: 'options', default: 'outcome', description: 'What to do when somebody has to approve the call first' },
	);

export const inputOf = ({ values }: Item): JsonObject => ((values.specify === 'mapper' ? values.inputValues : values.inputJson) as JsonObject | undefined) ?? {};
