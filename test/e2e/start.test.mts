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

	it('with --once shows what the leaver holds, has and owns in each product, and what became of it, and ends well', async () => {
		run = start('--once');

		expect([await run.ended, run.output()]).toEqual([0, expect.stringContaining('What does a leaver still hold in AccessOwl')]);
		expect(run.output()).toContain('Ledger Console');
		expect(run.output()).toContain('wouldRemove');
		expect(run.output()).not.toContain('Jira'); // that access has ended
		expect(run.output()).toContain('What access does Oleria still show for a leaver');
		expect(run.output()).toContain('Treasury Forecast');
		expect(run.output()).toContain("Hand a leaver's requirements in Catalio to a team");
		expect(run.output()).toContain('Catalio answered 403: forbidden');
		expect(run.output()).toMatch(/^File: requirements handed over .*\.csv \(\d{3,4} bytes\)$/m);
		expect(run.output()).toContain('End the keys of a leaver in Rezolve.ai');
		expect(run.output()).toContain('Treasury connector');
		expect(run.output()).toMatch(/^File: keys of robin\.vale@example\.com .*\.csv \(\d{4} bytes\)$/m);
		expect(run.output()).toMatch(/^File: access of robin\.vale@example\.com .*\.csv \(\d{4} bytes\)$/m);
	});

	it('keeps the editor and the simulators until Ctrl-C, which stops all', async () => {
		const [port] = (await freePorts(1)) as [number];
		run = start('--port', String(port));
		while (!run.output().includes('Ctrl-C stops everything') && run.child.exitCode === null) await sleep(100);
		const simulated = (vendor: string) => new RegExp(`^${vendor} +(http:\\S+/workflow/\\S+)\\n +simulated at (http:[^\\s,]+)`, 'm').exec(run?.output() ?? '')?.slice(1) ?? [];
		const [accessOwlWorkflow, accessOwl] = simulated('AccessOwl');
		const [oleriaWorkflow, oleria] = simulated('Oleria');
		const [catalioWorkflow, catalio] = simulated('Catalio');
		const [rezolveWorkflow, rezolve] = simulated('Rezolve.ai');
		const editor = `http://127.0.0.1:${port}`;
		expect(run.output()).toContain(`Editor     ${editor}\n`);
		for (const workflow of [accessOwlWorkflow, oleriaWorkflow, catalioWorkflow, rezolveWorkflow]) expect(workflow).toContain(`${editor}/workflow/`);
		expect(await answers(`${editor}/healthz`)).toBe(true);
		const apis = [`${accessOwl}/api/v1/users`, `${oleria}/v1/downloads/00000000-0000-4000-8000-000000000000`, `${catalio}/api/v1/requirements`, `${rezolve}/api/v1/api-keys`];
		for (const api of apis) await expect(axios.get(api, { proxy: false })).rejects.toMatchObject({ response: { status: 401 } });

		process.kill(-run.child.pid!, 'SIGINT');

		expect(await run.ended).toBe(0);
		for (const stopped of [`${editor}/healthz`, ...apis]) await expect(axios.get(stopped, { proxy: false })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
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
