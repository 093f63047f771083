import fc from 'fast-check';
import type { JsonValue } from '../../../nodes/shared/http/request';
import { collect, offset, pages } from '../../../nodes/shared/pagination';
import { heldServer, settle } from './heldServer.mts';
import { drainToFailure, get, offsetVendor, records } from './pageServer.mts';

const idOf = (item: JsonValue) => (item as { id: string }).id;

interface Edit {
	readonly at: number;
	readonly remove: boolean;
	readonly count: number;
}

interface Scenario {
	readonly length: number;
	readonly size: number;
	readonly cap: number;
	readonly ahead: number;
	readonly overlap: number;
	/** Which of the waiting requests is answered next. */
	readonly picks: readonly number[];
	/** What changes between two answers. */
	readonly edits: ReadonlyArray<readonly Edit[]>;
	readonly hasMore: boolean;
	readonly prefetch: boolean;
	readonly deaf: boolean;
	/** Steps for which the reader keeps each page before it wants the next. */
	readonly patience: number;
}

const scenario: fc.Arbitrary<Scenario> = fc.record({
	length: fc.nat(45),
	size: fc.integer({ min: 1, max: 12 }),
	cap: fc.integer({ min: 1, max: 12 }),
	ahead: fc.integer({ min: 1, max: 4 }),
	overlap: fc.nat(1),
	picks: fc.array(fc.nat(3), { minLength: 1, maxLength: 20 }),
	edits: fc.array(fc.array(fc.record({ at: fc.nat(60), remove: fc.boolean(), count: fc.integer({ min: 1, max: 6 }) }), { maxLength: 3 }), { maxLength: 20 }),
	hasMore: fc.boolean(),
	prefetch: fc.boolean(),
	deaf: fc.boolean(),
	patience: fc.nat(2),
});

/** Reads a list that changes between any two answers, which come in any order. */
async function readWhile(given: Scenario, allowed: { removals: boolean; insertions: boolean; limit?: number }) {
	const vendor = heldServer({ deaf: given.deaf });
	let list = records(0, given.length);
	let fresh = 1_000;
	const throughout = new Set(list.map(idOf));
	const change = ({ at, remove, count }: Edit) => {
		const place = at % (list.length + 1);
		if (remove && allowed.removals) {
			for (const gone of list.slice(place, place + count)) throughout.delete(idOf(gone));
			list = [...list.slice(0, place), ...list.slice(place + count)];
		}
		if (!remove && allowed.insertions) list = [...list.slice(0, place), ...records(fresh, (fresh += count)), ...list.slice(place)];
	};
	const walk = pages(get(), {
		itemsPath: 'data',
		totalPath: 'total',
		next: offset({ parameter: 'offset', sizeParameter: 'limit', overlap: given.overlap, ...(given.hasMore && { hasMorePath: 'hasMore' }) }),
		pageSize: { parameter: 'limit', max: given.size },
		ahead: given.ahead,
		prefetch: given.prefetch,
		limit: allowed.limit,
		send: vendor.send,
	});
	let isOver = false;
	const slowly = (async function* () {
		for await (const page of walk) {
			for (let step = 0; step < given.patience; step++) await settle();
			yield page;
		}
	})();
	const reading = drainToFailure(slowly).finally(() => (isOver = true));
	for (let step = 0; !isOver && step < 2_000; step++) {
		await settle();
		const held = vendor.open[given.picks[step % given.picks.length]! % Math.max(1, vendor.open.length)];
		if (!held) continue;
		const end = held.offset + Math.min(given.cap, held.limit);
		held.answer({ data: list.slice(held.offset, end), total: list.length, hasMore: end < list.length });
		for (const edit of given.edits[step] ?? []) change(edit);
	}
	const { yielded, failure } = await reading;
	const ids = yielded.flatMap(({ items }) => items).map(idOf);
	return { ids, failure, vendor, throughout, lost: [...throughout].filter((id) => !ids.includes(id)), notes: yielded.at(-1)?.notes };
}

const inListOrder = (ids: readonly string[], throughout: ReadonlySet<string>) => {
	const kept = ids.filter((id) => throughout.has(id));
	expect(kept).toEqual([...kept].sort((a, b) => Number(a.slice(1)) - Number(b.slice(1))));
};

const FORETOLD_IN_VAIN = {
	length: 3,
	size: 1,
	cap: 1,
	ahead: 3,
	overlap: 0,
	picks: [2, 1, 1],
	edits: [[], [{ at: 0, remove: false, count: 2 }], [], [], [], [], [{ at: 0, remove: false, count: 1 }]],
	hasMore: false,
	prefetch: false,
	deaf: true,
	patience: 0,
};

