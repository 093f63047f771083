// First: it tells n8n-core where to write.
import { contextWith } from '../../support/engine.mts';
import { ExecuteContext, RoutingNode } from 'n8n-core';
import { createEmptyRunExecutionData, Workflow, type IAllExecuteFunctions, type ICredentialDataDecryptedObject, type INode, type INodeTypes } from 'n8n-workflow';

import { CatalioOAuth2Api } from '../../../credentials/CatalioOAuth2Api.credentials';
import { authenticatedRequest, createEgress } from '../../../nodes/shared/http/egress';
import type { AttemptResult } from '../../../nodes/shared/http/attemptResult';
import { virtualClock } from '../../support/virtualClock.mts';
import { startTokenServer, tokenReply, type Asked, type Reply, type TokenServer } from '../http/tokenServer.mts';

const SECRET = 'planted-secret-4Kd9wQ';
const type = new CatalioOAuth2Api();

let server: TokenServer;
/** What the API answers to a request with this token; the vendor's documents have `data`. */
let api: (token: string, request: Asked) => Reply;
let issued: number;

beforeEach(async () => {
	server = await startTokenServer();
	issued = 0;
	api = () => ({ status: 200, headers: { 'content-type': 'application/vnd.api+json' }, body: { data: [] } });
	server.reply = (request) => (request.path === '/oauth/token' ? tokenReply(++issued) : api(String(request.headers.authorization).replace('Bearer ', ''), request));
});
afterEach(async () => await server.close());

const credential = (more: ICredentialDataDecryptedObject = {}): ICredentialDataDecryptedObject => ({
	authentication: 'clientCredentials', baseUrl: server.origin, apiPath: '/api/v1', accessTokenUrl: server.url, clientId: 'client', clientSecret: SECRET, audience: 'https://catalio.ai/api/v1',
	accessToken: '', accessTokenExpiresAt: 0, accessTokenGrant: '', ...more,
});

/** Items of a run: n8n decrypts the stored credential for each of them anew. */
function world(stored: ICredentialDataDecryptedObject, clock = virtualClock(Date.now())) {
	const context = contextWith(type, stored);
	return {
		clock,
		get: async (): Promise<AttemptResult> => {
			const data = await context.getCredentials<ICredentialDataDecryptedObject>(type.name);
			const request = authenticatedRequest(context as unknown as IAllExecuteFunctions, type.name, { id: 'id', name: type.name, type: type.name, data }, clock);
			const egress = createEgress({ request, origin: server.origin, clock, refreshesToken: data.authentication !== 'token' });
			return await egress({ method: 'GET', url: `${server.origin}/api/v1/teams`, headers: {} });
		},
	};
}

const toApi = () => server.asked.filter(({ path }) => path !== '/oauth/token').map(({ headers }) => headers.authorization);
const refused: Reply = { status: 401, body: { errors: [{ title: 'No.' }] } };

