import { cursor, PaginationError, valueAt, type NextRequest } from '../shared/pagination';

const byCursor = cursor({ parameter: 'cursor', path: 'meta.next_cursor' });

/**
 * The cursor alone says whether there is more. Documented answers show page counts instead of a cursor; where such counts
 * say that records are missing and no cursor leads to them, ending quietly would hide access that somebody still holds.
 */
export const completeCursor: NextRequest = Object.assign<NextRequest, Pick<NextRequest, 'resizable'>>(
	(sent, page) => {
		const next = byCursor(sent, page);
		if (next) return next;
		const total = Number(valueAt(page.response.body, 'meta.total_count'));
		if (Number.isFinite(total) && total > page.receivedSoFar) {
			throw new PaginationError('badCursor', `AccessOwl counts ${total} records, sent ${page.receivedSoFar} and no way to the others`, {
				advice: 'Narrow the filters until one page holds all records, and tell AccessOwl support that meta.next_cursor is missing.',
				pages: page.page,
				items: page.itemsSoFar,
			});
		}
		return undefined;
	},
	{ resizable: true },
);
