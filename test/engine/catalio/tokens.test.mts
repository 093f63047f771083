import type { IDataObject } from 'n8n-workflow';
import { API_TOKEN, AUDIENCE, CLIENT_ID, CLIENT_SECRET, EDITOR_CLIENT } from '../../simulators/catalio/index.mts';
import { asJson, byId, useCatalioWrites } from './writes.mts';

/** Ahead of the true time, in ms: for the simulator, and for this process while a test has set it. */
let aheadMs = 0;
const trueNow = Date.now.bind(Date);
const catalio = useCatalioWrites(() => ({ clock: { now: () => trueNow() + aheadMs } }));
jest.setTimeout(20_000);

function advance(byMs: number): void {
	aheadMs += byMs;
	jest.spyOn(Date, 'now').mockImplementation(() => trueNow() + aheadMs);
}
afterEach(() => {
	aheadMs = 0;
	jest.restoreAllMocks();
});

const tokens = () => catalio.simulator.state.tokens;
const tokenRequests = () => catalio.requestsTo('createToken');
const get = async (credentials: ReturnType<typeof catalio.credential>, more = {}) => await catalio.records('team', 'get', { recordId: byId(String(catalio.ids('team')[0])), ...more }, { credentials });
const statuses = () => catalio.requestsTo('getTeam').map(({ status }) => status);
const DAY_MS = 86_400_000;
const MARGIN_MS = 300_000;

describe('The token', () => {
	it('is asked for once, as JSON with the audience, for fifty items of which twenty start at once', async () => {
		const items = Array.from({ length: 50 }, (_each, index) => ({ name: `Team ${index}` }));
		const records = await catalio.records('team', 'create', { specify: 'json', attributesJson: '={{ { name: $json.name } }}', options: { concurrency: 20 } }, { items });

		expect(records.map(({ name }) => name)).toEqual(items.map(({ name }) => name));
		expect(tokenRequests()).toHaveLength(1);
		expect(tokenRequests()[0]).toMatchObject({ body: { client_id: CLIENT_ID, client_secret: '(right)', audience: AUDIENCE, grant_type: 'client_credentials' } });
		expect(tokenRequests()[0]?.headers).toMatchObject({ 'content-type': 'application/json' });
		expect(tokenRequests()[0]?.headers).not.toHaveProperty('authorization');
		expect(tokens()).toMatchObject([{ uses: 50, audience: AUDIENCE }]);
	});

	it('serves the next run, too', async () => {
		const credentials = catalio.credential();
		for (let time = 1; time <= 3; time += 1) await get(credentials);

		expect(tokens()).toMatchObject([{ uses: 3 }]);
	});

	it('is renewed some minutes before it runs out, without a refused call', async () => {
		const credentials = catalio.credential();
		await get(credentials);
		advance(DAY_MS - MARGIN_MS - 5_000);
		await get(credentials);
		expect(tokens()).toHaveLength(1);

		advance(10_000);
		await get(credentials);
		expect(tokens()).toMatchObject([{ uses: 2 }, { uses: 1 }]);
		expect(statuses()).toEqual([200, 200, 200]);
	});

	it('that lives shortly is renewed once for all items of a run', async () => {
		catalio.simulator.set({ tokenLifetimeS: 60 });
		const credentials = catalio.credential();
		await get(credentials);
		advance(55_000);
		const items = Array.from({ length: 10 }, (_each, index) => ({ name: `Team ${index}` }));
		await catalio.records('team', 'create', { specify: 'json', attributesJson: '={{ { name: $json.name } }}', options: { concurrency: 10 } }, { items, credentials });

		expect(tokens()).toMatchObject([{ uses: 1 }, { uses: 10 }]);
	});

	it.each(['noExpiry', 'textExpiry'] as const)('is understood and kept where the answer tells its life in another way (%s)', async (tokenAnswer) => {
		catalio.simulator.set({ tokenAnswer });
		const credentials = catalio.credential();
		await get(credentials);
		await get(credentials);
		if (tokenAnswer === 'noExpiry') catalio.simulator.admin.expireTokens();
		else advance(DAY_MS);
		await get(credentials);

		expect(tokens().map(({ uses }) => uses)).toEqual([2, 1]);
		expect(statuses()).toEqual(tokenAnswer === 'noExpiry' ? [200, 200, 401, 200] : [200, 200, 200]);
	});

	it.each([1, 20])('that was ended at the vendor is renewed once after a 401, and the call repeated (%d items at once)', async (concurrency) => {
		const credentials = catalio.credential();
		await get(credentials);
		catalio.simulator.admin.revokeTokens();
		const items = Array.from({ length: concurrency }, (_each, index) => ({ name: `Team ${index}` }));
		await catalio.records('team', 'create', { specify: 'json', attributesJson: '={{ { name: $json.name } }}', options: { concurrency } }, { items, credentials });

		expect(tokens()).toHaveLength(2);
		expect(catalio.requestsTo('createTeam').filter(({ status }) => status === 201)).toHaveLength(concurrency);
		expect(catalio.requestsTo('createTeam').filter(({ status }) => status === 401).length).toBeLessThanOrEqual(concurrency);
	});

	it('is another one as soon as the credential holds another client', async () => {
		const credentials = catalio.credential();
		await get(credentials);
		Object.assign(credentials.catalioOAuth2Api, { clientId: EDITOR_CLIENT.id, clientSecret: EDITOR_CLIENT.secret });
		await get(credentials);

		expect(tokens().map(({ clientId }) => clientId)).toEqual([CLIENT_ID, EDITOR_CLIENT.id]);
		expect(statuses()).toEqual([200, 200]);
	});

	it('that is refused for ever is renewed once, and the error names rotation and revocation', async () => {
		catalio.simulator.faults.onOperation('createTeam', { kind: 'answer', status: 401, body: { errors: [{ status: '401', title: 'Unauthorized', detail: 'Invalid or expired token' }] } }, { times: Infinity });
		const { message, description, data } = await catalio.refusal('team', 'create', asJson({ name: 'Leavers' }));

		expect(message).toBe('Catalio answered 401: Unauthorized: Invalid or expired token [Item 0]');
		expect(description).toContain('not even a fresh one. The secret may have been rotated, which ends the old one at once, or the credential revoked.');
		expect(data).toMatchObject({ status: 401, mayHaveTakenEffect: false });
		expect(catalio.requestsTo('createTeam')).toHaveLength(2);
		expect(tokens()).toHaveLength(2);
	});
});

