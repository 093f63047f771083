import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { itemsOf, withCredentials, type Execution, type WorkflowDefinition, type WorkflowNode } from '../support/n8nClient.mts';
import type { N8n } from '../support/n8nServer.mts';
import { sharedN8n } from '../support/n8nShared.mts';
import { LEAVER_EMAIL, LEAVER_ID, LEAVER_STATES, startAccessOwl, type AccessOwlSimulator } from '../simulators/accessowl/index.mts';

jest.setTimeout(120_000);

const TOKEN = `planted-${randomUUID()}`;
const UNKNOWN_ID = '00000000-0000-4000-8000-00000000dead';

let n8n: N8n;
let simulator: AccessOwlSimulator;
let credential: { id: string; name: string };
const executions: Execution[] = [];

beforeAll(async () => {
	n8n = await sharedN8n();
});
beforeEach(async () => {
	simulator = await startAccessOwl({ token: TOKEN });
	credential = await n8n.createCredential(`AccessOwl ${randomUUID()}`, 'accessOwlApi', { baseUrl: simulator.origin, apiToken: TOKEN });
});
afterEach(async () => {
	await simulator.close();
	simulator.expectNoViolations();
});

const to = (name: string) => ({ main: [[{ node: name, type: 'main', index: 0 }]] });

const node = (name: string, type: string, parameters: Record<string, unknown>, more: Record<string, unknown> = {}): WorkflowNode => ({
	id: randomUUID(), name, type, typeVersion: 1, position: [0, 0], parameters, ...more,
});

/** Webhook with a list of items in its body, then the node under test. */
async function webhookWorkflow(parameters: Record<string, unknown>, more: Record<string, unknown> = {}): Promise<{ id: string; path: string }> {
	const path = randomUUID();
	const definition: WorkflowDefinition = {
		name: `AccessOwl ${path}`,
		nodes: [
			node('Webhook', 'n8n-nodes-base.webhook', { path, httpMethod: 'POST', responseMode: 'lastNode', responseData: 'allEntries' }, { typeVersion: 2 }),
			node('Items', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'body.items', options: { destinationFieldName: 'given' } }),
			node('AccessOwl', 'n8n-nodes-offboarding.accessOwl', parameters, { credentials: { accessOwlApi: { id: '', name: '' } }, ...more }),
		],
		connections: { Webhook: to('Items'), Items: to('AccessOwl') },
	};
	const { id } = await n8n.createWorkflow(withCredentials(definition, { accessOwlApi: credential }));
	await n8n.activate(id);
	return { id, path };
}

async function run(parameters: Record<string, unknown>, items: unknown[], more: Record<string, unknown> = {}): Promise<Execution> {
	const { id, path } = await webhookWorkflow(parameters, more);
	const { execution } = await n8n.runByWebhook(id, path, { items });
	executions.push(execution);
	return execution;
}

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

const revoke = (options: Record<string, unknown> = {}) => ({
	resource: 'accessRevocation',
	operation: 'create',
	accessStateId: byId('={{ $json.given }}'),
	heldBy: byId(LEAVER_ID),
	reason: 'Last day reached, HR-1204',
	options,
});

const revocations = () => simulator.state.accessRevocations.map(({ access_state_id }) => access_state_id);

