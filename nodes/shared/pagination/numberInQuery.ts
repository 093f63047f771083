import type { VendorRequest } from '../http/request';

/** A whole number in the query; undefined where there is none. */
export function numberInQuery({ url }: VendorRequest, parameter: string): number | undefined {
	const text = new URL(url).searchParams.get(parameter);
	return text !== null && /^\d+$/.test(text) ? Number(text) : undefined;
}
