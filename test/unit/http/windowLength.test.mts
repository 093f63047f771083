import { likelyLengthMs, narrowed } from '../../../nodes/shared/http/windowLength';

describe('the length of a window', () => {
	it.each([
		[1_500, 2_500, 2_000],
		[59_200, 60_100, 60_000],
		[3_599_100, 3_600_050, 3_600_000],
		[6_400, 7_300, 7_300],
	])('is, between %i and %i ms, taken for %i ms', (moreThanMs, atMostMs, expected) => {
		expect(likelyLengthMs({ moreThanMs, atMostMs })).toBe(expected);
	});

	it('is what both measurements allow', () => {
		expect(narrowed({ moreThanMs: 1_500, atMostMs: 2_500 }, { moreThanMs: 2_000, atMostMs: 3_000 })).toEqual({ moreThanMs: 2_000, atMostMs: 2_500 });
	});

	it('is what the newer measurement says where they contradict each other', () => {
		expect(narrowed({ moreThanMs: 0, atMostMs: 1_000 }, { moreThanMs: 2_000, atMostMs: 3_000 })).toEqual({ moreThanMs: 2_000, atMostMs: 3_000 });
	});
});
