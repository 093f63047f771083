import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { itemsOf, type Execution, type WorkflowNode } from '../support/n8nClient.mts';
import type { N8n } from '../support/n8nServer.mts';
import { sharedN8n } from '../support/n8nShared.mts';
import { AUDIENCE, CLIENT_ID, CLIENT_SECRET, LEAVER_EMAIL, SCOPE, startOleria, type OleriaSimulator } from '../simulators/oleria/index.mts';

jest.setTimeout(120_000);

const WRONG_SECRET = `planted-${randomUUID()}`;
const UNKNOWN_ID = '00000000-0000-4000-8000-00000000dead';
const HOUR_MS = 3_600_000;

let n8n: N8n;
let simulator: OleriaSimulator;
let credential: { id: string; name: string };
const executions: Execution[] = [];
/** Tokens and links of all tests: whoever has one gets in. */
const keys = new Set<string>();

beforeAll(async () => {
	n8n = await sharedN8n();
});
beforeEach(async () => {
	simulator = await startOleria({ switches: { acceptedReads: 0 } });
	credential = await n8n.createCredential(`Oleria ${randomUUID()}`, 'oleriaOAuth2Api', typed());
});
afterEach(async () => {
	for (const { accessToken } of simulator.state.tokens) keys.add(accessToken);
	for (const { url } of simulator.state.downloads.flatMap(({ links }) => links)) keys.add(new URL(url).searchParams.get('X-Amz-Signature') ?? url);
	try {
		simulator.expectNoViolations();
	} finally {
		await simulator.close();
	}
});

/** What a user types into the credential. */
const typed = (more: Record<string, unknown> = {}) => ({
	baseUrl: simulator.origin,
	accessTokenUrl: simulator.authenticationUrl,
	clientId: CLIENT_ID,
	clientSecret: CLIENT_SECRET,
	audience: AUDIENCE,
	scope: SCOPE,
	authentication: 'body',
	...more,
});

const node = (name: string, type: string, parameters: Record<string, unknown>, more: Record<string, unknown> = {}): WorkflowNode => ({
	id: randomUUID(), name, type, typeVersion: 1, position: [0, 0], parameters, ...more,
});

const oleria = (name: string, operation: string, parameters: Record<string, unknown>, more: Record<string, unknown> = {}): WorkflowNode =>
	node(name, 'n8n-nodes-offboarding.oleria', { resource: 'export', operation, options: {}, ...parameters }, { credentials: { oleriaOAuth2Api: credential }, ...more });

const wait = (seconds: number) => node('Wait', 'n8n-nodes-base.wait', { amount: seconds, unit: 'seconds' }, { typeVersion: 1.1 });

/** One item for each value, as `given`. */
const given = (values: readonly unknown[]): WorkflowNode[] => [
	node('List', 'n8n-nodes-base.set', { mode: 'raw', jsonOutput: JSON.stringify({ given: values }), options: {} }, { typeVersion: 3.4 }),
	node('Items', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'given', options: {} }),
];

/** Saves the nodes as a workflow, one after the other. Gives its id. */
async function workflowOf(nodes: WorkflowNode[]): Promise<string> {
	const all = [node('Start', 'n8n-nodes-base.manualTrigger', {}), ...nodes];
	const connections = Object.fromEntries(all.slice(1).map(({ name }, index) => [all[index]!.name, { main: [[{ node: name, type: 'main', index: 0 }]] }]));
	return (await n8n.createWorkflow({ name: `Oleria ${randomUUID()}`, nodes: all, connections })).id;
}

async function runWorkflow(id: string): Promise<Execution> {
	const execution = await n8n.waitForExecution(await n8n.runWorkflow(id, 'Start'));
	executions.push(execution);
	return execution;
}

const run = async (...nodes: WorkflowNode[]): Promise<Execution> => await runWorkflow(await workflowOf(nodes));

const accountsOfLeaver = {
	context: 'accessInventoryApplicationAccountsV2',
	filters: { filter: [{ dataType: 'string', field: 'email', stringOperator: 'eq', values: LEAVER_EMAIL }] },
};

const requestsTo = (server: string) => simulator.requests.filter((request) => request.server === server);

