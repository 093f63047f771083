import type { IDataObject } from 'n8n-workflow';
import { CREDENTIALS, LEAVER_KEYS } from '../../simulators/rezolve/index.mts';
import { byId, expectHidden, useRezolve, type Rezolve } from './support.mts';

const rezolve = useRezolve();
const vault = (more: IDataObject = {}): IDataObject => ({ secretHandling: 'vault', vaultIntegrationId: 'payroll-sync', vaultCredentialName: 'Payroll sync', ...more });

interface Case {
	readonly what: string;
	readonly resource: string;
	readonly operation: string;
	readonly operationId: string;
	readonly parameters: IDataObject;
	/** The member of the output that holds the secret. */
	readonly member: string;
	readonly keptAs: string;
	/** The secret, and the ID of what it belongs to, in the simulator's own record. */
	readonly made: (given: Rezolve) => { readonly id: string; readonly secret: string | null };
	readonly metadata: (given: Rezolve) => IDataObject;
}

const newest = <T,>(all: readonly T[]): T => all.at(-1) as T;

const CASES: readonly Case[] = [
	{
		what: 'a new key',
		resource: 'apiKey',
		operation: 'create',
		operationId: 'createApiKey',
		parameters: { name: 'Payroll sync', scopes: ['ticketing:read'], environment: 'live' },
		member: 'apiKey',
		keptAs: 'api_key',
		made: ({ simulator }) => newest(simulator.state.apiKeys),
		metadata: ({ simulator }) => {
			const { id, name, secret } = newest(simulator.state.apiKeys);
			return { keyId: id, keyName: name, prefix: secret.slice(0, 12) };
		},
	},
	{
		what: 'a rotated key',
		resource: 'apiKey',
		operation: 'rotate',
		operationId: 'rotateApiKey',
		parameters: { keyId: byId(LEAVER_KEYS.star) },
		member: 'newApiKey',
		keptAs: 'api_key',
		made: (given) => given.key(LEAVER_KEYS.star),
		metadata: (given) => ({ keyId: LEAVER_KEYS.star, keyName: 'Close bot', prefix: given.key(LEAVER_KEYS.star).secret.slice(0, 12) }),
	},
	{
		what: 'a new client',
		resource: 'oauthClient',
		operation: 'create',
		operationId: 'createOAuthClient',
		parameters: { name: 'Payroll sync', clientType: 'confidential', grantTypes: ['client_credentials'], scopes: ['ticketing:read'] },
		member: 'clientSecret',
		keptAs: 'oauth2_client_credentials',
		made: ({ simulator }) => ({ id: newest(simulator.state.oauthClients).id, secret: newest(simulator.state.oauthClients).clientSecret }),
		metadata: ({ simulator }) => {
			const { id, name, clientId } = newest(simulator.state.oauthClients);
			return { clientRecordId: id, clientName: name, clientId };
		},
	},
	{
		what: 'a service account',
		resource: 'serviceAccount',
		operation: 'create',
		operationId: 'createServiceAccount',
		parameters: { confirm: true },
		member: 'clientSecret',
		keptAs: 'oauth2_client_credentials',
		made: ({ simulator }) => ({ id: newest(simulator.state.serviceAccounts)?.id ?? '', secret: newest(simulator.state.serviceAccounts)?.clientSecret ?? null }),
		metadata: ({ simulator }) => {
			const { id, name, clientId } = newest(simulator.state.serviceAccounts);
			return { serviceAccountId: id, serviceAccountName: name, clientId };
		},
	},
];

