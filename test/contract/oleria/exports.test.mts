import { CONTEXTS, FOREIGN_DOWNLOAD_ID, startOleria, type OleriaSimulator } from '../../simulators/oleria/index.mts';
import { call, createApi, filter, type Api } from './support.mts';

let simulator: OleriaSimulator;
let api: Api;

beforeEach(async () => {
	simulator = await startOleria();
	api = await createApi(simulator);
});
afterEach(async () => {
	await simulator.close();
	expect(simulator.violations).toEqual([]);
});

/** What so many reads of a fresh export say. */
async function statusesOf(reads: number): Promise<unknown[]> {
	const { json } = await api.create({ context: 'employees' });
	const statuses = [];
	for (let read = 0; read < reads; read++) statuses.push((await api.read(json.id)).json.status);
	return statuses;
}

describe('creating an export', () => {
	it('answers 201 with an id and accepted, and remembers what was asked', async () => {
		const params = { filterBy: [filter('string', 'department', 'eq', 'Finance')], sortBy: [{ field: 'createdAt', sortType: 'desc' }] };

		const answer = await api.create({ context: 'accessInventoryIdentitiesV2', params });

		expect(answer.status).toBe(201);
		expect(answer.json).toEqual({ id: expect.any(String), status: 'accepted' });
		expect(simulator.state.downloads.at(-1)).toMatchObject({ id: answer.json.id, context: 'accessInventoryIdentitiesV2', params, status: 'accepted', reads: 0 });
	});

	it('makes another export each time', async () => {
		const [first, second] = [await api.create({ context: 'risks' }), await api.create({ context: 'risks' })];

		expect(first.json.id).not.toBe(second.json.id);
	});

	it.each([200, 201, 202] as const)('createStatus %i is what it answers', async (createStatus) => {
		simulator.set({ createStatus });

		expect((await api.create({ context: 'risks' })).status).toBe(createStatus);
	});

	it.each<[string, unknown, string]>([
		['no context', {}, 'INVALID_REQUEST'],
		['an empty context', { context: '' }, 'INVALID_REQUEST'],
		['filters that are no list', { context: 'risks', params: { filterBy: {} } }, 'INVALID_REQUEST'],
		['an unknown direction', { context: 'risks', params: { sortBy: [{ field: 'age', sortType: 'up' }] } }, 'INVALID_REQUEST'],
		['an unknown data type', { context: 'risks', params: { filterBy: [filter('text', 'email', 'eq', 'a')] } }, 'INVALID_FILTER'],
		['a filter without a field', { context: 'risks', params: { filterBy: [{ dataType: 'string', filterType: 'eq', values: ['a'] }] } }, 'INVALID_FILTER'],
	])('refuses %s', async (_case, body, code) => {
		expect(await api.create(body)).toMatchObject({ status: 400, json: { code, message: expect.any(String) } });
		expect(simulator.takeViolations().every(({ direction, operationId }) => direction === 'request' && operationId === 'createDownload')).toBe(true);
		expect(simulator.state.downloads).toHaveLength(1);
	});

	it('refuses a body that is not JSON', async () => {
		const headers = { authorization: api.authorization, 'content-type': 'application/json' };

		expect((await call(`${simulator.origin}/v1/downloads`, { method: 'POST', headers, body: '{"context"' })).status).toBe(400);
		expect(simulator.takeViolations()).toMatchObject([{ where: 'body', message: 'is not JSON' }]);
	});

	it('takes contexts that nobody listed, unless unknownContext says refused', async () => {
		expect(Object.keys((await api.rowsOf('ilmWorkflowEmployeeEventsV3'))[0]!)).toEqual(['ID', 'Name', 'Created Date']);
		simulator.set({ unknownContext: 'refused' });

		expect(await api.create({ context: 'ilmWorkflowEmployeeEventsV3' })).toMatchObject({ status: 400, json: { code: 'INVALID_REQUEST' } });
		expect((await api.create({ context: 'risks' })).status).toBe(201);
	});
});

