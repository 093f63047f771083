import type { VendorRequest, VendorResponse } from '../../../nodes/shared/http/request';
import { cursor, items, pages } from '../../../nodes/shared/pagination';
import { answerTo, cursorVendor, drain, drainToFailure, get, records, script } from './pageServer.mts';

const next = cursor({ parameter: 'cursor', path: 'meta.next_cursor' });
const paging = { itemsPath: 'data', next, pageSize: { parameter: 'limit', max: 2 } };
const settle = async () => await new Promise((resolve) => setImmediate(resolve));

/** A vendor that answers only when told to, and that fails at once when the signal aborts. */
function holding() {
	const held: Array<{ request: VendorRequest; answer: (body: unknown) => void; aborted: boolean }> = [];
	const send = async (request: VendorRequest, signal: AbortSignal) =>
		await new Promise<VendorResponse>((resolve, reject) => {
			const entry = { request, answer: (body: unknown) => resolve(answerTo(request, body)), aborted: false };
			held.push(entry);
			signal.addEventListener('abort', () => {
				entry.aborted = true;
				reject(new Error('aborted'));
			});
		});
	return { held, send };
}

describe('the consumer', () => {
	it('has one page in hand: the next is asked for only when it is wanted', async () => {
		const vendor = cursorVendor(records(0, 6));
		const walk = pages(get(), { ...paging, send: vendor.send });
		expect(vendor.requests).toHaveLength(0);

		await walk.next();
		await settle();
		expect(vendor.requests).toHaveLength(1);
		await walk.next();
		expect(vendor.requests).toHaveLength(2);
	});

	it('has one page more on its way with prefetch, never two', async () => {
		const vendor = cursorVendor(records(0, 8));
		const walk = pages(get(), { ...paging, prefetch: true, send: vendor.send });

		await walk.next();
		await settle();
		expect(vendor.requests).toHaveLength(2);
		await settle();
		expect(vendor.requests).toHaveLength(2);
		await walk.next();
		await settle();
		expect(vendor.requests).toHaveLength(3);
	});

	it('gets the same pages in the same order with prefetch, by the same requests', async () => {
		const [with_, without] = [cursorVendor(records(0, 7)), cursorVendor(records(0, 7))];

		const fetched = await drain(items(get(), { ...paging, prefetch: true, send: with_.send }));

		expect(fetched).toEqual(await drain(items(get(), { ...paging, send: without.send })));
		expect(with_.paths()).toEqual(without.paths());
	});

	it('causes no prefetch beyond its limit', async () => {
		const vendor = cursorVendor(records(0, 100));

		await drain(items(get(), { ...paging, prefetch: true, limit: 4, send: vendor.send }));
		await settle();

		expect(vendor.requests).toHaveLength(2);
	});

	it('gets the page in hand before the failure of a page asked for ahead', async () => {
		const vendor = script({ data: records(0, 2), meta: { next_cursor: 'a' } }, { data: 'oops' });

		const { yielded, failure } = await drainToFailure(items(get(), { ...paging, prefetch: true, send: vendor.send }));

		expect(yielded).toEqual(records(0, 2));
		expect(failure).toMatchObject({ because: 'noList', items: 2 });
	});

	it('gets one page for each of several next() calls at once, in order and by one request each', async () => {
		const vendor = cursorVendor(records(0, 6));
		const walk = pages(get(), { ...paging, send: vendor.send });

		const results = await Promise.all([walk.next(), walk.next(), walk.next(), walk.next(), walk.next()]);

		expect(results.map(({ value, done }) => (done ? 'done' : value!.items))).toEqual([records(0, 2), records(2, 4), records(4, 6), 'done', 'done']);
		expect(vendor.sent('cursor')).toEqual([null, 'c2', 'c4']);
	});

	it('finds a generator closed after a failure, not one that repeats it', async () => {
		const vendor = cursorVendor(records(0, 6));
		const walk = pages(get(), {
			...paging,
			send: async (request, signal) => {
				if (vendor.requests.length === 1) throw new Error('409');
				return await vendor.send(request, signal);
			},
		});

		await walk.next();
		await expect(walk.next()).rejects.toThrow('409');
		expect(await walk.next()).toEqual({ value: undefined, done: true });
		expect(vendor.requests).toHaveLength(1);
	});

	it('gets the very failure that send threw, also one thrown without waiting', async () => {
		const failure = { status: 409 };

		expect((await drainToFailure(pages(get(), { ...paging, send: () => { throw failure; } }))).failure).toBe(failure);
	});

	it('aborts the request under way by return(), and both calls end without a failure', async () => {
		const { held, send } = holding();
		const walk = pages(get(), { ...paging, send });
		const pending = walk.next();
		await settle();

		const closed = walk.return();

		expect(held[0]?.aborted).toBe(true);
		expect(await pending).toEqual({ value: undefined, done: true });
		expect(await closed).toEqual({ value: undefined, done: true });
	});

	it('causes no smaller page to be asked for by closing, although a failure would', async () => {
		const { held, send } = holding();
		const walk = pages(get(), { ...paging, isTooLarge: () => true, send });
		const pending = walk.next();
		await settle();

		await Promise.all([walk.return(), pending]);

		expect(held).toHaveLength(1);
	});

	it('aborts a page asked for ahead by leaving the loop', async () => {
		const { held, send } = holding();
		const reading = (async () => {
			for await (const page of pages(get(), { ...paging, prefetch: true, send })) {
				await settle();
				return page.items;
			}
			return undefined;
		})();
		await settle();
		held[0]!.answer({ data: records(0, 2), meta: { next_cursor: 'a' } });

		expect(await reading).toEqual(records(0, 2));
		expect(held.map(({ aborted }) => aborted)).toEqual([true, true]);
		expect(held).toHaveLength(2);
	});
});
