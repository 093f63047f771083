import { InputError } from '../../http/inputError';
import type { Field } from '../field';
import { checkedText, type FieldOptions } from './text';

// One @, no white space or control characters, a dot in the domain: enough to notice a name or an id in
// the wrong field without refusing addresses that RFC 5321 allows.
const EMAIL = /^[^\s@<>"(),:;\\[\]]+@[^\s@<>"(),:;\\[\]]+\.[^\s@<>"(),:;\\[\].]+$/;

export const isEmail = (value: string): boolean => EMAIL.test(value) && value.length <= 254;

/** Refuses what is not an email address. */
export function checkEmail(value: string, displayName: string): string {
	if (isEmail(value)) return value;
	throw new InputError(
		`${displayName} is not an email address: "${value.slice(0, 80)}"`,
		'Use one address such as robin.vale@example.com, without a name or brackets around it.',
	);
}

/** One email address. */
export const email = (name: string, displayName: string, options: FieldOptions = {}): Field =>
	checkedText(name, displayName, { placeholder: 'e.g. robin.vale@example.com', ...options }, checkEmail);
