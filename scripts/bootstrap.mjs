// The entry of every npm script. It needs nothing but Node 20.19 and npm: it installs what is missing, then runs the job under Node 24.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import packages from './setup/packages.cjs';

const OLDEST_NODE = [20, 19];

/** What each `npm run` name runs; what follows `--` on the command line is added. */
const TASKS = {
	bench: ['node', 'scripts/bench.mts'],
	build: ['gulp', 'build'],
	docs: ['node', 'scripts/docs.mts'],
	'fetch-n8n': ['node', 'scripts/fetchN8n.mts'],
	lint: ['n8n-node', 'lint'],
	n8n: ['node', 'scripts/n8n.mts'],
	screenshots: ['node', 'scripts/screenshots.mts'],
	start: ['node', 'scripts/start.mts'],
	test: ['node', 'scripts/test.mts'],
	'test:contract': ['jest', '--selectProjects', 'contract'],
	'test:e2e': ['node', 'scripts/test.mts', '--only', 'build,e2e'],
	'test:engine': ['node', 'scripts/test.mts', '--only', 'build,engine'],
	'test:unit': ['jest', '--selectProjects', 'unit'],
	watch: ['gulp', 'watch'],
};

function requireNode() {
	const [major, minor] = process.versions.node.split('.').map(Number);
	const [oldestMajor, oldestMinor] = OLDEST_NODE;
	if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
	throw new Error(`This project needs Node.js ${OLDEST_NODE.join('.')} or newer, this is ${process.versions.node}. Install a newer one from https://nodejs.org.`);
}

/** Runs the job with Node 24 first on the path and ends as it ends. A signal is handed on; the job decides how to stop. */
function run(root, [program, ...args]) {
	const bin = path.join(root, 'node_modules', '.bin');
	const env = { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}` };
	const file = program === 'node' ? packages.projectNode(root) : path.join(bin, program);
	// Scripts of ours notice by the channel's end that we were killed, see stopping.mts.
	const stdio = program === 'node' ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit';
	const child = spawn(file, args, { cwd: root, env, stdio, shell: process.platform === 'win32' });
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
	stopWithNpm(child);
	child.once('error', (error) => fail(`${program} does not start: ${error.message}`));
	child.once('exit', (code, signal) => {
		process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
	});
}

/** npm hands SIGTERM to the shell between us, which dies without telling us: then we are another's child, and the job is stopped. */
function stopWithNpm(child) {
	if (process.env.npm_lifecycle_event === undefined) return;
	const parent = process.ppid;
	setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500).unref();
}

function fail(message) {
	process.stderr.write(`\n${message}\n`);
	process.exitCode = 1;
}

const [name = '', ...more] = process.argv.slice(2);
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
try {
	requireNode();
	if (!Object.hasOwn(TASKS, name)) throw new Error(`There is no task "${name}". There are: ${Object.keys(TASKS).join(', ')}.`);
	await packages.ensurePackages(root);
	run(root, [...TASKS[name], ...more]);
} catch (error) {
	fail(error.message);
}
