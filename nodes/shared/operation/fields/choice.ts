import type { INodePropertyOptions } from 'n8n-workflow';
import { InputError } from '../../http/inputError';
import type { Field } from '../field';
import { asText, baseProperty, type FieldOptions } from './text';
import { listOf } from './texts';

export type Choices = readonly INodePropertyOptions[];

const titleCase = (value: string) =>
	value.replaceAll('_', ' ').replace(/(^| )(\w)/g, (_match, space: string, letter: string) => space + letter.toUpperCase());

/** Choices from the vendor's own values, by name: `pending_approval` is shown as "Pending Approval". */
export function choicesOf(values: readonly string[], names: Readonly<Record<string, string>> = {}): INodePropertyOptions[] {
	return values
		.map((value) => ({ name: names[value] ?? titleCase(value), value }))
		.sort((a, b) => a.name.localeCompare(b.name));
}

/** One of several values. An expression may give a value that is not in the list: the vendor may know more than we do. */
export function choice(name: string, displayName: string, choices: Choices, options: FieldOptions & { open?: boolean } = {}): Field {
	return {
		property: {
			...baseProperty(name, displayName, options),
			type: 'options',
			options: [...choices],
			default: options.default ?? '',
		},
		group: options.group,
		sendAs: options.sendAs,
		showWhen: options.showWhen,
		read: (value) => {
			const read = asText(value, displayName);
			if (read === '' && !options.required) return undefined;
			if (options.open || choices.some((each) => each.value === read)) return read;
			throw new InputError(
				`${displayName} is "${read.slice(0, 80)}", which is not one of its values`,
				`Use one of: ${choices.map((each) => String(each.value)).join(', ')}.`,
			);
		},
	};
}

/** Any number of values out of several. */
export function choices(name: string, displayName: string, values: Choices, options: FieldOptions & { emptyClears?: boolean } = {}): Field {
	return {
		property: { ...baseProperty(name, displayName, options), type: 'multiOptions', options: [...values], default: [] },
		group: options.group,
		sendAs: options.sendAs,
		showWhen: options.showWhen,
		read: (value) => {
			// A collection without this field is not the same as a field that was emptied.
			if (value === undefined || value === null) return undefined;
			const read = listOf(value, displayName);
			return read.length > 0 || options.emptyClears ? read : undefined;
		},
	};
}
