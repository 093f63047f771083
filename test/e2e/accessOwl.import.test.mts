import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { itemsOf, withCredentials, type WorkflowDefinition } from '../support/n8nClient.mts';
import { startN8n, type N8nServer } from '../support/n8nServer.mts';
import { LEAVER_ID, startAccessOwl, TOKEN, type AccessOwlSimulator } from '../simulators/accessowl/index.mts';

jest.setTimeout(180_000);

const root = join(import.meta.dirname, '..', '..');
const file = join(root, 'workflows', 'accessowl-leaver-access.json');

let n8n: N8nServer;
let simulator: AccessOwlSimulator;

beforeAll(async () => {
	simulator = await startAccessOwl();
	n8n = await startN8n({ packageFolders: [root] });
});
afterAll(async () => {
	await n8n?.stop();
	simulator.expectNoViolations();
	await simulator.close();
});

/** The example as it is in the repository, with the Dry Run switch of its first node set. */
function example(dryRun: boolean): WorkflowDefinition {
	const workflow = JSON.parse(readFileSync(file, 'utf8')) as WorkflowDefinition;
	const leaver = workflow.nodes.find(({ name }) => name === 'Leaver')?.['parameters'] as { assignments: { assignments: Array<{ name: string; value: unknown }> } };
	for (const assignment of leaver.assignments.assignments) if (assignment.name === 'dryRun') assignment.value = dryRun;
	return withCredentials(workflow, { accessOwlApi: { id: 'importedAccessOwl', name: 'AccessOwl' } });
}

async function outcomes(workflowId: string): Promise<unknown[]> {
	const execution = await n8n.waitForExecution(await n8n.runWorkflow(workflowId, 'Start'));
	expect(execution.status).toBe('success');
	return itemsOf(execution, 'Report').map(({ json }) => json.outcome);
}

it('runs imported workflows with an imported credential: dry run, in earnest, and again in a fresh process', async () => {
	await n8n.importCredentials([{ id: 'importedAccessOwl', name: 'AccessOwl', type: 'accessOwlApi', data: { baseUrl: simulator.origin, apiToken: TOKEN } }]);
	await n8n.importWorkflows([{ ...example(true), id: 'dryRunWorkflow1' }, { ...example(false), id: 'earnestWorkflow' }]);
	const held = simulator.state.accessStates.filter(({ grantee_user_id, effective_end }) => grantee_user_id === LEAVER_ID && effective_end === null);
	const before = simulator.state.accessRevocations.length;

	const planned = await outcomes('dryRunWorkflow1');
	expect(planned).toHaveLength(held.length);
	expect(planned).toContain('wouldRemove');
	expect(simulator.state.accessRevocations).toHaveLength(before);

	const done = await outcomes('earnestWorkflow');
	const removed = planned.filter((outcome) => outcome === 'wouldRemove').length;
	expect(done).toHaveLength(held.length);
	expect(simulator.state.accessRevocations).toHaveLength(before + removed);

	await n8n.restart();
	await outcomes('earnestWorkflow');
	expect(simulator.state.accessRevocations).toHaveLength(before + removed);
});