describe.each(CASES)('The secret of $what', ({ resource, operation, operationId, parameters, member, keptAs, made, metadata }) => {
	it('goes into the output unless told otherwise, and the output says that it stays there', async () => {
		const record = await rezolve.record(resource, operation, parameters);

		expect(record[member]).toBe(made(rezolve).secret);
		expect(record.secretShownOnce).toBe(`${member} is shown only this once. It stays in the execution data of n8n.`);
	});

	it('is masked: then nothing of the execution holds it', async () => {
		const result = await rezolve.run(resource, operation, { ...parameters, secretHandling: 'mask' });

		expect(result.json).toMatchObject([{ id: made(rezolve).id, [member]: '***' }]);
		expect(result.json[0]).not.toHaveProperty('secretShownOnce');
		expectHidden(result, [made(rezolve).secret]);
		expect(rezolve.requestsTo('storeCredential')).toEqual([]);
	});

	it('goes straight into the vault: the vault holds it, and nothing of the execution does', async () => {
		const result = await rezolve.run(resource, operation, { ...parameters, ...vault(), options: { verify: true } });
		const [held] = rezolve.held('payroll-sync');

		expect(result.json).toMatchObject([{ id: made(rezolve).id, [member]: '***', vault: { id: held!.id, integrationId: 'payroll-sync', credentialName: 'Payroll sync', status: 'active' } }]);
		expectHidden(result, [made(rezolve).secret]);
		expect(held).toMatchObject({ accessToken: made(rezolve).secret, authType: keptAs, credentialName: 'Payroll sync' });
		expect(held!.metadata).toEqual(metadata(rezolve));
	});

	it('is never made where the vault has something for that integration already', async () => {
		const before = rezolve.snapshot();
		const { message, description } = await rezolve.failed(resource, operation, { ...parameters, ...vault({ vaultIntegrationId: CREDENTIALS.api_key.integrationId }) });

		expect(message).toBe('The integration "expensely" has a credential in the vault already [Item 0]');
		expect(description).toContain('Nothing was made.');
		expect(rezolve.requestsTo(operationId)).toEqual([]);
		expect(rezolve.snapshot()).toEqual(before);
	});

	it.each([
		['403', { status: 403, body: { success: false, error: { code: 'FORBIDDEN', message: 'Not allowed' } } }],
		['404 of an address that is not there', { status: 404, body: { success: false, error: { code: 'NOT_FOUND', message: 'Not found' } } }],
		['404 as a web page', { status: 404, body: '<!DOCTYPE html><html><body>Nothing here</body></html>' }],
		['500', { status: 500, body: { success: false } }],
	])('is never made where nobody can look into the vault: %s', async (_what, answer) => {
		rezolve.simulator.faults.onOperation('getCredentialDetails', { kind: 'answer', ...answer }, { times: Infinity });
		await rezolve.failed(resource, operation, { ...parameters, ...vault(), options: { retries: 0 } });

		expect(rezolve.requestsTo(operationId)).toEqual([]);
		expect(rezolve.requestsTo('storeCredential')).toEqual([]);
	});

	it.each([
		['with 409', { status: 409, body: { success: false, error: { code: 'CREDENTIAL_ALREADY_EXISTS', message: 'Credential exists' } } }, 'Rezolve.ai answered 409: Credential exists'],
		['with 200', { status: 200, body: { success: false, error: { code: 'CREDENTIAL_ALREADY_EXISTS', message: 'Credential exists' } } }, 'Rezolve.ai refused: Credential exists'],
		['with 503', { status: 503, body: { success: false, message: 'Down' } }, 'Rezolve.ai answered 503: Down'],
	])('is told to be lost where the vault refuses it afterwards %s: what was made is named by its ID', async (_how, answer, said) => {
		rezolve.simulator.faults.onOperation('storeCredential', { kind: 'answer', ...answer });
		const result = await rezolve.run(resource, operation, { ...parameters, ...vault() });
		const { id, secret } = made(rezolve);
		const description = String(result.error?.description);

		expect(result.error?.message).toBe(`The record was written, but not all that belongs to it: the vault did not take its secret, which is lost: ${said} [Item 0]`);
		expect(description).toContain(`(ID ${id})`);
		expect(description).toContain('shows its secret only once');
		expect((result.error?.context as IDataObject).data).toMatchObject({ mayHaveTakenEffect: true, record: { id } });
		expectHidden(result, [secret]);
		expect(rezolve.requestsTo(operationId)).toHaveLength(1);
		expect(rezolve.requestsTo('storeCredential')).toHaveLength(1);
	});

	it('is told to be lost as an item of its own where the node goes on', async () => {
		rezolve.simulator.faults.onOperation('storeCredential', { kind: 'answer', status: 409, body: { success: false } });
		const result = await rezolve.run(resource, operation, { ...parameters, ...vault() }, { onError: 'continueErrorOutput' });

		expect(result.outputs[1]).toMatchObject([{ json: { error: expect.stringContaining('its secret, which is lost') as string, details: { record: { id: made(rezolve).id } } } }]);
		expectHidden(result, [made(rezolve).secret]);
	});

	it('is told to be lost where the answer was lost and the vault has nothing', async () => {
		rezolve.simulator.faults.onOperation('storeCredential', { kind: 'reset', when: 'beforeActing' });
		const { message } = await rezolve.failed(resource, operation, { ...parameters, ...vault() });

		expect(message).toContain('the vault did not take its secret, which is lost');
		expect(rezolve.held('payroll-sync')).toEqual([]);
	});

	it.each(['mask', 'vault'])('leaves in no other place either where the answer has it elsewhere (%s)', async (secretHandling) => {
		rezolve.simulator.admin.corruptAnswer((reply, { operationId: asked }) => {
			if (asked !== operationId) return reply;
			const { data } = reply.body as { data: IDataObject };
			const { [member]: secret, ...others } = data;
			return { ...reply, body: { success: true, data: { ...others, [member === 'apiKey' ? 'newApiKey' : 'apiKey']: secret, usage: { example: [`X-API-Key: ${String(secret)}`] } } }, offContract: true };
		});
		const result = await rezolve.run(resource, operation, { ...parameters, ...vault({ secretHandling }) });

		expect(result.json).toMatchObject([{ id: made(rezolve).id, usage: { example: ['X-API-Key: ***'] } }]);
		expectHidden(result, [made(rezolve).secret]);
		expect(rezolve.held('payroll-sync').map(({ accessToken }) => accessToken)).toEqual(secretHandling === 'vault' ? [made(rezolve).secret] : []);
	});

	it('is found where the vault took it and the answer was lost', async () => {
		rezolve.simulator.faults.onOperation('storeCredential', { kind: 'reset', when: 'afterActing' });
		const record = await rezolve.record(resource, operation, { ...parameters, ...vault() });
		const [held] = rezolve.held('payroll-sync');

		expect(record).toMatchObject({ [member]: '***', vault: { id: held!.id, integrationId: 'payroll-sync' } });
		expect(held!.accessToken).toBe(made(rezolve).secret);
		expect(rezolve.requestsTo('storeCredential')).toHaveLength(1);
	});

	it('is told to be in doubt where the answer was lost and nobody can look', async () => {
		rezolve.simulator.faults.onOperation('storeCredential', { kind: 'reset', when: 'afterActing' });
		rezolve.simulator.faults.onOperation('getCredentialDetails', { kind: 'answer', status: 403, body: { success: false } }, { nth: 2 });
		const { message } = await rezolve.failed(resource, operation, { ...parameters, ...vault() });

		expect(message).toContain('whether the vault has taken its secret is not known');
	});

	it('does not take what somebody else put there meanwhile for its own', async () => {
		rezolve.simulator.faults.onOperation('storeCredential', { kind: 'reset', when: 'beforeActing' });
		rezolve.simulator.faults.onOperation('getCredentialDetails', { kind: 'answer', status: 200, body: { success: true, data: { id: 'cred-other', integrationId: 'payroll-sync', credentialName: 'Payroll sync', metadata: { keyId: 'other' } } } }, { nth: 2 });
		const { message } = await rezolve.failed(resource, operation, { ...parameters, ...vault() });

		expect(message).toContain('whether the vault has taken its secret is not known');
	});

	it.each(['message', 'code', 'details', 'text'])('is not shown where the vault repeats it in its refusal (%s)', async (where) => {
		rezolve.simulator.admin.corruptAnswer((reply, { operationId: asked, body }) => {
			if (asked !== 'storeCredential') return reply;
			const { accessToken } = body as { accessToken: string };
			rezolve.simulator.state.credentials.pop();
			const error = { code: 'VALIDATION_ERROR', message: 'Refused', details: 'Refused' };
			const refused = where === 'text' ? `I got ${accessToken}!` : { success: false, error: { ...error, [where]: where === 'details' ? { accessToken: `${accessToken} is not good` } : `I got ${accessToken}!` } };
			return { status: where === 'message' ? 200 : 422, body: refused, offContract: true };
		});
		for (const onError of [undefined, 'continueRegularOutput'] as const) {
			const result = await rezolve.run(resource, operation, { ...parameters, ...(parameters.name ? { name: `Sync ${String(onError)}` } : {}), ...vault({ vaultIntegrationId: `sync-${String(onError)}` }) }, onError ? { onError } : {});

			expect(JSON.stringify(result.error ?? result.json)).toContain('which is lost');
			expectHidden(result, [made(rezolve).secret]);
		}
	});

	it('has no place in a dry run, which says where it would go and leaves no trace', async () => {
		const before = rezolve.snapshot();
		const record = await rezolve.record(resource, operation, { ...parameters, ...vault(), options: { dryRun: true } });

		expect(record).toMatchObject({ dryRun: true, secretWouldBeStored: { integrationId: 'payroll-sync', credentialName: 'Payroll sync' } });
		expect(rezolve.snapshot()).toEqual(before);
		expect(rezolve.writes()).toEqual([]);
	});
});

