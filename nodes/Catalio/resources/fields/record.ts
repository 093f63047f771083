import { InputError } from '../../../shared/http/inputError';
import type { Field } from '../../../shared/operation';
import { checkUuid, locator, texts } from '../../../shared/operation/fields';

/** IDs are opaque to us. A pasted address gives the ID in it. */
export function checkRecordId(value: string, displayName: string): string {
	if (value.includes('/')) return checkUuid(value, displayName);
	// A dot or two would lead to another path.
	if (!/[\s?#]|^\.{1,2}$/.test(value) && value.length <= 200) return value;
	throw new InputError(`${displayName} is not an ID: "${value.slice(0, 80)}"`, 'An ID is one word without blanks. It is the "id" of the record in the output of a Get Many.');
}

/** The record an operation is about. */
export const recordLocator = (): Field =>
	locator('recordId', 'Record', {
		required: true,
		search: 'searchRecords',
		checkId: checkRecordId,
		sendAs: 'path.id',
		description: 'Choose it from the list, or give its ID or an address that contains it',
	});

/** A relation of the record, by the name it has in the API. */
export const relationLocator = (): Field =>
	locator('relationship', 'Relationship', {
		required: true,
		search: 'searchRelations',
		typedAs: 'By Name',
		placeholder: 'e.g. use_cases',
		checkId: checkName,
		sendAs: 'path.relationship',
		description: 'The relation, by the name it has in the API of Catalio',
	});

/** The name of a member: an attribute, a relation, a path of them. Throws InputError. */
export function checkName(value: string, displayName: string): string {
	if (/^[\w@:-]+(\.[\w@:-]+)*$/.test(value)) return value;
	throw new InputError(`${displayName} is not a name: "${value.slice(0, 80)}"`, 'Names hold letters, digits and underscores, such as updated_at. A dot leads across a relation, as in persona.name.');
}

/** The records at the other end of a relation. */
export const relatedIds = (more: { required?: boolean; showWhen?: Field['showWhen'] } = {}): Field =>
	texts('relatedIds', 'Related IDs', {
		...more,
		each: checkRecordId,
		placeholder: 'e.g. 5b1c9a40-2f6e-4d8b-8c11-3e7a90d4f201',
		description: 'The IDs of the records at the other end, separated by commas',
	});
