import { send as sendCall } from '../../../nodes/shared/http/send';
import type { Limiter } from '../../../nodes/shared/http/ports';
import { cursor, items, offset, pageNumber, pages, type Paging } from '../../../nodes/shared/pagination';
import { openLimiter } from '../../support/scriptedEgress.mts';
import { virtualClock } from '../../support/virtualClock.mts';
import { heldServer, settle, type HeldServer } from './heldServer.mts';
import { answerTo, cursorVendor, drain, drainToFailure, get, records } from './pageServer.mts';

const TOTAL = 95;
const next = offset({ parameter: 'offset', sizeParameter: 'limit' });
const pageSize = { parameter: 'limit', max: 10 };
const reading = (vendor: HeldServer, more: Partial<Paging> = {}) =>
	pages(get(), { itemsPath: 'data', totalPath: 'total', next, pageSize, ahead: 3, send: vendor.send, ...more });
const body = (from: number, limit: number, total = TOTAL) => ({ data: records(from, Math.min(total, from + limit)), total });
const answerAt = (vendor: HeldServer, at: number, total = TOTAL) => {
	const held = vendor.at(at);
	held.answer(body(at, held.limit, total));
};

/** A walk whose first page is in hand. */
async function begun(vendor: HeldServer, more: Partial<Paging> = {}) {
	const walk = reading(vendor, more);
	const first = walk.next();
	await settle();
	answerAt(vendor, 0);
	return { walk, first: (await first).value! };
}

