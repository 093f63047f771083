import type { Cell, Column, Row } from './records.mts';
import type { Switches } from './switches.mts';

export type CsvSwitches = Pick<Switches, 'headers' | 'delimiter' | 'lineEnd' | 'byteOrderMark' | 'quoting' | 'ragged' | 'emptyResult'>;

/** Rows as CSV by RFC 4180, where the switches do not want it otherwise. */
export function csvOf(columns: readonly Column[], rows: readonly Row[], switches: CsvSwitches): Buffer {
	const { delimiter, quoting } = switches;
	const lineEnd = switches.lineEnd === 'crlf' ? '\r\n' : '\n';
	if (rows.length === 0 && switches.emptyResult === 'nothing') return Buffer.alloc(0);
	const special = new RegExp(`["\\r\\n${delimiter.replace(/[\\\]^-]/g, '\\$&')}]`);
	const cell = (value: Cell | undefined): string => {
		const text = value === null || value === undefined ? '' : String(value);
		return quoting === 'all' || special.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
	};
	const lines = [
		columns.map((column) => cell(switches.headers === 'labels' ? column.label : column.field)),
		...rows.map((row) => columns.map(({ field }) => cell(row[field]))),
	];
	if (switches.ragged) {
		lines[2]?.pop();
		lines[3]?.push(cell('surplus'));
	}
	return Buffer.from(`${switches.byteOrderMark ? '\uFEFF' : ''}${lines.map((cells) => cells.join(delimiter) + lineEnd).join('')}`);
}
