// `npm run bench`: how the nodes compare with what one would build without them. Prints ratios; `--write` puts them into docs/benchmarks.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureReads } from '../test/bench/reads.mts';
import { markdownOf, tablesOf, textOf, withFigures } from '../test/bench/report.mts';
import { measureWrites } from '../test/bench/writes.mts';
import { ensureN8n } from './n8nRuntime.mts';
import { buildPackage, root } from './program.mts';
import { stoppingOnSignals } from './stopping.mts';

const DOCUMENT = join(root, 'docs', 'benchmarks.md');

const FULL = { states: 100_000, readRounds: 5, writes: 600, writeRounds: 2 };
/** To see that everything still runs; its figures mean nothing. */
const QUICK = { states: 2_000, readRounds: 1, writes: 120, writeRounds: 1 };

const stopping = stoppingOnSignals();

/** Measures and prints. Gives what was not done as it should be: those figures would compare the wrong things. */
async function bench(args: string[]): Promise<string[]> {
	const { values } = parseArgs({ args, options: { quick: { type: 'boolean', default: false }, write: { type: 'boolean', default: false } } });
	if (values.quick && values.write) throw new Error('Use --quick or --write: the figures of a quick run mean nothing.');
	const { states, readRounds, writes: count, writeRounds } = values.quick ? QUICK : FULL;
	console.log('Building the package ...');
	await buildPackage();
	await ensureN8n(console.log);

	const reads = await measureReads(states, readRounds, stopping.add, console.log);
	const writes = await measureWrites(count, writeRounds, stopping.add, console.log);
	const tables = tablesOf(reads, writes);
	console.log(`\n${textOf(tables)}\n`);

	const faults = [...reads.faults, ...writes.faults];
	if (values.write && faults.length === 0) {
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
