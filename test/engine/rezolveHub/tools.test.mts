import type { INodeListSearchResult, ResourceMapperFields } from 'n8n-workflow';
import { API_KEY, HUB_TOOLS, HUB_VIEWER_TOKEN } from '../../simulators/rezolve/index.mts';
import { callMethod } from '../../support/engine.mts';
import { byId, useHub } from './support.mts';

const hub = useHub();
const LISTS = ['array', 'object'] as const;
const keys = (domain?: string) => HUB_TOOLS.filter((tool) => domain === undefined || tool.domain === domain).map(({ key }) => key);
const panel = (parameters = {}) => ({ node: 'rezolveHub', parameters: { resource: 'tool', operation: 'execute', ...parameters }, ...hub.credential('hub') });
const search = async (filter?: string, parameters = {}) => (await callMethod<INodeListSearchResult>('listSearch', 'searchTools', panel(parameters), filter)).results;
const columns = async (toolKey: unknown) => await callMethod<ResourceMapperFields>('resourceMapping', 'getToolInputs', panel({ toolKey }));

describe('The tools of the Hub', () => {
	it.each(LISTS)('come all at once, wherever the list stands (%s)', async (hubList) => {
		hub.simulator.set({ hubList });
		const found = await hub.records('tool', 'getAll', { returnAll: true });

		expect(found.map(({ key }) => key)).toEqual(keys());
		expect(found[0]).toEqual({ key: 'itsm.tickets.create', name: 'Create ticket', domain: 'itsm', riskLevel: 'write', description: expect.any(String), connectors: expect.arrayContaining(['servicenow']) });
		expect(hub.requestsTo('hubListTools')).toHaveLength(1);
	});

	it('are as the Hub gives them with Simplify off', async () => {
		expect((await hub.records('tool', 'getAll', { returnAll: true, simplify: false }))[0]).toMatchObject({ risk_level: 'write', input_schema: { required: ['subject'] } });
	});

	it.each(LISTS)('are asked for by domain (%s)', async (hubList) => {
		hub.simulator.set({ hubList });

		expect((await hub.records('tool', 'getAll', { domain: 'directory', returnAll: true })).map(({ key }) => key)).toEqual(keys('directory'));
		expect(hub.requestsTo('hubListTools')).toMatchObject([{ query: { domain: 'directory' } }]);
	});

	it('are none for a domain that there is not', async () => {
		expect(await hub.records('tool', 'getAll', { domain: 'space' })).toEqual([]);
	});

	it('are filtered by risk', async () => {
		const found = await hub.records('tool', 'getAll', { returnAll: true, filters: { riskLevel: ['destructive', 'admin'] } });

		expect(found.map(({ key }) => key)).toEqual(['directory.users.disable', 'directory.policies.update']);
	});

	it.each([0, 2])('stop at a limit of %s', async (limit) => {
		expect(await hub.records('tool', 'getAll', { limit })).toHaveLength(limit);
	});
});

describe('One tool', () => {
	it.each([byId('itsm.tickets.create'), { __rl: true, mode: 'list', value: 'itsm.tickets.create' }])('comes with what it takes and runs on: %j', async (toolKey) => {
		const record = await hub.record('tool', 'get', { toolKey });

		expect(record).toMatchObject({ key: 'itsm.tickets.create', riskLevel: 'write', inputSchema: { required: ['subject'] } });
	});

	it('that there is not is told, with the request ID', async () => {
		const { message, description } = await hub.failed('tool', 'get', { toolKey: byId('itsm.tickets.paint') });

		expect(message).toMatch(/^Rezolve\.ai Integration Hub answered 404: There is no such tool \(request req-[\w-]+\) \[Item 0\]$/);
		expect(description).toMatch(/Choose the tool from the list/);
	});

	it.each(['not a key', 'a/b', '..', 'x?y'])('is not asked for by "%s"', async (key) => {
		expect((await hub.failed('tool', 'get', { toolKey: byId(key) })).message).toMatch(/^Tool is not the key of a tool/);
		expect(hub.simulator.requests).toHaveLength(0);
	});
});

