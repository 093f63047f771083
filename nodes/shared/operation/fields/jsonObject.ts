import { InputError } from '../../http/inputError';
import type { Field } from '../field';
import { isRecord } from '../item';
import { json, type JsonOptions } from './json';

/** JSON that has to be an object. `example` is shown to whoever gives something else. Throws InputError. */
export const jsonObject = (name: string, displayName: string, { example, ...options }: JsonOptions & { readonly example: string }): Field =>
	json(name, displayName, {
		...options,
		check: (value) => {
			if (isRecord(value)) return value;
			throw new InputError(`${displayName} is not an object`, `Write it as ${example}.`);
		},
	});
