import { InputError } from '../../http/inputError';
import type { Field } from '../field';
import { asText, baseProperty, type FieldOptions } from './text';

export interface TextsOptions extends FieldOptions {
	/** Checks one entry and gives what is sent; throws InputError. */
	readonly each?: (value: string, displayName: string) => string;
	readonly min?: number;
	readonly max?: number;
	/** True where an empty list is sent too, because it clears what is there. */
	readonly emptyClears?: boolean;
}

/** A list, however it was filled in: separated by commas or line breaks, as JSON, or by an expression that gives a list. */
export function listOf(value: unknown, displayName: string): string[] {
	const entries = Array.isArray(value) ? value : splitList(asText(value, displayName), displayName);
	return entries.map((entry) => asText(entry, displayName)).filter((entry) => entry !== '');
}

function splitList(value: string, displayName: string): unknown[] {
	if (!value.startsWith('[')) return value.split(/[,\n]/);
	const parsed = parseList(value);
	if (parsed) return parsed;
	throw new InputError(`${displayName} starts like a list in JSON but cannot be read as one`, 'Separate the values by commas instead.');
}

function parseList(value: string): unknown[] | undefined {
	try {
		const parsed: unknown = JSON.parse(value);
		return Array.isArray(parsed) ? parsed : undefined;
	} catch {
		return undefined;
	}
}

/** No value at all, as an expression gives for a field that its item does not have. Throws InputError where one is needed. */
function missing(displayName: string, required: boolean | undefined): undefined {
	if (!required) return undefined;
	throw new InputError(
		`${displayName} is empty`,
		'Fill it in. If it holds an expression, look at the input on the left: the field it points to has no value for this item.',
	);
}

/** Several texts in one line, separated by commas. */
export function texts(name: string, displayName: string, options: TextsOptions = {}): Field {
	return {
		property: {
			...baseProperty(name, displayName, options),
			type: 'string',
			default: options.default ?? '',
		},
		group: options.group,
		sendAs: options.sendAs,
		showWhen: options.showWhen,
		read: (value) => {
			// A collection without this field is not the same as a field that was emptied.
			if (value === undefined || value === null) return missing(displayName, options.required);
			const entries = listOf(value, displayName).map((entry) => (options.each ? options.each(entry, displayName) : entry));
			const { min = options.required ? 1 : 0, max = Infinity } = options;
			if (entries.length < min || entries.length > max) {
				throw new InputError(
					`${displayName} has ${entries.length} entries, ${max === Infinity ? `at least ${min}` : `${min} to ${max}`} are allowed`,
					'Separate the values by commas.',
				);
			}
			return entries.length > 0 || options.emptyClears ? entries : undefined;
		},
	};
}
