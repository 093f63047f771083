// The check that n8n runs on a verified package before it lists it, without the network: the sources, then exactly
// what `npm pack` would publish. It honours no `eslint-disable`. Also holds the packed file list to what is needed.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyzePackage, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';

interface Verdict {
	readonly passed: boolean;
	readonly message?: string;
	readonly details?: string;
}

const root = join(import.meta.dirname, '..');
const NEEDED = /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|dist\/(nodes|credentials)\/.+)$/;
const SOURCE_ONLY = /\.(ts|mts|map|tsbuildinfo)$|\.test\./;

function report(what: string, { passed, message = '', details = '' }: Verdict): boolean {
	console.log(`${passed ? 'passed' : 'FAILED'}  ${what}`);
	if (!passed) console.log(message, details);
	return passed;
}

function packedInto(folder: string): { files: string[]; archive: string } {
	// --ignore-scripts: packing must not depend on anything that runs.
	const printed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
	const [packed] = JSON.parse(printed) as Array<{ files: Array<{ path: string }>; filename: string }>;
	if (!packed) throw new Error('npm pack printed nothing');
	return { files: packed.files.map(({ path }) => path), archive: join(folder, packed.filename) };
}

const folder = mkdtempSync(join(tmpdir(), 'offboarding-scan-'));
try {
	const { files, archive } = packedInto(folder);
	execFileSync('tar', ['-xzf', archive, '-C', folder]);
	const stray = files.filter((path) => !NEEDED.test(path) || SOURCE_ONLY.test(path));
	const results = [
		report('sources', (await analyzePackage(root, SOURCE_FILE_PATTERNS)) as Verdict),
		report(`package as packed (${files.length} files)`, (await analyzePackage(join(folder, 'package'), ['**/*.js', 'package.json'])) as Verdict),
		report('packed files are needed', { passed: stray.length === 0, message: stray.join('\n') }),
	];
	process.exitCode = results.every(Boolean) ? 0 : 1;
} finally {
	rmSync(folder, { recursive: true, force: true });
}
