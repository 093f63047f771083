import { inspect } from 'node:util';
import { NodeApiError, type ICredentialDataDecryptedObject, type IHttpRequestOptions, type INode } from 'n8n-workflow';

import { createAccessTokens } from '../../../nodes/shared/http/accessToken';
import { tokenFailureIn } from '../../../nodes/shared/http/tokenFailure';
import { contextWith } from '../../support/engine.mts';
import { virtualClock } from '../../support/virtualClock.mts';
import { startTokenServer, tokenReply, type Reply, type TokenServer } from './tokenServer.mts';

const SECRET = 'planted-secret-7Jq2/+ é"Zx';
const IN_HAND = 'planted-token-in-hand-5Tz8';
const advice = { vendor: 'Acme', client: 'Make a new secret.', audience: 'Check the Audience.', address: 'Check the Token URL.' };

/** n8n's own request function. */
const { httpRequest } = contextWith({ name: 'acmeApi', displayName: 'Acme', properties: [] }, {}).helpers;

let server: TokenServer;
beforeEach(async () => {
	server = await startTokenServer();
});
afterEach(async () => await server.close());

function world() {
	const clock = virtualClock(1_700_000_000_000);
	const tokens = createAccessTokens({ clock });
	const options: IHttpRequestOptions[] = [];
	const source = {
		advice,
		exampleUrl: 'https://acme.example/oauth/token',
		httpRequest: async (request: IHttpRequestOptions) => {
			options.push(request);
			return (await httpRequest(request)) as unknown;
		},
	};
	const credential = (more: ICredentialDataDecryptedObject = {}) => ({ accessTokenUrl: server.url, clientId: 'client', clientSecret: SECRET, audience: 'https://acme.example/api', accessToken: '', ...more });
	return {
		clock,
		options,
		ask: async (more: ICredentialDataDecryptedObject = {}) => await tokens(credential(more), source),
		failed: async (more: ICredentialDataDecryptedObject = {}): Promise<Error> =>
			await tokens(credential(more), source).then(
				(token) => {
					throw new RangeError(`Nothing failed: ${JSON.stringify(token)}`);
				},
				(error: Error) => error,
			),
	};
}

describe('An access token', () => {
	it('is asked for in JSON, without a redirect and without domains of our own', async () => {
		const { ask, options } = world();
		expect(await ask()).toMatchObject({ accessToken: 'token-1', accessTokenExpiresAt: 1_700_000_000_000 + 86_400_000 - 300_000 });

		expect(server.bodies()).toEqual([{ client_id: 'client', client_secret: SECRET, audience: 'https://acme.example/api', grant_type: 'client_credentials' }]);
		expect(server.asked[0]).toMatchObject({ method: 'POST', headers: { accept: 'application/json', 'content-type': 'application/json' } });
		expect(options[0]).toMatchObject({ disableFollowRedirect: true, ignoreHttpStatusErrors: true, timeout: 30_000 });
		expect(options[0]).not.toHaveProperty('allowedDomains');
	});

	it('is asked for with pasted values trimmed, and without an audience that is empty', async () => {
		await world().ask({ accessTokenUrl: ` ${server.url}\n`, clientId: '\tclient ', clientSecret: `${SECRET}\r\n`, audience: '  ' });

		expect(server.bodies()).toEqual([{ client_id: 'client', client_secret: SECRET, grant_type: 'client_credentials' }]);
	});

	it.each([
		['a day', 86_400, 86_100_000],
		['an hour', 3_600, 3_300_000],
		['fifty minutes', 3_000, 2_700_000],
		['ten minutes', 600, 540_000],
		['a minute', 60, 54_000],
		['a time in text', '3600', 3_300_000],
	])('that lives for %s is used until five minutes or a tenth of it are left', async (_case, expiresIn, usedForMs) => {
		server.reply = () => tokenReply(1, { expires_in: expiresIn });
		const { ask, clock } = world();

		expect((await ask()).accessTokenExpiresAt - clock.now()).toBe(usedForMs);
	});

	it.each([undefined, null, 0, -1, 'soon', {}, '1e999'])('whose lifetime is %j is renewed by a refusal only', async (expiresIn) => {
		server.reply = () => tokenReply(1, { expires_in: expiresIn });
		expect(await world().ask()).toMatchObject({ accessToken: 'token-1', accessTokenExpiresAt: 0 });
	});

	it.each([{ token_type: undefined }, { token_type: 'bearer' }, { token_type: 'BEARER' }])('is taken from an answer with %j', async (more) => {
		server.reply = () => tokenReply(1, more);
		expect(await world().ask()).toMatchObject({ accessToken: 'token-1' });
	});

	it('that travels as text is understood', async () => {
		server.reply = () => ({ status: 200, headers: { 'content-type': 'text/plain' }, body: '{"access_token":"token-x"}' });
		expect(await world().ask()).toMatchObject({ accessToken: 'token-x' });
	});
});

