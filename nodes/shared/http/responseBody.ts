import { header } from './header';
import type { VendorResponse } from './request';

/** A body that was read, or the proof that the connection ended in its middle. */
export type ReadBody = { readonly kind: 'body'; readonly body: unknown } | { readonly kind: 'cut' };

/**
 * The body of an answer: parsed where it is JSON, text otherwise. A successful answer that calls itself JSON but does not parse was cut
 * short on its way: a gzip body that lost its end arrives as a complete 200. Never throws.
 */
export function readBody(status: number, headers: VendorResponse['headers'], raw: unknown): ReadBody {
	if (typeof raw !== 'string') return { kind: 'body', body: raw };
	const mediaType = header(headers, 'content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
	const saysJson = /^application\/(?:[\w.-]+\+)?json$/.test(mediaType) || mediaType === 'text/json';
	if (raw === '') return { kind: 'body', body: '' };
	if (!saysJson && !mayBeJson(mediaType, raw)) return { kind: 'body', body: raw };
	const parsed = parse(raw);
	if (parsed) return { kind: 'body', body: parsed.value };
	return saysJson && status >= 200 && status < 300 ? { kind: 'cut' } : { kind: 'body', body: raw };
}

/** Some vendors label their JSON as text, or not at all. Rows of a table and lines of JSON stay text. */
function mayBeJson(mediaType: string, raw: string): boolean {
	return (mediaType === '' || mediaType === 'text/plain' || mediaType === 'text/html') && /^\s*[[{]/.test(raw);
}

function parse(text: string): { readonly value: unknown } | undefined {
	try {
		return { value: JSON.parse(text) };
	} catch {
		return undefined;
	}
}
