import type { IDataObject } from 'n8n-workflow';
import { LEAVER_CLIENTS, LEAVER_EMAIL } from '../../simulators/rezolve/index.mts';
import { clientId, useRezolve } from './support.mts';

const rezolve = useRezolve();
const create = (more: IDataObject = {}) => ({ name: 'Payroll sync', clientType: 'confidential', grantTypes: ['client_credentials'], scopes: ['ticketing:read'], ...more });
const made = () => rezolve.simulator.state.oauthClients.at(-1)!;
const machine = () => rezolve.client(LEAVER_CLIENTS.machine);

describe('OAuth Client: Create', () => {
	it('sends all fields, each list as a list', async () => {
		const record = await rezolve.record('oauthClient', 'create', {
			...create({ grantTypes: ['authorization_code', 'refresh_token'], scopes: ['openid', 'users:read'], redirectUris: 'https://app.example.com/callback, http://localhost:3000/callback' }),
			additionalFields: { allowedOrigins: 'https://app.example.com', description: 'For the month', ipWhitelist: '203.0.113.0/24, 2001:db8::1' },
		});
		const body = {
			name: 'Payroll sync',
			clientType: 'confidential',
			grantTypes: ['authorization_code', 'refresh_token'],
			scopes: ['openid', 'users:read'],
			redirectUris: ['https://app.example.com/callback', 'http://localhost:3000/callback'],
			allowedOrigins: ['https://app.example.com'],
			description: 'For the month',
			ipWhitelist: ['203.0.113.0/24', '2001:db8::1'],
		};

		expect(rezolve.requestsTo('createOAuthClient').map((request) => request.body)).toEqual([body]);
		expect(made()).toMatchObject(body);
		expect(record).toMatchObject({ id: made().id, clientId: made().clientId, clientSecret: made().clientSecret });
	});

	it('sends an empty list of redirect URIs, which the API wants, and nothing else that is not filled in', async () => {
		await rezolve.record('oauthClient', 'create', create());

		expect(rezolve.requestsTo('createOAuthClient')[0]!.body).toEqual({ name: 'Payroll sync', clientType: 'confidential', grantTypes: ['client_credentials'], scopes: ['ticketing:read'], redirectUris: [] });
	});

	it('makes a client whose secret opens the API', async () => {
		const { clientId: id, clientSecret } = await rezolve.record('oauthClient', 'create', create());
		const answer = await fetch(rezolve.simulator.tokenUrl, { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials', client_id: String(id), client_secret: String(clientSecret) }) });

		expect(answer.status).toBe(200);
	});

	it.each([
		[{ grantTypes: '={{ [] }}' }, 'Grant Types is empty'],
		[{ scopes: '={{ [] }}' }, 'Scopes is empty'],
		[{ clientType: 'public' }, 'A public client cannot have the grant client_credentials'],
		[{ name: '={{ undefined }}' }, 'Name is empty'],
		[{ clientType: '={{ "secret" }}' }, 'Client Type is "secret"'],
	])('refuses %j before anything is sent', async (more, said) => {
		expect((await rezolve.failed('oauthClient', 'create', create(more as IDataObject))).message).toContain(said);
		expect(rezolve.simulator.requests).toEqual([]);
	});

	it('tells which redirect URI or scope is refused', async () => {
		const { data } = await rezolve.failed('oauthClient', 'create', create({ scopes: ['everything'], redirectUris: 'http://example.com/callback' }));

		expect(data.fields).toEqual([
			{ field: 'redirectUris', message: 'must be HTTPS except on localhost' },
			{ field: 'scopes', message: 'unknown: everything' },
		]);
		expect((await rezolve.failed('oauthClient', 'create', create({ name: 'Reporting' }))).data).toMatchObject({ status: 409, mayHaveTakenEffect: false });
	});

	it('verifies true, or false where it is not active', async () => {
		const options = { options: { verify: true } };
		expect(await rezolve.record('oauthClient', 'create', create(options))).toMatchObject({ verified: true });
		rezolve.simulator.admin.corruptAnswer((reply, { operationId }) => {
			if (operationId === 'createOAuthClient') made().status = 'inactive';
			return reply;
		});
		expect(await rezolve.record('oauthClient', 'create', create({ ...options, name: 'Other' }))).toMatchObject({ verified: false });
	});
});

describe('OAuth Client: Update', () => {
	const update = async (updateFields: IDataObject, more: IDataObject = {}) => await rezolve.record('oauthClient', 'update', { ...clientId(LEAVER_CLIENTS.machine), updateFields, ...more });

	it('changes all fields, each list as a list, and nothing else', async () => {
		const before = structuredClone(machine());
		const changes = {
			name: 'Treasury',
			description: 'Handed over',
			clientType: 'confidential',
			grantTypes: ['client_credentials', 'refresh_token'],
			scopes: ['reports:read'],
		};
		const record = await update({ ...changes, redirectUris: 'https://app.example.com/callback', allowedOrigins: 'https://app.example.com', ipWhitelist: '203.0.113.7' });
		const lists = { redirectUris: ['https://app.example.com/callback'], allowedOrigins: ['https://app.example.com'], ipWhitelist: ['203.0.113.7'] };

		expect(rezolve.requestsTo('updateOAuthClient').map(({ body }) => body)).toEqual([{ ...changes, ...lists }]);
		expect(machine()).toMatchObject({ ...changes, ...lists, id: before.id, clientSecret: before.clientSecret, status: before.status });
		expect(record).toMatchObject({ changes: { name: { from: 'Treasury connector', to: 'Treasury' }, scopes: { added: [], removed: ['users:read'] } } });
	});

	it('sends only what was given, and clears lists that were emptied', async () => {
		machine().ipWhitelist = ['203.0.113.7'];
		await update({ ipWhitelist: '' });

		expect(rezolve.requestsTo('updateOAuthClient').map(({ body }) => body)).toEqual([{ ipWhitelist: [] }]);
		expect(machine()).toMatchObject({ ipWhitelist: [], name: 'Treasury connector', scopes: ['reports:read', 'users:read'] });
	});

	it('refuses an update of nothing, and tells a client that is not there', async () => {
		expect((await rezolve.failed('oauthClient', 'update', { ...clientId(LEAVER_CLIENTS.machine), updateFields: {} })).message).toBe('Nothing to change was given [Item 0]');
		expect(rezolve.simulator.requests).toEqual([]);
		expect((await rezolve.failed('oauthClient', 'update', { ...clientId('nobody'), updateFields: { name: 'x' } })).data).toMatchObject({ status: 404, code: 'OAUTH_CLIENT_NOT_FOUND' });
	});

	it('shows in a dry run what stands and what would be sent, and leaves no trace', async () => {
		const before = rezolve.snapshot();
		const record = await update({ name: 'Treasury' }, { options: { dryRun: true } });

		expect(record).toMatchObject({ dryRun: true, wouldSend: { method: 'PATCH', body: { name: 'Treasury' } }, current: { id: LEAVER_CLIENTS.machine, name: 'Treasury connector', scopes: ['reports:read', 'users:read'] } });
		expect(rezolve.snapshot()).toEqual(before);
	});
});

describe('OAuth Client: Get', () => {
	it('is found by the ID of its record, short unless Simplify is off, without its secret', async () => {
		const short = await rezolve.record('oauthClient', 'get', clientId(LEAVER_CLIENTS.machine));
		const whole = await rezolve.record('oauthClient', 'get', { ...clientId(LEAVER_CLIENTS.machine), simplify: false });

		expect(short).toMatchObject({ id: LEAVER_CLIENTS.machine, usage: { activeTokenCount: 3 }, audit: { createdBy: { email: LEAVER_EMAIL } } });
		expect(short).not.toHaveProperty('tokenSettings');
		expect(whole).toMatchObject({ tokenSettings: { tokenFormat: 'jwt' } });
		expect(JSON.stringify(whole)).not.toContain(machine().clientSecret);
		expect((await rezolve.failed('oauthClient', 'get', clientId(machine().clientId))).data).toMatchObject({ status: 404 });
	});

	it('is listed short unless Simplify is off', async () => {
		const [short] = await rezolve.records('oauthClient', 'getAll', { limit: 1 });
		const [whole] = await rezolve.records('oauthClient', 'getAll', { limit: 1, simplify: false });

		expect(Object.keys(short!)).toEqual(['id', 'name', 'clientId', 'clientType', 'status', 'grantTypes', 'scopes', 'createdBy', 'createdAt', 'lastUsedAt']);
		expect(whole).toMatchObject({ pkceRequired: false, usageCount: expect.any(Number) as number });
	});
});
