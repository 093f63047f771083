import type { AttemptResult } from '../../nodes/shared/http/attemptResult.ts';
import type { Clock, Egress } from '../../nodes/shared/http/ports.ts';
import { answer } from './scriptedEgress.mts';

export interface VirtualServerOptions {
	readonly clock: Clock;
	readonly limit: number;
	readonly windowMs: number;
	/** One way, in ms. Default 5. */
	readonly travelMs?: number;
	/** `firstRequest`: a window begins with the first request after the last. `aligned`: windows follow each other from time 0. `sliding`: the last windowMs. */
	readonly window?: 'firstRequest' | 'aligned' | 'sliding';
	/** Also sends X-RateLimit-Limit, -Remaining and -Reset (seconds). */
	readonly tellsQuota?: boolean;
	readonly sendsRetryAfter?: boolean;
}

export interface VirtualServer {
	readonly egress: Egress;
	/** Moments at which a request was granted, in ms. */
	readonly granted: number[];
	/** Moments at which a request was refused with 429, in ms. */
	readonly refused: number[];
	setLimit(limit: number): void;
}

/** A vendor in virtual time that counts requests in windows and refuses with Retry-After in whole seconds, rounded up. */
export function virtualServer(options: VirtualServerOptions): VirtualServer {
	const { clock, windowMs, travelMs = 5, window = 'firstRequest', tellsQuota = false, sendsRetryAfter = true } = options;
	let { limit } = options;
	let startMs = -Infinity;
	let count = 0;
	const granted: number[] = [];
	const refused: number[] = [];

	const resetInMs = (now: number): number => {
		if (window === 'sliding') return (granted[granted.length - limit] ?? now) + windowMs - now;
		return startMs + windowMs - now;
	};

	const handle = (now: number): AttemptResult => {
		if (window === 'sliding') {
			count = granted.filter((at) => at > now - windowMs).length;
		} else if (now >= startMs + windowMs) {
			startMs = window === 'aligned' ? now - (now % windowMs) : now;
			count = 0;
		}
		const isGranted = count < limit;
		if (isGranted) {
			count++;
			granted.push(now);
		} else {
			refused.push(now);
		}
		const seconds = String(Math.max(1, Math.ceil(resetInMs(now) / 1_000)));
		const quota = tellsQuota
			? { 'x-ratelimit-limit': String(limit), 'x-ratelimit-remaining': String(Math.max(0, limit - count)), 'x-ratelimit-reset': seconds }
			: {};
		return isGranted ? answer(201, quota) : answer(429, { ...quota, ...(sendsRetryAfter && { 'retry-after': seconds }) });
	};

	return {
		granted,
		refused,
		setLimit: (more) => {
			limit = more;
		},
		egress: async () => {
			await clock.sleep(travelMs);
			const result = handle(clock.monotonic());
			await clock.sleep(travelMs);
			return result.kind === 'response' ? { ...result, receivedAtMs: clock.monotonic() } : result;
		},
	};
}
