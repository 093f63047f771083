import fc from 'fast-check';

import { delayHint } from '../../../nodes/shared/http/delayHint';
import type { RateLimitDialect } from '../../../nodes/shared/http/dialect';
import { answer } from '../../support/scriptedEgress.mts';

const NOW = Date.UTC(2026, 10, 22, 12, 0, 0);
const date = (offsetSeconds: number) => new Date(NOW + offsetSeconds * 1_000).toUTCString();

function delayOf(headers: Record<string, string | string[]>, rateLimit?: RateLimitDialect, sinceReceivedMs = 0) {
	return delayHint(answer(429, headers).response, { nowMs: NOW, sinceReceivedMs, ...(rateLimit && { rateLimit }) })?.delayMs;
}

describe('delayHint', () => {
	it.each([
		['Retry-After in seconds', { 'retry-after': '42' }, 42_000],
		['Retry-After with a fraction, as some gateways send it', { 'retry-after': '1.5' }, 1_500],
		['Retry-After as a date', { 'retry-after': date(90) }, 90_000],
		['Retry-After of 0', { 'retry-after': '0' }, 0],
		['Retry-After in the past', { 'retry-after': date(-90) }, 0],
		['the first of several field lines', { 'retry-after': ['7', '9'] }, 7_000],
		['white space around the value', { 'retry-after': ' 7 ' }, 7_000],
		['the exhausted item of RateLimit', { ratelimit: '"day";r=900;t=4000, "minute";r=0;t=30' }, 30_000],
		['RateLimit in the token form', { ratelimit: 'default;r=0;t=5' }, 5_000],
		['RateLimit-Reset in seconds', { 'ratelimit-reset': '11' }, 11_000],
		['X-RateLimit-Reset in seconds', { 'x-ratelimit-reset': '12' }, 12_000],
		['X-Rate-Limit-Reset in seconds', { 'x-rate-limit-reset': '13' }, 13_000],
		['X-RateLimit-Reset in epoch ms', { 'x-ratelimit-reset': String(NOW + 14_000) }, 14_000],
		['a huge number, cut to one that can be added', { 'retry-after': '99999999999999' }, 1e12],
	])('reads %s', (_case, headers, expected) => {
		expect(delayOf(headers)).toBe(expected);
	});

	it('octokit/plugin-throttling.js#635: a reset in epoch seconds is come to one second after, not at it', () => {
		expect(delayOf({ 'x-ratelimit-reset': String(NOW / 1_000 + 20) })).toBe(21_000);
	});

	it.each([
		['an RFC 3339 timestamp', '2026-11-22T12:00:20Z', 21_000],
		['one with a fraction, which needs no second more', '2026-11-22T12:00:20.500Z', 20_500],
		['one with nine digits of a second', '2026-11-22T12:00:20.123456789Z', 20_123],
		['one in another zone', '2026-11-22T14:30:20+02:30', 21_000],
		['one west of Greenwich', '2026-11-22T07:00:20-05:00', 21_000],
		['one with a blank and small letters', '2026-11-22 12:00:20z', 21_000],
		['one with a leap second', '2026-11-22T12:00:60Z', 61_000],
		['one in the past', '2026-11-22T11:00:00Z', 0],
		['an HTTP date', date(20), 21_000],
	])('reads a reset given as %s', (_case, text, expected) => {
		for (const name of ['x-ratelimit-reset', 'x-rate-limit-reset', 'ratelimit-reset']) expect(delayOf({ [name]: text })).toBe(expected);
	});

	it.each([
		['a time without a zone', '2026-11-22T12:00:20'],
		['a zone without a colon', '2026-11-22T12:00:20+0000'],
		['a day that does not exist', '2026-02-30T12:00:00Z'],
		['hour 24', '2026-11-22T24:00:00Z'],
		['a month 13', '2026-13-01T12:00:00Z'],
		['a date alone', '2026-11-22'],
		['text behind it', '2026-11-22T12:00:20Z, 5'],
		['words', 'in a minute'],
		['nothing', ''],
	])('takes no delay from a reset with %s', (_case, text) => {
		expect(delayOf({ 'x-ratelimit-reset': text })).toBeUndefined();
		expect(delayOf({ 'x-ratelimit-reset': text, 'x-rate-limit-reset': '8' })).toBe(8_000);
	});

	it('reads a reset as a point in time whatever kind of number the dialect expects', () => {
		for (const resetFormat of ['deltaSeconds', 'epochSeconds', 'epochMilliseconds'] as const) {
			expect(delayOf({ 'x-ratelimit-reset': '2026-11-22T12:00:20.5Z' }, { resetFormat })).toBe(20_500);
		}
	});

	it('lets Retry-After win over a reset given as a point in time', () => {
		expect(delayOf({ 'retry-after': '3', 'x-ratelimit-reset': '2026-11-22T12:00:20Z' })).toBe(3_000);
	});

	it('takes no Retry-After in RFC 3339: that header knows HTTP dates only', () => {
		expect(delayOf({ 'retry-after': '2026-11-22T12:00:20Z' })).toBeUndefined();
	});

	it.each([
		['ten minutes slow', -600],
		['ten minutes fast', 600],
	])("octokit/plugin-throttling.js#599: a vendor's clock that is %s does no harm to dates and epochs", (_case, skew) => {
		expect(delayOf({ date: date(skew), 'retry-after': date(skew + 2) })).toBe(2_000);
		expect(delayOf({ date: date(skew), 'x-ratelimit-reset': String(NOW / 1_000 + skew + 2) })).toBe(3_000);
		expect(delayOf({ date: date(skew), 'x-ratelimit-reset': new Date(NOW + (skew + 2) * 1_000).toISOString() })).toBe(3_000);
		expect(delayOf({ date: date(skew), 'x-ratelimit-reset': date(skew + 2) })).toBe(3_000);
	});

	it('takes the local clock where Date cannot be read', () => {
		expect(delayOf({ date: 'yesterday', 'retry-after': date(2) })).toBe(2_000);
	});

	it('takes off what has passed since the answer arrived', () => {
		expect(delayOf({ 'retry-after': '10' }, undefined, 4_000)).toBe(6_000);
		expect(delayOf({ date: date(0), 'retry-after': date(10) }, undefined, 4_000)).toBe(6_000);
		expect(delayOf({ date: date(0), 'x-ratelimit-reset': '2026-11-22T12:00:10.000Z' }, undefined, 4_000)).toBe(7_000);
	});

	it('lets Retry-After win over RateLimit', () => {
		expect(delayOf({ 'retry-after': '3', ratelimit: '"a";r=0;t=60', 'x-ratelimit-reset': '90' })).toBe(3_000);
	});

	it.each(['-5', 'abc', '1e3', '0x10', '5,6', '+5', '5s', '', '2026-11-22'])('ignores the malformed Retry-After %j and reads the next header', (text) => {
		expect(delayOf({ 'retry-after': text })).toBeUndefined();
		expect(delayOf({ 'retry-after': text, 'ratelimit-reset': '8' })).toBe(8_000);
	});

	it.each(['"a";r=1;t=60', '"a";r=0', '"a";r=-1;t=5', 'r=0;t=5', '"a;r=0;t=5', '"a";r=0;t=x'])('takes no delay from the RateLimit field %j', (text) => {
		expect(delayOf({ ratelimit: text })).toBeUndefined();
	});

	it("Azure#20813: reads a vendor's own header in ms", () => {
		const rateLimit: RateLimitDialect = { delayHeader: { name: 'x-ms-retry-after-ms', format: 'milliseconds' } };
		expect(delayOf({ 'x-ms-retry-after-ms': '1200' }, rateLimit)).toBe(1_200);
		expect(delayOf({ 'x-ms-retry-after-ms': 'soon' }, rateLimit)).toBeUndefined();
	});

	it("reads resets the vendor's way where the dialect says so", () => {
		expect(delayOf({ 'x-ratelimit-reset': '1500' }, { resetFormat: 'deltaSeconds' })).toBe(1_500_000);
		expect(delayOf({ 'x-quota-reset': '15' }, { resetHeader: 'x-quota-reset' })).toBe(15_000);
		expect(delayOf({ 'x-ratelimit-reset': String(NOW / 1_000 + 5) }, { resetFormat: 'epochSeconds' })).toBe(6_000);
	});

	it('gives a finite delay that is not negative, or none, for any header text', () => {
		const text = fc.oneof(fc.string(), fc.stringMatching(/^[0-9.eE+-]{1,400}$/), fc.constantFrom(date(1), '2026-11-22T12:00:20Z', '9999-12-31T23:59:59-23:59', '0000-01-01T00:00:00Z', '1'.repeat(400), '"a";r=0;t=999999999999999'));
		const names = fc.constantFrom('retry-after', 'ratelimit', 'ratelimit-reset', 'x-ratelimit-reset', 'x-rate-limit-reset', 'date');
		fc.assert(
			fc.property(fc.dictionary(names, text), (headers) => {
				const delayMs = delayOf(headers);
				expect(delayMs === undefined || (delayMs >= 0 && delayMs <= 1e12)).toBe(true);
			}),
			{ numRuns: 500 },
		);
	});
});
