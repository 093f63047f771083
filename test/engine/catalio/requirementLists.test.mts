import type { IDataObject } from 'n8n-workflow';
import { byId, conditionsOf, fieldsetsOf, idsIn, sortOf, useCatalio } from './support.mts';

const catalio = useCatalio();
const firstId = () => catalio.idsOf('requirement')[0] ?? '';
const parametersOf = (given: Readonly<Record<string, string>>): IDataObject => ({ queryParameters: { parameter: Object.entries(given).map(([name, value]) => ({ name, value })) } });

describe('Get Many Filtered', () => {
	it('sends its own parameters as they are written', async () => {
		const records = await catalio.records('requirement', 'getFiltered', { returnAll: true, ...parametersOf({ search: 'payroll', status: 'active' }) });

		expect(catalio.requestsTo('listFilteredRequirements').map(({ query }) => query)).toEqual([{ 'page[limit]': '100', 'page[count]': 'true', search: 'payroll', status: 'active' }]);
		expect(idsIn(records)).toEqual(catalio.idsOf('requirement', ({ title, status }) => String(title).includes('payroll') && status === 'active'));
		expect(records.length).toBeGreaterThan(0);
	});

	it('takes conditions, sort, includes, fields and pages beside them', async () => {
		catalio.simulator.admin.addRecords('requirement', 150, { priority: 'high' });
		const records = await catalio.records('requirement', 'getFiltered', {
			returnAll: true,
			output: 'flattened',
			...parametersOf({ priority: 'high' }),
			...conditionsOf({ field: 'status', value: 'draft' }),
			options: { sort: sortOf('-title'), include: ['team'], fieldsets: fieldsetsOf({ requirement: 'title' }) },
		});

		expect(idsIn(records).sort()).toEqual(catalio.idsOf('requirement', ({ priority, status }) => priority === 'high' && status === 'draft').sort());
		expect(records.map(({ title }) => title)).toEqual(records.map(({ title }) => String(title)).sort().reverse());
		expect(Object.keys(records[0] ?? {})).toEqual(['id', 'type', 'title', 'team']);
		expect(catalio.queries().map(({ priority }) => priority)).toEqual(['high', 'high']);
	});

	it('keeps every character of a value', async () => {
		const [id] = catalio.simulator.admin.addRecords('requirement', 1, { title: 'a&b=c+d %20 経理' });

		expect(idsIn(await catalio.records('requirement', 'getFiltered', { returnAll: true, ...parametersOf({ search: 'a&b=c+d %20 経理' }) }))).toEqual([id]);
	});

	it('without parameters is the plain list', async () => {
		expect(idsIn(await catalio.records('requirement', 'getFiltered', { returnAll: true }))).toEqual(catalio.idsOf('requirement'));
	});

	it('tells a parameter that the server does not know', async () => {
		const { message, description } = await catalio.failed('requirement', 'getFiltered', { limit: 5, ...parametersOf({ colour: 'red' }) });

		expect(`${message} ${description}`).toContain('Invalid query parameter colour');
		expect(description).toContain('colour:');
	});
});

describe('Get Many Supersedeable', () => {
	it('gives what may take part, with all that a list can do', async () => {
		const mayTakePart = ({ status }: Readonly<Record<string, unknown>>) => status !== 'superseded' && status !== 'rejected';
		expect(idsIn(await catalio.records('requirement', 'getSupersedeable', { returnAll: true }))).toEqual(catalio.idsOf('requirement', mayTakePart));

		const drafts = await catalio.records('requirement', 'getSupersedeable', { limit: 2, ...conditionsOf({ field: 'status', value: 'draft' }) });
		expect(idsIn(drafts)).toEqual(catalio.idsOf('requirement', ({ status }) => status === 'draft').slice(0, 2));
		expect(catalio.asked().map(({ path }) => path)).toEqual(['/api/v1/requirements/supersedeable', '/api/v1/requirements/supersedeable']);
	});
});

