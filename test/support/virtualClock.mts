import { setImmediate as nextTurn } from 'node:timers/promises';

import type { Clock } from '../../nodes/shared/http/ports.ts';

interface Sleeper {
	readonly wakesAtMs: number;
	readonly wake: () => void;
}

export interface VirtualClock extends Clock {
	/** Moves time whenever nothing but sleepers is left, until the work has ended. Throws when the work waits for something else. */
	run<T>(work: Promise<T>): Promise<T>;
	/** Lets this much time pass, waking whoever is due, in order. */
	advance(ms: number): Promise<void>;
	/** Moves the wall clock alone, as a clock correction does. */
	skewWallClock(ms: number): void;
	/** How many sleeps have not ended. */
	sleeping(): number;
}

/** Time that only moves when everybody sleeps: the wall clock starts at `startMs`, the monotonic clock at 0, both in ms. */
export function virtualClock(startMs = 0): VirtualClock {
	const sleepers: Sleeper[] = [];
	let nowMs = 0;
	let wallMs = startMs;

	const earliest = () => sleepers.reduce<Sleeper | undefined>((first, next) => (first && first.wakesAtMs <= next.wakesAtMs ? first : next), undefined);
	const leave = (sleeper: Sleeper) => {
		const index = sleepers.indexOf(sleeper);
		if (index >= 0) sleepers.splice(index, 1);
	};
	const wake = (sleeper: Sleeper) => {
		leave(sleeper);
		nowMs = Math.max(nowMs, sleeper.wakesAtMs);
		sleeper.wake();
	};
	const settle = async () => {
		await nextTurn();
		await nextTurn();
	};

	return {
		now: () => wallMs + nowMs,
		monotonic: () => nowMs,
		sleep: async (delayMs, signal) =>
			await new Promise<void>((resolve, reject) => {
				if (!(delayMs >= 0 && delayMs < Infinity)) return reject(new RangeError(`a sleep of ${delayMs} ms`));
				const onAbort = () => {
					leave(sleeper);
					reject(new Error('aborted'));
				};
				const sleeper: Sleeper = {
					wakesAtMs: nowMs + delayMs,
					wake: () => {
						signal?.removeEventListener('abort', onAbort);
						resolve();
					},
				};
				if (signal?.aborted) return reject(new Error('aborted'));
				signal?.addEventListener('abort', onAbort, { once: true });
				sleepers.push(sleeper);
			}),
		async run(work) {
			let ended = false;
			work.then(() => (ended = true), () => (ended = true));
			for (await settle(); !ended; await settle()) {
				const next = earliest();
				if (!next) {
					await settle();
					if (ended) break;
					throw new Error('Nobody sleeps and the work has not ended: it waits for something that never comes');
				}
				wake(next);
			}
			return await work;
		},
		async advance(ms) {
			const untilMs = nowMs + ms;
			for (await settle(); ; await settle()) {
				const next = earliest();
				if (!next || next.wakesAtMs > untilMs) break;
				wake(next);
			}
			nowMs = untilMs;
		},
		skewWallClock: (ms) => {
			wallMs += ms;
		},
		sleeping: () => sleepers.length,
	};
}
