export interface RateLimitOptions {
	/** Requests that one caller may send in one window. */
	readonly limit: number;
	readonly windowMs: number;
	readonly headers?: {
		/** Sends Retry-After with a 429 (RFC 9110 section 10.2.3), in whole seconds, rounded up, or as an HTTP date. Default true. */
		readonly retryAfter?: boolean | 'date';
		/** Sends X-RateLimit-Limit, -Remaining and -Reset with every answer; this is how Reset is written. */
		readonly x?: 'epochSeconds' | 'epochMs' | 'delta';
		/** Sends RateLimit-Policy and RateLimit with every answer (draft-ietf-httpapi-ratelimit-headers-10). */
		readonly ietf?: boolean;
	};
}

/** What happened in one window of one caller. */
export interface RateLimitWindow {
	readonly caller: string;
	readonly startedAtMs: number;
	/** Admitted. */
	requests: number;
	/** Answered 429. */
	refused: number;
}

export interface Admission {
	readonly admitted: boolean;
	/** Names in lower case. */
	readonly headers: Record<string, string>;
}

/** A fixed window for each caller, which begins with its first request. Refused requests do not count against the limit. */
export class RateLimit {
	/** Every window so far, oldest first: benchmarks and tests read it. */
	windows: RateLimitWindow[] = [];
	#options: RateLimitOptions;
	#current = new Map<string, RateLimitWindow>();
	#now: () => number;

	constructor(options: RateLimitOptions, now: () => number) {
		this.#options = options;
		this.#now = now;
	}

	/** Changes limit, window length or headers; windows that have begun go on under the new rule. */
	set(options: Partial<RateLimitOptions>): void {
		this.#options = { ...this.#options, ...options };
	}

	/** Forgets all windows. */
	reset(): void {
		this.windows = [];
		this.#current.clear();
	}

	/** Counts one request and says whether it may be answered. */
	admit(caller: string): Admission {
		const { limit, windowMs } = this.#options;
		const nowMs = this.#now();
		let window = this.#current.get(caller);
		if (!window || nowMs >= window.startedAtMs + windowMs) {
			window = { caller, startedAtMs: nowMs, requests: 0, refused: 0 };
			this.#current.set(caller, window);
			this.windows.push(window);
		}
		const admitted = window.requests < limit;
		if (admitted) window.requests += 1;
		else window.refused += 1;
		return { admitted, headers: this.#headers(admitted, limit - window.requests, window.startedAtMs + windowMs, nowMs) };
	}

	#headers(admitted: boolean, remaining: number, resetsAtMs: number, nowMs: number): Record<string, string> {
		const { limit, windowMs, headers: { retryAfter = true, x, ietf = false } = {} } = this.#options;
		const seconds = String(Math.ceil((resetsAtMs - nowMs) / 1000));
		const headers: Record<string, string> = {};
		if (!admitted && retryAfter) headers['retry-after'] = retryAfter === 'date' ? new Date(Math.ceil(resetsAtMs / 1000) * 1000).toUTCString() : seconds;
		if (x) {
			headers['x-ratelimit-limit'] = String(limit);
			headers['x-ratelimit-remaining'] = String(remaining);
			headers['x-ratelimit-reset'] = { delta: seconds, epochMs: String(resetsAtMs), epochSeconds: String(Math.ceil(resetsAtMs / 1000)) }[x];
		}
		if (ietf) {
			headers['ratelimit-policy'] = `"default";q=${limit};w=${Math.ceil(windowMs / 1000)}`;
			headers.ratelimit = `"default";r=${remaining};t=${seconds}`;
		}
		return headers;
	}
}
