import { withQuery } from '../http/request';
import type { NextRequest } from './page';
import { PaginationError } from './paginationError';
import { valueAt } from './valueAt';

/**
 * Opaque cursor, read from the body and sent as a query parameter beside the first request's own. A null, empty or absent cursor is the
 * end, and so is a false at `hasMorePath`. Throws a PaginationError on a cursor that is neither text nor number.
 */
export const cursor = ({ parameter, path, hasMorePath }: { parameter: string; path: string; hasMorePath?: string }): NextRequest =>
	Object.assign<NextRequest, { resizable: true }>(
		(sent, page) => {
			const { body } = page.response;
			if (hasMorePath !== undefined && valueAt(body, hasMorePath) === false) return undefined;
			const token = valueAt(body, path);
			if (!token) return undefined;
			if (typeof token !== 'string' && typeof token !== 'number') {
				throw new PaginationError('badCursor', `The cursor at "${path}" on page ${page.page} is neither text nor a number`, {
					advice: `Ask the vendor about this answer, or set Limit to ${page.itemsSoFar} or less to work with what can be read.`,
					pages: page.page,
					items: page.itemsSoFar,
				});
			}
			return withQuery(sent, { [parameter]: String(token) });
		},
		{ resizable: true },
	);
