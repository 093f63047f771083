import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { itemsOf, withCredentials } from '../test/support/n8nClient.mts';
import type { Execution, Workflow, WorkflowDefinition } from '../test/support/n8nClient.mts';
import type { N8n } from '../test/support/n8nServer.mts';
import { root } from './program.mts';

export const DEMO_WORKFLOW = join(root, 'workflows', 'accessowl-leaver-access.json');

/** What the demo needs to know of the simulated AccessOwl to judge a run. */
export type SimulatedAccess = { id: string; grantee_user_id?: string | null; effective_end?: string | null };
export type Simulated = {
	state: { accessStates: SimulatedAccess[] };
	requests: ReadonlyArray<{ method: string; path: string }>;
	violations: readonly unknown[];
};

export type DemoRun = { workflow: Workflow; execution: Execution; rows: Array<Record<string, unknown>> };

/** Makes the credential and the demo workflow in n8n, runs the workflow once from its manual trigger and gives the rows it ends with. */
export async function runDemo(n8n: N8n, { baseUrl, apiToken }: { baseUrl: string; apiToken: string }): Promise<DemoRun> {
	const credential = await n8n.createCredential('AccessOwl (simulated)', 'accessOwlApi', { baseUrl, apiToken });
	const definition = JSON.parse(readFileSync(DEMO_WORKFLOW, 'utf8')) as WorkflowDefinition;
	const workflow = await n8n.createWorkflow(withCredentials(definition, { accessOwlApi: credential }));
	const trigger = workflow.nodes.find(({ type }) => type === 'n8n-nodes-base.manualTrigger');
	if (trigger === undefined) throw new Error(`${DEMO_WORKFLOW} has no manual trigger.`);
	const execution = await n8n.waitForExecution(await n8n.runWorkflow(workflow.id, trigger.name));
	const last = execution.lastNodeExecuted;
	const rows = execution.status === 'success' && last ? itemsOf(execution, last).map(({ json }) => json) : [];
	return { workflow, execution, rows };
}

/**
 * What is wrong with a dry run, as sentences for people; none when it is right: it succeeded, has one row for each access the leaver
 * holds now and no other, kept to the contract, and took nothing away.
 */
export function faultsOf({ execution, rows }: Pick<DemoRun, 'execution' | 'rows'>, simulated: Simulated, leaverId: string): string[] {
	const faults: string[] = [];
	if (execution.status !== 'success') faults.push(`The run ended as "${execution.status}": ${execution.error?.message ?? 'without a message'}`);
	const held = simulated.state.accessStates.filter((state) => state.grantee_user_id === leaverId && (state.effective_end ?? null) === null);
	if (held.length === 0) faults.push('The leaver holds nothing, so the run proves nothing.');
	const texts = rows.map((row) => JSON.stringify(row));
	for (const { id } of held) {
		const found = texts.filter((text) => text.includes(id)).length;
		if (found !== 1) faults.push(`The access ${id} is in ${found} rows, expected is 1.`);
	}
	if (rows.length !== held.length) faults.push(`There are ${rows.length} rows, the leaver holds ${held.length}.`);
	for (const { method, path } of simulated.requests) {
		if (method !== 'GET') faults.push(`The dry run sent ${method} ${path}.`);
	}
	if (simulated.violations.length > 0) faults.push(`The contract was violated: ${JSON.stringify(simulated.violations)}`);
	return faults;
}

const COLUMN_WIDTH = 60;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const isShown = (value: unknown) => value === null || ['number', 'boolean'].includes(typeof value) || (typeof value === 'string' && !UUID.test(value));

/** A row as `console.table` shows it: without lists, objects and ids, texts cut to 60 characters. */
export function tableRow(row: Record<string, unknown>): Record<string, unknown> {
	const shown = Object.entries(row).filter(([, value]) => isShown(value));
	return Object.fromEntries(
		shown.map(([name, value]) => [name, typeof value === 'string' && value.length > COLUMN_WIDTH ? `${value.slice(0, COLUMN_WIDTH - 1)}…` : value]),
	);
}
