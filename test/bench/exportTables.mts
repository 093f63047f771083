import { CONTENDERS, ratioToFaster } from './csv.mts';
import type { Contender, CsvReads } from './csv.mts';
import type { FileFetched, Files } from './files.mts';
import type { RowsRead, Rows } from './rows.mts';
import { counted, figure, MIB, over, verdict } from './table.mts';
import type { Table } from './table.mts';
import { spreadOf } from './statistics.mts';

const MEGABYTE = 1_000_000;
const MOST_MIB = 60;

/** Getting one large file, and the ratios. */
export function fileTables({ bytes, ours, bare }: Files): Table[] {
	const row = (who: string, fetches: readonly FileFetched[]) => {
		const of = (name: keyof FileFetched, unit: number) => fetches.map((fetched) => fetched[name] / unit);
		return [who, over(of('elapsedMs', 1_000), 2), over(of('waitedMs', 1_000), 2), over(of('peakBytes', MIB), 0)];
	};
	const medianOf = (fetches: readonly FileFetched[], name: keyof FileFetched) => spreadOf(fetches.map((fetched) => fetched[name])).median;
	const time = medianOf(ours, 'elapsedMs') / medianOf(bare, 'elapsedMs');
	const peakMib = medianOf(ours, 'peakBytes') / MIB;
	return [
		{
			title: `Getting an export of ${counted(Math.round(bytes / MEGABYTE))} MB as a file (median of ${ours.length}, least to most)`,
			columns: ['', 'Time, s', 'Waited for the export before that, s', 'Peak memory above idle, MiB'],
			rows: [row('Oleria node, Get File', ours), row('Bare stream to disk, outside n8n', bare)],
		},
		{
			title: 'Getting a file: ratio of the medians, and memory',
			columns: ['', 'Reached', 'Aim', ''],
			rows: [
				['Time, Oleria node to bare stream to disk', figure(time, 2), 'at most 1.3', verdict(time <= 1.3)],
				['Peak memory of the Oleria node above idle, MiB', figure(peakMib, 0), `at most ${MOST_MIB}`, verdict(peakMib <= MOST_MIB)],
			],
		},
	];
}

/** Getting rows as items, and the ratios. */
export function rowsTables({ rows, bytes, ours, httpRequest }: Rows): Table[] {
	const row = (who: string, reads: readonly RowsRead[]) => {
		const of = (name: keyof RowsRead, unit: number) => reads.map((read) => read[name] / unit);
		return [who, over(of('nodesMs', 1_000), 2), over(of('waitedMs', 1_000), 2), over(of('wallMs', 1_000), 2), over(of('peakBytes', MIB), 0)];
	};
	const ratio = (name: keyof RowsRead) => spreadOf(ours.map((read) => read[name])).median / spreadOf(httpRequest.map((read) => read[name])).median;
	return [
		{
			title: `Getting an export of ${counted(rows)} rows, ${counted(Math.round(bytes / MEGABYTE))} MB, as items (median of ${ours.length}, least to most)`,
			columns: ['', 'Nodes, s', 'Waited for the export, not in that, s', 'Whole run with the wait, s', 'Peak memory above idle, MiB'],
			rows: [row('Oleria node, Get Rows', ours), row('HTTP Request (three) and Extract from File', httpRequest)],
		},
		{
			title: 'Getting rows: ratios of the medians',
			columns: ['', 'Reached', 'Aim', ''],
			rows: [
				['Time, Oleria node to HTTP Request and Extract from File', figure(ratio('nodesMs'), 2), 'at most 0.5', verdict(ratio('nodesMs') <= 0.5)],
				['Peak memory, Oleria node to HTTP Request and Extract from File', figure(ratio('peakBytes'), 2), 'below 1', verdict(ratio('peakBytes') < 1)],
			],
		},
	];
}

const READERS: Readonly<Record<Contender, string>> = { ours: 'Our reader', oursTyped: 'Our reader, typed values', csvParse: 'csv-parse', papaparse: 'papaparse' };
const QUOTING = { needed: 'quotes where needed', all: 'every cell quoted' } as const;

/** The CSV reader beside two libraries: one table for each way of quoting, and the ratios. */
export function csvTables(all: readonly CsvReads[]): Table[] {
	const tables = all.map(({ quoting, rows, bytes, reads }): Table => ({
		title: `Reading CSV of ${counted(rows)} rows, ${figure(bytes / MEGABYTE, 0)} MB, ${QUOTING[quoting]} (median of ${reads.ours.length}, least to most)`,
		columns: ['', 'Time, s', 'Peak memory above idle, MiB'],
		rows: CONTENDERS.map((who) => [READERS[who], over(reads[who].map(({ elapsedMs }) => elapsedMs / 1_000), 2), over(reads[who].map(({ peakBytes }) => peakBytes / MIB), 0)]),
	}));
	const ratios = all.map((reads) => {
		const ratio = ratioToFaster(reads);
		return [`Time, our reader to the faster library, ${QUOTING[reads.quoting]}`, figure(ratio, 2), 'below 1', verdict(ratio < 1)];
	});
	return [...tables, { title: 'Reading CSV: ratios of the medians', columns: ['', 'Reached', 'Aim', ''], rows: ratios }];
}
