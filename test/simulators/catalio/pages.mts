import { isObject } from '../frame/schemas.mts';
import { problem, refuse } from './errors.mts';
import { compareValues, sortValues, type SortKey } from './query.mts';
import type { Row } from './records.mts';
import type { Switches } from './switches.mts';

/** One page of a list, as the library's paginator knows it. */
export interface Page {
	readonly rows: readonly Row[];
	/** By position, by cursor, or the whole list at once. */
	readonly style: 'offset' | 'keyset' | 'none';
	/** As asked for, even where the server gave fewer. */
	readonly limit: number | null;
	readonly offset: number;
	readonly after: string | undefined;
	readonly before: string | undefined;
	/** Of the whole list, where it was counted. */
	readonly total: number | undefined;
	/** Where the neighbours begin, as members of `page`; undefined for nowhere. */
	readonly next: Readonly<Record<string, string | number>> | undefined;
	readonly prev: Readonly<Record<string, string | number>> | undefined;
}

const invalid = (detail: string, member: string): never => refuse(problem(400, 'invalid_pagination', detail, { parameter: `page[${member}]` }));

/** A row's place in a list, opaque to clients. */
export const cursorOf = (row: Row, keys: readonly SortKey[]): string => Buffer.from(JSON.stringify(sortValues(row, keys))).toString('base64url');

function placeOf(cursor: string, member: string, keys: readonly SortKey[]): unknown[] {
	const broken = (): never => refuse(problem(400, 'invalid_keyset', `Invalid value provided as a keyset for page: ${JSON.stringify(cursor)}`, { parameter: `page[${member}]` }));
	try {
		const values = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown;
		return Array.isArray(values) && values.length === keys.length + 1 && typeof values.at(-1) === 'number' ? (values as unknown[]) : broken();
	} catch {
		return broken();
	}
}

function wholeNumber(value: unknown, member: string, least: number): number | undefined {
	if (value === undefined) return undefined;
	const number = Number(value);
	return Number.isInteger(number) && number >= least ? number : invalid(`Invalid value provided for page ${member}: ${JSON.stringify(value)}`, member);
}

const MEMBERS = ['limit', 'offset', 'after', 'before', 'count'];

/** Cuts one page out of a sorted list. Throws 400 where the page is none. */
export function pageOf(rows: readonly Row[], given: unknown, keys: readonly SortKey[], switches: Switches): Page {
	const page = isObject(given) ? given : {};
	for (const member of Object.keys(page)) if (!MEMBERS.includes(member)) invalid(`No such page parameter ${member}`, member);
	const asked = wholeNumber(page.limit, 'limit', 1);
	const offset = wholeNumber(page.offset, 'offset', 0);
	const [after, before] = [page.after, page.before].map((cursor) => (cursor === undefined ? undefined : String(cursor)));
	const isCursor = after !== undefined || before !== undefined;
	if (offset !== undefined && (switches.paging === 'keyset' || isCursor)) invalid('This list is not paged by offset here', 'offset');
	if (isCursor && switches.paging === 'offset') invalid('This list is not paged by keyset', after === undefined ? 'before' : 'after');
	if (page.count !== undefined && ![true, false, 'true', 'false'].includes(page.count as boolean)) invalid(`Invalid value provided for page count: ${JSON.stringify(page.count)}`, 'count');
	const wantsCount = page.count === true || page.count === 'true';
	if (wantsCount && switches.counting === 'refused') invalid('Counting is not allowed', 'count');
	const total = wantsCount || (switches.counting === 'always' && page.count === undefined) ? rows.length : undefined;
	if (asked === undefined && switches.limitRequired) refuse(problem(400, 'invalid_pagination', 'Limit is required', { parameter: 'page[limit]' }));

	const limit = asked ?? switches.defaultLimit;
	const whole = { after, before, total, next: undefined, prev: undefined };
	if (limit === null) return { ...whole, rows: rows.slice(offset ?? 0), style: 'none', limit, offset: offset ?? 0 };
	if (limit > switches.maximumLimit) {
		if (switches.aboveMaximum === 'refused') invalid(`Limit ${limit} is above the maximum of ${switches.maximumLimit}`, 'limit');
		if (switches.aboveMaximum === 'lowered') return cut(rows, { limit: switches.maximumLimit, fetched: switches.maximumLimit, offset, after, before, total }, keys, switches);
		// The one row more, which tells whether there are others, is not taken off again.
		return cut(rows, { limit, fetched: switches.maximumLimit + 1, offset, after, before, total }, keys, switches);
	}
	return cut(rows, { limit, fetched: limit, offset, after, before, total }, keys, switches);
}

interface Cut {
	readonly limit: number;
	readonly fetched: number;
	readonly offset: number | undefined;
	readonly after: string | undefined;
	readonly before: string | undefined;
	readonly total: number | undefined;
}

function cut(rows: readonly Row[], { limit, fetched, offset, after, before, total }: Cut, keys: readonly SortKey[], switches: Switches): Page {
	const isKeyset = switches.paging === 'keyset' || after !== undefined || before !== undefined;
	if (!isKeyset) {
		const start = offset ?? 0;
		const part = rows.slice(start, start + fetched);
		// Asked of the limit as requested: a list that was cut below it does not look full.
		const isFull = part.length >= limit && (switches.fullLastPage === 'next' || start + part.length < rows.length);
		const isEnd = total === undefined ? !isFull : start + limit >= total;
		return { rows: part, style: 'offset', limit, offset: start, after, before, total, next: isEnd ? undefined : { limit, offset: start + limit }, prev: start === 0 ? undefined : { limit, offset: Math.max(start - limit, 0) } };
	}
	const places = { after: after === undefined ? undefined : placeOf(after, 'after', keys), before: before === undefined ? undefined : placeOf(before, 'before', keys) };
	const rest = rows.filter((row) => {
		const values = sortValues(row, keys);
		return (places.after === undefined || compareValues(values, places.after, keys) > 0) && (places.before === undefined || compareValues(values, places.before, keys) < 0);
	});
	const backward = before !== undefined && after === undefined;
	const part = backward ? rest.slice(Math.max(rest.length - fetched, 0)) : rest.slice(0, fetched);
	// Fewer or more than asked for look like the end.
	const hasMore = fetched === limit && rest.length > part.length;
	const cursorAt = (row: Row | undefined, member: 'after' | 'before') => (row ? { [member]: cursorOf(row, keys), limit } : undefined);
	const next = hasMore || backward ? cursorAt(part.at(-1), 'after') : undefined;
	const prev = backward ? (hasMore ? cursorAt(part[0], 'before') : undefined) : after === undefined ? undefined : cursorAt(part[0], 'before');
	return { rows: part, style: 'keyset', limit, offset: 0, after, before, total, next, prev };
}