describe('The list of tools in the panel', () => {
	it.each(LISTS)('names key and risk, by name (%s)', async (hubList) => {
		hub.simulator.set({ hubList });
		const found = await search();

		expect(found.map(({ value }) => value)).toEqual(keys().sort());
		expect(found[0]?.name).toBe('communication.messages.send (write)');
	});

	it('keeps to the domain', async () => {
		expect((await search(undefined, { domain: 'hris' })).map(({ value }) => value)).toEqual(['hris.employees.get']);
	});

	it.each(['disable', 'DISABLE USER', 'blocks all'])('is searched by key, name and description: %s', async (filter) => {
		expect((await search(filter)).map(({ value }) => value)).toEqual(['directory.users.disable']);
	});
});

describe('The inputs of a tool in the panel', () => {
	it('are fields of their types', async () => {
		const { fields } = await columns({ __rl: true, mode: 'list', value: 'itsm.tickets.create' });

		expect(fields.map(({ id, type, required }) => [id, type, required])).toEqual([
			['subject', 'string', true],
			['description', 'string', false],
			['priority', 'options', false],
			['category', 'string', false],
			['requester_email', 'string', false],
			['due_date', 'dateTime', false],
			['watchers', 'array', false],
			['custom_fields', 'object', false],
			['urgent_notice', 'boolean', false],
			['effort_hours', 'number', false],
		]);
		expect(fields.find(({ id }) => id === 'priority')).toMatchObject({ displayName: 'Priority', options: expect.arrayContaining([{ name: 'urgent', value: 'urgent' }]) });
	});

	it('are none before a tool is chosen, and nobody is asked', async () => {
		expect(await columns({ __rl: true, mode: 'list', value: '' })).toEqual({ fields: [], emptyFieldsNotice: expect.stringMatching(/Choose a tool/) });
		expect(hub.simulator.requests).toHaveLength(0);
	});

	it('are told to be missing where the tool describes none', async () => {
		hub.simulator.faults.onNext({ kind: 'answer', status: 200, body: { success: true, data: { key: 'x.y', name: 'x', description: 'x', domain: 'x', risk_level: 'read', input_schema: {} }, request_id: 'r' } });

		expect(await columns(byId('x.y'))).toEqual({ fields: [], emptyFieldsNotice: expect.stringMatching(/Using JSON/) });
	});
});

describe('The key of the Hub', () => {
	it.each([API_KEY, 'nonsense'])('is another one than that of the platform, which is told', async (apiToken) => {
		const { message, description } = await hub.failed('tool', 'getAll', {}, hub.credential('hub', { apiToken }));

		expect(message).toMatch(/^Rezolve\.ai Integration Hub answered 401/);
		expect(description).toMatch(/keys of its own.*key of the Rezolve\.ai platform is another one/);
		expect(description).not.toContain(apiToken);
		expect(hub.statuses('hubListTools')).toEqual([401]);
	});

	it('goes as a bearer token, without a tenant or a realm', async () => {
		await hub.records('tool', 'getAll');
		const [request] = hub.simulator.requests;

		expect(request?.headers).toMatchObject({ authorization: '(right)' });
		expect(request?.headers).not.toHaveProperty('x-tenantid');
		expect(request?.headers).not.toHaveProperty('realmname');
	});

	it.each(['/', '/api/v1', '/api/v1/'])('goes to a Base URL that ends in %s, too', async (end) => {
		await hub.records('tool', 'getAll', {}, hub.credential('hub', { baseUrl: `${hub.simulator.hubOrigin}${end}` }));

		expect(hub.simulator.requests).toMatchObject([{ path: '/api/v1/tools', status: 200 }]);
	});

	it('of a viewer reads, and is refused what changes something', async () => {
		const viewer = hub.credential('hub', { apiToken: HUB_VIEWER_TOKEN });
		await hub.records('tool', 'execute', { toolKey: byId('directory.users.get'), specify: 'json', inputJson: '{"email":"robin.vale@example.com"}' }, viewer);
		const { message, description } = await hub.failed('tool', 'execute', { toolKey: byId('itsm.tickets.create'), specify: 'json', inputJson: '{"subject":"x"}' }, viewer);

		expect(message).toMatch(/answered 403: A viewer may only read/);
		expect(description).toMatch(/role or policy does not allow this/);
		expect(hub.simulator.state.hub.executions.map(({ toolKey }) => toolKey)).toEqual(['directory.users.get']);
	});

	it('does not lead to a web page that happens to be there', async () => {
		hub.simulator.faults.onNext({ kind: 'html', status: 200 });

		expect((await hub.failed('tool', 'getAll')).message).toMatch(/^What answered is not the Integration Hub/);
	});
});
