import type { IDataObject } from 'n8n-workflow';
import { CREDENTIALS, type AuthType } from '../../simulators/rezolve/index.mts';
import { expectHidden, useRezolve } from './support.mts';

const rezolve = useRezolve();
const store = (more: IDataObject = {}): IDataObject => ({ integrationId: 'payroll-sync', credentialName: 'Payroll sync', ...more });
const held = () => rezolve.held('payroll-sync')[0]!;
/** A value as an expression that does not hold it: n8n stores the node's parameters with an error. */
const inParts = (value: string): string => `={{ ${JSON.stringify([value.slice(0, 5), value.slice(5)])}.join('') }}`;

interface Type {
	readonly authType: AuthType;
	/** Its own fields, as they are filled in. */
	readonly fields: IDataObject;
	/** The names of those that are secret. */
	readonly secrets: readonly string[];
	/** What arrives. */
	readonly stored: IDataObject;
}

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
const LOGIN = 'https://login.example.com/oauth/token';

const TYPES: readonly Type[] = [
	{ authType: 'api_key', fields: { apiKeyValue: 'payroll-key-0001', headerName: 'X-Payroll-Key' }, secrets: ['apiKeyValue'], stored: { accessToken: 'payroll-key-0001', refreshToken: null, metadata: { headerName: 'X-Payroll-Key' } } },
	{ authType: 'basic_auth', fields: { username: 'rob', password: 'hafen: straße 7' }, secrets: ['password'], stored: { accessToken: base64('rob:hafen: straße 7'), refreshToken: null, metadata: { username: 'rob' } } },
	{ authType: 'bearer_token', fields: { token: 'bearer-token-0001' }, secrets: ['token'], stored: { accessToken: 'bearer-token-0001', refreshToken: null, metadata: {} } },
	{ authType: 'jwt', fields: { token: 'jwt-signing-key-0001' }, secrets: ['token'], stored: { accessToken: 'jwt-signing-key-0001', refreshToken: null, metadata: {} } },
	{
		authType: 'oauth2_bearer',
		fields: { token: 'access-token-0001', refreshToken: 'refresh-token-0001', grantEndpoint: LOGIN, authorizationEndpoint: 'https://login.example.com/authorize' },
		secrets: ['token', 'refreshToken'],
		stored: { accessToken: 'access-token-0001', refreshToken: 'refresh-token-0001', tokenEndpoint: LOGIN, authorizationEndpoint: 'https://login.example.com/authorize', metadata: {} },
	},
	{ authType: 'oauth2_client_credentials', fields: { vaultClientId: 'payroll-client', vaultClientSecret: 'client-secret-0001', grantEndpoint: LOGIN }, secrets: ['vaultClientSecret'], stored: { accessToken: 'client-secret-0001', refreshToken: null, tokenEndpoint: LOGIN, metadata: { clientId: 'payroll-client' } } },
	{ authType: 'saml', fields: { assertion: '<saml:Assertion ID="a1"/>', issuer: 'https://idp.example.com' }, secrets: ['assertion'], stored: { accessToken: '<saml:Assertion ID="a1"/>', refreshToken: null, metadata: { issuer: 'https://idp.example.com' } } },
	{ authType: 'custom', fields: { customSecret: '{"user":"ftp","key":"file-0001"}' }, secrets: ['customSecret'], stored: { accessToken: '{"user":"ftp","key":"file-0001"}', refreshToken: null, metadata: {} } },
];

describe.each(TYPES)('Vault Credential: Store, $authType', ({ authType, fields, secrets, stored }) => {
	const values = secrets.map((name) => String(fields[name]));
	const given = (more: IDataObject = {}) => store({ authType, ...fields, ...Object.fromEntries(secrets.map((name) => [name, inParts(String(fields[name]))])), ...more });
	/** What may not show: the secrets as typed, and as they are stored. */
	const hidden = [...values, String(stored.accessToken)];

	it('keeps what the fields of this type say, and the output holds no secret', async () => {
		const result = await rezolve.run('vaultCredential', 'store', given({ options: { verify: true } }));

		expect(result.json).toMatchObject([{ id: held().id, integrationId: 'payroll-sync', credentialName: 'Payroll sync', authType, status: 'active', verified: true }]);
		expect(held()).toMatchObject({ authType, credentialName: 'Payroll sync', description: '', scopes: [], expiresAt: null, ...stored });
		expectHidden(result, hidden);
	});

	it('shows no secret in a dry run, which leaves no trace', async () => {
		const before = rezolve.snapshot();
		const result = await rezolve.run('vaultCredential', 'store', given({ options: { dryRun: true } }));
		const { body } = result.json[0]!.wouldSend as { body: IDataObject };

		expect(body).toMatchObject({ integrationId: 'payroll-sync', credentialName: 'Payroll sync', authType, accessToken: '***', ...(stored.refreshToken === null ? {} : { refreshToken: '***' }) });
		expect(body.metadata ?? {}).toEqual(stored.metadata);
		expectHidden(result, hidden);
		expect(rezolve.snapshot()).toEqual(before);
		expect(rezolve.writes()).toEqual([]);
	});

	it.each([
		['422', { status: 422 }],
		['200', { status: 200 }],
	])('shows no secret where the vendor repeats it in a refusal (%s)', async (_status, { status }) => {
		rezolve.simulator.admin.corruptAnswer((reply, { operationId, body }) => (operationId === 'storeCredential' ? { status, body: { success: false, error: { code: 'VALIDATION_ERROR', message: `No good: ${JSON.stringify(body)}`, details: body as object } }, offContract: true } : reply));
		for (const onError of [undefined, 'continueErrorOutput', 'continueRegularOutput'] as const) {
			const result = await rezolve.run('vaultCredential', 'store', given({ integrationId: `payroll-${String(onError)}` }), onError ? { onError } : {});

			expect(JSON.stringify([result.error ?? null, result.outputs])).toContain('No good');
			expectHidden(result, hidden);
		}
	});

	it('needs its own secret', async () => {
		expect((await rezolve.failed('vaultCredential', 'store', given({ [secrets[0]!]: '={{ undefined }}' }))).message).toContain(' is empty');
		expect(rezolve.simulator.requests).toEqual([]);
	});
});

