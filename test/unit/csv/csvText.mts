import { csvRows, type CsvOptions, type CsvReport, type CsvRow } from '../../../nodes/shared/csv';

export type Chunk = Uint8Array | string;

/** A source that notes whether it was closed before its end. */
export function sourceOf(chunks: readonly Chunk[]) {
	const seen = { given: 0, isClosed: false };
	async function* give() {
		try {
			for (const chunk of chunks) {
				seen.given++;
				yield chunk;
			}
		} finally {
			seen.isClosed = true;
		}
	}
	return { chunks: give(), seen };
}

export type Outcome = { readonly rows: CsvRow[]; readonly batches: number; readonly report: CsvReport; readonly failure?: unknown };

/** All that a reading gives, with the failure that ended it. */
export async function readToEnd(chunks: readonly Chunk[], options?: CsvOptions): Promise<Outcome> {
	const reading = csvRows(sourceOf(chunks).chunks, options);
	const rows: CsvRow[] = [];
	let batches = 0;
	try {
		for await (const batch of reading) {
			batches++;
			rows.push(...batch);
		}
	} catch (failure) {
		return { rows, batches, report: reading.report, failure };
	}
	return { rows, batches, report: reading.report };
}

/** Rows and report of a text that can be read. */
export async function read(text: Chunk, options?: CsvOptions): Promise<Outcome> {
	const outcome = await readToEnd([text], options);
	if (outcome.failure !== undefined) throw outcome.failure;
	return outcome;
}

/** The bytes cut after each of these numbers of bytes, which go round. */
export function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
	const pieces: Uint8Array[] = [];
	for (let at = 0, turn = 0; at < bytes.length; turn++) {
		const size = Math.max(1, sizes[turn % sizes.length] ?? bytes.length);
		pieces.push(bytes.subarray(at, at + size));
		at += size;
	}
	return pieces;
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

export type Style = {
	readonly delimiter: string;
	readonly lineBreak: string;
	/** Whether a cell that needs no quotes gets them; asked cell by cell, going round. */
	readonly quotes: readonly boolean[];
	readonly endsWithBreak: boolean;
	readonly hasMark: boolean;
};

/** A table as CSV. A cell is quoted where RFC 4180 asks for it, and an empty one where its line would be empty. */
export function write(table: ReadonlyArray<readonly string[]>, { delimiter, lineBreak, quotes, endsWithBreak, hasMark }: Style): string {
	let turn = 0;
	const written = (cell: string, isAlone: boolean) => {
		const isAsked = quotes[turn++ % quotes.length] === true;
		const isNeeded = cell.includes(delimiter) || /["\r\n]/.test(cell) || (isAlone && cell === '');
		return isAsked || isNeeded ? `"${cell.replaceAll('"', '""')}"` : cell;
	};
	const lines = table.map((cells) => cells.map((cell) => written(cell, cells.length === 1)).join(delimiter));
	return (hasMark ? '\ufeff' : '') + lines.join(lineBreak) + (endsWithBreak ? lineBreak : '');
}
