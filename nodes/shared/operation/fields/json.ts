import { InputError } from '../../http/inputError';
import type { JsonValue } from '../../http/request';
import type { Field } from '../field';
import { baseProperty, type FieldOptions } from './text';

export interface JsonOptions extends FieldOptions {
	readonly rows?: number;
	/** Checks the parsed value and gives what is sent; throws InputError. */
	readonly check?: (value: JsonValue, displayName: string) => JsonValue;
}

function parsed(value: string): JsonValue | undefined {
	try {
		return JSON.parse(value) as JsonValue;
	} catch {
		return undefined;
	}
}

/** JSON, typed in or given by an expression as text or as a value. */
export function json(name: string, displayName: string, options: JsonOptions = {}): Field {
	return {
		property: {
			...baseProperty(name, displayName, options),
			type: 'json',
			...(options.rows ? { typeOptions: { rows: options.rows } } : {}),
			default: options.default ?? '',
		},
		group: options.group,
		sendAs: options.sendAs,
		showWhen: options.showWhen,
		read: (value) => {
			if (value === undefined || value === null || (typeof value === 'string' && value.trim() === '')) {
				if (!options.required) return undefined;
				throw new InputError(`${displayName} is empty`, 'Fill it in as JSON.');
			}
			const read = typeof value === 'string' ? parsed(value) : (value as JsonValue);
			if (read === undefined) {
				throw new InputError(`${displayName} is not valid JSON`, 'Look for a missing comma, quote or bracket.');
			}
			return options.check ? options.check(read, displayName) : read;
		},
	};
}
