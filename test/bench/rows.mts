import { bigExport } from '../simulators/oleria/index.mts';
import type { WorkflowDefinition } from '../support/n8nClient.mts';
import type { N8nServer } from '../support/n8nServer.mts';
import { publish, runToTally, settle, withFreshN8n } from './freshN8n.mts';
import type { Keep } from './freshN8n.mts';
import { watchMemory } from './memory.mts';
import { faultsOf, MEASURED, startOleriaProcess, WARM_UP } from './oleriaProcess.mts';
import type { OleriaProcess } from './oleriaProcess.mts';
import { oAuth2Credential, oleriaCredential, rowsByHttpRequest, rowsByOurNode } from './workflows.mts';
import type { Credential } from './workflows.mts';

const BYTES_PER_ROW = 250;
/** Read before the measured run, so that neither side pays for a compiler that has not warmed up. */
const WARM_UP_ROWS = 5_000;

/** One reading of all rows. */
export type RowsRead = {
	/** Time of the nodes as n8n's run data tells it, without our node's wait for the export, in ms. */
	readonly nodesMs: number;
	/** What our node waited for the export, in ms; none for the others. */
	readonly waitedMs: number;
	/** From asking for the run to its answer, in ms, waits included. */
	readonly wallMs: number;
	/** Above what n8n held before, in bytes. */
	readonly peakBytes: number;
};

type Contender = {
	/** Whose times count. */
	readonly nodes: readonly string[];
	/** Whether it waits for the export before it looks. */
	readonly waits: boolean;
	readonly credential: (n8n: N8nServer, simulator: OleriaProcess) => Promise<Credential>;
	readonly make: (path: string, credential: Credential, context: string, origin: string) => WorkflowDefinition;
};

const CONTENDERS = {
	ours: { nodes: ['Oleria'], waits: true, credential: oleriaCredential, make: rowsByOurNode },
	httpRequest: { nodes: ['Start Export', 'Read Export', 'Download File', 'Extract from File'], waits: false, credential: oAuth2Credential, make: rowsByHttpRequest },
} satisfies Record<string, Contender>;

type Who = keyof typeof CONTENDERS;

export type Rows = Readonly<Record<Who, readonly RowsRead[]>> & { readonly rows: number; readonly bytes: number; readonly faults: readonly string[] };

/**
 * Turns an export of so many rows of 250 bytes into items by our node, and by n8n's HTTP Request and Extract from File nodes, in turn, so often. Each has an n8n of its
 * own that has read 5,000 rows before. `faults` says what was not read or not asked as it should be.
 */
export async function measureRows(rows: number, repetitions: number, keep: Keep, tell: (line: string) => void): Promise<Rows> {
	const bytes = bigExport(rows, BYTES_PER_ROW).length ?? NaN;
	const simulator = await startOleriaProcess({ rows, bytesPerRow: BYTES_PER_ROW, warmUpRows: WARM_UP_ROWS });
	keep(simulator.stop);
	const faults: string[] = [];

	const readBy = async (who: Who): Promise<RowsRead> =>
		await withFreshN8n(keep, async (n8n) => {
			const { nodes, waits, credential: make, make: workflow }: Contender = CONTENDERS[who];
			const credential = await make(n8n, simulator);
			await publish(n8n, workflow(`${who}-warm-up`, credential, WARM_UP, simulator.origin));
			await publish(n8n, workflow(who, credential, MEASURED, simulator.origin));
			await runToTally(n8n, `${who}-warm-up`);
			await simulator.record();
			await settle(n8n);
			const peak = watchMemory(n8n.pid());
			const run = await runToTally(n8n, who);
			const peakBytes = peak();
			const seen = await simulator.record();
			faults.push(...faultsOf(who, bytes, seen));
			if (run.items !== rows || run.ids !== rows) faults.push(`${who} gave ${run.items} items with ${run.ids} different row numbers, expected are ${rows}.`);
			const nodesMs = nodes.reduce((sum, name) => sum + (run.nodesMs[name] ?? NaN), 0);
			const waitedMs = waits ? seen.untilReadMs : 0;
			return { nodesMs: nodesMs - waitedMs, waitedMs, wallMs: run.wallMs, peakBytes };
		});

	const reads = { ours: [] as RowsRead[], httpRequest: [] as RowsRead[] };
	try {
		for (let repetition = 1; repetition <= repetitions; repetition++) {
			tell(`Reading ${rows} rows of an export two ways, round ${repetition} of ${repetitions} ...`);
			reads.ours.push(await readBy('ours'));
			reads.httpRequest.push(await readBy('httpRequest'));
		}
	} finally {
		await simulator.stop();
	}
	return { ...reads, rows, bytes, faults };
}
