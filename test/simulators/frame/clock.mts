/** The simulator's wall clock, in ms since the epoch. It runs, and a test can move it. */
export interface SimulatorClock {
	now(): number;
	/** Moves the clock forward by so many ms (back, if negative). Nothing sleeps on it: what became due is done at the next look. */
	advance(byMs: number): void;
}

export function createClock(now: () => number = Date.now): SimulatorClock {
	let offsetMs = 0;
	return {
		now: () => now() + offsetMs,
		advance: (byMs) => {
			offsetMs += byMs;
		},
	};
}
