import { createHash } from 'node:crypto';
import { createReadStream, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bigExport } from '../simulators/oleria/index.mts';
import type { N8nServer } from '../support/n8nServer.mts';
import { startChild } from './childProcess.mts';
import { publish, runToTally, settle, withFreshN8n } from './freshN8n.mts';
import type { Keep } from './freshN8n.mts';
import { watchMemory } from './memory.mts';
import { faultsOf, MEASURED, startOleriaProcess, WARM_UP } from './oleriaProcess.mts';
import { fileByOurNode, oleriaCredential } from './workflows.mts';

const BYTES_PER_ROW = 200;
/** Fetched before the measured run: 5 MB. */
const WARM_UP_ROWS = 25_000;
/** After the warm-up, before memory is looked at. */
const SETTLE_MS = 1_000;

/** One file fetched. */
export type FileFetched = {
	/** From asking to the file on the disk, in ms; for the node without its wait for the export. */
	readonly elapsedMs: number;
	/** What the node waited for the export, in ms; none for the bare stream. */
	readonly waitedMs: number;
	/** Above what the process held before, in bytes. */
	readonly peakBytes: number;
};

export type Files = { readonly bytes: number; readonly ours: readonly FileFetched[]; readonly bare: readonly FileFetched[]; readonly faults: readonly string[] };

/** The file that n8n keeps under this id, below its folder. */
function storedFile(n8n: N8nServer, id: string): string | undefined {
	const name = id.split('/').at(-1);
	const entries = readdirSync(join(n8n.userFolder, '.n8n'), { withFileTypes: true, recursive: true });
	const found = entries.find((entry) => entry.isFile() && entry.name === name);
	return found && join(found.parentPath, found.name);
}

async function hashOf(chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<string> {
	const hash = createHash('sha256');
	for await (const chunk of chunks) hash.update(chunk);
	return hash.digest('hex');
}

/**
 * Fetches an export of so many rows of 200 bytes into the binary store of a real n8n by our node, and to a plain file by a stream outside n8n, in turn, so often; each in
 * a process of its own that has fetched 5 MB before. `faults` says what was not asked for, or not stored, as it should be.
 */
export async function measureFiles(rows: number, repetitions: number, keep: Keep, tell: (line: string) => void): Promise<Files> {
	const whole = bigExport(rows, BYTES_PER_ROW);
	const bytes = whole.length ?? NaN;
	const hash = await hashOf(whole.chunks());
	const simulator = await startOleriaProcess({ rows, bytesPerRow: BYTES_PER_ROW, warmUpRows: WARM_UP_ROWS });
	keep(simulator.stop);
	const folder = mkdtempSync(join(tmpdir(), 'bench-files-'));
	const clean = () => rmSync(folder, { recursive: true, force: true });
	keep(clean);
	const faults: string[] = [];

	const byOurNode = async (): Promise<FileFetched> =>
		await withFreshN8n(keep, async (n8n) => {
			const credential = await oleriaCredential(n8n, simulator);
			await publish(n8n, fileByOurNode('file-warm-up', credential, WARM_UP));
			await publish(n8n, fileByOurNode('file', credential, MEASURED));
			await runToTally(n8n, 'file-warm-up');
			await simulator.record();
			await settle(n8n);
			const peak = watchMemory(n8n.pid());
			const run = await runToTally(n8n, 'file');
			const peakBytes = peak();
			const seen = await simulator.record();
			faults.push(...faultsOf('Our node', bytes, seen));
			const file = storedFile(n8n, run.files[0] ?? '');
			if (file === undefined) faults.push('n8n has not stored the file.');
			else if ((await stat(file)).size !== bytes || (await hashOf(createReadStream(file))) !== hash) faults.push('The file in n8n differs from that which the simulator sent.');
			return { elapsedMs: (run.nodesMs['Oleria'] ?? NaN) - seen.untilReadMs, waitedMs: seen.untilReadMs, peakBytes };
		});

	const byBareStream = async (): Promise<FileFetched> => {
		const child = await startChild('bareStreamMain.mts', []);
		keep(child.stop);
		try {
			const { record: _record, stop: _stop, ...address } = simulator;
			const fetched = async (context: string) => await child.ask<{ elapsedMs: number; bytes: number }>({ address, context, file: join(folder, context) });
			await fetched(WARM_UP);
			await simulator.record();
			await sleep(SETTLE_MS);
			const peak = watchMemory(child.pid);
			const { elapsedMs, bytes: written } = await fetched(MEASURED);
			const peakBytes = peak();
			faults.push(...faultsOf('The bare stream', bytes, await simulator.record()));
			if (written !== bytes) faults.push(`The bare stream wrote ${written} bytes; the file has ${bytes}.`);
			return { elapsedMs, waitedMs: 0, peakBytes };
		} finally {
			await child.stop();
		}
	};

	const files = { ours: [] as FileFetched[], bare: [] as FileFetched[] };
	try {
		for (let repetition = 1; repetition <= repetitions; repetition++) {
			tell(`Fetching a file of ${Math.round(bytes / 1e6)} MB two ways, round ${repetition} of ${repetitions} ...`);
			files.ours.push(await byOurNode());
			files.bare.push(await byBareStream());
		}
	} finally {
		await simulator.stop();
		clean();
	}
	return { bytes, ...files, faults };
}
