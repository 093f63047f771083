import { AUDIENCE, CLIENT_ID, CLIENT_SECRET, OTHER_TENANT_CLIENT, SCOPE, SECOND_CLIENT, startOleria, type OleriaSimulator } from '../../simulators/oleria/index.mts';
import { ANONYMOUS_FORM, call, createApi, FORM, requestToken } from './support.mts';

let simulator: OleriaSimulator;

beforeEach(async () => {
	simulator = await startOleria();
});
afterEach(async () => {
	await simulator.close();
	expect(simulator.violations).toEqual([]);
});

const basic = (id: string, secret: string) => ({ authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` });
const RIGHT_BASIC = basic(CLIENT_ID, CLIENT_SECRET);

describe('the token endpoint', () => {
	it('issues a token for an hour, which the API takes', async () => {
		const answer = await requestToken(simulator, FORM);

		expect(answer.status).toBe(200);
		expect(answer.json).toEqual({ access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/), token_type: 'Bearer', expires_in: 3600 });
		expect(answer.headers.get('cache-control')).toBe('no-store');
		expect((await (await createApi(simulator)).create({ context: 'employees' })).status).toBe(201);
		expect(simulator.state.tokens).toMatchObject([
			{ clientId: CLIENT_ID, clientAuthentication: 'body', scope: SCOPE, audience: AUDIENCE, uses: 0 },
			{ clientId: CLIENT_ID, uses: 1, revoked: false },
		]);
	});

	it('listens on a port of its own, and offers nothing else there', async () => {
		expect(new URL(simulator.authenticationUrl).origin).not.toBe(simulator.origin);

		expect((await call(`${simulator.origin}/oauth2/token`, { method: 'POST', body: new URLSearchParams(FORM) })).status).toBe(404);
		expect((await call(simulator.authenticationUrl)).status).toBe(405);
		expect((await call(`${simulator.authenticationUrl}s`)).status).toBe(404);
		expect(simulator.takeViolations()).toHaveLength(3);
	});

	it('hides the secret in its log', async () => {
		await requestToken(simulator, FORM);
		await requestToken(simulator, { ...FORM, client_secret: 'guess' });
		await requestToken(simulator, ANONYMOUS_FORM, RIGHT_BASIC);

		expect(simulator.requests).toMatchObject([
			{ number: 1, server: 'authentication', operationId: 'createToken', body: { client_secret: '(right)' } },
			{ body: { client_secret: '(wrong)' } },
			{ headers: { authorization: '(right)' } },
		]);
		expect(JSON.stringify(simulator.requests)).not.toContain(CLIENT_SECRET);
	});

	it.each([
		['client id', { ...FORM, client_id: 'nobody' }, 401, 'invalid_client'],
		['client secret', { ...FORM, client_secret: 'guess' }, 401, 'invalid_client'],
		['client at all', ANONYMOUS_FORM, 401, 'invalid_client'],
		['scope', { ...FORM, scope: 'everything' }, 400, 'invalid_scope'],
		['audience', { ...FORM, audience: 'https://elsewhere.example.com' }, 400, 'invalid_request'],
	])('refuses a wrong %s', async (_what, form, status, error) => {
		expect(await requestToken(simulator, form)).toMatchObject({ status, json: { error, error_description: expect.any(String) } });
		expect(simulator.state.tokens).toEqual([]);
	});

	it.each([
		['scope', 'invalid_scope'],
		['audience', 'invalid_request'],
	] as const)('refuses a missing %s', async (name, error) => {
		const { [name]: _left, ...form } = FORM;

		expect(await requestToken(simulator, form)).toMatchObject({ status: 400, json: { error } });
	});

	it('refuses another grant, no grant, and a body that is no form', async () => {
		expect(await requestToken(simulator, { ...FORM, grant_type: 'password' })).toMatchObject({ status: 400, json: { error: 'unsupported_grant_type' } });
		const { grant_type: _grant, ...rest } = FORM;
		expect(await requestToken(simulator, rest)).toMatchObject({ status: 400, json: { error: 'invalid_request' } });
		const asJson = await call(simulator.authenticationUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(FORM) });
		expect(asJson).toMatchObject({ status: 400, json: { error: 'invalid_request' } });

		expect(simulator.takeViolations().map(({ where }) => where)).toEqual(['body/grant_type', 'body/grant_type', 'contentType']);
	});

	it('takes Basic, form-encoded or not, and challenges a wrong one', async () => {
		const { id, secret } = SECOND_CLIENT;

		expect((await requestToken(simulator, ANONYMOUS_FORM, basic(id, secret))).status).toBe(200);
		expect((await requestToken(simulator, ANONYMOUS_FORM, basic(encodeURIComponent(id), encodeURIComponent(secret)))).status).toBe(200);
		const wrong = await requestToken(simulator, ANONYMOUS_FORM, basic(id, 'guess'));

		expect(wrong.status).toBe(401);
		expect(wrong.headers.get('www-authenticate')).toContain('Basic');
		expect(simulator.state.tokens.map(({ clientAuthentication }) => clientAuthentication)).toEqual(['basic', 'basic']);
	});

	it('refuses a client that authenticates in two ways', async () => {
		expect(await requestToken(simulator, FORM, RIGHT_BASIC)).toMatchObject({ status: 400, json: { error: 'invalid_request' } });
	});

	it.each([
		['either', 200, 200],
		['body', 200, 401],
		['basic', 401, 200],
	] as const)('clientAuthentication %s decides where the client may stand', async (clientAuthentication, inBody, inHeader) => {
		simulator.set({ clientAuthentication });

		expect((await requestToken(simulator, FORM)).status).toBe(inBody);
		expect((await requestToken(simulator, ANONYMOUS_FORM, RIGHT_BASIC)).status).toBe(inHeader);
	});

	it('audienceParameter names the field of the audience', async () => {
		simulator.set({ audienceParameter: 'resource' });
		const { audience, ...rest } = FORM;

		expect((await requestToken(simulator, FORM)).status).toBe(400);
		expect((await requestToken(simulator, { ...rest, resource: audience })).status).toBe(200);
	});

	it.each([
		['usual', { token_type: 'Bearer', expires_in: 60 }],
		['lowerCaseType', { token_type: 'bearer', expires_in: 60 }],
		['textExpiry', { token_type: 'Bearer', expires_in: '60' }],
		['noExpiry', { token_type: 'Bearer' }],
		['withScope', { token_type: 'Bearer', expires_in: 60, scope: SCOPE }],
	] as const)('tokenAnswer %s is what a token looks like', async (tokenAnswer, rest) => {
		simulator.set({ tokenAnswer, expiresInSeconds: 60 });

		expect((await requestToken(simulator, FORM)).json).toEqual({ access_token: expect.any(String), ...rest });
	});

	it.each([
		['other', { errorCode: 'invalid_scope', errorSummary: 'The scope is unknown.' }],
		['html', {}],
		['empty', {}],
	] as const)('errorBody %s holds here too', async (errorBody, json) => {
		simulator.set({ errorBody });

		expect(await requestToken(simulator, { ...FORM, scope: 'x' })).toMatchObject({ status: 400, json });
	});
});

describe('a token', () => {
	it('runs out in the middle of polling, and the next one goes on', async () => {
		simulator.set({ expiresInSeconds: 30, acceptedReads: 10 });
		const api = await createApi(simulator);
		const { json } = await api.create({ context: 'employees' });
		expect((await api.read(json.id)).status).toBe(200);
		simulator.clock.advance(30_000);

		const late = await api.read(json.id);
		const renewed = await createApi(simulator);

		expect(late).toMatchObject({ status: 401, json: { code: 'UNAUTHORIZED', message: 'The token has expired.' } });
		expect(late.headers.get('www-authenticate')).toBe('Bearer');
		expect((await renewed.read(json.id)).status).toBe(200);
		expect(simulator.state.downloads.at(-1)!.reads).toBe(2);
		expect(simulator.state.tokens.map(({ uses }) => uses)).toEqual([2, 1]);
	});

	it('ends with the next one of its client where revokeEarlier is on', async () => {
		simulator.set({ revokeEarlier: true });
		const [first, other] = [await createApi(simulator), await createApi(simulator, { ...FORM, client_id: SECOND_CLIENT.id, client_secret: SECOND_CLIENT.secret })];
		const second = await createApi(simulator);

		const statuses = [];
		for (const api of [first, other, second]) statuses.push((await api.create({ context: 'risks' })).status);
		expect(statuses).toEqual([401, 201, 201]);
	});

	it('can be revoked by hand', async () => {
		const api = await createApi(simulator);
		simulator.admin.revokeTokens();

		expect(await api.create({ context: 'risks' })).toMatchObject({ status: 401, json: { message: 'The token was revoked.' } });
	});

	it('must be there and known, and shows in the log only whether it was right', async () => {
		const url = `${simulator.origin}/v1/downloads/${crypto.randomUUID()}`;
		const { authorization } = await createApi(simulator);

		expect(await call(url)).toMatchObject({ status: 401, json: { message: 'The token is missing.' } });
		expect(await call(url, { headers: { authorization: 'Bearer guess' } })).toMatchObject({ status: 401, json: { message: 'The token is malformed.' } });
		expect((await call(url, { headers: { authorization } })).status).toBe(404);
		expect(simulator.requests.slice(1).map(({ headers }) => headers.authorization)).toEqual([undefined, '(wrong)', '(right)']);
	});

	it('sees what its tenant made, whichever client asks', async () => {
		const api = await createApi(simulator);
		const { json } = await api.create({ context: 'risks' });
		const colleague = await createApi(simulator, { ...FORM, client_id: SECOND_CLIENT.id, client_secret: SECOND_CLIENT.secret });
		const stranger = await createApi(simulator, { ...FORM, client_id: OTHER_TENANT_CLIENT.id, client_secret: OTHER_TENANT_CLIENT.secret });

		expect((await colleague.read(json.id)).status).toBe(200);
		expect((await stranger.read(json.id)).status).toBe(404);
	});
});
