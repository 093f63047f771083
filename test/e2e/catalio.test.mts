import { randomUUID } from 'node:crypto';
import type { ResourceMapperFields } from 'n8n-workflow';
import { itemsOf, type Execution, type WorkflowNode } from '../support/n8nClient.mts';
import type { N8n } from '../support/n8nServer.mts';
import { sharedN8n } from '../support/n8nShared.mts';
import {
	API_TOKEN, AUDIENCE, CLIENT_ID, CLIENT_SECRET, EDITOR_CLIENT, LEAVER_ID, LEAVER_REQUIREMENTS, PEOPLE, requirementId, startCatalio, TEAM_IDS, type CatalioSimulator,
} from '../simulators/catalio/index.mts';

jest.setTimeout(120_000);

const WRONG_SECRET = `planted-${randomUUID()}`;
const UNKNOWN_ID = '00000000-0000-4000-8000-00000000dead';
const MEDIA_TYPE = 'application/vnd.api+json';

let n8n: N8n;
let simulator: CatalioSimulator;
let credential: { id: string; name: string };
const executions: Execution[] = [];
/** Tokens and new secrets of all tests: whoever has one gets in. */
const keys = new Set<string>();

beforeAll(async () => {
	n8n = await sharedN8n();
});
beforeEach(async () => {
	simulator = await startCatalio();
	credential = await n8n.createCredential(`Catalio ${randomUUID()}`, 'catalioOAuth2Api', typed());
});
afterEach(async () => {
	for (const { accessToken } of simulator.state.tokens) keys.add(accessToken);
	await simulator.close();
	simulator.expectNoViolations();
});

/** What a user types into the credential. */
const typed = (more: Record<string, unknown> = {}) => ({
	authentication: 'clientCredentials',
	clientId: CLIENT_ID,
	clientSecret: CLIENT_SECRET,
	baseUrl: simulator.origin,
	apiPath: '/api/v1',
	accessTokenUrl: simulator.tokenUrl,
	audience: AUDIENCE,
	...more,
});

const node = (name: string, type: string, parameters: Record<string, unknown>, more: Record<string, unknown> = {}): WorkflowNode => ({
	id: randomUUID(), name, type, typeVersion: 1, position: [0, 0], parameters, ...more,
});

const catalio = (name: string, resource: string, operation: string, parameters: Record<string, unknown> = {}, more: Record<string, unknown> = {}): WorkflowNode =>
	node(name, 'n8n-nodes-offboarding.catalio', { resource, operation, options: {}, ...parameters }, { credentials: { catalioOAuth2Api: credential }, ...more });

/** One item for each value, as `given`. */
const given = (values: readonly unknown[]): WorkflowNode[] => [
	node('List', 'n8n-nodes-base.set', { mode: 'raw', jsonOutput: JSON.stringify({ given: values }), options: {} }, { typeVersion: 3.4 }),
	node('Items', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'given', options: {} }),
];

/** Saves the nodes as a workflow, one after the other. Gives its id. */
async function workflowOf(...nodes: WorkflowNode[]): Promise<string> {
	const all = [node('Start', 'n8n-nodes-base.manualTrigger', {}), ...nodes];
	const connections = Object.fromEntries(all.slice(1).map(({ name }, index) => [all[index]!.name, { main: [[{ node: name, type: 'main', index: 0 }]] }]));
	return (await n8n.createWorkflow({ name: `Catalio ${randomUUID()}`, nodes: all, connections })).id;
}

async function runWorkflow(id: string): Promise<Execution> {
	const execution = await n8n.waitForExecution(await n8n.runWorkflow(id, 'Start'));
	executions.push(execution);
	return execution;
}

const run = async (...nodes: WorkflowNode[]): Promise<Execution> => await runWorkflow(await workflowOf(...nodes));

const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const tokenRequests = () => simulator.requests.filter(({ operationId }) => operationId === 'createToken');
const describing = () => simulator.requests.filter(({ operationId }) => operationId === 'getOpenApi');
/** Requests for records. */
const apiRequests = () => simulator.requests.filter(({ operationId }) => operationId !== 'createToken' && operationId !== 'getOpenApi');

/** Asks the server for what a list or a mapper of the panel shows. */
const panel = async <T,>(route: 'options' | 'resource-locator-results' | 'resource-mapper-fields', methodName: string, parameters: Record<string, unknown>, more: Record<string, unknown> = {}) =>
	await n8n.call<T>('POST', `/rest/dynamic-node-parameters/${route}`, {
		methodName,
		path: 'parameters.whatever',
		nodeTypeAndVersion: { name: 'n8n-nodes-offboarding.catalio', version: 1 },
		currentNodeParameters: { resource: 'requirement', operation: 'getAll', ...parameters },
		credentials: { catalioOAuth2Api: credential },
		...more,
	});

