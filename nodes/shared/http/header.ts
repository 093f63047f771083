import type { VendorResponse } from './request';

type Headers = VendorResponse['headers'];

/** The first field line of a header, trimmed; undefined where it is absent or empty. `name` in lower case. */
export function header(headers: Headers, name: string): string | undefined {
	const value = headers[name];
	const first = (Array.isArray(value) ? value[0] : value)?.trim();
	return first === '' ? undefined : first;
}

/** All field lines of a header as one list, as RFC 9110 section 5.3 joins them. */
export function headerList(headers: Headers, name: string): string | undefined {
	const value = headers[name];
	return Array.isArray(value) ? value.join(', ') : value;
}
