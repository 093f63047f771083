import { InputError } from '../../http/inputError';
import type { Field, Group, SendAs } from '../field';

interface ToggleOptions {
	readonly description: string;
	readonly default?: boolean;
	readonly group?: Group;
	readonly sendAs?: SendAs;
	readonly hint?: string;
	readonly showWhen?: Field['showWhen'];
}

/** A switch. The description starts with "Whether", as n8n asks. */
export function toggle(name: string, displayName: string, options: ToggleOptions): Field {
	return {
		property: {
			displayName,
			name,
			type: 'boolean',
			default: false,
			...(options.default ? { default: true } : {}),
			description: options.description,
			...(options.hint ? { hint: options.hint } : {}),
		},
		group: options.group,
		sendAs: options.sendAs,
		showWhen: options.showWhen,
		read: (value) => {
			if (value === undefined || value === null || value === '') return undefined;
			if (typeof value === 'boolean') return value;
			if (value === 'true') return true;
			if (value === 'false') return false;
			throw new InputError(`${displayName} is neither on nor off`, 'Use the switch, or an expression that gives true or false.');
		},
	};
}
