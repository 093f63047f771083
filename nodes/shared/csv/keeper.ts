import type { CsvRow } from './row';

/** Different values of one column that are remembered; a column with more is taken for one where they do not repeat. */
const MAX_KNOWN = 1_000;
/** Shorter texts are copies already: V8 makes slices of 13 characters and more (its SlicedString::kMinLength). */
const SLICE_CHARACTERS = 13;

/** The same text in memory of its own, one byte for each character where that is enough. */
const ownCopy = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

/**
 * For rows that are kept, all of them: changes where they are what makes them heavy. The text of a cell is a slice of the chunk that it
 * came in, so that a single cell keeps the whole chunk, with two bytes for each character if one of them needs that. Here each text gets
 * memory of its own, and a text that its column had before is the same one again: most columns of an export have few different values.
 * For text that was read from bytes: half a surrogate pair would become U+FFFD.
 */
export function createKeeper(): (rows: readonly CsvRow[]) => void {
	/** By column; null once its values turn out not to repeat. */
	const knownByColumn = new Map<string, Map<string, string> | null>();

	function keepColumn(rows: readonly CsvRow[], name: string): void {
		const known = knownByColumn.get(name);
		const values = known === undefined ? new Map<string, string>() : known;
		for (const row of rows) {
			const text = row[name];
			if (typeof text !== 'string') continue;
			const seen = values?.get(text);
			if (seen !== undefined) {
				row[name] = seen;
				continue;
			}
			const own = text.length < SLICE_CHARACTERS ? text : ownCopy(text);
			row[name] = own;
			if (values !== null && values.size < MAX_KNOWN) values.set(own, own);
		}
		knownByColumn.set(name, values !== null && values.size < MAX_KNOWN ? values : null);
	}

	return (rows) => {
		// All rows have the columns of the first; what else some have is no text.
		for (const name of Object.keys(rows[0] ?? {})) keepColumn(rows, name);
	};
}
