import type { AttemptResult } from './attemptResult';
import type { VendorRequest } from './request';

/** Time as an argument, so that a ten-minute wait costs a test nothing. All values are ms. */
export interface Clock {
	/** Wall clock, since the epoch. It may jump. */
	now(): number;
	/** Never goes back; only differences mean anything. */
	monotonic(): number;
	/** Ends after `delayMs`, or rejects within one tick of the signal's abort. */
	sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
}

/** Sends one request once. It never rejects: a failure is a result, and so is that the signal ended it. */
export type Egress = (request: VendorRequest, signal?: AbortSignal) => Promise<AttemptResult>;

/** What the limiter said to one call: a ticket to be handed back with the result, or that waiting would take too long. */
export type Admission =
	| { readonly kind: 'ticket' }
	/** Nothing may be sent for at least `delayMs`, which is more than the call can wait. It has no ticket. */
	| { readonly kind: 'heldBack'; readonly delayMs: number };

/** Tokens that all calls of one limiter share, so that a broken vendor isn't hit by everybody's retries at once. */
export interface RetryBudget {
	/** Whether a retry after this result can be paid for. */
	allows(result: AttemptResult): boolean;
	spend(result: AttemptResult): void;
}

/** Shared by every call of one credential: what one call learns, all obey. */
export interface Limiter {
	/**
	 * Ends when this call may send; rejects when the signal aborts first. First come, first served.
	 * A call that would have to wait longer than `maxWaitMs` is told so as soon as that is known.
	 */
	admit(signal?: AbortSignal, maxWaitMs?: number): Promise<Admission | void>;
	/** Tells what came back, once for each ticket. */
	observe(result: AttemptResult, admission?: Admission): void;
	readonly budget?: RetryBudget;
}

/** All that the pipeline knows of the world around it: executions, polls, list searches and tests bring their own. */
export interface Ports {
	readonly egress: Egress;
	readonly limiter: Limiter;
	readonly clock: Clock;
	/** Uniform in [0, 1). */
	readonly random: () => number;
	readonly signal?: AbortSignal;
}
