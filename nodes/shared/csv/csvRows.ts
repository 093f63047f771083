import { settingsFrom, type CsvOptions, type CsvSettings } from './options';
import { createRecordReader } from './recordReader';
import { createReport, type CsvReport, type Filling, type Tell } from './report';
import type { CsvRow } from './row';

/** Batches of rows, never empty ones: as many as a chunk brings. Reading begins with the iteration and works once. */
export type CsvReading = AsyncGenerator<CsvRow[], void, undefined> & { readonly report: CsvReport };

async function* read(chunks: AsyncIterable<Uint8Array | string>, settings: CsvSettings, report: Filling, tell: Tell): AsyncGenerator<CsvRow[], void, undefined> {
	const decoder = new TextDecoder(settings.encoding, { ignoreBOM: true });
	const reader = createRecordReader(settings, report, tell);
	for await (const chunk of chunks) {
		reader.add(typeof chunk === 'string' ? decoder.decode() + chunk : decoder.decode(chunk, { stream: true }));
		if (!reader.isReady()) continue;
		const rows = reader.read(false);
		if (rows.length > 0) yield rows;
		const failure = reader.failure();
		if (failure) throw failure;
		if (reader.isDone()) return;
	}
	reader.add(decoder.decode());
	const rows = reader.read(true);
	if (rows.length > 0) yield rows;
	const failure = reader.failure();
	if (failure) throw failure;
}

/**
 * Reads CSV as it comes, from chunks cut anywhere; holds one chunk and one record. `report` says what was odd in the file, and is final
 * when the iteration is over. Leaving the loop early closes the source.
 *
 * Throws an InputError at once for options that make no sense; the iteration throws a CsvError for what is not CSV and for a record that is too
 * long, and whatever the source throws.
 */
export function csvRows(chunks: AsyncIterable<Uint8Array | string>, options: CsvOptions = {}): CsvReading {
	const settings = settingsFrom(options);
	const { report, tell } = createReport(settings.maxProblems);
	return Object.assign(read(chunks, settings, report, tell), { report });
}
