import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';

export const root = join(import.meta.dirname, '..');

const bin = join(root, 'node_modules', '.bin');

export type ProgramResult = { ok: boolean; output: string };

/**
 * Runs a program of node_modules/.bin, or `node`, in the project's root. Its output is shown as it comes, or kept when `quiet`.
 * Never rejects: a program that does not start is a failed one.
 */
export async function runProgram(name: string, args: string[], { quiet = false } = {}): Promise<ProgramResult> {
	const file = name === 'node' ? process.execPath : join(bin, name);
	const child = spawn(file, args, {
		cwd: root,
		env: { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` },
		stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
		shell: process.platform === 'win32',
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += String(chunk)));
	return await new Promise((resolve) => {
		child.once('error', (error) => resolve({ ok: false, output: error.message }));
		child.once('close', (code) => resolve({ ok: code === 0, output }));
	});
}

/** Compiles the package into dist/. Throws with the compiler's output. */
export async function buildPackage(): Promise<void> {
	const { ok, output } = await runProgram('gulp', ['build'], { quiet: true });
	if (!ok) throw new Error(`The package does not compile:\n${output}`);
}
