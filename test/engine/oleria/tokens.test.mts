import { AUDIENCE, CLIENT_SECRET, SECOND_CLIENT } from '../../simulators/oleria/index.mts';
import { oleriaCredential } from '../../support/oleria.mts';
import { ACCOUNTS, filtersOf, useOleria } from './support.mts';

const oleria = useOleria();
jest.setTimeout(20_000);
const tokens = () => oleria.simulator.state.tokens;
const credential = (more = {}) => oleriaCredential(oleria.simulator, more);
const five = [1, 2, 3, 4, 5].map((each) => ({ each }));

describe('The token', () => {
	it('is one for many items, their polls and a second run', async () => {
		oleria.simulator.set({ acceptedReads: 1 });
		const credentials = credential();
		await oleria.records('getRows', { context: ACCOUNTS, limit: 1, options: { concurrency: 5 } }, { credentials, items: five.slice(0, 1) });
		await oleria.records('getRows', { context: ACCOUNTS, limit: 1, options: { concurrency: 5 } }, { credentials, items: five });

		expect(tokens()).toHaveLength(1);
		expect(tokens()[0]).toMatchObject({ audience: AUDIENCE, clientAuthentication: 'body', uses: 18 });
	});

	it('that runs out between two polls is renewed once, and the poll repeated once', async () => {
		oleria.simulator.set({ acceptedReads: 2, expiresInSeconds: 60 });
		let reads = 0;
		oleria.simulator.faults.when(({ operationId }) => {
			if (operationId === 'getDownload' && ++reads === 2) oleria.simulator.clock.advance(61_000);
			return false;
		}, { kind: 'html' });
		await oleria.records('getRows', { context: ACCOUNTS, limit: 1 });

		expect(oleria.requestsTo('getDownload').map(({ status }) => status)).toEqual([200, 401, 200, 200]);
		expect(tokens()).toHaveLength(2);
		expect(oleria.exports()).toHaveLength(1);
	});

	it('that runs out before the start is renewed once, and one export is made', async () => {
		const credentials = credential();
		await oleria.started({}, { credentials });
		oleria.simulator.admin.revokeTokens();
		await oleria.started({}, { credentials });

		expect(oleria.requestsTo('createDownload').map(({ status }) => status)).toEqual([201, 401, 201]);
		expect(tokens()).toHaveLength(2);
		expect(oleria.exports()).toHaveLength(2);
	});

	it.each([false, true])('that is dead for five items at once is renewed once (the vendor ends earlier tokens: %s)', async (revokeEarlier) => {
		oleria.simulator.set({ revokeEarlier });
		const credentials = credential();
		await oleria.started({}, { credentials });
		oleria.simulator.admin.revokeTokens();
		await oleria.records('start', { context: ACCOUNTS, options: { concurrency: 5 } }, { credentials, items: five });

		expect(tokens()).toHaveLength(2);
		expect(oleria.exports()).toHaveLength(6);
		expect(oleria.requestsTo('createDownload').filter(({ status }) => status === 401).length).toBeLessThanOrEqual(5);
	});

	it.each(['lowerCaseType', 'textExpiry', 'noExpiry', 'withScope'] as const)('is understood with %s', async (tokenAnswer) => {
		oleria.simulator.set({ tokenAnswer });
		await oleria.started();

		expect(tokens()[0]?.uses).toBe(1);
	});

	it('is asked for with a Basic header where the credential says so, whatever signs the secret has', async () => {
		oleria.simulator.set({ clientAuthentication: 'basic' });
		await oleria.started({}, { credentials: credential({ authentication: 'header', clientId: SECOND_CLIENT.id }) }).catch(() => undefined);
		await oleria.started({}, { credentials: credential({ authentication: 'header' }) });

		expect(tokens()).toMatchObject([{ clientAuthentication: 'basic', audience: AUDIENCE }]);
		expect(oleria.requestsTo('createToken').map(({ body }) => Object.keys(body as object).includes('client_secret'))).toEqual([false, false]);
	});

	it('is asked for with a secret that a form must encode', async () => {
		const credentials = credential({ clientId: SECOND_CLIENT.id, clientSecret: SECOND_CLIENT.secret });
		await oleria.started({}, { credentials });

		expect(tokens()).toMatchObject([{ clientId: SECOND_CLIENT.id, clientAuthentication: 'body' }]);
	});

	it.each([
		['a wrong secret', { clientSecret: 'wrong-secret-5Yx2' }, 'invalid_client'],
		['a wrong client ID', { clientId: 'nobody' }, 'invalid_client'],
		['a wrong scope', { scope: 'nothing' }, 'invalid_scope'],
		['a wrong audience', { additionalBodyProperties: JSON.stringify({ audience: 'https://elsewhere.example.com' }) }, 'invalid_request'],
	])('is refused for %s: the error says what to check, and is not repeated', async (_case, more, code) => {
		const { message, description, data } = await oleria.failed('getRows', { context: ACCOUNTS }, { credentials: credential(more) });

		expect(message).toBe(`The token endpoint refused the credential: ${code} [Item 0]`);
		expect(description).toBe('The token endpoint refused the credential. Check Client ID, Client Secret, Audience and Scope, and try the other choice of Authentication.');
		expect(JSON.stringify([message, description, data])).not.toContain('wrong-secret');
		expect(oleria.requestsTo('createToken')).toHaveLength(1);
		expect(oleria.requestsTo('createDownload')).toEqual([]);
	});

	it.each(['html', 'empty', 'other'] as const)('is refused in a form that nobody foresaw (%s): the error says what to check', async (errorBody) => {
		oleria.simulator.set({ errorBody });
		const { message, description } = await oleria.failed('start', { context: ACCOUNTS }, { credentials: credential({ clientSecret: 'wrong-secret-5Yx2' }) });

		expect(message).toBe('The token endpoint answered with status 401 [Item 0]');
		expect(description).toContain('Check Client ID, Client Secret, Audience and Scope');
	});

	it('that is refused for ever is renewed once for each request, and the error names Audience and Scope', async () => {
		oleria.simulator.faults.onOperation('createDownload', { kind: 'answer', status: 401, body: { code: 'UNAUTHORIZED', message: 'The token is for another audience.' } }, { times: Infinity });
		const { message, description } = await oleria.failed('start', { context: ACCOUNTS });

		expect(message).toBe('Oleria answered 401: The token is for another audience. [Item 0]');
		expect(description).toContain('Check the Audience and the Scope');
		expect(tokens()).toHaveLength(2);
		expect(oleria.requestsTo('createDownload')).toHaveLength(2);
	});

	it('that is refused for ever in the middle of polling stops the item with the ID of the export', async () => {
		oleria.simulator.faults.onOperation('getDownload', { kind: 'answer', status: 401, body: { code: 'UNAUTHORIZED', message: 'No.' } }, { times: Infinity });
		const { data } = await oleria.failed('getRows', { context: ACCOUNTS });

		expect(data).toMatchObject({ status: 401, record: { exportId: oleria.exports()[0]?.id } });
		expect(oleria.requestsTo('getDownload')).toHaveLength(2);
	});

	it('that cannot be renewed in the middle of polling stops the item at once', async () => {
		const credentials = credential();
		let reads = 0;
		oleria.simulator.set({ acceptedReads: 5 });
		oleria.simulator.faults.when(({ operationId }) => {
			if (operationId === 'getDownload' && ++reads === 1) oleria.simulator.admin.revokeTokens();
			return false;
		}, { kind: 'html' });
		oleria.simulator.faults.onOperation('createToken', { kind: 'answer', status: 401, body: { error: 'invalid_client' } }, { nth: 2, times: Infinity });
		const { message, data } = await oleria.failed('getRows', { context: ACCOUNTS }, { credentials });

		expect(message).toBe('The token endpoint refused the credential: invalid_client [Item 0]');
		expect(data).toMatchObject({ record: { exportId: oleria.exports()[0]?.id } });
	});

	it.each([
		['500', { kind: 'answer', status: 500, body: { message: 'down' } }],
		['429', { kind: 'answer', status: 429, body: { message: 'slow down' } }],
		['503 with a page', { kind: 'html', status: 503 }],
		['a lost connection', { kind: 'reset', when: 'beforeActing' }],
	] as const)('endpoint that answers with %s is asked again, and one export is made', async (_case, fault) => {
		oleria.simulator.faults.onOperation('createToken', fault);
		await oleria.started();

		expect(oleria.requestsTo('createToken')).toHaveLength(2);
		expect(oleria.exports()).toHaveLength(1);
	});

	it('endpoint that stays down fails the item without a secret in the text', async () => {
		oleria.simulator.faults.onOperation('createToken', { kind: 'answer', status: 500, body: { message: CLIENT_SECRET } }, { times: Infinity });
		const { message, data } = await oleria.failed('start', { context: ACCOUNTS, options: { retries: 1 } });

		expect(message).toBe('Oleria could not be reached (TOKEN_UNAVAILABLE) [Item 0]');
		expect(data).toMatchObject({ attempts: 2, mayHaveTakenEffect: false });
	});

	it('is not shown where the vendor repeats it', async () => {
		oleria.simulator.admin.corruptAnswer((reply, { headers, operationId }) =>
			operationId === 'createDownload' ? { status: 400, body: { code: 'ECHO', message: `I got ${headers.authorization?.slice(7)}!` } } : reply,
		);
		const { message } = await oleria.failed('start', { context: ACCOUNTS });

		expect(message).toBe('Oleria answered 400: I got ***! [Item 0]');
	});
});

