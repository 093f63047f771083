import type { IDataObject } from 'n8n-workflow';
import { LEAVER_KEYS } from '../../simulators/rezolve/index.mts';
import { DAY_MS, useRezolve } from './support.mts';

const rezolve = useRezolve();
const create = (more: IDataObject = {}) => ({ name: 'Payroll sync', scopes: ['ticketing:read'], environment: 'live', ...more });
/** The newest key that the simulator holds. */
const made = () => rezolve.simulator.state.apiKeys.at(-1)!;

describe('API Key: Create', () => {
	it('sends all fields, scopes and addresses as one text each', async () => {
		const before = Date.now();
		const record = await rezolve.record('apiKey', 'create', {
			...create({ scopes: ['ticketing:read', 'users:read'], environment: 'test' }),
			additionalFields: { description: 'For the month', expiresIn: 30, ipWhitelist: '203.0.113.0/24, 2001:db8::1', protocol: 'rest' },
		});

		expect(rezolve.requestsTo('createApiKey').map(({ body }) => body)).toEqual([
			{ name: 'Payroll sync', description: 'For the month', scopes: 'ticketing:read,users:read', environment: 'test', protocol: 'rest', ipWhitelist: '203.0.113.0/24,2001:db8::1', expiresIn: 30 },
		]);
		expect(made()).toMatchObject({ id: record.id, name: 'Payroll sync', description: 'For the month', scopes: ['ticketing:read', 'users:read'], environment: 'test', protocol: 'rest', ipWhitelist: ['203.0.113.0/24', '2001:db8::1'], status: 'active' });
		expect(Date.parse(made().expiresAt!) - before).toBeGreaterThanOrEqual(30 * DAY_MS);
		expect(record).toMatchObject({ apiKey: made().secret, prefix: made().secret.slice(0, 12), status: 'active', createdBy: { email: 'sam.whitfield@example.com' } });
	});

	it('leaves out what is not filled in', async () => {
		await rezolve.record('apiKey', 'create', create());

		expect(rezolve.requestsTo('createApiKey')[0]!.body).toEqual({ name: 'Payroll sync', scopes: 'ticketing:read', environment: 'live' });
		expect(made()).toMatchObject({ ipWhitelist: [], expiresAt: null, protocol: '' });
	});

	it.each([
		['a list', ['*']],
		['one text', '={{ "ticketing:read, users:read" }}'],
		['an expression that gives a list', '={{ ["ticketing:read", "users:read"] }}'],
	])('takes scopes from %s', async (_what, scopes) => {
		await rezolve.record('apiKey', 'create', create({ scopes }));

		expect(made().scopes).toEqual(Array.isArray(scopes) ? ['*'] : ['ticketing:read', 'users:read']);
	});

	it('takes addresses from an expression that gives a list', async () => {
		await rezolve.record('apiKey', 'create', create({ additionalFields: { ipWhitelist: '={{ ["203.0.113.7", "198.51.100.0/24"] }}' } }));

		expect(made().ipWhitelist).toEqual(['203.0.113.7', '198.51.100.0/24']);
	});

	it.each([
		[{ name: '={{ "" }}' }, 'Name is empty'],
		[{ scopes: '={{ [] }}' }, 'Scopes has 0 entries'],
		[{ scopes: '={{ undefined }}' }, 'Scopes is empty'],
		[{ environment: '={{ "staging" }}' }, 'Environment is "staging"'],
		[{ additionalFields: { expiresIn: 0 } }, 'Expires In (Days) is 0'],
	])('refuses %j before anything is sent', async (more, said) => {
		expect((await rezolve.failed('apiKey', 'create', create(more as IDataObject))).message).toContain(said);
		expect(rezolve.simulator.requests).toEqual([]);
	});

	it('tells a name that is taken, and makes nothing', async () => {
		const before = rezolve.snapshot();
		const { message, data } = await rezolve.failed('apiKey', 'create', create({ name: 'Close bot' }));

		expect(message).toBe('Rezolve.ai answered 409: API key exists [Item 0]');
		expect(data).toMatchObject({ status: 409, code: 'API_KEY_ALREADY_EXISTS', mayHaveTakenEffect: false });
		expect(rezolve.snapshot()).toEqual(before);
	});

	it.each([
		[200, 422],
		[201, 400],
	] as const)('reads the answer with %i, and fields that are refused with %i', async (createStatus, validationStatus) => {
		rezolve.simulator.set({ createStatus, validationStatus });
		expect((await rezolve.record('apiKey', 'create', create())).id).toBe(made().id);
		const { message, data } = await rezolve.failed('apiKey', 'create', create({ name: 'Other', additionalFields: { ipWhitelist: 'not-an-address' } }));

		expect(message).toBe(`Rezolve.ai answered ${validationStatus}: Invalid request body [Item 0]`);
		expect(data.fields).toEqual([{ field: 'ipWhitelist', message: 'no address or CIDR block: not-an-address' }]);
	});

	it('verifies that the key is there and active', async () => {
		expect(await rezolve.record('apiKey', 'create', create({ options: { verify: true } }))).toMatchObject({ verified: true });
	});

	it('verifies false where the key is not active', async () => {
		rezolve.simulator.admin.corruptAnswer((reply, { operationId }) => {
			if (operationId === 'createApiKey') made().status = 'inactive';
			return reply;
		});

		expect(await rezolve.record('apiKey', 'create', create({ options: { verify: true } }))).toMatchObject({ status: 'active', verified: false });
	});

	it('verifies null, with the reason, where nobody can look; the secret is not lost with it', async () => {
		rezolve.simulator.faults.onOperation('getApiKey', { kind: 'answer', status: 403, body: { success: false, error: { code: 'FORBIDDEN', message: 'Not allowed' } } });
		const record = await rezolve.record('apiKey', 'create', create({ options: { verify: true } }));

		expect(record).toMatchObject({ apiKey: made().secret, verified: null, verifyProblem: 'Rezolve.ai answered 403: Not allowed' });
	});

	it('verifies null where the answer told no ID; the secret is not lost with it', async () => {
		rezolve.simulator.admin.corruptAnswer((reply, { operationId }) => (operationId === 'createApiKey' ? { status: 200, body: { success: true, data: { apiKey: made().secret } }, offContract: true } : reply));

		expect(await rezolve.record('apiKey', 'create', create({ options: { verify: true } }))).toMatchObject({ apiKey: made().secret, verified: null });
	});

	it('reads an answer without an envelope', async () => {
		rezolve.simulator.admin.corruptAnswer((reply, { operationId }) => (operationId === 'createApiKey' ? { ...reply, body: (reply.body as { data: unknown }).data, offContract: true } : reply));

		expect(await rezolve.record('apiKey', 'create', create())).toMatchObject({ id: made().id, apiKey: made().secret });
	});

	it('says so where the answer holds no key', async () => {
		rezolve.simulator.admin.corruptAnswer((reply, { operationId }) => (operationId === 'createApiKey' ? { status: 200, body: { success: true, message: 'Done' }, offContract: true } : reply));
		const { hints } = await rezolve.told('apiKey', 'create', create({ secretHandling: 'vault', vaultIntegrationId: 'payroll', vaultCredentialName: 'Payroll' }));

		expect(hints).toEqual(['Rezolve.ai answered without "apiKey": there is no secret to show or to store.']);
		expect(rezolve.held('payroll')).toEqual([]);
	});
});