const CLIENT_TEXT = 'Catalio does not accept the client ID and secret';
const CLIENT_WAY = 'The secret may have been rotated, which ends the old one at once, or the credential revoked. Make a new secret in Catalio under Settings → API Credentials';

describe('A token that is refused', () => {
	it.each(['oauth', 'jsonApi'] as const)('after a rotation says so, and the new secret works (errors as %s)', async (tokenErrors) => {
		catalio.simulator.set({ tokenErrors, tokensDieWithSecret: true });
		const credentials = catalio.credential();
		await get(credentials);
		const clientSecret = catalio.simulator.admin.rotateSecret(CLIENT_ID);
		const { message } = await catalio.refusal('team', 'create', asJson({ name: 'Leavers' }), { credentials });

		expect(message).toContain(CLIENT_TEXT);
		expect(message).toContain(CLIENT_WAY);
		expect(catalio.requestsTo('createTeam').map(({ status }) => status)).toEqual([401]);

		Object.assign(credentials.catalioOAuth2Api, { clientSecret });
		await catalio.records('team', 'create', asJson({ name: 'Leavers' }), { credentials });
	});

	it('after a revocation says so', async () => {
		catalio.simulator.admin.revokeCredential(CLIENT_ID);
		const { message, data } = await catalio.refusal('team', 'create', asJson({ name: 'Leavers' }));

		expect(message).toContain(CLIENT_TEXT);
		expect(message).toContain(CLIENT_WAY);
		expect(data).toMatchObject({ code: 'TOKEN_REFUSED', mayHaveTakenEffect: false, attempts: 1 });
		expect(tokenRequests()).toHaveLength(1);
		expect(catalio.writes()).toEqual([]);
	});

	it('for the sake of its audience names the audience', async () => {
		const credentials = catalio.credential({ audience: 'https://elsewhere.example.com' });
		const { message } = await catalio.refusal('team', 'create', asJson({ name: 'Leavers' }), { credentials });

		expect(message).toContain('Catalio does not accept the audience');
		expect(message).toContain(`for catalio.ai it is ${AUDIENCE}.`);
		expect(tokenRequests()).toHaveLength(1);
	});

	it.each([
		['Client ID', { clientId: ' ' }],
		['Client Secret', { clientSecret: '' }],
		['Token URL', { accessTokenUrl: '' }],
	])('because %s is empty says so before anything is sent', async (name, more) => {
		const { message } = await catalio.refusal('team', 'create', asJson({ name: 'Leavers' }), { credentials: catalio.credential(more) });

		expect(message).toContain(`${name} is empty`);
		expect(catalio.simulator.requests).toEqual([]);
	});

	it('is told of each item, and asked for again by none that waited for the same', async () => {
		const items = Array.from({ length: 5 }, (_each, index) => ({ index }));
		catalio.simulator.admin.revokeCredential(CLIENT_ID);
		const { outputs } = await catalio.run('team', 'create', { ...asJson({ name: 'x' }), options: { concurrency: 5 } }, { items, onError: 'continueErrorOutput' });

		expect(outputs[1]?.map(({ json }) => (json.details as IDataObject).code)).toEqual(items.map(() => 'TOKEN_REFUSED'));
		expect(tokenRequests()).toHaveLength(1);
	});
});