describe('Oleria in a real n8n', () => {
	it.each([
		['body', 'body'],
		['header', 'basic'],
	] as const)('sends the scope and the audience that the user typed, with the client in the %s', async (authentication, place) => {
		simulator.set({ clientAuthentication: place });
		// As the editor stores it: hidden fields with their expressions.
		const additionalBodyProperties = '={{ JSON.stringify({ audience: $self["audience"] }) }}';
		credential = await n8n.createCredential(`Oleria ${randomUUID()}`, 'oleriaOAuth2Api', typed({ authentication, grantType: 'clientCredentials', additionalBodyProperties }));

		const { status } = await run(oleria('Oleria', 'start', accountsOfLeaver));

		expect(status).toBe('success');
		expect(simulator.state.tokens).toEqual([expect.objectContaining({ clientId: CLIENT_ID, clientAuthentication: place, scope: SCOPE, audience: AUDIENCE, uses: 1 })]);
		expect(requestsTo('authentication').map(({ body }) => body)).toEqual([expect.objectContaining({ grant_type: 'client_credentials', scope: SCOPE, audience: AUDIENCE })]);
	});

	it('gives the rows as items and the file as bytes in n8n\'s store, with one token', async () => {
		const lines = Array.from({ length: 2_000 }, (_, index) => `"Vale, Zoë ${index}",${index},"two\r\nlines"`);
		const file = Buffer.from(`Name,Number,Note\r\n${lines.join('\r\n')}\r\n`);
		simulator.admin.setFile('riskMonitoringDetail', file);
		const context = 'riskMonitoringDetail';

		const execution = await run(
			oleria('Rows', 'getRows', { context, returnAll: true }),
			oleria('File', 'getFile', { context, binaryProperty: 'evidence', options: { fileName: 'risks.csv' } }, { executeOnce: true }),
		);

		expect(execution.status).toBe('success');
		const rows = itemsOf(execution, 'Rows');
		expect(rows).toHaveLength(2_000);
		expect(rows[1_999]?.json).toEqual({ Name: 'Vale, Zoë 1999', Number: '1999', Note: 'two\r\nlines' });
		const [{ json, binary } = { json: {}, binary: {} }] = itemsOf(execution, 'File');
		expect(json).toMatchObject({ fileName: 'risks.csv', mimeType: 'text/csv' });
		const { evidence } = binary as { evidence: { id: string; fileName: string } };
		expect(evidence).toMatchObject({ id: expect.stringMatching(/^filesystem/), fileName: 'risks.csv' });
		expect((await n8n.binaryFile(evidence.id)).equals(file)).toBe(true);
		expect(simulator.state.tokens).toHaveLength(1);
		expect(simulator.state.fileFetches.map(({ authorization }) => authorization)).toEqual([false, false]);
	});

	it('uses one token for several runs, and renews it once when it has expired, however many runs notice', async () => {
		const id = await workflowOf([oleria('Oleria', 'start', accountsOfLeaver)]);
		await runWorkflow(id);
		await runWorkflow(id);
		expect(simulator.state.tokens.map(({ uses }) => uses)).toEqual([2]);

		simulator.clock.advance(HOUR_MS);
		const later = await Promise.all([runWorkflow(id), runWorkflow(id)]);

		expect(later.map(({ status }) => status)).toEqual(['success', 'success']);
		expect(simulator.state.tokens.map(({ uses }) => uses)).toEqual([2, 2]);
		expect(simulator.state.downloads.filter(({ context }) => context === accountsOfLeaver.context)).toHaveLength(4);
	});

	it('goes on with an export by its id after a Wait node', async () => {
		simulator.set({ acceptedMs: 500 });
		const exportId = "={{ $('Begun').item.json.id }}";

		const execution = await run(oleria('Begun', 'start', accountsOfLeaver), wait(2), oleria('Status', 'getStatus', { exportId }), oleria('Rows', 'download', { exportId, as: 'rows', returnAll: true }));

		expect(execution.status).toBe('success');
		expect(itemsOf(execution, 'Begun').map(({ json }) => json.status)).toEqual(['accepted']);
		expect(itemsOf(execution, 'Status').map(({ json }) => json)).toEqual([{ id: expect.any(String), status: 'completed', finished: true, hasFile: true }]);
		expect(new Set(itemsOf(execution, 'Rows').map(({ json }) => json.Email))).toEqual(new Set([LEAVER_EMAIL]));
		expect(requestsTo('api').filter(({ method }) => method === 'POST')).toHaveLength(1);
	});

	it('ends at once when the run is stopped while it waits for an export, and asks no more', async () => {
		simulator.set({ outcome: 'stuck' });
		const executionId = await n8n.runWorkflow(await workflowOf([oleria('Oleria', 'getRows', accountsOfLeaver)]), 'Start');
		for (let attempt = 0; attempt < 200 && requestsTo('api').length < 2; attempt++) await sleep(50);
		const stoppedAt = Date.now();

		await n8n.stopExecution(executionId);

		const execution = await n8n.waitForExecution(executionId, { timeoutMs: 10_000 });
		executions.push(execution);
		expect(execution.status).toBe('canceled');
		expect(Date.now() - stoppedAt).toBeLessThan(5_000);
		const asked = requestsTo('api').length;
		await sleep(2_500);
		expect(requestsTo('api')).toHaveLength(asked);
	});

	it('sends the item that fails through the error output and the other one on', async () => {
		const begun = await run(oleria('Oleria', 'start', accountsOfLeaver));
		const id = itemsOf(begun, 'Oleria')[0]?.json.id;

		const execution = await run(...given([UNKNOWN_ID, id]), oleria('Oleria', 'getStatus', { exportId: '={{ $json.given }}' }, { onError: 'continueErrorOutput' }));

		expect(execution.status).toBe('success');
		expect(itemsOf(execution, 'Oleria').map(({ json }) => json.id)).toEqual([id]);
		const failed = itemsOf(execution, 'Oleria', { output: 1 }).map(({ json }) => json);
		expect(failed).toEqual([expect.objectContaining({ given: UNKNOWN_ID, error: expect.stringContaining('404'), details: expect.objectContaining({ status: 404, itemIndex: 0 }) })]);
	});

	it('stops at an export that failed, with what Oleria says and the id', async () => {
		simulator.set({ outcome: 'failed', failure: { code: 'INVALID_FILTER', message: 'The field email is unknown.' } });

		const execution = await run(oleria('Oleria', 'getFile', { ...accountsOfLeaver, binaryProperty: 'data' }));

		expect(execution.status).toBe('error');
		expect(execution.error).toMatchObject({
			message: expect.stringContaining('The field email is unknown.'),
			description: expect.stringContaining(simulator.state.downloads.at(-1)!.id),
		});
	});

	describe('the test of a credential in the editor', () => {
		const test = async (data: Record<string, unknown>) => {
			const fresh = await n8n.createCredential(`Oleria ${randomUUID()}`, 'oleriaOAuth2Api', typed(data));
			return await n8n.testCredential(fresh, 'oleriaOAuth2Api', typed(data));
		};

		it('is good when token and address are, pasted with a slash or the version too', async () => {
			expect(await test({})).toMatchObject({ status: 'OK' });
			expect(await test({ baseUrl: `${simulator.origin}/v1/` })).toMatchObject({ status: 'OK' });
			expect(requestsTo('api').map(({ status }) => status)).toEqual([404, 404]);
		});

		it('says what is wrong', async () => {
			const error = (text: string) => ({ status: 'Error', message: expect.stringContaining(text) });
			const wrongSecret = await test({ clientSecret: WRONG_SECRET });

			expect(wrongSecret).toEqual(error('Client authentication failed'));
			expect(JSON.stringify(wrongSecret)).not.toContain(WRONG_SECRET);
			expect(await test({ scope: 'wrong' })).toEqual(error('scope is invalid'));
			expect(await test({ audience: 'wrong' })).toEqual(error('invalid parameter value'));
			expect(await test({ baseUrl: 'http://127.0.0.1:9' })).toEqual(error('ECONNREFUSED'));
			expect(await test({ baseUrl: simulator.fileOrigin })).toEqual(error('is not the API of Oleria'));
			expect(await test({ accessTokenUrl: `${simulator.origin}/oauth2/token` })).toEqual(error('404'));
			expect(simulator.takeViolations().map(({ message }) => message)).toEqual(['/v1/downloads/00000000-0000-4000-8000-000000000000 is not in the contract', '/oauth2/token is not in the contract']);
			simulator.set({ forbid: 'all' });
			expect(await test({})).toEqual(error('may not read exports'));
		});
	});

	it('leaves secret, tokens and links nowhere: not in outputs, in errors, in the log, in the database or in any other file', async () => {
		const id = await workflowOf([oleria('Oleria', 'start', accountsOfLeaver)]);
		await runWorkflow(id);
		const [{ accessToken } = { accessToken: '' }] = simulator.state.tokens;
		simulator.faults.onOperation('createDownload', { kind: 'answer', status: 403, body: { code: 'FORBIDDEN', message: `The token ${accessToken} may not` } });
		expect((await runWorkflow(id)).status).toBe('error');
		simulator.clock.advance(HOUR_MS);
		simulator.faults.onOperation('createToken', { kind: 'answer', status: 400, body: { error: 'invalid_client', error_description: `The secret ${CLIENT_SECRET} is wrong` } });
		expect((await runWorkflow(id)).status).toBe('error');
		expect(executions.length).toBeGreaterThan(10);
		const secrets = [CLIENT_SECRET, WRONG_SECRET, accessToken, ...keys];
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
