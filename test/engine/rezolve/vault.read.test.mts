import { CREDENTIALS, VIEWER_TOKEN, type AuthType } from '../../simulators/rezolve/index.mts';
import { rezolveCredential } from '../../support/rezolve.mts';
import { credentialAt, expectHidden, useRezolve } from './support.mts';

const rezolve = useRezolve();
const TYPES = Object.keys(CREDENTIALS) as AuthType[];

describe('Vault Credential: Get Details', () => {
	it.each(TYPES)('of %s tells what is known, and no secret', async (authType) => {
		const { id, integrationId } = CREDENTIALS[authType];
		const { accessToken, refreshToken, credentialName } = rezolve.credential(id);
		const result = await rezolve.run('vaultCredential', 'getDetails', { integrationId });

		expect(result.json).toMatchObject([{ id, integrationId, credentialName, authType }]);
		expect(result.json[0]).not.toHaveProperty('accessToken');
		expectHidden(result, [accessToken, refreshToken]);
		expect(rezolve.credential(id).accessCount).toBe(authType === 'basic_auth' ? 0 : 12);
	});

	it('picks one of several by its ID', async () => {
		rezolve.simulator.set({ duplicateCredentials: 'allowed' });
		const { id, integrationId } = CREDENTIALS.api_key;
		await rezolve.record('vaultCredential', 'store', { integrationId, credentialName: 'Second', authType: 'api_key', apiKeyValue: 'second-key-0001' });

		expect(await rezolve.record('vaultCredential', 'getDetails', { integrationId })).toMatchObject({ credentialName: 'Second' });
		expect(await rezolve.record('vaultCredential', 'getDetails', { integrationId, options: { credentialId: id } })).toMatchObject({ id });
		expect(await rezolve.record('vaultCredential', 'getSecrets', { integrationId, options: { credentialId: id } })).toMatchObject({ id, accessToken: 'expensely-api-key' });
	});

	it('needs no more than a viewer', async () => {
		const credentials = rezolveCredential('bearer', rezolve.simulator, { apiToken: VIEWER_TOKEN });
		expect(await rezolve.record('vaultCredential', 'getDetails', { integrationId: 'expensely' }, { credentials })).toMatchObject({ id: 'cred-0002' });
		const { message } = await rezolve.failed('vaultCredential', 'getSecrets', { integrationId: 'expensely' }, { credentials });

		expect(message).toBe('Rezolve.ai answered 403: Not allowed [Item 0]');
	});
});

describe('Vault Credential: Get Secrets', () => {
	it.each(TYPES)('of %s gives them in clear, and the vendor logs the reading', async (authType) => {
		const { id, integrationId } = CREDENTIALS[authType];
		const { accessToken, refreshToken } = rezolve.credential(id);
		const since = rezolve.simulator.state.audit.written.length;
		const record = await rezolve.record('vaultCredential', 'getSecrets', { integrationId });

		expect(record).toMatchObject({ id, accessToken, ...(refreshToken === null ? {} : { refreshToken }) });
		expect(rezolve.actions(since)).toEqual(['CREDENTIAL_ACCESSED']);
	});

	it('fails where there is none', async () => {
		expect((await rezolve.failed('vaultCredential', 'getSecrets', { integrationId: 'nobody' })).data).toMatchObject({ status: 404, code: 'CREDENTIAL_NOT_FOUND' });
		expect((await rezolve.failed('vaultCredential', 'getDetails', { integrationId: 'nobody' })).message).toBe('Rezolve.ai answered 404: Credential not found [Item 0]');
	});
});

