import { CREDENTIALS, LEAVER_CLIENTS, startRezolve, type RezolveSimulator } from '../../simulators/rezolve/index.mts';
import { platformOf, requestToken, type Call, type Fields } from './support.mts';

let simulator: RezolveSimulator;
let call: Call;

beforeEach(async () => {
	simulator = await startRezolve();
	call = platformOf(simulator);
});
afterEach(async () => {
	await simulator.close();
	expect(simulator.violations).toEqual([]);
});

const CLIENTS = '/api/v1/oauth-clients';
const WISH = { name: 'Badge sync', clientType: 'confidential', redirectUris: [], grantTypes: ['client_credentials'], scopes: ['users:read'] };
const lastAudit = () => simulator.state.audit.written.at(-1);

describe('OAuth clients', () => {
	it('show their secret once, and get tokens with it', async () => {
		const { data } = await call('POST', CLIENTS, { ...WISH, description: 'Doors', allowedOrigins: ['https://badge.example.com'], ipWhitelist: ['127.0.0.0/8'] });

		expect(data).toMatchObject({ status: 'active', pkceRequired: false, allowedOrigins: ['https://badge.example.com'], tokenSettings: { accessTokenLifetime: 3600 } });
		expect(data.id).not.toBe(data.clientId);
		expect(lastAudit()).toMatchObject({ action: 'OAUTH_CLIENT_CREATED', resource: { id: data.id } });
		expect((await requestToken(simulator.tokenUrl, { grant_type: 'client_credentials', client_id: data.clientId, client_secret: data.clientSecret })).status).toBe(200);
		const detail = await call('GET', `${CLIENTS}/${data.id}`);
		expect(detail).toMatchObject({ data: { usage: { activeTokenCount: 1, totalTokenRequests: 1, failedTokenRequests: 0 }, security: { allowedAuthMethods: ['client_secret_post', 'client_secret_basic'] } } });
		expect(detail.text).not.toContain(data.clientSecret);
	});

	it('have no secret when they are public', async () => {
		const { data } = await call('POST', CLIENTS, { ...WISH, clientType: 'public', grantTypes: ['authorization_code'], redirectUris: ['badge://done', 'http://localhost:3000/done'], scopes: ['openid'] });

		expect(data).toMatchObject({ clientSecret: null, pkceRequired: true });
	});

	it.each([
		['redirectUris', { redirectUris: ['http://badge.example.com'] }, 'must be HTTPS except on localhost'],
		['grantTypes', { clientType: 'public' }, 'client_credentials is not for public clients'],
		['scopes', { scopes: ['queues:read'] }, 'unknown: queues:read'],
		['ipWhitelist', { ipWhitelist: ['office'] }, 'must hold addresses or CIDR blocks'],
		['name', { name: '' }, 'must not be empty'],
	])('are refused with a wrong %s', async (field, more, reason) => {
		expect(await call('POST', CLIENTS, { ...WISH, ...more })).toMatchObject({ status: 422, error: { code: 'VALIDATION_ERROR', details: { [field]: reason } } });
	});

	it('have names of their own', async () => {
		expect(await call('POST', CLIENTS, { ...WISH, name: 'Reporting' })).toMatchObject({ status: 409, error: { code: 'OAUTH_CLIENT_ALREADY_EXISTS' } });
		expect(await call('PATCH', `${CLIENTS}/${LEAVER_CLIENTS.machine}`, { name: 'Reporting' })).toMatchObject({ status: 409 });
		expect((await call('PATCH', `${CLIENTS}/${LEAVER_CLIENTS.machine}`, { name: 'Treasury connector' })).data.changes).toEqual({});
	});

	it('are found by their record id, not by what signs in', async () => {
		const { clientId } = simulator.state.oauthClients[1]!;

		expect(await call('GET', `${CLIENTS}/${clientId}`)).toMatchObject({ status: 404, error: { code: 'OAUTH_CLIENT_NOT_FOUND' } });
		expect((await call('GET', CLIENTS)).data.clients[1]).toMatchObject({ id: LEAVER_CLIENTS.machine, clientId, createdBy: { email: 'robin.vale@example.com' } });
	});

	it('change field by field, and say what changed', async () => {
		const { data } = await call('PATCH', `${CLIENTS}/${LEAVER_CLIENTS.machine}`, { description: 'Frozen', scopes: ['reports:read'] });

		expect(data).toMatchObject({ name: 'Treasury connector', updatedBy: { name: 'Sam Whitfield' }, changes: { description: { from: '', to: 'Frozen' }, scopes: { added: [], removed: ['users:read'] } } });
		expect(lastAudit()).toMatchObject({ action: 'OAUTH_CLIENT_UPDATED' });
		expect((await call('PATCH', `${CLIENTS}/nothing`, {})).status).toBe(404);
	});

	it('keep id, secret and, unless by switch, status', async () => {
		const path = `${CLIENTS}/${LEAVER_CLIENTS.machine}`;
		expect(await call('PATCH', path, { clientId: 'x', clientSecret: 'y', status: 'inactive' })).toMatchObject({ status: 422, error: { details: { clientId: 'cannot be changed', clientSecret: 'cannot be changed', status: 'cannot be changed' } } });

		simulator.set({ clientStatus: 'changeable' });
		expect(await call('PATCH', path, { status: 'inactive' })).toMatchObject({ status: 200, data: { status: 'inactive', changes: { status: { from: 'active', to: 'inactive' } } } });
		expect(await call('PATCH', path, { status: 'gone' })).toMatchObject({ status: 422, error: { details: { status: 'must be active or inactive' } } });
	});

	it('take their tokens along when they are deleted, and say how many', async () => {
		const path = `${CLIENTS}/${LEAVER_CLIENTS.machine}`;
		simulator.clock.advance(31 * 60_000);
		expect((await call('GET', path)).data.usage.activeTokenCount).toBe(1);

		expect(await call('DELETE', path)).toMatchObject({ data: { status: 'deleted', tokensRevoked: 1, activeSessionsTerminated: 1, deletedBy: { name: 'Sam Whitfield' } } });
		expect(simulator.state.tokens.every(({ revoked }) => revoked)).toBe(true);
		expect(lastAudit()).toMatchObject({ action: 'OAUTH_CLIENT_DELETED', details: { tokensRevoked: 1 } });
		expect(await call('DELETE', path)).toMatchObject({ status: 409, error: { code: 'OAUTH_CLIENT_ALREADY_DELETED' } });
		expect((await call('GET', path)).status).toBe(404);
		expect((await call('DELETE', `${CLIENTS}/nothing`)).status).toBe(404);
	});

	it('stay as revoked in the soft form', async () => {
		simulator.set({ deleteForm: 'soft', repeatDelete: 404 });
		const path = `${CLIENTS}/${LEAVER_CLIENTS.mobile}`;

		const { data } = await call('DELETE', path);
		expect(data).toMatchObject({ tokensRevoked: 0, previousStatus: 'active', retentionDays: 90 });
		expect(data).not.toHaveProperty('activeSessionsTerminated');
		expect((await call('GET', path)).data.status).toBe('revoked');
		expect((await call('DELETE', path)).status).toBe(404);
	});
});

