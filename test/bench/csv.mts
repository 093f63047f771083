// How fast CSV is read, next to two libraries. Alone: `node test/bench/csv.mts [rows] [rounds]`, after `npm run build`.
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChild } from './childProcess.mts';
import type { Keep } from './freshN8n.mts';
import { watchMemory } from './memory.mts';
import { spreadOf } from './statistics.mts';

/** Read before the measured run, so that nobody pays for code that is not compiled yet. */
const WARM_UP_ROWS = 5_000;
/** After the warm-up, before memory is looked at. */
const SETTLE_MS = 300;

const COLUMNS = [
	...['Identity Name', 'Account Email', 'Application', 'Application Instance', 'Assigned Application Count', 'Assigned Groups Count', 'Assigned Roles Count', 'Authentication Methods'],
	...['Created Date', 'Dormant Days', 'Identity Type', 'Is Admin', 'Last Password Changed', 'User ID', 'Job Function'],
];
/** Those whose characters are counted, to see that all read the same. */
const COUNTED = ['Identity Name', 'Authentication Methods', 'Job Function'];

const NAMES = ['Anna Smith', 'Zoë Müller', 'Bob Jones', 'José García', 'Carol White', 'Dan Brown', 'Eve Black', 'Frank Green', '李小龙', "Siân O'Neill"];
const APPLICATIONS = ['Google Workspace', 'Salesforce', 'Jira, Confluence', 'Slack', 'Microsoft 365', 'GitHub'];

export type Quoting = 'needed' | 'all';
export const CONTENDERS = ['ours', 'oursTyped', 'csvParse', 'papaparse'] as const;
export type Contender = (typeof CONTENDERS)[number];

export type CsvRead = { readonly elapsedMs: number; /** Above what the process held before, in bytes. */ readonly peakBytes: number };
export type CsvReads = {
	readonly quoting: Quoting;
	readonly rows: number;
	readonly bytes: number;
	readonly reads: Readonly<Record<Contender, readonly CsvRead[]>>;
	readonly faults: readonly string[];
};

type Answer = { elapsedMs: number; rows: number; characters: number };

/** One row of an access export: about 140 characters, every sixth application and every ninth job with a comma. */
function cellsOf(row: number): string[] {
	const twoDigits = (value: number) => String(value).padStart(2, '0');
	return [
		NAMES[(row * 7) % NAMES.length] ?? '',
		`user${row}@example.com`,
		APPLICATIONS[(row * 5) % APPLICATIONS.length] ?? '',
		`prod-${row % 13}`,
		String(row % 40),
		String(row % 12),
		String(row % 5),
		row % 3 === 0 ? 'Password, SSO' : 'SSO',
		`2024-${twoDigits(1 + (row % 12))}-${twoDigits(1 + (row % 28))}T08:${twoDigits(row % 60)}:00Z`,
		row % 20 === 0 ? '30+' : String(row % 200),
		row % 15 === 0 ? 'Machine' : 'User',
		String(row % 17 === 0),
		`2025-01-${twoDigits(1 + (row % 31))}`,
		`00u${(row * 2_654_435_761) % 4_294_967_296}x`,
		row % 9 === 0 ? 'Lead, "special" projects' : 'Engineer',
	];
}

async function writeExport(file: string, rows: number, quoting: Quoting): Promise<void> {
	const written = (cell: string) => (quoting === 'all' || /[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
	const out = createWriteStream(file);
	out.write(`${COLUMNS.map(written).join(',')}\n`);
	for (let row = 0; row < rows; row += 1_000) {
		const lines = Array.from({ length: Math.min(1_000, rows - row) }, (_line, index) => `${cellsOf(row + index).map(written).join(',')}\n`);
		if (!out.write(lines.join(''))) await once(out, 'drain');
	}
	out.end();
	await once(out, 'finish');
}

/**
 * Reads one generated export of 15 columns by our reader and by csv-parse and papaparse, all as streams, in turn, so often; each reading in a new process that
 * has read 5,000 rows before. `faults` says who did not read what is in the file.
 */
export async function measureCsv(rows: number, repetitions: number, quoting: Quoting, keep: Keep, tell: (line: string) => void): Promise<CsvReads> {
	const folder = await mkdtemp(join(tmpdir(), 'csv-bench-'));
	keep(async () => await rm(folder, { recursive: true, force: true }));
	const [file, warmUp] = [join(folder, 'export.csv'), join(folder, 'warm-up.csv')];
	const faults: string[] = [];
	const reads: Record<Contender, CsvRead[]> = { ours: [], oursTyped: [], csvParse: [], papaparse: [] };

	async function readBy(who: Contender, characters: number): Promise<CsvRead> {
		const child = await startChild('csvReaderMain.mts', [who]);
		keep(child.stop);
		try {
			await child.ask({ file: warmUp, columns: COUNTED });
			await sleep(SETTLE_MS);
			const peak = watchMemory(child.pid);
			const answer = await child.ask<Answer>({ file, columns: COUNTED });
			if (answer.rows !== rows || answer.characters !== characters) faults.push(`${who} read ${answer.rows} rows with ${answer.characters} characters, there are ${rows} with ${characters}.`);
			return { elapsedMs: answer.elapsedMs, peakBytes: peak() };
		} finally {
			await child.stop();
		}
	}

	try {
		await writeExport(file, rows, quoting);
		await writeExport(warmUp, WARM_UP_ROWS, quoting);
		let characters = 0;
		for (let row = 0; row < rows; row++) {
			const cells = cellsOf(row);
			for (const column of COUNTED) characters += cells[COLUMNS.indexOf(column)]?.length ?? 0;
		}
		for (let repetition = 1; repetition <= repetitions; repetition++) {
			tell(`Reading ${rows} rows of CSV (quotes: ${quoting}), round ${repetition} of ${repetitions} ...`);
			for (const who of CONTENDERS) reads[who].push(await readBy(who, characters));
		}
		return { quoting, rows, bytes: (await stat(file)).size, reads, faults };
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** Time of our reader (text values) over that of the faster of the two libraries: below 1 is faster than both. Medians. */
export function ratioToFaster({ reads }: CsvReads): number {
	const median = (who: Contender) => spreadOf(reads[who].map(({ elapsedMs }) => elapsedMs)).median;
	return median('ours') / Math.min(median('csvParse'), median('papaparse'));
}

if (import.meta.main) {
	const [rows, rounds] = [Number(process.argv[2] ?? 200_000), Number(process.argv[3] ?? 5)];
	for (const quoting of ['needed', 'all'] as const) {
		const measured = await measureCsv(rows, rounds, quoting, () => {}, console.log);
		const table = CONTENDERS.map((who) => {
			const time = spreadOf(measured.reads[who].map(({ elapsedMs }) => elapsedMs));
			const memory = spreadOf(measured.reads[who].map(({ peakBytes }) => peakBytes / 2 ** 20));
			return { reader: who, 'median, ms': Math.round(time.median), 'least, ms': Math.round(time.min), 'most, ms': Math.round(time.max), 'peak above idle, MiB': Math.round(memory.median) };
		});
		console.table(table);
		console.log(`${(measured.bytes / 2 ** 20).toFixed(1)} MiB; ours to the faster of the two: ${ratioToFaster(measured).toFixed(2)} (aim: below 1)`);
		for (const fault of measured.faults) console.error(fault);
		if (measured.faults.length > 0) process.exitCode = 1;
	}
}
