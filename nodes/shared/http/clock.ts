import { sleep } from 'n8n-workflow';

import type { Clock } from './ports';

/** The longest a Node timer can run, in ms (2^31 - 1). Above it Node wakes at once, which turns a long wait into a hot loop. */
export const MAX_TIMER_MS = 2_147_483_647;

/** Real time. Uses n8n's `sleep`, because verified nodes may not use timers of their own. */
export const systemClock: Clock = {
	now: () => Date.now(),
	monotonic: () => performance.now(),
	sleep: async (delayMs, signal) => {
		const clampedMs = Math.min(Math.max(delayMs, 0), MAX_TIMER_MS);
		await (signal ? sleepOrAbort(clampedMs, signal) : sleep(clampedMs));
	},
};

/**
 * n8n's `sleep` takes the signal and ends its timer with it, but hosts before 2.36 silently ignore it:
 * so we listen too, and whoever is first wins.
 */
async function sleepOrAbort(delayMs: number, signal: AbortSignal): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		const onAbort = () => reject(new Error('The wait was cancelled'));
		if (signal.aborted) return onAbort();
		signal.addEventListener('abort', onAbort, { once: true });
		const settle = (end: () => void) => () => {
			signal.removeEventListener('abort', onAbort);
			end();
		};
		sleep(delayMs, signal).then(settle(resolve), settle(onAbort));
	});
}
