import { API_TOKEN, TENANT_ADMIN_TOKEN } from '../../simulators/rezolve/index.mts';
import { usePlatform } from '../rezolveHub/support.mts';

const rezolve = usePlatform();
const accounts = () => rezolve.simulator.state.serviceAccounts;
const vault = (integrationId: string) => rezolve.simulator.state.credentials.filter((one) => one.integrationId === integrationId);
const intoVault = { confirm: true, secretHandling: 'vault', vaultIntegrationId: 'n8n-robot', vaultCredentialName: 'n8n robot' };

describe('Creating a service account', () => {
	it('sends no body at all', async () => {
		await rezolve.records('serviceAccount', 'create', { confirm: true });
		const [request] = rezolve.requestsTo('createServiceAccount');

		expect(request?.body).toBeUndefined();
		expect(request?.headers).not.toHaveProperty('content-type');
		expect([undefined, '0']).toContain(request?.headers['content-length']);
		expect(accounts()).toHaveLength(1);
	});

	it.each([{}, { confirm: false }, { secretHandling: 'vault', vaultIntegrationId: 'x', vaultCredentialName: 'x' }])('sends nothing without the switch: %j', async (parameters) => {
		const { message, description } = await rezolve.failed('serviceAccount', 'create', parameters);

		expect(message).toBe('I Understand is off [Item 0]');
		expect(description).toMatch(/only its console can take away/);
		expect(rezolve.simulator.requests).toHaveLength(0);
	});

	it.each([200, 201] as const)('gives the secret once, and says so (%s)', async (createStatus) => {
		rezolve.simulator.set({ createStatus });
		const record = await rezolve.record('serviceAccount', 'create', { confirm: true }, rezolve.credential('bearer', { apiToken: TENANT_ADMIN_TOKEN }));
		const [account] = accounts();

		expect(record).toMatchObject({ id: account?.id, clientId: account?.clientId, clientSecret: account?.clientSecret, secretShownOnce: expect.stringMatching(/only this once/) });
	});

	it('opens the API with what it gave', async () => {
		const { clientId, clientSecret } = await rezolve.record('serviceAccount', 'create', { confirm: true });
		const records = await rezolve.records('apiKey', 'getAll', { returnAll: true }, { signIn: 'oauth2', ...rezolve.credential('oauth2', { clientId: String(clientId), clientSecret: String(clientSecret), scope: '' }) });

		expect(records).toHaveLength(rezolve.simulator.state.apiKeys.length);
	});

	it('masks the secret where nobody is to see it', async () => {
		const { json, run } = await rezolve.run('serviceAccount', 'create', { confirm: true, secretHandling: 'mask' });
		const secret = String(accounts()[0]?.clientSecret);

		expect(json).toMatchObject([{ id: accounts()[0]?.id, clientSecret: '***' }]);
		expect(JSON.stringify(run.data)).not.toContain(secret);
	});

	it('puts the secret into the vault, and never into an item', async () => {
		const { json, run } = await rezolve.run('serviceAccount', 'create', intoVault);
		const [account] = accounts();
		const [stored] = vault('n8n-robot');

		expect(stored).toMatchObject({ authType: 'oauth2_client_credentials', credentialName: 'n8n robot', accessToken: account?.clientSecret, metadata: { clientId: account?.clientId, serviceAccountId: account?.id } });
		expect(json).toMatchObject([{ id: account?.id, clientSecret: '***', vault: { id: stored?.id, integrationId: 'n8n-robot' } }]);
		expect(JSON.stringify(run.data)).not.toContain(String(account?.clientSecret));
	});

	it('makes no account where the vault has something for the integration already', async () => {
		const { message, description } = await rezolve.failed('serviceAccount', 'create', { ...intoVault, vaultIntegrationId: 'expensely' });

		expect(message).toMatch(/^The integration "expensely" has a credential in the vault already/);
		expect(description).toMatch(/Nothing was made/);
		expect(accounts()).toHaveLength(0);
	});

	it('says that the account exists, with its ID, where the vault refuses afterwards', async () => {
		rezolve.simulator.faults.onOperation('storeCredential', { kind: 'answer', status: 500, body: { success: false, error: { code: 'INTERNAL_ERROR', message: 'Vault is sealed' } } }, { times: Infinity });
		const { message, description, data } = await rezolve.failed('serviceAccount', 'create', intoVault);

		expect(message).toMatch(/^The record was written, but not all that belongs to it: .*secret.*: Rezolve\.ai answered 500: Vault is sealed/);
		expect(`${message} ${description}`).toMatch(/secret.* is lost/);
		expect(JSON.stringify(data)).toContain(String(accounts()[0]?.id));
		expect(`${message} ${description} ${JSON.stringify(data)}`).not.toContain(String(accounts()[0]?.clientSecret));
		expect(accounts()).toHaveLength(1);
	});

	it('is shown by a dry run, which makes nothing', async () => {
		const record = await rezolve.record('serviceAccount', 'create', { options: { dryRun: true } });

		expect(record).toEqual({ dryRun: true, wouldSend: { method: 'POST', url: `${rezolve.simulator.origin}/api/v1/admin/service-account/create` } });
		expect(rezolve.simulator.requests).toHaveLength(0);
		expect(JSON.stringify(record)).not.toContain(API_TOKEN);
	});

	it('is refused when there are too many, and told', async () => {
		rezolve.simulator.set({ serviceAccountLimit: 1 });
		await rezolve.records('serviceAccount', 'create', { confirm: true });
		const { message, description } = await rezolve.failed('serviceAccount', 'create', { confirm: true });

		expect(message).toBe('Rezolve.ai answered 409: Too many service accounts [Item 0]');
		expect(description).toContain('A tenant may have 1 service accounts');
	});

	it('is never done twice by a lost answer', async () => {
		rezolve.simulator.faults.onOperation('createServiceAccount', { kind: 'reset', when: 'afterActing', effect: 'taken' });
		const { data, description } = await rezolve.failed('serviceAccount', 'create', { confirm: true });

		expect(description).toMatch(/may have been made/);
		expect(data).toMatchObject({ mayHaveTakenEffect: true });
		expect(accounts()).toHaveLength(1);
	});
});
