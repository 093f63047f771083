export type CsvProblemKind =
	/** U+FFFD: bytes that mean nothing in the encoding, here or where the file was made. Told once, for the first. */
	| 'badEncoding'
	| 'duplicateHeader'
	| 'emptyHeader'
	/** A quote that is open at the end of the file; its cell comes as it stands, quote included. */
	| 'openQuote'
	/** Text behind a closing quote; the cell comes as it stands, quotes included. */
	| 'textAfterQuote'
	| 'tooFewCells'
	| 'tooManyCells'
	/** A column to pick or to rename that the file does not have. */
	| 'unknownColumn';

export interface CsvProblem {
	/** Line of the file, from 1, where the record begins, or the quote in question. */
	readonly line: number;
	readonly kind: CsvProblemKind;
	readonly message: string;
}

/** How the reading stands; final when the iteration is over. */
export interface CsvReport {
	/** Names in the rows, without `_extra` and the At Least flags. Empty until the first record is read, and for an empty file. */
	readonly columns: readonly string[];
	/** Empty until it is judged, under `auto`. */
	readonly delimiter: string;
	/** Rows handed on. */
	readonly rows: number;
	/** The first that were met. */
	readonly problems: readonly CsvProblem[];
	/** All of them. */
	readonly problemsInAll: number;
	/** True when the whole file was read; false when the row limit left rows unread. */
	readonly isComplete: boolean;
}

/** Takes a problem. The text is made only for those that are kept. */
export type Tell = (line: number, kind: CsvProblemKind, message: () => string) => void;

/** A report that its reading fills in. */
export type Filling = { -readonly [Name in keyof CsvReport]: CsvReport[Name] };

export function createReport(maxProblems: number): { readonly report: Filling; readonly tell: Tell } {
	const problems: CsvProblem[] = [];
	const report: Filling = { columns: [], delimiter: '', rows: 0, problems, problemsInAll: 0, isComplete: false };
	const tell: Tell = (line, kind, message) => {
		report.problemsInAll++;
		if (problems.length < maxProblems) problems.push({ line, kind, message: message() });
	};
	return { report, tell };
}
