import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../../scripts/program.mts';
import type { WorkflowDefinition } from '../support/n8nClient.mts';
import { startN8n } from '../support/n8nServer.mts';
import type { N8nServer } from '../support/n8nServer.mts';
import { createBenchPackage } from './benchPackage.mts';
import type { Tally } from './benchPackage.mts';
import { sweep } from './workflows.mts';

/** After the garbage is collected, before memory is looked at. */
const SETTLE_MS = 1_000;

/** Whatever is to be undone at the end, as scripts/stopping.mts keeps it. */
export type Keep = (stop: () => unknown) => void;

/** Starts an n8n that has run nothing, with this package unless told, lets it be used and stops it. */
export async function withFreshN8n<Result>(keep: Keep, use: (n8n: N8nServer) => Promise<Result>, packageFolder = root): Promise<Result> {
	const bench = createBenchPackage();
	try {
		const n8n = await startN8n({ packageFolders: [packageFolder, bench] });
		keep(n8n.stop);
		try {
			return await use(n8n);
		} finally {
			await n8n.stop();
		}
	} finally {
		rmSync(bench, { recursive: true, force: true });
	}
}

/** Saves and publishes a workflow that begins with a webhook of its own name. */
export async function publish(n8n: N8nServer, definition: WorkflowDefinition): Promise<void> {
	const { id } = await n8n.createWorkflow(definition);
	await n8n.activate(id);
}

export type WorkflowRun = Tally & { /** From the call of the webhook to its answer, in ms. */ wallMs: number };

/** Runs a workflow by its webhook to its end. Throws with n8n's answer when it fails. */
export async function runToTally(n8n: N8nServer, path: string, data: unknown = {}): Promise<WorkflowRun> {
	const beganMs = performance.now();
	const { status, data: tally } = await n8n.callWebhook(path, { data });
	const wallMs = performance.now() - beganMs;
	if (status !== 200) throw new Error(`The workflow ${path} ended with ${status}: ${JSON.stringify(tally)}\n${n8n.logs().slice(-2000)}`);
	return { ...(tally as Tally), wallMs };
}

/** Lets n8n throw away what it no longer needs of its start and the warm-up: it keeps up to 400 MB of that otherwise, and "idle" would mean nothing. */
export async function settle(n8n: N8nServer): Promise<void> {
	await publish(n8n, sweep('sweep'));
	await runToTally(n8n, 'sweep');
	await sleep(SETTLE_MS);
}
