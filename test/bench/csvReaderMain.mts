// One CSV reader in a process of its own, asked for one file after the other. Started by csv.mts with the reader's name.
import { parse } from 'csv-parse';
import { createReadStream, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import Papa from 'papaparse';
import type { csvRows as CsvRows } from '../../nodes/shared/csv';

type Row = Record<string, unknown>;
/** Reads a file as a stream and gives each row to the function. */
type Reader = (file: string, take: (row: Row) => void) => Promise<void>;

const built = join(import.meta.dirname, '..', '..', 'dist', 'nodes', 'shared', 'csv', 'index.js');

const own =
	(typed: boolean): Reader =>
	async (file, take) => {
		if (!existsSync(built)) throw new Error('Build the package first: npm run build');
		const { csvRows } = createRequire(import.meta.url)(built) as { csvRows: typeof CsvRows };
		for await (const rows of csvRows(createReadStream(file), { typed })) for (const row of rows) take(row);
	};

/** Each in its own fastest way to read a stream: csv-parse by events, papaparse by chunks. */
const READERS: Record<string, Reader> = {
	ours: own(false),
	oursTyped: own(true),
	csvParse: async (file, take) => {
		await new Promise<void>((resolve, reject) => {
			createReadStream(file)
				.on('error', reject)
				.pipe(parse({ columns: true, bom: true }))
				.on('data', take)
				.on('end', resolve)
				.on('error', reject);
		});
	},
	papaparse: async (file, take) => {
		await new Promise<void>((resolve, reject) => {
			// As text, because papaparse would break characters that two chunks share.
			const chunk = ({ data }: { data: Row[] }) => data.forEach(take);
			Papa.parse<Row>(createReadStream(file, { encoding: 'utf8' }), { header: true, delimiter: ',', skipEmptyLines: true, chunk, complete: () => resolve(), error: reject });
		});
	},
};

const [, , name = ''] = process.argv;
const reader = READERS[name];
if (!reader) throw new Error(`There is no reader "${name}".`);

process.on('message', ({ file, columns }: { file: string; columns: readonly string[] }) => {
	let rows = 0;
	let characters = 0;
	const beganMs = performance.now();
	void reader(file, (row) => {
		rows++;
		for (const column of columns) characters += String(row[column]).length;
	}).then(() => process.send?.({ elapsedMs: performance.now() - beganMs, rows, characters }));
});
process.once('disconnect', () => process.exit());
process.send?.('ready');
