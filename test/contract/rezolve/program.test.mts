import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { API_KEY, API_TOKEN, CLIENT_ID, CLIENT_SECRET, DEFAULT_SWITCHES, HUB_TOKEN, REALM, SCOPE, startRezolve, TENANT_ID, type RezolveSimulator } from '../../simulators/rezolve/index.mts';
import { rezolveCredential, rezolveCredentialType } from '../../support/rezolve.mts';
import { hubOf, platformOf, send } from './support.mts';

const PROGRAM = join(import.meta.dirname, '../../simulators/rezolve/main.mts');

describe('the program', () => {
	it.each(['SIGTERM', 'SIGINT'] as const)('prints where it listens and who may call, serves, and ends on %s', async (signal) => {
		const program = spawn(process.execPath, [PROGRAM, '--switch', 'createStatus=201', '--switch', 'resetHeader=iso', '--audit-entries', '500', '--limit', '7', '--check-answers', 'sampled'], { stdio: ['ignore', 'pipe', 'inherit'] });
		const [line] = (await once(createInterface(program.stdout), 'line')) as [string];
		const ready = JSON.parse(line) as RezolveSimulator;

		expect(ready).toMatchObject({ tenantId: TENANT_ID, realmName: REALM, apiKey: API_KEY, apiToken: API_TOKEN, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, scope: SCOPE, hubToken: HUB_TOKEN, tokenUrl: expect.stringContaining('http://127.0.0.1:') });
		const logs = await platformOf(ready)('GET', '/api/v1/admin/audit-logs?limit=1');
		expect(logs.data.pagination.total).toBeGreaterThan(500);
		expect(logs.headers.get('x-ratelimit-limit')).toBe('7');
		expect(logs.headers.get('x-ratelimit-reset')).toMatch(/^\d{4}-/);
		expect((await platformOf(ready)('POST', '/api/v1/api-keys', { name: 'X', scopes: '*', environment: 'test' })).status).toBe(201);
		expect((await hubOf(ready)('GET', '/api/v1/tools')).status).toBe(200);
		program.kill(signal);

		expect(await once(program, 'exit')).toEqual([0, null]);
	});

	it.each([
		[['--switch', 'createStat=201'], 'There is no switch "createStat"'],
		[['--limit', 'many'], '--limit is a number, not "many"'],
		[['--check-answers', 'some'], '--check-answers is all, sampled or off'],
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
		const first = await startRezolve();

		await expect(startRezolve({ hubPort: Number(new URL(first.hubOrigin).port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
		await first.close();
		await first.close();
	});

	it('sees an answer that leaves the contract', async () => {
		const simulator = await startRezolve();
		simulator.admin.corruptAnswer((reply) => ({ ...reply, body: { message: 'no success' } }));
		await platformOf(simulator)('GET', '/api/v1/api-keys');
		simulator.admin.corruptAnswer(undefined);
		await simulator.close();

		expect(simulator.violations).toMatchObject([{ direction: 'answer', operationId: 'listApiKeys', where: 'body/success' }]);
		expect(() => simulator.expectNoViolations()).toThrow('#1 listApiKeys answer body/success');
	});

	it('strikes with faults on all servers, which one journal remembers', async () => {
		const simulator = await startRezolve();
		simulator.faults.onOperation('hubListTools', { kind: 'answer', status: 500, body: { success: false, error: { code: 'INTERNAL_ERROR' } } });
		simulator.faults.onOperation('rotateDek', { kind: 'reset', when: 'afterActing' });

		expect((await hubOf(simulator)('GET', '/api/v1/tools')).status).toBe(500);
		await expect(platformOf(simulator)('POST', '/api/v1/admin/dek/rotate', { tenantId: TENANT_ID })).rejects.toThrow('fetch failed');
		expect((await platformOf(simulator)('POST', '/api/v1/admin/dek/rotate', { tenantId: TENANT_ID })).status).toBe(409);
		await simulator.close();
		expect(simulator.requests).toMatchObject([{ server: 'hub', fault: 'answer' }, { server: 'platform', fault: 'reset', status: null }, { server: 'platform', number: 3 }]);
		expect(simulator.violations).toEqual([]);
	});

	it('is the same company on every start', async () => {
		const clock = { now: () => 1_780_000_000_000 };
		const [one, other] = [await startRezolve({ clock }), await startRezolve({ clock })];
		await Promise.all([one.close(), other.close()]);

		expect(JSON.stringify(one.state.apiKeys)).toBe(JSON.stringify(other.state.apiKeys));
		expect(one.state.audit.written).toEqual(other.state.audit.written);
		expect(one.switches).toEqual(DEFAULT_SWITCHES);
	});
});

describe('the credentials for the nodes', () => {
	it.each(['apiKey', 'bearer', 'oauth2', 'hub'] as const)('name what opens the simulator: %s', async (kind) => {
		const simulator = await startRezolve();
		const { [rezolveCredentialType(kind)]: fields } = rezolveCredential(kind, simulator, { extra: 1 }) as Record<string, any>;
		const token = kind === 'oauth2' ? (await send(fields.accessTokenUrl, { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials', client_id: fields.clientId, client_secret: fields.clientSecret, scope: fields.scope }) })).json.access_token : fields.apiToken;
		const headers: Record<string, string> = kind === 'apiKey' ? { 'x-api-key': fields.apiKey } : { authorization: `Bearer ${token}` };
		if (kind !== 'hub') Object.assign(headers, { 'x-tenantid': fields.tenantId, realmname: fields.realmName });
		const { status } = await send(`${fields.baseUrl}${kind === 'hub' ? '/api/v1/tools' : '/api/v1/api-keys'}`, { headers });
		await simulator.close();

		expect(status).toBe(200);
		expect(fields.extra).toBe(1);
		expect(simulator.violations).toEqual([]);
	});
});
