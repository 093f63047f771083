import { API_KEY, LEAVER_EMAIL, LEAVER_KEYS, NARROW_API_KEY, SANDBOX_TENANT_ID, startRezolve, TENANT_ID, type RezolveSimulator } from '../../simulators/rezolve/index.mts';
import { createClient, keyedOf, platformOf, type Answer, type Call, type Fields } from './support.mts';

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

const LIST = '/api/v1/api-keys';
const WISH = { name: 'Payroll sync', scopes: 'users:read', environment: 'live' };
const stateOf = (id: string) => simulator.state.apiKeys.find((key) => key.id === id)!;
const opens = async (secret: string) => (await keyedOf(simulator, secret)('GET', '/api/v2/ticketing/user/userinfo?type=agent&module=ticketing')).status;

describe('the seeded keys', () => {
	it('hold seven of the leaver, in every state', async () => {
		const { data } = await call('GET', LIST);
		const own = (data.apiKeys as Fields[]).filter(({ createdBy }) => createdBy.email === LEAVER_EMAIL);

		expect(Object.fromEntries(own.map(({ id, status }) => [id, status]))).toEqual({
			[LEAVER_KEYS.star]: 'active',
			[LEAVER_KEYS.expiring]: 'active',
			[LEAVER_KEYS.dormant]: 'active',
			[LEAVER_KEYS.unused]: 'active',
			[LEAVER_KEYS.inactive]: 'inactive',
			[LEAVER_KEYS.expired]: 'expired',
			[LEAVER_KEYS.revoked]: 'revoked',
		});
		expect(own.find(({ id }) => id === LEAVER_KEYS.star)).toMatchObject({ scopes: ['*'], ipWhitelist: [], expiresAt: null });
		expect(own.find(({ id }) => id === LEAVER_KEYS.unused)).toMatchObject({ lastUsedAt: null, usageCount: 0, environment: 'test', updatedBy: null });
		expect(Date.now() - Date.parse(own.find(({ id }) => id === LEAVER_KEYS.dormant)!.lastUsedAt)).toBeGreaterThan(200 * 86_400_000);
	});

	it('never show their value in a read', async () => {
		const texts = [(await call('GET', LIST)).text, (await call('GET', `${LIST}/${LEAVER_KEYS.star}`)).text];

		for (const { secret } of simulator.state.apiKeys) for (const text of texts) expect(text).not.toContain(secret);
		expect(texts[0]).toContain(API_KEY.slice(0, 12));
	});

	it('expire by the clock', async () => {
		expect(await opens(stateOf(LEAVER_KEYS.star).secret)).toBe(200);
		simulator.clock.advance(13 * 86_400_000);

		expect(await call('GET', `${LIST}/${LEAVER_KEYS.expiring}`)).toMatchObject({ data: { status: 'expired', isExpired: true, daysUntilExpiration: 0 } });
		expect(await opens(stateOf(LEAVER_KEYS.expiring).secret)).toBe(401);
	});

	it('tell what their scopes allow', async () => {
		expect((await call('GET', `${LIST}/${LEAVER_KEYS.expiring}`)).data.permissions).toMatchObject({ users: { read: true, write: false }, ticketing: { read: false } });
		expect((await call('GET', `${LIST}/${LEAVER_KEYS.star}`)).data.permissions).toMatchObject({ users: { admin: true }, queues: { write: true } });
	});
});