describe('One request', () => {
	it('serves twelve who ask at the same time', async () => {
		const { ask } = world();
		const got = await Promise.all(Array.from({ length: 12 }, async () => await ask()));

		expect(new Set(got.map(({ accessToken }) => accessToken))).toEqual(new Set(['token-1']));
		expect(server.asked).toHaveLength(1);
	});

	it('serves who comes within a minute without a token or with an older one', async () => {
		const { ask, clock } = world();
		const old = await ask();
		const renewed = await ask(old);
		await clock.advance(59_999);

		expect([await ask(), await ask(old)]).toEqual([renewed, renewed]);
		expect(server.asked).toHaveLength(2);
		await clock.advance(1);
		expect(await ask()).toMatchObject({ accessToken: 'token-3' });
	});

	it('does not serve who was refused with the very token it gave', async () => {
		const { ask } = world();
		const first = await ask();

		expect(await Promise.all([ask(first), ask(first)])).toMatchObject([{ accessToken: 'token-2' }, { accessToken: 'token-2' }]);
		expect(server.asked).toHaveLength(2);
	});

	it('does not serve who was refused with a newer token, which another process got', async () => {
		const { ask } = world();
		const first = await ask();

		expect(await ask({ accessToken: 'from-elsewhere', accessTokenExpiresAt: first.accessTokenExpiresAt + 1 })).toMatchObject({ accessToken: 'token-2' });
	});

	it('does not serve any longer than its token lives', async () => {
		server.reply = (_request, nth) => tokenReply(nth, { expires_in: 10 });
		const { ask, clock } = world();
		await ask();
		await clock.advance(8_999);
		expect(await ask()).toMatchObject({ accessToken: 'token-1' });
		await clock.advance(1);
		expect(await ask()).toMatchObject({ accessToken: 'token-2' });
	});

	it.each([
		['secret', { clientSecret: 'another-secret' }],
		['client ID', { clientId: 'another' }],
		['audience', { audience: 'https://acme.example/other' }],
		['token URL', { accessTokenUrl: '' }],
	])('does not serve another %s', async (_case, more) => {
		const { ask } = world();
		const other = 'accessTokenUrl' in more ? { accessTokenUrl: `${server.url}?tenant=2` } : more;
		const [one, two] = await Promise.all([ask(), ask(other)]);

		expect(server.asked).toHaveLength(2);
		expect(one?.accessTokenGrant).not.toBe(two?.accessTokenGrant);
	});

	it('that fails, fails for all who wait for it, each with an error of its own, and is not remembered', async () => {
		server.reply = (_request, nth) => (nth === 1 ? { status: 503, body: {} } : tokenReply(nth));
		const { ask, failed } = world();
		const errors = await Promise.all(Array.from({ length: 12 }, async () => await failed()));

		expect(new Set(errors).size).toBe(12);
		expect(server.asked).toHaveLength(1);
		expect(await ask()).toMatchObject({ accessToken: 'token-2' });
	});
});

const node: INode = { id: 'node', name: 'Node', type: 'acme', typeVersion: 1, position: [0, 0], parameters: {} };
const passing = { kind: 'networkFailure', delivery: 'never', code: 'TOKEN_UNAVAILABLE' };
const final = { kind: 'refused', code: 'TOKEN_REFUSED' };

