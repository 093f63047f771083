import { resetDelayMs, type Reading } from './delayHint';
import { header, headerList } from './header';
import { rateLimitField, rateLimitPolicy } from './rateLimitField';
import type { VendorResponse } from './request';

/** What an answer says about the quota that is left. Each part may be missing. */
export interface Quota {
	readonly remaining?: number;
	readonly limit?: number;
	/** From now on, in ms, never negative. */
	readonly resetInMs?: number;
	readonly windowMs?: number;
}

const REMAINING = ['ratelimit-remaining', 'x-ratelimit-remaining', 'x-rate-limit-remaining'];
const LIMIT = ['ratelimit-limit', 'x-ratelimit-limit', 'x-rate-limit-limit'];
const RESET = ['ratelimit-reset', 'x-ratelimit-reset', 'x-rate-limit-reset'];

/**
 * Reads RateLimit, RateLimit-Policy, RateLimit-*, X-RateLimit-* and X-Rate-Limit-*. Undefined where none is there or the answer comes
 * from a cache (it has an Age, RFC 9111 section 5.1): its numbers are yesterday's. Never throws.
 */
export function quotaFrom(response: VendorResponse, reading: Reading): Quota | undefined {
	const { headers } = response;
	if (Number(header(headers, 'age') ?? 0) > 0) return undefined;
	const own = reading.rateLimit;
	const item = rateLimitField(headerList(headers, 'ratelimit') ?? '');
	const policy = rateLimitPolicy(headerList(headers, 'ratelimit-policy') ?? '');
	const remaining = item?.remaining ?? firstCount(response, named(own?.remainingHeader, REMAINING));
	const limit = policy?.quota ?? firstCount(response, named(own?.limitHeader, LIMIT));
	if (remaining === undefined && limit === undefined) return undefined;
	const resetInMs = item?.resetSeconds === undefined ? firstReset(response, reading) : item.resetSeconds * 1_000;
	return {
		...(remaining !== undefined && { remaining }),
		...(limit !== undefined && { limit }),
		...(resetInMs !== undefined && { resetInMs: Math.max(resetInMs, 0) }),
		...(policy && policy.windowSeconds > 0 && { windowMs: policy.windowSeconds * 1_000 }),
	};
}

function named(own: string | undefined, standard: readonly string[]): readonly string[] {
	return own === undefined ? standard : [own, ...standard];
}

/** Older drafts append the policy, as in `100, 100;w=60`: only the leading number counts. */
function firstCount({ headers }: VendorResponse, names: readonly string[]): number | undefined {
	for (const name of names) {
		const digits = /^(\d{1,15})(?:\s*[,;].*)?$/.exec(header(headers, name) ?? '')?.[1];
		if (digits !== undefined) return Number(digits);
	}
	return undefined;
}

function firstReset(response: VendorResponse, reading: Reading): number | undefined {
	for (const name of named(reading.rateLimit?.resetHeader, RESET)) {
		const text = header(response.headers, name);
		const format = reading.rateLimit?.resetFormat ?? (name === 'ratelimit-reset' ? 'deltaSeconds' : 'auto');
		const resetInMs = text === undefined ? undefined : resetDelayMs(text, format, response, reading);
		if (resetInMs !== undefined) return resetInMs;
	}
	return undefined;
}
