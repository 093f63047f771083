export type ResolvedLink = { readonly kind: 'link'; readonly url: string } | { readonly kind: 'refused'; readonly reason: string };

/**
 * A link against the address of the answer that carried it (RFC 3986 section 5), taken whole: no query of an earlier request is
 * added (octokit.net#1955: page=1 came back over page=2). Refused unless it stays at the origin that was asked. Never throws.
 */
export function resolveLink(link: string, base: string): ResolvedLink {
	if (!URL.canParse(link, base)) return { kind: 'refused', reason: 'it is not a valid address' };
	const [url, asked] = [new URL(link, base), new URL(base)];
	// The link itself may hold the password: no part of it beyond the origin goes into the reason.
	if (url.username !== '' || url.password !== '') return { kind: 'refused', reason: `it holds a user name or password for ${url.host}` };
	if (asked.protocol === 'https:' && url.protocol === 'http:') return { kind: 'refused', reason: `it leaves https for http://${url.host}` };
	if (url.origin !== asked.origin) {
		const place = url.origin === 'null' ? `a ${url.protocol} address` : url.origin;
		return { kind: 'refused', reason: `it leads to ${place}, the list is at ${asked.origin}` };
	}
	return { kind: 'link', url: url.href };
}
