import fc from 'fast-check';

import { SharedLimiter } from '../../../nodes/shared/http/limiter';
import type { Admission } from '../../../nodes/shared/http/ports';
import { answer, connectionRefused } from '../../support/scriptedEgress.mts';
import { virtualClock } from '../../support/virtualClock.mts';

function world(rateLimit?: ConstructorParameters<typeof SharedLimiter>[0]['rateLimit']) {
	const clock = virtualClock();
	const limiter = new SharedLimiter({ clock, random: () => 0, ...(rateLimit && { rateLimit }) });
	const admitted: Array<{ readonly name: string; readonly atMs: number; readonly admission: Admission }> = [];
	const ask = (name: string, signal?: AbortSignal, maxWaitMs?: number) => {
		limiter.admit(signal, maxWaitMs).then(
			(admission) => admitted.push({ name, atMs: clock.monotonic(), admission }),
			() => admitted.push({ name: `${name} left`, atMs: clock.monotonic(), admission: { kind: 'heldBack', delayMs: 0 } }),
		);
	};
	const last = () => admitted[admitted.length - 1]?.admission;
	const names = () => admitted.map(({ name }) => name);
	return { clock, limiter, admitted, ask, last, names };
}

describe('a pause', () => {
	it('vector#4724: holds everybody else while one call waits for Retry-After', async () => {
		const { clock, limiter, admitted, ask } = world();
		limiter.observe(answer(429, { 'retry-after': '10' }));
		ask('second');
		await clock.advance(9_999);
		expect(admitted).toHaveLength(0);
		await clock.advance(1);
		expect(admitted).toMatchObject([{ name: 'second', atMs: 10_000 }]);
	});

	it('lets one probe go first and the rest follow its success, first come, first served and spaced by 50 ms at first', async () => {
		const { clock, limiter, admitted, ask, last, names } = world();
		limiter.observe(answer(429, { 'retry-after': '1' }));
		for (const name of ['a', 'b', 'c', 'd']) ask(name);
		await clock.advance(3_000);
		expect(names()).toEqual(['a']);

		limiter.observe(answer(200), last());
		await clock.advance(3_000);

		expect(names()).toEqual(['a', 'b', 'c', 'd']);
		const [, b, c] = admitted;
		expect((c?.atMs ?? 0) - (b?.atMs ?? 0)).toBeGreaterThan(0);
		expect((c?.atMs ?? 0) - (b?.atMs ?? 0)).toBeLessThanOrEqual(50);
	});

	it('begins anew when the probe is refused, with one refusal for all who wait', async () => {
		const { clock, limiter, ask, last, names } = world();
		limiter.observe(answer(429, { 'retry-after': '1' }));
		for (const name of ['a', 'b']) ask(name);
		await clock.advance(1_000);
		limiter.observe(answer(429, { 'retry-after': '5' }), last());
		await clock.advance(4_999);
		expect(names()).toEqual(['a']);
		await clock.advance(1);
		expect(names()).toEqual(['a', 'b']);
	});

	it('OmniRoute#9328 (SGrondin/bottleneck): a call that never comes back takes no capacity away for ever', async () => {
		const { clock, limiter, ask, names } = world();
		limiter.observe(answer(429, { 'retry-after': '1' }));
		for (const name of ['a', 'b']) ask(name);
		await clock.advance(6_001);
		expect(names()).toEqual(['a', 'b']);
	});

	it('probes again when the probe never reached the vendor', async () => {
		const { clock, limiter, ask, last, names } = world();
		limiter.observe(answer(429, { 'retry-after': '1' }));
		for (const name of ['a', 'b', 'c']) ask(name);
		await clock.advance(1_000);
		limiter.observe(connectionRefused, last());
		await clock.advance(1_000);
		expect(names()).toEqual(['a', 'b']);
	});

	it('is kept for a 503 with Retry-After too', async () => {
		const { clock, limiter, ask, names } = world();
		limiter.observe(answer(503, { 'retry-after': '2' }));
		ask('a');
		await clock.advance(1_999);
		expect(names()).toEqual([]);
		await clock.advance(1);
		expect(names()).toEqual(['a']);
	});

	it('ends within the hour whatever the vendor says', async () => {
		const { clock, limiter, ask, names } = world();
		limiter.observe(answer(429, { 'retry-after': '9999999999' }));
		ask('a');
		await clock.advance(3_600_000);
		expect(names()).toEqual(['a']);
	});

	it('tells a call at once that it cannot wait so long, in the queue as well as at the door', async () => {
		const { clock, limiter, ask, last, names } = world();
		limiter.observe(answer(429, { 'retry-after': '1' }));
		for (const name of ['probe', 'patient', 'hasty']) ask(name, undefined, name === 'hasty' ? 10_000 : undefined);
		await clock.advance(1_000);
		limiter.observe(answer(429, { 'retry-after': '30' }), last());
		await clock.advance(0);
		expect(names()).toEqual(['probe', 'hasty']);
		expect(last()).toEqual({ kind: 'heldBack', delayMs: 30_000 });
		expect(await limiter.admit(undefined, 29_000)).toEqual({ kind: 'heldBack', delayMs: 30_000 });
		expect(limiter.waiting).toBe(1);
	});
});

