import { startGateway, type Gateway } from '../../support/gateway.mts';
import { byId, conditionsOf, idsIn, useCatalio } from './support.mts';

const catalio = useCatalio();
let gateway: Gateway | undefined;
afterEach(async () => {
	await gateway?.close();
	gateway = undefined;
});

describe('an API path other than /api/v1', () => {
	it.each([
		['/tools/catalio/api/v2', '/tools/catalio/api/v2'],
		['/v1/', '/v1'],
		[' /api/v1.1 ', '/api/v1.1'],
		['', ''],
	])('%j is where every call goes, links included', async (apiPath, to) => {
		gateway = await startGateway(catalio.simulator.origin, { from: '/api/v1', to });
		catalio.simulator.admin.addRecords('requirement', 90);
		const more = catalio.withCredential({ baseUrl: gateway.origin, apiPath });
		const [id = ''] = catalio.idsOf('requirement');

		expect(idsIn(await catalio.records('requirement', 'getAll', { returnAll: true }, more))).toEqual(catalio.idsOf('requirement'));
		catalio.simulator.set({ links: 'relative' });
		expect(idsIn(await catalio.records('requirement', 'getAll', { returnAll: true, ...conditionsOf({ field: 'title', operator: 'contains', value: 'e' }) }, more)).length).toBeGreaterThan(100);
		expect(await catalio.records('requirement', 'get', { recordId: byId(id) }, more)).toMatchObject([{ id }]);
		expect(await catalio.records('requirement', 'getStats', {}, more)).toMatchObject([{ total: 150 }]);

		const { paths } = gateway;
		expect(new Set(paths.filter((path) => !path.endsWith('/open_api')))).toEqual(new Set([`${to}/requirements`, `${to}/requirements/${id}`, `${to}/requirements/stats`]));
	});

	it.each(['api/v1', '/api v1', '/api/../v1', '/api?x=1', 'https://elsewhere.example/api', '//elsewhere.example', '/api#x', '/%2e%2e'])('%j is refused before anything is sent', async (apiPath) => {
		const { message, description } = await catalio.failed('requirement', 'getAll', {}, catalio.withCredential({ apiPath }));

		expect(message).toContain(`API Path is "${apiPath}"`);
		expect(description).toContain('/api/v1');
		expect(catalio.simulator.requests).toEqual([]);
	});

	it('that nothing is at is told as what it is', async () => {
		const { message, description, data } = await catalio.failed('requirement', 'getAll', {}, catalio.withCredential({ apiPath: '/api/v9' }));

		expect(data.status).toBe(404);
		expect(`${message} ${description}`).toContain('No route found');
		expect(catalio.simulator.takeViolations().map(({ where }) => where)).toEqual(['path']);
	});
});

describe('a base URL', () => {
	it('may end in a slash', async () => {
		expect(await catalio.records('team', 'getAll', { returnAll: true }, catalio.withCredential({ baseUrl: `${catalio.simulator.origin}/ ` }))).toHaveLength(5);
	});

	it.each(['ftp://127.0.0.1', 'catalio.ai', 'http://catalio.ai', 'https://user:pass@catalio.ai'])('%j is refused before anything is sent', async (baseUrl) => {
		const { message } = await catalio.failed('requirement', 'getAll', {}, catalio.withCredential({ baseUrl }));

		expect(message).toContain('Base URL');
		expect(catalio.simulator.requests).toEqual([]);
	});
});
