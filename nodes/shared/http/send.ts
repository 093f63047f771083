import type { AttemptResult } from './attemptResult';
import type { CallDialect } from './dialect';
import type { Admission, Ports } from './ports';
import type { VendorRequest, VendorResponse } from './request';
import { DEFAULT_MAX_DELAY_MS, HARD_MAX_DELAY_MS, decide, isUnknownHost, mayHaveTakenEffect } from './retryPolicy';

/** Whether one request may be repeated. The method alone cannot tell: a POST with a key may, a POST without one may not. */
export type Idempotency = 'inherent' | 'key' | 'none';

export type GiveUpReason =
	| 'aborted'
	| 'attemptsSpent'
	| 'budgetSpent'
	| 'deadlineReached'
	| 'delayTooLong'
	| 'notRetryable'
	| 'outcomeUnknown';

export interface CallOptions {
	readonly idempotency: Idempotency;
	/** Attempts in all, the first one included. */
	readonly maxAttempts: number;
	/** What this call may spend waiting in all, in ms: no wait may end later than this after the call began. */
	readonly maxWaitMs: number;
	/** The most one delay may be, in ms. Default 120 s, at most 600 s. A vendor that asks for more ends the call. */
	readonly maxDelayMs?: number;
	readonly dialect?: CallDialect;
}

/** What became of one call with all its attempts. `accept` means handed on, whatever the status. */
export type Sent =
	| {
			readonly kind: 'accept';
			readonly response: VendorResponse;
			readonly attempts: number;
			readonly waitedMs: number;
			/** An attempt before the accepted one may have done the work already: then a DELETE that meets 404 is done. */
			readonly mayHaveTakenEffectBefore: boolean;
	  }
	| {
			readonly kind: 'giveUp';
			readonly because: GiveUpReason;
			readonly last: AttemptResult;
			readonly attempts: number;
			readonly waitedMs: number;
			/** The vendor's wish, where it was too long to grant. */
			readonly delayMs?: number;
			readonly mayHaveTakenEffect: boolean;
	  };

/**
 * Sends one request with all its retries, each admitted by the limiter anew. Never rejects: giving up is a result.
 * The request is data, so each attempt builds its body afresh.
 */
export async function send(request: VendorRequest, options: CallOptions, ports: Ports): Promise<Sent> {
	const { egress, limiter, clock, random, signal } = ports;
	const beganMs = clock.monotonic();
	let waitedMs = 0;
	let last: AttemptResult | undefined;
	let mayHaveEffect = false;
	let hostWasUnknown = false;

	for (let attempts = 0; ; ) {
		const giveUp = (because: GiveUpReason, result: AttemptResult, delayMs?: number): Sent => ({
			kind: 'giveUp', because, last: result, attempts, waitedMs, ...(delayMs !== undefined && { delayMs }), mayHaveTakenEffect: mayHaveEffect,
		});

		const queuedMs = clock.monotonic();
		const admission = await admit(ports, maxQueueMs(options, queuedMs - beganMs));
		waitedMs += clock.monotonic() - queuedMs;
		if (admission === 'aborted' || signal?.aborted) {
			// A ticket that is not used goes back, or the limiter would count a request that was never sent.
			if (admission !== 'aborted') limiter.observe({ kind: 'aborted' }, admission ?? undefined);
			return giveUp('aborted', last ?? { kind: 'aborted' });
		}
		if (admission?.kind === 'heldBack') return giveUp('delayTooLong', last ?? HELD_BACK, admission.delayMs);

		const result = await egress(request, signal);
		attempts++;
		limiter.observe(result, admission ?? undefined);
		last = result;

		const decision = decide(result, {
			...options,
			attempt: attempts,
			elapsedMs: clock.monotonic() - beganMs,
			nowMs: clock.now(),
			sinceReceivedMs: result.kind === 'response' ? clock.monotonic() - result.receivedAtMs : 0,
			random: random(),
			budgetAllows: limiter.budget?.allows(result) ?? true,
			hostWasUnknown,
		});
		if (decision.kind === 'accept') {
			return { ...decision, attempts, waitedMs, mayHaveTakenEffectBefore: mayHaveEffect };
		}
		mayHaveEffect ||= mayHaveTakenEffect(result, options.dialect);
		if (decision.kind === 'giveUp') return giveUp(decision.because, result, decision.delayMs);

		hostWasUnknown ||= isUnknownHost(result);
		limiter.budget?.spend(result);
		const sleptMs = clock.monotonic();
		const slept = await clock.sleep(decision.delayMs, signal).then(() => true, () => false);
		waitedMs += clock.monotonic() - sleptMs;
		if (!slept) return giveUp('aborted', result);
	}
}

const HELD_BACK: AttemptResult = { kind: 'refused', code: 'RATE_LIMITED', message: 'The rate limit of this credential is used up' };

function maxQueueMs({ maxWaitMs, maxDelayMs }: CallOptions, elapsedMs: number): number {
	return Math.max(0, Math.min(maxWaitMs - elapsedMs, maxDelayMs ?? DEFAULT_MAX_DELAY_MS, HARD_MAX_DELAY_MS));
}

/** The limiter rejects on abort alone. */
async function admit({ limiter, signal }: Ports, maxWaitMs: number): Promise<Admission | void | 'aborted'> {
	return await limiter.admit(signal, maxWaitMs).catch(() => 'aborted' as const);
}