describe('the vault', () => {
	const VAULT = '/api/v1/credentials';
	const { integrationId, id } = CREDENTIALS.oauth2_bearer;

	it.each(Object.entries(CREDENTIALS))('holds a credential of the type %s', async (authType, one) => {
		expect((await call('GET', `${VAULT}/${one.integrationId}/details`)).data).toMatchObject({ id: one.id, authType });
		expect((await call('GET', `${VAULT}/${one.integrationId}`)).data.accessToken).toEqual(expect.any(String));
	});

	it('stores every field, and gives secrets by one call only', async () => {
		const body = { integrationId: 'peoplely', credentialName: 'Peoplely', authType: 'oauth2_bearer', description: 'HR', expiresIn: 60, scopes: ['hr'], tokenEndpoint: 'https://hr.example.com/token', authorizationEndpoint: 'https://hr.example.com/authorize', metadata: { region: 'eu' }, accessToken: 'open-sesame', refreshToken: 'again-sesame' };
		const stored = await call('POST', VAULT, body);

		expect(stored).toMatchObject({ status: 200, data: { integrationId: 'peoplely', metadata: { region: 'eu' }, createdBy: { name: 'Sam Whitfield' } } });
		expect(stored.text).not.toContain('sesame');
		expect(lastAudit()).toMatchObject({ action: 'CREDENTIAL_CREATED', details: { integrationId: 'peoplely' }, resource: { id: stored.data.id } });
		expect((await call('GET', `${VAULT}/peoplely`)).data).toMatchObject({ accessToken: 'open-sesame', refreshToken: 'again-sesame', tokenEndpoint: 'https://hr.example.com/token' });
		const details = await call('GET', `${VAULT}/peoplely/details`);
		expect(details.text).not.toContain('sesame');
		expect(details.data).toMatchObject({ accessCount: 1, isExpired: false, authorizationEndpoint: 'https://hr.example.com/authorize' });
		simulator.clock.advance(60_000);
		expect((await call('GET', `${VAULT}/peoplely/details`)).data).toMatchObject({ isExpired: true, status: 'expired' });
	});

	it('writes every read of secrets down', async () => {
		await call('GET', `${VAULT}/${integrationId}`);

		expect(lastAudit()).toMatchObject({ action: 'CREDENTIAL_ACCESSED', actor: { name: 'Sam Whitfield' }, resource: { id }, details: { integrationId } });
		expect((await call('GET', `${VAULT}/${integrationId}/details`)).data.accessCount).toBe(13);
	});

	it('takes a second credential of an integration by switch only', async () => {
		const body = { integrationId, credentialName: 'Second', authType: 'api_key', accessToken: 'second' };
		expect(await call('POST', VAULT, body)).toMatchObject({ status: 409, error: { code: 'CREDENTIAL_ALREADY_EXISTS' } });

		simulator.set({ duplicateCredentials: 'allowed' });
		expect((await call('POST', VAULT, body)).status).toBe(200);
		expect((await call('GET', `${VAULT}/${integrationId}`)).data.credentialName).toBe('Second');
		expect((await call('GET', `${VAULT}/${integrationId}?credentialId=${id}`)).data.credentialName).toBe('Salesforce production');
	});

	it.each([
		['integrationId', { integrationId: ' ' }],
		['credentialName', { credentialName: '' }],
		['tokenEndpoint', { tokenEndpoint: 'nowhere' }],
		['authorizationEndpoint', { authorizationEndpoint: 'nowhere' }],
		['expiresIn', { expiresIn: 0 }],
	])('refuses a wrong %s', async (field, more) => {
		expect(await call('POST', VAULT, { integrationId: 'x', credentialName: 'X', authType: 'custom', ...more })).toMatchObject({ status: 422, error: { details: { [field]: expect.any(String) } } });
	});

	it('changes metadata, and replaces them whole', async () => {
		const { data } = await call('PATCH', `${VAULT}/${integrationId}/${id}`, { metadata: { owner: 'nobody' }, status: 'inactive', scopes: ['api'] });

		expect(data).toMatchObject({ status: 'inactive', metadata: { owner: 'nobody' }, changes: { scopes: { added: [], removed: ['refresh_token'] }, status: { from: 'active', to: 'inactive' } } } satisfies Fields);
		expect(data.metadata).not.toHaveProperty('environment');
		expect(lastAudit()).toMatchObject({ action: 'CREDENTIAL_UPDATED' });
		expect(await call('PATCH', `${VAULT}/${integrationId}/nothing`, {})).toMatchObject({ status: 404, error: { code: 'CREDENTIAL_NOT_FOUND' } });
	});

	it('refuses another status', async () => {
		expect(await call('PATCH', `${VAULT}/${integrationId}/${id}`, { status: 'revoked' })).toMatchObject({ status: 422, error: { code: 'VALIDATION_ERROR' } });
		expect(simulator.takeViolations()).toHaveLength(1);
	});

	it('deletes once', async () => {
		const path = `${VAULT}/${CREDENTIALS.basic_auth.integrationId}/${CREDENTIALS.basic_auth.id}`;

		expect(await call('DELETE', path)).toMatchObject({ data: { status: 'deleted', authType: 'basic_auth', integrationsAffected: 0 } });
		expect(lastAudit()).toMatchObject({ action: 'CREDENTIAL_DELETED' });
		expect(await call('DELETE', path)).toMatchObject({ status: 409, error: { code: 'CREDENTIAL_ALREADY_DELETED' } });
		expect((await call('GET', `${VAULT}/${CREDENTIALS.basic_auth.integrationId}`)).status).toBe(404);
		simulator.set({ repeatDelete: 404 });
		expect((await call('DELETE', path)).status).toBe(404);
		expect((await call('DELETE', `${VAULT}/nothing/nothing`)).status).toBe(404);
	});

	it('keeps a deleted credential without its secrets in the soft form', async () => {
		simulator.set({ deleteForm: 'soft' });
		await call('DELETE', `${VAULT}/${integrationId}/${id}`);

		const { data } = await call('GET', `${VAULT}/${integrationId}`);
		expect(data.status).toBe('revoked');
		expect(data).not.toHaveProperty('accessToken');
	});

	it('finds nothing under an unknown integration', async () => {
		expect((await call('GET', `${VAULT}/nothing`)).status).toBe(404);
		expect((await call('GET', `${VAULT}/nothing/details`)).status).toBe(404);
	});
});
