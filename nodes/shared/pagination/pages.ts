import type { JsonValue, VendorRequest, VendorResponse } from '../http/request';
import { createGuard, type GuardLimits } from './guard';
import { listIn } from './listIn';
import type { NextRequest, Page, PagingState, SendPage } from './page';
import { createPageSizing, type PageSize } from './pageSizing';
import { PaginationError } from './paginationError';
import { recordId } from './recordId';
import { resumed, start } from './resumed';
import { settled } from './settled';
import { stepBack } from './stepBack';
import { totalIn } from './totalIn';

export interface Paging {
	readonly send: SendPage;
	/** Where the list is; an empty path is the body itself. Of several paths the first that holds a list counts. */
	readonly itemsPath: string | readonly string[];
	readonly next: NextRequest;
	/** Without it the first request is sent as it is. */
	readonly pageSize?: PageSize;
	/** Items at most; 0 sends nothing. All, unless given. */
	readonly limit?: number;
	/** Where the answer says how many there are in all. */
	readonly totalPath?: string;
	/** Type and id, unless given. */
	readonly idOf?: (item: JsonValue) => string | undefined;
	/** Hands a record that comes again on once; keeps all ids of the walk for it. On for offsets and page numbers, unless said otherwise. */
	readonly dropRepeats?: boolean;
	/** Whether a failure of `send` means that fewer items may fit: 413, 504, a timeout. Never, unless given. */
	readonly isTooLarge?: (failure: unknown) => boolean;
	/** Asks for the next page while this one is being used. */
	readonly prefetch?: boolean;
	/** The state of a page handed on by an earlier run. */
	readonly resume?: PagingState;
	readonly guard?: GuardLimits;
}

interface Answer {
	readonly sent: VendorRequest;
	readonly response: VendorResponse;
}

