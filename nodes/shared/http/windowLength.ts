/** The window's length is longer than `moreThanMs` and at most `atMostMs`. */
export interface LengthBounds {
	readonly moreThanMs: number;
	readonly atMostMs: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** The lengths that vendors choose. */
const ROUND = [1, 2, 5, 10, 15, 20, 30].map((count) => count * SECOND)
	.concat([1, 2, 5, 10, 15, 30, 60].map((count) => count * MINUTE))
	.concat([24 * 60 * MINUTE]);

/**
 * The likely length of a rate-limit window, in ms. Hints are rounded up to whole seconds, which would waste up to a second of each window;
 * but windows are round, so a single round number within the bounds is taken for the truth. Otherwise the upper bound: never early.
 */
export function likelyLengthMs({ moreThanMs, atMostMs }: LengthBounds): number {
	const fitting = ROUND.filter((length) => length > moreThanMs && length <= atMostMs);
	return fitting[fitting.length - 1] ?? atMostMs;
}

/** What both measurements allow; the newer one alone where they contradict each other. */
export function narrowed(older: LengthBounds | undefined, newer: LengthBounds): LengthBounds {
	if (!older) return newer;
	const moreThanMs = Math.max(older.moreThanMs, newer.moreThanMs);
	const atMostMs = Math.min(older.atMostMs, newer.atMostMs);
	return moreThanMs < atMostMs ? { moreThanMs, atMostMs } : newer;
}
