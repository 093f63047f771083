import fc from 'fast-check';

import type { AttemptResult } from '../../../nodes/shared/http/attemptResult';
import { SharedLimiter } from '../../../nodes/shared/http/limiter';
import type { Ports } from '../../../nodes/shared/http/ports';
import type { VendorRequest } from '../../../nodes/shared/http/request';
import { send, type CallOptions } from '../../../nodes/shared/http/send';
import { answer, connectionRefused, hostNotFound, openLimiter, resetAfterDelivery, scriptedEgress } from '../../support/scriptedEgress.mts';
import { virtualClock } from '../../support/virtualClock.mts';

const revoke: VendorRequest = { method: 'POST', url: 'https://vendor.example/api', headers: { 'Idempotency-Key': 'k' }, body: { reason: 'left' } };
const options: CallOptions = { idempotency: 'key', maxAttempts: 5, maxWaitMs: 300_000 };

function world(...results: AttemptResult[]) {
	const clock = virtualClock();
	const egress = scriptedEgress(...results);
	const ports: Ports = { egress, limiter: openLimiter, clock, random: () => 0 };
	return { clock, egress, ports };
}

describe('send', () => {
	it('axios/axios#10732: waits as long as Retry-After says after a 429, then sends the same request again', async () => {
		const { clock, egress, ports } = world(answer(429, { 'retry-after': '42' }), answer(201));

		const sent = await clock.run(send(revoke, options, ports));

		expect(sent).toMatchObject({ kind: 'accept', attempts: 2, waitedMs: 42_000, mayHaveTakenEffectBefore: false });
		expect(clock.monotonic()).toBe(42_000);
		expect(egress.requests).toEqual([revoke, revoke]);
	});

	it("stripe/stripe-php#637: every attempt carries the caller's own key, byte for byte", async () => {
		const { clock, egress, ports } = world(resetAfterDelivery, answer(503), answer(201));

		await clock.run(send(revoke, options, ports));

		expect(egress.requests.map(({ headers }) => headers['Idempotency-Key'])).toEqual(['k', 'k', 'k']);
	});

	it('octokit/octokit.js#1849: retries a 429 more than once where the vendor resets late', async () => {
		const late = answer(429, { 'retry-after': '1' });
		const { clock, ports } = world(late, late, late, answer(200));

		expect(await clock.run(send(revoke, options, ports))).toMatchObject({ kind: 'accept', attempts: 4 });
	});

	it('Azure/azure-sdk-for-js#15576: a vendor that throttles for ever is given up', async () => {
		const { clock, egress, ports } = world(...Array.from({ length: 5 }, () => answer(429, { 'retry-after': '1' })));

		expect(await clock.run(send(revoke, options, ports))).toMatchObject({ kind: 'giveUp', because: 'attemptsSpent', attempts: 5, mayHaveTakenEffect: false });
		expect(egress.requests).toHaveLength(5);
	});

	it('aws/aws-sdk-js-v3#5702: a call that is throttled without a hint uses all its attempts, over minutes and not milliseconds', async () => {
		const { clock, egress, ports } = world(...Array.from({ length: 10 }, () => answer(429)));
		const limiter = new SharedLimiter({ clock, random: () => 0.5 });

		const sent = await clock.run(send(revoke, { ...options, maxAttempts: 10 }, { ...ports, limiter, random: () => 0.5 }));

		expect(sent).toMatchObject({ kind: 'giveUp', because: 'attemptsSpent', attempts: 10 });
		expect(egress.requests).toHaveLength(10);
		expect(sent.waitedMs).toBeGreaterThan(60_000);
	});

	it('fails at once, with the wish, where the vendor asks for more than the cap', async () => {
		const { clock, ports } = world(answer(429, { 'retry-after': '3600' }));

		expect(await clock.run(send(revoke, options, ports))).toMatchObject({ because: 'delayTooLong', delayMs: 3_600_000, attempts: 1, waitedMs: 0 });
		expect(clock.monotonic()).toBe(0);
	});

	it('checks the deadline before it sleeps, over all attempts', async () => {
		const slow = answer(429, { 'retry-after': '100' });
		const { clock, egress, ports } = world(slow, slow, slow);

		const sent = await clock.run(send(revoke, { ...options, maxWaitMs: 250_000 }, ports));

		expect(sent).toMatchObject({ because: 'deadlineReached', delayMs: 100_000, attempts: 3, waitedMs: 200_000 });
		expect(egress.requests).toHaveLength(3);
	});

	it('tells that an earlier attempt may have done the work, so that a 404 after a lost DELETE can count as done', async () => {
		const { clock, ports } = world(resetAfterDelivery, answer(404));

		expect(await clock.run(send({ ...revoke, method: 'DELETE' }, { ...options, idempotency: 'inherent' }, ports))).toMatchObject({
			kind: 'accept', response: { status: 404 }, mayHaveTakenEffectBefore: true,
		});
	});

	it('never repeats a write without a key that may have arrived', async () => {
		const { clock, egress, ports } = world(resetAfterDelivery);

		expect(await clock.run(send(revoke, { ...options, idempotency: 'none' }, ports))).toMatchObject({ because: 'outcomeUnknown', mayHaveTakenEffect: true });
		expect(egress.requests).toHaveLength(1);
	});

	it('asks for an unknown host once more and no further', async () => {
		const { clock, egress, ports } = world(hostNotFound, hostNotFound);

		expect(await clock.run(send(revoke, options, ports))).toMatchObject({ because: 'notRetryable', attempts: 2, mayHaveTakenEffect: false });
		expect(egress.requests).toHaveLength(2);
	});

	it.each(['retry', 'admission'])('Azure/azure-sdk-for-js#15796: an abort ends the wait for the %s at once and leaves nothing behind', async (which) => {
		const { clock, egress, ports } = world(answer(429, { 'retry-after': '60' }));
		const limiter = new SharedLimiter({ clock, random: () => 0 });
		if (which === 'admission') limiter.observe(answer(429, { 'retry-after': '60' }));
		const controller = new AbortController();

		const sending = send(revoke, options, { ...ports, limiter: which === 'admission' ? limiter : openLimiter, signal: controller.signal });
		await clock.advance(1_000);
		expect(clock.sleeping()).toBe(1);
		controller.abort();
		const sent = await sending;

		expect(sent).toMatchObject({ kind: 'giveUp', because: 'aborted', waitedMs: 1_000, mayHaveTakenEffect: false });
		expect(clock.monotonic()).toBe(1_000);
		await clock.advance(0);
		expect(clock.sleeping()).toBe(0);
		expect(limiter.waiting).toBe(0);
		expect(egress.requests).toHaveLength(which === 'admission' ? 0 : 1);
	});

	it('sends nothing when the execution was stopped before', async () => {
		const { egress, ports } = world();

		expect(await send(revoke, options, { ...ports, signal: AbortSignal.abort() })).toMatchObject({ because: 'aborted', attempts: 0, mayHaveTakenEffect: false });
		expect(egress.requests).toHaveLength(0);
	});

	it('sends nothing while the limiter is paused for longer than the call may wait', async () => {
		const { clock, egress, ports } = world();
		const limiter = new SharedLimiter({ clock, random: () => 0 });
		limiter.observe(answer(429, { 'retry-after': '1800' }));

		const sent = await send(revoke, options, { ...ports, limiter });

		expect(sent).toMatchObject({ because: 'delayTooLong', delayMs: 1_800_000, attempts: 0, last: { kind: 'refused', code: 'RATE_LIMITED' } });
		expect(egress.requests).toHaveLength(0);
	});

	it('SGrondin/bottleneck#170: each retry is admitted by the limiter anew', async () => {
		const { clock, ports } = world(answer(503), connectionRefused, answer(200));
		let admitted = 0;
		let observed = 0;
		const limiter = { admit: async () => void admitted++, observe: () => void observed++ };

		await clock.run(send(revoke, options, { ...ports, limiter }));

		expect([admitted, observed]).toEqual([3, 3]);
	});

	it('stops retrying when the shared budget is empty', async () => {
		const { clock, ports } = world(answer(503));
		const limiter = { ...openLimiter, budget: { allows: () => false, spend: () => undefined } };

		expect(await clock.run(send(revoke, options, { ...ports, limiter }))).toMatchObject({ because: 'budgetSpent', attempts: 1 });
	});

	it('for any faults, one write at most takes effect with a key and no lost write is repeated without one', async () => {
		type Fault = 'lostBefore' | 'lostAfter' | 'cut' | 'throttled' | 'down' | 'none';
		const fault = fc.constantFrom<Fault>('lostBefore', 'lostAfter', 'cut', 'throttled', 'down', 'none');
		await fc.assert(
			fc.asyncProperty(fc.array(fault, { maxLength: 8 }), fc.boolean(), async (faults, isKeyed) => {
				const clock = virtualClock();
				const keys = new Set<string>();
				let effects = 0;
				let lostWrites = 0;
				let sentAfterLoss = 0;
				let attempt = 0;
				const egress = async (request: VendorRequest): Promise<AttemptResult> => {
					const now = faults[attempt++] ?? 'none';
					if (lostWrites > 0) sentAfterLoss++;
					if (now === 'lostBefore') return connectionRefused;
					if (now === 'throttled') return answer(429, { 'retry-after': '1' });
					const key = request.headers['Idempotency-Key'];
					if (key === undefined || !keys.has(key)) effects++;
					if (key !== undefined) keys.add(key);
					if (now === 'none') return answer(201);
					lostWrites++;
					return now === 'down' ? answer(502) : resetAfterDelivery;
				};
				const request = isKeyed ? revoke : { ...revoke, headers: {} };

				await clock.run(send(request, { ...options, idempotency: isKeyed ? 'key' : 'none' }, { egress, limiter: openLimiter, clock, random: () => 0.5 }));

				expect(effects).toBeLessThanOrEqual(1);
				if (!isKeyed) expect(sentAfterLoss).toBe(0);
			}),
			{ numRuns: 200 },
		);
	});
});
