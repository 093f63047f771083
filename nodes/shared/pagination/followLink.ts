import type { VendorRequest } from '../http/request';
import type { Page } from './page';
import { PaginationError } from './paginationError';
import { resolveLink } from './resolveLink';

/** A PaginationError for a next link that cannot be followed. */
export const badLink = (reason: string, { page, itemsSoFar }: Page): PaginationError =>
	new PaginationError('badLink', `The next link on page ${page} is not followed: ${reason}`, {
		advice: `Ask the vendor about this link, or set Limit to ${itemsSoFar} or less to work with what can be read.`,
		pages: page,
		items: itemsSoFar,
	});

/** The request for a link found on this page. Throws a PaginationError when the link leads away from the origin that was asked. */
export function followLink(link: string, sent: VendorRequest, page: Page): VendorRequest {
	const resolved = resolveLink(link, page.response.url);
	if (resolved.kind === 'refused') throw badLink(resolved.reason, page);
	// The answer may say it came from elsewhere; the credential is for the origin that was asked.
	const ours = resolveLink(resolved.url, sent.url);
	if (ours.kind === 'refused') throw badLink(ours.reason, page);
	return { ...sent, url: ours.url };
}
