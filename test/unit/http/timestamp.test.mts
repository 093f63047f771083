import fc from 'fast-check';

import { timestamp } from '../../../nodes/shared/http/timestamp';

describe('timestamp', () => {
	it('gives back any point in time from year 1000 on that toISOString wrote', () => {
		fc.assert(
			fc.property(fc.date({ min: new Date('1000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }), (date) => {
				expect(timestamp(date.toISOString())).toBe(date.getTime());
			}),
		);
	});

	it('never throws, and gives a finite number or nothing', () => {
		const nearly = fc.stringMatching(/^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d{1,4})?([Zz]|[+-]\d{2}:\d{2})$/);
		fc.assert(
			fc.property(fc.oneof(nearly, fc.string()), (text) => {
				const atMs = timestamp(text);
				expect(atMs === undefined || Number.isFinite(atMs)).toBe(true);
			}),
			{ numRuns: 500 },
		);
	});

	it('knows a 29 February only in a leap year', () => {
		expect(timestamp('2028-02-29T00:00:00Z')).toBe(Date.UTC(2028, 1, 29));
		expect(timestamp('2027-02-29T00:00:00Z')).toBeUndefined();
	});
});
