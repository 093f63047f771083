import type { Page } from './page';
import { valueAt } from './valueAt';

/**
 * Whether a page is the last of a list that is counted, not linked. An explicit signal at `hasMorePath` wins, then the number of items
 * in all; a short page is the end only when the vendor has shown that it grants the size asked for: servers clamp it, and then
 * every page is short. Otherwise only a page with nothing beyond what it shares with the one before is the end.
 */
export function isCountedEnd(
	page: Page,
	{ hasMorePath, reached, asked, shared = 0 }: { hasMorePath?: string; reached: number; asked?: number; shared?: number },
): boolean {
	const hasMore = hasMorePath === undefined ? undefined : valueAt(page.response.body, hasMorePath);
	if (typeof hasMore === 'boolean') return !hasMore;
	if (page.received <= shared) return true;
	if (page.total !== undefined) return reached >= page.total;
	return asked !== undefined && page.received < asked && page.longest >= asked;
}
