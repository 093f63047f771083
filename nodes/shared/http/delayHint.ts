import type { RateLimitDialect, ResetFormat } from './dialect';
import { header, headerList } from './header';
import { httpDate } from './httpDate';
import { rateLimitField } from './rateLimitField';
import type { VendorResponse } from './request';
import { timestamp } from './timestamp';

/** The vendor's wish for the delay before the next attempt. */
export interface DelayHint {
	/** From now on, never negative, finite. 0 means "now" or "in the past". */
	readonly delayMs: number;
	/** How much later than the true moment the hint may be because the vendor rounds up. */
	readonly roundedUpMs: number;
	readonly source: string;
}

export interface Reading {
	/** Wall clock now, ms since the epoch. */
	readonly nowMs: number;
	/** How long ago the answer arrived, in ms on the monotonic clock. */
	readonly sinceReceivedMs?: number;
	readonly rateLimit?: RateLimitDialect;
}

/** Longer than any sane wish and still exact: what goes beyond is cut to it, so that no sum overflows. About 31 years. */
const LONGEST_MS = 1e12;

const WHOLE_SECOND_MS = 1_000;
/** Where the reset and the Date it is compared with are both whole seconds. */
const DATE_MS = 2_000;

/**
 * The delay the vendor asks for, from the first header that is present and well-formed: Retry-After, RateLimit (when nothing remains),
 * RateLimit-Reset, X-RateLimit-Reset, X-Rate-Limit-Reset, then the vendor's own. Malformed fields are ignored
 * (draft-ietf-httpapi-ratelimit-headers), and Retry-After wins over RateLimit as that draft demands. Never throws.
 */
export function delayHint(response: VendorResponse, reading: Reading): DelayHint | undefined {
	return firstHint(READERS, response, reading);
}

/**
 * The same for an answer that refused nothing for the rate limit, an outage for instance: Retry-After, or the vendor's own. Vendors tell
 * their limit with every answer; when it is reset says nothing about when an outage ends. Never throws.
 */
export function outageHint(response: VendorResponse, reading: Reading): DelayHint | undefined {
	return firstHint(OUTAGE_READERS, response, reading);
}

function firstHint(readers: readonly Reader[], response: VendorResponse, reading: Reading): DelayHint | undefined {
	for (const read of readers) {
		const hint = read(response, reading);
		if (hint && Number.isFinite(hint.delayMs)) return { ...hint, delayMs: Math.min(Math.max(hint.delayMs, 0), LONGEST_MS) };
	}
	return undefined;
}

type Reader = (response: VendorResponse, reading: Reading) => DelayHint | undefined;

const READERS: readonly Reader[] = [
	retryAfter,
	rateLimit,
	resetReader('ratelimit-reset', 'deltaSeconds'),
	(response, reading) => (reading.rateLimit?.resetHeader ? resetReader(reading.rateLimit.resetHeader, 'auto')(response, reading) : undefined),
	resetReader('x-ratelimit-reset', 'auto'),
	resetReader('x-rate-limit-reset', 'auto'),
	vendorsOwn,
];

const OUTAGE_READERS: readonly Reader[] = [retryAfter, vendorsOwn];

/** RFC 9110 section 10.2.3. Fractions of seconds are not in it, but some gateways send them. */
function retryAfter(response: VendorResponse, reading: Reading): DelayHint | undefined {
	const text = header(response.headers, 'retry-after');
	if (text === undefined) return undefined;
	return fromSeconds(text, reading, 'Retry-After') ?? fromDate(text, response, reading, 'Retry-After');
}

function rateLimit(response: VendorResponse, reading: Reading): DelayHint | undefined {
	const text = headerList(response.headers, 'ratelimit');
	const item = text === undefined ? undefined : rateLimitField(text);
	if (!item || item.remaining > 0 || item.resetSeconds === undefined) return undefined;
	return { delayMs: item.resetSeconds * 1_000 - elapsed(reading), roundedUpMs: WHOLE_SECOND_MS, source: 'RateLimit' };
}

function resetReader(name: string, standard: ResetFormat): Reader {
	return (response, reading) => {
		const text = header(response.headers, name);
		if (text === undefined) return undefined;
		const delayMs = resetDelayMs(text, reading.rateLimit?.resetFormat ?? standard, response, reading);
		return delayMs === undefined ? undefined : { delayMs, roundedUpMs: DATE_MS, source: name };
	};
}

function vendorsOwn(response: VendorResponse, reading: Reading): DelayHint | undefined {
	const own = reading.rateLimit?.delayHeader;
	const text = own && header(response.headers, own.name);
	if (!own || text === undefined) return undefined;
	if (own.format === 'date') return fromDate(text, response, reading, own.name);
	if (own.format === 'seconds') return fromSeconds(text, reading, own.name);
	return /^\d+(\.\d+)?$/.test(text) ? { delayMs: Number(text) - elapsed(reading), roundedUpMs: 0, source: own.name } : undefined;
}

/** ms until a reset that is given as a number or a point in time, undefined where the text is neither. May be negative. */
export function resetDelayMs(text: string, format: ResetFormat, response: VendorResponse, reading: Reading): number | undefined {
	if (!/^\d+(\.\d+)?$/.test(text)) {
		const atMs = timestamp(text) ?? httpDate(text, reading.nowMs);
		return atMs === undefined ? undefined : atMs + afterMs(atMs / 1_000) - vendorNowMs(response, reading);
	}
	const value = Number(text);
	if (format === 'epochMilliseconds' || (format === 'auto' && value >= 1e12)) return value - vendorNowMs(response, reading);
	if (format === 'epochSeconds' || (format === 'auto' && value >= 1e9)) {
		return value * 1_000 + afterMs(value) - vendorNowMs(response, reading);
	}
	return value * 1_000 - elapsed(reading);
}

/** One second more, to come after a reset given in whole seconds, not at it (octokit/plugin-throttling.js#635). */
const afterMs = (seconds: number): number => (Number.isInteger(seconds) ? WHOLE_SECOND_MS : 0);

function fromSeconds(text: string, reading: Reading, source: string): DelayHint | undefined {
	if (!/^\d+(\.\d+)?$/.test(text)) return undefined;
	return { delayMs: Number(text) * 1_000 - elapsed(reading), roundedUpMs: text.includes('.') ? 0 : WHOLE_SECOND_MS, source };
}

function fromDate(text: string, response: VendorResponse, reading: Reading, source: string): DelayHint | undefined {
	const atMs = httpDate(text, reading.nowMs);
	return atMs === undefined ? undefined : { delayMs: atMs - vendorNowMs(response, reading), roundedUpMs: DATE_MS, source };
}

/**
 * What the vendor's clock shows now: its answer's own Date plus the time since it arrived, so that a clock that is ten minutes off,
 * theirs or ours, does no harm (octokit/plugin-throttling.js#599). Our clock where there is no usable Date.
 */
function vendorNowMs(response: VendorResponse, reading: Reading): number {
	const text = header(response.headers, 'date');
	const dateMs = text === undefined ? undefined : httpDate(text, reading.nowMs);
	return dateMs === undefined ? reading.nowMs : dateMs + elapsed(reading);
}

function elapsed({ sinceReceivedMs }: Reading): number {
	return Math.max(sinceReceivedMs ?? 0, 0);
}