describe('AccessOwl in a real n8n', () => {
	it('takes a leaver found by email everything away, once, however often the webhook is called', async () => {
		const definition: WorkflowDefinition = {
			name: 'Offboard by webhook',
			nodes: [
				node('Webhook', 'n8n-nodes-base.webhook', { path: `offboard-${randomUUID()}`, httpMethod: 'POST', responseMode: 'lastNode', responseData: 'allEntries' }, { typeVersion: 2 }),
				node('Held', 'n8n-nodes-offboarding.accessOwl', {
					resource: 'accessState', operation: 'getAll', returnAll: true, filters: { userId: { __rl: true, mode: 'email', value: '={{ $json.body.email }}' }, managedOnly: true }, options: {},
				}, { credentials: { accessOwlApi: credential } }),
				node('Taken', 'n8n-nodes-offboarding.accessOwl', { ...revoke(), accessStateId: byId('={{ $json.id }}'), heldBy: byId('={{ $json.grantee_user_id }}') }, { credentials: { accessOwlApi: credential } }),
			],
			connections: { Webhook: to('Held'), Held: to('Taken') },
		};
		const { id } = await n8n.createWorkflow(definition);
		await n8n.activate(id);
		const path = String((definition.nodes[0]?.['parameters'] as { path: string }).path);
		// Automatic removals would end some of the access between the two runs, or in the middle of the second.
		simulator.set({ automaticAfterMs: 3_600_000 });
		const openBefore = revocations();

		const first = await n8n.runByWebhook(id, path, { email: LEAVER_EMAIL });
		const afterFirst = revocations();
		const second = await n8n.runByWebhook(id, path, { email: LEAVER_EMAIL });
		executions.push(first.execution, second.execution);

		expect(first.execution.status).toBe('success');
		expect(new Set(afterFirst).size).toBe(afterFirst.length);
		expect(afterFirst.length).toBeGreaterThan(openBefore.length);
		expect(second.execution.status).toBe('success');
		expect(revocations()).toEqual(afterFirst);
		for (const { json } of itemsOf(second.execution, 'Taken')) expect(json).toMatchObject({ alreadySubmitted: true });
	});

	it('repeats the same key when Retry On Fail runs the node again, so that the lost answer costs nothing', async () => {
		simulator.faults.onOperation('createAccessRevocation', { kind: 'reset', when: 'afterActing' });
		const before = revocations().length;

		const execution = await run(revoke({ retries: 0, checkFirst: false }), [LEAVER_STATES.manual], { retryOnFail: true, maxTries: 3, waitBetweenTries: 500 });

		expect(execution.status).toBe('success');
		expect(itemsOf(execution, 'AccessOwl')[0]?.json).toMatchObject({ alreadySubmitted: true, outcome: 'requested' });
		expect(revocations()).toHaveLength(before + 1);
		const sent = simulator.requests.filter(({ operationId }) => operationId === 'createAccessRevocation');
		expect(sent).toHaveLength(2);
		expect(new Set(sent.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
	});

	it('sends the item that fails through the error output and the other one on', async () => {
		const parameters = { resource: 'user', operation: 'get', userId: byId('={{ $json.given }}'), simplify: true, options: {} };

		const execution = await run(parameters, [LEAVER_ID, UNKNOWN_ID], { onError: 'continueErrorOutput' });

		expect(execution.status).toBe('success');
		expect(itemsOf(execution, 'AccessOwl').map(({ json }) => json.id)).toEqual([LEAVER_ID]);
		const [failed, ...others] = itemsOf(execution, 'AccessOwl', { output: 1 });
		expect(others).toEqual([]);
		expect(failed?.json).toMatchObject({ given: UNKNOWN_ID, error: expect.stringContaining('404'), details: { status: 404, itemIndex: 1, requestId: expect.any(String) } });
	});

	it('goes on with Continue On Fail: one item for each input, the failed one in its place', async () => {
		const parameters = { resource: 'user', operation: 'get', userId: byId('={{ $json.given }}'), simplify: true, options: {} };

		const execution = await run(parameters, [UNKNOWN_ID, 'not an id', LEAVER_ID], { onError: 'continueRegularOutput' });

		expect(execution.status).toBe('success');
		const items = itemsOf(execution, 'AccessOwl');
		expect(items).toHaveLength(3);
		expect(items[0]?.json).toMatchObject({ error: expect.stringContaining('404') });
		expect(items[1]?.json).toMatchObject({ error: expect.stringContaining('User is not an ID') });
		expect(items[2]?.json).toMatchObject({ id: LEAVER_ID });
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
	});

	it('stops the workflow at a bad parameter before anything was sent, and says where and how to go on', async () => {
		const execution = await run(revoke(), [LEAVER_STATES.manual, 'nonsense']);

		expect(execution.status).toBe('error');
		expect(execution.error).toMatchObject({ message: expect.stringMatching(/Access State .*\[Item 1\]/), description: expect.any(String) });
		expect(simulator.requests).toEqual([]);
	});

	it('ends at once when the run is stopped while it waits for the rate limit, and sends nothing afterwards', async () => {
		simulator.faults.onNext({ kind: 'answer', status: 429, headers: { 'Retry-After': '60' }, body: { message: 'slow down' } });
		const { id } = await webhookWorkflow({ resource: 'user', operation: 'getAll', returnAll: true, status: 'all', filters: {}, options: {} });
		const { path } = (await n8n.workflow(id)).nodes[0]?.['parameters'] as { path: string };
		const answering = n8n.callWebhook(path, { data: { items: [1] } });
		for (let attempt = 0; attempt < 200 && simulator.requests.length === 0; attempt++) await sleep(50);
		const [{ id: executionId } = { id: '' }] = await n8n.executions({ workflowId: id });
		const stoppedAt = Date.now();

		await n8n.stopExecution(executionId);

		const execution = await n8n.waitForExecution(executionId, { timeoutMs: 10_000 });
		expect(execution.status).toBe('canceled');
		expect(Date.now() - stoppedAt).toBeLessThan(8_000);
		await answering;
		await sleep(500);
		expect(simulator.requests).toHaveLength(1);
	});

	it('tests a credential against the vendor: a good one, a wrong token, an organization without API access', async () => {
		const test = async (data: Record<string, unknown>) => await n8n.testCredential(credential, 'accessOwlApi', { baseUrl: simulator.origin, apiToken: TOKEN, ...data });

		expect(await test({})).toMatchObject({ status: 'OK' });
		expect(await test({ apiToken: 'wrong' })).toMatchObject({ status: 'Error' });
		simulator.set({ redirect: true });
		expect(await test({})).toMatchObject({ status: 'Error', message: expect.stringContaining('API access is not enabled') });
	});

	it('fills the lists of the panel: people by name, resources of the chosen application', async () => {
		const search = async (methodName: string, parameters: Record<string, unknown>, filter?: string) =>
			await n8n.call<{ results: Array<{ name: string; value: string }> }>('POST', '/rest/dynamic-node-parameters/resource-locator-results', {
				methodName,
				path: 'parameters.userId',
				nodeTypeAndVersion: { name: 'n8n-nodes-offboarding.accessOwl', version: 1 },
				currentNodeParameters: { resource: 'accessRequest', operation: 'create', ...parameters },
				credentials: { accessOwlApi: credential },
				...(filter ? { filter } : {}),
			});
		const application = simulator.state.applications.find(({ id }) => simulator.state.resources.some((resource) => resource.application_id === id && resource.title));

		const people = await search('searchUsers', {}, 'robin');
		const resources = await search('searchResources', { applicationId: byId(String(application?.id)) });

		expect(people.results.map(({ value }) => value)).toContain(LEAVER_ID);
		const titles = simulator.state.resources.filter((resource) => resource.application_id === application?.id).map(({ title }) => title);
		expect(resources.results.map(({ name }) => name)).toEqual(titles);
	});

	it('leaves the token nowhere: not in outputs, in errors, in the log, in the database or in any other file', async () => {
		simulator.faults.onNext({ kind: 'answer', status: 401, body: { message: `The token ${TOKEN} is not known` } });
		const execution = await run({ resource: 'user', operation: 'get', userId: byId(LEAVER_ID), simplify: true, options: {} }, [1]);
		expect(execution.status).toBe('error');
		expect(executions.length).toBeGreaterThan(5);

		for (const { rawData } of executions) expect(rawData).not.toContain(TOKEN);
		expect(n8n.logs()).not.toContain(TOKEN);
		expect(n8n.databaseBytes().includes(TOKEN)).toBe(false);
		expect(n8n.storedFiles().filter(({ bytes }) => bytes.includes(TOKEN)).map(({ path }) => path)).toEqual([]);
	});
});
