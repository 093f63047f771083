import type { JsonValue, VendorRequest } from '../http/request';
import type { PagingNotes } from './page';
import { pages, type Paging } from './pages';

export interface Collected {
	readonly items: JsonValue[];
	readonly notes: PagingNotes;
	/** Pages read. */
	readonly pages: number;
	/** False when the limit ended the reading; there may be more then. */
	readonly complete: boolean;
}

/** Yields item after item, up to the limit. Throws what `pages` throws. */
export async function* items(first: VendorRequest, paging: Paging): AsyncGenerator<JsonValue, void, undefined> {
	for await (const page of pages(first, paging)) yield* page.items;
}

/** All items up to the limit in one list. Throws what `pages` throws; a part is never passed for the whole. */
export async function collect(first: VendorRequest, paging: Paging): Promise<Collected> {
	const collected: JsonValue[] = [];
	let notes: PagingNotes = { duplicatesDropped: 0, possibleGaps: 0 };
	let pagesRead = 0;
	for await (const page of pages(first, paging)) {
		// One at a time: spreading a page into push() fails above some 120,000 items.
		for (const item of page.items) collected.push(item);
		notes = page.notes;
		pagesRead++;
	}
	return { items: collected, notes, pages: pagesRead, complete: paging.limit === undefined || collected.length < paging.limit };
}