describe('reading an export', () => {
	it('says accepted once, then completed with a link to the file host', async () => {
		const { json } = await api.create({ context: 'employees' });

		expect((await api.read(json.id)).json).toEqual({ id: json.id, status: 'accepted' });
		expect((await api.read(json.id)).json).toEqual({ id: json.id, status: 'completed', url: expect.stringContaining(`${simulator.fileOrigin}/exports/`) });
	});

	it('acceptedReads counts the reads that wait', async () => {
		simulator.set({ acceptedReads: 3 });

		expect(await statusesOf(5)).toEqual(['accepted', 'accepted', 'accepted', 'completed', 'completed']);
	});

	it('acceptedMs waits by the clock', async () => {
		simulator.set({ acceptedMs: 60_000 });
		const { json } = await api.create({ context: 'employees' });

		const [early] = [(await api.read(json.id)).json.status, simulator.clock.advance(60_000)];

		expect([early, (await api.read(json.id)).json.status]).toEqual(['accepted', 'completed']);
	});

	it('outcome failed is a 200 with code and message', async () => {
		simulator.set({ outcome: 'failed', acceptedReads: 0, failure: { code: 'TOO_LARGE', message: 'The data set is too large.' } });
		const { json } = await api.create({ context: 'employees' });

		expect(await api.read(json.id)).toMatchObject({ status: 200, json: { status: 'failed', error: { code: 'TOO_LARGE', message: 'The data set is too large.' } } });
		simulator.set({ failure: null });
		expect((await api.read(json.id)).json).toEqual({ id: json.id, status: 'failed' });
	});

	it('outcome stuck never ends', async () => {
		simulator.set({ outcome: 'stuck' });

		expect(new Set(await statusesOf(20))).toEqual(new Set(['accepted']));
	});

	it('unknownStatus comes first, for so many reads', async () => {
		simulator.set({ unknownStatus: 'running', unknownStatusReads: 2 });

		expect(await statusesOf(4)).toEqual(['running', 'running', 'accepted', 'completed']);
	});

	it('unusedFields null fills what is not used', async () => {
		simulator.set({ unusedFields: 'null', completedWithoutUrlReads: 1 });
		const { id } = (await api.create({ context: 'employees' })).json;

		const said = [];
		for (let read = 0; read < 3; read++) said.push((await api.read(id)).json);

		expect(said).toEqual([
			{ id, status: 'accepted', url: null, error: null },
			{ id, status: 'completed', url: null, error: null },
			{ id, status: 'completed', url: expect.any(String), error: null },
		]);
	});

	it('can be ended by hand', async () => {
		simulator.set({ outcome: 'stuck' });
		const [first, second] = [await api.create({ context: 'risks' }), await api.create({ context: 'risks' })];
		simulator.admin.finish(String(first.json.id));
		simulator.admin.fail(String(second.json.id), { code: 'GONE', message: 'The source is gone.' });

		expect((await api.read(first.json.id)).json.status).toBe('completed');
		expect((await api.read(second.json.id)).json).toMatchObject({ status: 'failed', error: { code: 'GONE' } });
		expect(() => simulator.admin.finish('nothing')).toThrow('No export nothing');
	});

	it('is 404 for an unknown export, one of another tenant, and one that was forgotten', async () => {
		simulator.set({ forgetAfterMs: 3_600_000 });
		const { json } = await api.create({ context: 'risks' });

		expect(await api.read(crypto.randomUUID())).toMatchObject({ status: 404, json: { code: 'NOT_FOUND' } });
		expect((await api.read(FOREIGN_DOWNLOAD_ID)).status).toBe(404);
		expect((await api.read(json.id)).status).toBe(200);
		simulator.clock.advance(3_599_000);
		const { status } = await (await createApi(simulator)).read(json.id);
		simulator.clock.advance(1_000);
		expect([status, (await (await createApi(simulator)).read(json.id)).status]).toEqual([200, 404]);
	});

	it('is 404 for an id that is no UUID, which a client must not send', async () => {
		expect((await api.read('seven')).status).toBe(404);
		expect(simulator.takeViolations()).toMatchObject([{ direction: 'request', where: 'path.id' }]);
	});
});

