import fc from 'fast-check';

import { httpDate } from '../../../nodes/shared/http/httpDate';

const NOW = Date.UTC(2026, 10, 22);
const EXAMPLE = Date.UTC(1994, 10, 6, 8, 49, 37);

describe('httpDate', () => {
	it.each([
		['IMF-fixdate', 'Sun, 06 Nov 1994 08:49:37 GMT'],
		['RFC 850', 'Sunday, 06-Nov-94 08:49:37 GMT'],
		['asctime, which is GMT', 'Sun Nov  6 08:49:37 1994'],
	])('reads the %s form of RFC 9110', (_form, text) => {
		expect(httpDate(text, NOW)).toBe(EXAMPLE);
	});

	it('puts a two-digit year at most 50 years ahead', () => {
		expect(httpDate('Sunday, 06-Nov-76 08:49:37 GMT', NOW)).toBe(Date.UTC(2076, 10, 6, 8, 49, 37));
		expect(httpDate('Sunday, 06-Nov-77 08:49:37 GMT', NOW)).toBe(Date.UTC(1977, 10, 6, 8, 49, 37));
	});

	it('allows the second 60 of a leap second', () => {
		expect(httpDate('Sat, 31 Dec 2016 23:59:60 GMT', NOW)).toBe(Date.UTC(2017, 0, 1));
	});

	it.each(['2026-11-22T00:00:00Z', 'Sun, 06 Nov 1994 08:49:37 +0000', 'Sun, 31 Feb 2026 08:49:37 GMT', 'Sun, 06 Nov 1994 24:00:00 GMT', 'soon', '', '1000'])(
		'does not read %j',
		(text) => {
			expect(httpDate(text, NOW)).toBeUndefined();
		},
	);

	it('reads back every second that Date writes as a UTC string', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 253_402_300_799 }), (seconds) => {
				const date = new Date(seconds * 1_000);
				expect(httpDate(date.toUTCString(), NOW)).toBe(date.getTime());
			}),
		);
	});
});