describe('pages asked for ahead', () => {
	it('wait for the first page, which tells the size and the total', async () => {
		const vendor = heldServer();
		void reading(vendor).next();
		await settle();

		expect(vendor.waiting()).toEqual([0]);
	});

	it('are under way while the page before them is being used', async () => {
		const vendor = heldServer();

		const { first } = await begun(vendor);

		expect(first.items).toEqual(records(0, 10));
		expect(vendor.waiting()).toEqual([10, 20, 30]);
	});

	it('are handed on in order, whatever order they come in', async () => {
		const vendor = heldServer();
		const { walk } = await begun(vendor);
		const rest = Promise.all([walk.next(), walk.next(), walk.next()]);

		for (const at of [30, 20, 10]) {
			answerAt(vendor, at);
			await settle();
		}

		expect((await rest).map(({ value }) => value?.items)).toEqual([records(10, 20), records(20, 30), records(30, 40)]);
	});

	it('are one more as soon as one is handed on', async () => {
		const vendor = heldServer();
		const { walk } = await begun(vendor);
		answerAt(vendor, 10);
		expect(vendor.waiting()).toEqual([20, 30]);

		await walk.next();

		expect(vendor.waiting()).toEqual([20, 30, 40]);
	});

	it('count those that came already: a slow reader holds no more than so many', async () => {
		const vendor = heldServer();
		await begun(vendor);

		for (const at of [10, 20, 30]) answerAt(vendor, at);
		await settle();

		expect(vendor.requests).toHaveLength(4);
	});

	it.each([undefined, 1])('are none when `ahead` is %j', async (ahead) => {
		const vendor = heldServer();

		await begun(vendor, { ahead });
		await settle();

		expect(vendor.requests).toHaveLength(1);
	});

	it('are none where the answers do not tell the total', async () => {
		const vendor = heldServer();

		await begun(vendor, { totalPath: undefined });
		await settle();

		expect(vendor.requests).toHaveLength(1);
	});

	it.each([
		['cursors', cursor({ parameter: 'cursor', path: 'next' })],
		['page numbers', pageNumber({ parameter: 'page', sizeParameter: 'limit' })],
	])('are none for %s', async (_case, strategy) => {
		const vendor = heldServer();

		await begun(vendor, { next: strategy });
		await settle();

		expect(vendor.requests).toHaveLength(1);
	});

	it('are none behind the end', async () => {
		const vendor = heldServer();
		const { walk } = await begun(vendor);
		for (const at of [10, 20, 30, 40, 50, 60]) {
			answerAt(vendor, at);
			await walk.next();
		}

		expect(vendor.waiting()).toEqual([70, 80, 90]);
	});

	it('are none where the vendor says that nothing more follows, whatever the total', async () => {
		const vendor = heldServer();
		const walk = reading(vendor, { next: offset({ parameter: 'offset', hasMorePath: 'more' }) });
		const first = walk.next();
		await settle();

		vendor.at(0).answer({ ...body(0, 10), more: false });

		await first;
		expect(vendor.requests).toHaveLength(1);
		expect(await walk.next()).toEqual({ value: undefined, done: true });
	});

	it.each([
		[10, []],
		[11, ['10+1']],
		[25, ['10+10', '20+5']],
		[40, ['10+10', '20+10', '30+10']],
	])('reach no further than a limit of %i', async (limit, asked) => {
		const vendor = heldServer();

		await begun(vendor, { limit });

		expect(vendor.open.map((held) => `${held.offset}+${held.limit}`)).toEqual(asked);
	});

	it('go by the page size that the vendor grants, not by the one asked for', async () => {
		const vendor = heldServer();
		const walk = reading(vendor, { limit: 20 });
		const first = walk.next();
		await settle();

		vendor.at(0).answer(body(0, 7));
		await first;

		expect(vendor.open.map((held) => `${held.offset}+${held.limit}`)).toEqual(['7+10', '14+6']);
	});

	it('step by the page less the overlap', async () => {
		const vendor = heldServer();

		await begun(vendor, { next: offset({ parameter: 'offset', sizeParameter: 'limit', overlap: 2 }) });

		expect(vendor.waiting()).toEqual([8, 16, 24]);
	});

	it('are the same with prefetch, which has nothing left to add', async () => {
		const vendor = heldServer();

		await begun(vendor, { prefetch: true });
		await settle();

		expect(vendor.waiting()).toEqual([10, 20, 30]);
	});

	it('are no more than the page guard allows', async () => {
		const vendor = heldServer();
		const { walk } = await begun(vendor, { guard: { maxPages: 3 } });
		expect(vendor.waiting()).toEqual([10, 20]);

		for (const at of [10, 20]) {
			answerAt(vendor, at);
			await walk.next();
		}
		await expect(walk.next()).rejects.toMatchObject({ because: 'tooManyPages', pages: 3, items: 30 });
		expect(vendor.requests).toHaveLength(3);
	});

	it('are foretold from a stored state as well', async () => {
		const vendor = heldServer();
		const { first } = await begun(vendor, { ahead: 1 });
		const later = heldServer();

		const walk = reading(later, { resume: JSON.parse(JSON.stringify(first.state)) as typeof first.state });
		const resumed = walk.next();
		await settle();
		answerAt(later, 10);

		expect((await resumed).value?.items).toEqual(records(10, 20));
		expect(later.waiting()).toEqual([20, 30, 40]);
	});
});

