import type { IDataObject } from 'n8n-workflow';
import { LEAVER_CLIENTS, LEAVER_EMAIL, LEAVER_KEYS, type ApiKey, type OAuthClient } from '../../simulators/rezolve/index.mts';
import { ago, DAY_MS, idsIn, stragglers, useRezolve } from './support.mts';

const rezolve = useRezolve();
const keys = async (filters: IDataObject, more: IDataObject = {}) => idsIn(await rezolve.records('apiKey', 'getAll', { returnAll: true, filters, ...more }));
const clients = async (filters: IDataObject, more: IDataObject = {}) => idsIn(await rezolve.records('oauthClient', 'getAll', { returnAll: true, filters, ...more }));
/** IDs of the simulator's own keys that pass, in its order. */
const keysThat = (passes: (key: ApiKey) => boolean) => rezolve.simulator.state.apiKeys.filter((key) => !key.gone && passes(key)).map(({ id }) => id);
const clientsThat = (passes: (client: OAuthClient) => boolean) => rezolve.simulator.state.oauthClients.filter((client) => !client.gone && passes(client)).map(({ id }) => id);
const statusOf = ({ status, expiresAt }: ApiKey) => (status === 'active' && expiresAt !== null && Date.parse(expiresAt) <= Date.now() ? 'expired' : status);
const isLeavers = ({ createdBy }: { readonly createdBy: { readonly email: string } }) => createdBy.email === LEAVER_EMAIL;
const ALL_OF_THE_LEAVER = Object.values(LEAVER_KEYS);

