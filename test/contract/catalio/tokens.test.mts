import { API_TOKEN, AUDIENCE, CLIENT_ID, CLIENT_SECRET, EDITOR_CLIENT, startCatalio, type CatalioSimulator } from '../../simulators/catalio/index.mts';
import { apiOf, call, GRANT, requestToken, signIn } from './support.mts';

let simulator: CatalioSimulator;

beforeEach(async () => {
	simulator = await startCatalio();
});

afterEach(async () => {
	await simulator.close();
	simulator.expectNoViolations();
});

const tokenIn = ({ json }: { json: unknown }) => (json as { access_token: string }).access_token;

describe('the token endpoint', () => {
	it('gives a token for a day, which opens the API', async () => {
		const answer = await requestToken(simulator);

		expect(answer).toMatchObject({ status: 200, json: { access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/), token_type: 'Bearer', expires_in: 86_400 } });
		expect((await apiOf(simulator, tokenIn(answer)).get('/teams')).status).toBe(200);
		expect(simulator.state.tokens).toMatchObject([{ clientId: CLIENT_ID, audience: AUDIENCE, uses: 1, revoked: false }]);
	});

	it('hides secrets in its log', async () => {
		await requestToken(simulator);
		await requestToken(simulator, { ...GRANT, client_secret: 'guess' });

		expect(simulator.requests).toMatchObject([{ operationId: 'createToken', body: { client_secret: '(right)' } }, { body: { client_secret: '(wrong)' } }]);
		expect(JSON.stringify(simulator.requests)).not.toContain(CLIENT_SECRET);
	});

	it.each([
		['client id', { ...GRANT, client_id: 'nobody' }, 401, 'invalid_client'],
		['client secret', { ...GRANT, client_secret: 'guess' }, 401, 'invalid_client'],
		['audience', { ...GRANT, audience: 'https://elsewhere.example.com' }, 403, 'access_denied'],
	])('refuses a wrong %s', async (_what, grant, status, error) => {
		expect(await requestToken(simulator, grant)).toMatchObject({ status, json: { error, error_description: expect.any(String) } });
		expect(simulator.state.tokens).toEqual([]);
	});

	it('refuses a missing audience, another grant, and a form', async () => {
		const { audience: _audience, ...rest } = GRANT;

		expect(await requestToken(simulator, rest)).toMatchObject({ status: 400, json: { error: 'invalid_request', error_description: expect.stringContaining('audience') } });
		expect(await requestToken(simulator, { ...GRANT, grant_type: 'password' })).toMatchObject({ status: 400, json: { error: 'unsupported_grant_type' } });
		expect(await call(simulator.tokenUrl, { method: 'POST', body: new URLSearchParams(GRANT) })).toMatchObject({ status: 400, json: { error: 'invalid_request' } });
		expect(simulator.requests.at(-1)!.body).toMatchObject({ client_secret: '(right)' });
		expect(simulator.takeViolations().map(({ where }) => where)).toEqual(['body/audience', 'body/grant_type', 'contentType']);
	});

	it('formToken accepted takes a form, and still records it', async () => {
		simulator.set({ formToken: 'accepted' });

		expect((await call(simulator.tokenUrl, { method: 'POST', body: new URLSearchParams(GRANT) })).status).toBe(200);
		expect(simulator.takeViolations()).toMatchObject([{ where: 'contentType' }]);
	});

	it('tokenErrors jsonApi words refusals as a JSON:API document', async () => {
		simulator.set({ tokenErrors: 'jsonApi' });

		expect(await requestToken(simulator, { ...GRANT, client_secret: 'guess' })).toMatchObject({ status: 401, json: { errors: [{ status: '401', title: 'Unauthorized' }] } });
	});

	it.each([
		['usual', { expires_in: 60 }],
		['textExpiry', { expires_in: '60' }],
		['noExpiry', {}],
	] as const)('tokenAnswer %s is what a token looks like', async (tokenAnswer, rest) => {
		simulator.set({ tokenAnswer, tokenLifetimeS: 60 });

		expect((await requestToken(simulator)).json).toEqual({ access_token: expect.any(String), token_type: 'Bearer', ...rest });
	});
});

