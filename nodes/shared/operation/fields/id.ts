import { InputError } from '../../http/inputError';
import type { Field } from '../field';
import { checkedText, type FieldOptions } from './text';

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const WHOLE = new RegExp(`^${UUID}$`, 'i');
const ANYWHERE = new RegExp(`(?<![0-9a-f-])${UUID}(?![0-9a-f-])`, 'gi');

/** Gives the UUID (RFC 9562), taken out of a pasted address if need be; refuses everything else. */
export function checkUuid(value: string, displayName: string): string {
	if (WHOLE.test(value)) return value.toLowerCase();
	const found = value.includes('/') ? (value.match(ANYWHERE) ?? []) : [];
	if (found.length === 1) return String(found[0]).toLowerCase();
	if (found.length > 1) {
		throw new InputError(
			`${displayName} holds an address with ${found.length} IDs`,
			'Take out the one that is meant and use it alone.',
		);
	}
	throw new InputError(
		`${displayName} is not an ID: "${value.slice(0, 80)}"`,
		'An ID looks like 5b1c9a40-2f6e-4d8b-8c11-3e7a90d4f201. It is the "id" of the record in the output of a Get Many.',
	);
}

/** One UUID; an address that contains it is accepted too. */
export const id = (name: string, displayName: string, options: FieldOptions = {}): Field =>
	checkedText(name, displayName, { placeholder: 'e.g. 5b1c9a40-2f6e-4d8b-8c11-3e7a90d4f201', ...options }, checkUuid);
