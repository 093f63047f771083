// `npm test`: every check there is. A failed step does not keep the next from running, so one run tells all.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureN8n } from './n8nRuntime.mts';
import { runProgram } from './program.mts';
import { countOf, closingLine } from './testCount.mts';
import type { Count, JestReport } from './testCount.mts';

const reports = mkdtempSync(join(tmpdir(), 'offboarding-test-'));

async function program(name: string, args: string[]): Promise<Count> {
	const { ok } = await runProgram(name, args);
	return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
}

async function jest(project: string, args: string[] = []): Promise<Count> {
	const outputFile = join(reports, `${project}.json`);
	const { ok } = await runProgram('jest', ['--selectProjects', project, '--json', '--outputFile', outputFile, ...args]);
	let report: JestReport | undefined;
	try {
		report = JSON.parse(readFileSync(outputFile, 'utf8')) as JestReport;
	} catch {
		// jest did not get as far as writing it: counted below as a failed project
	}
	return countOf(report, ok);
}

async function fetchN8n(): Promise<Count> {
	try {
		console.log(await ensureN8n());
		return { passed: 1, failed: 0 };
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
		return { passed: 0, failed: 1 };
	}
}

const STEPS: Record<string, () => Promise<Count>> = {
	build: async () => await program('gulp', ['build']),
	lint: async () => await program('n8n-node', ['lint']),
	types: async () => await program('tsc', ['-p', 'tsconfig.test.json']),
	scan: async () => await program('node', ['scripts/scan.mts']),
	unit: async () => await jest('unit'),
	contract: async () => await jest('contract'),
	engine: async () => await jest('engine'),
	n8n: fetchN8n,
	// One after the other: they share one n8n, and the clock of some is real.
	e2e: async () => await jest('e2e', ['--runInBand']),
};

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const names = values.only?.split(',') ?? Object.keys(STEPS);
const unknown = names.filter((name) => !(name in STEPS));
if (unknown.length > 0) {
	console.error(`There is no step ${unknown.join(', ')}. There are: ${Object.keys(STEPS).join(', ')}.`);
	process.exit(1);
}

const total: Count = { passed: 0, failed: 0 };
const summary: string[] = [];
for (const name of names) {
	console.log(`\n=== ${name}`);
	const startedAt = Date.now();
	const count = await STEPS[name]!();
	total.passed += count.passed;
	total.failed += count.failed;
	summary.push(`${name.padEnd(10)}${closingLine(count)} (${Math.round((Date.now() - startedAt) / 1000)} s)`);
}
rmSync(reports, { recursive: true, force: true });
console.log(`\n${summary.join('\n')}\n\n${closingLine(total)}`);
process.exitCode = total.failed > 0 ? 1 : 0;