describe('With client credentials', () => {
	it('twelve items that start at once cost one token, and a later one uses what n8n stored', async () => {
		const { get } = world(credential());
		await Promise.all(Array.from({ length: 12 }, get));
		await get();

		expect(server.bodies()).toEqual([{ client_id: 'client', client_secret: SECRET, audience: 'https://catalio.ai/api/v1', grant_type: 'client_credentials' }]);
		expect(toApi()).toEqual(Array.from({ length: 13 }, () => 'Bearer token-1'));
	});

	it('a token that died costs one new token for all items, and each request is repeated once', async () => {
		const { get } = world(credential());
		await get();
		api = (token) => (token === 'token-1' ? refused : { status: 200, body: { data: [] } });

		expect(await Promise.all(Array.from({ length: 5 }, get))).toEqual(Array.from({ length: 5 }, () => expect.objectContaining({ kind: 'response' }) as unknown));
		expect(server.bodies()).toHaveLength(2);
		expect(toApi().filter((header) => header === 'Bearer token-2')).toHaveLength(5);
	});

	it('a token is used until its time is up, renewed before the next request, and stored', async () => {
		const clock = virtualClock(Date.now());
		const { get } = world(credential({ accessToken: 'old', accessTokenExpiresAt: clock.now() + 10_000 }), clock);
		await get();
		await clock.advance(9_999);
		await get();
		await clock.advance(1);
		await get();
		await get();

		expect(toApi()).toEqual(['Bearer old', 'Bearer old', 'Bearer token-1', 'Bearer token-1']);
		expect(server.bodies()).toHaveLength(1);
	});

	it.each([{ clientId: 'another' }, { clientSecret: 'another' }, { audience: 'another' }])('a stored token is not used after a change to %j', async (more) => {
		const stored = credential();
		await world(stored).get();
		Object.assign(stored, more);
		await world(stored).get();

		expect(toApi()).toEqual(['Bearer token-1', 'Bearer token-2']);
	});

	it('a token that is refused for ever is renewed once, and the 401 is the answer', async () => {
		api = () => refused;
		expect(await world(credential()).get()).toMatchObject({ kind: 'response', response: { status: 401, body: { errors: [{ title: 'No.' }] } } });

		expect(toApi()).toEqual(['Bearer token-1', 'Bearer token-2']);
	});

	it.each([
		['before the first request', false],
		['after a 401', true],
	])('a refused secret is told after one request for a token: %s', async (_case, had) => {
		const stored = credential(had ? { accessToken: 'dead' } : {});
		api = () => refused;
		server.reply = ({ path }) => (path === '/oauth/token' ? { status: 401, body: { error: 'invalid_client', error_description: `${SECRET}?` } } : refused);
		const result = await world(stored).get();

		expect(result).toEqual({ kind: 'refused', code: 'TOKEN_REFUSED', message: expect.stringContaining('Catalio does not accept the client ID and secret (401 invalid_client: ***?).') as unknown });
		expect(result).toMatchObject({ message: expect.stringMatching(/rotated.*at once.*revoked.*Settings → API Credentials/) as unknown });
		expect(server.bodies()).toHaveLength(1);
		expect(toApi()).toHaveLength(had ? 1 : 0);
	});

	it('a token endpoint that is down is something to wait for', async () => {
		server.reply = () => ({ status: 503, body: {} });
		expect(await world(credential()).get()).toMatchObject({ kind: 'networkFailure', delivery: 'never', code: 'TOKEN_UNAVAILABLE' });
	});
});

describe('With a ready token', () => {
	it('the token is sent as it was pasted, without blanks, and none is asked for', async () => {
		await world(credential({ authentication: 'token', apiToken: ' ready-token\n' })).get();

		expect(toApi()).toEqual(['Bearer ready-token']);
		expect(server.bodies()).toEqual([]);
	});

	it('a 401 is the answer after one request', async () => {
		api = () => refused;
		expect(await world(credential({ authentication: 'token', apiToken: 'dead' })).get()).toMatchObject({ kind: 'response', response: { status: 401 } });

		expect(server.asked).toHaveLength(1);
	});
});

type TestError = Error & { readonly cause?: { readonly response?: { readonly status?: number }; readonly code?: string } };

/** What n8n's button does (n8n/dist/services/credentials-tester.service.js): the test as a node of its own on n8n's routing engine. */
async function tested(stored: ICredentialDataDecryptedObject): Promise<{ error?: TestError; json?: unknown }> {
	const node: INode = { id: 'temp', name: 'Temp-Node', type: 'temp', typeVersion: 1, position: [0, 0], parameters: {}, credentials: { [type.name]: { id: 'id', name: type.name } } };
	const description = {
		displayName: 'Temp', name: 'temp', group: [], version: 1, description: '', defaults: {}, inputs: [], outputs: [], requestDefaults: {},
		credentials: [{ name: type.name, required: true }],
		properties: [{ displayName: 'Temp', name: 'temp', type: 'string', routing: { request: type.test.request }, default: '' }],
	};
	const nodeType = { description } as never;
	const nodeTypes = { getByName: () => nodeType, getByNameAndVersion: () => nodeType, getKnownTypes: () => ({}) } as unknown as INodeTypes;
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const { additionalData } = contextWith(type, stored) as unknown as { additionalData: never };
	const context = new ExecuteContext(workflow, node, additionalData, 'internal', createEmptyRunExecutionData(), 0, [], { main: [[{ json: {} }]] }, { node, data: {}, source: null } as never, []);
	const decrypted = { id: 'id', name: type.name, type: type.name, data: { ...stored } };
	return await new RoutingNode(context, nodeType, decrypted).runNode().then(
		(output) => ({ json: output?.[0]?.[0]?.json as unknown }),
		(error: TestError) => ({ error }),
	);
}

