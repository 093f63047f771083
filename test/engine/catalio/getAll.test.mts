import { FOREIGN_REQUIREMENT_ID, OTHER_TENANT_CLIENT } from '../../simulators/catalio/index.mts';
import { byId, conditionsOf, idsIn, TEN, useCatalio } from './support.mts';

const catalio = useCatalio();

describe('Get Many', () => {
	it('is tried here for all ten resources', () => {
		expect(TEN).toHaveLength(10);
		expect(TEN.every(({ relation, sortedBy }) => relation !== '' && sortedBy !== '')).toBe(true);
	});

	it.each(TEN)('of $resource gives all that are there with Return All, in the order of the server, in one request', async ({ resource, type, many }) => {
		const records = await catalio.records(resource, 'getAll', { returnAll: true });

		expect(records.length).toBeGreaterThan(0);
		expect(idsIn(records)).toEqual(catalio.idsOf(type));
		expect(catalio.asked().map(({ method, operationId, query }) => ({ method, operationId, query }))).toEqual([
			{ method: 'GET', operationId: `list${many}`, query: { 'page[limit]': '100', 'page[count]': 'true' } },
		]);
	});

	it.each(TEN)('of $resource gives the first two with Limit 2, without counting', async ({ resource, type }) => {
		const records = await catalio.records(resource, 'getAll', { limit: 2 });

		expect(idsIn(records)).toEqual(catalio.idsOf(type).slice(0, 2));
		expect(catalio.queries()).toEqual([{ 'page[limit]': '2' }]);
	});

	it.each(TEN)('of $resource gives what the server has stored, field by field', async ({ resource, type }) => {
		const records = await catalio.records(resource, 'getAll', { returnAll: true, output: 'flattened' });

		expect(records).toEqual(catalio.stored(type).map(({ id, attributes }) => ({ id, type, ...attributes })));
	});

	it('sends nothing for Limit 0 and refuses limits that are none', async () => {
		expect(await catalio.records('requirement', 'getAll', { limit: 0 })).toEqual([]);
		for (const limit of [-1, 1.5]) expect((await catalio.failed('requirement', 'getAll', { limit })).message).toBe(`Limit is ${limit} [Item 0]`);
		expect(catalio.simulator.requests).toEqual([]);
	});

	it('gives nothing and no error where nothing fits', async () => {
		const { records, hints } = await catalio.told('requirement', 'getAll', { returnAll: true, ...conditionsOf({ field: 'title', value: 'No such title' }) });

		expect({ records, hints }).toEqual({ records: [], hints: [] });
	});

	it('pairs the records of each input item with it, and keeps their order while several run at once', async () => {
		const statuses = ['draft', 'active', 'rejected', 'confirmed'];
		const { outputs } = await catalio.run(
			'requirement',
			'getAll',
			{ returnAll: true, ...conditionsOf({ field: 'status', value: '={{ $json.status }}' }), options: { concurrency: 4 } },
			{ items: statuses.map((status) => ({ status })) },
		);

		expect(outputs[0]?.map(({ json, pairedItem }) => ({ id: json.id, pairedItem }))).toEqual(
			statuses.flatMap((status, item) => catalio.idsOf('requirement', (attributes) => attributes.status === status).map((id) => ({ id, pairedItem: { item } }))),
		);
		expect(catalio.requestsTo('createToken')).toHaveLength(1);
	});
});

describe('Get Many of 250', () => {
	beforeEach(() => void catalio.simulator.admin.addRecords('requirement', 190));

	it.each([
		[1, ['1']],
		[99, ['99']],
		[100, ['100']],
		[101, ['100', '100']],
		[250, ['100', '100', '100']],
		[251, ['100', '100', '100']],
	])('gives no more than the limit %i, asking for pages of %j', async (limit, sizes) => {
		const records = await catalio.records('requirement', 'getAll', { limit });

		expect(idsIn(records)).toEqual(catalio.idsOf('requirement').slice(0, limit));
		expect(catalio.queries().map((query) => query['page[limit]'])).toEqual(sizes);
	});

	it('gives all of them once with Return All, whatever the limit says', async () => {
		const { records, hints } = await catalio.told('requirement', 'getAll', { returnAll: true, limit: 1 });

		expect(idsIn(records)).toEqual(catalio.idsOf('requirement'));
		expect(catalio.queries().map((query) => query['page[offset]'])).toEqual([undefined, '100', '200']);
		expect(hints).toEqual([]);
	});
});

describe('an organization of its own', () => {
	it('is all that a credential sees: records of others are neither listed nor found', async () => {
		const other = catalio.as(OTHER_TENANT_CLIENT);
		const own = await catalio.records('requirement', 'getAll', { returnAll: true }, other);

		expect(own.map(({ title }) => title)).toEqual(['Foreign requirement 901', 'Foreign requirement 902', 'Foreign requirement 903']);
		expect(idsIn(await catalio.records('requirement', 'getAll', { returnAll: true }))).not.toContain(FOREIGN_REQUIREMENT_ID);
		expect(await catalio.failed('requirement', 'get', { recordId: byId(FOREIGN_REQUIREMENT_ID) })).toMatchObject({
			message: expect.stringContaining('could not be found') as unknown,
			description: expect.stringContaining('There is no such record, or it is private and hidden from this API credential.') as unknown,
			data: { status: 404 },
		});
	});

	it.each(TEN.filter(({ type }) => type !== 'requirement' && type !== 'team'))('without any $resource gives nothing and no error', async ({ resource }) => {
		expect(await catalio.told(resource, 'getAll', { returnAll: true }, catalio.as(OTHER_TENANT_CLIENT))).toEqual({ records: [], hints: [] });
	});
});