describe('Two items', () => {
	const items = [{ key: LEAVER_KEYS.star }, { key: LEAVER_KEYS.dormant }];
	const keyOfItem = { __rl: true, mode: 'id', value: '={{ $json.key }}' };

	it.each([1, 2])('with the same Vault Integration ID: the second is refused before its key is made anew (%i at a time)', async (concurrency) => {
		const old = rezolve.key(LEAVER_KEYS.dormant).secret;
		const { outputs } = await rezolve.run('apiKey', 'rotate', { keyId: keyOfItem, ...vault(), options: { concurrency } }, { items, onError: 'continueErrorOutput' });

		expect(outputs[0]).toMatchObject([{ json: { id: LEAVER_KEYS.star, vault: { integrationId: 'payroll-sync' } } }]);
		expect(outputs[1]).toMatchObject([{ json: { error: 'The integration "payroll-sync" is that of another item too [Item 1]' } }]);
		expect(rezolve.key(LEAVER_KEYS.dormant).secret).toBe(old);
		expect(rezolve.requestsTo('rotateApiKey')).toHaveLength(1);
	});

	it('with an ID of their own each find their secrets in the vault', async () => {
		const records = await rezolve.records('apiKey', 'rotate', { keyId: keyOfItem, ...vault({ vaultIntegrationId: '=key-{{ $json.key }}' }), options: { concurrency: 2 } }, { items });

		expect(records).toHaveLength(2);
		for (const { key } of items) expect(rezolve.held(`key-${key}`).map(({ accessToken }) => accessToken)).toEqual([rezolve.key(key).secret]);
	});
});

describe('A public client', () => {
	it('has no secret: nothing is stored, and nothing is looked up', async () => {
		const { records, hints } = await rezolve.told('oauthClient', 'create', { name: 'On a phone', clientType: 'public', grantTypes: ['authorization_code'], scopes: ['openid'], redirectUris: 'app://callback', ...vault() });

		expect(records[0]).toMatchObject({ clientType: 'public', clientSecret: null });
		expect(hints).toEqual([]);
		expect(rezolve.simulator.requests).toHaveLength(1);
	});
});
