import type { VendorRequest } from '../http/request';
import type { PagingState } from './page';
import { PaginationError } from './paginationError';
import { resolveLink } from './resolveLink';

/** Where a walk stands that has read nothing yet. */
export const start: PagingState = { next: null, skip: 0, pages: 0, items: 0, received: 0, longest: 0, fingerprint: null, recentIds: [] };

/** The request that a stored state goes on with; undefined when that list was finished. Throws a PaginationError on a state of another origin. */
export function resumed(first: VendorRequest, { next, pages, items }: PagingState): VendorRequest | undefined {
	if (next === null) return undefined;
	const resolved = resolveLink(next.url, first.url);
	if (resolved.kind === 'refused') {
		throw new PaginationError('badLink', `The stored position cannot be used: ${resolved.reason}`, { advice: 'Start from the beginning of the list.', pages, items });
	}
	return { headers: first.headers, ...next, url: resolved.url };
}
