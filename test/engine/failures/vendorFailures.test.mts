import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { LEAVER_ID, LEAVER_STATES, READ_ONLY_TOKEN, type AccessOwlSimulator } from '../../simulators/accessowl/index.mts';
import { refusedPort, type Fault } from '../../simulators/frame/faults.mts';
import { expectNoSecret, PLANTED_TOKEN, watchOutput, type OutputWatch } from '../../support/secrets.mts';
import { SELF_SIGNED_CERTIFICATE, SELF_SIGNED_KEY } from '../../support/selfSigned.mts';
import { detailsOf, REVOKE, revocationsOf, run, startPlanted, stateItem, unchecked, writesOf } from './failing.mts';

const GET_USER = ['user', 'get'] as const;
const user = (options = {}) => ({ userId: { __rl: true, mode: 'id', value: LEAVER_ID }, options });
const NOW = { 'retry-after': '0' };

let simulator: AccessOwlSimulator;
let output: OutputWatch;
beforeAll(() => {
	output = watchOutput();
});
beforeEach(async () => {
	simulator = await startPlanted();
});
afterEach(async () => {
	await simulator.close();
	simulator.expectNoViolations();
	expectNoSecret(output.text());
});
afterAll(() => output.stop());

const always = (fault: Fault) => simulator.faults.when(() => true, fault, { times: Infinity });
const lastRequestId = () => simulator.requests.at(-1)?.requestId ?? 'none';

interface Answer {
	readonly what: string;
	readonly fault: Fault;
	readonly message: string;
	/** Parts of the description: the way out before all. */
	readonly says: readonly RegExp[];
	readonly httpCode: string;
	readonly requests: number;
}

const ANSWERS: readonly Answer[] = [
	{ what: '400', fault: { kind: 'answer', status: 400, body: { message: 'expand names nothing' } }, message: 'AccessOwl answered 400: expand names nothing', says: [/^Check the fields of this node/], httpCode: '400', requests: 1 },
	{ what: '401', fault: { kind: 'answer', status: 401, body: { error: 'Token revoked' } }, message: 'AccessOwl answered 401: Token revoked', says: [/Make a new one in AccessOwl/], httpCode: '401', requests: 1 },
	{ what: '401 without a body', fault: { kind: 'answer', status: 401 }, message: 'AccessOwl answered 401: the credential is not accepted', says: [/Make a new one in AccessOwl/], httpCode: '401', requests: 1 },
	{ what: '403', fault: { kind: 'answer', status: 403, body: { errors: { detail: 'Forbidden' } } }, message: 'AccessOwl answered 403: Forbidden', says: [/Ask an organization admin/], httpCode: '403', requests: 1 },
	{ what: '404', fault: { kind: 'answer', status: 404, body: { errors: { detail: 'Not Found' } } }, message: 'AccessOwl answered 404: Not Found', says: [/no such record/], httpCode: '404', requests: 1 },
	{ what: '422 with fields', fault: { kind: 'answer', status: 422, body: { errors: { user_id: ['is unknown', 'is old'], 'rows.1.title': ['is taken'] } } }, message: 'AccessOwl answered 422: the values are not accepted', says: [/user_id: is unknown; is old\./, /rows\.1\.title: is taken\./], httpCode: '422', requests: 1 },
	{ what: '422 with a list of errors', fault: { kind: 'answer', status: 422, body: { errors: [{ field: 'reason', message: 'is too long' }] } }, message: 'AccessOwl answered 422: the values are not accepted', says: [/reason: is too long\./], httpCode: '422', requests: 1 },
	{ what: '500 five times', fault: { kind: 'answer', status: 500, body: { message: 'Boom' }, headers: NOW }, message: 'AccessOwl answered 500: Boom', says: [/Run this again later\./, /Sent 5 times/], httpCode: '500', requests: 5 },
	{ what: '501, which is never repeated', fault: { kind: 'answer', status: 501 }, message: 'AccessOwl answered 501: the service is not available right now', says: [/Run this again later\./], httpCode: '501', requests: 1 },
	{ what: 'a web page as 502', fault: { kind: 'answer', status: 502, body: '<!DOCTYPE html><html><body>Bad Gateway</body></html>', headers: NOW }, message: 'AccessOwl answered 502: the answer is a web page, not data', says: [/Run this again later\./, /Sent 5 times/], httpCode: '502', requests: 5 },
	{ what: 'a web page as 200', fault: { kind: 'html', status: 200 }, message: 'API access is not enabled for this organization', says: [/enable the API/], httpCode: '200', requests: 1 },
	{ what: 'a redirect', fault: { kind: 'answer', status: 302, headers: { location: 'https://app.accessowl.com/settings/billing' } }, message: 'API access is not enabled for this organization', says: [/enable the API/], httpCode: '302', requests: 1 },
	{ what: 'text that is no record', fault: { kind: 'answer', status: 200, body: 'OK', headers: { 'content-type': 'text/plain' } }, message: 'AccessOwl answered without the record', says: [/address in the credential/], httpCode: '200', requests: 1 },
	{ what: 'a list where a record should be', fault: { kind: 'answer', status: 200, body: [] }, message: 'AccessOwl answered without the record', says: [/address in the credential/], httpCode: '200', requests: 1 },
	{ what: 'an error text longer than a person reads', fault: { kind: 'answer', status: 400, body: { message: 'x'.repeat(100_000) } }, message: `AccessOwl answered 400: ${'x'.repeat(499)}…`, says: [/Check the fields/], httpCode: '400', requests: 1 },
	{ what: 'an error body of an unforeseen shape', fault: { kind: 'answer', status: 418, body: { errors: [null, 3, { a: { b: [] } }], error: { message: 7 } } }, message: 'AccessOwl answered 418: the request was refused', says: [/Request ID/], httpCode: '418', requests: 1 },
];

