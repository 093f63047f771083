import type { AttemptResult } from './attemptResult';
import type { RetryBudget } from './ports';

const CAPACITY = 500;
const RETRY_COST = 14;
/** A vendor that throttles is healthy and says when to come back: its retries cost less. */
const THROTTLE_COST = 5;
const REFILL_PER_SUCCESS = 5;
const REFILL_PER_SECOND = 10;

/** A budget that the limiter feeds. */
export interface FedBudget extends RetryBudget {
	/** To be called on every success, the ones of first attempts included (aws/aws-sdk-go-v2#3550 shows what happens otherwise). */
	refill(): void;
}

/**
 * Tokens for retries, shared by all calls of a limiter: 500, a retry costs 14, one after throttling 5. Without it every call of a broken vendor
 * sends its full number of attempts. It also refills with time, or one bad hour would stop retries for ever (aws/aws-sdk-js-v3#4754).
 * `nowMs` is a monotonic clock.
 */
export function createRetryBudget(nowMs: () => number, isThrottle: (result: AttemptResult) => boolean): FedBudget {
	let tokens = CAPACITY;
	let countedMs = nowMs();

	const add = (more: number) => {
		tokens = Math.min(CAPACITY, tokens + more);
	};
	const catchUp = () => {
		const now = nowMs();
		add(((now - countedMs) / 1_000) * REFILL_PER_SECOND);
		countedMs = now;
	};
	const cost = (result: AttemptResult) => (isThrottle(result) ? THROTTLE_COST : RETRY_COST);

	return {
		allows: (result) => {
			catchUp();
			return tokens >= cost(result);
		},
		spend: (result) => add(-cost(result)),
		refill: () => add(REFILL_PER_SUCCESS),
	};
}
