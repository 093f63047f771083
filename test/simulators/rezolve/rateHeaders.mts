import type { RateLimit } from '../frame/rateLimit.mts';
import type { Switches } from './switches.mts';

/** Callers of this name are not limited: health checks. */
export const UNLIMITED_CALLER = 'health';

/** Words the headers of a rate limit as the switches want them. The limit must have been made with `headers: { x: 'epochMs' }`. */
export function wordRateLimit(rateLimit: RateLimit, switches: () => Switches, now: () => number): void {
	const admit = rateLimit.admit.bind(rateLimit);
	rateLimit.admit = (caller) => {
		if (caller === UNLIMITED_CALLER) return { admitted: true, headers: {} };
		const { admitted, headers } = admit(caller);
		const { resetHeader, rateLimitHeaders, retryAfter } = switches();
		if (admitted && rateLimitHeaders === 'on429') return { admitted, headers: {} };
		const resetsAtMs = Number(headers['x-ratelimit-reset']);
		const reset = {
			epochSeconds: String(Math.ceil(resetsAtMs / 1000)),
			epochMs: String(resetsAtMs),
			delta: String(Math.ceil((resetsAtMs - now()) / 1000)),
			iso: new Date(resetsAtMs).toISOString(),
		}[resetHeader];
		const { 'retry-after': hint, ...limits } = headers;
		return { admitted, headers: { ...limits, 'x-ratelimit-reset': reset, ...(retryAfter && hint !== undefined ? { 'retry-after': hint } : {}) } };
	};
}
