import { CsvError } from './csvError';
import { guessDelimiter } from './guessDelimiter';
import { layoutFrom, UNNAMED, type Layout } from './layout';
import { lineBreaksIn } from './lineBreaks';
import type { CsvSettings } from './options';
import { otherFormatOf } from './otherFormat';
import type { Filling, Tell } from './report';
import type { CsvRow } from './row';
import { scanRecords, type Place, type Scan } from './scanRecords';
import { createTyping } from './typedValues';

/** Characters that the format and the delimiter are judged by: a number, not the first chunk, so that chunks make no difference. */
const SAMPLE_CHARACTERS = 16_384;
const BYTE_ORDER_MARK = '\ufeff';

export interface RecordReader {
	/** Whether the text that waits is worth a look. */
	readonly isReady: () => boolean;
	readonly add: (text: string) => void;
	/** The rows of what was added. After them, `failure` may say why there will be no more. Never throws. */
	readonly read: (isLast: boolean) => CsvRow[];
	readonly failure: () => CsvError | undefined;
	/** Whether nothing more is wanted. */
	readonly isDone: () => boolean;
}

function tooLong(maxCharacters: number, line: number, openQuoteLine: number | undefined): CsvError {
	const size = `more than ${maxCharacters.toLocaleString('en')} characters`;
	return openQuoteLine === undefined
		? new CsvError(`The record on line ${line} has ${size}`, { line, advice: 'Check whether this is a CSV file with line breaks, or get it as a file instead of rows.' })
		: new CsvError(`The record on line ${line} has ${size}: a quote on line ${openQuoteLine} does not close`, {
				line,
				advice: `Look for a single quote character at the beginning of a cell on line ${openQuoteLine}, or get the file instead of rows.`,
			});
}

/** Rows from text in pieces of any size. Text is looked at again only when it has doubled: a record of many pieces costs no more than its length. */
export function createRecordReader(settings: CsvSettings, report: Filling, tell: Tell): RecordReader {
	const { header, maxRecordCharacters, refuseOtherFormats, rowLimit, typed } = settings;
	let rest = '';
	let waiting: string[] = [];
	let waitingCharacters = 0;
	let line = 1;
	let hasBegun = false;
	let layout: Layout | undefined;
	let typeRows: ReturnType<typeof createTyping> | undefined;
	let isEncodingTold = false;
	let failure: CsvError | undefined;
	let isDone = false;

	function scan(more: Partial<Scan>, isLast: boolean): CsvRow[] {
		const { rows, rest: place, isTooLong, openQuoteLine } = scanRecords(
			rest,
			{ at: 0, line },
			{ delimiter: report.delimiter, layout: UNNAMED, isLast, maxRows: Infinity, maxRecordCharacters, tell, ...more },
		);
		if (isTooLong) failure = tooLong(maxRecordCharacters, place.line, openQuoteLine);
		goTo(place);
		return rows;
	}

	function goTo(place: Place): void {
		rest = rest.slice(place.at);
		({ line } = place);
	}

	function begin(isLast: boolean): void {
		if (rest.startsWith(BYTE_ORDER_MARK)) rest = rest.slice(1);
		const sample = rest.slice(0, SAMPLE_CHARACTERS);
		const format = refuseOtherFormats ? otherFormatOf(sample) : undefined;
		if (format !== undefined) {
			failure = new CsvError(`The file is not CSV: it begins as ${format}`, { line, advice: 'Check the address it comes from: an expired link is answered with an error page.' });
		}
		report.delimiter = settings.delimiter === 'auto' ? guessDelimiter(sample, isLast && sample.length === rest.length) : settings.delimiter;
		hasBegun = true;
	}

	function readLayout(isLast: boolean): void {
		const [before, lineBefore] = [rest, line];
		const [first] = scan({ maxRows: 1, ...(header ? {} : { tell: () => {} }) }, isLast);
		if (first !== undefined) {
			const emptyLines = /^[\r\n]*/.exec(before)?.[0] ?? '';
			layout = layoutFrom(Array.isArray(first._extra) ? first._extra : [], lineBefore + lineBreaksIn(emptyLines), settings, tell);
			report.columns = layout.names;
			if (typed) typeRows = createTyping(layout);
		}
		// Without a header the first record is read once more, as a row.
		if (!header) [rest, line] = [before, lineBefore];
	}

	function tellEncoding(): void {
		const place = isEncodingTold ? -1 : rest.indexOf('\ufffd');
		if (place === -1) return;
		isEncodingTold = true;
		tell(line + lineBreaksIn(rest.slice(0, place)), 'badEncoding', () => `The text has the character \ufffd, which stands for bytes that mean nothing in ${settings.encoding}`);
	}

	/** Whether the row limit left anything unread; unknown until a whole record or the end has come. */
	function probe(isLast: boolean): void {
		if (layout === undefined) return;
		const found = scan({ layout, maxRows: 1, tell: () => {} }, isLast).length > 0;
		if (found || failure !== undefined) isDone = true;
		else report.isComplete = isLast;
		failure = undefined;
	}

	return {
		isReady: () => waitingCharacters >= rest.length && (hasBegun || rest.length + waitingCharacters > SAMPLE_CHARACTERS),
		isDone: () => isDone,
		failure: () => failure,
		add(text) {
			waiting.push(text);
			waitingCharacters += text.length;
		},
		read(isLast) {
			rest += waiting.join('');
			waiting = [];
			waitingCharacters = 0;
			tellEncoding();
			if (!hasBegun) begin(isLast);
			if (layout === undefined && failure === undefined) readLayout(isLast);
			if (layout === undefined || failure !== undefined) {
				report.isComplete = isLast && failure === undefined;
				return [];
			}
			const rows = report.rows < rowLimit ? scan({ layout, maxRows: rowLimit - report.rows }, isLast) : [];
			typeRows?.(rows);
			report.rows += rows.length;
			if (failure === undefined && report.rows >= rowLimit) probe(isLast);
			else report.isComplete = isLast && failure === undefined;
			return rows;
		},
	};
}
