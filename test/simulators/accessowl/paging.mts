import { createHash } from 'node:crypto';
import type { Switches } from './switches.mts';

const DEFAULT_PAGE_SIZE = 20;

/** A cursor belongs to one list with one set of filters; with others it is as unknown as any text. */
function seal(list: string, offset: number): string {
	const check = createHash('sha256').update(`${list}\n${offset}`).digest('hex').slice(0, 8);
	return Buffer.from(`${offset}.${check}`).toString('base64url');
}

function offsetFrom(cursor: string, list: string): number | undefined {
	const offset = Number.parseInt(Buffer.from(cursor, 'base64url').toString(), 10);
	return Number.isSafeInteger(offset) && offset > 0 && seal(list, offset) === cursor ? offset : undefined;
}

export interface PageOf<Row> {
	readonly rows: readonly Row[];
	readonly meta: Record<string, unknown>;
}

/** Cuts one page out of a list; undefined for a cursor that this list never gave. `list` names operation and filters. */
export function pageOf<Row>(rows: readonly Row[], query: Readonly<Record<string, unknown>>, list: string, { meta }: Switches): PageOf<Row> | undefined {
	const size = typeof query.limit === 'number' ? query.limit : DEFAULT_PAGE_SIZE;
	const offset = query.cursor === undefined ? 0 : offsetFrom(String(query.cursor), list);
	if (offset === undefined) return undefined;
	const end = offset + size;
	const cursorMeta = { limit: size, next_cursor: end < rows.length ? seal(list, end) : null };
	const pageMeta = { page: Math.floor(offset / size) + 1, page_size: size, total_count: rows.length, total_pages: Math.ceil(rows.length / size) };
	return {
		rows: rows.slice(offset, end),
		meta: meta === 'cursor' ? cursorMeta : meta === 'pageNumbers' ? pageMeta : { ...pageMeta, ...cursorMeta },
	};
}