describe('an answer that is a refusal', () => {
	it.each(ANSWERS)('$what: message, way out, request id and status are there', async ({ fault, message, says, httpCode, requests }) => {
		always(fault);
		const { error, outputs } = await run(simulator, GET_USER, user());

		expect(outputs).toEqual([]);
		expect(error?.name).toBe('NodeApiError');
		expect(error?.message).toBe(`${message} [Item 0]`);
		for (const each of says) expect(error?.description).toMatch(each);
		expect(error?.description).toContain(`Request ID: ${lastRequestId()}.`);
		expect(error?.httpCode).toBe(httpCode);
		expect(error).toMatchObject({ context: { itemIndex: 0, data: { requestId: lastRequestId(), attempts: requests, mayHaveTakenEffect: false } } });
		expect(simulator.requests).toHaveLength(requests);
	});

	it.each([200, 201])('an empty %d to a write says that the change has probably been made, and it is not repeated', async (status) => {
		always({ kind: 'answer', status, effect: 'taken' });
		const { error } = await run(simulator, REVOKE, unchecked(), { items: [stateItem(LEAVER_STATES.manual)] });

		expect(error?.message).toBe('AccessOwl answered without the record [Item 0]');
		expect(error?.description).toMatch(/^The change has probably been made\. Look in AccessOwl before you run this again\. Request ID: /);
		expect(error).toMatchObject({ context: { data: { mayHaveTakenEffect: true } } });
		expect(writesOf(simulator)).toHaveLength(1);
		expect(revocationsOf(simulator).get(LEAVER_STATES.manual)).toBe(1);
	});

	it('a 500 to a write that gives up says that the change may have been made', async () => {
		always({ kind: 'answer', status: 500, headers: NOW });
		const { outputs } = await run(simulator, REVOKE, unchecked({ retries: 2 }), { items: [stateItem(LEAVER_STATES.manual)], onError: 'continueErrorOutput' });

		expect(detailsOf(outputs[1]?.[0]?.json)).toMatchObject({ status: 500, attempts: 3, mayHaveTakenEffect: true, description: expect.stringMatching(/^The change may have been made\./) as string });
	});

	it('a validation refusal by the vendor itself names the field', async () => {
		const { error } = await run(simulator, REVOKE, unchecked(), { items: [stateItem('00000000-0000-4000-8000-000000000000')] });

		expect(error?.message).toBe('AccessOwl answered 422: the values are not accepted [Item 0]');
		expect(error?.description).toMatch(/access_state_id: does not exist\./);
	});

	it.each(['errors', 'error', 'message', 'html', 'empty'] as const)('is understood in the "%s" style of error bodies', async (errorBody) => {
		simulator.set({ errorBody });
		const { error } = await run(simulator, GET_USER, { userId: { __rl: true, mode: 'id', value: '00000000-0000-4000-8000-000000000000' } });

		expect(error?.message).toMatch(/^AccessOwl answered 404: (Not found|the answer is a web page, not data|there is no such record) \[Item 0\]$/);
	});

	it('a wrong token is told as such, and is not shown', async () => {
		const accessOwlApi = { baseUrl: simulator.origin, apiToken: `${PLANTED_TOKEN}-of-yesterday` };
		const { error } = await run(simulator, GET_USER, user(), { credentials: { accessOwlApi } });

		expect(error?.message).toBe('AccessOwl answered 401: Token missing or invalid [Item 0]');
		expect(simulator.requests).toHaveLength(1);
	});

	it('a token that may only read is told as such', async () => {
		const accessOwlApi = { baseUrl: simulator.origin, apiToken: READ_ONLY_TOKEN };
		const { error } = await run(simulator, REVOKE, unchecked(), { items: [stateItem(LEAVER_STATES.manual)], credentials: { accessOwlApi } });

		expect(error?.message).toBe('AccessOwl answered 403: The token may not do this [Item 0]');
		expect(error).toMatchObject({ context: { data: { mayHaveTakenEffect: false } } });
		expect(JSON.stringify(error)).not.toContain(READ_ONLY_TOKEN);
	});
});

