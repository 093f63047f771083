import { startChild } from './childProcess.mts';

/** What the simulated Rezolve.ai has seen since it was last asked. */
export type RezolveRecord = {
	/** All that came, refused ones too. */
	readonly requests: number;
	/** Answered 429. */
	readonly refused: number;
	/** Offsets that were answered more than once. */
	readonly repeated: readonly number[];
	readonly connections: number;
	/** Windows of the rate limit, oldest first. */
	readonly windows: ReadonlyArray<{ granted: number; refused: number }>;
	/** Breaches of the API's contract. */
	readonly violations: readonly string[];
};

export type RezolveAddress = {
	readonly origin: string;
	readonly apiToken: string;
	readonly tenantId: string;
	readonly realmName: string;
	/** SHA-256 of the ids of all audit entries as the API lists them, newest first, a line each. */
	readonly order: string;
};

export type RezolveProcess = RezolveAddress & { record: () => Promise<RezolveRecord>; stop: () => Promise<void> };

/** How the limit is told: with each answer, or with a 429 alone. */
export type LimitTold = 'always' | 'on429';

/** Starts a simulated Rezolve.ai with so many audit entries in all, and so many requests in one window. */
export async function startRezolveProcess({ entries, limit, windowMs, limitTold }: { entries: number; limit?: number; windowMs?: number; limitTold?: LimitTold }): Promise<RezolveProcess> {
	const args = [`--entries=${entries}`];
	if (limit !== undefined) args.push(`--limit=${limit}`);
	if (windowMs !== undefined) args.push(`--window-ms=${windowMs}`);
	if (limitTold !== undefined) args.push(`--limit-told=${limitTold}`);
	const { ready, ask, stop } = await startChild<RezolveAddress>('rezolveMain.mts', args);
	return { ...ready, stop, record: async () => await ask<RezolveRecord>('record') };
}
