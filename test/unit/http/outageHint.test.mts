import { outageHint } from '../../../nodes/shared/http/delayHint';
import { SharedLimiter } from '../../../nodes/shared/http/limiter';
import { decide, type Call } from '../../../nodes/shared/http/retryPolicy';
import { answer } from '../../support/scriptedEgress.mts';
import { virtualClock } from '../../support/virtualClock.mts';

const QUOTA = { 'x-ratelimit-limit': '1000', 'x-ratelimit-remaining': '990', 'x-ratelimit-reset': '3000' };
const call: Call = { idempotency: 'inherent', attempt: 1, maxAttempts: 5, elapsedMs: 0, maxWaitMs: 300_000, nowMs: 0, random: 0.5, budgetAllows: true };

describe('An outage of a vendor who tells the limit with every answer', () => {
	it.each([500, 502, 503, 504, 408])('is not waited for until the limit is reset (%i)', (status) => {
		expect(decide(answer(status, QUOTA), call)).toEqual({ kind: 'retry', delayMs: 250 });
	});

	it.each([502, 503])('is waited for as long as Retry-After says (%i)', (status) => {
		expect(decide(answer(status, { ...QUOTA, 'retry-after': '7' }), call)).toMatchObject({ kind: 'retry', delayMs: 7_350 });
	});

	it('is waited for as long as the vendor’s own header says', () => {
		const rateLimit = { delayHeader: { name: 'x-wait-ms', format: 'milliseconds' } } as const;

		expect(outageHint(answer(503, { ...QUOTA, 'x-wait-ms': '900' }).response, { nowMs: 0, rateLimit })).toMatchObject({ delayMs: 900, source: 'x-wait-ms' });
	});

	it('does not hold back the other calls until the limit is reset', async () => {
		const clock = virtualClock();
		const limiter = new SharedLimiter({ clock, random: () => 0 });
		limiter.observe(answer(503, QUOTA), (await limiter.admit()) ?? undefined);

		expect(await limiter.admit(undefined, 0)).toMatchObject({ kind: 'ticket' });
	});

	it('is another thing than a refusal, which is waited for until then', () => {
		expect(decide(answer(429, { ...QUOTA, 'x-ratelimit-remaining': '0' }), call)).toMatchObject({ kind: 'giveUp', because: 'delayTooLong', delayMs: 3_000_000 });
	});
});

describe('A quota that is told with every answer', () => {
	it.each([2, 5, 9])('is not overdrawn by %i calls that were under way before the first answer', async (together) => {
		const clock = virtualClock();
		const limiter = new SharedLimiter({ clock, random: () => 0 });
		const limit = 20;
		let served = 0;
		const underWay: Array<{ readonly admission: Awaited<ReturnType<typeof limiter.admit>>; readonly remaining: number }> = [];
		const start = async (): Promise<boolean> => {
			const admission = await limiter.admit(undefined, 0);
			if (admission?.kind !== 'ticket') return false;
			served += 1;
			underWay.push({ admission, remaining: Math.max(0, limit - served) });
			return true;
		};
		for (let count = 0; count < together; count += 1) await start();
		for (let next = underWay.shift(); next; next = underWay.shift()) {
			limiter.observe(answer(200, { 'x-ratelimit-limit': String(limit), 'x-ratelimit-remaining': String(next.remaining), 'x-ratelimit-reset': '60' }), next.admission ?? undefined);
			await start();
			await clock.advance(5_000);
		}

		expect(served).toBeLessThanOrEqual(limit);
		expect(served).toBeGreaterThan(limit / 2);
	});
});