describe('The test of the credential', () => {
	it.each([
		['/api/v1', '', '/api/v1'],
		['/api/v1/', '/', '/api/v1'],
		['api/v2', '//', '/api/v2'],
	])('asks for one requirement (API Path %s, Base URL with %j at its end)', async (apiPath, end, path) => {
		const { json } = await tested(credential({ apiPath, baseUrl: `${server.origin}${end}` }));

		expect(json).toEqual({ data: [] });
		expect(server.asked.map((asked) => asked.path)).toEqual(['/oauth/token', `${path}/requirements?page%5Blimit%5D=1`]);
		expect(server.asked[1]?.headers).toMatchObject({ accept: 'application/vnd.api+json', authorization: 'Bearer token-1' });
	});

	it('works with a ready token', async () => {
		await tested(credential({ authentication: 'token', apiToken: 'ready' }));

		expect(toApi()).toEqual(['Bearer ready']);
	});

	it.each([301, 302, 307, 308, 401, 403, 404, 406])('explains a %i', async (status) => {
		api = () => ({ status, body: { errors: [{ title: 'No.' }] } });
		const { error } = await tested(credential());
		const rule = type.test.rules?.find(({ properties }) => 'value' in properties && properties.value === error?.cause?.response?.status);

		expect(error?.cause?.response?.status).toBe(status);
		expect(rule?.properties.message).toMatch(/^(Catalio|There|What)/);
	});

	it('tells a web page that says success from the API', async () => {
		api = () => ({ status: 200, headers: { 'content-type': 'text/html' }, body: '<!doctype html>' });
		const { json } = await tested(credential());
		const rule = type.test.rules?.find((each) => String(each.type) === 'responseSuccessBody');

		expect((json as ICredentialDataDecryptedObject).data).toBeUndefined();
		expect(rule?.properties).toMatchObject({ key: 'data', value: undefined });
	});

	it('does not follow a redirect', async () => {
		api = () => ({ status: 302, headers: { location: '/login' } });
		await tested(credential());

		expect(server.asked).toHaveLength(2);
		expect(server.asked.map(({ path }) => path)).not.toContain('/login');
	});

	it('shows why there is no token', async () => {
		server.reply = () => ({ status: 401, body: { error: 'invalid_client' } });
		const { error } = await tested(credential());

		expect(error?.message).toContain('Catalio does not accept the client ID and secret (401 invalid_client). The secret may have been rotated');
		expect(error?.cause).not.toHaveProperty('code');
	});
});

describe('The fields', () => {
	it('keep everything secret masked', () => {
		const secret = type.properties.filter(({ typeOptions }) => typeOptions?.password).map(({ name }) => name);
		expect(secret.sort()).toEqual(['accessToken', 'accessTokenExpiresAt', 'accessTokenGrant', 'apiToken', 'clientSecret']);
	});

	it('show what belongs to the chosen authentication', () => {
		const shownFor = (mode: string) => type.properties.filter(({ displayOptions }) => [displayOptions?.show?.authentication ?? [mode]].flat().includes(mode)).map(({ displayName }) => displayName);
		const isOnlyIn = (mode: string, other: string) => shownFor(mode).filter((name) => !shownFor(other).includes(name) && !name.startsWith('An organization'));

		expect(isOnlyIn('clientCredentials', 'token')).toEqual(['Client ID', 'Client Secret', 'Token URL', 'Audience']);
		expect(isOnlyIn('token', 'clientCredentials')).toEqual(['API Token']);
	});

	it('have one expirable token, hidden and empty at first, as n8n wants it', () => {
		expect(type.properties.filter(({ typeOptions }) => typeOptions?.expirable)).toEqual([expect.objectContaining({ name: 'accessToken', type: 'hidden', default: '' })]);
	});
});
