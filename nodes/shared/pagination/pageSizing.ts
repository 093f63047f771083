import type { VendorRequest } from '../http/request';
import { numberIn, withNumber, type Place } from './numberIn';

export interface PageSize {
	/** What asks for it. */
	readonly parameter: string;
	/** In the query, unless told. */
	readonly place?: Place;
	/** The most that the vendor grants, or that the user wants at a time. */
	readonly max: number;
}

export interface PageSizing {
	/** The request, asking for so many items or for the most allowed, whichever is less. */
	sized(request: VendorRequest, wanted: number): VendorRequest;
	/** The same request for half as many, from now on the most allowed; undefined at a sixteenth of the vendor's maximum. */
	halved(request: VendorRequest): VendorRequest | undefined;
	/** Set once a page was refused as too large. */
	reducedTo(): number | undefined;
}

/** The page size of one walk. A page must stay larger than what it shares with the one before. */
export function createPageSizing({ parameter, place, max }: PageSize, overlap: number): PageSizing {
	const least = Math.max(1, Math.ceil(max / 16), overlap + 1);
	let most = max;
	const withSize = (request: VendorRequest, size: number) => withNumber(request, parameter, size, place);
	return {
		sized: (request, wanted) => withSize(request, Math.min(most, wanted)),
		halved(request) {
			const half = Math.floor((numberIn(request, parameter, place) ?? most) / 2);
			if (half < least) return undefined;
			most = half;
			return withSize(request, half);
		},
		reducedTo: () => (most < max ? most : undefined),
	};
}
