import type { Failure } from 'n8n-workflow';

import type { VendorRequest, VendorResponse } from './request';

/** How one vendor speaks HTTP: what a vendor room fills in. */
export interface HttpDialect {
	readonly errors: ErrorDialect;
	readonly retry?: RetryDialect;
	readonly rateLimit?: RateLimitDialect;
}

/** The part of a dialect that one call needs. */
export type CallDialect = Pick<HttpDialect, 'retry' | 'rateLimit'>;

/** Which answers are worth another attempt. Everything has a default. */
export interface RetryDialect {
	/** In place of the default 408, 425, 429, 500, 502, 503, 504. */
	readonly retryStatuses?: readonly number[];
	/** On top of them, such as 520 to 524 or 529 behind some gateways. */
	readonly alsoRetryStatuses?: readonly number[];
	/** The vendor documents that a 503 with Retry-After was not processed: then even a write without a key is repeated. */
	readonly unprocessed503?: boolean;
	/** Tells a 409 that means "the first call with this key is still running" from every other 409. Without it no 409 is repeated. */
	isKeyInFlight?(response: VendorResponse): boolean;
}

/** How the vendor tells how much is left and how long to wait, where that differs from the standards. Header names in lower case. */
export interface RateLimitDialect {
	/** An answer other than 429 that may mean throttling, such as a 403. It counts only with Retry-After or with nothing remaining. */
	isThrottled?(response: VendorResponse): boolean;
	/** The vendor's own header for the delay, asked after the standard ones. */
	readonly delayHeader?: { readonly name: string; readonly format: 'seconds' | 'milliseconds' | 'date' };
	/** How to read reset numbers. `auto`: 1e12 and more is epoch ms, 1e9 and more is epoch s, the rest is seconds from now. */
	readonly resetFormat?: ResetFormat;
	readonly resetHeader?: string;
	readonly remainingHeader?: string;
	readonly limitHeader?: string;
	/** How many remaining requests are left alone. Default 1. */
	readonly reserve?: number;
	/** A documented quota. Without it the limiter learns from the first 429. */
	readonly known?: { readonly limit: number; readonly windowMs: number };
	/** The vendor counts some requests apart from others. Requests with the same bucket name share one limiter. */
	bucketOf?(request: VendorRequest): string;
}

export type ResetFormat = 'auto' | 'deltaSeconds' | 'epochSeconds' | 'epochMilliseconds';

/** What n8n lets a node declare about the reason, see its `Failure`. */
export type FailureCause = Failure['cause'];

export interface FieldMessage {
	/** As the vendor names it, such as a JSON pointer or a dotted path. Empty where the text stands for the whole. */
	readonly field: string;
	readonly message: string;
}

/** What a vendor's error body says, taken apart. */
export interface VendorText {
	readonly message?: string;
	readonly code?: string;
	readonly fields?: readonly FieldMessage[];
}

/** How the vendor words its refusals. */
export interface ErrorDialect {
	/** Display name, as in "Acme". */
	readonly vendor: string;
	/** Takes an error body apart. It is given whatever came, even text or nothing, and throws never. */
	read(body: unknown, response: VendorResponse): VendorText;
	/** The way out, by vendor code, else by status. */
	readonly hints?: Readonly<Record<string, string>>;
	/** The reason n8n is told, by vendor code, else by status; has the last word over the defaults. */
	readonly causes?: Readonly<Record<string, FailureCause>>;
	/** In lower case, the first one present is shown. */
	readonly requestIdHeaders?: readonly string[];
}
