import type { IDataObject } from 'n8n-workflow';
import { API_KEY, LEAVER_KEYS, NARROW_API_KEY, TENANT_ID } from '../../simulators/rezolve/index.mts';
import { byId, expectHidden, useRezolve } from './support.mts';

const rezolve = useRezolve();
const PATHS = ['own', 'byId'] as const;

/** A value as an expression that does not hold it: n8n stores the node's parameters with an error. */
const inParts = (value: string): string => `={{ ${JSON.stringify([value.slice(0, 12), value.slice(12)])}.join('') }}`;

/** The fields for a key of the simulator, by both documented paths. */
const checking = (id: string, path: (typeof PATHS)[number], more: IDataObject = {}): IDataObject => ({
	apiKey: inParts(rezolve.key(id).secret),
	clientIp: '203.0.113.7',
	validatePath: path,
	...(path === 'byId' ? { keyId: byId(id) } : {}),
	...more,
});

/** Each reason, with what makes it so. Limits and scopes are not the simulator's: answers as documented stand for them. */
const REASONS: ReadonlyArray<readonly [reason: string, id: string, more: IDataObject, before?: () => void]> = [
	['INVALID_KEY', LEAVER_KEYS.star, { apiKey: '={{ ["ak_live", "nobody-has-this-one"].join("_") }}' }],
	['KEY_EXPIRED', LEAVER_KEYS.expired, {}],
	['KEY_INACTIVE', LEAVER_KEYS.inactive, {}],
	['KEY_REVOKED', LEAVER_KEYS.revoked, {}],
	['IP_NOT_ALLOWED', LEAVER_KEYS.expiring, { clientIp: '198.51.100.4' }],
	['TENANT_INACTIVE', LEAVER_KEYS.star, {}, () => void (rezolve.simulator.state.tenants.find(({ id }) => id === TENANT_ID)!.status = 'suspended')],
];
const CASES = PATHS.flatMap((path) => ([200, 401, 403] as const).flatMap((status) => REASONS.map(([reason, id, more, before]) => ({ path, status, reason, id, more, before }))));

describe('API Key: Validate', () => {
	it.each(PATHS)('tells whose key it is and what it may do, without the key (%s path)', async (path) => {
		const result = await rezolve.run('apiKey', 'validate', checking(LEAVER_KEYS.star, path));

		expect(result.json).toMatchObject([{ valid: true, apiKey: { id: LEAVER_KEYS.star, name: 'Close bot', status: 'active', scopes: ['*'] }, tenant: { id: TENANT_ID } }]);
		expectHidden(result, [rezolve.key(LEAVER_KEYS.star).secret]);
		expect(rezolve.simulator.requests.map(({ path: asked }) => asked)).toEqual([path === 'own' ? '/api/v1/api-key/validate' : `/api/v1/api-keys/${LEAVER_KEYS.star}/validate`]);
		expect(rezolve.simulator.requests[0]!.body).toEqual({ apiKey: '(secret)', clientIp: '203.0.113.7' });
	});

	it.each(CASES)('gives $reason as an answer, not as a failure ($path path, status $status)', async ({ path, status, reason, id, more, before }) => {
		before?.();
		rezolve.simulator.set({ validateStatus: status });
		const result = await rezolve.run('apiKey', 'validate', checking(id, path, more));

		expect(result.error).toBeUndefined();
		expect(result.json).toMatchObject([{ valid: false, reason }]);
		expectHidden(result, [rezolve.key(id).secret, 'ak_live_nobody-has-this-one']);
		expect(rezolve.simulator.requests.map((request) => request.status)).toEqual([status]);
	});

	it.each(['RATE_LIMIT_EXCEEDED', 'SCOPE_INVALID'])('gives %s as an answer too', async (reason) => {
		rezolve.simulator.faults.onOperation('validateApiKey', { kind: 'answer', status: 200, body: { success: false, message: 'API key refused', data: { valid: false, reason, details: 'As documented' } } });

		expect(await rezolve.record('apiKey', 'validate', checking(LEAVER_KEYS.star, 'own'))).toEqual({ valid: false, reason, details: 'As documented' });
	});

	it('shows the addresses that a key is bound to', async () => {
		expect(await rezolve.record('apiKey', 'validate', checking(LEAVER_KEYS.expiring, 'own', { clientIp: '2001:db8::9' }))).toMatchObject({ valid: false, clientIp: '2001:db8::9', allowedRanges: ['203.0.113.0/24'] });
	});

	it('says no for a key that is checked against the ID of another', async () => {
		const record = await rezolve.record('apiKey', 'validate', { ...checking(LEAVER_KEYS.dormant, 'byId'), apiKey: NARROW_API_KEY });

		expect(record).toMatchObject({ valid: false, reason: 'INVALID_KEY' });
	});

	it('fails where there is no key with that ID', async () => {
		const { message } = await rezolve.failed('apiKey', 'validate', { apiKey: NARROW_API_KEY, clientIp: '203.0.113.7', validatePath: 'byId', keyId: byId('nobody') });

		expect(message).toBe('Rezolve.ai answered 404: API key not found [Item 0]');
	});

	it.each([
		['an answer', { status: 200, body: { success: true, data: { valid: true, echo: `You sent ${NARROW_API_KEY}` } } }],
		['a verdict', { status: 200, body: { success: false, data: { valid: false, reason: 'INVALID_KEY', details: `${NARROW_API_KEY} is unknown` } } }],
		['a refusal', { status: 400, body: { success: false, error: { code: 'INVALID_REQUEST', message: `No good: ${NARROW_API_KEY}`, details: { apiKey: NARROW_API_KEY } } } }],
		['a refusal with 200', { status: 200, body: { success: false, error: { code: 'INVALID_REQUEST', message: `No good: ${NARROW_API_KEY}`, details: { apiKey: NARROW_API_KEY } } } }],
		['a text', { status: 500, body: NARROW_API_KEY }],
	])('hides the key where %s repeats it', async (_what, answer) => {
		for (const onError of [undefined, 'continueErrorOutput', 'continueRegularOutput'] as const) {
			rezolve.simulator.faults.onOperation('validateApiKey', { kind: 'answer', ...answer });
			const result = await rezolve.run('apiKey', 'validate', { apiKey: inParts(NARROW_API_KEY), clientIp: '203.0.113.7', options: { retries: 0 } }, onError ? { onError } : {});

			expectHidden(result, [NARROW_API_KEY]);
			expect(JSON.stringify([result.json, result.error ?? null, result.outputs])).toContain('***'.slice(0, answer.status === 500 ? 0 : 3));
		}
	});

	it.each([
		[{ clientIp: 'my laptop' }, 'Client IP is not an IP address: "my laptop"'],
		[{ apiKey: '={{ "" }}' }, 'API Key is empty'],
		[{ clientIp: '={{ "" }}' }, 'Client IP is empty'],
	])('refuses %j before anything is sent', async (more, said) => {
		expect((await rezolve.failed('apiKey', 'validate', checking(LEAVER_KEYS.star, 'own', more))).message).toContain(said);
		expect(rezolve.simulator.requests).toEqual([]);
	});

	it('changes nothing, so a lost answer is asked for again', async () => {
		rezolve.simulator.faults.onOperation('validateApiKey', { kind: 'reset', when: 'afterActing' });
		const before = rezolve.snapshot();

		expect(await rezolve.record('apiKey', 'validate', { apiKey: API_KEY, clientIp: '127.0.0.1' })).toMatchObject({ valid: true });
		expect(rezolve.requestsTo('validateApiKey')).toHaveLength(2);
		expect(rezolve.snapshot()).toEqual(before);
	});
});
