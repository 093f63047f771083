import type { Clock } from '../http/ports';
import type { JsonValue, VendorRequest } from '../http/request';
import type { PageSize } from './pageSizing';
import { PaginationError, type PaginationProblem, type Progress } from './paginationError';
import { hash64, requestIdentity } from './requestIdentity';
import { shownAddress } from './shownToken';

export interface GuardLimits {
	/** 10,000 unless said otherwise. */
	readonly maxPages?: number;
	/** 1,000,000 unless said otherwise. */
	readonly maxItems?: number;
	/** Empty pages in a row that still name a next page; 5 unless said otherwise. */
	readonly maxEmptyPages?: number;
	/** No limit unless given. Checked before each request. */
	readonly maxTime?: { readonly ms: number; readonly clock: Pick<Clock, 'monotonic'> };
}

/** One page as the guard sees it: `ids` has a hole where a record has no id. */
export interface GuardedPage {
	readonly request: VendorRequest;
	readonly raw: readonly JsonValue[];
	readonly ids: ReadonlyArray<string | undefined>;
	/** All ids of the walk so far, where they are kept anyway. */
	readonly known?: ReadonlySet<string>;
	/** Everything on it may have come before, because the list was read again from further back or has grown. */
	readonly again?: boolean;
}

export interface Guard {
	/** Before a page is asked for. Throws a PaginationError on a request made before, and when pages or time are spent. */
	beforeRequest(request: VendorRequest, progress: Progress): void;
	/** After a page came. Returns its fingerprint, null when empty. Throws a PaginationError on a page seen before or without anything new. */
	afterPage(page: GuardedPage, progress: Progress): string | null;
	/** After the page's items are counted in. Throws a PaginationError on more than the maximum. */
	afterItems(request: VendorRequest, progress: Progress): void;
	/**
	 * Before a list that has become shorter is read again from further back. Returns how many times in a row that has happened without anything
	 * new; throws a PaginationError when that is too many. Requests made before may then be made again.
	 */
	beforeGoingBack(request: VendorRequest, progress: Progress): number;
	/** How many more pages may be asked for. */
	room(progress: Progress): number;
	/** When a page names a next one. Throws a PaginationError after too many empty ones in a row. */
	beforeGoingOn(next: VendorRequest, progress: Progress): void;
}

const WINDOW = 8;
const BARREN_PAGES = 2;
const RETREATS = 10;
const NARROWER = 'Narrow the filters, or set a Limit.';

/**
 * The loop guards of one walk, for one walk only. What is kept: 8 bytes a request, 8 bytes a page, and the ids of the last 8 pages. A cycle
 * of any length repeats a request or a page and is caught by those bytes; the ids catch pages that differ but bring nothing new.
 */
export function createGuard(
	limits: GuardLimits,
	{ size, shifting, fingerprint }: { size?: Pick<PageSize, 'parameter' | 'place'>; shifting: boolean; fingerprint: string | null },
): Guard {
	const { maxPages = 10_000, maxItems = 1_000_000, maxEmptyPages = 5, maxTime } = limits;
	const startedMs = maxTime?.clock.monotonic() ?? 0;
	const requests = new Set<string>();
	const fingerprints = new Set<string>(fingerprint === null ? [] : [fingerprint]);
	const window: Array<ReadonlySet<string>> = [];
	let barren = 0;
	let empty = 0;
	let retreats = 0;

	const stop = (because: PaginationProblem, message: string, request: VendorRequest, progress: Progress, advice?: string): never => {
		const way = progress.items > 0 ? `, or set Limit to ${progress.items} or less to work with what can be read` : '';
		throw new PaginationError(because, message, {
			advice: advice ?? `The fault lies in the vendor's paging: run again later${way}.`,
			token: shownAddress(request.url),
			...progress,
		});
	};
	const soFar = ({ pages, items }: Progress) => `${items} items on ${pages} ${pages === 1 ? 'page' : 'pages'} were read before`;

	return {
		beforeRequest(request, progress) {
			const { pages } = progress;
			if (pages >= maxPages) {
				const message = `The list has more than ${maxPages} pages: ${shownAddress(request.url)} would be the next. ${soFar(progress)}`;
				stop('tooManyPages', message, request, progress, NARROWER);
			}
			if (maxTime && maxTime.clock.monotonic() - startedMs >= maxTime.ms) {
				const message = `Reading the list took longer than ${maxTime.ms / 1000} s: ${shownAddress(request.url)} would be the next page. ${soFar(progress)}`;
				stop('tooLong', message, request, progress, NARROWER);
			}
			// All requests of the walk, not the latest alone: A-B-A is a loop too (gestalt#2057).
			const identity = requestIdentity(request, size);
			if (requests.has(identity)) {
				const message = `The pages go round in circles: ${shownAddress(request.url)} is named as the next page a second time. ${soFar(progress)}`;
				stop('requestRepeated', message, request, progress);
			}
			requests.add(identity);
		},

		afterPage({ request, raw, ids, known, again }, progress) {
			empty = raw.length === 0 ? empty + 1 : 0;
			if (raw.length === 0) return null;
			const identified = ids.every((id) => id !== undefined);
			// Sorted: the same records in another order are the same page. Without ids, the content in its order has to do.
			const print = hash64(identified ? [...ids].sort().join('\0') : JSON.stringify(raw));
			// Where all ids are known, "nothing new" sees every cycle as well, and a list that shifts by just one page is no loop yet.
			if (fingerprints.has(print) && !(shifting && known && identified)) {
				stop('pageRepeated', `The vendor sent the same page twice, the second time for ${shownAddress(request.url)}. ${soFar(progress)}`, request, progress);
			}
			fingerprints.add(print);
			if (!identified) {
				barren = 0;
				return print;
			}
			const here = new Set(ids as string[]);
			const isKnown = (id: string) => (known ? known.has(id) : window.some((page) => page.has(id)));
			const isBarren = [...here].every(isKnown);
			if (!isBarren) [barren, retreats] = [0, 0];
			else if (again !== true) barren++;
			if (barren >= BARREN_PAGES) {
				stop('nothingNew', `${BARREN_PAGES} pages in a row brought nothing new, the last one was ${shownAddress(request.url)}. ${soFar(progress)}`, request, progress);
			}
			if (!known) {
				window.push(here);
				if (window.length > WINDOW) window.shift();
			}
			return print;
		},

		afterItems(request, progress) {
			if (progress.items > maxItems) {
				stop('tooManyItems', `The list has more than ${maxItems} items. ${progress.pages} pages were read`, request, progress, NARROWER);
			}
		},

		beforeGoingBack(request, progress) {
			retreats++;
			if (retreats > RETREATS) {
				stop('nothingNew', `The list became shorter ${retreats} times without anything new, the last time at ${shownAddress(request.url)}. ${soFar(progress)}`, request, progress);
			}
			requests.clear();
			return retreats;
		},

		room: ({ pages }) => maxPages - pages,

		beforeGoingOn(next, progress) {
			if (empty > maxEmptyPages) {
				stop('tooManyEmptyPages', `${empty} empty pages in a row, and the vendor names yet another: ${shownAddress(next.url)}. ${soFar(progress)}`, next, progress);
			}
		},
	};
}
