import type { JsonValue, Method, VendorRequest, VendorResponse } from '../http/request';

/** Sends one request for one page. It throws on a final failure; the signal aborts when the consumer wants no more pages. */
export type SendPage = (request: VendorRequest, signal: AbortSignal) => Promise<VendorResponse>;

/** One answer read, and how far the walk has come with it. */
export interface Page {
	/** What is handed on: repeated records dropped, cut at the limit. */
	readonly items: JsonValue[];
	/** The first is 1. */
	readonly page: number;
	readonly response: VendorResponse;
	/** Items in this answer, before any was dropped or cut. */
	readonly received: number;
	/** Items in all answers of the walk, this one included. */
	readonly receivedSoFar: number;
	/** Items handed on in the whole walk, this page included. */
	readonly itemsSoFar: number;
	/** Most items that one answer of this walk held: a size that the vendor is known to grant. */
	readonly longest: number;
	/** How many there are in all, where the answer says so. */
	readonly total?: number;
	/** What the walk has noticed up to this page. */
	readonly notes: PagingNotes;
	/** Where to go on. Worked out when it is read, so it may throw what asking for the next page would throw. */
	readonly state: PagingState;
}

/** What comes after this page; undefined at the end. A plain arrow function will do: what it does not claim is not assumed. */
export interface NextRequest {
	(sent: VendorRequest, page: Page): VendorRequest | undefined;
	/** A later page may ask for another size without moving the position. Page numbers would shift; a link is taken whole. */
	readonly resizable?: true;
	/** Positions are counted from the start of the list, so records that come and go meanwhile shift it. */
	readonly shifting?: true;
	/** Items that each page should share with the one before. */
	readonly overlap?: number;
	/** Any position can be asked for: then later pages can be foretold, and a list that has become shorter can be read again from further back. */
	readonly seek?: Seek;
}

/** Positions are counted in items from the start of the list, which is 0. */
export interface Seek {
	readonly positionOf: (request: VendorRequest) => number;
	/** The same request at another position. */
	readonly to: (request: VendorRequest, position: number) => VendorRequest;
}

/** What the reader of the items should know. */
export interface PagingNotes {
	/** Records that came again because the list shifted, each handed on once. */
	readonly duplicatesDropped: number;
	/** Times that a page did not begin with what the page before ended with: records may be missing there. */
	readonly possibleGaps: number;
	/** What the first and the latest answer said about the length of the list. */
	readonly firstTotal?: number;
	readonly lastTotal?: number;
	/** The page size in the end, where larger pages were refused. */
	readonly reducedPageSize?: number;
}

/** Plain JSON that a later run can go on from. It holds no header, so no secret of a request can be stored with it. */
export interface PagingState {
	/** The request to go on with; null when the list was read to its end. */
	readonly next: { readonly method: Method; readonly url: string; readonly body?: JsonValue } | null;
	/** Items of that page that were handed on already, because a limit cut the page. */
	readonly skip: number;
	readonly pages: number;
	readonly items: number;
	readonly received: number;
	readonly longest: number;
	/** Of the last page that was handed on whole. */
	readonly fingerprint: string | null;
	/** Ids on that page, where repeated records are dropped. */
	readonly recentIds: readonly string[];
}
