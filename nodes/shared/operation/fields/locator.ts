import { InputError } from '../../http/inputError';
import type { Field } from '../field';
import type { Item } from '../item';
import { checkEmail } from './email';
import { checkUuid } from './id';
import { asText, baseProperty, present, type FieldOptions } from './text';

interface LocatorOptions extends Omit<FieldOptions, 'default'> {
	/** The list search method of the node. Left out: no From List. */
	readonly search?: string;
	/** Finds the id that belongs to an email address; throws InputError for none and for several. Left out: no By Email. */
	readonly idOfEmail?: (email: string, item: Item, displayName: string) => Promise<string>;
	readonly defaultValue?: { mode: string; value: string };
	/** What the mode for typing is called in the panel, where it is not an id that is typed. */
	readonly typedAs?: string;
	/** Checks a typed id and gives what is sent; throws InputError. A UUID by default. */
	readonly checkId?: (value: string, displayName: string) => string;
}

/** An id is sent as it is; an email waits for a look-up. */
const EMAIL_MARK = 'mailto:';

function partsOfLocator(value: unknown, displayName: string): { mode: string; text: string } {
	if (typeof value === 'object' && value !== null && 'value' in value) {
		const { mode, value: inner } = value as { mode?: unknown; value: unknown };
		return { mode: String(mode ?? 'id'), text: asText(inner, displayName) };
	}
	return { mode: 'id', text: asText(value, displayName) };
}

/** One record, picked from a list, by its id (a pasted address that contains it works too), or by email. */
export function locator(name: string, displayName: string, options: LocatorOptions): Field {
	const { search, idOfEmail, checkId = checkUuid, typedAs = 'By ID', defaultValue, ...rest } = options;
	const { placeholder = 'e.g. 5b1c9a40-2f6e-4d8b-8c11-3e7a90d4f201' } = rest;
	return {
		property: {
			...baseProperty(name, displayName, { ...rest, placeholder: undefined }),
			type: 'resourceLocator',
			default: defaultValue ?? { mode: search ? 'list' : 'id', value: '' },
			modes: [
				...(search
					? [{ displayName: 'From List', name: 'list', type: 'list' as const, typeOptions: { searchListMethod: search, searchable: true } }]
					: []),
				{ displayName: typedAs, name: 'id', type: 'string', placeholder },
				...(idOfEmail ? [{ displayName: 'By Email', name: 'email', type: 'string' as const, placeholder: 'e.g. robin.vale@example.com' }] : []),
			],
		},
		group: options.group,
		sendAs: options.sendAs,
		showWhen: options.showWhen,
		read: (value) => {
			const { mode, text } = partsOfLocator(value, displayName);
			const read = present(text, displayName, options.required);
			if (read === undefined) return undefined;
			// An address in the wrong mode means what it says: people switch the value and forget the mode.
			const isEmail = mode === 'email' || (read.includes('@') && idOfEmail !== undefined);
			if (!isEmail) return checkId(read, displayName);
			if (!idOfEmail) {
				throw new InputError(`${displayName} cannot be found by email`, 'Use its ID.');
			}
			return EMAIL_MARK + checkEmail(read, displayName);
		},
		resolve: async (value, item) => {
			const read = String(value);
			if (!idOfEmail || !read.startsWith(EMAIL_MARK)) return read;
			return await idOfEmail(read.slice(EMAIL_MARK.length), item, displayName);
		},
	};
}