describe('creating a key', () => {
	it('shows its value once; it works at once and is written down', async () => {
		const { data } = await call('POST', LIST, { ...WISH, description: 'Nightly', protocol: 'rest', ipWhitelist: '127.0.0.1, 2001:db8::/32', expiresIn: 90 });

		expect(data).toMatchObject({ name: 'Payroll sync', protocol: 'rest', ipWhitelist: ['127.0.0.1', '2001:db8::/32'], createdBy: { email: 'sam.whitfield@example.com' }, tenant: { id: TENANT_ID } });
		expect(data.prefix).toBe(data.apiKey.slice(0, 12));
		expect(Math.round((Date.parse(data.expiresAt) - Date.now()) / 86_400_000)).toBe(90);
		expect(await opens(data.apiKey)).toBe(200);
		expect(simulator.state.audit.written.at(-1)).toMatchObject({ action: 'API_KEY_CREATED', resource: { type: 'api_key', id: data.id, name: 'Payroll sync' }, actor: { email: 'sam.whitfield@example.com' } });
		expect((await call('GET', `${LIST}/${data.id}`)).text).not.toContain(data.apiKey);
	});

	it('refuses a name that exists, and takes it again once it is gone', async () => {
		const { data } = await call('POST', LIST, WISH);
		expect(await call('POST', LIST, WISH)).toMatchObject({ status: 409, error: { code: 'API_KEY_ALREADY_EXISTS' } });

		await call('DELETE', `${LIST}/${data.id}`);
		expect((await call('POST', LIST, WISH)).status).toBe(200);
	});

	it.each([
		['scopes', { scopes: 'users:read, everything' }, 'unknown: everything'],
		['scopes', { scopes: ' ,' }, 'must name a scope'],
		['ipWhitelist', { ipWhitelist: '10.0.0.0/33' }, 'no address or CIDR block: 10.0.0.0/33'],
		['ipWhitelist', { ipWhitelist: 'office' }, 'no address or CIDR block: office'],
		['protocol', { protocol: 'soap' }, 'must be rest or graphql'],
		['expiresIn', { expiresIn: 0 }, 'must be a positive number of days'],
		['name', { name: ' ' }, 'must not be empty'],
	])('refuses a wrong %s', async (field, more, reason) => {
		expect(await call('POST', LIST, { ...WISH, ...more })).toMatchObject({ status: 422, error: { code: 'VALIDATION_ERROR', details: { [field]: reason } } });
	});

	it('refuses what leaves the contract, and remembers it', async () => {
		expect(await call('POST', LIST, { name: 'x', scopes: ['users:read'], environment: 'staging' })).toMatchObject({ status: 422, error: { details: { scopes: 'must be string', environment: expect.any(String) } } });
		expect(simulator.takeViolations()).toMatchObject([{ direction: 'request', where: 'body/scopes' }, { where: 'body/environment' }]);
	});
});

