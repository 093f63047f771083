import type { IDataObject } from 'n8n-workflow';
import { rezolve as room } from '../../../nodes/Rezolve/resources';
import { CREDENTIALS, LEAVER_CLIENTS, LEAVER_KEYS, SANDBOX_TENANT_ID } from '../../simulators/rezolve/index.mts';
import { clientId, credentialAt, keyId, useRezolve } from './support.mts';

const rezolve = useRezolve();

/** What each write needs. A write that is not here fails the first test. */
const WRITES: Readonly<Record<string, IDataObject>> = {
	'apiKey create': { name: 'Payroll sync', scopes: ['*'], environment: 'live' },
	'apiKey revoke': keyId(LEAVER_KEYS.star),
	'apiKey rotate': keyId(LEAVER_KEYS.star),
	'oauthClient create': { name: 'Payroll sync', clientType: 'confidential', grantTypes: ['client_credentials'], scopes: ['ticketing:read'] },
	'oauthClient delete': clientId(LEAVER_CLIENTS.machine),
	'oauthClient update': { ...clientId(LEAVER_CLIENTS.machine), updateFields: { name: 'Treasury' } },
	'vaultCredential delete': credentialAt(CREDENTIALS.api_key),
	'vaultCredential store': { integrationId: 'payroll-sync', credentialName: 'Payroll sync', authType: 'api_key', apiKeyValue: 'payroll-key-0001' },
	'vaultCredential update': { ...credentialAt(CREDENTIALS.api_key), updateFields: { status: 'inactive' } },
	'tenant delete': { tenantId: SANDBOX_TENANT_ID, confirmTenantId: SANDBOX_TENANT_ID },
	'tenant update': { confirm: true, updateFields: { settingsJson: '{ "mfaRequired": true }' } },
	'dataKey rotate': { tenantId: SANDBOX_TENANT_ID, confirmTenantId: SANDBOX_TENANT_ID },
	'serviceAccount create': { confirm: true },
	'job trigger': { jobName: 'dataSync' },
};

describe('A dry run', () => {
	it('is there for every operation that writes', () => {
		const writes = room.resources.flatMap(({ resource, operations }) => operations.filter(({ effect }) => effect !== 'read').map(({ operation }) => `${resource} ${operation}`));

		expect([...writes].sort()).toEqual(Object.keys(WRITES).sort());
	});

	it.each(Object.entries(WRITES))('of %s sends reads alone, and leaves neither a change nor a line in the audit trail', async (name, parameters) => {
		const [resource, operation] = name.split(' ') as [string, string];
		const before = rezolve.snapshot();
		const record = await rezolve.record(resource, operation, { ...parameters, options: { dryRun: true, verify: true } });

		expect(record).toMatchObject({ dryRun: true, wouldSend: { method: expect.stringMatching(/^(DELETE|PATCH|POST)$/) as string, url: expect.stringContaining(rezolve.simulator.origin) as string } });
		expect(rezolve.simulator.requests.every(({ method }) => method === 'GET')).toBe(true);
		expect(rezolve.snapshot()).toEqual(before);
	});

	it.each(Object.entries(WRITES))('of %s would send exactly what the write then sends', async (name, parameters) => {
		const [resource, operation] = name.split(' ') as [string, string];
		const { wouldSend } = await rezolve.record(resource, operation, { ...parameters, options: { dryRun: true } });
		await rezolve.run(resource, operation, parameters);
		const sent = rezolve.writes();

		expect(sent).toHaveLength(1);
		const { method, url, body } = wouldSend as { method: string; url: string; body?: IDataObject };
		expect({ method, url }).toEqual({ method: sent[0]!.method, url: `${rezolve.simulator.origin}${sent[0]!.url}` });
		// The log of the simulator hides secrets in its own way.
		if (operation !== 'store') expect(sent[0]!.body ?? undefined).toEqual(body);
	});
});
