/** The media type without parameters, in lower case: `text/html` of `Text/HTML; charset=utf-8` (RFC 9110 section 8.3.1). */
export const essence = (contentType: string): string => (contentType.split(';')[0] ?? '').trim().toLowerCase();

/** JSON by name or by its `+json` suffix (RFC 6839 section 3.1). */
export const isJson = (contentType: string): boolean => /^(application|text)\/([\w.-]+\+)?json$/.test(essence(contentType));

/** Whether a range such as `text/*` or `application/json` covers a media type. */
function covers(range: string, mediaType: string): boolean {
	const [type, subtype] = essence(range).split('/');
	const [wantedType, wantedSubtype] = essence(mediaType).split('/');
	return (type === '*' || type === wantedType) && (subtype === '*' || subtype === wantedSubtype);
}

/** The first of the documented media types or ranges that covers the given one, undefined if none does. */
export const documentedFor = (contentType: string, documented: readonly string[]): string | undefined =>
	documented.find((range) => covers(range, contentType));

/** Whether an Accept header admits at least one of the media types (RFC 9110 section 12.5.1; weight 0 is a refusal). */
export function accepts(accept: string, mediaTypes: readonly string[]): boolean {
	const ranges = accept.split(',').filter((range) => !/;\s*q=0(\.0*)?\s*$/i.test(range));
	return mediaTypes.some((mediaType) => ranges.some((range) => covers(range, mediaType)));
}