describe('a page foretold wrongly', () => {
	it('is aborted, forgotten and asked for anew', async () => {
		const vendor = heldServer();
		const { walk } = await begun(vendor);
		const foretold = [...vendor.open];
		const second = walk.next();

		// A page that is shorter than the others, and not the last.
		vendor.at(10).answer({ data: records(10, 16), total: TOTAL });
		await second;
		const third = walk.next();
		await settle();

		expect(foretold.map(({ signal }) => signal.aborted)).toEqual([true, true, true]);
		expect(vendor.waiting()).toEqual([16]);
		answerAt(vendor, 16);
		expect((await third).value?.items).toEqual(records(16, 26));
		expect(vendor.waiting()).toEqual([26, 36, 46]);
	});

	it('holds its place until it lets go, where an abort is not heard', async () => {
		const vendor = heldServer({ deaf: true });
		const { walk } = await begun(vendor);
		vendor.at(10).answer({ data: records(10, 16), total: TOTAL });
		await walk.next();
		const third = walk.next();
		await settle();
		expect(vendor.waiting()).toEqual([20, 30, 16]);

		vendor.at(16).answer(body(16, 10));

		expect((await third).value?.items).toEqual(records(16, 26));
		expect(vendor.mostOpen()).toBe(3);
	});

	it('is aborted before a list that has become shorter is read again', async () => {
		const vendor = heldServer();
		const { walk } = await begun(vendor);
		const later = [vendor.at(20), vendor.at(30)];
		const second = walk.next();
		vendor.at(10).answer({ data: records(13, 23), total: TOTAL - 3 });
		await settle();

		expect(later.map(({ signal }) => signal.aborted)).toEqual([true, true]);
		expect(vendor.waiting()).toEqual([7]);
		vendor.at(7).answer({ data: records(10, 20), total: TOTAL - 3 });
		expect((await second).value?.items).toEqual(records(10, 20));
		expect(vendor.waiting()).toEqual([17, 27, 37]);
	});

	it('is not used later, when its position comes after all: it was answered too early', async () => {
		const vendor = heldServer();
		const { walk } = await begun(vendor);
		vendor.at(20).answer({ data: records(900, 910), total: TOTAL });
		vendor.at(10).answer({ data: records(10, 15), total: TOTAL });
		await walk.next();
		const third = walk.next();
		await settle();
		vendor.at(15).answer({ data: records(15, 20), total: TOTAL });
		await third;

		const fourth = walk.next();
		await settle();
		answerAt(vendor, 20);

		expect((await fourth).value?.items).toEqual(records(20, 30));
	});
});

describe('a foretold page that fails', () => {
	it('throws when its turn comes, after the pages before it', async () => {
		const vendor = heldServer();
		const { walk } = await begun(vendor);
		const rest = drainToFailure(walk);

		vendor.at(20).fail(new Error('500 at 20'));
		await settle();
		answerAt(vendor, 10);

		expect(await rest).toMatchObject({ yielded: [{ items: records(10, 20) }], failure: new Error('500 at 20') });
	});

	it('drops the later ones, without an unhandled rejection', async () => {
		const unhandled: unknown[] = [];
		const note = (reason: unknown) => unhandled.push(reason);
		process.on('unhandledRejection', note);
		const vendor = heldServer({ deaf: true });
		const { walk } = await begun(vendor);
		const failing = drainToFailure(walk);
		const later = [vendor.at(20), vendor.at(30)];

		vendor.at(10).fail(new Error('500 at 10'));
		const { yielded, failure } = await failing;
		for (const held of later) held.fail(new Error('too late to matter'));
		await settle();
		await settle();
		process.off('unhandledRejection', note);

		expect(yielded).toEqual([]);
		expect(failure).toEqual(new Error('500 at 10'));
		expect(later.map(({ signal }) => signal.aborted)).toEqual([true, true]);
		expect(unhandled).toEqual([]);
		expect(vendor.requests).toHaveLength(4);
		expect(await walk.next()).toEqual({ value: undefined, done: true });
	});

	it('is never heard of when the list ends before its turn', async () => {
		const vendor = heldServer();
		const { walk } = await begun(vendor);
		const rest = drainToFailure(walk);

		vendor.at(20).fail(new Error('416 behind the end'));
		vendor.at(10).answer({ data: records(10, 15), total: TOTAL });
		await settle();
		vendor.at(15).answer({ data: [], total: TOTAL });

		expect((await rest).failure).toBeUndefined();
	});

	it('may have been too large: it is halved in its turn, and so are the ones after it', async () => {
		const vendor = heldServer();
		const { walk } = await begun(vendor, { isTooLarge: () => true });
		const second = walk.next();

		for (const at of [30, 20, 10]) vendor.at(at).fail(new Error('413'));
		await settle();
		expect(vendor.open.map((held) => `${held.offset}+${held.limit}`)).toEqual(['10+5']);
		answerAt(vendor, 10);

		expect((await second).value).toMatchObject({ items: records(10, 15), notes: { reducedPageSize: 5 } });
		expect(vendor.open.map((held) => `${held.offset}+${held.limit}`)).toEqual(['15+5', '20+5', '25+5']);
	});

	it('without its list throws in its turn as well', async () => {
		const vendor = heldServer();
		const { walk } = await begun(vendor);
		const rest = drainToFailure(walk);
		vendor.at(20).answer('<html>');
		answerAt(vendor, 10);

		const { yielded, failure } = await rest;
		expect(yielded).toHaveLength(1);
		expect(failure).toMatchObject({ because: 'noList', pages: 2, items: 20 });
	});
});