describe('A filter of keys', () => {
	it.each([LEAVER_EMAIL, LEAVER_EMAIL.toUpperCase(), `  Robin.Vale@Example.com  `])("by the creator's email finds all, in any case: %s", async (creatorEmail) => {
		const found = await keys({ creatorEmail });

		expect([...found].sort()).toEqual([...ALL_OF_THE_LEAVER].sort());
		expect(found).toEqual(keysThat(isLeavers));
	});

	it("finds the creator in any case the vendor's side too", async () => {
		const { id, name } = rezolve.key(LEAVER_KEYS.star).createdBy;
		const added = rezolve.simulator.admin.addApiKey({ createdBy: { id, name, email: 'ROBIN.VALE@example.COM' } });

		expect(await keys({ creatorEmail: LEAVER_EMAIL })).toContain(added.id);
	});

	it('takes neither part of an email for the whole, nor a key without a creator', async () => {
		rezolve.simulator.admin.addApiKey({ createdBy: { id: 'x', name: 'Other', email: 'not-robin.vale@example.com' } });
		rezolve.simulator.admin.corruptAnswer((reply, { operationId }) => {
			if (operationId !== 'listApiKeys') return reply;
			const body = JSON.parse(String(reply.body)) as { data: { apiKeys: IDataObject[] } };
			body.data.apiKeys.push({ id: 'no-creator', createdBy: null }, { id: 'no-email', createdBy: { id: 'y', name: 'Robin Vale' } });
			return { ...reply, body, offContract: true };
		});

		expect(await keys({ creatorEmail: LEAVER_EMAIL })).toEqual(keysThat(isLeavers));
	});

	it.each([[['active']], [['expired']], [['inactive', 'revoked']], [['active', 'expired', 'inactive', 'revoked']]])('by status %j', async (status) => {
		const found = await keys({ status });

		expect(found).toEqual(keysThat((key) => status.includes(statusOf(key))));
		expect(found.length).toBeGreaterThan(0);
	});

	it.each(['null', 'absent'] as const)('by last use counts what was never used too (%s in the answer)', async (unusedFields) => {
		rezolve.simulator.set({ unusedFields });
		const before = ago(180);
		const found = await keys({ lastUsedBefore: before });

		expect(found).toEqual(keysThat(({ lastUsedAt }) => lastUsedAt === null || lastUsedAt < before));
		expect(found).toEqual(expect.arrayContaining([LEAVER_KEYS.dormant, LEAVER_KEYS.unused]));
		expect(found).not.toContain(LEAVER_KEYS.star);
	});

	it('by last use compares moments, not texts', async () => {
		const atNoon = rezolve.simulator.admin.addApiKey({ lastUsedAt: '2026-03-01T12:00:00.000Z' });

		expect(await keys({ lastUsedBefore: '2026-03-01T13:30:00+01:00' })).toContain(atNoon.id);
		expect(await keys({ lastUsedBefore: '2026-03-01T12:30:00+01:00' })).not.toContain(atNoon.id);
	});

	it('by coming expiry leaves out what has expired and what never does', async () => {
		const [soon, later] = [rezolve.simulator.admin.addApiKey({ expiresAt: ago(-1) }), rezolve.simulator.admin.addApiKey({ expiresAt: ago(-13) })];
		expect(await keys({ expiringWithin: 12 })).toContain(soon.id);
		const found = await keys({ expiringWithin: 13 });

		expect(found).toEqual(keysThat(({ expiresAt }) => expiresAt !== null && Date.parse(expiresAt) > Date.now() && Date.parse(expiresAt) <= Date.now() + 13 * DAY_MS));
		expect(found).toEqual(expect.arrayContaining([LEAVER_KEYS.expiring, soon.id, later.id]));
		expect(found).not.toContain(LEAVER_KEYS.expired);
		expect(await keys({ expiringWithin: 0 })).toEqual([]);
	});

	it('by scope * finds only keys that may do everything', async () => {
		const found = await keys({ wildcardScope: true });

		expect(found).toEqual(keysThat(({ scopes }) => scopes.includes('*')));
		expect(found).toContain(LEAVER_KEYS.star);
	});

	it('without an allow-list finds only keys that work from anywhere', async () => {
		const found = await keys({ withoutIpAllowList: true });

		expect(found).toEqual(keysThat(({ ipWhitelist }) => ipWhitelist.length === 0));
		expect(found).not.toContain(LEAVER_KEYS.expiring);
	});

	it('reads scopes and addresses that come as one text', async () => {
		rezolve.simulator.admin.corruptAnswer((reply, { operationId }) => {
			if (operationId !== 'listApiKeys') return reply;
			const body = JSON.parse(String(reply.body)) as { data: { apiKeys: IDataObject[] } };
			for (const key of body.data.apiKeys) Object.assign(key, { scopes: String(key.scopes), ipWhitelist: String(key.ipWhitelist) });
			return { ...reply, body, offContract: true };
		});

		expect(await keys({ wildcardScope: true })).toEqual(keysThat(({ scopes }) => scopes.includes('*')));
		expect(await keys({ withoutIpAllowList: true })).toEqual(keysThat(({ ipWhitelist }) => ipWhitelist.length === 0));
	});

	it('that is switched off or empty filters nothing', async () => {
		expect(await keys({ wildcardScope: false, withoutIpAllowList: false, status: [], creatorEmail: '', lastUsedBefore: '' })).toEqual(keysThat(() => true));
	});

	it('is laid over the others', async () => {
		expect(await keys({ creatorEmail: LEAVER_EMAIL, status: ['active'], withoutIpAllowList: true, lastUsedBefore: ago(180) })).toEqual([LEAVER_KEYS.dormant, LEAVER_KEYS.unused]);
		expect(await keys({ creatorEmail: LEAVER_EMAIL, wildcardScope: true, expiringWithin: 30 })).toEqual([]);
	});

	it.each([
		[{ creatorEmail: 'Robin Vale' }, "Creator's Email is not an email address"],
		[{ lastUsedBefore: 'last spring' }, 'Last Used Before'],
		[{ expiringWithin: -1 }, 'Expiring Within (Days) is -1'],
	])('refuses %j before anything is sent', async (filters, said) => {
		expect((await rezolve.failed('apiKey', 'getAll', { returnAll: true, filters })).message).toContain(said);
		expect(rezolve.simulator.requests).toEqual([]);
	});

	it('asks the vendor for nothing that it does not have', async () => {
		await keys({ creatorEmail: LEAVER_EMAIL, status: ['active'] });

		expect(rezolve.simulator.requests.map(({ query }) => Object.keys(query).filter((name) => name !== 'limit' && name !== 'offset'))).toEqual([[]]);
	});
});

