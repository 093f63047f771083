import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { itemsOf, withAssignments, withCredentials } from '../test/support/n8nClient.mts';
import type { Execution, Workflow, WorkflowDefinition } from '../test/support/n8nClient.mts';
import type { N8n } from '../test/support/n8nServer.mts';
import { root } from './program.mts';

/** The node whose items are the table of an example. */
const TABLE = 'Report';

/** A vendor of which `npm start` shows an example. */
export interface Demo {
	readonly vendor: string;
	/** The example in workflows/. It begins with a manual trigger; the items of its node "Report" are the table. */
	readonly workflowFile: string;
	/** What the example's Edit Fields nodes get in place of what the file says, by field name. */
	readonly values?: Readonly<Record<string, unknown>>;
	/** Starts the simulated vendor. */
	readonly start: () => Promise<SimulatedVendor>;
}

/** A simulated vendor and what a user and a check need to know of it. */
export interface SimulatedVendor {
	/** Where it listens, and what opens it, as a line for people. */
	readonly shown: string;
	/** What the example signs in with, and what else a user may want to try. */
	readonly credentials: ReadonlyArray<{ readonly type: string; readonly data: Record<string, unknown> }>;
	/** What is wrong with a run, as sentences for people; none when it is right. */
	readonly faultsOf: (run: DemoRun) => string[];
	readonly close: () => Promise<void>;
}

export type DemoRun = {
	workflow: Workflow;
	execution: Execution;
	/** What the node "Report" gave. */
	rows: Array<Record<string, unknown>>;
	/** The files that any node gave, as n8n stored them. */
	files: Array<{ fileName: string; bytes: Buffer }>;
};

type Binary = Record<string, { id?: string; fileName?: string }>;

/** Makes the credentials and the example in n8n. Gives the workflow and the credentials by type. */
export async function makeDemo(n8n: N8n, { vendor, workflowFile, values = {} }: Demo, simulated: SimulatedVendor): Promise<{ workflow: Workflow; credentials: Record<string, { id: string; name: string }> }> {
	const made = simulated.credentials.map(async ({ type, data }) => [type, await n8n.createCredential(`${vendor} (simulated)`, type, data)] as const);
	const credentials = Object.fromEntries(await Promise.all(made));
	const definition = JSON.parse(readFileSync(join(root, 'workflows', workflowFile), 'utf8')) as WorkflowDefinition;
	return { workflow: await n8n.createWorkflow(withAssignments(withCredentials(definition, credentials), values)), credentials };
}

/** Makes the credentials and the example in n8n, and runs it once from its manual trigger. */
export async function runDemo(n8n: N8n, demo: Demo, simulated: SimulatedVendor): Promise<DemoRun> {
	const { workflow } = await makeDemo(n8n, demo, simulated);
	const trigger = workflow.nodes.find((node) => node.type === 'n8n-nodes-base.manualTrigger');
	if (trigger === undefined) throw new Error(`workflows/${demo.workflowFile} has no manual trigger.`);
	const execution = await n8n.waitForExecution(await n8n.runWorkflow(workflow.id, trigger.name));
	const rows = TABLE in execution.runData ? itemsOf(execution, TABLE).map(({ json }) => json) : [];
	const items = Object.keys(execution.runData).flatMap((name) => itemsOf(execution, name));
	const stored = items.flatMap(({ binary }) => Object.values((binary ?? {}) as Binary));
	const files = await Promise.all(stored.map(async ({ id = '', fileName = '' }) => ({ fileName, bytes: await n8n.binaryFile(id) })));
	return { workflow, execution, rows, files };
}

/** What is wrong with any run that did not succeed or did not keep to the contract. */
export function commonFaults({ execution }: Pick<DemoRun, 'execution'>, violations: readonly unknown[]): string[] {
	return [
		...(execution.status === 'success' ? [] : [`The run ended as "${execution.status}": ${execution.error?.message ?? 'without a message'}`]),
		...(violations.length === 0 ? [] : [`The contract was violated: ${JSON.stringify(violations)}`]),
	];
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
