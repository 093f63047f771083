import { InputError } from '../../http/inputError';
import type { Field } from '../field';
import { baseProperty, type FieldOptions } from './text';

interface NumberOptions extends Omit<FieldOptions, 'default'> {
	readonly default: number;
	readonly min: number;
	readonly max: number;
	/** False leaves the value out while it still is the default. */
	readonly whole?: boolean;
}

/** A number within bounds. */
export function number(name: string, displayName: string, options: NumberOptions): Field {
	const { default: fallback, min, max, whole = true, ...rest } = options;
	return {
		property: {
			...baseProperty(name, displayName, rest),
			type: 'number',
			typeOptions: { minValue: min, ...(max < Number.MAX_SAFE_INTEGER ? { maxValue: max } : {}) },
			default: fallback,
		},
		group: options.group,
		sendAs: options.sendAs,
		showWhen: options.showWhen,
		read: (value) => {
			if (value === undefined || value === null || value === '') return undefined;
			const read = Number(value);
			if (Number.isFinite(read) && read >= min && read <= max && (!whole || Number.isInteger(read))) return read;
			throw new InputError(
				`${displayName} is ${JSON.stringify(value)?.slice(0, 40)}`,
				`Use a ${whole ? 'whole ' : ''}number ${max < Number.MAX_SAFE_INTEGER ? `from ${min} to ${max}` : `of ${min} or more`}.`,
			);
		},
	};
}
