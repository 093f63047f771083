import fc from 'fast-check';

import type { AttemptResult } from '../../../nodes/shared/http/attemptResult';
import { decide, hintedDelayMs, mayHaveTakenEffect, type Call } from '../../../nodes/shared/http/retryPolicy';
import { answer, connectionRefused, hostNotFound, resetAfterDelivery } from '../../support/scriptedEgress.mts';

const call: Call = {
	idempotency: 'inherent', attempt: 1, maxAttempts: 5, elapsedMs: 0, maxWaitMs: 300_000, nowMs: 0, random: 0.5, budgetAllows: true,
};
const unkeyed = { idempotency: 'none' } as const;
const keyed = { idempotency: 'key' } as const;

describe('decide', () => {
	it.each([
		['retry', 'a 429, which was not processed', answer(429), unkeyed],
		['retry', 'a 425, which was not processed', answer(425), unkeyed],
		['retry', 'a refused connection under a write without a key', connectionRefused, unkeyed],
		['giveUp', 'a reset after delivery of a write without a key', resetAfterDelivery, unkeyed],
		['retry', 'the same with a key', resetAfterDelivery, keyed],
		['retry', 'a reset after delivery of a read', resetAfterDelivery, {}],
		['giveUp', 'a 503 after a write without a key', answer(503), unkeyed],
		['giveUp', 'a 503 with Retry-After after a write without a key', answer(503, { 'retry-after': '1' }), unkeyed],
		['retry', 'the same where the vendor documents it as not processed', answer(503, { 'retry-after': '1' }), { ...unkeyed, dialect: { retry: { unprocessed503: true } } }],
		['giveUp', 'a 503 without Retry-After in spite of that', answer(503), { ...unkeyed, dialect: { retry: { unprocessed503: true } } }],
		['accept', 'a 403', answer(403, { 'retry-after': '1' }), {}],
		['retry', 'a 403 with Retry-After where the vendor throttles that way', answer(403, { 'retry-after': '1' }), { dialect: { rateLimit: { isThrottled: () => true } } }],
		['retry', 'a 403 with nothing remaining there', answer(403, { 'x-ratelimit-remaining': '0' }), { dialect: { rateLimit: { isThrottled: () => true } } }],
		['accept', 'a 403 there with neither', answer(403), { dialect: { rateLimit: { isThrottled: () => true } } }],
		['accept', 'a 409', answer(409), keyed],
		['retry', 'a 409 that says the key is in flight', answer(409), { ...keyed, dialect: { retry: { isKeyInFlight: () => true } } }],
		['accept', 'such a 409 without a key', answer(409), { ...unkeyed, dialect: { retry: { isKeyInFlight: () => true } } }],
		['accept', 'a 422 for a key used with another body', answer(422), keyed],
		['accept', 'a 520', answer(520), {}],
		['retry', 'a 520 where the vendor is behind such a gateway', answer(520), { dialect: { retry: { alsoRetryStatuses: [520] } } }],
		['accept', 'a 503 where the vendor retries 502 alone', answer(503), { dialect: { retry: { retryStatuses: [502] } } }],
		['giveUp', 'the last attempt', answer(503), { attempt: 5 }],
		['giveUp', 'an empty retry budget', answer(503), { budgetAllows: false }],
		['giveUp', 'a hint beyond the deadline', answer(429, { 'retry-after': '100' }), { maxWaitMs: 99_000 }],
		['giveUp', 'a hint that the elapsed time leaves no room for', answer(429, { 'retry-after': '100' }), { elapsedMs: 250_000 }],
		['giveUp', 'a hint beyond the cap', answer(429, { 'retry-after': '121' }), {}],
		['retry', 'the same with a higher cap', answer(429, { 'retry-after': '121' }), { maxDelayMs: 200_000 }],
		['giveUp', 'a hint beyond ten minutes whatever the cap', answer(429, { 'retry-after': '601' }), { maxDelayMs: 9e9, maxWaitMs: 9e9 }],
		['retry', 'an unknown host once', hostNotFound, {}],
		['giveUp', 'an unknown host twice', hostNotFound, { hostWasUnknown: true }],
		['giveUp', 'an abort', { kind: 'aborted' }, {}],
		['giveUp', 'an invalid certificate', { kind: 'refused', code: 'CERT_HAS_EXPIRED', message: '' }, {}],
	] as ReadonlyArray<[string, string, AttemptResult, Partial<Call>]>)('decides to %s on %s', (kind, _case, result, overrides) => {
		expect(decide(result, { ...call, ...overrides })).toMatchObject({ kind });
	});

	it.each([408, 425, 429, 500, 502, 503, 504])('repeats a read after %i', (status) => {
		expect(decide(answer(status), call).kind).toBe('retry');
	});

	it.each([200, 204, 301, 400, 401, 404, 405, 410, 412, 422, 501, 505])('hands %i on', (status) => {
		expect(decide(answer(status), call).kind).toBe('accept');
	});

	it.each([
		['n8n#16083: a Retry-After of 60 s is waited for in full, not cut to 5 s', '60', 60_000],
		['n8n#23658: a Retry-After of 10 s is waited for in full', '10', 10_000],
	])('%s', (_name, seconds, ms) => {
		expect(decide(answer(429, { 'retry-after': seconds }), { ...call, random: 0 })).toEqual({ kind: 'retry', delayMs: ms });
	});

	it('tells the wish that was too long', () => {
		expect(decide(answer(429, { 'retry-after': '9999999999' }), call)).toMatchObject({ because: 'delayTooLong', delayMs: 1e12 });
	});

	it('names the deadline where the cap would have allowed the delay', () => {
		expect(decide(answer(429, { 'retry-after': '100' }), { ...call, maxWaitMs: 5_000 })).toMatchObject({ because: 'deadlineReached', delayMs: 100_000 });
	});

	it('stripe/stripe-node#1885, stripe/stripe-node#1110: a bare 429 is retried', () => {
		expect(decide(answer(429), call)).toEqual({ kind: 'retry', delayMs: 500 });
	});

	it('stripe/stripe-node#1040: a stale keep-alive socket does not end a read or a keyed write', () => {
		expect(decide(resetAfterDelivery, call).kind).toBe('retry');
		expect(decide(resetAfterDelivery, { ...call, ...keyed }).kind).toBe('retry');
	});

	it('softonic/axios-retry#66: a write without a key is never repeated once it may have arrived', () => {
		for (const result of [resetAfterDelivery, answer(500), answer(502), answer(503), answer(504), answer(408)]) {
			expect(decide(result, { ...call, ...unkeyed })).toMatchObject({ kind: 'giveUp', because: 'outcomeUnknown' });
		}
	});

	it('HoneyryderChuck/httpx#141: jitter never shortens a hint', () => {
		fc.assert(
			fc.property(fc.double({ min: 0.001, max: 1e9, noNaN: true }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (hintMs, random) => {
				const delayMs = hintedDelayMs(hintMs, random);
				expect(delayMs).toBeGreaterThanOrEqual(hintMs);
				expect(delayMs).toBeLessThanOrEqual(hintMs + Math.min(1_000, hintMs / 10) + 1e-6);
			}),
		);
	});

	it('waits 50 to 250 ms where the vendor says "now", so that no hot loop comes about', () => {
		expect(decide(answer(429, { 'retry-after': '0' }), { ...call, random: 0 })).toMatchObject({ delayMs: 50 });
		expect(decide(answer(429, { 'retry-after': '0' }), { ...call, random: 0.999 })).toMatchObject({ delayMs: expect.closeTo(249.8, 1) });
	});

	it.each([
		[1, 500],
		[2, 1_000],
		[3, 2_000],
		[7, 30_000],
		[40, 30_000],
	])('draws the backoff after attempt %i from 0 to %i ms', (attempt, ceilingMs) => {
		const at = (random: number) => decide(answer(503), { ...call, attempt, maxAttempts: 99, random });
		expect(at(0)).toMatchObject({ delayMs: 0 });
		expect(at(0.5)).toMatchObject({ delayMs: ceilingMs / 2 });
	});

	it('gives a delay within [0, cap] for any headers, or none', () => {
		const header = fc.dictionary(fc.constantFrom('retry-after', 'x-ratelimit-reset', 'ratelimit', 'ratelimit-reset', 'date'), fc.oneof(fc.string(), fc.nat().map(String), fc.date({ noInvalidDate: true }).map((date) => date.toUTCString())));
		fc.assert(
			fc.property(header, fc.integer({ min: 1, max: 4 }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (headers, attempt, random) => {
				const decision = decide(answer(429, headers), { ...call, attempt, random, nowMs: 1_800_000_000_000 });
				if (decision.kind === 'retry') {
					expect(decision.delayMs).toBeGreaterThanOrEqual(0);
					expect(decision.delayMs).toBeLessThanOrEqual(120_000 + 1_000);
				} else {
					expect(decision).toMatchObject({ kind: 'giveUp', because: 'delayTooLong' });
				}
			}),
			{ numRuns: 500 },
		);
	});
});

describe('mayHaveTakenEffect', () => {
	it.each([
		[false, '429', answer(429)],
		[false, '425', answer(425)],
		[false, '404', answer(404)],
		[false, 'a refused connection', connectionRefused],
		[false, 'a refused request', { kind: 'refused', code: 'ERR_INVALID_URL', message: '' }],
		[true, '408', answer(408)],
		[true, '500', answer(500)],
		[true, 'a reset', resetAfterDelivery],
		[true, 'an abort on the way', { kind: 'aborted' }],
	] as ReadonlyArray<[boolean, string, AttemptResult]>)('is %s for %s', (expected, _case, result) => {
		expect(mayHaveTakenEffect(result)).toBe(expected);
	});
});
