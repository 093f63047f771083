import { AGENT_TOKEN, API_KEY, API_TOKEN, CLIENT_ID, CLIENT_SECRET, EXPIRED_TOKEN, NARROW_API_KEY, REALM, SANDBOX_TENANT_ID, SANDBOX_TOKEN, SECOND_CLIENT, TENANT_ID } from '../../simulators/rezolve/index.mts';
import { usePlatform } from '../rezolveHub/support.mts';

const rezolve = usePlatform();
jest.setTimeout(20_000);
const sent = () => rezolve.simulator.requests;
const tokens = () => rezolve.simulator.state.tokens.filter(({ holderId }) => rezolve.simulator.state.oauthClients.some(({ id, clientId }) => id === holderId && clientId === CLIENT_ID));
const asKey = (more = {}) => ({ signIn: 'apiKey', ...rezolve.credential('apiKey', more) }) as const;
const asPerson = (more = {}) => ({ signIn: 'bearer', ...rezolve.credential('bearer', more) }) as const;
const asClient = (more = {}) => ({ signIn: 'oauth2', ...rezolve.credential('oauth2', more) }) as const;

describe('An API key', () => {
	it('goes into a header of its own, with the tenant and the realm', async () => {
		await rezolve.records('user', 'getInfo', {}, asKey());

		expect(sent()).toMatchObject([{ status: 200, headers: { 'x-api-key': '(right)', 'x-tenantid': TENANT_ID, realmname: REALM } }]);
		expect(sent()[0]?.headers).not.toHaveProperty('authorization');
	});

	it('goes as a bearer token where the credential says so', async () => {
		rezolve.simulator.set({ keyPlacement: 'bearer' });
		await rezolve.records('user', 'getInfo', {}, asKey({ sendAs: 'bearer', apiKey: `  ${API_KEY}\n` }));

		expect(sent()).toMatchObject([{ status: 200, headers: { authorization: '(right)' } }]);
		expect(sent()[0]?.headers).not.toHaveProperty('x-api-key');
	});

	it('is counted as used by the key it is', async () => {
		const key = rezolve.simulator.state.apiKeys.find(({ secret }) => secret === API_KEY);
		const before = key?.usageCount ?? 0;
		await rezolve.records('apiKey', 'getAll', { returnAll: true }, asKey());

		expect(key?.usageCount).toBe(before + 1);
	});

	it.each([
		['tenant', 'get', {}],
		['auditLog', 'getAll', { limit: 1 }],
		['job', 'getStats', { jobName: 'dataSync' }],
	])('cannot reach the admin surface (%s: %s), and is told what can', async (resource, operation, parameters) => {
		const { message, description } = await rezolve.failed(resource, operation, parameters, asKey());

		expect(message).toMatch(/^Rezolve\.ai answered 403: Not allowed/);
		expect(description).toContain('API keys may not use the admin API');
		expect(description).toMatch(/an API key cannot reach all of it/);
		expect(sent().map(({ status }) => status)).toEqual([403]);
	});

	it('that has a few scopes alone does what they allow and no more', async () => {
		const narrow = asKey({ apiKey: NARROW_API_KEY });
		expect(await rezolve.records('user', 'getAll', {}, narrow)).not.toHaveLength(0);
		const { message } = await rezolve.failed('apiKey', 'getAll', {}, narrow);

		expect(message).toMatch(/^Rezolve\.ai answered 403/);
	});

	it('in the wrong place is refused once, with the other choices named', async () => {
		rezolve.simulator.set({ keyPlacement: 'bearer' });
		const { message, description } = await rezolve.failed('user', 'getInfo', {}, asKey());

		expect(message).toMatch(/^Rezolve\.ai answered 401/);
		expect(description).toMatch(/another kind of credential/);
		expect(description).not.toContain(API_KEY);
		expect(sent().map(({ status }) => status)).toEqual([401]);
	});
});

