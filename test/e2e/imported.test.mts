import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { itemsOf, withCredentials, type Execution, type WorkflowDefinition } from '../support/n8nClient.mts';
import { startN8n, type N8nServer } from '../support/n8nServer.mts';
import { LEAVER_ID, startAccessOwl, TOKEN, type AccessOwlSimulator } from '../simulators/accessowl/index.mts';
import { AUDIENCE, CLIENT_ID, CLIENT_SECRET, LEAVER_EMAIL, SCOPE, startOleria, type OleriaSimulator } from '../simulators/oleria/index.mts';

jest.setTimeout(180_000);

const root = join(import.meta.dirname, '..', '..');

let n8n: N8nServer;
let accessOwl: AccessOwlSimulator;
let oleria: OleriaSimulator;

/** The example as it is in the repository. */
const fromFile = (name: string) => JSON.parse(readFileSync(join(root, 'workflows', name), 'utf8')) as WorkflowDefinition;

/** The AccessOwl example with the Dry Run switch of its first node set. */
function accessOwlExample(dryRun: boolean): WorkflowDefinition {
	const workflow = fromFile('accessowl-leaver-access.json');
	const leaver = workflow.nodes.find(({ name }) => name === 'Leaver')?.['parameters'] as { assignments: { assignments: Array<{ name: string; value: unknown }> } };
	for (const assignment of leaver.assignments.assignments) if (assignment.name === 'dryRun') assignment.value = dryRun;
	return withCredentials(workflow, { accessOwlApi: { id: 'importedAccessOwl', name: 'AccessOwl' } });
}

const oleriaExample = () => withCredentials(fromFile('oleria-leaver-access.json'), { oleriaOAuth2Api: { id: 'importedOleria', name: 'Oleria' } });

beforeAll(async () => {
	[accessOwl, oleria] = await Promise.all([startAccessOwl(), startOleria({ switches: { acceptedReads: 0 } })]);
	n8n = await startN8n({ packageFolders: [root] });
	await n8n.importCredentials([
		{ id: 'importedAccessOwl', name: 'AccessOwl', type: 'accessOwlApi', data: { baseUrl: accessOwl.origin, apiToken: TOKEN } },
		{
			id: 'importedOleria',
			name: 'Oleria',
			type: 'oleriaOAuth2Api',
			data: { baseUrl: oleria.origin, accessTokenUrl: oleria.authenticationUrl, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, audience: AUDIENCE, scope: SCOPE, authentication: 'header' },
		},
	]);
	await n8n.importWorkflows([
		{ ...accessOwlExample(true), id: 'dryRunWorkflow1' },
		{ ...accessOwlExample(false), id: 'earnestWorkflow' },
		{ ...oleriaExample(), id: 'oleriaWorkflow1' },
	]);
});
afterAll(async () => {
	await n8n?.stop();
	await Promise.all([accessOwl.close(), oleria.close()]);
	accessOwl.expectNoViolations();
	oleria.expectNoViolations();
});

async function run(workflowId: string): Promise<Execution> {
	const execution = await n8n.waitForExecution(await n8n.runWorkflow(workflowId, 'Start'));
	expect([execution.status, execution.error?.message]).toEqual(['success', undefined]);
	return execution;
}

const outcomes = async (workflowId: string) => itemsOf(await run(workflowId), 'Report').map(({ json }) => json.outcome);

const revocations = () => accessOwl.state.accessRevocations.length;

describe('imported workflows with imported credentials', () => {
	it('take a leaver\'s access away in AccessOwl: dry run, then in earnest', async () => {
		const held = accessOwl.state.accessStates.filter(({ grantee_user_id, effective_end }) => grantee_user_id === LEAVER_ID && effective_end === null);
		const before = revocations();

		const planned = await outcomes('dryRunWorkflow1');
		expect(planned).toHaveLength(held.length);
		expect(planned).toContain('wouldRemove');
		expect(revocations()).toBe(before);

		expect(await outcomes('earnestWorkflow')).toHaveLength(held.length);
		expect(revocations()).toBe(before + planned.filter((outcome) => outcome === 'wouldRemove').length);
	});

	it('show what Oleria knows of a leaver as a table and as a file, with one token', async () => {
		const execution = await run('oleriaWorkflow1');

		const report = itemsOf(execution, 'Report').map(({ json }) => json);
		expect(report.length).toBeGreaterThan(3);
		expect(new Set(report.map(({ person }) => person))).toEqual(new Set([LEAVER_EMAIL]));
		expect(report.map(({ application }) => application)).toEqual(report.map(({ application }) => application).sort());
		expect(report.find(({ application }) => application === 'GitHub')).toMatchObject({ role: 'Member', dormantDays: '30+' });
		const [file] = itemsOf(execution, 'As a file');
		expect(file?.json).toMatchObject({ fileName: expect.stringMatching(/^access of robin\.vale@example\.com \d{4}-\d\d-\d\d\.csv$/) });
		const { data } = file?.binary as { data: { id: string } };
		const lines = (await n8n.binaryFile(data.id)).toString().trim().split('\r\n');
		expect(lines).toHaveLength(report.length + 1);
		expect(oleria.state.tokens.map(({ clientAuthentication }) => clientAuthentication)).toEqual(['basic']);
	});

	it('do nothing twice in a fresh process, and use the token that the one before got', async () => {
		const [before, tokens] = [revocations(), oleria.state.tokens.length];

		await n8n.restart();
		await Promise.all([outcomes('earnestWorkflow'), run('oleriaWorkflow1')]);

		expect(revocations()).toBe(before);
		expect(oleria.state.tokens).toHaveLength(tokens);
		expect(oleria.state.downloads.filter(({ links }) => links.length > 0)).toHaveLength(4);
	});

	it('leave no secret in the log or in any file but encrypted', () => {
		const secrets = [TOKEN, CLIENT_SECRET, ...oleria.state.tokens.map(({ accessToken }) => accessToken)];

		const files = [...n8n.storedFiles(), { path: 'log', bytes: Buffer.from(n8n.logs()) }, { path: 'database', bytes: n8n.databaseBytes() }];
		expect(files.filter(({ bytes }) => secrets.some((secret) => bytes.includes(secret))).map(({ path }) => path)).toEqual([]);
	});
});
