import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { bigState, startAccessOwl, TOKEN } from '../../simulators/accessowl/index.mts';
import { codeOf, createClient } from '../client.mts';

const PROGRAM = join(import.meta.dirname, '../../simulators/accessowl/main.mts');

interface StatePage {
	readonly data: ReadonlyArray<{ readonly id: string; readonly effective_end: string | null }>;
	readonly meta: { readonly next_cursor: string | null };
}

describe('the program', () => {
	it.each(['SIGTERM', 'SIGINT'] as const)('prints where it listens, serves, and ends on %s', async (signal) => {
		const program = spawn(process.execPath, [PROGRAM, '--token', 'mine', '--switch', 'envelope=bare', '--switch', 'createStatus=200'], { stdio: ['ignore', 'pipe', 'inherit'] });
		const [line] = (await once(createInterface(program.stdout), 'line')) as [string];
		const ready = JSON.parse(line) as { origin: string; token: string };
		const client = createClient(ready.origin, 'mine');

		expect(ready.token).toBe('mine');
		expect(await codeOf(client.http.get('/users'))).toBe(200);
		program.kill(signal);

		expect(await once(program, 'exit')).toEqual([0, null]);
		client.close();
	});

	it('refuses a switch that it does not have', async () => {
		const program = spawn(process.execPath, [PROGRAM, '--switch', 'envelop=bare'], { stdio: ['ignore', 'pipe', 'pipe'] });
		let complaint = '';
		program.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));

		const [code] = (await once(program, 'close')) as [number];

		expect(code).toBe(1);
		expect(complaint).toContain('There is no switch "envelop"');
	});
});

describe('a big organisation', () => {
	it('serves every access state once, and remembers pages only until something changes', async () => {
		const simulator = await startAccessOwl({ state: bigState(1_050), switches: { automaticAfterMs: 60_000 }, cachePages: true, checkAnswers: 'sampled', rateLimit: { limit: 1e6, windowMs: 1_000 } });
		const client = createClient(simulator.origin, TOKEN);
		const sweep = async () => {
			const ids: string[] = [];
			let [cursor, ended]: [string | null, number] = [null, 0];
			do {
				const { data }: { data: StatePage } = await client.http.get('/access_states', { params: { limit: 100, ...(cursor === null ? {} : { cursor }) } });
				ids.push(...data.data.map(({ id }) => id));
				ended += data.data.filter((one) => one.effective_end !== null).length;
				cursor = data.meta.next_cursor;
			} while (cursor !== null);
			return { distinct: new Set(ids).size, received: ids.length, ended };
		};

		expect(await sweep()).toEqual({ distinct: 1_050, received: 1_050, ended: 0 });
		expect(simulator.requests).toHaveLength(11);
		const created = await client.http.post<{ id: string }>('/access_revocations', { access_state_id: simulator.state.accessStates[3]!.id, reason: 'Bench' });
		await client.http.post(`/access_revocations/${created.data.id}/revoke`);

		expect(await sweep()).toEqual({ distinct: 1_050, received: 1_050, ended: 1 });

		simulator.state.applications.find((one) => one.id === simulator.state.accessStates[4]!.application_id)!.provisioning_type = 'automatic';
		await client.http.post('/access_revocations', { access_state_id: simulator.state.accessStates[4]!.id, reason: 'Bench' });
		expect(await sweep()).toMatchObject({ ended: 1 });
		simulator.clock.advance(60_000);
		expect(await sweep()).toMatchObject({ ended: 2 });
		simulator.expectNoViolations();
		client.close();
		await simulator.close();
	});
});