describe('refusals', () => {
	it.each([
		['none', 201, 200],
		['create', 403, 200],
		['read', 201, 403],
		['all', 403, 403],
	] as const)('forbid %s is what the credential may not do', async (forbid, create, read) => {
		const { json } = await api.create({ context: 'risks' });
		simulator.set({ forbid });

		expect([(await api.create({ context: 'risks' })).status, (await api.read(json.id)).status]).toEqual([create, read]);
	});

	it.each([
		['pair', 'application/json; charset=utf-8', '{"code":"NOT_FOUND","message":"There is no download request with this id."}'],
		['other', 'application/json; charset=utf-8', '{"timestamp":"2026-05-12T17:32:00Z","status":404,"errors":[{"detail":"There is no download request with this id."}]}'],
		['html', 'text/html; charset=utf-8', '<!DOCTYPE html><html><head><title>404</title></head><body><h1>There is no download request with this id.</h1></body></html>'],
		['empty', null, ''],
	] as const)('errorBody %s is what they look like', async (errorBody, contentType, text) => {
		simulator.set({ errorBody });

		const answer = await api.read(FOREIGN_DOWNLOAD_ID);

		expect([answer.status, answer.headers.get('content-type'), answer.text]).toEqual([404, contentType, text]);
	});

	it('an unknown path or method is one', async () => {
		expect((await call(`${simulator.origin}/v1/v1/downloads`)).status).toBe(404);
		expect((await call(`${simulator.origin}/v1/downloads`)).status).toBe(405);
		expect(simulator.takeViolations()).toMatchObject([{ where: 'path' }, { where: 'method' }]);
	});

	it.each([
		['a number of seconds', undefined, /^\d+$/],
		['no hint', { retryAfter: false }, undefined],
		['a date', { retryAfter: 'date' }, / GMT$/],
	] as const)('the rate limit refuses creates and reads alike, with %s', async (_case, headers, hint) => {
		const { json } = await api.create({ context: 'risks' });
		simulator.rateLimit.set({ limit: 1, ...(headers ? { headers } : {}) });

		for (const refused of [await api.create({ context: 'risks' }), await api.read(json.id)]) {
			expect(refused).toMatchObject({ status: 429, json: { code: 'RATE_LIMITED' } });
			const told = refused.headers.get('retry-after');
			if (hint) expect(told).toMatch(hint);
			else expect(told).toBeNull();
		}
		simulator.clock.advance(60_000);
		expect((await api.read(json.id)).status).toBe(200);
	});
});

describe('the demo rows', () => {
	it.each(CONTEXTS)('%s has rows with a column for each cell', async (context) => {
		const rows = await api.rowsOf(context);

		expect(rows.length).toBeGreaterThan(2);
		expect(Object.values(rows[0]!).filter((cell) => cell !== '').length).toBeGreaterThan(3);
	});

	it('show what the leaver still holds', async () => {
		const rows = await api.rowsOf('accessInventoryApplicationAccountsV2', { filterBy: [filter('string', 'email', 'eq', 'robin.vale@example.com')] });

		expect(rows.map((row) => row.Application)).toEqual(['Google Workspace', 'Salesforce', 'GitHub', 'Treasury Forecast', 'Ledger Console', 'Expensely', 'Slack']);
		expect(rows.filter((row) => row['Is Admin'] === 'true')).toHaveLength(1);
		expect(rows.filter((row) => row['User Status'] === 'disabled')).toHaveLength(1);
		expect(rows.filter((row) => row['Dormant Days'] === '30+')).toHaveLength(1);
	});
});