describe('Vault Credential: Store', () => {
	const key = (more: IDataObject = {}) => store({ authType: 'api_key', apiKeyValue: 'payroll-key-0001', ...more });

	it('keeps the fields that all types have', async () => {
		const before = Date.now();
		await rezolve.record('vaultCredential', 'store', key({ additionalFields: { description: 'For the month', scopes: 'read, write', expiresIn: 3600, metadataJson: '{ "owner": "Close team", "nested": { "a": [1] } }' } }));

		expect(held()).toMatchObject({ description: 'For the month', scopes: ['read', 'write'], metadata: { owner: 'Close team', nested: { a: [1] } } });
		expect(Date.parse(held().expiresAt!) - before).toBeGreaterThanOrEqual(3_600_000);
	});

	it('leaves out what belongs to another type, though it was filled in before the type was changed', async () => {
		await rezolve.record('vaultCredential', 'store', key({ username: 'rvale', password: 'harbour', refreshToken: 'refresh-token-0001', grantEndpoint: LOGIN, issuer: 'https://idp.example.com' }));

		expect(rezolve.requestsTo('storeCredential').map(({ body }) => body)).toEqual([{ integrationId: 'payroll-sync', credentialName: 'Payroll sync', authType: 'api_key', accessToken: '(secret)' }]);
		expect(held()).toMatchObject({ refreshToken: null, tokenEndpoint: null, metadata: {} });
	});

	it('foretells in a dry run that the integration has a credential, and is refused then', async () => {
		const taken = { integrationId: CREDENTIALS.api_key.integrationId };
		expect(await rezolve.record('vaultCredential', 'store', key({ ...taken, options: { dryRun: true } }))).toMatchObject({ dryRun: true, current: { id: CREDENTIALS.api_key.id }, wouldBeRefused: 'The integration has a credential already' });
		const before = rezolve.snapshot();

		expect((await rezolve.failed('vaultCredential', 'store', key(taken))).data).toMatchObject({ status: 409, code: 'CREDENTIAL_ALREADY_EXISTS', mayHaveTakenEffect: false });
		expect(rezolve.snapshot()).toEqual(before);
	});

	it('verifies the one that it stored where an integration may have several', async () => {
		rezolve.simulator.set({ duplicateCredentials: 'allowed' });
		const { id, verified } = await rezolve.record('vaultCredential', 'store', key({ integrationId: CREDENTIALS.api_key.integrationId, options: { verify: true } }));

		expect([id, verified]).toEqual([rezolve.held(CREDENTIALS.api_key.integrationId)[0]!.id, true]);
		expect(rezolve.requestsTo('getCredentialDetails').map(({ query }) => query.credentialId)).toEqual([id]);
	});

	it('verifies false where nothing was stored, and null where nobody can look', async () => {
		rezolve.simulator.faults.onOperation('storeCredential', { kind: 'answer', status: 200, body: { success: true, data: { id: 'cred-nowhere' } } }, { times: 2 });
		expect(await rezolve.record('vaultCredential', 'store', key({ options: { verify: true } }))).toMatchObject({ verified: false });
		rezolve.simulator.faults.onOperation('getCredentialDetails', { kind: 'answer', status: 403, body: { success: false, message: 'Not allowed' } });
		expect(await rezolve.record('vaultCredential', 'store', key({ options: { verify: true } }))).toMatchObject({ verified: null, verifyProblem: 'Rezolve.ai answered 403: Not allowed' });
	});

	it.each([
		[{ additionalFields: { metadataJson: '[1]' } }, 'Metadata (JSON) is not an object'],
		[{ additionalFields: { expiresIn: 0 } }, 'Expires In (Seconds) is 0'],
		[{ integrationId: '={{ "" }}' }, 'Integration ID is empty'],
		[{ authType: 'basic_auth', username: 'rvale:x', password: 'harbour-pass' }, 'Username holds a colon'],
		[{ authType: '={{ "kerberos" }}' }, 'Authentication Type is "kerberos"'],
	])('refuses %j before anything is sent', async (more, said) => {
		expect((await rezolve.failed('vaultCredential', 'store', key(more as IDataObject))).message).toContain(said);
		expect(rezolve.simulator.requests).toEqual([]);
	});
});
