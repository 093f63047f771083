import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { API_KEY, CREDENTIALS, IT_QUEUE, LEAVER_CLIENTS, LEAVER_KEYS, SANDBOX_TENANT_ID, startRezolve, TENANT_ID, type RezolveSimulator } from '../../simulators/rezolve/index.mts';
import { faultsUnder, shippedOf } from '../../support/outputSchema.mts';
import { runRezolve, runRezolveHub } from '../../support/rezolve.mts';

let simulator: RezolveSimulator;
beforeEach(async () => {
	simulator = await startRezolve();
});
afterEach(async () => {
	await simulator.close();
	simulator.expectNoViolations();
});

const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const all = { returnAll: true };
const key = (value: string) => ({ keyId: byId(value) });
const client = { clientId: byId(LEAVER_CLIENTS.machine) };
const stored = { integrationId: CREDENTIALS.api_key.integrationId, credentialId: byId(CREDENTIALS.api_key.id) };
const verify = { options: { verify: true } };
const machine = { name: 'Report feed', clientType: 'confidential', grantTypes: ['client_credentials'], scopes: ['reports:read'] };
const intoVault = { secretHandling: 'vault', vaultIntegrationId: 'report-feed', vaultCredentialName: 'Report feed' };

type Case = readonly [resource: string, operation: string, parameters: INodeParameters];

const READS: readonly Case[] = [
	['apiKey', 'get', key(LEAVER_KEYS.expiring)],
	['apiKey', 'getAll', all],
	['apiKey', 'validate', { apiKey: API_KEY, clientIp: '127.0.0.1' }],
	['auditLog', 'getAll', all],
	['health', 'getAdmin', {}],
	['health', 'getApi', {}],
	['health', 'getPlatform', {}],
	['job', 'getStats', { jobName: 'dataSync' }],
	['oauthClient', 'get', client],
	['oauthClient', 'getAll', all],
	['queue', 'getAll', all],
	['queue', 'getMembers', { ...all, queueId: byId(String(IT_QUEUE)) }],
	['tenant', 'get', {}],
	['tenant', 'getStats', {}],
	['ticket', 'count', { filterIds: 'all' }],
	['ticket', 'getAll', all],
	['ticketType', 'getAll', all],
	['user', 'getAll', all],
	['user', 'getInfo', {}],
	['vaultCredential', 'getDetails', { integrationId: CREDENTIALS.jwt.integrationId }],
	['vaultCredential', 'getSecrets', { integrationId: CREDENTIALS.oauth2_bearer.integrationId }],
];

const WRITES: readonly Case[] = [
	['apiKey', 'create', { name: 'Report feed', scopes: ['reports:read'], environment: 'live', ...verify }],
	['apiKey', 'create', { name: 'Report feed', scopes: ['reports:read'], environment: 'live', ...intoVault }],
	['apiKey', 'rotate', { ...key(LEAVER_KEYS.star), graceOff: false, gracePeriodMinutes: 60, ...verify }],
	['apiKey', 'rotate', { ...key(LEAVER_KEYS.star), graceOff: true }],
	['apiKey', 'revoke', { ...key(LEAVER_KEYS.dormant), ...verify }],
	['apiKey', 'revoke', key(LEAVER_KEYS.revoked)],
	['dataKey', 'rotate', { confirmTenantId: TENANT_ID }],
	['job', 'trigger', { jobName: 'dataSync' }],
	['oauthClient', 'create', { ...machine, ...verify }],
	['oauthClient', 'create', { ...machine, ...intoVault }],
	['oauthClient', 'delete', { ...client, ...verify }],
	['oauthClient', 'update', { ...client, updateFields: { description: 'Nobody owns it' } }],
	['serviceAccount', 'create', { confirm: true }],
	['tenant', 'update', { confirm: true, updateFields: { settingsJson: { mfaRequired: true } }, ...verify }],
	['vaultCredential', 'delete', { ...stored, ...verify }],
	['vaultCredential', 'store', { integrationId: 'report-feed', credentialName: 'Report feed', authType: 'api_key', apiKeyValue: 'invented', ...verify }],
	['vaultCredential', 'update', { ...stored, updateFields: { status: 'inactive' }, ...verify }],
];

/** A setting of this very tenant, which no page of the vendor names: it comes through as well. */
const withoutOwnSetting = (record: IDataObject): IDataObject => JSON.parse(JSON.stringify(record, (name, value: unknown) => (name === 'brand' ? undefined : value))) as IDataObject;

