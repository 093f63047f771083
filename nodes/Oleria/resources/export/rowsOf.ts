import { InputError } from '../../../shared/http/inputError';
import type { FileBytes } from '../../../shared/http/fileEgress';
import type { JsonObject } from '../../../shared/http/request';
import { createKeeper, csvRows } from '../../../shared/csv';
import type { Item } from '../../../shared/operation';

/** More rows than this make n8n slow, or run out of memory: they belong into a file. */
export const MAX_ROWS = 500_000;
const SHOWN_PROBLEMS = 5;

/**
 * The rows of a file as records, as many as the item asks for. Throws InputError when there are too many for items, or none of the wanted
 * columns is there; CsvError for what is no CSV.
 */
export async function rowsOf(item: Item, bytes: FileBytes, { id }: JsonObject, maxRows = MAX_ROWS): Promise<JsonObject[]> {
	const { values, settings, session } = item;
	const delimiter = item.text('delimiter');
	const reading = csvRows(bytes, {
		delimiter: delimiter === '' ? 'auto' : delimiter,
		typed: values.typed === true,
		...(values.columns ? { columns: values.columns as string[] } : {}),
		...(values.rename ? { rename: values.rename as Record<string, string> } : {}),
		...(settings.limit === Infinity ? {} : { rowLimit: settings.limit }),
	});
	const records: JsonObject[] = [];
	const keep = createKeeper();
	for await (const batch of reading) {
		keep(batch);
		if (reading.report.columns.length === 0) {
			throw new InputError(`The file has none of the columns ${(values.columns as string[]).join(', ')}`, 'Write them as the first line of the file does, or leave Columns empty to see them all.');
		}
		for (const row of batch) records.push(row);
		if (records.length > maxRows) {
			throw new InputError(
				`The export has more than ${maxRows.toLocaleString('en')} rows, too many for items`,
				`Get it as a file: with Get File, or with Download, File as Output and this Export ID: ${String(id)}. Or narrow the filters, or set a Limit.`,
			);
		}
	}
	const { problems, problemsInAll } = reading.report;
	for (const { line, message } of problems.slice(0, SHOWN_PROBLEMS)) session.notes.push(`Line ${line} of the file: ${message}`);
	if (problemsInAll > SHOWN_PROBLEMS) session.notes.push(`${problemsInAll - SHOWN_PROBLEMS} more lines of the file are irregular.`);
	return records;
}