describe('Get Detail', () => {
	it('gives one requirement with all that is connected with it', async () => {
		const [detail = {}] = await catalio.records('requirement', 'getDetail', { recordId: byId(firstId()), output: 'flattened' });

		expect(detail).toMatchObject(catalio.simulator.record('requirement', firstId()) as object);
		for (const name of ['use_cases', 'test_cases', 'policies', 'components', 'capabilities', 'processes']) {
			expect(idsIn(detail[name] as IDataObject[])).toEqual(catalio.simulator.related('requirement', firstId(), name));
		}
		expect(catalio.asked().map(({ path, query }) => [path, query])).toEqual([[`/api/v1/requirements/${firstId()}/detail`, {}]]);
	});

	it('in short names what is connected', async () => {
		const [detail = {}] = await catalio.records('requirement', 'getDetail', { recordId: byId(firstId()) });
		const team = catalio.simulator.record('team', String(catalio.simulator.record('requirement', firstId())?.team_id));

		expect(detail.team).toEqual({ id: team?.id, name: team?.name });
		expect((detail.use_cases as IDataObject[]).map((useCase) => Object.keys(useCase))).toEqual([['id', 'title'], ['id', 'title']]);
	});

	it('gives what is connected as items where that is wanted', async () => {
		const records = await catalio.records('requirement', 'getDetail', { recordId: byId(firstId()), output: 'included', options: { fieldsets: fieldsetsOf({ requirement: 'title', use_case: 'title' }) } });
		const keys = records.map(({ type, id }) => `${String(type)} ${String(id)}`);

		expect(keys[0]).toBe(`requirement ${firstId()}`);
		expect(new Set(keys).size).toBe(keys.length);
		expect(records.filter(({ type }) => type === 'use_case').map((record) => record.title)).toEqual(['Case 1', 'Case 2']);
	});

	it('of a requirement that is not there says so', async () => {
		expect((await catalio.failed('requirement', 'getDetail', { recordId: byId('5b1c9a40-2f6e-4d8b-8c11-3e7a90d4f201') })).data).toMatchObject({ status: 404, code: 'not_found' });
	});
});

describe('Get Stats', () => {
	it('gives the figures', async () => {
		const statuses = catalio.stored('requirement').map(({ attributes }) => String(attributes.status));
		const [stats] = await catalio.records('requirement', 'getStats');

		expect(stats?.total).toBe(60);
		expect(stats?.by_status).toEqual(Object.fromEntries([...new Set(statuses)].map((status) => [status, statuses.filter((each) => each === status).length])));
		expect(catalio.asked().map(({ method, path, query }) => [method, path, query])).toEqual([['GET', '/api/v1/requirements/stats', {}]]);
	});

	const FIGURES = { total: 3, by_status: { draft: 3 } };
	it.each<readonly [unknown, IDataObject]>([
		[FIGURES, FIGURES],
		[{ result: FIGURES }, FIGURES],
		[{ data: FIGURES }, FIGURES],
		[{ data: { type: 'stats', id: 's', attributes: FIGURES } }, FIGURES],
		[{ data: { type: 'stats', id: 's', attributes: FIGURES }, jsonapi: { version: '1.0' } }, FIGURES],
		[{ meta: FIGURES, jsonapi: { version: '1.0' } }, FIGURES],
		[{ data: null, meta: FIGURES }, FIGURES],
		[7, { result: 7 }],
		['none yet', { result: 'none yet' }],
		[[1, 2], { result: [1, 2] }],
		[{ result: [1, 2] }, { result: [1, 2] }],
		[{ data: [{ status: 'draft', count: 3 }] }, { result: [{ status: 'draft', count: 3 }] }],
	])('reads %j', async (body, expected) => {
		catalio.simulator.faults.onOperation('getRequirementStats', { kind: 'answer', status: 200, headers: { 'content-type': 'application/vnd.api+json' }, body: typeof body === 'object' ? body : JSON.stringify(body) });

		expect(await catalio.records('requirement', 'getStats')).toEqual([expected]);
	});
});

describe('where the organization does not offer these lists', () => {
	it.each([
		['getFiltered', {}],
		['getSupersedeable', {}],
		['getStats', {}],
		['getDetail', { recordId: byId('5b1c9a40-2f6e-4d8b-8c11-3e7a90d4f201') }],
		['semanticSearch', { query: 'payroll' }],
	])('%s says so', async (operation, parameters) => {
		catalio.simulator.set({ earlierEndpoints: 'missing' });
		const { message, description, data } = await catalio.failed('requirement', operation, parameters);

		expect(message).toContain('No route found');
		expect(description).toContain('This organization does not offer this call.');
		expect(data).toMatchObject({ status: 404, code: 'no_route_found' });
	});
});