describe('for any changes between answers that come in any order, of a list that tells its length', () => {
	it('deletions alone lose nothing, repeat nothing, keep the order, and raise no alarm', async () => {
		await fc.assert(
			fc.asyncProperty(scenario, async (given) => {
				const { ids, failure, lost, throughout, notes } = await readWhile(given, { removals: true, insertions: false });

				expect(failure).toBeUndefined();
				expect(lost).toEqual([]);
				expect(new Set(ids).size).toBe(ids.length);
				inListOrder(ids, throughout);
				// A page that begins with a record new to the reader counts as a possible gap where pages overlap, whatever the total says.
				if (given.overlap === 0) expect(notes).toMatchObject({ possibleGaps: 0 });
			}),
			{ numRuns: 400 },
		);
	});

	it('insertions alone lose nothing, repeat nothing, and keep the order', async () => {
		await fc.assert(
			fc.asyncProperty(scenario, async (given) => {
				const { ids, failure, lost, throughout, notes } = await readWhile(given, { removals: false, insertions: true });

				expect(failure).toBeUndefined();
				expect(lost).toEqual([]);
				expect(new Set(ids).size).toBe(ids.length);
				inListOrder(ids, throughout);
				// A page that begins with a record new to the reader counts as a possible gap where pages overlap, whatever the total says.
				if (given.overlap === 0) expect(notes).toMatchObject({ possibleGaps: 0 });
			}),
			{ numRuns: 250 },
		);
	});

	it('insertions and deletions repeat nothing, and with an overlap a loss is reported', async () => {
		await fc.assert(
			fc.asyncProperty(scenario, async (given) => {
				const { ids, failure, lost, notes } = await readWhile(given, { removals: true, insertions: true });

				expect(new Set(ids).size).toBe(ids.length);
				if (failure !== undefined) expect(failure).toMatchObject({ because: 'nothingNew' });
				else if (given.overlap > 0 && Math.min(given.size, given.cap) > 1 && notes?.possibleGaps === 0) expect(lost).toEqual([]);
			}),
			{ numRuns: 400 },
		);
	});

	it('never more than `ahead` requests are open, also where an abort is not heard', async () => {
		await fc.assert(
			fc.asyncProperty(scenario, fc.option(fc.nat(40), { nil: undefined }), async (given, limit) => {
				const { vendor } = await readWhile(given, { removals: true, insertions: true, limit });

				expect(vendor.mostOpen()).toBeLessThanOrEqual(given.ahead);
			}),
			// Three foretold in vain by a vendor who hears no abort: a fourth request once came on top.
			{ numRuns: 250, examples: [[FORETOLD_IN_VAIN, undefined]] },
		);
	});

	it('a limit is kept and nothing comes twice', async () => {
		await fc.assert(
			fc.asyncProperty(scenario, fc.nat(40), async (given, limit) => {
				const { ids, lost, failure } = await readWhile(given, { removals: true, insertions: false, limit });

				expect(failure).toBeUndefined();
				expect(new Set(ids).size).toBe(ids.length);
				expect(ids.length).toBeLessThanOrEqual(limit);
				if (ids.length < limit) expect(lost).toEqual([]);
			}),
			{ numRuns: 250 },
		);
	});
});

describe('for any length, page size, largest page and limit of a list that does not change', () => {
	it('pages asked for ahead are the very requests that would be made one after the other', async () => {
		await fc.assert(
			fc.asyncProperty(scenario, fc.option(fc.nat(60), { nil: undefined }), async (given, limit) => {
				const { vendor, ids, failure, notes } = await readWhile({ ...given, edits: [] }, { removals: false, insertions: false, limit });
				const single = offsetVendor(() => records(0, given.length), given.cap, (all, to) => ({ total: all.length, hasMore: to < all.length }));
				const next = offset({ parameter: 'offset', sizeParameter: 'limit', overlap: given.overlap, ...(given.hasMore && { hasMorePath: 'hasMore' }) });
				const paging = { itemsPath: 'data', totalPath: 'total', next, pageSize: { parameter: 'limit', max: given.size }, limit };

				const inTurn = await collect(get(), { ...paging, send: single.send });

				expect(failure).toBeUndefined();
				expect(ids).toEqual(inTurn.items.map(idOf));
				expect(vendor.requests.map(({ url }) => url)).toEqual(single.requests.map(({ url }) => url));
				if (inTurn.items.length > 0) expect(notes).toEqual(inTurn.notes);
			}),
			{ numRuns: 250 },
		);
	});
});