describe('The token of a person', () => {
	it('goes as a bearer token, whatever stands around it', async () => {
		const record = await rezolve.record('user', 'getInfo', {}, asPerson({ apiToken: ` ${API_TOKEN}\n` }));

		expect(record).toMatchObject({ email: 'sam.whitfield@example.com', tenant: { id: TENANT_ID } });
		expect(sent()).toMatchObject([{ status: 200, headers: { authorization: '(right)' } }]);
	});

	it('that has run out is refused once, and the way out is told', async () => {
		const { message, description } = await rezolve.failed('apiKey', 'getAll', {}, asPerson({ apiToken: EXPIRED_TOKEN }));

		expect(message).toBe('Rezolve.ai answered 401: The token has expired [Item 0]');
		expect(description).toMatch(/Paste a new one into the credential, or use OAuth2/);
		expect(description).not.toContain(EXPIRED_TOKEN);
		expect(sent().map(({ status }) => status)).toEqual([401]);
	});

	it('with a line break in it is refused before anything is sent', async () => {
		const { message } = await rezolve.failed('user', 'getInfo', {}, asPerson({ apiToken: `${API_TOKEN.slice(0, 20)}\n${API_TOKEN.slice(20)}` }));

		expect(message).toMatch(/^API Token/);
		expect(message).not.toContain(API_TOKEN.slice(0, 20));
		expect(sent()).toHaveLength(0);
	});

	it.each([
		['tenant', 'get', {}],
		['tenant', 'getStats', {}],
		['dataKey', 'rotate', { tenantId: '', confirmTenantId: TENANT_ID }],
		['serviceAccount', 'create', { confirm: true }],
		['job', 'trigger', { jobName: 'dataSync' }],
		['job', 'getStats', { jobName: 'dataSync' }],
		['apiKey', 'getAll', {}],
		['oauthClient', 'getAll', {}],
		['auditLog', 'getAll', {}],
	])('without a role may not use %s: %s, and the role is named', async (resource, operation, parameters) => {
		const { message, description } = await rezolve.failed(resource, operation, parameters, asPerson({ apiToken: AGENT_TOKEN }));

		expect(message).toMatch(/^Rezolve\.ai answered 403/);
		expect(description).toMatch(/One of the roles .*_admin.* is missing/);
		expect(description).toMatch(/Management needs an administrator/);
		expect(sent().map(({ status }) => status)).toEqual([403]);
	});
});

describe('OAuth2', () => {
	it.each(['body', 'header'] as const)('gets a token with the secret in the %s, and uses it again', async (authentication) => {
		rezolve.simulator.set({ clientAuthentication: authentication === 'body' ? 'body' : 'basic' });
		const signedIn = asClient({ authentication });
		await rezolve.records('apiKey', 'getAll', {}, signedIn);
		await rezolve.records('tenant', 'get', {}, signedIn);

		expect(tokens()).toMatchObject([{ clientAuthentication: authentication === 'body' ? 'body' : 'basic', uses: 2 }]);
		expect(rezolve.statuses('getOAuthToken')).toEqual([200]);
	});

	it.each(['body', 'header'] as const)('carries a secret of any signs in the %s', async (authentication) => {
		const record = await rezolve.record('ticket', 'count', { filterIds: 'all' }, asClient({ authentication, clientId: SECOND_CLIENT.id, clientSecret: SECOND_CLIENT.secret, scope: 'ticketing:read' }));

		expect(record).toHaveProperty('counts.all');
	});

	it('asks for the scopes of the credential', async () => {
		await rezolve.records('user', 'getInfo', {}, asClient({ scope: 'users:read' }));

		expect(tokens()).toMatchObject([{ scopes: ['users:read'] }]);
	});

	it.each(['jwt', 'opaque'] as const)('takes tokens of either kind (%s)', async (tokenFormat) => {
		rezolve.simulator.set({ tokenFormat });
		await rezolve.records('apiKey', 'getAll', {}, asClient());

		expect(tokens()).toMatchObject([{ uses: 1 }]);
	});

	it('renews a dead token once, and repeats the request once', async () => {
		const signedIn = asClient();
		await rezolve.records('tenant', 'get', {}, signedIn);
		rezolve.simulator.admin.revokeTokens();
		await rezolve.records('tenant', 'get', {}, signedIn);

		expect(rezolve.statuses('getTenant')).toEqual([200, 401, 200]);
		expect(tokens()).toMatchObject([{ revoked: true }, { revoked: false, uses: 1 }]);
	});

	it('renews a token that ran out between two requests of a run once, and loses nothing', async () => {
		rezolve.simulator.set({ expiresInSeconds: 60 });
		rezolve.simulator.admin.addApiKeys(150);
		let pages = 0;
		rezolve.simulator.admin.onPage(() => {
			pages += 1;
			if (pages === 1) rezolve.simulator.clock.advance(61_000);
		});
		const records = await rezolve.records('apiKey', 'getAll', { returnAll: true }, asClient());

		expect(records.map(({ id }) => id)).toEqual(rezolve.simulator.state.apiKeys.map(({ id }) => id));
		expect(tokens().length).toBeLessThanOrEqual(3);
		expect(rezolve.statuses('listApiKeys').filter((status) => status === 200)).toHaveLength(2);
	});

	it('says that the token endpoint refused where the secret is wrong, and shows it nowhere', async () => {
		const { message, description } = await rezolve.failed('tenant', 'get', {}, asClient({ clientSecret: 'not-the-secret' }));

		expect(`${message} ${description}`).toMatch(/Check Client ID, Client Secret, Token URL and Scope/);
		expect(`${message} ${description}`).not.toMatch(new RegExp(`${CLIENT_SECRET}|not-the-secret`));
		expect(sent().filter(({ server }) => server === 'platform')).toHaveLength(0);
	});
});

