import { API_TOKEN, LEAVER_KEYS, startRezolve, TENANT_ID, type RezolveSimulator } from '../../simulators/rezolve/index.mts';
import { createClient, platformOf, type Call } from './support.mts';

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

const KEYS = '/api/v1/api-keys';
const BAD = { name: 'X', scopes: 'everything', environment: 'live' };
const missing = async () => await call('GET', `${KEYS}/nothing`);

describe('creations', () => {
	it.each([200, 201] as const)('answer %i by switch', async (createStatus) => {
		simulator.set({ createStatus });

		expect((await call('POST', KEYS, { ...BAD, scopes: '*' })).status).toBe(createStatus);
		expect((await call('POST', '/api/v1/oauth-clients', { name: 'X', clientType: 'public', redirectUris: [], grantTypes: [], scopes: [] })).status).toBe(createStatus);
		expect((await call('POST', '/api/v1/credentials', { integrationId: 'x', credentialName: 'X', authType: 'saml' })).status).toBe(createStatus);
		expect((await call('POST', '/api/v1/admin/service-account/create')).status).toBe(createStatus);
	});
});

describe('failures', () => {
	it.each([
		['asDocumented', { scopes: 'unknown: everything' }, 'There is no API key with this id'],
		['object', { scopes: 'unknown: everything' }, { reason: 'There is no API key with this id' }],
		['text', 'scopes: unknown: everything', 'There is no API key with this id'],
		['absent', undefined, undefined],
	] as const)('have details with the switch %s', async (details, validation, other) => {
		simulator.set({ details });

		expect((await call('POST', KEYS, BAD)).error.details).toEqual(validation);
		expect((await missing()).error.details).toEqual(other);
	});

	it.each([422, 400] as const)('of values are %i by switch', async (validationStatus) => {
		simulator.set({ validationStatus });

		expect(await call('POST', KEYS, BAD)).toMatchObject({ status: validationStatus, error: { code: 'VALIDATION_ERROR' } });
	});

	it('come with status 200 and `success: false` by switch, where they are about the records', async () => {
		simulator.set({ failuresAs200: true });

		expect(await missing()).toMatchObject({ status: 200, json: { success: false, error: { code: 'API_KEY_NOT_FOUND' } } });
		expect(await call('POST', KEYS, BAD)).toMatchObject({ status: 200, json: { success: false } });
		expect((await createClient(simulator.origin, { 'x-tenantid': TENANT_ID })('GET', KEYS)).status).toBe(401);
	});

	it('are worded with a message, a page or nothing by switch', async () => {
		simulator.set({ errorBody: 'message' });
		expect((await missing()).json).toEqual({ success: false, message: 'API key not found', timestamp: expect.any(String) });
		simulator.set({ errorBody: 'html' });
		expect(await missing()).toMatchObject({ status: 404, text: expect.stringContaining('<h1>API key not found</h1>') });
		simulator.set({ errorBody: 'empty' });
		expect(await missing()).toMatchObject({ status: 404, text: '' });
	});

	it('of the knowledge family have a shape of their own', async () => {
		expect(await call('POST', '/v2/delete', { platform_type: 'web' })).toMatchObject({ status: 422, json: { detail: [{ loc: ['body', 'pinecone_config'], msg: expect.any(String), type: 'value_error' }] } });
		expect(simulator.takeViolations()).toHaveLength(1);
	});

	it('of a body that is no JSON, or of another type, are 400', async () => {
		const headers = { authorization: `Bearer ${API_TOKEN}`, 'x-tenantid': TENANT_ID };

		for (const [body, type] of [['{', 'application/json'], ['a=b', 'application/x-www-form-urlencoded']] as const) {
			expect((await fetch(`${simulator.origin}${KEYS}`, { method: 'POST', body, headers: { ...headers, 'content-type': type } })).status).toBe(400);
		}
		expect(simulator.takeViolations()).toMatchObject([{ where: 'body' }, { where: 'contentType' }]);
	});
});

describe('values that are not there', () => {
	it.each([
		['null', true],
		['absent', false],
	] as const)('are %s by switch', async (unusedFields, isThere) => {
		simulator.set({ unusedFields });
		const { data } = await call('GET', `${KEYS}/${LEAVER_KEYS.unused}`);

		expect([Object.hasOwn(data, 'expiresAt'), Object.hasOwn(data.usage as object, 'lastUsedAt')]).toEqual([isThere, isThere]);
	});
});

describe('health', () => {
	it.each([
		['healthy', 200, 'healthy'],
		['degraded', 200, 'degraded'],
		['unhealthy', 503, 'unhealthy'],
	] as const)('is %s: %i', async (health, status, word) => {
		simulator.set({ health });

		for (const path of ['/health', '/api/v1/health']) expect(await call('GET', path)).toMatchObject({ status, json: { status: word, timestamp: expect.any(String) } });
		const detailed = await call('GET', '/api/v1/admin/health');
		expect(detailed).toMatchObject({ status, json: { success: status === 200, data: { status: word, issues: { length: health === 'healthy' ? 0 : 1 } } } });
		expect(detailed.json).not.toHaveProperty('error');
	});

	it.each([
		['healthy', 'ok'],
		['degraded', 'degraded'],
	] as const)('is short by switch: %s', async (health, root) => {
		simulator.set({ health, healthForm: 'short' });

		expect((await call('GET', '/health')).json).toEqual({ status: root, uptime: expect.stringMatching(/^\d+s$/) });
		expect(Object.keys((await call('GET', '/api/v1/health')).json)).toEqual(['status', 'version', 'timestamp']);
		expect(Object.keys((await call('GET', '/api/v1/admin/health')).json)).toEqual(['status', 'timestamp']);
	});
});
