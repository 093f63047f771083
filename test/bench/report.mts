import { machine } from './machine.mts';
import type { Read, Reads } from './reads.mts';
import { spreadOf } from './statistics.mts';
import { counted, figure, MIB, over, verdict } from './table.mts';
import type { Table } from './table.mts';
import { CONCURRENCY, LIMIT, WINDOW_MS } from './writes.mts';
import type { Write, Writes } from './writes.mts';

const medianOf = (reads: readonly Read[], name: keyof Read) => spreadOf(reads.map((read) => read[name])).median;

function readRow(who: string, reads: readonly Read[]): string[] {
	const of = (name: keyof Read, unit: number) => reads.map((read) => read[name] / unit);
	return [who, over(of('nodesMs', 1_000), 2), over(of('wallMs', 1_000), 2), over(of('peakBytes', MIB), 0), over(of('connections', 1), 0)];
}

/** Reading all access states, and the ratios. */
export function readTables({ ours, httpRequest, bareNode, bareLoop, requests, states }: Reads): Table[] {
	const time = (reads: readonly Read[]) => medianOf(reads, 'nodesMs');
	const memory = (reads: readonly Read[]) => medianOf(reads, 'peakBytes');
	const [toHttpRequest, toBareLoop, memoryRatio] = [time(ours) / time(httpRequest), time(ours) / time(bareLoop), memory(ours) / memory(httpRequest)];
	return [
		{
			title: `Reading ${counted(states)} access states in ${counted(requests)} requests (median of ${ours.length}, least to most)`,
			columns: ['', 'Nodes, s', 'Whole run, s', 'Peak memory above idle, MiB', 'Connections'],
			rows: [readRow('AccessOwl node', ours), readRow('HTTP Request and Split Out', httpRequest), readRow('A node that does the least', bareNode), readRow('Bare axios loop, outside n8n', bareLoop)],
		},
		{
			title: 'Reading: ratios of the medians',
			columns: ['', 'Reached', 'Aim', ''],
			rows: [
				['Time, AccessOwl node to HTTP Request and Split Out', figure(toHttpRequest, 2), 'at most 0.25', verdict(toHttpRequest <= 0.25)],
				['Time, AccessOwl node to bare axios loop', figure(toBareLoop, 2), 'at most 2', verdict(toBareLoop <= 2)],
				['Time, AccessOwl node to a node that does the least', figure(time(ours) / time(bareNode), 2), '', ''],
				['Time, a node that does the least to HTTP Request and Split Out', figure(time(bareNode) / time(httpRequest), 2), '', ''],
				['Peak memory, AccessOwl node to HTTP Request and Split Out', figure(memoryRatio, 2), 'below 1', verdict(memoryRatio < 1)],
			],
		},
	];
}

/** Most 429s that any one window of a run had. */
const worstWindow = ({ windows }: Write) => Math.max(...windows.map(({ refused }) => refused));
/** Most 429s that any window after the first had. */
const worstLaterWindow = ({ windows }: Write) => Math.max(0, ...windows.slice(1).map(({ refused }) => refused));

/** Writing under a rate limit. */
export function writeTable({ count, first, second }: Writes): Table {
	const windows = Math.ceil(count / LIMIT);
	const row = (who: string, runs: readonly Write[]) => {
		const seconds = runs.map(({ nodeMs }) => nodeMs / 1_000);
		const { median } = spreadOf(seconds);
		const ratio = (median * 1_000) / (windows * WINDOW_MS);
		const strict = (median * 1_000) / ((windows - 1) * WINDOW_MS);
		const [worst, later] = [Math.max(...runs.map(worstWindow)), Math.max(...runs.map(worstLaterWindow))];
		return [who, over(seconds, 2), figure(ratio, 2), figure(strict, 2), String(worst), String(later), `${verdict(ratio <= 1.15)}, ${verdict(worst <= 1)}`];
	};
	return {
		title: `Writing ${counted(count)} people, ${CONCURRENCY} at a time, ${LIMIT} allowed in each window of ${WINDOW_MS / 1_000} s (median of ${first.length}, least to most)`,
		columns: [
			'',
			'Node, s',
			`Over ${(windows * WINDOW_MS) / 1_000} s, all windows (aim: at most 1.15)`,
			`Over ${((windows - 1) * WINDOW_MS) / 1_000} s, the least possible`,
			'Most 429s in a window (aim: at most 1)',
			'The same after the first window',
			'Aims',
		],
		rows: [row('First run: the limit is not known', first), row('Second run in the same n8n', second)],
	};
}

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

/** The tables as Markdown, with the machine above them. */
export function markdownOf(tables: readonly Table[], on: Date): string {
	const where: Table = { title: `Measured on ${on.toISOString().slice(0, 10)}`, columns: ['', ''], rows: machine() };
	return [where, ...tables]
		.map(({ title, columns, rows }) => [`### ${title}`, '', line(columns), line(columns.map((_each, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n'))
		.join('\n\n');
}

/** The tables for a terminal. */
export function textOf(tables: readonly Table[]): string {
	return tables
		.map(({ title, columns, rows }) => {
			const widths = columns.map((column, index) => Math.max(column.length, ...rows.map((row) => row[index]?.length ?? 0)));
			const padded = (cells: readonly string[]) => cells.map((cell, index) => (index === 0 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0))).join('  ');
			return [title, '', padded(columns), ...rows.map(padded)].join('\n');
		})
		.join('\n\n');
}

export const BEGIN = '<!-- figures: begin, written by npm run bench -- --write -->';
export const END = '<!-- figures: end -->';

/** The document with its block of figures replaced. Throws when it has none. */
export function withFigures(document: string, figures: string): string {
	const [begin, end] = [document.indexOf(BEGIN), document.indexOf(END)];
	if (begin < 0 || end < begin) throw new Error(`The document has no place for figures: ${BEGIN} ... ${END}`);
	return `${document.slice(0, begin + BEGIN.length)}\n${figures}\n${document.slice(end)}`;
}
