import { withQuery, type JsonObject, type VendorRequest } from '../http/request';

/** Where a request says which page it wants: in its query, or in the members of its body. */
export type Place = 'body' | 'query';

const membersOf = ({ body }: VendorRequest): JsonObject => (typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {});

/** A whole number in the request; undefined where there is none. */
export function numberIn(request: VendorRequest, parameter: string, place: Place = 'query'): number | undefined {
	const text = place === 'query' ? new URL(request.url).searchParams.get(parameter) : String(membersOf(request)[parameter]);
	return text !== null && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** The same request with this number in it. */
export const withNumber = (request: VendorRequest, parameter: string, value: number, place: Place = 'query'): VendorRequest =>
	place === 'query' ? withQuery(request, { [parameter]: String(value) }) : { ...request, body: { ...membersOf(request), [parameter]: value } };

/** The same request without it. */
export function withoutNumber(request: VendorRequest, parameter: string, place: Place = 'query'): VendorRequest {
	if (place === 'query') return withQuery(request, { [parameter]: undefined });
	const members = Object.entries(membersOf(request));
	return members.some(([name]) => name === parameter) ? { ...request, body: Object.fromEntries(members.filter(([name]) => name !== parameter)) } : request;
}