describe('the queue', () => {
	it('data-fair#486: an aborted call leaves it, takes no ticket and leaves no timer', async () => {
		const { clock, limiter, ask, names } = world();
		limiter.observe(answer(429, { 'retry-after': '1' }));
		const controller = new AbortController();
		ask('a', controller.signal);
		ask('b');
		expect(limiter.waiting).toBe(2);
		controller.abort();
		expect(limiter.waiting).toBe(1);
		await clock.advance(1_000);
		expect(names()).toEqual(['a left', 'b']);
		expect(clock.sleeping()).toBe(0);
	});

	it('loses nobody: any mixture of aborts and answers admits every call that stayed', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(fc.constantFrom('stay', 'abort', 'throttle', 'lose'), { maxLength: 30 }), async (kinds) => {
				const clock = virtualClock();
				const limiter = new SharedLimiter({ clock, random: () => 0 });
				limiter.observe(answer(429, { 'retry-after': '1' }));
				const controllers = kinds.map(() => new AbortController());
				const calls = kinds.map(async (kind, index) => {
					const admission = await limiter.admit(controllers[index]?.signal).catch(() => undefined);
					if (!admission) return 'left';
					await clock.sleep(5);
					limiter.observe(kind === 'throttle' ? answer(429, { 'retry-after': '1' }) : kind === 'lose' ? connectionRefused : answer(200), admission);
					return 'admitted';
				});
				kinds.forEach((kind, index) => kind === 'abort' && controllers[index]?.abort());

				expect(await clock.run(Promise.all(calls))).toEqual(kinds.map((kind) => (kind === 'abort' ? 'left' : 'admitted')));
				await clock.advance(0);
				expect([limiter.waiting, clock.sleeping()]).toEqual([0, 0]);
			}),
			{ numRuns: 100 },
		);
	});

	it('admits at once and without a timer while nothing is known', async () => {
		const { clock, limiter } = world();
		for (let count = 0; count < 1_000; count++) limiter.observe(answer(200), await limiter.admit());
		expect([clock.monotonic(), clock.sleeping(), limiter.waiting]).toEqual([0, 0, 0]);
	});
});

describe('the fields that tell what remains', () => {
	const told = (remaining: number, reset: number) => answer(200, { 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': String(remaining), 'x-ratelimit-reset': String(reset) });

	it('hold everybody until the reset when the reserve is reached', async () => {
		const { clock, limiter, ask, names } = world();
		limiter.observe(told(1, 30));
		ask('a');
		await clock.advance(29_999);
		expect(names()).toEqual([]);
		await clock.advance(1);
		expect(names()).toEqual(['a']);
	});

	it('pace what is left when less than a fifth is left', async () => {
		const { clock, limiter, admitted, ask } = world();
		limiter.observe(told(11, 10));
		for (const name of ['a', 'b', 'c']) ask(name);
		await clock.advance(4_000);
		const [first, second, third] = admitted.map(({ atMs }) => atMs);
		expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(800);
		expect((third ?? 0) - (second ?? 0)).toBeLessThan(1_200);
	});

	it('only ever tighten within a window', async () => {
		const { clock, limiter, ask, names } = world();
		limiter.observe(told(1, 30));
		limiter.observe(told(90, 60));
		ask('a');
		await clock.advance(29_999);
		expect(names()).toEqual([]);
		await clock.advance(1);
		expect(names()).toEqual(['a']);
	});

	it('do not count on a cached answer', async () => {
		const { limiter } = world();
		limiter.observe(answer(200, { age: '3', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '30' }));
		expect(await limiter.admit(undefined, 0)).toMatchObject({ kind: 'ticket' });
	});
});

describe('a documented quota', () => {
	it('is kept without ever meeting a 429', async () => {
		const { clock, limiter } = world({ known: { limit: 3, windowMs: 1_000 } });
		for (let count = 0; count < 3; count++) limiter.observe(answer(200), await limiter.admit());
		expect(await limiter.admit(undefined, 500)).toEqual({ kind: 'heldBack', delayMs: 1_000 });
		await clock.advance(1_000);
		expect(await limiter.admit()).toMatchObject({ kind: 'ticket' });
	});
});