describe('Catalio in a real n8n', () => {
	it('reads and changes with exact media types, and n8n keeps the body of a DELETE', async () => {
		const id = requirementId(3);
		const components = [...simulator.related('requirement', id, 'components')];
		const linkage = { recordId: byId(id), relationship: byId('components'), relatedIds: components.join(',') };

		const execution = await run(
			catalio('Taken away', 'requirement', 'removeFromRelationship', linkage),
			catalio('Changed', 'requirement', 'update', { recordId: byId(id), specify: 'json', attributesJson: '{ "priority": "low", "description": "Füße, 経理" }', options: { output: 'flattened' } }),
		);

		expect([execution.status, execution.error?.message]).toEqual(['success', undefined]);
		expect(components.length).toBeGreaterThan(0);
		const deletion = apiRequests().find(({ method }) => method === 'DELETE');
		expect(deletion?.body).toEqual({ data: components.map((component) => ({ type: 'component', id: component })) });
		expect(simulator.related('requirement', id, 'components')).toEqual([]);
		expect(simulator.record('requirement', id)).toMatchObject({ priority: 'low', description: 'Füße, 経理' });
		expect(itemsOf(execution, 'Changed')[0]?.json).toMatchObject({ id, description: 'Füße, 経理' });
		for (const { method, headers } of apiRequests()) {
			expect(headers.accept).toBe(MEDIA_TYPE);
			expect(headers['content-type']).toBe(method === 'GET' ? undefined : MEDIA_TYPE);
		}
		expect(tokenRequests().map(({ body, headers }) => [body, headers['content-type']])).toEqual([
			[{ grant_type: 'client_credentials', client_id: CLIENT_ID, client_secret: '(right)', audience: AUDIENCE }, expect.stringMatching(/^application\/json/)],
		]);
	});

	it('asks for one token when 20 items start at once, and stores it encrypted', async () => {
		const ids = Array.from({ length: 20 }, (_each, index) => requirementId(index + 1));

		const execution = await run(...given(ids), catalio('Requirements', 'requirement', 'get', { recordId: byId('={{ $json.given }}'), options: { concurrency: 20 } }));

		expect(itemsOf(execution, 'Requirements').map(({ json }) => json.id)).toEqual(ids);
		expect(tokenRequests()).toHaveLength(1);
		const [{ accessToken, uses } = { accessToken: '', uses: 0 }] = simulator.state.tokens;
		expect(uses).toBe(20);
		const exported = JSON.parse((await n8n.command(['export:credentials', '--decrypted', `--id=${credential.id}`])).replace(/^[^[]*/, '')) as Array<{ data: unknown }>;
		expect(exported.map(({ data }) => data)).toEqual([expect.objectContaining({ accessToken, accessTokenExpiresAt: expect.any(Number) })]);
		expect(n8n.databaseBytes().includes(accessToken)).toBe(false);
	});

	it('uses the stored token in later runs, and renews it once when Catalio has ended it, however many items notice', async () => {
		const ids = [1, 2, 3, 4, 5, 6].map(requirementId);
		const id = await workflowOf(...given(ids), catalio('Requirements', 'requirement', 'get', { recordId: byId('={{ $json.given }}'), options: { concurrency: 6 } }));
		await runWorkflow(id);
		await runWorkflow(id);
		expect(simulator.state.tokens.map(({ uses }) => uses)).toEqual([12]);

		simulator.admin.revokeTokens();
		const renewed = await runWorkflow(id);
		const later = await runWorkflow(id);

		expect([renewed.status, later.status]).toEqual(['success', 'success']);
		expect(simulator.state.tokens.map(({ uses }) => uses)).toEqual([12, 12]);
	});

	it('says that the secret may have been rotated, and goes on with the new one as soon as it is pasted', async () => {
		simulator.set({ tokensDieWithSecret: true });
		const id = await workflowOf(catalio('Teams', 'team', 'getAll', { returnAll: true }));
		await runWorkflow(id);
		const secret = simulator.admin.rotateSecret(CLIENT_ID);
		keys.add(secret);

		const refused = await runWorkflow(id);
		expect(refused.error).toMatchObject({ message: expect.stringMatching(/does not accept the client ID and secret .*rotated/) });

		await n8n.call('PATCH', `/rest/credentials/${credential.id}`, { name: credential.name, type: 'catalioOAuth2Api', data: typed({ clientSecret: secret }) });
		expect(itemsOf(await runWorkflow(id), 'Teams')).toHaveLength(Object.keys(TEAM_IDS).length);
	});

	it('sees with another client what that client may see, without a token of the one before', async () => {
		const id = await workflowOf(catalio('Mine', 'requirement', 'getAll', { returnAll: true, filterBy: 'conditions', conditions: { condition: [{ field: byId('owner_id'), operator: 'eq', value: LEAVER_ID }] } }));
		const seen = async () => new Set(itemsOf(await runWorkflow(id), 'Mine').map(({ json }) => json.id));
		const { plain, viewOnly, elsewhere } = LEAVER_REQUIREMENTS;
		expect(await seen()).toEqual(new Set([...plain, ...viewOnly, ...elsewhere, ...LEAVER_REQUIREMENTS.private]));

		await n8n.call('PATCH', `/rest/credentials/${credential.id}`, { name: credential.name, type: 'catalioOAuth2Api', data: typed({ clientId: EDITOR_CLIENT.id, clientSecret: EDITOR_CLIENT.secret }) });

		expect(await seen()).toEqual(new Set([...plain, ...viewOnly]));
		expect(simulator.state.tokens.map(({ clientId }) => clientId)).toEqual([CLIENT_ID, EDITOR_CLIENT.id]);
	});

	it('sends the item that is refused through the error output, with Catalio\'s words, and the other one on', async () => {
		const ids = [UNKNOWN_ID, requirementId(1)];

		const execution = await run(...given(ids), catalio('Catalio', 'requirement', 'get', { recordId: byId('={{ $json.given }}'), output: 'flattened' }, { onError: 'continueErrorOutput' }));

		expect(execution.status).toBe('success');
		expect(itemsOf(execution, 'Catalio').map(({ json }) => json.id)).toEqual([requirementId(1)]);
		const failed = itemsOf(execution, 'Catalio', { output: 1 }).map(({ json }) => json);
		expect(failed).toEqual([expect.objectContaining({ given: UNKNOWN_ID, error: expect.stringMatching(/404: NotFound: could not be found/), details: expect.objectContaining({ status: 404, itemIndex: 0 }) })]);
	});

	it('works with a token that the user already has, and asks for none', async () => {
		credential = await n8n.createCredential(`Catalio ${randomUUID()}`, 'catalioOAuth2Api', { authentication: 'token', apiToken: API_TOKEN, baseUrl: simulator.origin, apiPath: '/api/v1' });

		const execution = await run(catalio('Teams', 'team', 'getAll', { returnAll: true }));

		expect(itemsOf(execution, 'Teams')).toHaveLength(Object.keys(TEAM_IDS).length);
		expect(tokenRequests()).toEqual([]);
	});

	describe('the panel of the node', () => {
		it('maps the fields that the organization has, and creates a record with them', async () => {
			const { fields } = await panel<ResourceMapperFields>('resource-mapper-fields', 'getCreateColumns', { operation: 'create' });

			expect(fields[0]).toMatchObject({ id: 'title', displayName: 'Title', required: true });
			expect(fields.find(({ id }) => id === 'priority')).toMatchObject({ type: 'options', options: expect.arrayContaining([{ name: 'High', value: 'high' }]) as unknown });
			const value = { title: 'Hand over the invoices', priority: 'high', owner_id: PEOPLE['Priya Nair'], estimate: '8', 'relationships.team': TEAM_IDS.platform };
			const fieldValues = { mappingMode: 'defineBelow', value, schema: fields.map((field) => ({ ...field, removed: !(field.id in value) })), matchingColumns: [] };

			const execution = await run(catalio('New', 'requirement', 'create', { specify: 'mapper', fieldValues, options: { verify: true } }));

			expect([execution.status, execution.error?.message]).toEqual(['success', undefined]);
			const [{ json } = { json: {} }] = itemsOf(execution, 'New');
			expect(json).toMatchObject({ title: value.title, verified: true });
			expect(simulator.record('requirement', String(json.id))).toMatchObject({ title: value.title, priority: 'high', owner_id: PEOPLE['Priya Nair'], estimate: 8 });
			expect(simulator.related('requirement', String(json.id), 'team')).toEqual([TEAM_IDS.platform]);
		});

		it('maps nothing as required in an update, and tells each resource by its own fields', async () => {
			const columns = async (resource: string) => (await panel<ResourceMapperFields>('resource-mapper-fields', 'getUpdateColumns', { resource, operation: 'update' })).fields;
			const [requirement, team] = [await columns('requirement'), await columns('team')];

			expect(requirement.filter(({ required }) => required)).toEqual([]);
			expect(requirement.map(({ id }) => id)).toEqual(expect.arrayContaining(['owner_id', 'relationships.team']));
			expect(team.map(({ id }) => id)).toEqual(expect.arrayContaining(['name', 'member_ids']));
			expect(team.map(({ id }) => id)).not.toContain('priority');
			expect(describing()).toHaveLength(1);
		});

		it('lists include paths, types, records, filters and relations', async () => {
			type Found = { results: Array<{ name: string; value: string }> };
			const search = async (methodName: string, filter?: string) => (await panel<Found>('resource-locator-results', methodName, {}, filter ? { filter } : {})).results;
			const load = async (methodName: string) => await panel<Array<{ name: string; value: string }>>('options', methodName, {});

			expect(await load('getIncludePaths')).toContainEqual(expect.objectContaining({ name: 'Use Cases → Test Cases', value: 'use_cases.test_cases' }));
			expect((await load('getTypes')).map(({ value }) => value)).toContain('test_case');
			expect(await search('searchRecords', 'payroll')).toContainEqual(expect.objectContaining({ name: 'Show the history of payroll runs', value: requirementId(27) }));
			expect((await search('searchFilterFields', 'owner')).map(({ value }) => value)).toContain('owner_id');
			expect((await search('searchSortFields')).map(({ value }) => value)).toContain('updated_at');
			expect((await search('searchRelations')).map(({ value }) => value)).toContain('use_cases');
		});
	});

	describe('the test of a credential in the editor', () => {
		const test = async (data: Record<string, unknown>) => {
			const fresh = await n8n.createCredential(`Catalio ${randomUUID()}`, 'catalioOAuth2Api', typed(data));
			return await n8n.testCredential(fresh, 'catalioOAuth2Api', typed(data));
		};
		const error = (text: string) => ({ status: 'Error', message: expect.stringContaining(text) });

		it('is good for client credentials and for a ready token, pasted with a slash too', async () => {
			expect(await test({})).toMatchObject({ status: 'OK' });
			expect(await test({ baseUrl: `${simulator.origin}/`, apiPath: 'api/v1/' })).toMatchObject({ status: 'OK' });
			const askedBefore = tokenRequests().length;
			expect(await test({ authentication: 'token', apiToken: API_TOKEN, clientId: '', clientSecret: '' })).toMatchObject({ status: 'OK' });
			expect(tokenRequests()).toHaveLength(askedBefore);
		});

		it('says what is wrong', async () => {
			const wrongSecret = await test({ clientSecret: WRONG_SECRET });

			expect(wrongSecret).toEqual(error('rotated'));
			expect(JSON.stringify(wrongSecret)).not.toContain(WRONG_SECRET);
			expect(await test({ audience: 'https://elsewhere.example' })).toEqual(error('Audience'));
			expect(await test({ authentication: 'token', apiToken: 'wrong' })).toEqual(error('does not accept the token'));
			expect(await test({ baseUrl: 'http://127.0.0.1:9' })).toEqual(error('ECONNREFUSED'));
			expect(await test({ accessTokenUrl: 'http://127.0.0.1:9/oauth/token' })).toEqual(error('refused the connection'));
			expect(simulator.violations).toEqual([]);
			expect(await test({ apiPath: '/api/v9' })).toEqual(error('API Path'));
			expect(await test({ accessTokenUrl: `${simulator.origin}/oauth2/token` })).toEqual(error('Token URL'));
			expect(simulator.takeViolations().map(({ message }) => message)).toEqual(['/api/v9/requirements is not in the contract', '/oauth2/token is not in the contract']);
		});
	});

	it('leaves secrets and tokens nowhere: not in outputs, in errors, in the log, in the database or in any other file', async () => {
		const id = await workflowOf(catalio('Teams', 'team', 'getAll', { returnAll: true }));
		await runWorkflow(id);
		const [{ accessToken } = { accessToken: '' }] = simulator.state.tokens;
		const told = (detail: string) => ({ errors: [{ status: '403', title: 'Forbidden', detail }] });
		simulator.faults.onOperation('listTeams', { kind: 'answer', status: 403, headers: { 'content-type': MEDIA_TYPE }, body: told(`The token ${accessToken} may not`) });
		expect((await runWorkflow(id)).status).toBe('error');
		simulator.admin.revokeTokens();
		simulator.faults.onOperation('createToken', { kind: 'answer', status: 401, body: { error: 'invalid_client', error_description: `The secret ${CLIENT_SECRET} is wrong` } });
		expect((await runWorkflow(id)).status).toBe('error');
		expect(executions.length).toBeGreaterThan(10);
		const secrets = [CLIENT_SECRET, EDITOR_CLIENT.secret, API_TOKEN, WRONG_SECRET, accessToken, ...keys];
		expect(secrets.length).toBeGreaterThan(10);

		for (const secret of secrets) {
			for (const { rawData } of executions) expect(rawData).not.toContain(secret);
			expect(n8n.logs()).not.toContain(secret);
		}
		const database = n8n.databaseBytes();
		expect(secrets.filter((secret) => database.includes(secret))).toEqual([]);
		const files = n8n.storedFiles();
		expect(secrets.flatMap((secret) => files.filter(({ bytes }) => bytes.includes(secret)).map(({ path }) => path))).toEqual([]);
	});
});