describe('a vendor that echoes the token', () => {
	const echo = `Bearer ${PLANTED_TOKEN} and ${encodeURIComponent(PLANTED_TOKEN)} and ${Buffer.from(PLANTED_TOKEN).toString('base64')}`;
	const body = { message: echo, code: PLANTED_TOKEN, errors: { [PLANTED_TOKEN]: [echo], reason: [`is ${PLANTED_TOKEN}`] } };
	const headers = { 'x-request-id': `id-${PLANTED_TOKEN}`, location: `https://example.com/?token=${PLANTED_TOKEN}`, ...NOW };

	it.each([302, 400, 401, 403, 404, 409, 422, 429, 500])('in a %d shows a mask instead, in the error and in the item', async (status) => {
		always({ kind: 'answer', status, body, headers });
		const items = [stateItem(LEAVER_STATES.manual)];
		const stopped = await run(simulator, REVOKE, unchecked({ retries: 1 }), { items, mayQuote: true });
		const continued = await run(simulator, REVOKE, unchecked({ retries: 1 }), { items, mayQuote: true, onError: 'continueErrorOutput' });

		expect(stopped.error?.description).toContain('***');
		expect(JSON.stringify(continued.outputs[1])).toContain('***');
	});

	it.each(['text/plain', 'text/html', 'application/xml'])('in a body of type %s shows a mask or nothing', async (contentType) => {
		always({ kind: 'answer', status: 400, body: echo, headers: { 'content-type': contentType } });
		const { error } = await run(simulator, GET_USER, user(), { mayQuote: true });

		expect(error?.message).toMatch(/^AccessOwl answered 400: /);
	});
});

describe('no answer at all', () => {
	const at = (baseUrl: string) => ({ credentials: { accessOwlApi: { baseUrl, apiToken: PLANTED_TOKEN } } });

	it('a port on which nothing listens', async () => {
		const { error } = await run(simulator, GET_USER, user({ retries: 1 }), at(`http://127.0.0.1:${await refusedPort()}`));

		expect(error?.message).toBe('AccessOwl could not be reached (ECONNREFUSED) [Item 0]');
		expect(error?.description).toMatch(/^Check that AccessOwl can be reached from this n8n, then run this again\. Sent 2 times/);
	});

	it('a write to such a port has surely not been made', async () => {
		const { outputs } = await run(simulator, REVOKE, unchecked({ retries: 0 }), { ...at(`http://127.0.0.1:${await refusedPort()}`), items: [stateItem(LEAVER_STATES.manual)], onError: 'continueErrorOutput' });

		expect(detailsOf(outputs[1]?.[0]?.json)).toMatchObject({ code: 'ECONNREFUSED', mayHaveTakenEffect: false });
	});

	it('a host that does not exist', async () => {
		const { error } = await run(simulator, GET_USER, user({ retries: 1 }), at('https://nobody.accessowl.invalid'));

		expect(error?.message).toMatch(/^AccessOwl could not be reached \((ENOTFOUND|EAI_AGAIN)\) \[Item 0\]$/);
		expect(error?.description).toMatch(/Check /);
	});

	it('a server that speaks no TLS', async () => {
		const { error } = await run(simulator, GET_USER, user(), at(simulator.origin.replace('http:', 'https:')));

		expect(error?.message).toMatch(/^No encrypted connection came about \([A-Z_]+\) \[Item 0\]$/);
		expect(error?.description).toMatch(/^Check the address in the credential\./);
		expect(simulator.requests).toHaveLength(0);
	});

	it('a server whose certificate nobody vouches for is not talked to, and the token stays here', async () => {
		let seen = 0;
		const server = createServer({ key: SELF_SIGNED_KEY, cert: SELF_SIGNED_CERTIFICATE }, (_request, response) => {
			seen++;
			response.end('{}');
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		try {
			const { error } = await run(simulator, GET_USER, user(), at(`https://127.0.0.1:${(server.address() as AddressInfo).port}`));

			expect(error?.message).toBe('The certificate of the server is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT) [Item 0]');
			expect(error?.description).toMatch(/^Check the address in the credential\..* Nothing was sent\.$/);
			expect(error).toMatchObject({ context: { data: { attempts: 1 } } });
			expect(seen).toBe(0);
		} finally {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		}
	});

	it.each([
		['a reset before the request was read', { kind: 'reset', when: 'beforeReading' }],
		['a status line of another protocol', { kind: 'garbageStatusLine' }],
		['an end without an answer', { kind: 'endWithoutAnswer' }],
	] as const)('%s, every time', async (_what, fault) => {
		always(fault);
		const { error } = await run(simulator, GET_USER, user({ retries: 1 }));

		expect(error?.message).toMatch(/^The connection to AccessOwl was lost before the answer was complete \([A-Z_]+\) \[Item 0\]$/);
		expect(error?.description).toMatch(/^Check that AccessOwl can be reached from this n8n, then run this again\. Sent 2 times/);
		expect(simulator.requests).toHaveLength(2);
	});
});
