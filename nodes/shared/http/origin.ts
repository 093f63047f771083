import { InputError } from './inputError';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

const SCHEME_AND_HOST = 'Open the credential and use only the scheme and the host';

/**
 * The origin in a credential's address field. Throws InputError for anything but scheme, host and port: a path would be
 * doubled, user info would travel with every request, and http would show the token to the network (loopback aside).
 */
export function originFrom(value: unknown, displayName: string, example: string, advice = SCHEME_AND_HOST): string {
	const text = typeof value === 'string' ? value.trim() : '';
	const refuse = (what: string) => new InputError(`${displayName} ${what}`, `${advice}, for example ${example}.`);
	if (text === '') throw refuse('is empty');
	// `new URL` drops line breaks and tabs, and would go on with a host that nobody typed.
	const url = !/[\s\p{Cc}\\]/u.test(text) && URL.canParse(text) ? new URL(text) : undefined;
	if (!url || !['http:', 'https:'].includes(url.protocol)) throw refuse('is not a web address');
	if (url.username !== '' || url.password !== '' || text.includes('@')) throw refuse('holds a user name or password');
	if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) throw refuse('starts with http, which would send the token unencrypted');
	if (url.search !== '' || url.hash !== '' || text.includes('?') || text.includes('#')) throw refuse('holds more than scheme and host');
	if (url.pathname !== '/') throw refuse(`holds a path: "${url.pathname.slice(0, 60)}"`);
	if (text.endsWith('/')) throw refuse('ends with a slash');
	return url.origin;
}

const AS_GIVEN = 'Open the credential and use the whole address';

/**
 * The address of a token endpoint. Client ID and secret go there, so its origin must be as good as that of the API, whatever its path:
 * throws InputError as `originFrom` does.
 */
export function tokenAddress(value: unknown, displayName: string, example: string, advice = AS_GIVEN): string {
	const text = typeof value === 'string' ? value.trim() : '';
	const address = !/[\s\p{Cc}\\]/u.test(text) && URL.canParse(text) ? new URL(text) : undefined;
	const userInfo = address && (address.username !== '' || address.password !== '') ? 'user@' : '';
	originFrom(address ? `${address.protocol}//${userInfo}${address.host}` : text, displayName, example, advice);
	return text;
}

/** A secret as it goes into a header. Throws InputError for an empty one and for a line break or another control character. */
export function headerSecret(value: unknown, displayName: string): string {
	const text = typeof value === 'string' ? value : '';
	if (text === '') throw new InputError(`${displayName} is empty`, 'Open the credential and fill it in.');
	if (/[^\x21-\x7e]/.test(text)) {
		throw new InputError(
			`${displayName} holds a line break, a blank or a sign that a header cannot carry`,
			'Open the credential and paste it again, without anything before or after it.',
		);
	}
	return text;
}
