import { quotaFrom } from '../../../nodes/shared/http/quota';
import { answer } from '../../support/scriptedEgress.mts';

const reading = { nowMs: 1_800_000_000_000 };

describe('quotaFrom', () => {
	it.each([
		['X-RateLimit-*', { 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': '7', 'x-ratelimit-reset': '30' }, { limit: 100, remaining: 7, resetInMs: 30_000 }],
		['RateLimit and its policy', { ratelimit: '"a";r=7;t=30', 'ratelimit-policy': '"a";q=100;w=60' }, { limit: 100, remaining: 7, resetInMs: 30_000, windowMs: 60_000 }],
		['the older draft with a policy behind the limit', { 'ratelimit-limit': '100, 100;w=60', 'ratelimit-remaining': '0', 'ratelimit-reset': '5' }, { limit: 100, remaining: 0, resetInMs: 5_000 }],
		['a reset in epoch seconds', { 'x-ratelimit-remaining': '7', 'x-ratelimit-reset': '1800000030' }, { remaining: 7, resetInMs: 31_000 }],
		['a reset in epoch ms', { 'x-ratelimit-remaining': '7', 'x-ratelimit-reset': '1800000030000' }, { remaining: 7, resetInMs: 30_000 }],
		['a reset as an RFC 3339 timestamp', { 'x-ratelimit-remaining': '7', 'x-ratelimit-reset': '2027-01-15T08:00:30Z' }, { remaining: 7, resetInMs: 31_000 }],
		['a reset as an HTTP date', { 'x-ratelimit-remaining': '7', 'x-ratelimit-reset': 'Fri, 15 Jan 2027 08:00:30 GMT' }, { remaining: 7, resetInMs: 31_000 }],
		['a reset nobody can read, as none', { 'x-ratelimit-remaining': '7', 'x-ratelimit-reset': 'soon' }, { remaining: 7 }],
		['a reset that is past', { 'x-ratelimit-remaining': '7', 'x-ratelimit-reset': '1700000000' }, { remaining: 7, resetInMs: 0 }],
	])('reads %s', (_case, headers, expected) => {
		expect(quotaFrom(answer(200, headers).response, reading)).toEqual(expected);
	});

	it("reads the vendor's own names", () => {
		const rateLimit = { remainingHeader: 'x-quota-left', limitHeader: 'x-quota', resetHeader: 'x-quota-reset' };
		const { response } = answer(200, { 'x-quota-left': '3', 'x-quota': '9', 'x-quota-reset': '2' });
		expect(quotaFrom(response, { ...reading, rateLimit })).toEqual({ remaining: 3, limit: 9, resetInMs: 2_000 });
	});

	it('ignores what a cache has kept', () => {
		expect(quotaFrom(answer(200, { age: '12', 'x-ratelimit-remaining': '0' }).response, reading)).toBeUndefined();
	});

	it.each(['', '-1', 'many', '1.5', 'NaN'])('ignores the malformed remaining %j', (text) => {
		expect(quotaFrom(answer(200, { 'x-ratelimit-remaining': text }).response, reading)).toBeUndefined();
	});
});
