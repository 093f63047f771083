import type { VendorRequest } from './request';

/** Why a request may not leave. */
export interface Refusal {
	readonly code: string;
	readonly message: string;
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * Checks a request before it leaves with a credential: its origin is the credential's own, it is encrypted unless it stays on this
 * machine, its address holds no user info, and no header value can smuggle a second header in. Undefined where all is well.
 */
export function refusalOf(request: VendorRequest, origin: string): Refusal | undefined {
	const refusal = addressRefusalOf(request.url, true);
	if (refusal) return refusal;
	const url = new URL(request.url);
	if (!URL.canParse(origin) || url.origin !== new URL(origin).origin) {
		return { code: 'OTHER_ORIGIN', message: `The request would leave for ${url.origin}, but the credential belongs to ${originOf(origin)}` };
	}
	const header = Object.entries(request.headers).find(([name, value]) => !isHeaderName(name) || !isHeaderValue(value));
	if (header) return { code: 'INVALID_HEADER', message: `The header ${visible(header[0])} holds a line break or another character that is not allowed` };
	return undefined;
}

/**
 * Checks a link that a vendor gave, or that it was redirected to: encrypted, or, where the vendor's own address is on this machine, on
 * this machine too. A vendor elsewhere may not send us into this machine's network without encryption.
 */
export function linkRefusalOf(link: string, vendorOrigin: string): Refusal | undefined {
	return addressRefusalOf(link, URL.canParse(vendorOrigin) && LOOPBACK.test(new URL(vendorOrigin).hostname));
}

function addressRefusalOf(address: string, mayStayHere: boolean): Refusal | undefined {
	if (!URL.canParse(address)) return { code: 'ERR_INVALID_URL', message: 'The address of the request is not a valid URL' };
	const url = new URL(address);
	if (url.protocol !== 'https:' && !(mayStayHere && url.protocol === 'http:' && LOOPBACK.test(url.hostname))) {
		return { code: 'NOT_ENCRYPTED', message: `Requests to ${url.host} would not be encrypted: use an address that begins with https` };
	}
	if (url.username !== '' || url.password !== '') {
		return { code: 'USER_INFO', message: `The address of the request to ${url.host} holds a user name or password` };
	}
	return undefined;
}

function originOf(origin: string): string {
	return URL.canParse(origin) ? new URL(origin).origin : 'no valid address';
}

/** RFC 9110 section 5.6.2. */
function isHeaderName(name: string): boolean {
	return /^[!#$%&'*+.^_`|~\w-]+$/.test(name);
}

/** Printable, tab and Latin-1: what Node would send too (RFC 9110 section 5.5). */
function isHeaderValue(value: string): boolean {
	return /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
}

function visible(name: string): string {
	return name.replace(/[^\x20-\x7e]/g, '?').slice(0, 60);
}
