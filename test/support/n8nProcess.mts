import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { requireN8n } from '../../scripts/n8nCache.mts';
import { freePorts } from './n8nPorts.mts';

const STOP_MS = 15_000;
const START_MS = 120_000;
const GUARD = join(import.meta.dirname, 'n8nGuard.cjs');

/** What of our own environment would change an n8n of ours: its settings, and those of npm and jest. */
const FOREIGN = /^(N8N_|DB_|EXECUTIONS_|QUEUE_|WEBHOOK_|GENERIC_|npm_|JEST_|NODE_OPTIONS$|NODE_PATH$|NODE_ENV$)/;

/** Nothing leaves the machine by itself, nothing asks or advertises, and only this machine can connect. */
const QUIET = {
	NODE_ENV: 'production',
	N8N_LISTEN_ADDRESS: '127.0.0.1',
	N8N_HOST: '127.0.0.1',
	N8N_PROTOCOL: 'http',
	N8N_SECURE_COOKIE: 'false', // the editor is served over plain http
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
	N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '5',
	GENERIC_TIMEZONE: 'UTC',
};

export type N8nSettings = {
	/** n8n keeps everything below `<userFolder>/.n8n`. */
	userFolder: string;
	encryptionKey?: string | undefined;
	/** A free one when left out. */
	port?: number | undefined;
	/** Wins over everything else. */
	env?: Record<string, string>;
};

export type N8nProcess = {
	origin: string;
	port: number;
	pid: number;
	/** What n8n wrote to stdout and stderr since its first start in this user folder. */
	logs: () => string;
	/** Resolves when n8n has ended by itself or was stopped. */
	ended: Promise<void>;
	/** Asks n8n to stop, waits up to 15 s, then kills it with its children. May be called again. */
	stop: () => Promise<void>;
};

export const logFile = (userFolder: string) => join(userFolder, 'n8n.log');

function environment({ userFolder, encryptionKey, env = {} }: N8nSettings, more: Record<string, string>): NodeJS.ProcessEnv {
	const own = Object.entries(process.env).filter(([name]) => !FOREIGN.test(name));
	const noProxy = [process.env['NO_PROXY'] ?? process.env['no_proxy'], '127.0.0.1', 'localhost'].filter(Boolean).join(',');
	return {
		...Object.fromEntries(own),
		...QUIET,
		NO_PROXY: noProxy,
		no_proxy: noProxy,
		N8N_USER_FOLDER: userFolder,
		...(encryptionKey ? { N8N_ENCRYPTION_KEY: encryptionKey } : {}),
		...more,
		...env,
	};
}

const program = () => join(requireN8n(), 'node_modules', 'n8n', 'bin', 'n8n');

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

/** Sends a signal to n8n and to the children it started (it leads a process group of its own). */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
	if (child.pid === undefined) return;
	try {
		if (process.platform === 'win32') child.kill(signal);
		else process.kill(-child.pid, signal);
	} catch {
		// the group is gone already
	}
}

/** Resolves when n8n answers its own settings, which it does only when all is loaded. Throws with the end of its log when it ends before, or after 2 minutes. */
async function untilReady(origin: string, child: ChildProcess, logs: () => string): Promise<void> {
	const deadlineMs = Date.now() + START_MS;
	while (Date.now() < deadlineMs) {
		if (hasEnded(child)) throw new Error(`n8n ended while it started:\n${logs().slice(-3000)}`);
		const type = await fetch(`${origin}/rest/settings`, { signal: AbortSignal.timeout(2_000) }).then(
			async (answer) => {
				await answer.arrayBuffer();
				return answer.ok ? answer.headers.get('content-type') : undefined;
			},
			() => undefined,
		);
		if (type?.includes('application/json')) return;
		await sleep(150);
	}
	throw new Error(`n8n did not get ready within ${START_MS / 1000} s:\n${logs().slice(-3000)}`);
}

/**
 * Starts the cached n8n and waits until it is ready (about 15 s). It ends with this process, even if this process is killed.
 * Throws when no n8n is cached, or when it does not get ready.
 */
export async function startN8nProcess(settings: N8nSettings): Promise<N8nProcess> {
	const [freePort, brokerPort] = (await freePorts(2)) as [number, number];
	const port = settings.port ?? freePort;
	const origin = `http://127.0.0.1:${port}`;
	mkdirSync(settings.userFolder, { recursive: true });
	const log = openSync(logFile(settings.userFolder), 'a');
	const child = spawn(process.execPath, ['--require', GUARD, program(), 'start'], {
		cwd: settings.userFolder,
		detached: true,
		env: environment(settings, { N8N_PORT: String(port), N8N_RUNNERS_BROKER_PORT: String(brokerPort) }),
		stdio: ['ignore', log, log, 'ipc'],
	});
	closeSync(log);

	const logs = () => readFileSync(logFile(settings.userFolder), 'utf8');
	const killAll = () => signalGroup(child, 'SIGKILL');
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	process.once('exit', killAll);
	const stop = async () => {
		if (!hasEnded(child)) {
			// To n8n alone: it ends its task runner itself, and complains when that is gone first.
			child.kill('SIGTERM');
			await Promise.race([ended, sleep(STOP_MS, undefined, { ref: false })]);
		}
		killAll();
		await ended;
		process.off('exit', killAll);
	};
	try {
		await untilReady(origin, child, logs);
	} catch (error) {
		await stop();
		throw error;
	}
	return { origin, port, pid: child.pid ?? 0, logs, ended, stop };
}

/** Runs one n8n command to its end (about 10 s), such as `import:credentials`. Gives stdout. Throws with its output when it exits with another code than 0. */
export async function runN8nCommand(settings: N8nSettings, args: string[]): Promise<string> {
	const [brokerPort] = (await freePorts(1)) as [number];
	return await new Promise((resolve, reject) => {
		execFile(
			process.execPath,
			[program(), ...args],
			{ cwd: settings.userFolder, env: environment(settings, { N8N_RUNNERS_BROKER_PORT: String(brokerPort) }), maxBuffer: 512 * 1024 * 1024 },
			(error, stdout, stderr) => (error ? reject(new Error(`n8n ${args[0]}: ${error.message}\n${stdout}\n${stderr}`)) : resolve(stdout)),
		);
	});
}
