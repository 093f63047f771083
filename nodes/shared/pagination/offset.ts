import { isCountedEnd } from './countedEnd';
import { numberIn, withNumber, type Place } from './numberIn';
import type { NextRequest, Seek } from './page';
import { stepBack } from './stepBack';

/**
 * Offset, counted in items: it grows by the items received, not by those asked for, less the overlap. An offset that counts
 * pages is `pageNumber({ first: 0 })`.
 *
 * What is promised while the list changes and its order does not, for records that can be told apart by id: none is handed on twice. If every
 * answer tells the length of the list, and records are only deleted or only added, nothing that stays is lost and the order is kept: an
 * answer that shows a shorter list is put aside, and the list is read again from as far back, though never from before the position of the
 * first request. A list that shrinks ten times in a row faster than that ends with a PaginationError.
 *
 * Without a total, and where deletions and additions hide each other in it, up to `overlap` deletions between two requests lose nothing. With an
 * overlap above 0 a loss is never silent, because a page that does not begin with a known record counts as a possible gap; with none it is.
 */
export const offset = ({
	parameter,
	sizeParameter,
	place,
	hasMorePath,
	overlap = 0,
}: {
	parameter: string;
	sizeParameter?: string;
	/** Of both parameters; in the query, unless told. */
	place?: Place;
	hasMorePath?: string;
	overlap?: number;
}): NextRequest => {
	const seek: Seek = {
		positionOf: (request) => numberIn(request, parameter, place) ?? 0,
		to: (request, position) => withNumber(request, parameter, position, place),
	};
	return Object.assign<NextRequest, { resizable: true; shifting: true; overlap: number; seek: Seek }>(
		(sent, page) => {
			const position = seek.positionOf(sent);
			const reached = position + page.received;
			const asked = sizeParameter === undefined ? undefined : numberIn(sent, sizeParameter, place);
			const back = stepBack(overlap, page.longest);
			if (isCountedEnd(page, { hasMorePath, reached, asked, shared: page.page > 1 ? back : 0 })) return undefined;
			// At least one on, even past a page that is shorter than the overlap although more is said to follow.
			return seek.to(sent, Math.max(reached - back, Math.min(position + 1, reached)));
		},
		{ resizable: true, shifting: true, overlap, seek },
	);
};
