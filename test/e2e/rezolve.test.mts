import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ResourceMapperFields } from 'n8n-workflow';
import { itemsOf, type Execution, type NodeType, type WorkflowNode } from '../support/n8nClient.mts';
import type { N8n } from '../support/n8nServer.mts';
import { sharedN8n } from '../support/n8nShared.mts';
import { rezolveCredential, rezolveCredentialType, type RezolveCredentialKind } from '../support/rezolve.mts';
import {
	API_KEY, API_TOKEN, CLIENT_ID, CLIENT_SECRET, HUB_TOKEN, IT_QUEUE, LEAVER_CLIENTS, LEAVER_EMAIL, LEAVER_KEYS, SANDBOX_TENANT_ID, startRezolve, VIEWER_TOKEN, type RezolveSimulator,
} from '../simulators/rezolve/index.mts';

jest.setTimeout(120_000);

const WRONG_SECRET = `planted-${randomUUID()}`;
const UNKNOWN_ID = '00000000-0000-4000-8000-00000000dead';
const DISABLE = 'directory.users.disable';
const CREATE_TICKET = 'itsm.tickets.create';
const PLATFORM_KINDS = ['apiKey', 'bearer', 'oauth2'] as const;
/** What Authentication in the panel is set to. */
const AUTHENTICATION = { apiKey: 'apiKey', bearer: 'bearer', oauth2: 'oAuth2' } as const;

let n8n: N8n;
let simulator: RezolveSimulator;
let credentials: Record<RezolveCredentialKind, { id: string; name: string }>;
const executions: Execution[] = [];
/** Tokens, and values of keys and clients that the simulated vendor made: whoever has one gets in. */
const keys = new Set<string>();

/** What a user types into a credential. */
const typed = (kind: RezolveCredentialKind, more: Record<string, unknown> = {}): Record<string, unknown> => ({ ...rezolveCredential(kind, simulator)[rezolveCredentialType(kind)], ...more });

const newCredential = async (kind: RezolveCredentialKind, more: Record<string, unknown> = {}) => await n8n.createCredential(`Rezolve ${randomUUID()}`, rezolveCredentialType(kind), typed(kind, more));

beforeAll(async () => {
	n8n = await sharedN8n();
});
beforeEach(async () => {
	simulator = await startRezolve();
	const [apiKey, bearer, oauth2, hub] = await Promise.all([newCredential('apiKey'), newCredential('bearer'), newCredential('oauth2'), newCredential('hub')]);
	credentials = { apiKey, bearer, oauth2, hub };
});
afterEach(async () => {
	const { apiKeys, tokens, serviceAccounts } = simulator.state;
	for (const { accessToken } of tokens) keys.add(accessToken);
	for (const { clientSecret } of serviceAccounts) keys.add(clientSecret);
	for (const { secret, previous } of apiKeys) for (const value of [secret, ...previous.map((old) => old.secret)]) keys.add(value);
	await simulator.close();
	simulator.expectNoViolations();
});

const node = (name: string, type: string, parameters: Record<string, unknown>, more: Record<string, unknown> = {}): WorkflowNode => ({
	id: randomUUID(), name, type, typeVersion: 1, position: [0, 0], parameters, ...more,
});

const platformCredentials = () => Object.fromEntries(PLATFORM_KINDS.map((kind) => [rezolveCredentialType(kind), credentials[kind]]));

/** A node with all three credentials of the platform, as the editor keeps them when Authentication is changed. */
const rezolve = (name: string, resource: string, operation: string, parameters: Record<string, unknown> = {}, more: Record<string, unknown> = {}): WorkflowNode =>
	node(name, 'n8n-nodes-offboarding.rezolve', { authentication: 'bearer', resource, operation, options: {}, ...parameters }, { credentials: platformCredentials(), ...more });

const hub = (name: string, operation: string, parameters: Record<string, unknown> = {}, more: Record<string, unknown> = {}): WorkflowNode =>
	node(name, 'n8n-nodes-offboarding.rezolveHub', { resource: 'tool', operation, options: {}, ...parameters }, { credentials: { rezolveHubApi: credentials.hub }, ...more });

const wait = (seconds: number) => node('Wait', 'n8n-nodes-base.wait', { amount: seconds, unit: 'seconds' }, { typeVersion: 1.1 });

