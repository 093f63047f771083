import { withQuery, type VendorRequest, type VendorResponse } from '../shared/http/request';
import { nextLink, valueAt, type NextRequest, type Page } from '../shared/pagination';

/** Asked for at a time. AshJsonApi, the library behind the API, cuts off what lies above its own maximum, 250 by default, without a word. */
export const PAGE_SIZE = 100;

/** Follows `links.next` and nothing else: enough where a list is short or only looked into. */
export const byLink = nextLink({ path: 'links.next' });

/** Counted at most once in a list: some lists do not allow it. */
const uncounted = (request: VendorRequest, more: Readonly<Record<string, string | undefined>>): VendorRequest =>
	withQuery(request, { 'page[count]': undefined, ...more });

/** Where a record stands in a list that is paged by cursor. */
function cursorOf({ items }: Page): string | undefined {
	const cursor = valueAt(items.at(-1), 'meta.keyset');
	return typeof cursor === 'string' && cursor !== '' ? cursor : undefined;
}

const numberOf = ({ url }: Pick<VendorRequest, 'url'>, parameter: string): number => Number(new URL(url).searchParams.get(parameter) ?? 0);

/** Behind what has been received, in pages of the documented size. */
function behind(sent: VendorRequest, page: Page): VendorRequest {
	const cursor = cursorOf(page);
	const position = cursor === undefined ? { 'page[offset]': String(page.receivedSoFar), 'page[after]': undefined } : { 'page[after]': cursor, 'page[offset]': undefined };
	const counted = page.total === undefined ? { 'page[count]': undefined } : {};
	return withQuery(sent, { ...position, ...counted, 'page[limit]': String(PAGE_SIZE) });
}

/**
 * A page size above the server's maximum gives one page of that maximum (and one record more), and no next link, or one that counts on from
 * the size that was asked for: the list looks complete, or has a hole (AshJsonApi, read in its source). The count tells, or the hole does;
 * where neither can, a page that came short is asked on behind, which costs a request for sizes that the vendor does not document.
 */
function afterSilentCut(sent: VendorRequest, page: Page, linked: VendorRequest | undefined): VendorRequest | undefined {
	const { total, receivedSoFar, received } = page;
	if (received === 0) return undefined;
	if (linked) return numberOf(linked, 'page[offset]') > receivedSoFar ? behind(sent, page) : undefined;
	const asked = numberOf(sent, 'page[limit]');
	const mayBeCut = total === undefined ? asked > PAGE_SIZE && received < asked : receivedSoFar < total;
	return mayBeCut ? behind(sent, page) : undefined;
}

/** Follows `links.next`; where the server cut the list off, goes on behind the cut and tells so, once. Made for one walk. */
export function byLinks(onCut: (page: Page) => void): NextRequest {
	let suspected: Page | undefined;
	let isTold = false;
	return Object.assign<NextRequest, Pick<NextRequest, 'shifting'>>(
		(sent, page) => {
			// Only what follows shows that it was a cut, and not the end.
			if (suspected && page.received > 0 && !isTold) {
				isTold = true;
				onCut(suspected);
			}
			suspected = undefined;
			const linked = byLink(sent, page);
			const rest = afterSilentCut(sent, page, linked);
			if (rest) suspected = page;
			return rest ?? linked;
		},
		// Links of an offset list count from its start: what is archived meanwhile shifts the rest.
		{ shifting: true },
	);
}

/** By the cursor of the last record, for lists whose links are of no use. Where records have no cursor, the links have to do. An empty page is the end. */
export function byKeyset(onCut: (page: Page) => void): NextRequest {
	const links = byLinks(onCut);
	return Object.assign<NextRequest, Pick<NextRequest, 'shifting'>>(
		(sent, page) => {
			const cursor = cursorOf(page);
			return cursor === undefined ? links(sent, page) : uncounted(sent, { 'page[after]': cursor, 'page[offset]': undefined });
		},
		{ shifting: true },
	);
}

/** The same page without counting, for a list that refuses to count. */
export function withoutCount(request: VendorRequest, { status }: VendorResponse): VendorRequest | undefined {
	return status === 400 && new URL(request.url).searchParams.has('page[count]') ? uncounted(request, {}) : undefined;
}
