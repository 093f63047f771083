import { InputError } from '../../http/inputError';
import type { JsonValue } from '../../http/request';
import type { Field, Group, SendAs } from '../field';

export interface FieldOptions {
	readonly group?: Group;
	readonly required?: boolean;
	readonly sendAs?: SendAs;
	readonly description?: string;
	readonly hint?: string;
	readonly placeholder?: string;
	readonly default?: string;
	readonly showWhen?: Field['showWhen'];
}

export interface TextOptions extends FieldOptions {
	/** In characters as a person counts them: code points, not UTF-16 units. */
	readonly maxLength?: number;
	readonly rows?: number;
	/** Shown as dots. */
	readonly password?: boolean;
}

/** The panel's value as text without outer white space, '' for an empty one. Throws InputError for what is not text. */
export function asText(value: unknown, displayName: string): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'string') return value.trim();
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	throw new InputError(
		`${displayName} holds ${Array.isArray(value) ? 'a list' : 'an object'}, text is expected`,
		'Check the expression: it should end at one value, for example {{ $json.email }}.',
	);
}

/** Refuses an empty value of a required field. */
export function present(text: string, displayName: string, required: boolean | undefined): string | undefined {
	if (text !== '') return text;
	if (!required) return undefined;
	throw new InputError(
		`${displayName} is empty`,
		'Fill it in. If it holds an expression, look at the input on the left: the field it points to has no value for this item.',
	);
}

export function baseProperty(name: string, displayName: string, options: FieldOptions) {
	return {
		displayName,
		name,
		...(options.required ? { required: true } : {}),
		...(options.description ? { description: options.description } : {}),
		...(options.hint ? { hint: options.hint } : {}),
		...(options.placeholder ? { placeholder: options.placeholder } : {}),
	};
}

/** One line of text (or more, with `rows`). */
export function text(name: string, displayName: string, options: TextOptions = {}): Field {
	return {
		property: {
			...baseProperty(name, displayName, options),
			type: 'string',
			...(options.rows || options.password
				? { typeOptions: { ...(options.rows ? { rows: options.rows } : {}), ...(options.password ? { password: true } : {}) } }
				: {}),
			default: options.default ?? '',
		},
		group: options.group,
		sendAs: options.sendAs,
		showWhen: options.showWhen,
		read: (value): JsonValue | undefined => {
			const read = present(asText(value, displayName), displayName, options.required);
			const length = read === undefined ? 0 : [...read].length;
			if (options.maxLength !== undefined && length > options.maxLength) {
				throw new InputError(
					`${displayName} has ${length} characters, ${options.maxLength} are allowed`,
					'Shorten it, for example to the ticket number.',
				);
			}
			return read;
		},
	};
}

/** One line of text that has to pass a check, which gives what is sent and throws InputError. */
export function checkedText(name: string, displayName: string, options: FieldOptions, check: (value: string, displayName: string) => string): Field {
	return {
		property: { ...baseProperty(name, displayName, options), type: 'string', default: options.default ?? '' },
		group: options.group,
		sendAs: options.sendAs,
		showWhen: options.showWhen,
		read: (value) => {
			const read = present(asText(value, displayName), displayName, options.required);
			return read === undefined ? undefined : check(read, displayName);
		},
	};
}
