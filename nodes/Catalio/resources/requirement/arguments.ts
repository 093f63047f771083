import type { JsonObject } from '../../../shared/http/request';
import type { Field, Item } from '../../../shared/operation';
import { choice, jsonObject } from '../../../shared/operation/fields';

/** How an action takes its arguments is not documented; the library behind the API allows three ways. */
export const argumentFields = (): Field[] => [
	choice(
		'bodyShape',
		'Body Shape',
		[
			{ name: 'Attributes', value: 'attributes', description: 'As the attributes of a requirement' },
			{ name: 'Automatic', value: 'auto', description: 'Attributes where there are arguments, else no body' },
			{ name: 'Flat', value: 'flat', description: 'Side by side, without a type' },
			{ name: 'None', value: 'none', description: 'Send no body' },
		],
		{ group: 'options', default: 'auto', description: 'How the arguments are sent. Catalio does not document it; change it if an action is refused.' },
	),
	jsonObject('argumentsJson', 'More Arguments (JSON)', {
		group: 'options',
		placeholder: 'e.g. { "comment": "Replaced by the new billing flow" }',
		description: 'An object with further arguments of the action',
		example: '{ "comment": "…" }',
	}),
];

/** The body of an action: none, the arguments as attributes, or the arguments side by side. */
export function actionBody({ values }: Pick<Item, 'values'>, own: JsonObject): { body?: JsonObject } {
	const args = { ...own, ...(values.argumentsJson as JsonObject | undefined) };
	const shape = values.bodyShape ?? 'auto';
	if (shape === 'none' || (shape === 'auto' && Object.keys(args).length === 0)) return {};
	return { body: { data: shape === 'flat' ? args : { type: 'requirement', attributes: args } } };
}
