import { setTimeout as sleep } from 'node:timers/promises';

const STOP_MS = 25_000;

export type Stopping = {
	/** Adds what must be undone at the end; the last added is undone first. */
	add: (stop: () => unknown) => void;
	/** Resolves at the first Ctrl-C (or SIGTERM, or a closed terminal, or when the process that started this one is gone). */
	asked: Promise<void>;
	/** Undoes everything once, at most 25 s; later calls wait for the first. */
	stopAll: () => Promise<void>;
};

/**
 * Keeps what was started, so that one Ctrl-C stops all of it. Signals come more than once (the terminal sends them to the whole
 * group, npm hands them on again): the first counts.
 */
export function stoppingOnSignals(): Stopping {
	const stops: Array<() => unknown> = [];
	let stopping: Promise<void> | undefined;
	const asked = new Promise<void>((resolve) => {
		const ask = () => resolve();
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask);
		process.on('disconnect', ask); // bootstrap.mjs was killed
		process.channel?.unref();
	});
	const undoAll = async () => {
		for (let stop = stops.pop(); stop; stop = stops.pop()) {
			try {
				await stop();
			} catch (error) {
				console.error(`While stopping: ${error instanceof Error ? error.message : String(error)}`);
			}
		}
	};
	const stopAll = () => (stopping ??= Promise.race([undoAll(), sleep(STOP_MS, undefined, { ref: false })]));
	return { add: (stop) => void stops.push(stop), asked, stopAll };
}
