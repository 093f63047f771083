'use strict';

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { withLock } = require('./lock.cjs');
const { requireFreeSpace, runNpm } = require('./npm.cjs');

const NEEDED_BYTES = 2.5e9;

function readJson(file) {
	try {
		return JSON.parse(fs.readFileSync(file, 'utf8'));
	} catch {
		return undefined; // missing, or cut off half-way
	}
}

/** The Node that runs the jobs: the devDependency `node`, because n8n needs Node 24 and the host may have 20. */
function projectNode(root) {
	const bin = path.join(root, 'node_modules', 'node', 'bin');
	return path.join(bin, process.platform === 'win32' ? 'node.exe' : 'node');
}

/**
 * The first thing wrong with node_modules as text, or undefined when it is what package-lock.json says.
 * npm writes its own record (node_modules/.package-lock.json) last, so an interrupted install has none; optional packages may be
 * missing, because they belong to other platforms.
 */
function packageDefect(root) {
	const wanted = readJson(path.join(root, 'package-lock.json'))?.packages;
	if (wanted === undefined) return 'package-lock.json cannot be read';
	if (!fs.existsSync(path.join(root, 'node_modules'))) return 'node_modules is missing';
	const installed = readJson(path.join(root, 'node_modules', '.package-lock.json'))?.packages;
	if (installed === undefined) return 'the last install did not come to its end';
	for (const [folder, { version, optional }] of Object.entries(wanted)) {
		if (folder === '') continue;
		const present = installed[folder];
		if (present === undefined && optional) continue;
		if (present?.version !== version) return `package-lock.json has changed (${folder})`;
		if (!fs.existsSync(path.join(root, folder, 'package.json'))) return `${folder} is missing`;
	}
	return undefined;
}

/** Whether the project's Node is there, starts, and is the locked version: npm's --ignore-scripts leaves the binary out. */
function hasProjectNode(root) {
	const wanted = readJson(path.join(root, 'node_modules', 'node', 'package.json'))?.version;
	try {
		return execFileSync(projectNode(root), ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() === `v${wanted}`;
	} catch {
		return false;
	}
}

/**
 * Brings node_modules to what package-lock.json says, doing nothing when it is so already. Several at once wait for each other.
 * Throws an Error whose message is meant for the user.
 */
async function ensurePackages(root) {
	if (packageDefect(root) === undefined && hasProjectNode(root)) return;
	await withLock(
		path.join(root, '.cache', 'install.lock'),
		async () => {
			const defect = packageDefect(root);
			if (defect !== undefined) {
				process.stderr.write(`Installing the development packages: ${defect}.\n`);
				requireFreeSpace(root, NEEDED_BYTES);
				await runNpm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: root, phase: 'Installing the development packages' });
			}
			if (!hasProjectNode(root)) await runNpm(['rebuild', 'node'], { cwd: root, phase: 'Fetching Node 24' });
			if (!hasProjectNode(root)) throw new Error(`Node 24 was installed but does not start: try "${projectNode(root)} --version".`);
		},
		(pid) => process.stderr.write(`Waiting for another install of this project (process ${pid}) ...\n`),
	);
}

module.exports = { ensurePackages, packageDefect, projectNode };
