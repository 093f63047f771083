import { AGENT_TOKEN, API_KEY, API_TOKEN, CLIENT_ID, CLIENT_SECRET, CREDENTIALS, EXPIRED_TOKEN, LEAVER_CLIENTS, LEAVER_KEYS, NARROW_API_KEY, SANDBOX_TENANT_ID, SANDBOX_TOKEN, SCOPE, SECOND_CLIENT, startRezolve, TENANT_ADMIN_TOKEN, TENANT_ID, VIEWER_TOKEN, type RezolveSimulator } from '../../simulators/rezolve/index.mts';
import { createClient, hubOf, keyedOf, platformOf, requestToken } from './support.mts';

let simulator: RezolveSimulator;

beforeEach(async () => {
	simulator = await startRezolve();
});
afterEach(async () => {
	await simulator.close();
	expect(simulator.violations).toEqual([]);
});

const KEYS = '/api/v1/api-keys?limit=1';
const AUDIT = '/api/v1/admin/audit-logs?limit=1';
const USER_INFO = '/api/v2/ticketing/user/userinfo?type=agent&module=ticketing';
const TICKETS = '/api/v2/ticketing/ticket/list?type=agent&module=ticketing';
const NEW_KEY = { name: 'Another', scopes: 'users:read', environment: 'live' };
const secretOf = (id: string) => simulator.state.apiKeys.find((key) => key.id === id)!.secret;

describe('a token of a person', () => {
	it.each([
		['none', undefined, 'UNAUTHORIZED'],
		['an unknown one', 'guess', 'UNAUTHORIZED'],
		['one of yesterday', EXPIRED_TOKEN, 'TOKEN_EXPIRED'],
	])('is refused when it is %s', async (_what, token, code) => {
		const call = createClient(simulator.origin, { authorization: token && `Bearer ${token}`, 'x-tenantid': TENANT_ID });
		const answer = await call('GET', KEYS);

		expect(answer).toMatchObject({ status: 401, json: { success: false, error: { code, message: expect.any(String), details: expect.any(String) } } });
		expect(answer.headers.get('www-authenticate')).toBe('Bearer');
	});

	it.each([
		['tenant administrator', TENANT_ADMIN_TOKEN, { keys: 200, audit: 200, tenant: 200, details: 403, secret: 403, dek: 403, job: 403, remove: 403 }],
		['viewer', VIEWER_TOKEN, { keys: 403, audit: 200, tenant: 403, details: 200, secret: 403, dek: 403, job: 403, remove: 403 }],
		['ticketing agent', AGENT_TOKEN, { keys: 403, audit: 403, tenant: 403, details: 403, secret: 403, dek: 403, job: 403, remove: 403 }],
		['person with all roles', API_TOKEN, { keys: 200, audit: 200, tenant: 200, details: 200, secret: 200, dek: 200, job: 200, remove: 409 }],
	])('lets a %s do what the roles allow', async (_who, token, expected) => {
		const call = platformOf(simulator, token);
		const vault = `/api/v1/credentials/${CREDENTIALS.saml.integrationId}`;
		const tenant = `/api/v1/admin/tenants/${TENANT_ID}`;

		const statuses = {
			keys: (await call('GET', KEYS)).status,
			audit: (await call('GET', AUDIT)).status,
			tenant: (await call('GET', tenant)).status,
			details: (await call('GET', `${vault}/details`)).status,
			secret: (await call('GET', vault)).status,
			dek: (await call('POST', '/api/v1/admin/dek/rotate', { tenantId: TENANT_ID })).status,
			job: (await call('POST', '/api/v1/admin/jobs/trigger', { jobName: 'dataSync' })).status,
			remove: (await call('DELETE', tenant)).status,
		};

		expect(statuses).toEqual(expected);
		expect((await call('GET', USER_INFO)).status).toBe(200);
	});

	it('must name its own tenant and realm', async () => {
		const call = platformOf(simulator);

		expect(await call('GET', KEYS, undefined, { 'x-tenantid': SANDBOX_TENANT_ID })).toMatchObject({ status: 403, error: { code: 'FORBIDDEN', details: 'The credential belongs to another tenant' } });
		expect(await call('GET', KEYS, undefined, { realmname: 'elsewhere' })).toMatchObject({ status: 403, error: { details: 'The realm is another' } });
		expect((await call('GET', KEYS, undefined, { realmname: undefined })).status).toBe(200);
	});

	it('is not enough without the tenant, nor in ticketing without the realm', async () => {
		const call = platformOf(simulator);

		expect(await call('GET', KEYS, undefined, { 'x-tenantid': undefined })).toMatchObject({ status: 400, error: { code: 'INVALID_REQUEST', details: { 'x-tenantid': 'is required' } } });
		expect(await call('GET', USER_INFO, undefined, { realmname: undefined })).toMatchObject({ status: 400, error: { code: 'INVALID_REQUEST', details: { realmname: 'is required' } } });
		expect(simulator.takeViolations()).toMatchObject([{ where: 'header.x-tenantid' }, { where: 'header.realmname' }]);
	});

	it('shows another tenant to super admins only, and never its keys', async () => {
		const path = `/api/v1/admin/tenants/${SANDBOX_TENANT_ID}`;

		expect(await platformOf(simulator)('GET', path)).toMatchObject({ status: 200, data: { name: 'sandbox' } });
		expect((await platformOf(simulator, TENANT_ADMIN_TOKEN)('GET', path)).status).toBe(403);
		const call = createClient(simulator.origin, { authorization: `Bearer ${SANDBOX_TOKEN}`, 'x-tenantid': SANDBOX_TENANT_ID });
		expect(await call('GET', KEYS)).toMatchObject({ status: 200, data: { apiKeys: [], pagination: { total: 0, hasMore: false } } });
		expect((await call('GET', `/api/v1/api-keys/${LEAVER_KEYS.star}`)).status).toBe(404);
		expect(await call('GET', AUDIT)).toMatchObject({ data: { logs: [] } });
	});
});

