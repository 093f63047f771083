import type { AttemptResult } from './attemptResult';
import { delayHint, outageHint, type DelayHint } from './delayHint';
import type { CallDialect } from './dialect';
import { header } from './header';
import { quotaFrom } from './quota';
import type { GiveUpReason, Idempotency } from './send';
import type { VendorResponse } from './request';

/** Statuses worth another attempt. 501 and 505 never are: they say that it will not work later either. */
const RETRYABLE: readonly number[] = [408, 425, 429, 500, 502, 503, 504];

/** Cap of one delay where the call names none, in ms. */
export const DEFAULT_MAX_DELAY_MS = 120_000;

/** Nobody may raise the cap above this: ten minutes is where the RateLimit draft's security section lets a client stop obeying. */
export const HARD_MAX_DELAY_MS = 600_000;

const BACKOFF_BASE_MS = 500;
const THROTTLED_BACKOFF_BASE_MS = 1_000;
const BACKOFF_CAP_MS = 30_000;

/** All that the decision depends on besides the result. */
export interface Call {
	readonly idempotency: Idempotency;
	/** Of the attempt that gave the result; the first is 1. */
	readonly attempt: number;
	readonly maxAttempts: number;
	/** Since the call began, in ms on the monotonic clock. */
	readonly elapsedMs: number;
	/** The deadline, counted from the call's beginning. */
	readonly maxWaitMs: number;
	readonly maxDelayMs?: number;
	/** Wall clock, ms since the epoch. */
	readonly nowMs: number;
	/** Since the answer arrived. */
	readonly sinceReceivedMs?: number;
	/** Uniform in [0, 1). */
	readonly random: number;
	/** Whether the retry budget that all calls share can pay for one more. */
	readonly budgetAllows: boolean;
	/** An earlier attempt of this call already found no such host. */
	readonly hostWasUnknown?: boolean;
	readonly dialect?: CallDialect;
}

export type Decision =
	| { readonly kind: 'accept'; readonly response: VendorResponse }
	| { readonly kind: 'retry'; readonly delayMs: number }
	| { readonly kind: 'giveUp'; readonly because: GiveUpReason; readonly delayMs?: number };

/**
 * What to do after one attempt. Pure: no clock, no sleep, no chance of its own. The order of the rules matters:
 * what may not be repeated is settled before anything asks how long to wait.
 */
export function decide(result: AttemptResult, call: Call): Decision {
	if (result.kind === 'aborted') return { kind: 'giveUp', because: 'aborted' };
	if (result.kind === 'refused') return { kind: 'giveUp', because: 'notRetryable' };
	if (result.kind === 'response' && !isRetryable(result.response, call)) return { kind: 'accept', response: result.response };
	if (call.idempotency === 'none' && mayHaveTakenEffect(result, call.dialect)) return { kind: 'giveUp', because: 'outcomeUnknown' };
	// A name that does not resolve is mostly a typing mistake; once more covers the hiccup of a resolver.
	if (isUnknownHost(result) && call.hostWasUnknown) return { kind: 'giveUp', because: 'notRetryable' };
	if (call.attempt >= call.maxAttempts) return { kind: 'giveUp', because: 'attemptsSpent' };
	if (!call.budgetAllows) return { kind: 'giveUp', because: 'budgetSpent' };
	return wait(result, call);
}

/**
 * Whether the vendor may have acted upon this attempt. Proven not to: a request that never arrived, a refusal by the rate limit,
 * 425 (RFC 8470 section 5.2), any other 4xx but 408, and a 503 with Retry-After where the vendor documents that.
 */
export function mayHaveTakenEffect(result: AttemptResult, dialect?: CallDialect): boolean {
	if (result.kind === 'networkFailure') return result.delivery === 'maybe';
	if (result.kind !== 'response') return result.kind === 'aborted';
	const { response } = result;
	if (isThrottled(response, dialect)) return false;
	if (response.status === 503 && dialect?.retry?.unprocessed503 && header(response.headers, 'retry-after') !== undefined) return false;
	if (response.status === 409 && dialect?.retry?.isKeyInFlight?.(response)) return true;
	return response.status === 408 || response.status >= 500;
}

/** Whether the vendor refused because too much was asked of it, so that nothing happened. */
export function isThrottled(response: VendorResponse, dialect?: CallDialect): boolean {
	if (response.status === 429) return true;
	if (!dialect?.rateLimit?.isThrottled?.(response)) return false;
	const remaining = quotaFrom(response, { nowMs: 0, rateLimit: dialect.rateLimit })?.remaining;
	return header(response.headers, 'retry-after') !== undefined || remaining === 0;
}

export function isUnknownHost(result: AttemptResult): boolean {
	return result.kind === 'networkFailure' && result.code === 'ENOTFOUND';
}

function isRetryable(response: VendorResponse, { dialect, idempotency }: Call): boolean {
	const { status } = response;
	if (status === 409) return idempotency === 'key' && (dialect?.retry?.isKeyInFlight?.(response) ?? false);
	if (isThrottled(response, dialect)) return true;
	const statuses = dialect?.retry?.retryStatuses ?? RETRYABLE;
	return statuses.includes(status) || (dialect?.retry?.alsoRetryStatuses?.includes(status) ?? false);
}

function wait(result: AttemptResult, call: Call): Decision {
	const hint = result.kind === 'response' ? hintIn(result.response, call) : undefined;
	const wishMs = hint?.delayMs ?? 0;
	const capMs = Math.min(call.maxDelayMs ?? DEFAULT_MAX_DELAY_MS, HARD_MAX_DELAY_MS);
	// Less than the vendor asks would only meet the next refusal, so a wish that cannot be granted ends the call now.
	if (wishMs > capMs) return { kind: 'giveUp', because: 'delayTooLong', delayMs: wishMs };
	const delayMs = hint ? hintedDelayMs(wishMs, call.random) : backoffMs(call, result);
	if (call.elapsedMs + delayMs > call.maxWaitMs) return { kind: 'giveUp', because: 'deadlineReached', delayMs: hint ? wishMs : delayMs };
	return { kind: 'retry', delayMs };
}

function hintIn(response: VendorResponse, { nowMs, sinceReceivedMs = 0, dialect }: Call): DelayHint | undefined {
	const reading = { nowMs, sinceReceivedMs, rateLimit: dialect?.rateLimit };
	return isThrottled(response, dialect) ? delayHint(response, reading) : outageHint(response, reading);
}

/**
 * The delay that obeys a hint, in ms: never shorter, jitter is added (HoneyryderChuck/httpx#141 shows the opposite).
 * A hint of 0 or in the past gives 50 to 250 ms, so that a vendor who keeps saying 0 is not hit in a hot loop.
 */
export function hintedDelayMs(hintMs: number, random: number): number {
	return hintMs <= 0 ? 50 + random * 200 : hintMs + random * Math.min(1_000, hintMs / 10);
}

/** Full jitter, in ms: uniform in [0, min(30 s, base * 2^(attempt - 1))], base 0.5 s, 1 s after a 429. */
function backoffMs({ attempt, random, dialect }: Call, result: AttemptResult): number {
	const throttled = result.kind === 'response' && isThrottled(result.response, dialect);
	const baseMs = throttled ? THROTTLED_BACKOFF_BASE_MS : BACKOFF_BASE_MS;
	return random * Math.min(BACKOFF_CAP_MS, baseMs * 2 ** (attempt - 1));
}
