import { setTimeout as sleep } from 'node:timers/promises';
import type { N8nServer } from '../support/n8nServer.mts';
import { publish, runToTally, withFreshN8n } from './freshN8n.mts';
import type { Keep } from './freshN8n.mts';
import { startSimulator } from './simulatorProcess.mts';
import type { SimulatorProcess, SimulatorRecord } from './simulatorProcess.mts';
import { writeByOurNode } from './workflows.mts';

/** The rate limit that the simulated vendor keeps, and how the node is set. */
export const LIMIT = 100;
export const WINDOW_MS = 2_000;
export const CONCURRENCY = 10;

/** Between two runs in the same n8n, so that no window reaches from one into the other. */
const PAUSE_MS = 2 * WINDOW_MS;

/** One run of all writes. */
export type Write = {
	/** Of our node, as n8n's run data tells it. In ms. */
	readonly nodeMs: number;
	readonly refused: number;
	/** Requests granted and refused in each window, in their order. */
	readonly windows: ReadonlyArray<{ granted: number; refused: number; startedAtMs: number }>;
};

/** `first` runs meet the limit without knowing it, `second` ones in an n8n whose first run has met it. */
export type Writes = { readonly count: number; readonly first: Write[]; readonly second: Write[]; readonly faults: string[] };

const person = (number: number) => ({ email: `person${number}@example.com`, firstName: 'Person', lastName: `Number ${number}` });

/** What is wrong with the people that the simulator holds at the end: each has to be there once, and no other. */
function faultsOf(total: number, count: number, { emails, violations, windows }: SimulatorRecord): string[] {
	const held = new Map<string, number>();
	for (const email of emails) held.set(email, (held.get(email) ?? 0) + 1);
	const wrong = Array.from({ length: total }, (_each, index) => person(index + 1).email).filter((email) => held.get(email) !== 1);
	const granted = windows.reduce((sum, window) => sum + window.granted, 0);
	return [
		...(wrong.length > 0 ? [`${wrong.length} of ${total} people were not created exactly once, for example ${wrong[0]}.`] : []),
		...(emails.length !== total ? [`There are ${emails.length} people, expected are ${total}.`] : []),
		...(granted !== count ? [`${granted} requests were granted, expected are ${count}.`] : []),
		...[...new Set(violations)].map((violation) => `The contract was broken: ${violation}`),
	];
}

/** Creates so many people under the rate limit, twice in each new n8n: the first run has to find the limit out, the second one knows it. */
export async function measureWrites(count: number, repetitions: number, keep: Keep, tell: (line: string) => void): Promise<Writes> {
	const writes: Writes = { count, first: [], second: [], faults: [] };

	const run = async (n8n: N8nServer, simulator: SimulatorProcess, before: number): Promise<Write> => {
		const people = Array.from({ length: count }, (_each, index) => person(before + index + 1));
		const { items, ids, nodesMs } = await runToTally(n8n, 'writes', { people });
		const seen = await simulator.record();
		writes.faults.push(...faultsOf(before + count, count, seen));
		if (items !== count || ids !== count) writes.faults.push(`The node gave ${items} items with ${ids} different ids, expected are ${count}.`);
		return { nodeMs: nodesMs['AccessOwl'] ?? NaN, refused: seen.refused, windows: seen.windows };
	};

	for (let repetition = 1; repetition <= repetitions; repetition++) {
		tell(`Writing ${count} records twice, round ${repetition} of ${repetitions} ...`);
		const simulator = await startSimulator({ limit: LIMIT, windowMs: WINDOW_MS });
		keep(simulator.stop);
		try {
			await withFreshN8n(keep, async (n8n) => {
				const credential = await n8n.createCredential('AccessOwl', 'accessOwlApi', { baseUrl: simulator.origin, apiToken: simulator.token });
				await publish(n8n, writeByOurNode('writes', credential, CONCURRENCY));
				writes.first.push(await run(n8n, simulator, 0));
				await sleep(PAUSE_MS);
				writes.second.push(await run(n8n, simulator, count));
			});
		} finally {
			await simulator.stop();
		}
	}
	return writes;
}