describe('The tenant', () => {
	it.each(['', '   '])('that is missing ("%s") is told before anything is sent', async (tenantId) => {
		const { message, description } = await rezolve.failed('apiKey', 'getAll', {}, asPerson({ tenantId }));

		expect(message).toBe('Tenant ID is empty [Item 0]');
		expect(description).toMatch(/Open the credential/);
		expect(sent()).toHaveLength(0);
	});

	it('that a header cannot carry is told before anything is sent', async () => {
		const { message } = await rezolve.failed('apiKey', 'getAll', {}, asPerson({ tenantId: 'two words' }));

		expect(message).toMatch(/^Tenant ID holds a blank/);
		expect(sent()).toHaveLength(0);
	});

	it.each([
		['of another credential', () => ({ apiToken: SANDBOX_TOKEN })],
		['of another name', () => ({ tenantId: SANDBOX_TENANT_ID })],
	])('%s is refused, and the tenant is named as a reason', async (_which, more) => {
		const { message, description } = await rezolve.failed('apiKey', 'getAll', {}, asPerson(more()));

		expect(message).toMatch(/^Rezolve\.ai answered 403/);
		expect(description).toMatch(/the tenant is another one/);
	});
});

describe('The realm', () => {
	it.each([
		['ticket', 'getAll', {}],
		['ticket', 'count', { filterIds: 'all' }],
		['user', 'getAll', {}],
		['user', 'getInfo', {}],
		['queue', 'getAll', {}],
		['queue', 'getMembers', { queueId: { __rl: true, mode: 'id', value: '7' } }],
		['ticketType', 'getAll', {}],
		['offer', 'getAll', {}],
	])('is needed for %s: %s, which is told before anything is sent', async (resource, operation, parameters) => {
		for (const realmName of ['', '  ']) {
			const { message, description } = await rezolve.failed(resource, operation, parameters, asPerson({ realmName }));
			expect(message).toBe('Realm Name is empty in the credential [Item 0]');
			expect(description).toMatch(/Open the credential and fill it in\. Nothing was sent\.$/);
		}

		expect(sent()).toHaveLength(0);
	});

	it('fails before a token is asked for, too', async () => {
		await rezolve.failed('user', 'getInfo', {}, asClient({ realmName: '' }));

		expect(sent()).toHaveLength(0);
	});

	it('is not needed, and not sent, for anything else', async () => {
		await rezolve.records('apiKey', 'getAll', {}, asPerson({ realmName: '' }));

		expect(sent()).toHaveLength(1);
		expect(sent()[0]?.headers).not.toHaveProperty('realmname');
	});

	it('of another tenant is refused, and told', async () => {
		const { message, description } = await rezolve.failed('user', 'getInfo', {}, asPerson({ realmName: 'sandbox' }));

		expect(message).toMatch(/^Rezolve\.ai answered 403/);
		expect(description).toContain('The realm is another');
	});
});

describe('The address', () => {
	it.each(['/', '/api/v1', '/api/v1/'])('may end in %s', async (end) => {
		await rezolve.records('apiKey', 'getAll', {}, asPerson({ baseUrl: `${rezolve.simulator.origin}${end}` }));

		expect(sent()).toMatchObject([{ path: '/api/v1/api-keys', status: 200 }]);
	});
});
