import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import { freePorts } from '../support/n8nPorts.mts';

jest.setTimeout(120_000);

const BOOTSTRAP = join(import.meta.dirname, '../../scripts/bootstrap.mjs');

type Run = { child: ChildProcess; output: () => string; ended: Promise<number | null> };

/** Runs `npm start -- <args>` without npm, in a process group of its own, so that a signal to it is a Ctrl-C in its terminal. */
function start(...args: string[]): Run {
	const child = spawn(process.execPath, [BOOTSTRAP, 'start', ...args], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
	let output = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += String(chunk)));
	const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
	return { child, output: () => output, ended };
}

const answers = async (url: string) => await axios.get(url, { proxy: false }).then(
	() => true,
	() => false,
);

describe('npm start', () => {
	let run: Run | undefined;
	afterEach(async () => {
		run?.child.kill('SIGTERM');
		await run?.ended;
	});

	it('with --once shows what the leaver holds, takes nothing away and ends well', async () => {
		run = start('--once');

		expect([await run.ended, run.output()]).toEqual([0, expect.stringContaining('What does a leaver still hold in AccessOwl')]);
		expect(run.output()).toContain('Ledger Console');
		expect(run.output()).toContain('wouldRemove');
		expect(run.output()).not.toContain('Jira'); // that access has ended
	});

	it('keeps the editor and the simulator until Ctrl-C, which stops both', async () => {
		const [port] = (await freePorts(1)) as [number];
		run = start('--port', String(port));
		while (!run.output().includes('Ctrl-C stops everything') && run.child.exitCode === null) await sleep(100);
		const simulator = /^AccessOwl (http:\S+)/m.exec(run.output())?.[1];
		const editor = `http://127.0.0.1:${port}`;
		expect(run.output()).toContain(`Editor    ${editor}\n`);
		expect(await answers(`${editor}/healthz`)).toBe(true);
		await expect(axios.get(`${simulator}/api/v1/users`, { proxy: false })).rejects.toMatchObject({ response: { status: 401 } });

		process.kill(-run.child.pid!, 'SIGINT');

		expect(await run.ended).toBe(0);
		await expect(axios.get(`${editor}/healthz`, { proxy: false })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
		await expect(axios.get(`${simulator}/api/v1/users`, { proxy: false })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
	});

	it('says so when the port asked for is in use', async () => {
		const server = createServer().listen(0, '127.0.0.1');
		await new Promise((resolve) => server.once('listening', resolve));
		const { port } = server.address() as AddressInfo;

		run = start('--port', String(port));

		expect(await run.ended).toBe(1);
		expect(run.output()).toContain(`Port ${port} is in use.`);
		server.close();
	});

	it.each([
		['--port', 'many', 'is no port'],
		['--fast', '', "Unknown option '--fast'"],
	])('refuses %s %s and lists the options', async (option, value, text) => {
		run = start(option, ...(value ? [value] : []));

		expect(await run.ended).toBe(1);
		expect(run.output()).toContain(text);
		expect(run.output()).toContain('Options: --port <number>');
	});
});