describe('Without an access token', () => {
	it.each<[string, Reply, object, string]>([
		['401 invalid_client', { status: 401, body: { error: 'invalid_client', error_description: 'Unknown client' } }, final, 'Acme does not accept the client ID and secret (401 invalid_client: Unknown client). Make a new secret.'],
		['400 invalid_client', { status: 400, body: { error: 'invalid_client' } }, final, 'Acme does not accept the client ID and secret (400 invalid_client). Make a new secret.'],
		['403 without a word', { status: 403, body: '' }, final, 'Acme does not accept the client ID and secret (403). Make a new secret.'],
		['401 as JSON:API', { status: 401, headers: { 'content-type': 'application/vnd.api+json' }, body: { errors: [{ status: '401', code: 'unauthenticated', title: 'Unauthenticated', detail: 'revoked' }] } }, final, 'Acme does not accept the client ID and secret (401 unauthenticated: Unauthenticated: revoked). Make a new secret.'],
		['401 with a message', { status: 401, body: { message: 'No.' } }, final, 'Acme does not accept the client ID and secret (401: No.). Make a new secret.'],
		['401 with an error object', { status: 401, body: { error: { code: 17, message: 'No.' } } }, final, 'Acme does not accept the client ID and secret (401: No.). Make a new secret.'],
		['invalid_target', { status: 400, body: { error: 'invalid_target' } }, final, 'Acme does not accept the audience (400 invalid_target). Check the Audience.'],
		['a word about the audience', { status: 403, body: { error: 'access_denied', error_description: 'Invalid audience' } }, final, 'Acme does not accept the audience (403 access_denied: Invalid audience). Check the Audience.'],
		['the audience itself', { status: 403, body: { error: 'access_denied', error_description: 'Service not found: https://acme.example/api' } }, final, 'Acme does not accept the audience (403 access_denied: Service not found: https://acme.example/api). Check the Audience.'],
		['invalid_client that names the audience', { status: 401, body: { error: 'invalid_client', error_description: 'Unknown client or audience' } }, final, 'Acme does not accept the client ID and secret (401 invalid_client: Unknown client or audience). Make a new secret.'],
		['400 of another kind', { status: 400, body: { error: 'unsupported_grant_type' } }, final, 'Acme gave no token (400 unsupported_grant_type).'],
		['404', { status: 404, headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>x</title>' }, final, 'Acme gave no token (404: the answer is a web page, not data). Check the Token URL.'],
		['a page that says success', { status: 200, headers: { 'content-type': 'text/html' }, body: '<html></html>' }, final, 'Acme gave no token (200: the answer is a web page, not data). Check the Token URL.'],
		['success without a token', { status: 200, body: { token: 'x' } }, final, 'Acme gave no token (200). Check the Token URL.'],
		['success with null', { status: 200, body: 'null' }, final, 'Acme gave no token (200). Check the Token URL.'],
		['a token that no header can carry', { status: 200, body: { access_token: 'a\nb' } }, final, 'Acme gave no token (200). Check the Token URL.'],
		['a token of another type', { status: 200, body: { access_token: 'a', token_type: 'mac' } }, final, 'Acme gave no token (200). Check the Token URL.'],
		['408', { status: 408 }, passing, 'Acme gave no token (408).'],
		['429', { status: 429, body: { error: 'too_many' } }, passing, 'Acme gave no token (429 too_many).'],
		['429 with a word about the audience', { status: 429, body: { error_description: 'audience is busy' } }, passing, 'Acme gave no token (429: audience is busy).'],
		['500', { status: 500, body: { message: 'down' } }, passing, 'Acme gave no token (500: down).'],
		['503 with a page', { status: 503, headers: { 'content-type': 'text/html' }, body: '<html></html>' }, passing, 'Acme gave no token (503: the answer is a web page, not data).'],
		['400 that passes', { status: 400, body: { error: 'temporarily_unavailable' } }, passing, 'Acme gave no token (400 temporarily_unavailable).'],
		['a lost connection', 'reset', { kind: 'networkFailure', delivery: 'never', code: 'ECONNRESET' }, 'No token from Acme: The connection was lost before the answer was complete (ECONNRESET)'],
		['an answer that was cut', 'cut', { kind: 'networkFailure', delivery: 'never' }, 'No token from Acme'],
	])('%s is told, with what to do about it', async (_case, reply, expected, message) => {
		server.reply = () => reply;
		const error = await world().failed();

		expect(error.message).toContain(message);
		expect(tokenFailureIn(error)).toMatchObject({ ...expected, message: error.message });
		expect(tokenFailureIn(new NodeApiError(node, error as never))).toEqual(tokenFailureIn(error));
		expect(server.asked).toHaveLength(1);
	});

	it('a redirect is not followed', async () => {
		server.reply = ({ path }) => (path === '/oauth/token' ? { status: 307, headers: { location: '/elsewhere' } } : tokenReply(1));
		const error = await world().failed();

		expect(error.message).toBe('Acme gave no token (307). Check the Token URL.');
		expect(server.asked.map(({ path }) => path)).toEqual(['/oauth/token']);
	});

	it('an address where nobody listens is told', async () => {
		const { failed } = world();
		const url = server.url;
		await server.close();

		expect(tokenFailureIn(await failed({ accessTokenUrl: url }))).toMatchObject({ kind: 'networkFailure', delivery: 'never', code: 'ECONNREFUSED' });
		server = await startTokenServer();
	});

	it.each([
		[{ accessTokenUrl: 'http://acme.example/oauth/token' }, 'Token URL starts with http, which would send the token unencrypted'],
		[{ accessTokenUrl: 'https://user:hunter2@acme.example/oauth/token' }, 'Token URL holds a user name or password'],
		[{ accessTokenUrl: 'ftp://acme.example/token' }, 'Token URL is not a web address'],
		[{ accessTokenUrl: 'https://acme.example/oauth\n/token' }, 'Token URL is not a web address'],
		[{ accessTokenUrl: 'acme.example' }, 'Token URL is not a web address'],
		[{ accessTokenUrl: '' }, 'Token URL is empty'],
		[{ clientId: ' ' }, 'Client ID is empty'],
		[{ clientSecret: '' }, 'Client Secret is empty'],
	])('fields are checked before anything is sent: %j', async (more, message) => {
		const { failed, options } = world();
		const error = await failed(more);

		expect(error.message).toContain(`${message}. Open the credential`);
		expect(tokenFailureIn(error)).toMatchObject(final);
		expect(error.message).not.toContain('hunter2');
		expect(options).toEqual([]);
	});

	it("n8n's own credential test shows the message: it prefers a code on the cause, and an answer in it", async () => {
		server.reply = () => ({ status: 401, body: { error: 'invalid_client' } });
		const shown = new NodeApiError(node, (await world().failed()) as never);

		expect(shown.message).toBe('Acme does not accept the client ID and secret (401 invalid_client). Make a new secret.');
		expect(shown.cause).toBeInstanceOf(Error);
		expect(shown.cause).not.toHaveProperty('code');
		expect(shown.cause).not.toHaveProperty('response');
	});

	const jwt = `eyJhbGciOiJSUzI1NiJ9.${Buffer.from('{"sub":"planted"}').toString('base64url')}.c2lnbmF0dXJl`;
	const base64 = Buffer.from(SECRET).toString('base64');
	it.each<[string, Reply]>([
		['in a description', { status: 401, body: { error: 'invalid_client', error_description: `${SECRET} is wrong, so is ${IN_HAND}` } }],
		['in a code', { status: 401, body: { error: SECRET } }],
		['percent-encoded', { status: 400, body: { error: 'invalid_request', error_description: encodeURIComponent(SECRET) } }],
		['in Base64', { status: 400, body: { message: `Basic ${base64}` } }],
		['in errors', { status: 401, body: { errors: [{ title: SECRET, detail: jwt, code: IN_HAND }] } }],
		['in text', { status: 500, headers: { 'content-type': 'text/plain' }, body: `I got ${SECRET} and ${jwt}` }],
		['in a page', { status: 200, headers: { 'content-type': 'text/html' }, body: `<html>${SECRET}</html>` }],
		['in a header', { status: 302, headers: { location: `https://evil.example/?s=${encodeURIComponent(SECRET)}` } }],
		['in the request that was lost', 'reset'],
	])('no secret is shown that the endpoint repeats %s', async (_case, reply) => {
		server.reply = () => reply;
		const error = await world().failed({ accessToken: IN_HAND });
		const wrapped = new NodeApiError(node, error as never);
		const shown = [error, wrapped].map((each) => `${inspect(each, { depth: null, showHidden: true, maxStringLength: null })}${JSON.stringify(each)}${String(each.stack)}`).join('\n');

		for (const secret of [SECRET, JSON.stringify(SECRET).slice(1, -1), encodeURIComponent(SECRET), base64, IN_HAND, jwt]) expect(shown).not.toContain(secret);
		expect(error.message).not.toBe('');
	});
});
