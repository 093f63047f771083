import type { Reply } from '../frame/server.mts';
import type { Switches } from './switches.mts';

export const BILLING_PAGE = 'https://app.accessowl.com/settings/billing';

/** Messages by field, as a 422 carries them. */
export type FieldErrors = Readonly<Record<string, readonly string[]>>;

/** A failure in the body style of the moment. With fields the `errors` style lists them, else it has one `detail`. */
export function failure(status: number, text: string, switches: Switches, fields?: FieldErrors): Reply {
	const sentence = fields ? Object.entries(fields).map(([field, messages]) => `${field} ${messages.join(', ')}`).join('; ') : text;
	switch (switches.errorBody) {
		case 'errors':
			return { status, body: { errors: fields ?? { detail: text } } };
		case 'error':
			return { status, body: { error: sentence } };
		case 'message':
			return { status, body: { message: sentence } };
		case 'html':
			return { status, body: `<!DOCTYPE html><html><head><title>${status}</title></head><body><h1>${text}</h1></body></html>`, offContract: true };
		case 'empty':
			return { status, offContract: true };
	}
}

/** A single record, wrapped or bare. `documented` says how this operation's answer was seen or printed. */
export function single(record: unknown, documented: 'wrapped' | 'bare', { envelope }: Switches, status = 200): Reply {
	const isWrapped = (envelope === 'asDocumented' ? documented : envelope) === 'wrapped';
	return { status, body: isWrapped ? { data: record } : record };
}

export const billingRedirect = (): Reply => ({ status: 302, headers: { location: BILLING_PAGE } });
