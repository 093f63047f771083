import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { n8nFolder } from '../../scripts/n8nCache.mts';
import { itemsOf, withCredentials } from '../support/n8nClient.mts';
import type { Workflow, WorkflowDefinition } from '../support/n8nClient.mts';
import { createProbePackage } from '../support/n8nProbePackage.mts';
import { startN8n } from '../support/n8nServer.mts';
import type { N8nServer } from '../support/n8nServer.mts';

jest.setTimeout(120_000);

const SECRET = `planted-${randomUUID()}`;

const node = (name: string, type: string, parameters: Record<string, unknown> = {}, typeVersion = 1) => ({ id: randomUUID(), name, type, typeVersion, position: [0, 0], parameters });

const to = (name: string) => ({ main: [[{ node: name, type: 'main', index: 0 }]] });

const probeWorkflow = (path: string): WorkflowDefinition => ({
	name: `Probe ${path}`,
	nodes: [
		node('Webhook', 'n8n-nodes-base.webhook', { path, httpMethod: 'POST', responseMode: 'lastNode' }, 2),
		node('Start', 'n8n-nodes-base.manualTrigger'),
		{ ...node('Probe', 'n8n-nodes-probe.probe'), credentials: { probeApi: { id: 'from another n8n', name: 'Some credential' } } },
	],
	connections: { Webhook: to('Probe'), Start: to('Probe') },
});

const waitingWorkflow: WorkflowDefinition = {
	name: 'Waits',
	nodes: [node('Start', 'n8n-nodes-base.manualTrigger'), node('Wait', 'n8n-nodes-base.wait', { amount: 50, unit: 'seconds' }, 1.1)],
	connections: { Start: to('Wait') },
};

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}

async function untilGone(pid: number): Promise<boolean> {
	for (let attempt = 0; attempt < 100 && isRunning(pid); attempt++) await sleep(100);
	return !isRunning(pid);
}

describe('a real n8n', () => {
	const packageFolder = createProbePackage();
	let n8n: N8nServer;
	let workflow: Workflow;
	let credential: { id: string; name: string };

	beforeAll(async () => {
		n8n = await startN8n({ packageFolders: [packageFolder] });
		credential = await n8n.createCredential('Probe', 'probeApi', { token: SECRET });
		workflow = await n8n.createWorkflow(withCredentials(probeWorkflow('probe'), { probeApi: credential }));
		await n8n.activate(workflow.id);
	});

	afterAll(async () => {
		await n8n?.stop();
		rmSync(packageFolder, { recursive: true, force: true });
	});

	it('offers the nodes and credentials of the package under their true names', async () => {
		const [nodes, credentials] = await Promise.all([n8n.nodeTypes(), n8n.credentialTypes()]);

		expect(nodes.map(({ name }) => name)).toEqual(expect.arrayContaining(['n8n-nodes-probe.probe', 'n8n-nodes-base.webhook']));
		expect(credentials.map(({ name }) => name)).toContain('probeApi');
	});

	it('runs a workflow that a webhook starts, with the n8n-workflow of n8n and not of the checkout', async () => {
		const { answer, execution } = await n8n.runByWebhook(workflow.id, 'probe', { leaver: 'jo@example.com' });

		expect(answer.status).toBe(200);
		expect(answer.data).toMatchObject({ body: { leaver: 'jo@example.com' }, tokenLength: SECRET.length });
		expect(execution).toMatchObject({ status: 'success', mode: 'webhook' });
		const [item] = itemsOf(execution, 'Probe');
		expect(item?.json).toEqual(answer.data);
		expect(String(item?.json['n8nWorkflow'])).toContain(realpathSync(n8nFolder()));
	});

	it('gives the error of a run that fails', async () => {
		const { answer, execution } = await n8n.runByWebhook(workflow.id, 'probe', { fail: true });

		expect(answer.status).toBe(500);
		expect(execution.status).toBe('error');
		expect(execution.error).toMatchObject({ message: 'The probe was asked to fail', context: { itemIndex: 0 } });
	});

	it('runs a workflow that is started by hand', async () => {
		const execution = await n8n.waitForExecution(await n8n.runWorkflow(workflow.id, 'Start'));

		expect(execution).toMatchObject({ status: 'success', mode: 'manual' });
		expect(itemsOf(execution, 'Probe')).toHaveLength(1);
	});

	it('stops a run that waits', async () => {
		const { id } = await n8n.createWorkflow(waitingWorkflow);
		const executionId = await n8n.runWorkflow(id, 'Start');
		await n8n.waitForExecution(executionId, { until: (status) => status === 'running' });

		await n8n.stopExecution(executionId);

		expect(await n8n.waitForExecution(executionId, { timeoutMs: 10_000 })).toMatchObject({ status: 'canceled' });
	});

	it('keeps the secret of a credential out of log, database and every other file', async () => {
		expect(n8n.databaseBytes().includes('probeApi')).toBe(true);
		expect(n8n.databaseBytes().includes(SECRET)).toBe(false);
		expect(n8n.storedFiles().filter(({ bytes }) => bytes.includes(SECRET))).toEqual([]);
		expect(n8n.logs()).not.toContain(SECRET);
	});

	it('imports credentials and workflows by its own commands, seen after a restart with all that was there before', async () => {
		const firstPid = n8n.pid();
		await n8n.importCredentials([{ id: 'importedCredential', name: 'Imported', type: 'probeApi', data: { token: 'short' } }]);
		await n8n.importWorkflows([{ ...withCredentials(probeWorkflow('imported'), { probeApi: { id: 'importedCredential', name: 'Imported' } }), id: 'importedWorkflow' }]);

		await n8n.restart();

		expect(n8n.pid()).not.toBe(firstPid);
		expect(isRunning(firstPid)).toBe(false);
		const [old] = itemsOf((await n8n.runByWebhook(workflow.id, 'probe', {})).execution, 'Probe');
		expect(old?.json).toMatchObject({ pid: n8n.pid(), tokenLength: SECRET.length });
		const imported = await n8n.waitForExecution(await n8n.runWorkflow('importedWorkflow', 'Start'));
		expect(itemsOf(imported, 'Probe')[0]?.json).toMatchObject({ tokenLength: 'short'.length });
	});

	it('ends with the process that started it, even when that is killed', async () => {
		const script = `
			const { startN8nProcess } = await import(${JSON.stringify(join(import.meta.dirname, '../support/n8nProcess.mts'))});
			const { mkdtempSync } = await import('node:fs');
			const { pid } = await startN8nProcess({ userFolder: ${JSON.stringify(join(packageFolder, 'orphan'))} });
			console.log(pid);
		`;
		const parent = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
		const pid = await new Promise<number>((resolve) => parent.stdout.once('data', (chunk: Buffer) => resolve(Number(String(chunk)))));
		expect(isRunning(pid)).toBe(true);

		parent.kill('SIGKILL');

		expect(await untilGone(pid)).toBe(true);
	});

	it('leaves no process and no folder behind when it is stopped', async () => {
		await n8n.stop();

		expect(isRunning(n8n.pid())).toBe(false);
		expect(existsSync(n8n.userFolder)).toBe(false);
	});
});