/** One item for each value, as `given`. */
const given = (values: readonly unknown[]): WorkflowNode[] => [
	node('List', 'n8n-nodes-base.set', { mode: 'raw', jsonOutput: JSON.stringify({ given: values }), options: {} }, { typeVersion: 3.4 }),
	node('Items', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'given', options: {} }),
];

/** Saves the nodes as a workflow, one after the other. Gives its id. */
async function workflowOf(...nodes: WorkflowNode[]): Promise<string> {
	const all = [node('Start', 'n8n-nodes-base.manualTrigger', {}), ...nodes];
	const connections = Object.fromEntries(all.slice(1).map(({ name }, index) => [all[index]!.name, { main: [[{ node: name, type: 'main', index: 0 }]] }]));
	return (await n8n.createWorkflow({ name: `Rezolve ${randomUUID()}`, nodes: all, connections })).id;
}

async function finished(executionId: string): Promise<Execution> {
	const execution = await n8n.waitForExecution(executionId);
	executions.push(execution);
	return execution;
}

const runWorkflow = async (id: string): Promise<Execution> => await finished(await n8n.runWorkflow(id, 'Start'));

const run = async (...nodes: WorkflowNode[]): Promise<Execution> => await runWorkflow(await workflowOf(...nodes));

/** The items of a node in a run that must succeed. */
function recordsOf(execution: Execution, name: string): Array<Record<string, unknown>> {
	expect([execution.status, execution.error?.message]).toEqual(['success', undefined]);
	return itemsOf(execution, name).map(({ json }) => json);
}

const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const requestsTo = (operationId: string) => simulator.requests.filter((request) => request.operationId === operationId);
/** Tokens that n8n asked for; the simulated company has some of its own. */
const askedTokens = () => simulator.state.tokens.filter(({ holderId }) => holderId !== LEAVER_CLIENTS.machine);
const keyOf = (id: string) => simulator.state.apiKeys.find((key) => key.id === id);
const vaultOf = (integrationId: string) => simulator.state.credentials.find((credential) => credential.integrationId === integrationId && !credential.gone);

/** Asks the server for what a list or a mapper of the panel shows. */
const panel = async <T,>(route: 'resource-locator-results' | 'resource-mapper-fields', methodName: string, type: 'rezolve' | 'rezolveHub', parameters: Record<string, unknown>, more: Record<string, unknown> = {}) =>
	await n8n.call<T>('POST', `/rest/dynamic-node-parameters/${route}`, {
		methodName,
		path: 'parameters.whatever',
		nodeTypeAndVersion: { name: `n8n-nodes-offboarding.${type}`, version: 1 },
		currentNodeParameters: parameters,
		credentials: type === 'rezolve' ? platformCredentials() : { rezolveHubApi: credentials.hub },
		...more,
	});

