import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createN8nClient } from './n8nClient.mts';
import type { N8nClient, Owner, WorkflowDefinition } from './n8nClient.mts';
import { installPackage } from './n8nPackage.mts';
import { logFile, runN8nCommand, startN8nProcess } from './n8nProcess.mts';
import type { N8nProcess, N8nSettings } from './n8nProcess.mts';

export type StartOptions = {
	/** Built packages whose nodes n8n shall load. */
	packageFolders: string[];
	/** Kept when given; else a new temporary folder that goes with `stop`. */
	userFolder?: string;
	port?: number;
	env?: Record<string, string>;
	owner?: Owner;
};

/** What another process needs to use a running n8n. */
export type N8nAddress = { origin: string; settings: N8nSettings; owner: Owner };

/** A real n8n that is used over its REST interface, and its files. */
export type N8n = N8nClient & {
	owner: Owner;
	userFolder: string;
	/** What n8n wrote to stdout and stderr since its first start in this user folder. */
	logs: () => string;
	/** The database as it is on disk, with what SQLite has not merged into it yet. */
	databaseBytes: () => Buffer;
	/** Every file n8n keeps, the packages left out: database, event log, config, binary data. */
	storedFiles: () => Array<{ path: string; bytes: Buffer }>;
	/** Imports credentials with plain data by n8n's own command (about 10 s); n8n encrypts them. */
	importCredentials: (credentials: Array<{ id: string; name: string; type: string; data: Record<string, unknown> }>) => Promise<void>;
	/** Imports workflows by n8n's own command (about 10 s), keeping their ids. */
	importWorkflows: (workflows: Array<WorkflowDefinition & { id: string }>) => Promise<void>;
	/** Runs any n8n command in this user folder and gives its stdout. */
	command: (args: string[]) => Promise<string>;
};

/** An n8n that belongs to whoever started it. */
export type N8nServer = N8n & {
	address: N8nAddress;
	pid: () => number;
	/** Ends the process and starts a new one on the same port and data; the client is signed in again. */
	restart: () => Promise<void>;
	/** Stops n8n and removes its temporary folder. May be called again. */
	stop: () => Promise<void>;
};

/** Believable, and printed by `npm start`: it is no secret, the n8n it opens listens on this machine alone. */
export const demoOwner: Owner = { email: 'owner@example.com', password: 'Offboarding-2026', firstName: 'Olivia', lastName: 'Owner' };

function filesBelow(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name));
}

function useN8n({ origin, settings, owner }: N8nAddress): N8n {
	const { userFolder } = settings;
	const dataFolder = join(userFolder, '.n8n');
	const command = async (args: string[]) => await runN8nCommand(settings, args);
	const importFile = async (what: string, content: unknown) => {
		const folder = mkdtempSync(join(tmpdir(), 'n8n-import-'));
		try {
			const file = join(folder, 'import.json');
			writeFileSync(file, JSON.stringify(content));
			await command([`import:${what}`, `--input=${file}`]);
		} finally {
			rmSync(folder, { recursive: true, force: true });
		}
	};
	return {
		...createN8nClient(origin),
		owner,
		userFolder,
		logs: () => readFileSync(logFile(userFolder), 'utf8'),
		databaseBytes: () =>
			Buffer.concat(
				['database.sqlite', 'database.sqlite-wal']
					.map((name) => join(dataFolder, name))
					.filter((file) => existsSync(file))
					.map((file) => readFileSync(file)),
			),
		storedFiles: () =>
			filesBelow(dataFolder)
				.filter((path) => !path.includes('node_modules'))
				.map((path) => ({ path, bytes: readFileSync(path) })),
		importCredentials: async (credentials) => await importFile('credentials', credentials),
		importWorkflows: async (workflows) => await importFile('workflow', workflows),
		command,
	};
}

/** Uses an n8n that another process of ours started; signs in. */
export async function connectN8n(address: N8nAddress): Promise<N8n> {
	const n8n = useN8n(address);
	await n8n.signIn(address.owner);
	return n8n;
}

/**
 * Starts a real n8n with these packages on a free port of 127.0.0.1, makes its owner and signs in (15 to 25 s).
 * Throws when no n8n is cached, a package is not built, or n8n does not get ready.
 */
export async function startN8n({ packageFolders, userFolder: givenFolder, port, env = {}, owner = demoOwner }: StartOptions): Promise<N8nServer> {
	const userFolder = givenFolder ?? mkdtempSync(join(tmpdir(), 'n8n-'));
	// In a folder that is kept, n8n keeps the key itself.
	const encryptionKey = givenFolder ? undefined : randomBytes(24).toString('hex');
	const settings: N8nSettings = { userFolder, encryptionKey, port, env };
	const dispose = () => {
		if (givenFolder === undefined) rmSync(userFolder, { recursive: true, force: true, maxRetries: 5 });
	};

	let running: N8nProcess;
	try {
		for (const folder of packageFolders) installPackage(folder, userFolder);
		running = await startN8nProcess(settings);
	} catch (error) {
		dispose();
		throw error;
	}
	const address: N8nAddress = { origin: running.origin, settings: { ...settings, port: running.port }, owner };
	const n8n = useN8n(address);
	const stop = async () => {
		await running.stop();
		dispose();
	};
	try {
		await n8n.signIn(owner);
	} catch (error) {
		await stop();
		throw error;
	}
	return {
		...n8n,
		address,
		pid: () => running.pid,
		restart: async () => {
			await running.stop();
			running = await startN8nProcess(address.settings);
			await n8n.signIn(owner);
		},
		stop,
	};
}
