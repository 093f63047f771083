import { startChild } from './childProcess.mts';

/** What the simulated AccessOwl has seen since it was last asked. */
export type SimulatorRecord = {
	readonly requests: number;
	/** Answered 429. */
	readonly refused: number;
	readonly connections: number;
	/** Windows of the rate limit, oldest first. */
	readonly windows: ReadonlyArray<{ granted: number; refused: number; startedAtMs: number }>;
	/** Breaches of the API's contract. */
	readonly violations: readonly string[];
	/** Of all people it holds; none are told where it was started with access states. */
	readonly emails: readonly string[];
};

export type SimulatorProcess = {
	readonly origin: string;
	readonly token: string;
	record: () => Promise<SimulatorRecord>;
	stop: () => Promise<void>;
};

/** Starts a simulated AccessOwl with so many access states (or none and no people), and so many requests in one window. */
export async function startSimulator({ states = 0, limit, windowMs }: { states?: number; limit?: number; windowMs?: number } = {}): Promise<SimulatorProcess> {
	const args = [`--states=${states}`];
	if (limit !== undefined) args.push(`--limit=${limit}`);
	if (windowMs !== undefined) args.push(`--window-ms=${windowMs}`);
	const { ready, ask, stop } = await startChild<{ origin: string; token: string }>('simulatorMain.mts', args);
	return { ...ready, stop, record: async () => await ask<SimulatorRecord>('record') };
}
