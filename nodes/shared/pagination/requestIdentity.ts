import { createHash } from 'node:crypto';
import type { VendorRequest } from '../http/request';
import { withoutNumber, type Place } from './numberIn';

/** The first 8 bytes of a SHA-256, in hex: enough to tell 10,000 pages apart, and all that is kept of each. */
export const hash64 = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/**
 * One short text for requests that ask for the same page: method, address, body. The order of the query parameters, the
 * fragment and the page size do not count; a repeated cursor is one, even if the last page asks for fewer items.
 */
export function requestIdentity(request: VendorRequest, size?: { readonly parameter: string; readonly place?: Place }): string {
	const { method, url, body } = size === undefined ? request : withoutNumber(request, size.parameter, size.place);
	const address = new URL(url);
	address.hash = '';
	address.searchParams.sort();
	return hash64(`${method} ${address.href}\n${body === undefined ? '' : JSON.stringify(body)}`);
}
