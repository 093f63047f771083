const LONGEST = 200;
// A page_token or cursor is what the reader needs to see; these names hold secrets or signatures.
const SECRET = /(access|auth|bearer|id|refresh|session)[-_]?token|^token$|api[-_]?key|^key$|secret|passw|credential|signature|^sig$/i;

/** Text fit for an error message: 200 characters at most. */
export const shortened = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

/** Path and query of an address, without user info, without values that look like secrets, 200 characters at most. */
export function shownAddress(address: string): string {
	const url = new URL(address);
	for (const name of [...url.searchParams.keys()]) {
		if (SECRET.test(name)) url.searchParams.set(name, '***');
	}
	return shortened(url.pathname + url.search);
}