describe('A lost answer', () => {
	it.each(['beforeActing', 'afterActing', 'midBody'] as const)('to a create (reset %s) is never repeated, and is told as what it is', async (when) => {
		rezolve.simulator.faults.onOperation('createApiKey', { kind: 'reset', when });
		const { message, data } = await rezolve.failed('apiKey', 'create', create());

		expect(message).toContain('was lost before the answer was complete');
		expect(data).toMatchObject({ mayHaveTakenEffect: true, attempts: 1 });
		expect(rezolve.requestsTo('createApiKey')).toHaveLength(1);
	});

	it.each([
		['apiKey', 'rotate', 'rotateApiKey', { keyId: { __rl: true, mode: 'id', value: LEAVER_KEYS.star } }],
		['oauthClient', 'create', 'createOAuthClient', { name: 'x', clientType: 'confidential', grantTypes: ['client_credentials'], scopes: ['ticketing:read'] }],
		['vaultCredential', 'store', 'storeCredential', { integrationId: 'payroll', credentialName: 'x', authType: 'api_key', apiKeyValue: 'payroll-key-0001' }],
		['vaultCredential', 'update', 'updateCredential', { integrationId: 'expensely', credentialId: { __rl: true, mode: 'id', value: 'cred-0002' }, updateFields: { status: 'inactive' } }],
		['oauthClient', 'update', 'updateOAuthClient', { clientId: { __rl: true, mode: 'id', value: '6f1b2c3d-4e5f-4061-9b72-c3d4e5f60711' }, updateFields: { name: 'y' } }],
	] as const)('to %s %s is never repeated', async (resource, operation, operationId, parameters) => {
		rezolve.simulator.faults.onOperation(operationId, { kind: 'reset', when: 'afterActing' });
		const { data } = await rezolve.failed(resource, operation, parameters as unknown as IDataObject);

		expect(data.mayHaveTakenEffect).toBe(true);
		expect(rezolve.requestsTo(operationId)).toHaveLength(1);
	});

	it('is none where the request never got through: then it is sent again', async () => {
		rezolve.simulator.faults.onOperation('createApiKey', { kind: 'answer', status: 429, headers: { 'retry-after': '0' }, body: { success: false } });
		await rezolve.record('apiKey', 'create', create());

		expect(rezolve.requestsTo('createApiKey').map(({ status }) => status)).toEqual([429, 200]);
		expect(rezolve.simulator.state.apiKeys.filter(({ name }) => name === 'Payroll sync')).toHaveLength(1);
	});
});