describe('The token endpoint', () => {
	it.each([
		['500', { kind: 'answer', status: 500, body: { error: 'server_error' } }],
		['429', { kind: 'answer', status: 429, headers: { 'retry-after': '1' } }],
		['503 with a page', { kind: 'html', status: 503 }],
		['a lost connection', { kind: 'reset', when: 'beforeActing' }],
		['a connection that is lost after the token was made', { kind: 'reset', when: 'afterActing' }],
	] as const)('that answers with %s is asked again, and the write made once', async (_what, fault) => {
		catalio.simulator.faults.onOperation('createToken', fault);
		await catalio.records('team', 'create', asJson({ name: 'Leavers' }));

		expect(tokenRequests()).toHaveLength(2);
		expect(catalio.requestsTo('createTeam')).toHaveLength(1);
	});

	it('that stays down ends within Max Wait, and nothing was changed', async () => {
		catalio.simulator.faults.onOperation('createToken', { kind: 'answer', status: 500, body: { message: `Cannot read ${CLIENT_SECRET}` } }, { times: Infinity });
		const began = performance.now();
		const { message, data } = await catalio.refusal('team', 'create', { ...asJson({ name: 'Leavers' }), options: { maxWait: 1, retries: 8 } });

		expect(performance.now() - began).toBeLessThan(5_000);
		expect(message).toMatch(/^Catalio could not be reached \(TOKEN_UNAVAILABLE\)|^Catalio wants /);
		expect(data).toMatchObject({ mayHaveTakenEffect: false });
		expect(catalio.writes()).toEqual([]);
	});

	it('that is another server, or gives a page, is put down to the Token URL', async () => {
		const { message } = await catalio.refusal('team', 'create', asJson({ name: 'x' }), { credentials: catalio.credential({ accessTokenUrl: `${catalio.simulator.origin}/oauth/nothing` }) });

		expect(message).toContain('Catalio gave no token (404');
		expect(message).toContain('Check the Token URL in the credential');
		catalio.simulator.takeViolations();
	});
});

describe('A ready token', () => {
	const ready = (more: IDataObject = {}) => catalio.credential({ authentication: 'token', apiToken: API_TOKEN, clientId: '', clientSecret: '', ...more });

	it('is used as it is, without any request for a token', async () => {
		await get(ready({ apiToken: ` ${API_TOKEN}\n` }));

		expect(tokenRequests()).toEqual([]);
		expect(statuses()).toEqual([200]);
	});

	it('that is refused is not sent a second time', async () => {
		const { message, data } = await catalio.refusal('team', 'create', asJson({ name: 'Leavers' }), { credentials: ready({ apiToken: 'a-token-of-yesterday' }) });

		expect(message).toBe('Catalio answered 401: Unauthorized: Invalid or expired token [Item 0]');
		expect(data).toMatchObject({ attempts: 1, mayHaveTakenEffect: false });
		expect(catalio.requestsTo('createTeam').map(({ status }) => status)).toEqual([401]);
		expect(tokenRequests()).toEqual([]);
	});

	it.each([
		['with a line break inside', 'abc\ndef'],
		['with the word Bearer', `Bearer ${'x'.repeat(20)}`],
		['that is empty', ''],
	])('%s is refused before anything is sent', async (_what, apiToken) => {
		const { message } = await catalio.refusal('team', 'create', asJson({ name: 'Leavers' }), { credentials: ready({ apiToken }) });

		expect(message).toContain('API Token');
		expect(message).not.toContain('x'.repeat(20));
		expect(catalio.simulator.requests).toEqual([]);
	});
});
