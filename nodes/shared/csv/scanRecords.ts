import type { Layout } from './layout';
import { lineBreaksIn } from './lineBreaks';
import type { Tell } from './report';
import type { CsvRow } from './row';

/** A place where a record begins. */
export interface Place {
	/** Index in the text. */
	readonly at: number;
	/** Line of the file, from 1. */
	readonly line: number;
}

export interface Scan {
	readonly delimiter: string;
	readonly layout: Layout;
	/** Whether the file ends with this text; otherwise the last record is left for when more has come. */
	readonly isLast: boolean;
	readonly maxRows: number;
	/** Longest record, in UTF-16 code units, its line break included. */
	readonly maxRecordCharacters: number;
	readonly tell: Tell;
}

export interface Scanned {
	readonly rows: CsvRow[];
	/** The first record that is not among the rows. */
	readonly rest: Place;
	/** The record at `rest` is longer than allowed. */
	readonly isTooLong: boolean;
	/** Where a quote opens in the record at `rest` that does not close in this text. */
	readonly openQuoteLine?: number;
}

const QUOTE = 34;
const LINE_FEED = 10;

/** The next place of a character, the end of the text where there is none. */
function placeOf(character: string, text: string, from: number): number {
	const place = text.indexOf(character, from);
	return place === -1 ? text.length : place;
}

/** The quote that ends a cell; a doubled one stands for itself. -1 where there is none. */
function closingQuote(text: string, from: number): number {
	let close = text.indexOf('"', from);
	while (close !== -1 && text.charCodeAt(close + 1) === QUOTE) close = text.indexOf('"', close + 2);
	return close;
}

// Made out here: a closure in the loop would move the loop's variables to the heap.
const textAfterQuote = () => 'A cell goes on behind its closing quote; it is given as it stands in the file, with its quotes';
const openQuote = () => 'A quote opens here and does not close before the end of the file: all that follows is one cell';

function tellRagged(tell: Tell, line: number, cells: number, { keys, extraKey }: Layout): void {
	const counted = `The record has ${cells} ${cells === 1 ? 'cell' : 'cells'} for ${keys.length} columns`;
	if (cells > keys.length) tell(line, 'tooManyCells', () => `${counted}: the others are under "${extraKey}"`);
	else tell(line, 'tooFewCells', () => `${counted}: the missing ones are empty`);
}

/**
 * Reads the records of a text that begins at one (RFC 4180, section 2). Never throws. Beyond the RFC: records may end in CRLF, LF or CR; lines with
 * nothing in them are passed over, unless the file has one column, where they are an empty cell; a quote within an unquoted
 * cell is text; a cell that is quoted wrongly comes as it stands in the file.
 *
 * The speed comes from searching for the next line break and delimiter, each once, instead of looking at each character.
 */
export function scanRecords(text: string, start: Place, { delimiter, layout, isLast, maxRows, maxRecordCharacters, tell }: Scan): Scanned {
	const { keys, template, extraKey } = layout;
	const width = keys.length;
	const { length } = text;
	const rows: CsvRow[] = [];
	let { at, line } = start;
	let isTooLong = false;
	let openQuoteLine: number | undefined;
	// The next ones from where we are; `length` for none.
	let lineFeed = -1;
	let carriageReturn = -1;
	let delimiterAt = -1;

	records: while (at < length && rows.length < maxRows) {
		const row: CsvRow = { ...template };
		let extra: string[] | undefined;
		let strayLines: number[] | undefined;
		let cells = 0;
		let breaks = 0;
		let cellAt = at;
		let lineEnd: number;
		let startsBlank = false;

		for (;;) {
			const isQuoted = text.charCodeAt(cellAt) === QUOTE;
			const quotedEnd = isQuoted ? closingQuote(text, cellAt + 1) + 1 : cellAt;
			const isOpen = isQuoted && quotedEnd === 0;
			if (isOpen && !isLast) {
				openQuoteLine = line + breaks;
				break records;
			}
			const from = isOpen ? length : quotedEnd;
			const cellLine = line + breaks;
			if (isQuoted && (lineFeed < from || carriageReturn < from)) breaks += lineBreaksIn(text.slice(cellAt, from));
			if (lineFeed < from) lineFeed = placeOf('\n', text, from);
			if (carriageReturn < from) carriageReturn = placeOf('\r', text, from);
			if (delimiterAt < from) delimiterAt = placeOf(delimiter, text, from);
			lineEnd = lineFeed < carriageReturn ? lineFeed : carriageReturn;
			const cellEnd = delimiterAt < lineEnd ? delimiterAt : lineEnd;
			if (cellEnd === length && !isLast) break records;

			let value: string;
			if (!isQuoted) {
				value = text.slice(cellAt, cellEnd);
				if (cells === 0) startsBlank = cellEnd === at;
			} else if (cellEnd === from && !isOpen) {
				value = text.slice(cellAt + 1, from - 1);
				if (value.includes('"')) value = value.replaceAll('""', '"');
			} else {
				value = text.slice(cellAt, cellEnd);
				if (isOpen) tell(cellLine, 'openQuote', openQuote);
				else (strayLines ??= []).push(cellLine);
			}

			if (cells < width) {
				const key = keys[cells];
				if (key !== undefined) row[key] = value;
			} else {
				(extra ??= []).push(value);
			}
			cells++;
			if (cellEnd === lineEnd) break;
			cellAt = cellEnd + 1;
		}

		// A carriage return at the end of the text may be half of a CRLF.
		if (lineEnd === carriageReturn && lineEnd === length - 1 && !isLast) break;
		const breakEnd = lineEnd === carriageReturn && text.charCodeAt(lineEnd + 1) === LINE_FEED ? lineEnd + 2 : lineEnd + 1;
		const next = breakEnd < length ? breakEnd : length;
		if (next - at > maxRecordCharacters) {
			isTooLong = true;
			break;
		}
		if (!startsBlank || cells > 1 || width === 1) {
			if (strayLines) for (const strayLine of strayLines) tell(strayLine, 'textAfterQuote', textAfterQuote);
			if (extra) row[extraKey] = extra;
			if (width > 0 && cells !== width) tellRagged(tell, line, cells, layout);
			rows.push(row);
		}
		line += breaks + 1;
		at = next;
	}

	const isStopped = rows.length >= maxRows;
	return { rows, rest: { at, line }, isTooLong: isTooLong || (!isStopped && length - at > maxRecordCharacters), openQuoteLine };
}
