// `npm run bench`: how the nodes compare with what one would build without them. Prints ratios; `--write` puts them into docs/benchmarks.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureAudit } from '../test/bench/audit.mts';
import { measureCsv } from '../test/bench/csv.mts';
import { csvTables, fileTables, rowsTables } from '../test/bench/exportTables.mts';
import { measureFiles } from '../test/bench/files.mts';
import { measureJsonApi } from '../test/bench/jsonApi.mts';
import { jsonApiTables } from '../test/bench/jsonApiTables.mts';
import { measureReads } from '../test/bench/reads.mts';
import { markdownOf, readTables, textOf, withFigures, writeTable } from '../test/bench/report.mts';
import { auditTables } from '../test/bench/rezolveTables.mts';
import { measureRows } from '../test/bench/rows.mts';
import type { Table } from '../test/bench/table.mts';
import { measureWrites } from '../test/bench/writes.mts';
import { ensureN8n } from './n8nRuntime.mts';
import { buildPackage, root } from './program.mts';
import { stoppingOnSignals } from './stopping.mts';

const DOCUMENT = join(root, 'docs', 'benchmarks.md');

const FULL = { states: 100_000, readRounds: 5, writes: 600, writeRounds: 2, fileRows: 2_500_000, fileRounds: 5, rows: 200_000, rowsRounds: 5, csvRows: 200_000, csvRounds: 5, jsonApiSizes: [1_000, 10_000], jsonApiRounds: 15, auditEntries: 50_000, auditRounds: 5, auditLimitedRounds: 2 };
/** To see that everything still runs; its figures mean nothing. */
const QUICK: typeof FULL = { states: 2_000, readRounds: 1, writes: 120, writeRounds: 1, fileRows: 50_000, fileRounds: 1, rows: 2_000, rowsRounds: 1, csvRows: 2_000, csvRounds: 1, jsonApiSizes: [200], jsonApiRounds: 1, auditEntries: 24_000, auditRounds: 1, auditLimitedRounds: 1 };

const stopping = stoppingOnSignals();
const { add } = stopping;
const tell = (line: string) => console.log(line);

/** Tables, and what was not done as it should be: such figures would compare the wrong things. */
type Measured = { tables: Table[]; faults: readonly string[] };

/** What is measured, in this order. */
const PARTS: Record<string, (size: typeof FULL) => Promise<Measured>> = {
	reads: async ({ states, readRounds }) => {
		const reads = await measureReads(states, readRounds, add, tell);
		return { tables: readTables(reads), faults: reads.faults };
	},
	writes: async ({ writes: count, writeRounds }) => {
		const writes = await measureWrites(count, writeRounds, add, tell);
		return { tables: [writeTable(writes)], faults: writes.faults };
	},
	files: async ({ fileRows, fileRounds }) => {
		const files = await measureFiles(fileRows, fileRounds, add, tell);
		return { tables: fileTables(files), faults: files.faults };
	},
	rows: async ({ rows: count, rowsRounds }) => {
		const rows = await measureRows(count, rowsRounds, add, tell);
		return { tables: rowsTables(rows), faults: rows.faults };
	},
	csv: async ({ csvRows, csvRounds }) => {
		const reads = [await measureCsv(csvRows, csvRounds, 'needed', add, tell), await measureCsv(csvRows, csvRounds, 'all', add, tell)];
		return { tables: csvTables(reads), faults: reads.flatMap(({ faults }) => faults) };
	},
	jsonApi: async ({ jsonApiSizes, jsonApiRounds }) => {
		const reads = await measureJsonApi(jsonApiSizes, jsonApiRounds, add, tell);
		return { tables: jsonApiTables(reads), faults: reads.faults };
	},
	audit: async ({ auditEntries, auditRounds: rounds, auditLimitedRounds: limitedRounds }) => {
		const audit = await measureAudit(auditEntries, { rounds, limitedRounds }, add, tell);
		return { tables: auditTables(audit), faults: audit.faults };
	},
};

/** Measures and prints. Gives all faults. */
async function bench(args: string[]): Promise<string[]> {
	const { values } = parseArgs({ args, options: { quick: { type: 'boolean', default: false }, write: { type: 'boolean', default: false }, only: { type: 'string' } } });
	const { quick, write, only } = values;
	if (quick && write) throw new Error('Use --quick or --write: the figures of a quick run mean nothing.');
	if (only !== undefined && write) throw new Error('Use --only or --write: the page has the figures of one whole run.');
	if (only !== undefined && !Object.hasOwn(PARTS, only)) throw new Error(`There is no part "${only}". There are: ${Object.keys(PARTS).join(', ')}.`);
	console.log('Building the package ...');
	await buildPackage();
	await ensureN8n(console.log);

	const tables: Table[] = [];
	const faults: string[] = [];
	for (const [name, measure] of Object.entries(PARTS)) {
		if (only !== undefined && name !== only) continue;
		const measured = await measure(quick ? QUICK : FULL);
		tables.push(...measured.tables);
		faults.push(...measured.faults);
	}
	console.log(`\n${textOf(tables)}\n`);

	if (write && faults.length === 0) {
		writeFileSync(DOCUMENT, withFigures(readFileSync(DOCUMENT, 'utf8'), markdownOf(tables, new Date())));
		console.log('docs/benchmarks.md has the new figures.');
	}
	return faults;
}

try {
	const measured = bench(process.argv.slice(2));
	const stoppedEarly = await Promise.race([measured.then(() => false), stopping.asked.then(() => true)]);
	if (stoppedEarly) {
		process.exitCode = 130;
		measured.catch(() => {}); // what is being measured ends with this process
	} else {
		const faults = await measured;
		for (const fault of faults) console.error(fault);
		process.exitCode = faults.length > 0 ? 1 : 0;
	}
} catch (error) {
	console.error(`\n${error instanceof Error ? error.message : String(error)}`);
	process.exitCode = 1;
}
await stopping.stopAll();
process.exit();
