import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { n8nDefect, n8nFolder, pinnedVersion, runtimeFolder, stampOf, STAMP } from './n8nCache.mts';
import { withLock } from './setup/lock.cjs';
import { requireFreeSpace, runNpm } from './setup/npm.cjs';

/** What an install takes for a moment: 2.7 GB for n8n and about 1 GB in npm's own cache. */
const NEEDED_BYTES = 4e9;

const run = promisify(execFile);

/** Whether a compiled package loads in this Node and on this computer. */
async function loads(folder: string, name: string): Promise<boolean> {
	return await run(process.execPath, ['-e', `require(${JSON.stringify(name)})`], { cwd: folder }).then(
		() => true,
		() => false,
	);
}

/**
 * Packages whose install script must run, because without it they do not load. Only these two of n8n's are needed to run workflows
 * (sqlite3 for its database, isolated-vm for expressions); the rest stay unbuilt, so no other package runs code while installing.
 */
async function buildWhatDoesNotLoad(folder: string): Promise<void> {
	for (const name of ['sqlite3', 'isolated-vm']) {
		if (await loads(folder, name)) continue;
		await runNpm(['rebuild', name], { cwd: folder, phase: `n8n: building ${name} (up to 3 minutes, where no ready-made one can be downloaded)` });
		if (!(await loads(folder, name))) throw new Error(`${name} was built but does not load under Node ${process.versions.node}.`);
	}
}

/** Throws unless `n8n --version` starts and names the pinned version. */
async function smokeCheck(folder: string): Promise<void> {
	const { stdout } = await run(process.execPath, [join(folder, 'node_modules', 'n8n', 'bin', 'n8n'), '--version'], {
		cwd: folder,
		env: { ...process.env, N8N_USER_FOLDER: folder, N8N_DIAGNOSTICS_ENABLED: 'false' },
	});
	const version = pinnedVersion();
	if (!stdout.includes(version)) throw new Error(`n8n ${version} was installed, but "n8n --version" says: ${stdout.trim()}`);
	rmSync(join(folder, '.n8n'), { recursive: true, force: true });
}

/** Installs into a folder beside `target`, checks it, and only then gives it its name: a half-made n8n is never found under it. */
async function install(target: string): Promise<void> {
	const parent = dirname(target);
	for (const name of readdirSync(parent)) {
		// Left by an install that was killed; we hold the lock, so nobody is in there.
		if (name.startsWith(`${basename(target)}.new-`)) rmSync(join(parent, name), { recursive: true, force: true });
	}
	requireFreeSpace(parent, NEEDED_BYTES);
	const folder = mkdtempSync(`${target}.new-`);
	try {
		for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(runtimeFolder, file), join(folder, file));
		await runNpm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, phase: `n8n: downloading and unpacking ${pinnedVersion()} (3 to 10 minutes, only the first time)` });
		await buildWhatDoesNotLoad(folder);
		await smokeCheck(folder);
		writeFileSync(join(folder, STAMP), JSON.stringify(stampOf(folder), null, '\t'));
		renameSync(folder, target);
	} catch (error) {
		rmSync(folder, { recursive: true, force: true });
		throw error;
	}
}

/**
 * The folder of the pinned n8n, installed first when it is absent or broken. Starts at the same time wait for one install.
 * Throws an Error whose message is meant for the user.
 */
export async function ensureN8n(tell: (line: string) => void = (line) => process.stderr.write(`${line}\n`)): Promise<string> {
	const folder = n8nFolder();
	if (n8nDefect(folder) === undefined) return folder;
	mkdirSync(dirname(folder), { recursive: true });
	await withLock(
		`${folder}.lock`,
		async () => {
			const defect = n8nDefect(folder);
			if (defect === undefined) return;
			if (defect !== 'absent') {
				tell(`The n8n in ${folder} is broken (${defect}): it is installed anew.`);
				rmSync(folder, { recursive: true, force: true });
			}
			tell(`n8n ${pinnedVersion()} goes to ${folder}`);
			await install(folder);
		},
		(pid) => tell(`Waiting for another install of n8n (process ${pid}) ...`),
	);
	return folder;
}