describe('validating a key', () => {
	const validate = async (apiKey: string, clientIp = '203.0.113.7'): Promise<Answer> => await createClient(simulator.origin, {})('POST', '/api/v1/api-key/validate', { apiKey, clientIp });

	it('needs no sign-in, and does not count as a use', async () => {
		const before = simulator.state.apiKeys.find(({ secret }) => secret === NARROW_API_KEY)!.usageCount;
		expect(await validate(NARROW_API_KEY)).toMatchObject({ status: 200, json: { success: true }, data: { valid: true, apiKey: { name: 'Helpdesk widget', ipRestrictions: { enabled: false, clientIpValid: true } }, tenant: { status: 'active' } } });
		expect(simulator.state.apiKeys.find(({ secret }) => secret === NARROW_API_KEY)!.usageCount).toBe(before);
	});

	it.each([
		['INVALID_KEY', (): string => 'ak_live_guess', '203.0.113.7'],
		['KEY_REVOKED', (): string => stateOf(LEAVER_KEYS.revoked).secret, '203.0.113.7'],
		['KEY_EXPIRED', (): string => stateOf(LEAVER_KEYS.expired).secret, '203.0.113.7'],
		['KEY_INACTIVE', (): string => stateOf(LEAVER_KEYS.inactive).secret, '203.0.113.7'],
		['IP_NOT_ALLOWED', (): string => stateOf(LEAVER_KEYS.expiring).secret, '198.51.100.4'],
	] as const)('answers %s with status 200 and no error', async (reason, secret, clientIp) => {
		const answer = await validate(secret(), clientIp);

		expect(answer).toMatchObject({ status: 200, json: { success: false, data: { valid: false, reason, details: expect.any(String) } } });
		expect(answer.json).not.toHaveProperty('error');
		if (reason === 'IP_NOT_ALLOWED') expect(answer.data).toMatchObject({ clientIp, allowedRanges: ['203.0.113.0/24'] });
	});

	it.each([200, 401, 403] as const)('answers a refusal with status %i by switch, with the same body', async (validateStatus) => {
		simulator.set({ validateStatus });

		expect(await validate('ak_live_guess')).toMatchObject({ status: validateStatus, json: { success: false, data: { valid: false, reason: 'INVALID_KEY' } } });
	});

	it('refuses an address that is none', async () => {
		expect(await validate(NARROW_API_KEY, 'localhost')).toMatchObject({ status: 400, error: { code: 'INVALID_REQUEST', details: { clientIp: expect.any(String) } } });
	});

	it('knows no key of another tenant', async () => {
		const answer = await createClient(simulator.origin, { 'x-tenantid': SANDBOX_TENANT_ID })('POST', '/api/v1/api-key/validate', { apiKey: NARROW_API_KEY, clientIp: '203.0.113.7' });

		expect(answer.data).toMatchObject({ valid: false, reason: 'INVALID_KEY' });
	});

	it('knows a key of a tenant that is not active', async () => {
		simulator.state.tenants[0]!.status = 'suspended';

		expect((await validate(NARROW_API_KEY)).data).toMatchObject({ reason: 'TENANT_INACTIVE' });
	});

	it('works by id too, with a sign-in, with or without a body', async () => {
		const byId = `${LIST}/${LEAVER_KEYS.star}/validate`;

		expect(await call('POST', byId)).toMatchObject({ status: 200, data: { valid: true } });
		expect(await call('POST', byId, { apiKey: stateOf(LEAVER_KEYS.star).secret, clientIp: '203.0.113.7' })).toMatchObject({ data: { valid: true } });
		expect(await call('POST', byId, { apiKey: NARROW_API_KEY, clientIp: '203.0.113.7' })).toMatchObject({ data: { valid: false, reason: 'INVALID_KEY' } });
		expect(await call('POST', byId, { apiKey: NARROW_API_KEY, clientIp: 'x' })).toMatchObject({ status: 400 });
		expect(await call('POST', `${LIST}/nothing/validate`)).toMatchObject({ status: 404, error: { code: 'API_KEY_NOT_FOUND' } });
		expect((await createClient(simulator.origin, { 'x-tenantid': TENANT_ID })('POST', byId)).status).toBe(401);
	});
});

describe('rotating a key', () => {
	const rotate = async (body?: object, id: string = LEAVER_KEYS.star) => await call('POST', `${LIST}/${id}/rotate`, body);

	it('without a grace period ends the old value at once', async () => {
		const old = stateOf(LEAVER_KEYS.star).secret;
		const { data } = await rotate();

		expect(data).toMatchObject({ id: LEAVER_KEYS.star, status: 'active', rotation: { rotationCount: 1, previousKeyInvalidatedAt: expect.any(String), gracePeriod: null, rotatedBy: { email: 'sam.whitfield@example.com' } } });
		expect([await opens(old), await opens(data.newApiKey)]).toEqual([401, 200]);
		expect(simulator.state.audit.written.some(({ action, resource }) => action === 'API_KEY_ROTATED' && resource.id === LEAVER_KEYS.star)).toBe(true);
		expect((await call('GET', `${LIST}/${LEAVER_KEYS.star}`)).data.audit).toMatchObject({ rotationCount: 1, lastRotatedAt: expect.any(String) });
	});

	it('with a grace period lets both work until its end, by the clock', async () => {
		const old = stateOf(LEAVER_KEYS.star).secret;
		const { data } = await rotate({ gracePeriodMinutes: 30, expiresIn: 10 });

		expect(data.rotation.gracePeriod).toMatchObject({ enabled: true, minutes: 30 });
		expect(data.rotation).not.toHaveProperty('previousKeyInvalidatedAt');
		expect(Math.round((Date.parse(data.expiresAt) - Date.now()) / 86_400_000)).toBe(10);
		simulator.clock.advance(29 * 60_000);
		expect([await opens(old), await opens(data.newApiKey)]).toEqual([200, 200]);
		simulator.clock.advance(60_000);
		expect([await opens(old), await opens(data.newApiKey)]).toEqual([401, 200]);
	});

	it.each([
		['honoured', 200, 200],
		['ignored', 200, 401],
		['refused', 400, 200],
	] as const)('answers a grace period that is %s with %i, and the old value then with %i', async (gracePeriods, status, old) => {
		simulator.set({ gracePeriods });
		const { secret } = stateOf(LEAVER_KEYS.star);

		expect((await rotate({ gracePeriodMinutes: 30 })).status).toBe(status);
		expect(await opens(secret)).toBe(old);
	});

	it.each(['inactive', 'expired', 'revoked'] as const)('refuses a key that is %s', async (kind) => {
		expect(await rotate({}, LEAVER_KEYS[kind])).toMatchObject({ status: 409, error: { code: 'KEY_INACTIVE' } });
	});

	it('is limited within an hour', async () => {
		simulator.set({ rotationsPerHour: 2 });

		expect([(await rotate()).status, (await rotate()).status, (await rotate()).status]).toEqual([200, 200, 429]);
		simulator.clock.advance(3_600_000);
		expect((await rotate()).status).toBe(200);
	});

	it('refuses a negative grace period and an unknown key', async () => {
		expect(await rotate({ gracePeriodMinutes: -1 })).toMatchObject({ status: 400, error: { code: 'VALIDATION_ERROR' } });
		expect(await rotate({ expiresIn: 0 })).toMatchObject({ status: 400 });
		expect(await rotate({}, 'nothing')).toMatchObject({ status: 404, error: { code: 'API_KEY_NOT_FOUND' } });
	});
});

