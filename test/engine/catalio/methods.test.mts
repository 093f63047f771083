import type { INodeListSearchResult, INodeParameters, INodePropertyOptions, ResourceMapperFields } from 'n8n-workflow';
import { startCatalio, type CatalioSimulator, type Switches } from '../../simulators/catalio/index.mts';
import { catalioCredential } from '../../support/catalio.mts';
import { callMethod } from '../../support/engine.mts';

// The node remembers the description of a tenant by its address: each test has a tenant of its own.
let simulator: CatalioSimulator;
const start = async (switches: Partial<Switches> = {}) => {
	simulator = await startCatalio({ switches });
};
afterEach(async () => {
	simulator.expectNoViolations();
	await simulator.close();
});

const node = (parameters: INodeParameters) => ({ node: 'catalio', parameters: { operation: 'getAll', ...parameters }, credentials: catalioCredential(simulator) });
const search = async (name: string, filter?: string, paginationToken?: string, resource = 'requirement') =>
	await callMethod<INodeListSearchResult>('listSearch', name, node({ resource }), filter, paginationToken);
const load = async (name: string, resource = 'requirement') => await callMethod<INodePropertyOptions[]>('loadOptions', name, node({ resource }));
const columns = async (name: string, resource = 'requirement') => (await callMethod<ResourceMapperFields>('resourceMapping', name, node({ resource }))).fields;
const values = (found: INodeListSearchResult) => found.results.map(({ value }) => value);
const asked = (operation: string) => simulator.requests.filter(({ operationId }) => operationId === operation);

describe('with a description', () => {
	it('maps what a new requirement takes, its title required', async () => {
		await start();
		const fields = await columns('getCreateColumns');

		expect(fields[0]).toMatchObject({ id: 'title', displayName: 'Title', required: true, type: 'string' });
		expect(fields.filter(({ required }) => required)).toHaveLength(1);
		expect(fields.find(({ id }) => id === 'priority')).toMatchObject({ type: 'options', options: expect.arrayContaining([{ name: 'High', value: 'high' }]) as unknown });
		expect(fields.find(({ id }) => id === 'owner_id')?.displayName).toBe('Owner ID');
		expect(fields.find(({ id }) => id === 'due_on')?.displayName).toBe('Due On (YYYY-MM-DD)');
		expect(fields.find(({ id }) => id === 'relationships.team')).toMatchObject({ displayName: 'Team (Relation)', type: 'string' });
		expect(fields.find(({ id }) => id === 'relationships.policies')).toMatchObject({ displayName: 'Policies (Relation)', type: 'array' });
		expect(fields.some(({ id }) => id === 'updated_at')).toBe(false);
	});

	it('asks for nothing in an update', async () => {
		await start();

		expect((await columns('getUpdateColumns', 'useCase')).filter(({ required }) => required)).toEqual([]);
	});

	it('offers filters, sort fields, relations, include paths and types, and reads the description once', async () => {
		await start();
		const [filters, across, sorts, relations, includes, types] = [
			await search('searchFilterFields'),
			await search('searchFilterFields', 'team.'),
			await search('searchSortFields'),
			await search('searchRelations'),
			await load('getIncludePaths'),
			await load('getTypes'),
		];

		expect(filters.results.find(({ value }) => value === 'status')?.description).toMatch(/^Operators: eq, /);
		expect(values(across)).toEqual(expect.arrayContaining(['team.name', 'team.id']));
		expect(values(sorts)).toEqual(expect.arrayContaining(['title', 'updated_at']));
		expect(relations.results.find(({ value }) => value === 'use_cases')).toEqual({ name: 'Use Cases', value: 'use_cases', description: 'To many: Use Case' });
		expect(includes).toContainEqual({ name: 'Use Cases → Test Cases', value: 'use_cases.test_cases' });
		expect(types.map(({ value }) => value)).toHaveLength(10);
		expect(asked('getOpenApi')).toHaveLength(1);
	});
});

describe('without a description', () => {
	it('falls back on the concept pages', async () => {
		await start({ openApi: 'missing' });

		expect((await columns('getCreateColumns')).map(({ id }) => id)).toEqual(expect.arrayContaining(['title', 'status', 'relationships.team']));
		expect(values(await search('searchSortFields', undefined, undefined, 'team'))).toContain('name');
		expect(asked('getOpenApi')).toHaveLength(1);
	});

	it('does not hide that the credential is refused', async () => {
		await start();
		const refused = { ...node({ resource: 'requirement' }), credentials: catalioCredential(simulator, { clientSecret: 'rotated-away' }) };

		const failure = await callMethod('resourceMapping', 'getCreateColumns', refused).catch((error: unknown) => error);
		expect(failure).toMatchObject({ name: expect.stringMatching(/^Node(Api|Operation)Error$/) as unknown });
		expect(JSON.stringify(failure)).not.toContain('rotated-away');
	});
});

describe('the list of records', () => {
	it('goes through all requirements page by page', async () => {
		await start();
		simulator.admin.addRecords('requirement', 120);
		const first = await search('searchRecords');
		const second = await search('searchRecords', undefined, first.paginationToken as string);

		expect(first.results).toHaveLength(100);
		const all = [...values(first), ...values(second)];
		expect(new Set(all).size).toBe(all.length);
		expect(all.length).toBeGreaterThanOrEqual(170);
		expect(second.paginationToken).toBeUndefined();
		expect(first.results[0]?.description).toMatch(/ · [0-9a-f-]{36}$/);
	});

	it('lets the server filter, and looks itself where the server minds capitals', async () => {
		await start();
		const [id] = simulator.admin.addRecords('requirement', 1, { title: 'Quarterly Zebra' });

		expect(values(await search('searchRecords', 'Zebra'))).toEqual([id]);
		expect(asked('listRequirements')).toHaveLength(1);
		expect(values(await search('searchRecords', 'zebra'))).toEqual([id]);
	});

	it.each(['relative', 'object'] as const)('follows links that are %s', async (links) => {
		await start({ links });
		simulator.admin.addRecords('requirement', 60);
		const first = await search('searchRecords');

		expect(values(await search('searchRecords', undefined, first.paginationToken as string)).length).toBeGreaterThan(0);
	});

	it('offers no way to another origin', async () => {
		await start({ links: 'otherOrigin' });
		simulator.admin.addRecords('requirement', 60);

		expect((await search('searchRecords')).paginationToken).toBeUndefined();
		await expect(search('searchRecords', undefined, 'https://evil.example/api/v1/requirements')).rejects.toThrow(/cannot go on/);
	});

	it('names records without a title by their kind', async () => {
		await start();
		const { results } = await search('searchRecords', undefined, undefined, 'testResult');

		expect(results[0]?.name).toMatch(/^Test Result [0-9a-f-]{36}$/);
	});
});