describe('an API key', () => {
	it('reaches keys, clients, the vault and ticketing with the scope *, but not the admin surface', async () => {
		const call = keyedOf(simulator, API_KEY);

		expect((await call('GET', KEYS)).status).toBe(200);
		expect((await call('GET', '/api/v1/oauth-clients')).status).toBe(200);
		expect((await call('GET', `/api/v1/credentials/${CREDENTIALS.jwt.integrationId}`)).status).toBe(200);
		expect((await call('GET', USER_INFO)).status).toBe(200);
		expect(await call('GET', AUDIT)).toMatchObject({ status: 403, error: { details: 'API keys may not use the admin API' } });
		expect((await call('GET', '/api/v1/admin/health')).status).toBe(200);
	});

	it.each([
		['scopesOnly', 403, 403],
		['notAdmin', 200, 403],
		['everything', 200, 200],
	] as const)('reaches with the switch %s: keys %i, audit logs %i', async (keyReach, keys, audit) => {
		simulator.set({ keyReach });
		const call = keyedOf(simulator, API_KEY);

		expect([(await call('GET', KEYS)).status, (await call('GET', AUDIT)).status, (await call('POST', TICKETS, { top: 1, offset: 0 })).status]).toEqual([keys, audit, 200]);
	});

	it('without the scope * reaches what its scopes name', async () => {
		const call = keyedOf(simulator, NARROW_API_KEY);

		expect((await call('POST', TICKETS, { top: 1, offset: 0 })).status).toBe(200);
		expect(await call('GET', '/api/v2/ticketing/tenant/sc/offers?type=agent&module=ticketing')).toMatchObject({ status: 403, error: { details: 'The scope catalog:read is missing' } });
		expect(await call('GET', KEYS)).toMatchObject({ status: 403, error: { details: 'The scope * is missing' } });
	});

	it.each([
		['header', 200, 401],
		['bearer', 401, 200],
		['either', 200, 200],
	] as const)('is taken with the switch %s: in its header %i, as bearer %i', async (keyPlacement, header, bearer) => {
		simulator.set({ keyPlacement });

		expect((await keyedOf(simulator, API_KEY)('GET', KEYS)).status).toBe(header);
		expect((await platformOf(simulator, API_KEY)('GET', KEYS)).status).toBe(bearer);
	});

	it.each(['inactive', 'expired', 'revoked'] as const)('opens nothing once it is %s', async (kind) => {
		expect(await keyedOf(simulator, secretOf(LEAVER_KEYS[kind]))('GET', KEYS)).toMatchObject({ status: 401, error: { details: `The API key is ${kind}` } });
	});

	it('is refused from an address that its allow-list lacks', async () => {
		simulator.set({ clientAddress: '198.51.100.9' });
		const call = keyedOf(simulator, API_KEY);
		expect(await call('GET', KEYS)).toMatchObject({ status: 403, error: { details: 'The address 198.51.100.9 is not on the allow-list' } });

		simulator.set({ clientAddress: '127.8.8.8' });
		expect((await call('GET', KEYS)).status).toBe(200);
		simulator.set({ clientAddress: '::1' });
		expect((await call('GET', KEYS)).status).toBe(200);
	});

	it('acts for who made it, and its use is counted', async () => {
		const key = simulator.state.apiKeys.find(({ id }) => id === LEAVER_KEYS.star)!;
		const before = key.usageCount;
		await keyedOf(simulator, key.secret)('POST', '/api/v1/api-keys', NEW_KEY);
		await keyedOf(simulator, key.secret)('GET', '/api/v1/admin/audit-logs');

		expect(simulator.state.audit.written.at(-1)).toMatchObject({ action: 'API_KEY_CREATED', actor: { email: 'robin.vale@example.com', ipAddress: '127.0.0.1' } });
		expect(key).toMatchObject({ usageCount: before + 1, lastUsedFromIp: '127.0.0.1' });
		expect(Date.parse(key.lastUsedAt!)).toBeGreaterThan(Date.now() - 60_000);
	});

	it('and every other secret stays out of the log', async () => {
		await keyedOf(simulator, API_KEY)('POST', '/api/v1/credentials', { integrationId: 'x', credentialName: 'X', authType: 'jwt', accessToken: 'sesame', refreshToken: 'open' });
		await keyedOf(simulator, 'ak_live_guess')('POST', '/api/v1/api-key/validate', { apiKey: NARROW_API_KEY, clientIp: '127.0.0.1' });
		await platformOf(simulator)('GET', KEYS);

		expect(simulator.requests).toMatchObject([{ headers: { 'x-api-key': '(right)' }, body: { accessToken: '(secret)', refreshToken: '(secret)' } }, { headers: { 'x-api-key': '(wrong)' }, body: { apiKey: '(secret)' } }, { headers: { authorization: '(right)' } }]);
		expect(JSON.stringify(simulator.requests)).not.toMatch(/sesame|ak_live|eyJ/);
	});
});