describe('a token', () => {
	it('must be there and known', async () => {
		const missing = await call(`${simulator.origin}/api/v1/teams`, { headers: { accept: 'application/vnd.api+json' } });

		expect(missing).toMatchObject({ status: 401, json: { errors: [{ status: '401', title: 'Unauthorized', detail: 'Missing token' }] } });
		expect(Object.keys(missing.json.errors[0]!).sort()).toEqual(['detail', 'status', 'title']);
		expect(missing.headers.get('www-authenticate')).toBe('Bearer');
		expect(await apiOf(simulator, 'guess').get('/teams')).toMatchObject({ status: 401, json: { errors: [{ detail: 'Invalid or expired token' }] } });
		expect(simulator.requests.map(({ headers }) => headers.authorization)).toEqual([undefined, '(wrong)']);
	});

	it('runs out by the clock, after the life that tokenLifetimeS gives it', async () => {
		simulator.set({ tokenLifetimeS: 30 });
		const api = await signIn(simulator);
		simulator.clock.advance(29_000);
		expect((await api.get('/teams')).status).toBe(200);

		simulator.clock.advance(1_001);

		expect((await api.get('/teams')).status).toBe(401);
	});

	it('can be made to run out, or be revoked, by hand', async () => {
		const [first, second] = [await signIn(simulator), await signIn(simulator)];
		simulator.admin.expireTokens();
		expect((await first.get('/teams')).status).toBe(401);

		const third = await signIn(simulator);
		simulator.admin.revokeTokens();

		expect((await second.get('/teams')).status).toBe(401);
		expect((await third.get('/teams')).status).toBe(401);
		expect((await (await signIn(simulator)).get('/teams')).status).toBe(200);
	});

	it.each([false, true])('outlives a rotated secret unless tokensDieWithSecret, which is %s here', async (tokensDieWithSecret) => {
		simulator.set({ tokensDieWithSecret });
		const api = await signIn(simulator);
		const secret = simulator.admin.rotateSecret(CLIENT_ID);

		expect((await api.get('/teams')).status).toBe(tokensDieWithSecret ? 401 : 200);
		expect((await requestToken(simulator)).status).toBe(401);
		expect((await (await signIn(simulator, { id: CLIENT_ID, secret })).get('/teams')).status).toBe(200);
	});

	it.each([false, true])('outlives a revoked credential unless tokensDieWithSecret, which is %s here', async (tokensDieWithSecret) => {
		simulator.set({ tokensDieWithSecret });
		const [api, other] = [await signIn(simulator), await signIn(simulator, EDITOR_CLIENT)];
		simulator.admin.revokeCredential(CLIENT_ID);

		expect((await api.get('/teams')).status).toBe(tokensDieWithSecret ? 401 : 200);
		expect((await other.get('/teams')).status).toBe(200);
		expect((await requestToken(simulator)).status).toBe(401);
	});

	it('may be a long-lived one of the administrator', async () => {
		simulator.clock.advance(400 * 86_400_000);

		expect((await apiOf(simulator, API_TOKEN).get('/teams')).status).toBe(200);
	});

	it('belongs to a credential that exists', () => {
		expect(() => simulator.admin.rotateSecret('nobody')).toThrow('There is no credential nobody');
	});
});

describe('the rate limit', () => {
	it.each([
		[true, /^\d+$/],
		['date', /GMT$/],
		[false, undefined],
	] as const)('answers 429 with Retry-After %s', async (retryAfter, form) => {
		simulator.rateLimit.set({ limit: 1, windowMs: 5_000, headers: { retryAfter } });
		const api = apiOf(simulator);
		await api.get('/teams');

		const refused = await api.get('/teams');

		expect(refused).toMatchObject({ status: 429, json: { errors: [{ status: '429' }] } });
		const told = refused.headers.get('retry-after');
		if (form) expect(told).toMatch(form);
		else expect(told).toBeNull();
		simulator.clock.advance(5_000);
		expect((await api.get('/teams')).status).toBe(200);
	});

	it('is shared by the clients of a tenant, not by token requests', async () => {
		const [api, editor] = [await signIn(simulator), await signIn(simulator, EDITOR_CLIENT)];
		simulator.rateLimit.set({ limit: 2 });
		simulator.rateLimit.reset();

		expect([(await api.get('/teams')).status, (await editor.get('/teams')).status, (await api.get('/teams')).status]).toEqual([200, 200, 429]);
		expect((await requestToken(simulator)).status).toBe(200);
	});
});
