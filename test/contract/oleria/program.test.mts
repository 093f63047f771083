import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { AUDIENCE, bigExport, CLIENT_ID, CLIENT_SECRET, SCOPE, startOleria, type OleriaSimulator } from '../../simulators/oleria/index.mts';
import { createApi, rawFetch } from './support.mts';

const PROGRAM = join(import.meta.dirname, '../../simulators/oleria/main.mts');

describe('the program', () => {
	it.each(['SIGTERM', 'SIGINT'] as const)('prints where it listens and who may call, serves, and ends on %s', async (signal) => {
		const program = spawn(process.execPath, [PROGRAM, '--switch', 'acceptedReads=0', '--switch', 'createStatus=202', '--file', 'risks=100:200'], { stdio: ['ignore', 'pipe', 'inherit'] });
		const [line] = (await once(createInterface(program.stdout), 'line')) as [string];
		const ready = JSON.parse(line) as OleriaSimulator;
		const api = await createApi(ready);

		expect(ready).toMatchObject({ clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, audience: AUDIENCE, scope: SCOPE, mirrorOrigin: expect.stringContaining('http://127.0.0.1:') });
		expect((await api.create({ context: 'employees' })).status).toBe(202);
		expect(await api.rowsOf('risks')).toHaveLength(100);
		program.kill(signal);

		expect(await once(program, 'exit')).toEqual([0, null]);
	});

	it('serves 50 MB to a slow reader without growing', async () => {
		const program = spawn(process.execPath, [PROGRAM, '--switch', 'acceptedReads=0', '--file', 'risks=250000'], { stdio: ['ignore', 'pipe', 'inherit'] });
		const [line] = (await once(createInterface(program.stdout), 'line')) as [string];
		const api = await createApi(JSON.parse(line) as OleriaSimulator);
		const residentBytes = () => 1024 * Number(execFileSync('ps', ['-o', 'rss=', '-p', String(program.pid)], { encoding: 'utf8' }));
		await api.rowsOf('employees');
		const idle = residentBytes();

		let [received, peak, chunks] = [0, 0, 0];
		for await (const chunk of await rawFetch(await api.linkFor('risks'))) {
			received += (chunk as Buffer).length;
			if (++chunks % 100 === 0) peak = Math.max(peak, residentBytes());
		}
		program.kill();
		await once(program, 'exit');

		expect(received).toBe(bigExport(250_000).length);
		expect(peak).toBeGreaterThan(idle / 2);
		expect(peak - idle).toBeLessThan(45_000_000);
	});

	it.each([
		[['--switch', 'acceptReads=3'], 'There is no switch "acceptReads"'],
		[['--file', 'risks'], 'A file is context=rows or context=rows:bytesPerRow'],
	])('refuses %j', async (args, message) => {
		const program = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
		let complaint = '';
		program.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));

		const [code] = (await once(program, 'close')) as [number];

		expect(code).toBe(1);
		expect(complaint).toContain(message);
	});
});

describe('starting', () => {
	it('gives back its ports when one is taken', async () => {
		const first = await startOleria();

		await expect(startOleria({ filePort: Number(new URL(first.fileOrigin).port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
		await first.close();
		await first.close();
	});

	it('sees an answer that leaves the contract', async () => {
		const simulator = await startOleria();
		const api = await createApi(simulator);
		simulator.admin.corruptAnswer((reply) => ({ ...reply, body: { status: 'accepted' } }));
		await api.create({ context: 'risks' });
		await simulator.close();

		expect(simulator.violations).toMatchObject([{ direction: 'answer', operationId: 'createDownload', where: 'body/id' }]);
		expect(() => simulator.expectNoViolations()).toThrow('#2 createDownload answer body/id');
	});
});