describe('Vault Credential: Update', () => {
	const { id } = CREDENTIALS.oauth2_bearer;
	const at = credentialAt(CREDENTIALS.oauth2_bearer);
	const stored = () => rezolve.credential(id);

	it('sets a credential inactive: its secrets stay, and it can be undone', async () => {
		const record = await rezolve.record('vaultCredential', 'update', { ...at, updateFields: { status: 'inactive' }, options: { verify: true } });

		expect(rezolve.requestsTo('updateCredential').map(({ body }) => body)).toEqual([{ status: 'inactive' }]);
		expect(record).toMatchObject({ id, status: 'inactive', verified: true, changes: { status: { from: 'active', to: 'inactive' } } });
		expect(stored()).toMatchObject({ status: 'inactive', accessToken: 'sf-access-token', refreshToken: 'sf-refresh-token' });
		expect(await rezolve.record('vaultCredential', 'update', { ...at, updateFields: { status: 'active' }, options: { verify: true } })).toMatchObject({ status: 'active', verified: true });
	});

	it('a second time changes nothing more', async () => {
		await rezolve.record('vaultCredential', 'update', { ...at, updateFields: { status: 'inactive' } });

		expect(await rezolve.record('vaultCredential', 'update', { ...at, updateFields: { status: 'inactive' } })).toMatchObject({ status: 'inactive', changes: {} });
	});

	it('changes all fields, replaces metadata whole, and leaves the rest', async () => {
		await rezolve.record('vaultCredential', 'update', { ...at, updateFields: { credentialName: 'Salesforce', description: 'Handed over', metadata: '{ "owner": "close@example.com" }', scopes: 'api' } });

		expect(stored()).toMatchObject({ credentialName: 'Salesforce', description: 'Handed over', metadata: { owner: 'close@example.com' }, scopes: ['api'], status: 'active', accessToken: 'sf-access-token' });
		expect(stored().metadata).not.toHaveProperty('environment');
	});

	it('clears scopes that were emptied', async () => {
		await rezolve.record('vaultCredential', 'update', { ...at, updateFields: { scopes: '' } });

		expect(stored().scopes).toEqual([]);
	});

	it('verifies false where the status is another, null where none was asked for or nobody can look', async () => {
		rezolve.simulator.faults.onOperation('updateCredential', { kind: 'answer', status: 200, body: { success: true, data: { id } } });
		expect(await rezolve.record('vaultCredential', 'update', { ...at, updateFields: { status: 'inactive' }, options: { verify: true } })).toMatchObject({ verified: false });
		expect(await rezolve.record('vaultCredential', 'update', { ...at, updateFields: { description: 'x' }, options: { verify: true } })).toMatchObject({ verified: null });
		rezolve.simulator.faults.onOperation('getCredentialDetails', { kind: 'answer', status: 403, body: { success: false, message: 'Not allowed' } });
		expect(await rezolve.record('vaultCredential', 'update', { ...at, updateFields: { status: 'inactive' }, options: { verify: true } })).toMatchObject({ verified: null, verifyProblem: 'Rezolve.ai answered 403: Not allowed' });
	});

	it('refuses an update of nothing and metadata that is no object, before anything is sent', async () => {
		expect((await rezolve.failed('vaultCredential', 'update', { ...at, updateFields: {} })).message).toBe('Nothing to change was given [Item 0]');
		expect((await rezolve.failed('vaultCredential', 'update', { ...at, updateFields: { metadata: '"x"' } })).message).toContain('is not an object');
		expect((await rezolve.failed('vaultCredential', 'update', { ...at, updateFields: { status: '={{ "revoked" }}' } })).message).toContain('Status is "revoked"');
		expect(rezolve.simulator.requests).toEqual([]);
	});

	it('shows in a dry run what stands, without secrets, and leaves no trace', async () => {
		const before = rezolve.snapshot();
		const result = await rezolve.run('vaultCredential', 'update', { ...at, updateFields: { status: 'inactive' }, options: { dryRun: true } });

		expect(result.json).toMatchObject([{ dryRun: true, wouldSend: { method: 'PATCH', body: { status: 'inactive' } }, current: { id, status: 'active' } }]);
		expectHidden(result, ['sf-access-token', 'sf-refresh-token']);
		expect(rezolve.snapshot()).toEqual(before);
	});
});