describe('revoking a key', () => {
	const revoke = async () => await call('DELETE', `${LIST}/${LEAVER_KEYS.star}`);

	it('removes it at once, and says so the second time', async () => {
		const { secret } = stateOf(LEAVER_KEYS.star);

		expect(await revoke()).toMatchObject({ status: 200, data: { id: LEAVER_KEYS.star, status: 'revoked', deleted: true, revokedBy: { name: 'Sam Whitfield' } } });
		expect(await opens(secret)).toBe(401);
		expect((await call('GET', `${LIST}/${LEAVER_KEYS.star}`)).status).toBe(404);
		expect(await revoke()).toMatchObject({ status: 409, error: { code: 'API_KEY_ALREADY_REVOKED' } });
		expect(simulator.state.audit.written.at(-1)).toMatchObject({ action: 'API_KEY_REVOKED', details: { previousStatus: 'active' } });
	});

	it('keeps it in the soft form, with the day on which it goes', async () => {
		simulator.set({ deleteForm: 'soft' });
		const { data } = await revoke();

		expect(data).toMatchObject({ status: 'revoked', previousStatus: 'active', retentionDays: 90 });
		expect(data).not.toHaveProperty('deleted');
		expect(Math.round((Date.parse(data.permanentDeletionDate) - Date.now()) / 86_400_000)).toBe(90);
		expect(await call('GET', `${LIST}/${LEAVER_KEYS.star}`)).toMatchObject({ status: 200, data: { status: 'revoked', audit: { updatedBy: { name: 'Sam Whitfield' } } } });
		expect((await revoke()).status).toBe(409);
	});

	it('answers 204 without a body, and 404 the second time, by switch', async () => {
		simulator.set({ deleteForm: 'empty', repeatDelete: 404 });

		expect(await revoke()).toMatchObject({ status: 204, text: '' });
		expect(await revoke()).toMatchObject({ status: 404, error: { code: 'API_KEY_NOT_FOUND' } });
	});

	it('ends a grace period too', async () => {
		const { secret } = stateOf(LEAVER_KEYS.star);
		await call('POST', `${LIST}/${LEAVER_KEYS.star}/rotate`, { gracePeriodMinutes: 30 });
		await revoke();

		expect(await opens(secret)).toBe(401);
	});

	it('finds nothing under an unknown id', async () => {
		expect((await call('DELETE', `${LIST}/nothing`)).status).toBe(404);
	});
});