/** The records of a run, with what their shipped schema does not know of them. */
async function faults(resource: string, operation: string, parameters: INodeParameters): Promise<{ readonly json: IDataObject[]; readonly unknown: unknown[] }> {
	const { json, error } = await runRezolve(simulator, resource, operation, parameters);
	expect(error).toBeUndefined();
	expect(json.length).toBeGreaterThan(0);
	return { json, unknown: faultsUnder(shippedOf('Rezolve', resource, operation) ?? {}, json.map(withoutOwnSetting)) };
}

describe('The shipped output schema of Rezolve', () => {
	it.each([...READS, ...WRITES])('of %s: %s names every member of the real output, with its type', async (resource, operation, parameters) => {
		expect((await faults(resource, operation, parameters)).unknown).toEqual([]);
	});

	it.each(['hard', 'soft', 'empty'] as const)('of a removal fits the %s form of the answer', async (deleteForm) => {
		simulator.set({ deleteForm });
		expect((await faults('apiKey', 'revoke', key(LEAVER_KEYS.dormant))).unknown).toEqual([]);
		expect((await faults('oauthClient', 'delete', client)).unknown).toEqual([]);
	});

	it('of tenant: delete names every member of what is gone', async () => {
		const { json, unknown } = await faults('tenant', 'delete', { tenantId: SANDBOX_TENANT_ID, confirmTenantId: SANDBOX_TENANT_ID });

		expect(json).toEqual([expect.objectContaining({ id: SANDBOX_TENANT_ID, outcome: 'deleted' })]);
		expect(unknown).toEqual([]);
	});

	it('of apiKey: validate fits a key that does not work', async () => {
		const { json, unknown } = await faults('apiKey', 'validate', { apiKey: 'ak_live_none', clientIp: '127.0.0.1' });

		expect(json).toEqual([expect.objectContaining({ valid: false, reason: 'INVALID_KEY' })]);
		expect(unknown).toEqual([]);
	});

	it('shows the members of a short list, each with the type that it has in the list', async () => {
		const { json } = await faults('auditLog', 'getAll', all);

		expect(Object.keys(json[0]!)).toEqual(Object.keys(shippedOf('Rezolve', 'auditLog', 'getAll')?.properties ?? {}));
	});

	it('is not there for offers, whose members nobody documents', () => {
		expect(shippedOf('Rezolve', 'offer', 'getAll')).toBeUndefined();
	});
});

describe('The shipped output schema of RezolveHub', () => {
	const disable = { toolKey: byId('directory.users.disable'), specify: 'json', inputJson: { email: 'robin.vale@example.com' }, allowedRisk: 'destructive' };

	async function record(operation: string, parameters: INodeParameters): Promise<IDataObject> {
		const { json, error } = await runRezolveHub(simulator, 'tool', operation, parameters);
		expect(error).toBeUndefined();
		expect(faultsUnder(shippedOf('RezolveHub', 'tool', operation) ?? {}, json)).toEqual([]);
		return json[0]!;
	}

	it('names every member of a tool', async () => {
		expect(Object.keys(await record('getAll', all))).toEqual(Object.keys(shippedOf('RezolveHub', 'tool', 'getAll')?.properties ?? {}));
		expect(Object.keys(await record('get', { toolKey: byId('itsm.tickets.create') }))).toEqual(Object.keys(shippedOf('RezolveHub', 'tool', 'get')?.properties ?? {}));
	});

	it('names every member of a call: made, checked, held back and replayed', async () => {
		const ticket = { toolKey: byId('itsm.tickets.create'), specify: 'json', inputJson: { subject: 'Robin Vale leaves' } };
		expect(await record('execute', ticket)).toMatchObject({ outcome: 'executed' });
		expect(await record('execute', { ...ticket, checkOnly: true })).toMatchObject({ outcome: 'checked' });

		const held = await record('execute', disable);
		expect(held).toMatchObject({ outcome: 'approvalRequired', toolKey: 'directory.users.disable' });
		simulator.admin.approve(String(held.idempotencyKey));
		const replay = { toolKey: byId('directory.users.disable'), replayKey: String(held.idempotencyKey), inputJson: held.input as INodeParameters };
		expect(await record('replay', replay)).toMatchObject({ outcome: 'executed' });
	});
});