describe('The addresses of the credential', () => {
	it.each(['/', '/v1', '/v1/', '//'])('work where the API URL ends with %s', async (end) => {
		await oleria.started({}, { credentials: credential({ baseUrl: `${oleria.simulator.origin}${end}` }) });

		expect(oleria.requestsTo('createDownload').map(({ path }) => path)).toEqual(['/v1/downloads']);
	});

	it.each([
		['API URL', { baseUrl: 'https://devx.acme.oleria.io/v2' }, 'API URL holds a path: "/v2"'],
		['API URL', { baseUrl: 'https://devx.acme.oleria.io/v1/downloads' }, 'API URL holds a path: "/v1/downloads"'],
		['API URL', { baseUrl: 'http://devx.acme.oleria.io' }, 'API URL starts with http, which would send the token unencrypted'],
		['API URL', { baseUrl: 'https://user:hunter2@devx.acme.oleria.io' }, 'API URL holds a user name or password'],
		['API URL', { baseUrl: 'https://devx.acme.oleria.io?x=1' }, 'API URL holds more than scheme and host'],
		['API URL', { baseUrl: '' }, 'API URL is empty'],
		['Authentication URL', { accessTokenUrl: 'http://auth.acme.oleria.io/oauth2/token' }, 'Authentication URL starts with http, which would send the token unencrypted'],
		['Authentication URL', { accessTokenUrl: 'https://user:hunter2@auth.acme.oleria.io/oauth2/token' }, 'Authentication URL holds a user name or password'],
		['Authentication URL', { accessTokenUrl: 'ftp://auth.acme.oleria.io/token' }, 'Authentication URL is not a web address'],
		['Authentication URL', { accessTokenUrl: 'auth.acme.oleria.io' }, 'Authentication URL is not a web address'],
		['Authentication URL', { accessTokenUrl: ' ' }, 'Authentication URL is empty'],
	])('are checked before anything is sent: %s %j', async (name, more, message) => {
		const failed = await oleria.failed('getRows', { context: ACCOUNTS }, { credentials: credential(more) });

		expect(failed.message).toBe(`${message} [Item 0]`);
		expect(failed.description).toContain(name === 'API URL' ? 'https://devx.acme.oleria.io.' : 'paste the Authentication URL');
		expect(oleria.simulator.requests).toEqual([]);
	});
});

describe('Secrets', () => {
	it('do not show in outputs, errors and hints of a run of all operations', async () => {
		const exportId = await oleria.started();
		for (const operation of ['getRows', 'getFile', 'start', 'getStatus', 'download']) {
			expect((await oleria.run(operation, { context: ACCOUNTS, exportId, limit: 2, ...filtersOf({ field: 'email', dataType: 'string', operator: 'isNotNull' }) })).error).toBeUndefined();
		}
	});
});