describe('A filter of clients', () => {
	it('by the creator, status, last use and allow-list', async () => {
		expect(await clients({ creatorEmail: LEAVER_EMAIL.toUpperCase() })).toEqual([LEAVER_CLIENTS.machine, LEAVER_CLIENTS.mobile]);
		expect(await clients({ status: ['inactive'] })).toEqual(clientsThat(({ status }) => status === 'inactive'));
		const before = ago(100);
		expect(await clients({ lastUsedBefore: before })).toEqual(clientsThat(({ lastUsedAt }) => lastUsedAt === null || lastUsedAt < before));
		const bound = rezolve.simulator.admin.addOAuthClient({ ipWhitelist: ['203.0.113.0/24'] });
		expect(await clients({ creatorEmail: LEAVER_EMAIL, withoutIpAllowList: true })).toEqual([LEAVER_CLIENTS.machine, LEAVER_CLIENTS.mobile]);
		expect(await clients({ creatorEmail: LEAVER_EMAIL })).toContain(bound.id);
	});
});

describe('A filter over a long list', () => {
	const other = { id: 'x', name: 'Other', email: 'other@example.com' };
	/** 12 of the seed, then 988 of somebody else with the leaver's in between: ten pages of a hundred, the later ones with one record shared. */
	beforeEach(() => {
		const { admin } = rezolve.simulator;
		for (let hundred = 0; hundred < 10; hundred++) {
			admin.addApiKeys(hundred === 0 ? 87 : 99, { createdBy: other });
			admin.addApiKey();
		}
		expect(rezolve.simulator.state.apiKeys).toHaveLength(1000);
	});
	const offsets = () => rezolve.requestsTo('listApiKeys').map(({ query }) => Number(query.offset ?? 0));

	it('reads all pages, each once, and keeps the order', async () => {
		expect(await keys({ creatorEmail: LEAVER_EMAIL })).toEqual(keysThat(isLeavers));
		expect([...offsets()].sort((one, two) => one - two)).toEqual(Array.from({ length: 11 }, (_each, page) => page * 99));
	});

	it.each([
		[1, 1],
		[7, 1],
		[8, 1],
		[9, 3],
		[10, 4],
		[11, 5],
		[16, 10],
		[17, 11],
		[50, 11],
	])('with Limit %i stops after %i pages', async (limit, pages) => {
		const found = await keys({ creatorEmail: LEAVER_EMAIL }, { returnAll: false, limit });
		await stragglers();

		expect(found).toEqual(keysThat(isLeavers).slice(0, limit));
		expect(offsets()).toEqual(Array.from({ length: pages }, (_each, page) => page * 99));
	});

	it('with Limit 0 asks for nothing', async () => {
		expect(await keys({ creatorEmail: LEAVER_EMAIL }, { returnAll: false, limit: 0 })).toEqual([]);
		expect(rezolve.simulator.requests).toEqual([]);
	});

	it('gives nothing where nobody passes, after all pages', async () => {
		expect(await keys({ creatorEmail: 'nobody@example.com' })).toEqual([]);
		expect(offsets()).toHaveLength(11);
	});
});

describe('What a list shows', () => {
	it('is short unless Simplify is off, and never a secret', async () => {
		const [short] = await rezolve.records('apiKey', 'getAll', { limit: 1 });
		const result = await rezolve.run('apiKey', 'getAll', { returnAll: true, simplify: false });

		expect(Object.keys(short!)).toEqual(['id', 'name', 'prefix', 'status', 'environment', 'scopes', 'createdBy', 'createdAt', 'lastUsedAt', 'expiresAt']);
		expect(result.json[0]).toMatchObject({ usageCount: expect.any(Number) as number, ipWhitelist: expect.any(Array) as unknown[] });
		const text = JSON.stringify(result.json);
		expect(rezolve.simulator.state.apiKeys.filter(({ secret }) => text.includes(secret))).toEqual([]);
	});

	it('of a key is short unless Simplify is off', async () => {
		const short = await rezolve.record('apiKey', 'get', { keyId: { __rl: true, mode: 'list', value: LEAVER_KEYS.star } });
		const whole = await rezolve.record('apiKey', 'get', { keyId: { __rl: true, mode: 'id', value: LEAVER_KEYS.star }, simplify: false });

		expect(short).toMatchObject({ id: LEAVER_KEYS.star, usage: { totalRequests: 4_210 }, audit: { createdBy: { email: LEAVER_EMAIL } } });
		expect(short).not.toHaveProperty('permissions');
		expect(whole).toMatchObject({ permissions: expect.any(Object) as IDataObject, rateLimit: { requestsPerMinute: 100 } });
		expect((await rezolve.failed('apiKey', 'get', { keyId: { __rl: true, mode: 'id', value: 'nobody' } })).message).toBe('Rezolve.ai answered 404: API key not found [Item 0]');
	});
});
