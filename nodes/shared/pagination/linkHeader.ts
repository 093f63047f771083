import { badLink, followLink } from './followLink';
import type { NextRequest } from './page';
import { parseLinkHeader, type Link } from './parseLinkHeader';

function isOwn({ anchor }: Link, address: string): boolean {
	if (anchor === undefined) return true;
	const bare = (url: string) => new URL(url, address).href.split('#')[0];
	return URL.canParse(anchor, address) && bare(anchor) === bare(address);
}

/**
 * The address of the next page, read from the Link header (RFC 8288). No such link is the end. Throws a PaginationError on a header
 * that cannot be read to its end without having shown the link, and on a link to another origin.
 */
export const linkHeader =
	({ rel = 'next' }: { rel?: string } = {}): NextRequest =>
	(sent, page) => {
		const { headers, url } = page.response;
		const fields = [headers.link ?? []].flat().map(parseLinkHeader);
		const found = fields.flatMap(({ links }) => links).find((link) => link.rel.includes(rel.toLowerCase()) && isOwn(link, url));
		if (found) return followLink(found.target, sent, page);
		if (fields.some(({ unread }) => unread !== '')) throw badLink('the Link header cannot be read', page);
		return undefined;
	};