describe('a reader that wants no more', () => {
	it('aborts all requests under way by return()', async () => {
		const vendor = heldServer();
		const { walk } = await begun(vendor);
		const foretold = [...vendor.open];

		await walk.return();

		expect(foretold.map(({ signal }) => signal.aborted)).toEqual([true, true, true]);
		expect(vendor.open).toEqual([]);
		expect(vendor.requests).toHaveLength(4);
	});

	it('ends a next() that waits for a foretold page by return(), without a failure', async () => {
		const vendor = heldServer();
		const { walk } = await begun(vendor);
		const waiting = walk.next();
		await settle();

		const closed = walk.return();

		expect(await waiting).toEqual({ value: undefined, done: true });
		expect(await closed).toEqual({ value: undefined, done: true });
		expect(vendor.requests).toHaveLength(4);
	});

	it('aborts them by leaving the loop', async () => {
		const vendor = heldServer();
		const left = (async () => {
			for await (const page of reading(vendor)) return page.items;
			return [];
		})();
		await settle();
		answerAt(vendor, 0);

		expect(await left).toEqual(records(0, 10));
		expect(vendor.open).toEqual([]);
	});

	it('causes an abort of what is left over when a larger page than foretold reaches the limit', async () => {
		const vendor = heldServer();
		const { walk } = await begun(vendor, { limit: 40 });
		const foretold = vendor.at(30);
		vendor.at(10).answer(body(10, 30));

		expect((await walk.next()).value?.items).toEqual(records(10, 40));
		expect(await walk.next()).toEqual({ value: undefined, done: true });

		expect(foretold.signal.aborted).toBe(true);
	});
});

describe('the port', () => {
	it('is passed by every page, foretold or not, and the limiter counts each once', async () => {
		const seen = { admitted: 0, observed: 0, sent: 0 };
		const limiter: Limiter = {
			...openLimiter,
			admit: async () => void seen.admitted++,
			observe: () => void seen.observed++,
		};
		const ports = {
			limiter,
			clock: virtualClock(),
			random: () => 0,
			egress: async (request: ReturnType<typeof get>) => {
				seen.sent++;
				const query = new URL(request.url).searchParams;
				return { kind: 'response' as const, receivedAtMs: 0, response: answerTo(request, body(Number(query.get('offset')), Number(query.get('limit')))) };
			},
		};
		const paging: Paging = {
			itemsPath: 'data',
			totalPath: 'total',
			next,
			pageSize,
			ahead: 4,
			send: async (request, signal) => {
				const sent = await sendCall(request, { idempotency: 'inherent', maxAttempts: 1, maxWaitMs: 0 }, { ...ports, signal });
				if (sent.kind !== 'accept') throw new Error('given up');
				return sent.response;
			},
		};

		expect(await drain(items(get(), paging))).toEqual(records(0, TOTAL));

		expect(seen).toEqual({ admitted: 10, observed: 10, sent: 10 });
	});

	it('is left alone by a strategy that cannot foretell, as without `ahead`', async () => {
		const vendor = cursorVendor(records(0, 45));
		const byCursor = cursor({ parameter: 'cursor', path: 'meta.next_cursor' });

		expect(await drain(items(get(), { itemsPath: 'data', next: byCursor, pageSize, ahead: 4, send: vendor.send }))).toEqual(records(0, 45));
		expect(vendor.sent('cursor')).toEqual([null, 'c10', 'c20', 'c30', 'c40']);
	});
});
