import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folder whose lockfile pins the n8n that `npm start` and the end-to-end tests run. */
export const runtimeFolder = join(import.meta.dirname, '..', 'runtime');

/** Says that a cached n8n is whole; written last, just before its folder gets its final name. */
export const STAMP = '.complete.json';

/** The database driver's compiled part, the one file that `npm ci --ignore-scripts` leaves out. */
export const SQLITE_BINDING = 'node_modules/sqlite3/build/Release/node_sqlite3.node';

const KEY_FILES = ['node_modules/n8n/bin/n8n', 'node_modules/n8n/package.json', 'node_modules/n8n-core/package.json', 'node_modules/n8n-nodes-base/package.json', 'node_modules/n8n-editor-ui/dist/index.html'];

/** What the stamp holds: the size in bytes of each file looked at on every use. */
export type Stamp = { n8n: string; sizesBytes: Record<string, number> };

function osCacheFolder(): string {
	if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
	if (process.platform === 'win32') return process.env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local');
	return process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
}

/** Where this project keeps what is too big for the checkout: `$OFFBOARDING_CACHE`, else a folder in the system's cache. */
export function cacheFolder(): string {
	return process.env['OFFBOARDING_CACHE'] || join(osCacheFolder(), 'n8n-nodes-offboarding');
}

/** The pinned version of n8n, from runtime/package.json. */
export function pinnedVersion(): string {
	const { dependencies } = JSON.parse(readFileSync(join(runtimeFolder, 'package.json'), 'utf8')) as { dependencies: { n8n: string } };
	return dependencies.n8n;
}

/** The folder of the pinned n8n. Another lockfile, platform or processor is another folder, so none is ever changed in place. */
export function n8nFolder(): string {
	const lockHash = createHash('sha256').update(readFileSync(join(runtimeFolder, 'package-lock.json'))).digest('hex').slice(0, 10);
	return join(cacheFolder(), `n8n-${pinnedVersion()}-${lockHash}-${process.platform}-${process.arch}`);
}

/** The stamp that `folder` deserves now. Throws when one of the files is missing. */
export function stampOf(folder: string): Stamp {
	const files = [...KEY_FILES, SQLITE_BINDING];
	return { n8n: pinnedVersion(), sizesBytes: Object.fromEntries(files.map((file) => [file, statSync(join(folder, file)).size])) };
}

/** What is wrong with a cached n8n as text, undefined when it may be used, `absent` when there is none. Takes about a millisecond. */
export function n8nDefect(folder: string): string | undefined {
	if (!existsSync(folder)) return 'absent';
	let stamp: Stamp;
	try {
		stamp = JSON.parse(readFileSync(join(folder, STAMP), 'utf8')) as Stamp;
	} catch {
		return 'its install did not come to its end';
	}
	for (const [file, sizeBytes] of Object.entries(stamp.sizesBytes)) {
		const found = statSync(join(folder, file), { throwIfNoEntry: false })?.size;
		if (found !== sizeBytes) return found === undefined ? `${file} is missing` : `${file} has changed`;
	}
	return undefined;
}

/** The folder of an n8n that may be used as it is. Throws with the command that fetches it when there is none. */
export function requireN8n(): string {
	const folder = n8nFolder();
	if (n8nDefect(folder) !== undefined) throw new Error(`n8n ${pinnedVersion()} is not installed yet: run "npm run fetch-n8n".`);
	return folder;
}