describe('an OAuth 2.0 client', () => {
	const FORM = { grant_type: 'client_credentials', client_id: CLIENT_ID, client_secret: CLIENT_SECRET, scope: SCOPE };
	const basic = (id: string, secret: string) => ({ authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` });
	const callWith = async (form: Record<string, string>, headers: Record<string, string> = {}) => platformOf(simulator, String((await requestToken(simulator.tokenUrl, form, headers)).json.access_token));

	it('gets a token that opens what its roles and scopes allow', async () => {
		const call = await callWith(FORM);

		expect((await call('GET', KEYS)).status).toBe(200);
		expect((await call('GET', AUDIT)).status).toBe(200);
		expect((await call('POST', TICKETS, { top: 1, offset: 0 })).status).toBe(200);
		await call('POST', '/api/v1/api-keys', NEW_KEY);
		expect(simulator.state.audit.written.at(-1)).toMatchObject({ actor: { name: 'n8n workflows', email: `${CLIENT_ID}@clients.example.com` } });
		expect(simulator.state.tokens.at(-1)).toMatchObject({ clientAuthentication: 'body', scopes: SCOPE.split(' '), uses: 4 });
	});

	it('without roles cannot manage, and without a scope cannot read', async () => {
		const call = await callWith({ grant_type: 'client_credentials', client_id: SECOND_CLIENT.id, client_secret: SECOND_CLIENT.secret, scope: 'reports:read' });

		expect(await call('GET', KEYS)).toMatchObject({ status: 403, error: { details: 'One of the roles tenant_admin, api_admin is missing' } });
		expect((await call('POST', TICKETS, { top: 1, offset: 0 })).status).toBe(403);
	});

	it.each([
		['either', 200, 200],
		['body', 200, 401],
		['basic', 401, 200],
	] as const)('authenticates with the switch %s: in the body %i, by Basic %i', async (clientAuthentication, inBody, inHeader) => {
		simulator.set({ clientAuthentication });
		const form = { grant_type: 'client_credentials' };

		expect((await requestToken(simulator.tokenUrl, FORM)).status).toBe(inBody);
		expect((await requestToken(simulator.tokenUrl, form, basic(SECOND_CLIENT.id, encodeURIComponent(SECOND_CLIENT.secret)))).status).toBe(inHeader);
		expect((await requestToken(simulator.tokenUrl, form, basic(CLIENT_ID, CLIENT_SECRET))).status).toBe(inHeader);
	});

	it.each([
		['secret', { ...FORM, client_secret: 'guess' }, 401, 'invalid_client'],
		['scope', { ...FORM, scope: 'ticketing:admin' }, 400, 'invalid_scope'],
		['grant that is served elsewhere', { ...FORM, grant_type: 'password' }, 400, 'unsupported_grant_type'],
	])('is refused with a wrong %s', async (_what, form, status, error) => {
		expect(await requestToken(simulator.tokenUrl, form)).toMatchObject({ status, json: { error, error_description: expect.any(String) } });
	});

	it('is refused with an unknown grant, two ways at once, or a grant it lacks', async () => {
		expect(await requestToken(simulator.tokenUrl, { ...FORM, grant_type: 'magic' })).toMatchObject({ status: 400, json: { error: 'unsupported_grant_type' } });
		expect(simulator.takeViolations()).toHaveLength(1);
		expect(await requestToken(simulator.tokenUrl, FORM, basic(CLIENT_ID, CLIENT_SECRET))).toMatchObject({ status: 400, json: { error: 'invalid_request' } });
		const portal = simulator.admin.addOAuthClient({ grantTypes: ['authorization_code'] });
		expect(await requestToken(simulator.tokenUrl, { grant_type: 'client_credentials', client_id: portal.clientId, client_secret: portal.clientSecret! })).toMatchObject({ status: 400, json: { error: 'unauthorized_client' } });
	});

	it('loses its tokens with time, by revocation and by its deletion', async () => {
		simulator.set({ expiresInSeconds: 60, tokenFormat: 'opaque' });
		const call = await callWith(FORM);
		simulator.clock.advance(59_000);
		expect((await call('GET', KEYS)).status).toBe(200);
		simulator.clock.advance(1_000);
		expect(await call('GET', KEYS)).toMatchObject({ status: 401, error: { code: 'TOKEN_EXPIRED' } });

		const again = await callWith(FORM);
		simulator.admin.revokeTokens();
		expect(await again('GET', KEYS)).toMatchObject({ status: 401, error: { code: 'UNAUTHORIZED' } });

		const { clientId, clientSecret } = simulator.state.oauthClients.find(({ id }) => id === LEAVER_CLIENTS.machine)!;
		const machine = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret! };
		const leavers = await callWith(machine);
		expect((await leavers('GET', '/api/v2/ticketing/user/list?type=agent&module=ticketing')).status).toBe(200);
		await platformOf(simulator)('DELETE', `/api/v1/oauth-clients/${LEAVER_CLIENTS.machine}`);
		expect((await leavers('GET', USER_INFO)).status).toBe(401);
		expect((await requestToken(simulator.tokenUrl, machine)).status).toBe(401);
	});

	it('is refused from an address that its allow-list lacks', async () => {
		const client = simulator.admin.addOAuthClient({ ipWhitelist: ['203.0.113.0/24'] });

		expect((await requestToken(simulator.tokenUrl, { grant_type: 'client_credentials', client_id: client.clientId, client_secret: client.clientSecret! })).status).toBe(400);
	});

	it('may be a service account, which manages as a tenant administrator does', async () => {
		const { data } = await platformOf(simulator)('POST', '/api/v1/admin/service-account/create');
		const call = await callWith({ grant_type: 'client_credentials', client_id: data.clientId, client_secret: data.clientSecret });

		expect((await call('GET', KEYS)).status).toBe(200);
		expect((await call('POST', '/api/v1/admin/dek/rotate', { tenantId: TENANT_ID })).status).toBe(403);
	});
});

describe('the servers', () => {
	it('offer nothing of each other but the token', async () => {
		expect((await hubOf(simulator)('GET', KEYS)).status).toBe(404);
		expect((await platformOf(simulator)('GET', '/api/v1/tools')).status).toBe(404);
		expect((await createClient(new URL(simulator.tokenUrl).origin, {})('GET', '/health')).status).toBe(404);
		expect((await platformOf(simulator)('PUT', '/api/v1/api-keys')).status).toBe(405);
		expect(simulator.takeViolations()).toHaveLength(4);
		expect(new Set([simulator.origin, simulator.hubOrigin, new URL(simulator.tokenUrl).origin]).size).toBe(3);
	});

	it('take no platform credential at the Hub, and no Hub key at the platform', async () => {
		expect(await hubOf(simulator, API_TOKEN)('GET', '/api/v1/tools')).toMatchObject({ status: 401, json: { success: false, error: { code: 'UNAUTHORIZED' } } });
		expect((await platformOf(simulator, 'hub_simulator-developer-key')('GET', KEYS)).status).toBe(401);
	});

	it('ask nobody at the health checks', async () => {
		for (const path of ['/health', '/api/v1/health', '/api/v1/admin/health']) expect((await createClient(simulator.origin, {})('GET', path)).status).toBe(200);
	});

	it.each([
		['hidden', 404, 'NOT_FOUND'],
		['refused', 403, 'FORBIDDEN'],
	] as const)('answer for an admin surface that is %s: %i', async (adminSurface, status, code) => {
		simulator.set({ adminSurface });

		expect(await platformOf(simulator)('GET', `/api/v1/admin/tenants/${TENANT_ID}`)).toMatchObject({ status, error: { code } });
		expect((await platformOf(simulator)('GET', '/api/v1/admin/health')).status).toBe(200);
		expect((await platformOf(simulator)('GET', KEYS)).status).toBe(200);
	});
});
