import { byId, TEN, useCatalio } from './support.mts';

const catalio = useCatalio();

describe('Get', () => {
	it.each(TEN)('gives one $resource as stored', async ({ resource, type, one, path }) => {
		for (const id of catalio.idsOf(type).slice(0, 2)) {
			expect(await catalio.records(resource, 'get', { recordId: byId(id), output: 'flattened' })).toEqual([{ type, ...catalio.simulator.record(type, id) }]);
			expect(catalio.asked().at(-1)).toMatchObject({ method: 'GET', operationId: `get${one}`, path: `/api/v1/${path}/${id}`, query: {} });
		}
		expect(catalio.asked()).toHaveLength(2);
	});

	it.each(TEN)('of a $resource that is not there says so, by item', async ({ resource }) => {
		const { message, description, data } = await catalio.failed(resource, 'get', { recordId: byId('5b1c9a40-2f6e-4d8b-8c11-3e7a90d4f201') });

		expect(message).toMatch(/could not be found.*\[Item 0\]$/);
		expect(description).toContain('There is no such record, or it is private');
		expect(data).toMatchObject({ status: 404, code: 'not_found' });
		expect(catalio.asked()).toHaveLength(1);
	});

	it('takes null for a record that is not there', async () => {
		catalio.simulator.faults.onOperation('getRequirement', { kind: 'answer', status: 200, body: { data: null } });
		const { message, description } = await catalio.failed('requirement', 'get', { recordId: byId('r1') });

		expect(message).toBe('There is no requirement with the ID r1 [Item 0]');
		expect(description).toContain('Check the ID');
	});

	it('takes the ID from a list, an expression, as plain text, or out of an address', async () => {
		const [id = ''] = catalio.idsOf('requirement');
		const ways = [{ __rl: true, mode: 'list', value: id }, byId('={{ $json.id }}'), id, byId(` ${id} `), byId(`https://catalio.ai/requirements/${id}?tab=tests`)];
		for (const recordId of ways) expect(await catalio.records('requirement', 'get', { recordId }, { items: [{ id }] })).toMatchObject([{ id }]);
		expect(catalio.asked().map(({ path }) => path)).toEqual(ways.map(() => `/api/v1/requirements/${id}`));
	});

	it.each([
		['={{ $json.missing }}', 'Record is empty'],
		['two words', 'Record is not an ID: "two words"'],
		['a?filter[x]=1', 'Record is not an ID: "a?filter[x]=1"'],
		['x#y', 'Record is not an ID: "x#y"'],
		['..', 'Record is not an ID: ".."'],
		['.', 'Record is not an ID: "."'],
	])('refuses %j before anything is sent', async (value, said) => {
		expect((await catalio.failed('requirement', 'get', { recordId: byId(value) })).message).toBe(`${said} [Item 0]`);
		expect(catalio.simulator.requests).toEqual([]);
	});

	it('keeps an ID that is no UUID in its place in the path', async () => {
		catalio.simulator.faults.when(({ path }) => path.startsWith('/api/v1/requirements/'), { kind: 'answer', status: 200, body: { data: { type: 'requirement', id: 'REQ%:7ä', attributes: { title: 'T' } } } });

		expect(await catalio.records('requirement', 'get', { recordId: byId('REQ%:7ä') })).toEqual([{ id: 'REQ%:7ä', title: 'T' }]);
		expect(catalio.asked().map(({ url }) => url)).toEqual(['/api/v1/requirements/REQ%25%3A7%C3%A4']);
		catalio.simulator.takeViolations();
	});

	it('asks for each item once and keeps their order at any concurrency', async () => {
		const ids = catalio.idsOf('requirement').slice(0, 30);
		const { json } = await catalio.run('requirement', 'get', { recordId: byId('={{ $json.id }}'), options: { concurrency: 10 } }, { items: ids.map((id) => ({ id })) });

		expect(json.map(({ id }) => id)).toEqual(ids);
		expect(catalio.asked()).toHaveLength(30);
		expect(catalio.requestsTo('createToken')).toHaveLength(1);
	});
});
