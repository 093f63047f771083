import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { AUDIENCE, CLIENT_ID, CLIENT_SECRET, startCatalio, type CatalioSimulator } from '../../simulators/catalio/index.mts';
import { signIn } from './support.mts';

const PROGRAM = join(import.meta.dirname, '../../simulators/catalio/main.mts');

describe('the program', () => {
	it.each(['SIGTERM', 'SIGINT'] as const)('prints where it listens and who may call, serves, and ends on %s', async (signal) => {
		const program = spawn(process.execPath, [PROGRAM, '--switch', 'defaultLimit=null', '--switch', 'jsonapiVersion=1.1', '--records', 'requirement=100'], { stdio: ['ignore', 'pipe', 'inherit'] });
		const [line] = (await once(createInterface(program.stdout), 'line')) as [string];
		const ready = JSON.parse(line) as CatalioSimulator;

		const { json } = await (await signIn(ready)).get('/requirements');
		program.kill(signal);

		expect(ready).toMatchObject({ clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, audience: AUDIENCE, tokenUrl: expect.stringContaining('/oauth/token') });
		expect(json.data).toHaveLength(160);
		expect(json.jsonapi).toEqual({ version: '1.1' });
		expect(await once(program, 'exit')).toEqual([0, null]);
	});

	it.each([
		[['--switch', 'pagination=offset'], 'There is no switch "pagination"'],
		[['--records', 'requirement'], 'Records are type=count'],
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
	it('begins anew each time, with no records where empty', async () => {
		const [first, second] = [await startCatalio(), await startCatalio({ empty: true })];
		first.admin.rotateSecret(CLIENT_ID);
		const third = await startCatalio();
		const counts = [first, second, third].map(({ state }) => state.records.requirement!.length);
		const secret = third.state.clients.find(({ clientId }) => clientId === CLIENT_ID)!.secret;
		await Promise.all([first, second, third].map(async (simulator) => await simulator.close()));

		expect(counts).toEqual([64, 0, 64]);
		expect(secret).toBe(CLIENT_SECRET);
	});

	it('rejects where the port is taken, and closes twice', async () => {
		const first = await startCatalio();

		await expect(startCatalio({ port: first.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
		await first.close();
		await first.close();
	});

	it('knows records and relations by name', async () => {
		const simulator = await startCatalio();
		await simulator.close();
		const { id } = simulator.state.records.team![0]!;

		expect(simulator.record('team', id)).toMatchObject({ id, name: 'Close' });
		expect(simulator.record('team', 'nothing')).toBeUndefined();
		expect(() => simulator.related('team', id, 'colours')).toThrow('There is no colours of team');
	});
});
