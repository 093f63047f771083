/** Repetitions of one measurement, in the unit of the values. */
export type Spread = { readonly median: number; readonly min: number; readonly max: number };

/** Median, least and most. Throws for no values. */
export function spreadOf(values: readonly number[]): Spread {
	const sorted = [...values].sort((one, other) => one - other);
	const middle = sorted.length / 2;
	const [low, high, min, max] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)], sorted[0], sorted.at(-1)];
	if (low === undefined || high === undefined || min === undefined || max === undefined) throw new Error('There is nothing to take the median of.');
	return { median: (low + high) / 2, min, max };
}
