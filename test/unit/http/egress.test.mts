import type { IHttpRequestOptions } from 'n8n-workflow';

import { cancelSignalOf, createEgress, type EgressOptions } from '../../../nodes/shared/http/egress';
import type { VendorRequest } from '../../../nodes/shared/http/request';
import { TokenError } from '../../../nodes/shared/http/tokenFailure';
import { virtualClock } from '../../support/virtualClock.mts';

const get: VendorRequest = { method: 'GET', url: 'https://vendor.example/api?x=1', headers: {} };
const json = { 'Content-Type': 'application/json; charset=utf-8' };

function world(reply: unknown, more: Partial<EgressOptions> = {}) {
	const asked: IHttpRequestOptions[] = [];
	const egress = createEgress({
		origin: 'https://vendor.example',
		clock: virtualClock(),
		request: async (options) => {
			asked.push(options);
			if (reply instanceof Error) throw reply;
			return reply;
		},
		...more,
	});
	return { egress, asked };
}

const full = (statusCode: number, body: unknown, headers: object = json) => ({ statusCode, headers, body, statusMessage: '' });
const axiosError = (status: number, url: string, data = '{}') =>
	new Error('wrapped', { cause: Object.assign(new Error(`Request failed with status code ${status}`), { isAxiosError: true, code: 'ERR_BAD_REQUEST', config: { url }, response: { status, headers: json, data } }) });