describe('Rezolve.ai in a real n8n', () => {
	it('signs in with the credential that Authentication names, however many the node holds', async () => {
		const nodes = PLATFORM_KINDS.map((kind) => rezolve(kind, 'apiKey', 'getAll', { authentication: AUTHENTICATION[kind], returnAll: true }));

		const execution = await run(...nodes.map((each) => ({ ...each, executeOnce: true })));

		const living = simulator.state.apiKeys.filter(({ gone }) => !gone).map(({ id }) => id);
		for (const kind of PLATFORM_KINDS) expect(recordsOf(execution, kind).map(({ id }) => id)).toEqual(living);
		expect(requestsTo('listApiKeys').map(({ headers }) => [headers['x-api-key'], headers.authorization])).toEqual([
			['(right)', undefined],
			[undefined, '(right)'],
			[undefined, '(right)'],
		]);
		expect(askedTokens().map(({ uses }) => uses)).toEqual([1]);
	});

	it('shows one credential for each choice of Authentication', async () => {
		const type = (await n8n.nodeTypes()).find(({ name }) => name === 'n8n-nodes-offboarding.rezolve') as NodeType & { credentials: Array<{ name: string; displayOptions: { show: { authentication: string[] } } }> };

		const shown = (choice: string) => type.credentials.filter(({ displayOptions }) => displayOptions.show.authentication.includes(choice)).map(({ name }) => name);
		for (const kind of PLATFORM_KINDS) expect(shown(AUTHENTICATION[kind])).toEqual([rezolveCredentialType(kind)]);
		const choices = type.properties.find(({ name }) => name === 'authentication') as { options: Array<{ value: string }> };
		expect(choices.options.map(({ value }) => value).sort()).toEqual(Object.values(AUTHENTICATION).sort());
	});

	it('stores the OAuth2 token encrypted, uses it in later runs, and renews it once when it has been ended', async () => {
		const id = await workflowOf(rezolve('Clients', 'oauthClient', 'getAll', { authentication: 'oAuth2', returnAll: true }));
		await runWorkflow(id);
		await runWorkflow(id);
		expect(askedTokens().map(({ uses, clientAuthentication }) => [uses, clientAuthentication])).toEqual([[2, 'body']]);
		const [{ accessToken } = { accessToken: '' }] = askedTokens();
		expect(await n8n.command(['export:credentials', '--decrypted', `--id=${credentials.oauth2.id}`])).toContain(accessToken);
		expect(n8n.databaseBytes().includes(accessToken)).toBe(false);

		simulator.admin.revokeTokens();
		const renewed = await runWorkflow(id);
		await runWorkflow(id);

		expect(recordsOf(renewed, 'Clients').map(({ clientId }) => clientId)).toContain(CLIENT_ID);
		expect(askedTokens().map(({ uses }) => uses)).toEqual([2, 2]);
	});

	it('sends a Basic header for OAuth2 where the credential says so', async () => {
		credentials.oauth2 = await newCredential('oauth2', { authentication: 'header' });

		const execution = await run(rezolve('Clients', 'oauthClient', 'getAll', { authentication: 'oAuth2', returnAll: true }));

		expect(recordsOf(execution, 'Clients')).not.toHaveLength(0);
		expect(askedTokens().map(({ clientAuthentication }) => clientAuthentication)).toEqual(['basic']);
	});

	it('finds what a leaver made, and revokes it without tripping over what is gone', async () => {
		const nodes = [
			rezolve('Theirs', 'apiKey', 'getAll', { returnAll: true, filters: { creatorEmail: LEAVER_EMAIL.toUpperCase(), status: ['active'], lastUsedBefore: '={{ $now.minus({ days: 30 }).toISO() }}' } }),
			rezolve('Revoke', 'apiKey', 'revoke', { keyId: byId('={{ $json.id }}'), options: { verify: true } }),
			rezolve('Again', 'apiKey', 'revoke', { keyId: byId('={{ $json.id }}') }),
		];

		const execution = await run(...nodes);

		const ids = [LEAVER_KEYS.dormant, LEAVER_KEYS.unused];
		expect(recordsOf(execution, 'Theirs').map(({ id }) => id)).toEqual(ids);
		expect(recordsOf(execution, 'Revoke').map(({ id, outcome, verified }) => [id, outcome, verified])).toEqual(ids.map((id) => [id, 'revoked', true]));
		expect(recordsOf(execution, 'Again').map(({ outcome }) => outcome)).toEqual(['notFound', 'notFound']);
		expect(simulator.state.apiKeys.filter(({ status }) => status === 'revoked').map(({ id }) => id).sort()).toEqual([...ids, LEAVER_KEYS.revoked].sort());
	});

	it('sends the item that is refused through the error output, with the words of Rezolve.ai, and the other one on', async () => {
		const ids = [UNKNOWN_ID, LEAVER_KEYS.star];

		const execution = await run(...given(ids), rezolve('Key', 'apiKey', 'get', { keyId: byId('={{ $json.given }}') }, { onError: 'continueErrorOutput' }));

		expect(recordsOf(execution, 'Key').map(({ id }) => id)).toEqual([LEAVER_KEYS.star]);
		const failed = itemsOf(execution, 'Key', { output: 1 }).map(({ json }) => json);
		expect(failed).toEqual([expect.objectContaining({ given: UNKNOWN_ID, error: expect.stringMatching(/404: API key not found/), details: expect.objectContaining({ status: 404, itemIndex: 0 }) })]);
	});

	describe('secrets that are shown once', () => {
		const rotate = (parameters: Record<string, unknown>) => rezolve('New value', 'apiKey', 'rotate', { keyId: byId(LEAVER_KEYS.star), gracePeriodMinutes: 60, ...parameters });

		it('never reach an item or the log when they go into the vault or are masked', async () => {
			const stored = { secretHandling: 'vault', vaultIntegrationId: 'close-bot', vaultCredentialName: 'Close bot' };
			const rotated = await run(rotate(stored), rezolve('Masked', 'apiKey', 'create', { name: 'Nobody sees it', scopes: ['ticketing:read'], environment: 'live', secretHandling: 'mask' }));
			const made = await run(
				rezolve('Client', 'oauthClient', 'create', { name: 'Payroll sync', clientType: 'confidential', grantTypes: ['client_credentials'], scopes: ['reports:read'], redirectUris: '', secretHandling: 'vault', vaultIntegrationId: 'payroll-sync', vaultCredentialName: 'Payroll sync' }),
				rezolve('Account', 'serviceAccount', 'create', { confirm: true, secretHandling: 'mask' }),
			);

			expect(recordsOf(rotated, 'New value')[0]).toMatchObject({ id: LEAVER_KEYS.star, rotation: { gracePeriod: { minutes: 60 } }, vault: { integrationId: 'close-bot' } });
			expect(vaultOf('close-bot')?.accessToken).toBe(keyOf(LEAVER_KEYS.star)?.secret);
			const client = simulator.state.oauthClients.find(({ name }) => name === 'Payroll sync');
			expect(recordsOf(made, 'Client')[0]).toMatchObject({ id: client?.id, vault: { integrationId: 'payroll-sync' } });
			expect(vaultOf('payroll-sync')?.accessToken).toBe(client?.clientSecret);
			const values = [keyOf(LEAVER_KEYS.star)?.secret, simulator.state.apiKeys.find(({ name }) => name === 'Nobody sees it')?.secret, client?.clientSecret, simulator.state.serviceAccounts[0]?.clientSecret];
			for (const value of values) {
				expect(value).toEqual(expect.stringMatching(/^.{20,}$/));
				keys.add(String(value));
				for (const { rawData } of [rotated, made]) expect(rawData).not.toContain(value);
				expect(n8n.logs()).not.toContain(value);
			}
		});

		it('are refused before they are made when the vault has no room for them', async () => {
			const taken = simulator.state.credentials[0]?.integrationId;

			const execution = await run(rotate({ secretHandling: 'vault', vaultIntegrationId: taken, vaultCredentialName: 'Close bot' }));

			expect(execution.error).toMatchObject({ message: expect.stringContaining('in the vault already') });
			expect(keyOf(LEAVER_KEYS.star)?.rotationCount).toBe(0);
		});
	});

	describe('the Integration Hub', () => {
		const disable = (parameters: Record<string, unknown> = {}) =>
			hub('Disable', 'execute', { toolKey: byId(DISABLE), specify: 'json', inputJson: JSON.stringify({ email: LEAVER_EMAIL, end_sessions: true }), allowedRisk: 'destructive', ...parameters });
		const replay = () => hub('Replay', 'replay', { toolKey: byId('={{ $json.toolKey }}'), replayKey: '={{ $json.idempotencyKey }}', inputJson: '={{ $json.input }}' });

		/** The approval that a call waits for. Throws after 20 s. */
		async function openApproval() {
			const deadlineMs = Date.now() + 20_000;
			while (simulator.state.hub.approvals.length === 0) {
				if (Date.now() > deadlineMs) throw new Error('Nothing asks for an approval.');
				await sleep(50);
			}
			return simulator.state.hub.approvals[0]!;
		}

		it('holds a gated call back, and runs it once when it is replayed after the approval', async () => {
			const executionId = await n8n.runWorkflow(await workflowOf(disable(), replay(), { ...wait(4), name: 'Until somebody approves' }, { ...replay(), name: 'Replay after the approval' }), 'Start');
			const approval = await openApproval();
			await n8n.waitForExecution(executionId, { until: () => requestsTo('hubExecuteTool').length === 2 });
			expect(simulator.state.hub.executions).toEqual([]);
			simulator.admin.approve(approval.id);

			const execution = await finished(executionId);

			expect(recordsOf(execution, 'Disable')).toEqual([expect.objectContaining({ outcome: 'approvalRequired', toolKey: DISABLE, idempotencyKey: approval.idempotencyKey, input: { email: LEAVER_EMAIL, end_sessions: true } })]);
			expect(recordsOf(execution, 'Replay')).toEqual([expect.objectContaining({ outcome: 'approvalRequired', idempotencyKey: approval.idempotencyKey })]);
			expect(recordsOf(execution, 'Replay after the approval')).toEqual([expect.objectContaining({ outcome: 'executed', data: { email: LEAVER_EMAIL, status: 'disabled' }, idempotencyKey: approval.idempotencyKey })]);
			expect(simulator.state.hub.approvals).toHaveLength(1);
			expect(simulator.state.hub.executions.map(({ toolKey, idempotencyKey }) => [toolKey, idempotencyKey])).toEqual([[DISABLE, approval.idempotencyKey]]);
		});

		it('is replayed in a second run with what the first one left, and fails where the user wants that', async () => {
			const first = await run(disable());
			const [{ toolKey, idempotencyKey, input } = {}] = recordsOf(first, 'Disable');
			simulator.admin.approve(String(idempotencyKey));

			const second = await run(hub('Replay', 'replay', { toolKey: byId(String(toolKey)), replayKey: idempotencyKey, inputJson: JSON.stringify(input) }));
			const refused = await run(disable({ options: { onApproval: 'fail' } }));

			expect(recordsOf(second, 'Replay')).toEqual([expect.objectContaining({ outcome: 'executed' })]);
			expect(refused.error).toMatchObject({ message: expect.stringContaining('A person must approve this call'), description: expect.stringContaining('Replay') });
			expect(simulator.state.hub.executions).toHaveLength(1);
		});

		it('refuses a tool that is more dangerous than allowed, and sends nothing', async () => {
			const execution = await run(disable({ allowedRisk: 'write' }));

			expect(execution.error).toMatchObject({ message: expect.stringContaining('has the risk level "destructive", and up to "write" is allowed') });
			expect(requestsTo('hubExecuteTool')).toEqual([]);
		});

		it('maps the inputs of a tool as fields, and opens a ticket with them', async () => {
			const { fields } = await panel<ResourceMapperFields>('resource-mapper-fields', 'getToolInputs', 'rezolveHub', { resource: 'tool', operation: 'execute', toolKey: byId(CREATE_TICKET) });
			const types = Object.fromEntries(fields.map(({ id, type, required }) => [id, [type, required]]));
			expect(types).toEqual({
				subject: ['string', true],
				description: ['string', false],
				priority: ['options', false],
				category: ['string', false],
				requester_email: ['string', false],
				due_date: ['dateTime', false],
				watchers: ['array', false],
				custom_fields: ['object', false],
				urgent_notice: ['boolean', false],
				effort_hours: ['number', false],
			});
			expect(fields.find(({ id }) => id === 'priority')?.options).toContainEqual({ name: 'urgent', value: 'urgent' });
			const value = { subject: 'Take back the laptop', priority: 'high', requester_email: 'kim.osei@example.com', due_date: '2030-01-31T09:00:00Z', watchers: '["sam.whitfield@example.com"]', custom_fields: '{"asset":"L-204"}', effort_hours: '1.5' };
			const inputValues = { mappingMode: 'defineBelow', value, schema: fields.map((field) => ({ ...field, removed: !(field.id in value) })), matchingColumns: [] };

			const execution = await run(hub('Ticket', 'execute', { toolKey: byId(CREATE_TICKET), specify: 'mapper', inputValues }));

			const [record] = recordsOf(execution, 'Ticket');
			expect(record).toMatchObject({ outcome: 'executed', connectionId: 'conn-servicenow', data: { status: 'open' } });
			const [{ input } = { input: {} }] = simulator.state.hub.executions;
			expect(input).toMatchObject({ subject: value.subject, priority: 'high', watchers: ['sam.whitfield@example.com'], custom_fields: { asset: 'L-204' }, effort_hours: 1.5 });
			expect(new Date(String((input as Record<string, unknown>).due_date)).toISOString()).toBe('2030-01-31T09:00:00.000Z');
			expect(simulator.state.tickets.at(-1)).toMatchObject({ subject: value.subject, priority: 'high', requester: { email: 'kim.osei@example.com' } });
		});

		it('lists its tools, of one domain where one is given', async () => {
			type Found = { results: Array<{ name: string; value: string }> };
			const search = async (domain: string, filter?: string) => (await panel<Found>('resource-locator-results', 'searchTools', 'rezolveHub', { resource: 'tool', operation: 'execute', domain }, filter ? { filter } : {})).results.map(({ name }) => name);

			expect(await search('directory')).toEqual(['directory.policies.update (admin)', 'directory.users.disable (destructive)', 'directory.users.get (read)']);
			expect(await search('', 'ticket')).toEqual(['itsm.tickets.close (write)', 'itsm.tickets.create (write)', 'itsm.tickets.list (read)']);
		});
	});

	it('lists keys, clients and queues in the panel', async () => {
		type Found = { results: Array<{ name: string; value: string }> };
		const search = async (methodName: string, filter?: string) =>
			(await panel<Found>('resource-locator-results', methodName, 'rezolve', { authentication: 'bearer', resource: 'queue', operation: 'getMembers', type: 'agent', module: 'ticketing' }, filter ? { filter } : {})).results;

		expect(await search('searchApiKeys', LEAVER_EMAIL)).toContainEqual(expect.objectContaining({ name: expect.stringMatching(/^Close bot \(ak_live_\w*.*, active\)$/), value: LEAVER_KEYS.star }));
		expect(await search('searchOauthClients', 'treasury')).toEqual([expect.objectContaining({ value: LEAVER_CLIENTS.machine })]);
		expect((await search('searchQueues', 'it desk')).map(({ value }) => value)).toEqual([`q-${IT_QUEUE}`]);
	});

	describe('the nodes as tools of AI agents', () => {
		/** The operations of a resource that the editor offers in a tool. */
		const offered = (type: NodeType | undefined, resource: string): string[] => {
			type Selector = { name: string; options?: Array<{ value: string }>; displayOptions?: { show?: { resource?: string[]; '@tool'?: boolean[] } } };
			const selectors = (type?.properties ?? []) as unknown as Selector[];
			const shown = selectors.filter(({ name, displayOptions: { show = {} } = {} }) => name === 'operation' && show.resource?.includes(resource) && (show['@tool'] ?? [true]).includes(true));
			// n8n itself adds the way to its HTTP Request node.
			return shown.flatMap(({ options = [] }) => options.map(({ value }) => value)).filter((value) => value !== '__CUSTOM_API_CALL__').sort();
		};

		it('offer what can be undone, and neither what ends a tenant nor what hands out a secret', async () => {
			const twin = (await n8n.nodeTypes()).find(({ name }) => name === 'n8n-nodes-offboarding.rezolveTool');

			expect(offered(twin, 'tenant')).toEqual(['get', 'getStats']);
			expect(offered(twin, 'apiKey')).toEqual(['get', 'getAll', 'revoke']);
			expect(offered(twin, 'oauthClient')).toEqual(['delete', 'get', 'getAll', 'update']);
			expect(offered(twin, 'vaultCredential')).toEqual(['delete', 'getDetails', 'update']);
			expect(offered(twin, 'job')).toEqual(['getStats']);
			for (const resource of ['dataKey', 'serviceAccount']) expect(offered(twin, resource)).toEqual([]);
			const resources = (twin?.properties as unknown as Array<{ name: string; options: Array<{ value: string }>; displayOptions?: { show?: { '@tool'?: boolean[] } } }>)
				.filter(({ name, displayOptions }) => name === 'resource' && (displayOptions?.show?.['@tool'] ?? [true]).includes(true))
				.flatMap(({ options }) => options.map(({ value }) => value));
			expect(resources).toEqual(expect.arrayContaining(['apiKey', 'tenant']));
			for (const resource of ['dataKey', 'serviceAccount']) expect(resources).not.toContain(resource);
		});

		it('offer all operations of the Hub, which has approvals of its own', async () => {
			const twin = (await n8n.nodeTypes()).find(({ name }) => name === 'n8n-nodes-offboarding.rezolveHubTool');

			expect(offered(twin, 'tool')).toEqual(['execute', 'get', 'getAll', 'replay']);
		});
	});

	describe('the test of a credential in the editor', () => {
		const test = async (kind: RezolveCredentialKind, more: Record<string, unknown> = {}) => {
			const fresh = await newCredential(kind, more);
			return await n8n.testCredential(fresh, rezolveCredentialType(kind), typed(kind, more));
		};
		const error = (text: string) => ({ status: 'Error', message: expect.stringContaining(text) });
		const wrongSecret = { apiKey: { apiKey: WRONG_SECRET }, bearer: { apiToken: WRONG_SECRET }, oauth2: { clientSecret: WRONG_SECRET }, hub: { apiToken: WRONG_SECRET } };

		it.each(PLATFORM_KINDS)('is good for %s, with and without a realm, and with an address that was pasted with a slash or the version', async (kind) => {
			expect(await test(kind)).toMatchObject({ status: 'OK' });
			expect(await test(kind, { realmName: '' })).toMatchObject({ status: 'OK' });
			expect(await test(kind, { baseUrl: `${simulator.origin}/api/v1/`, realmName: ' example ' })).toMatchObject({ status: 'OK' });
			expect([requestsTo('getUserInfo').length, requestsTo('listApiKeys').length]).toEqual([2, 1]);
		});

		it.each(PLATFORM_KINDS)('says of %s what is wrong', async (kind) => {
			const refused = await test(kind, wrongSecret[kind]);

			expect(refused).toEqual(error(kind === 'oauth2' ? 'Client authentication failed' : 'does not accept this credential'));
			expect(JSON.stringify(refused)).not.toContain(WRONG_SECRET);
			expect(await test(kind, { tenantId: SANDBOX_TENANT_ID })).toEqual(error('the Tenant ID may be that of another tenant'));
			expect(await test(kind, { realmName: 'elsewhere' })).toMatchObject({ status: 'Error' });
			expect(await test(kind, { baseUrl: 'http://127.0.0.1:9' })).toEqual(error('ECONNREFUSED'));
			expect(simulator.violations).toEqual([]);
			expect(await test(kind, { baseUrl: simulator.hubOrigin })).toEqual(error('There is no such API at this address'));
			simulator.takeViolations();
		});

		it('says of a person without a role what the test without a realm needs', async () => {
			expect(await test('bearer', { apiToken: VIEWER_TOKEN })).toMatchObject({ status: 'OK' });
			expect(await test('bearer', { apiToken: VIEWER_TOKEN, realmName: '' })).toEqual(error('needs the role tenant_admin or api_admin'));
		});

		it('is good for the Hub, and tells its key from one of the platform', async () => {
			expect(await test('hub')).toMatchObject({ status: 'OK' });
			expect(await test('hub', { baseUrl: `${simulator.hubOrigin}/api/v1` })).toMatchObject({ status: 'OK' });
			expect(await test('hub', { apiToken: API_KEY })).toEqual(error('A key of the Rezolve.ai platform is another one'));
			const refused = await test('hub', wrongSecret.hub);
			expect(refused).toEqual(error('does not accept this key'));
			expect(JSON.stringify(refused)).not.toContain(WRONG_SECRET);
			expect(await test('hub', { baseUrl: simulator.origin })).toEqual(error('There is no such API at this address'));
			simulator.takeViolations();
		});
	});

	it('leaves secrets and tokens nowhere: not in outputs, in errors, in the log, in the database or in any other file', async () => {
		const id = await workflowOf(rezolve('Keys', 'apiKey', 'getAll', { authentication: 'oAuth2', returnAll: true }));
		await runWorkflow(id);
		const [{ accessToken } = { accessToken: '' }] = askedTokens();
		const told = (message: string) => ({ success: false, error: { code: 'FORBIDDEN', message, details: { token: message } } });
		simulator.faults.onOperation('listApiKeys', { kind: 'answer', status: 403, body: told(`The token ${accessToken} may not`) });
		expect((await runWorkflow(id)).status).toBe('error');
		simulator.admin.revokeTokens();
		simulator.faults.onOperation('getOAuthToken', { kind: 'answer', status: 401, body: { error: 'invalid_client', error_description: `The secret ${CLIENT_SECRET} is wrong` } });
		expect((await runWorkflow(id)).status).toBe('error');
		simulator.faults.onOperation('hubListTools', { kind: 'answer', status: 403, body: told(`The key ${HUB_TOKEN} may not`) });
		expect((await run(hub('Tools', 'getAll', { returnAll: true }))).status).toBe('error');
		expect(executions.length).toBeGreaterThan(10);
		const secrets = [API_KEY, API_TOKEN, CLIENT_SECRET, HUB_TOKEN, VIEWER_TOKEN, WRONG_SECRET, accessToken, ...keys];
		expect(secrets.length).toBeGreaterThan(20);

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
