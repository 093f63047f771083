/** How other formats begin. Storage services answer in XML when a link has expired, proxies in HTML. */
const BEGINNINGS: ReadonlyArray<readonly [isOf: (text: string) => boolean, format: string]> = [
	[(text) => /^\s*<(?:!doctype\s+html|html)\b/i.test(text), 'HTML'],
	[(text) => /^\s*<(?:\?xml\b|error>|!--)/i.test(text), 'XML'],
	[(text) => /^\s*(?:\{\s*"[^"]*"\s*:|\[\s*\{\s*")/.test(text), 'JSON'],
	// RFC 1952, section 2.3.1: 1f 8b. The second is no UTF-8, and a quotation mark in windows-1252.
	[(text) => text.startsWith('\u001f\ufffd') || text.startsWith('\u001f\u2039'), 'gzip'],
	[(text) => text.startsWith('PK\u0003\u0004'), 'a zip archive'],
];

/** The format, when a text begins as one that is not CSV. */
export const otherFormatOf = (beginning: string): string | undefined => BEGINNINGS.find(([isOf]) => isOf(beginning))?.[1];
