import { AUDIT_LIMIT, AUDIT_WINDOW_MS } from './audit.mts';
import type { Audit, AuditRead, LimitedRead } from './audit.mts';
import { builtAhead } from './rezolvePackage.mts';
import { spreadOf } from './statistics.mts';
import { counted, figure, MIB, over, verdict } from './table.mts';
import type { Table } from './table.mts';

const medianOf = (reads: readonly AuditRead[], name: keyof AuditRead) => spreadOf(reads.map((read) => read[name])).median;

function readRow(who: string, reads: readonly AuditRead[]): string[] {
	const of = (name: keyof AuditRead, unit: number) => reads.map((read) => read[name] / unit);
	return [who, over(of('nodesMs', 1_000), 2), over(of('wallMs', 1_000), 2), over(of('peakBytes', MIB), 0), over(of('requests', 1), 0)];
}

function limitedRow(who: string, reads: readonly LimitedRead[]): string[] {
	const mostIn = ({ windows }: LimitedRead) => Math.max(...windows.map(({ refused }) => refused));
	return [
		who,
		over(reads.map(({ nodeMs }) => nodeMs / 1_000), 2),
		over(reads.map(({ requests, refused }) => requests - refused), 0),
		over(reads.map(({ refused }) => refused), 0),
		String(Math.max(...reads.map(mostIn))),
	];
}

/** Reading the audit log, the ratios, and the same under a rate limit. */
export function auditTables({ three, two, one, httpRequest, bareNode, bareLoop, limited, entries }: Audit): Table[] {
	const shipped = { 1: one, 2: two, 3: three }[builtAhead()] ?? three;
	const ratio = (name: keyof AuditRead, reads: readonly AuditRead[], to: readonly AuditRead[]) => medianOf(reads, name) / medianOf(to, name);
	const [time, memory] = [ratio('nodesMs', shipped, httpRequest), ratio('peakBytes', shipped, httpRequest)];
	const label = (pages: string, reads: readonly AuditRead[]) => `Rezolve node, ${pages} at a time${reads === shipped ? ' (as it is)' : ''}`;
	const granted = limited.always[0] ? limited.always[0].requests - limited.always[0].refused : 0;
	// A whole window for each but the last, which need not be waited out.
	const least = ((Math.ceil(granted / AUDIT_LIMIT) - 1) * AUDIT_WINDOW_MS) / 1_000;
	return [
		{
			title: `Reading ${counted(entries)} audit entries (median of ${three.length}, least to most)`,
			columns: ['', 'Nodes, s', 'Whole run, s', 'Peak memory above idle, MiB', 'Requests'],
			rows: [
				readRow(label('three pages', three), three),
				readRow(label('two pages', two), two),
				readRow(label('one page', one), one),
				readRow('HTTP Request and Split Out', httpRequest),
				readRow('A node that does the least, three pages at a time', bareNode),
				readRow('Bare axios loop, outside n8n', bareLoop),
			],
		},
		{
			title: 'Reading audit entries: ratios of the medians',
			columns: ['', 'Reached', 'Aim', ''],
			rows: [
				['Time, Rezolve node to HTTP Request and Split Out', figure(time, 2), 'at most 0.2', verdict(time <= 0.2)],
				['Peak memory, Rezolve node to HTTP Request and Split Out', figure(memory, 2), 'below 1', verdict(memory < 1)],
				['Time, Rezolve node, two pages at a time to HTTP Request and Split Out', figure(ratio('nodesMs', two, httpRequest), 2), '', ''],
				['Time, Rezolve node, one page at a time to HTTP Request and Split Out', figure(ratio('nodesMs', one, httpRequest), 2), '', ''],
				['Time, Rezolve node to a node that does the least', figure(ratio('nodesMs', shipped, bareNode), 2), '', ''],
				['Time, a node that does the least to HTTP Request and Split Out', figure(ratio('nodesMs', bareNode, httpRequest), 2), '', ''],
				['Time, Rezolve node to bare axios loop', figure(ratio('nodesMs', shipped, bareLoop), 2), '', ''],
				['Time, bare axios loop to HTTP Request and Split Out', figure(ratio('nodesMs', bareLoop, httpRequest), 2), '', ''],
			],
		},
		{
			title: `Reading ${counted(entries)} audit entries, ${AUDIT_LIMIT} requests allowed in each window of ${AUDIT_WINDOW_MS / 1_000} s (median of ${limited.always.length}, least to most)`,
			columns: ['', `Node, s (at least ${figure(least, 0)})`, 'Requests answered', '429s in all', 'Most in a window'],
			rows: [limitedRow('Limit told with each answer', limited.always), limitedRow('Limit told with a 429 only', limited.on429)],
		},
	];
}
