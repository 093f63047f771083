'use strict';

const { spawn } = require('node:child_process');
const { statfsSync } = require('node:fs');
const path = require('node:path');
const { explainNpmFailure } = require('./npmFailure.cjs');
const { showProgress } = require('./progress.cjs');

/** The npm that started us, so that both are the same one; else the one on the path. */
function npmCommand(args) {
	const running = process.env.npm_execpath ?? '';
	if (path.basename(running) === 'npm-cli.js') return { file: process.execPath, args: [running, ...args], shell: false };
	return { file: 'npm', args, shell: process.platform === 'win32' };
}

/**
 * Runs npm in `cwd`, showing `phase` and the seconds it takes. Its output is kept for the failure text alone.
 * Throws an Error whose message says what happened and the way out.
 */
async function runNpm(args, { cwd, phase }) {
	const end = showProgress(phase);
	const command = npmCommand(args);
	const result = await new Promise((resolve) => {
		const child = spawn(command.file, command.args, { cwd, shell: command.shell, stdio: ['ignore', 'pipe', 'pipe'] });
		let output = '';
		const kill = () => child.kill();
		process.once('exit', kill);
		const keep = (chunk) => (output = (output + chunk).slice(-200_000));
		child.stdout.on('data', keep);
		child.stderr.on('data', keep);
		child.once('error', (error) => resolve({ missing: error.code === 'ENOENT', code: 1, output: error.message }));
		child.once('close', (code, signal) => {
			process.off('exit', kill);
			resolve({ missing: false, code, signal, output });
		});
	});
	end(result.code === 0);
	if (result.missing) throw new Error('npm was not found. It comes with Node.js: install Node.js from https://nodejs.org, 20.19 or newer.');
	if (result.signal) throw new Error(`npm was stopped (${result.signal}). Run the same command again: it starts over.`);
	if (result.code !== 0) throw new Error(`${phase.replace(/ \(.*\)$/, '')} did not work. ${explainNpmFailure(result.output)}`);
}

/** Throws when the disk that holds `folder` (which must exist) has less than `neededBytes` free. */
function requireFreeSpace(folder, neededBytes) {
	const { bavail, bsize } = statfsSync(folder);
	const freeBytes = bavail * bsize;
	const inGb = (bytes) => `${(bytes / 1e9).toFixed(1)} GB`;
	if (freeBytes < neededBytes) {
		throw new Error(`The disk of ${folder} has ${inGb(freeBytes)} free, ${inGb(neededBytes)} are needed. Free some space, then run the same command again.`);
	}
}

module.exports = { requireFreeSpace, runNpm };