describe('the egress', () => {
	it('asks n8n so that no status throws, no redirect is followed and no other host is reached', async () => {
		const { egress, asked } = world(full(200, '{}'));
		await egress(get);
		expect(asked[0]).toEqual({
			method: 'GET', url: get.url, headers: { Accept: 'application/json', 'User-Agent': 'n8n-nodes-offboarding' }, encoding: 'text', returnFullResponse: true,
			ignoreHttpStatusErrors: true, disableFollowRedirect: true, sendCredentialsOnCrossOriginRedirect: false, allowedDomains: 'vendor.example', timeout: 60_000,
		});
	});

	it('leaves a 401 to n8n where the credential type can refresh its token', async () => {
		const { egress, asked } = world(full(200, '{}'), { refreshesToken: true });
		await egress(get);
		expect(asked[0]?.ignoreHttpStatusErrors).toEqual({ ignore: true, except: [401] });
	});

	it.each([
		['an empty object, which n8n would drop', {}, '{}'],
		['null', null, 'null'],
		['a record', { a: [1] }, '{"a":[1]}'],
		['a text', 'x', '"x"'],
	])('serialises %s', async (_case, body, expected) => {
		const { egress, asked } = world(full(200, ''));
		await egress({ ...get, method: 'POST', body });
		expect(asked[0]).toMatchObject({ body: expected, headers: { 'Content-Type': 'application/json' } });
	});

	it("lets the request's own headers win, whatever their case", async () => {
		const { egress, asked } = world(full(200, ''));
		await egress({ ...get, method: 'POST', headers: { accept: 'text/csv', 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=1' });
		expect(asked[0]).toMatchObject({ body: 'a=1', headers: { accept: 'text/csv', 'content-type': 'application/x-www-form-urlencoded' } });
		expect(Object.keys(asked[0]?.headers ?? {})).toEqual(['User-Agent', 'accept', 'content-type']);
	});

	it.each([200, 302, 404, 422, 429, 500])('hands on a %i as an answer', async (status) => {
		const { egress } = world(full(status, '{"a":1}'));
		expect(await egress(get)).toMatchObject({ kind: 'response', response: { status, body: { a: 1 }, headers: { 'content-type': 'application/json; charset=utf-8' }, url: get.url } });
	});

	it.each([
		['JSON of a vendor type', 'application/vnd.api+json', '{"a":1}', { a: 1 }],
		['a bare JSON string', 'application/json', '"a"', 'a'],
		['JSON labelled as text', 'text/plain', ' [1]', [1]],
		['text', 'text/plain', 'plain', 'plain'],
		['a table', 'text/csv', '[a],b', '[a],b'],
		['lines of JSON', 'application/x-ndjson', '{"a":1}', '{"a":1}'],
		['nothing', 'application/json', '', ''],
	])('reads %s', async (_case, type, raw, body) => {
		const { egress } = world(full(200, raw, { 'content-type': type }));
		expect(await egress(get)).toMatchObject({ kind: 'response', response: { body } });
	});

	it('takes a JSON body that ends in its middle as a lost connection, since a cut gzip body arrives as a complete 200', async () => {
		const { egress } = world(full(200, '{"data":[{"id":'));
		expect(await egress(get)).toMatchObject({ kind: 'networkFailure', delivery: 'maybe', code: 'BODY_CUT' });
	});

	it('hands on a refusal whose JSON does not parse, as text', async () => {
		const { egress } = world(full(502, '{"mess'));
		expect(await egress(get)).toMatchObject({ kind: 'response', response: { status: 502, body: '{"mess' } });
	});

	it("reads a final 401 from the error's cause", async () => {
		const { egress } = world(axiosError(401, get.url, '{"message":"expired"}'), { refreshesToken: true });
		expect(await egress(get)).toMatchObject({ kind: 'response', response: { status: 401, body: { message: 'expired' } } });
	});

	it.each([
		[503, { kind: 'networkFailure', delivery: 'never', code: 'TOKEN_UNAVAILABLE' }],
		[429, { kind: 'networkFailure', delivery: 'never', code: 'TOKEN_UNAVAILABLE' }],
		[401, { kind: 'refused', code: 'TOKEN_REFUSED' }],
		[400, { kind: 'refused', code: 'TOKEN_REFUSED' }],
	])("does not take the token endpoint's %i for the vendor's answer", async (status, expected) => {
		const { egress } = world(axiosError(status, 'https://vendor.example/oauth/token'));
		expect(await egress(get)).toMatchObject(expected);
	});

	it('tells why a credential that gets its token itself got none, however often n8n wrapped it', async () => {
		const failure = { kind: 'refused', code: 'TOKEN_REFUSED', message: 'The secret was rotated' } as const;
		const thrown = new TokenError(failure);
		for (const reply of [thrown, new Error('wrapped', { cause: thrown }), new Error('twice', { cause: new Error('wrapped', { cause: thrown }) })]) {
			expect(await world(reply, { refreshesToken: true }).egress(get)).toEqual(failure);
		}
	});

	it.each([
		[Object.assign(new Error(), { code: 'ESTATUS', status: 503 }), 'networkFailure', 'TOKEN_UNAVAILABLE'],
		[Object.assign(new Error(), { code: 'ESTATUS', status: 400 }), 'refused', 'TOKEN_REFUSED'],
		[Object.assign(new Error(), { code: 'EAUTH', body: { error: 'temporarily_unavailable' } }), 'networkFailure', 'TOKEN_UNAVAILABLE'],
		[Object.assign(new Error(), { code: 'EAUTH', body: { error: 'invalid_client' } }), 'refused', 'TOKEN_REFUSED'],
	])("reads the errors of n8n's own OAuth client: %j", async (cause, kind, code) => {
		expect(await world(new Error('wrapped', { cause })).egress(get)).toMatchObject({ kind, code });
	});

	it.each([
		['another origin', { url: 'https://evil.example/api' }, 'OTHER_ORIGIN'],
		['another port', { url: 'https://vendor.example:8443/api' }, 'OTHER_ORIGIN'],
		['http', { url: 'http://vendor.example/api' }, 'NOT_ENCRYPTED'],
		['user info', { url: 'https://u:p@vendor.example/api' }, 'USER_INFO'],
		['no URL', { url: '/api' }, 'ERR_INVALID_URL'],
		['a line break in a header', { headers: { 'Idempotency-Key': 'a\r\nX: y' } }, 'INVALID_HEADER'],
		['a line break in the name of a header', { headers: { 'A\nB': 'a' } }, 'INVALID_HEADER'],
		['a sign beyond Latin-1 in a header', { headers: { 'X-A': '🔑' } }, 'INVALID_HEADER'],
	])('refuses %s and sends nothing', async (_case, change, code) => {
		const { egress, asked } = world(full(200, '{}'));
		expect(await egress({ ...get, ...change })).toMatchObject({ kind: 'refused', code });
		expect(asked).toHaveLength(0);
	});

	it.each(['http://127.0.0.1:3000', 'http://localhost:3000', 'http://[::1]:3000'])('allows plain http to %s', async (origin) => {
		const { egress } = world(full(200, '{}'), { origin });
		expect(await egress({ ...get, url: `${origin}/api` })).toMatchObject({ kind: 'response' });
	});

	it('tells a stopped execution from a lost connection', async () => {
		const controller = new AbortController();
		const { egress, asked } = world(new Error('socket hang up'), { signal: controller.signal });
		expect(await egress(get)).toMatchObject({ kind: 'networkFailure' });
		controller.abort();
		expect(await egress(get)).toEqual({ kind: 'aborted' });
		expect(asked).toHaveLength(1);
	});

	it.each([new Error('x'), undefined, null, 'text', {}])('never rejects: %p', async (reply) => {
		const { egress } = world(reply);
		await expect(egress(get)).resolves.toHaveProperty('kind');
	});
});

describe('cancelSignalOf', () => {
	it('gives the signal of an execution and nothing for a poll', () => {
		const { signal } = new AbortController();
		expect(cancelSignalOf({ getExecutionCancelSignal: () => signal })).toBe(signal);
		expect(cancelSignalOf({ getExecutionCancelSignal: () => undefined })).toBeUndefined();
		expect(cancelSignalOf({})).toBeUndefined();
	});
});
