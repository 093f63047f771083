import type { NextRequest } from './page';
import { badLink, followLink } from './followLink';
import { valueAt } from './valueAt';

/**
 * The address of the next page, read from the body: text or a JSON:API link object `{ href }` (JSON:API 1.1, "Document Links"). Null,
 * empty or absent is the end. Throws a PaginationError on anything else, and on a link to another origin.
 */
export const nextLink =
	({ path }: { path: string }): NextRequest =>
	(sent, page) => {
		const found = valueAt(page.response.body, path);
		const link = typeof found === 'object' && found !== null ? valueAt(found, 'href') : found;
		if (found === undefined || found === null || link === '') return undefined;
		if (typeof link !== 'string') throw badLink(`"${path}" is neither an address nor an object with an address as href`, page);
		return followLink(link, sent, page);
	};
