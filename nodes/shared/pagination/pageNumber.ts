import { withQuery } from '../http/request';
import { isCountedEnd } from './countedEnd';
import { numberIn } from './numberIn';
import type { NextRequest } from './page';
import { valueAt } from './valueAt';

/**
 * Page number, one more each time, from `first` (1, or 0 for vendors that count pages from 0). The page size stays the same for the
 * whole walk: another size would give every later number another meaning. A number at `totalPagesPath` ends the walk at that page.
 */
export const pageNumber = ({
	parameter,
	first = 1,
	sizeParameter,
	totalPagesPath,
	hasMorePath,
}: {
	parameter: string;
	first?: number;
	sizeParameter?: string;
	totalPagesPath?: string;
	hasMorePath?: string;
}): NextRequest =>
	Object.assign<NextRequest, { shifting: true }>(
		(sent, page) => {
			const current = numberIn(sent, parameter) ?? first;
			const asked = sizeParameter === undefined ? undefined : numberIn(sent, sizeParameter);
			const totalPages = totalPagesPath === undefined ? undefined : valueAt(page.response.body, totalPagesPath);
			const following = withQuery(sent, { [parameter]: String(current + 1) });
			if (typeof totalPages === 'number') return current - first + 1 < totalPages ? following : undefined;
			return isCountedEnd(page, { hasMorePath, reached: page.receivedSoFar, asked }) ? undefined : following;
		},
		{ shifting: true },
	);