async function* walk(first: VendorRequest, paging: Paging, signal: AbortSignal): AsyncGenerator<Page, void, undefined> {
	const { send, itemsPath, next, pageSize, limit = Infinity, totalPath, idOf = recordId, dropRepeats = next.shifting === true, resume = start } = paging;
	if (limit !== Infinity && !(Number.isInteger(limit) && limit >= 0)) {
		throw new PaginationError('badLimit', `Limit is ${limit}, it must be a whole number`, { advice: 'Set it to 0 or more, or ask for all.', pages: 0, items: 0 });
	}
	const opening = resume === start ? first : resumed(first, resume);
	if (limit === 0 || opening === undefined) return;

	const overlap = next.overlap ?? 0;
	const sizing = pageSize && createPageSizing(pageSize, overlap);
	const guard = createGuard(paging.guard ?? {}, {
		sizeParameter: pageSize?.parameter,
		shifting: next.shifting === true,
		fingerprint: resume.fingerprint,
	});
	const known = dropRepeats ? new Set(resume.recentIds) : undefined;
	let { pages: pageCount, items: itemsSoFar, received: receivedSoFar, longest, fingerprint, recentIds, skip } = resume;
	let remaining = limit;
	let [duplicatesDropped, possibleGaps] = [0, 0];
	let [firstTotal, lastTotal]: Array<number | undefined> = [];
	const progress = () => ({ pages: pageCount, items: itemsSoFar });

	const ask = async (request: VendorRequest, wanted: number): Promise<Answer> => {
		// Without resizing, the first size holds for the whole walk.
		const mayResize = sizing !== undefined && (next.resizable === true || (pageCount === 0 && resume === start));
		let sent = mayResize ? sizing.sized(request, wanted) : request;
		guard.beforeRequest(sent, progress());
		for (;;) {
			const asking = sent;
			const outcome = await settled(async () => await send(asking, signal));
			if (outcome.kind === 'value') return { sent, response: outcome.value };
			const smaller = mayResize && !signal.aborted && paging.isTooLarge?.(outcome.failure) ? sizing.halved(sent) : undefined;
			if (smaller === undefined) throw outcome.failure;
			sent = smaller;
		}
	};

	/** Drops what came before and cuts at the limit. `taken` is how far into the answer the page reaches. */
	const select = (raw: readonly JsonValue[], ids: ReadonlyArray<string | undefined>) => {
		const items: JsonValue[] = [];
		let [taken, repeats] = [0, 0];
		for (const [index, item] of raw.entries()) {
			if (items.length === remaining) break;
			taken = index + 1;
			const id = ids[index];
			const isRepeat = id !== undefined && known?.has(id) === true;
			if (id !== undefined) known?.add(id);
			if (isRepeat && index >= skip) repeats++;
			if (!isRepeat && index >= skip) items.push(item);
		}
		return { items, taken, repeats };
	};

	const read = ({ sent, response }: Answer) => {
		const before: PagingState = { next: null, skip: 0, pages: pageCount, items: itemsSoFar, received: receivedSoFar, longest, fingerprint, recentIds };
		const raw = listIn(response, itemsPath, progress());
		const ids = raw.map(idOf);
		fingerprint = guard.afterPage({ request: sent, raw, ids, known }, progress()) ?? fingerprint;

		const shared = pageCount === 0 ? 0 : stepBack(overlap, longest);
		// The last records of the page before must come first on this one. Where they do not, the list was pulled over the position.
		if (shared > 0 && known !== undefined && !(ids[0] !== undefined && known.has(ids[0]))) possibleGaps++;
		const { items, taken, repeats } = select(raw, ids);
		duplicatesDropped += Math.max(0, repeats - shared);

		const total = totalPath === undefined ? undefined : totalIn(response.body, totalPath);
		firstTotal ??= total;
		lastTotal = total ?? lastTotal;
		pageCount++;
		receivedSoFar += raw.length;
		longest = Math.max(longest, raw.length);
		itemsSoFar += items.length;
		remaining -= items.length;
		guard.afterItems(sent, progress());
		if (known !== undefined) recentIds = ids.filter((id) => id !== undefined);

		// What an earlier run handed on may reach beyond this page, where pages have become smaller since.
		skip = Math.max(0, skip - raw.length);
		const after: PagingState = { ...before, skip, pages: pageCount, items: itemsSoFar, received: receivedSoFar, longest, fingerprint, recentIds };
		const isCut = taken < raw.length;
		/** Worked out only when it is wanted: behind a limit that is reached, a broken link is of no interest. */
		const nextRequest = () => next(sent, page);
		const page: Page = {
			items,
			page: after.pages,
			response,
			received: raw.length,
			receivedSoFar: after.received,
			itemsSoFar: after.items,
			longest: after.longest,
			...(total !== undefined && { total }),
			notes: {
				duplicatesDropped,
				possibleGaps,
				...(firstTotal !== undefined && { firstTotal }),
				...(lastTotal !== undefined && { lastTotal }),
				...(sizing?.reducedTo() !== undefined && { reducedPageSize: sizing.reducedTo() }),
			},
			get state() {
				const request = isCut ? sent : nextRequest();
				if (request === undefined) return { ...after, next: null };
				const { method, url, body } = request;
				const position = body === undefined ? { method, url } : { method, url, body };
				return isCut ? { ...before, items: after.items, next: position, skip: taken } : { ...after, next: position };
			},
		};
		return { page, nextRequest };
	};

	let turn = settled<Answer | undefined>(async () => await ask(opening, remaining + (resume === start ? 0 : stepBack(overlap, longest) + skip)));
	for (;;) {
		const outcome = await turn;
		// The consumer has closed the generator while a request was under way: that is no failure.
		if (signal.aborted) return;
		if (outcome.kind === 'failure') throw outcome.failure;
		if (outcome.value === undefined) return;
		const { page, nextRequest } = read(outcome.value);
		const goOn = () =>
			settled(async () => {
				const request = nextRequest();
				if (request === undefined) return undefined;
				guard.beforeGoingOn(request, progress());
				// Once the list has shifted, a small last page might be nothing but repeats.
				const wanted = duplicatesDropped > 0 ? Infinity : remaining + stepBack(overlap, longest);
				return await ask(request, wanted);
			});
		const isLast = remaining === 0;
		const ahead = paging.prefetch === true && !isLast ? goOn() : undefined;
		yield page;
		if (isLast) return;
		turn = ahead ?? goOn();
	}
}

/**
 * Yields page after page, one in hand, with `prefetch` one more on its way. Parallel `next()` calls are answered in order. `return()` aborts the
 * request under way. Throws what `send` throws, and a PaginationError on a body without the list, a link that may not be
 * followed, and whenever a loop guard stops the walk: it never ends quietly. After a throw it is closed, not poisoned.
 */
export function pages(first: VendorRequest, paging: Paging): AsyncGenerator<Page, void, undefined> {
	const controller = new AbortController();
	const generator = walk(first, paging, controller.signal);
	const close = generator.return.bind(generator);
	generator.return = async (value) => {
		controller.abort();
		return await close(value);
	};
	return generator;
}
