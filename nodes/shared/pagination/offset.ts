import { withQuery } from '../http/request';
import { isCountedEnd } from './countedEnd';
import { numberInQuery } from './numberInQuery';
import type { NextRequest } from './page';
import { stepBack } from './stepBack';

/**
 * Offset, counted in items: it grows by the items received, not by those asked for, less the overlap. An offset that counts
 * pages is `pageNumber({ first: 0 })`.
 *
 * What is promised while the list changes and its order does not: records added meanwhile cost nothing, repeats are dropped. Records deleted
 * meanwhile pull others over the position; up to `overlap` of them between two requests lose nothing, and with any
 * overlap above 0 a loss is never silent, because a page that does not begin with a known record counts as a possible gap.
 */
export const offset = ({
	parameter,
	sizeParameter,
	hasMorePath,
	overlap = 0,
}: {
	parameter: string;
	sizeParameter?: string;
	hasMorePath?: string;
	overlap?: number;
}): NextRequest =>
	Object.assign<NextRequest, { resizable: true; shifting: true; overlap: number }>(
		(sent, page) => {
			const position = numberInQuery(sent, parameter) ?? 0;
			const reached = position + page.received;
			const asked = sizeParameter === undefined ? undefined : numberInQuery(sent, sizeParameter);
			const back = stepBack(overlap, page.longest);
			if (isCountedEnd(page, { hasMorePath, reached, asked, shared: page.page > 1 ? back : 0 })) return undefined;
			// At least one on, even past a page that is shorter than the overlap although more is said to follow.
			return withQuery(sent, { [parameter]: String(Math.max(reached - back, Math.min(position + 1, reached))) });
		},
		{ resizable: true, shifting: true, overlap },
	);
