import type { JsonValue, VendorRequest, VendorResponse } from '../http/request';
import { createForesight } from './foresight';
import { createFrontier } from './frontier';
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
	/**
	 * How many pages to ask for at a time, where any position can be asked for and answers tell the length of the list. They are under way while
	 * the page before them is being used, and are handed on in order. 1 unless given: then a page is asked for when it is wanted.
	 */
	readonly ahead?: number;
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
		...(pageSize && { size: pageSize }),
		shifting: next.shifting === true,
		fingerprint: resume.fingerprint,
	});
	const { seek } = next;
	const positionOf = (request: VendorRequest) => seek?.positionOf(request) ?? 0;
	const opensAt = positionOf(opening);
	const frontier = createFrontier(opensAt + (resume.pages === 0 ? 0 : stepBack(overlap, resume.longest)));
	const foresight = createForesight(send, signal, paging.ahead ?? 1);
	const known = dropRepeats ? new Set(resume.recentIds) : undefined;
	let { pages: pageCount, items: itemsSoFar, received: receivedSoFar, longest, fingerprint, recentIds, skip } = resume;
	let remaining = limit;
	let [duplicatesDropped, possibleGaps] = [0, 0];
	let [firstTotal, lastTotal]: Array<number | undefined> = [];
	let isIdentified = known !== undefined;
	const progress = () => ({ pages: pageCount, items: itemsSoFar });

	/** Items up to the limit from this request's position on, if nothing changes. */
	const leftFrom = (request: VendorRequest) => remaining + (seek ? frontier.asked - positionOf(request) : 0);
	/** Once the list has shifted, a small last page might be nothing but repeats. */
	const wantedOf = (request: VendorRequest) => (duplicatesDropped > 0 ? Infinity : leftFrom(request));

	const ask = async (request: VendorRequest, wanted: number): Promise<Answer> => {
		// Without resizing, the first size holds for the whole walk.
		const mayResize = sizing !== undefined && (next.resizable === true || (pageCount === 0 && resume === start));
		let sent = mayResize ? sizing.sized(request, wanted) : request;
		guard.beforeRequest(sent, progress());
		for (;;) {
			const outcome = await foresight.answerTo(sent);
			if (outcome.kind === 'value') return { sent, response: outcome.value };
			const smaller = mayResize && !signal.aborted && paging.isTooLarge?.(outcome.failure) ? sizing.halved(sent) : undefined;
			if (smaller === undefined) throw outcome.failure;
			sent = smaller;
		}
	};

	/** Begins with the pages that follow if the list does not change, `following` first. One that is foretold wrongly is asked for anew. */
	const foresee = (page: Page, following: VendorRequest): void => {
		const back = stepBack(overlap, page.longest);
		const step = page.received - back;
		if (!seek || page.total === undefined || step <= 0) return;
		const most = Math.min(paging.ahead ?? 1, guard.room(progress()));
		const foretold: VendorRequest[] = [];
		for (let position = positionOf(following); foretold.length < most; position += step) {
			const request = seek.to(following, position);
			// The first is needed whatever the total says.
			if (foretold.length > 0 && (position + back >= page.total || leftFrom(request) <= back)) break;
			foretold.push(sizing && next.resizable === true ? sizing.sized(request, wantedOf(request)) : request);
		}
		foresight.begin(foretold);
	};

	/** Where to read again because records may have been pulled over the position of this answer; undefined where nothing is missing. */
	const missedBefore = ({ sent }: Answer, ids: ReadonlyArray<string | undefined>, total: number | undefined): VendorRequest | undefined => {
		const growth = total === undefined || lastTotal === undefined ? 0 : total - lastTotal;
		firstTotal ??= total;
		lastTotal = total ?? lastTotal;
		if (!seek) return undefined;
		const position = positionOf(sent);
		const firstUnknown = ids.findIndex((id) => id === undefined || known?.has(id) !== true);
		const leadingKnown = firstUnknown < 0 ? ids.length : firstUnknown;
		const back = stepBack(overlap, longest);
		frontier.changed(position, growth, leadingKnown);
		// A shorter list may have grown elsewhere: with an overlap, the records themselves have to show that none is missing.
		const isDoubtful = growth < 0 && leadingKnown === 0 && back > 0 && position > 0 && frontier.asked > position;
		if (frontier.sharedAt(position) >= 0 && !isDoubtful) return undefined;
		// Without ids, what comes again could not be told from what is new; and what lies before the first position was not asked for.
		if (!isIdentified || position <= opensAt) {
			if (frontier.sharedAt(position) <= 0) possibleGaps++;
			return undefined;
		}
		const retreats = guard.beforeGoingBack(sent, progress());
		// Further back each time, as a list that loses records all the time would never let itself be caught up with.
		const margin = retreats === 1 ? 0 : 2 ** (retreats - 2);
		return seek.to(sent, Math.max(opensAt, Math.min(frontier.sure, position) - back - margin));
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

	const read = ({ sent, response }: Answer, raw: readonly JsonValue[], ids: ReadonlyArray<string | undefined>, total: number | undefined) => {
		const before: PagingState = { next: null, skip: 0, pages: pageCount, items: itemsSoFar, received: receivedSoFar, longest, fingerprint, recentIds };
		const position = positionOf(sent);
		const again = seek !== undefined && frontier.isReadUpTo(position + raw.length);
		fingerprint = guard.afterPage({ request: sent, raw, ids, known, again }, progress()) ?? fingerprint;

		const isBehind = seek !== undefined && position > 0 && frontier.sharedAt(position) > 0;
		// The last records of the page before must come first on this one. Where they do not, the list was pulled over the position.
		if (isBehind && known !== undefined && !(ids[0] !== undefined && known.has(ids[0]))) possibleGaps++;
		const { items, taken, repeats } = select(raw, ids);
		duplicatesDropped += Math.max(0, repeats - (seek ? Math.max(0, frontier.asked - position) : 0));
		frontier.handedOn(position + raw.length);
		isIdentified &&= ids.every((id) => id !== undefined);

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

	let turn = settled<Answer | undefined>(async () => await ask(opening, wantedOf(opening) + skip));
	try {
		for (;;) {
			const outcome = await turn;
			// The consumer has closed the generator while a request was under way: that is no failure.
			if (signal.aborted) return;
			if (outcome.kind === 'failure') throw outcome.failure;
			if (outcome.value === undefined) return;
			const { value: answer } = outcome;
			const raw = listIn(answer.response, itemsPath, progress());
			const ids = raw.map(idOf);
			const total = totalPath === undefined ? undefined : totalIn(answer.response.body, totalPath);
			const earlier = missedBefore(answer, ids, total);
			if (earlier) {
				turn = settled(async () => await ask(earlier, wantedOf(earlier)));
				continue;
			}
			const { page, nextRequest } = read(answer, raw, ids, total);
			const goOn = () =>
				settled(async () => {
					const request = nextRequest();
					if (request === undefined) return undefined;
					guard.beforeGoingOn(request, progress());
					return await ask(request, wantedOf(request));
				});
			const isLast = remaining === 0;
			const following = !isLast && seek && (paging.ahead ?? 1) > 1 ? nextRequest() : undefined;
			if (following) foresee(page, following);
			const ahead = paging.prefetch === true && !isLast ? goOn() : undefined;
			yield page;
			if (isLast) return;
			turn = ahead ?? goOn();
		}
	} finally {
		foresight.drop();
	}
}

/**
 * Yields page after page, one in hand, with `prefetch` one more on its way, with `ahead` as many. Parallel `next()` calls are answered in order.
 * `return()` aborts the requests under way, the end and a failure those that were foretold. A foretold page that fails throws when its turn
 * comes, or never. Throws what `send` throws, and a PaginationError on a body without the list, a link that may not be followed, and
 * whenever a loop guard stops the walk: it never ends quietly. After a throw it is closed, not poisoned.
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
