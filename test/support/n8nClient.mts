import axios from 'axios';
import type { AxiosResponse } from 'axios';
import { parse as parseFlatted } from 'flatted';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 100;

export type Owner = { email: string; password: string; firstName: string; lastName: string };

export type WorkflowNode = {
	name: string;
	type: string;
	credentials?: Record<string, { id?: string | null; name: string }>;
	[more: string]: unknown;
};

/** A workflow as n8n exports it. */
export type WorkflowDefinition = { name: string; nodes: WorkflowNode[]; connections: Record<string, unknown>; settings?: Record<string, unknown>; [more: string]: unknown };

export type Workflow = WorkflowDefinition & { id: string; versionId: string; active: boolean };

export type Item = { json: Record<string, unknown>; error?: unknown; pairedItem?: unknown; binary?: unknown };

/** One run of one node: its items by output index, and its error if it ended with one. */
export type NodeRun = {
	startTime: number;
	executionTime: number;
	executionStatus?: string;
	error?: Record<string, unknown>;
	data?: { main?: Array<Item[] | null> };
};

export type ExecutionStatus = 'new' | 'running' | 'waiting' | 'success' | 'error' | 'canceled' | 'crashed' | 'unknown';

export type ExecutionSummary = { id: string; workflowId: string; status: ExecutionStatus; mode: string; startedAt?: string; stoppedAt?: string; retryOf?: string | null };

export type Execution = ExecutionSummary & {
	/** Runs by node name, in the order in which a node ran more than once. */
	runData: Record<string, NodeRun[]>;
	/** The error that ended the run. */
	error?: Record<string, unknown> & { message?: string };
	/** The run data as n8n stores it (`flatted` text): what a search for secrets should read. */
	rawData: string;
	lastNodeExecuted?: string;
};

export type WaitOptions = { timeoutMs?: number; until?: (status: ExecutionStatus) => boolean };

export type NodeType = { name: string; displayName: string; version: number | number[]; properties: Array<Record<string, unknown>>; [more: string]: unknown };

export type N8nClient = ReturnType<typeof createN8nClient>;

const isOver = (status: ExecutionStatus) => !['new', 'running', 'waiting'].includes(status);

/** Items of a node's run on one of its outputs; [] where it gave none. Throws when the node did not run, naming those that did. */
export function itemsOf(execution: Execution, nodeName: string, { output = 0, run = 0 } = {}): Item[] {
	const runs = execution.runData[nodeName];
	if (runs === undefined) {
		throw new Error(`"${nodeName}" did not run in execution ${execution.id} (${execution.status}: ${execution.error?.message ?? 'no message'}); these did: ${Object.keys(execution.runData).join(', ')}`);
	}
	return runs[run]?.data?.main?.[output] ?? [];
}

/** The workflow with each credential of the types in `byType` replaced, as a person does in the editor after an import. */
export function withCredentials<T extends Pick<WorkflowDefinition, 'nodes'>>(workflow: T, byType: Record<string, { id: string; name: string }>): T {
	const nodes = workflow.nodes.map((node) => {
		if (node.credentials === undefined) return node;
		const credentials = Object.fromEntries(Object.entries(node.credentials).map(([type, old]) => [type, byType[type] ?? old]));
		return { ...node, credentials };
	});
	return { ...workflow, nodes };
}

type Assignment = { name: string; value: unknown };

/** The workflow with other values in its Edit Fields nodes, by field name. Throws for a name that none of them sets. */
export function withAssignments<T extends Pick<WorkflowDefinition, 'nodes'>>(workflow: T, values: Readonly<Record<string, unknown>>): T {
	const nodes = structuredClone(workflow.nodes);
	const assignments = nodes.flatMap(({ parameters }) => (parameters as { assignments?: { assignments?: Assignment[] } } | undefined)?.assignments?.assignments ?? []);
	for (const [name, value] of Object.entries(values)) {
		const found = assignments.filter((assignment) => assignment.name === name);
		if (found.length === 0) throw new Error(`No Edit Fields node sets "${name}".`);
		for (const assignment of found) assignment.value = value;
	}
	return { ...workflow, nodes };
}

/**
 * What the editor does, over n8n's own REST interface. Each call throws an Error with method, path, status and n8n's message
 * when n8n refuses; webhooks alone give back whatever was answered.
 */
export function createN8nClient(origin: string) {
	const http = axios.create({
		baseURL: origin,
		proxy: false,
		maxBodyLength: Infinity,
		maxContentLength: Infinity,
		validateStatus: () => true,
		// n8n ties the session to it, as to a browser.
		headers: { 'browser-id': randomUUID() },
	});
	let cookie = '';

	async function call<T>(method: string, path: string, data?: unknown): Promise<T> {
		const answer: AxiosResponse<{ data: T; message?: string }> = await http.request({ method, url: path, data, headers: cookie ? { cookie } : {} });
		if (answer.status >= 400) throw new Error(`${method} ${path} was answered ${answer.status}: ${answer.data?.message ?? JSON.stringify(answer.data)}`);
		const cookies = answer.headers['set-cookie'];
		if (cookies) cookie = cookies.map((text) => text.split(';')[0]).join('; ');
		return path.startsWith('/rest') ? answer.data.data : (answer.data as T);
	}

	/** Makes the owner on a new n8n, signs in on one that has an owner. */
	async function signIn(owner: Owner): Promise<void> {
		const settings = await call<{ userManagement: { showSetupOnFirstLoad?: boolean } }>('GET', '/rest/settings');
		if (settings.userManagement.showSetupOnFirstLoad) await call('POST', '/rest/owner/setup', owner);
		else await call('POST', '/rest/login', { emailOrLdapLoginId: owner.email, password: owner.password });
	}

	/** Every node type that the editor offers, as the editor loads them. */
	async function nodeTypes(): Promise<NodeType[]> {
		return await call('GET', '/types/nodes.json');
	}

	/** Every credential type that the editor offers. */
	async function credentialTypes(): Promise<Array<{ name: string; displayName: string; properties: Array<Record<string, unknown>> }>> {
		return await call('GET', '/types/credentials.json');
	}

	/** Makes a credential from plain data. */
	async function createCredential(name: string, type: string, data: Record<string, unknown>): Promise<{ id: string; name: string }> {
		const { id } = await call<{ id: string }>('POST', '/rest/credentials', { name, type, data });
		return { id, name };
	}

	/** The editor's test of a credential: whether it is good, and n8n's sentence about it. */
	async function testCredential(credential: { id: string; name: string }, type: string, data: Record<string, unknown>): Promise<{ status: 'OK' | 'Error'; message: string }> {
		return await call('POST', '/rest/credentials/test', { credentials: { ...credential, type, data } });
	}

	/** Saves an exported workflow as a new one; ids in the file are not kept. */
	async function createWorkflow({ name, nodes, connections, settings = {} }: WorkflowDefinition): Promise<Workflow> {
		return await call('POST', '/rest/workflows', { name, nodes, connections, settings });
	}

	async function workflow(id: string): Promise<Workflow> {
		return await call('GET', `/rest/workflows/${id}`);
	}

	/** Whether a production webhook is registered: only then does a preflight name the methods it takes. */
	async function isWebhookRegistered(path: string, method: string): Promise<boolean> {
		const answer = await http.request({ method: 'OPTIONS', url: `/webhook/${path}`, headers: { origin, 'access-control-request-method': method } });
		return String(answer.headers['access-control-allow-methods'] ?? '').includes(method);
	}

	/** Publishes the workflow and waits until its webhooks answer: n8n says "active" about 0.4 s before that. Throws after 10 s. */
	async function activate(id: string): Promise<Workflow> {
		const { versionId } = await workflow(id);
		const active = await call<Workflow>('POST', `/rest/workflows/${id}/activate`, { versionId });
		const deadlineMs = Date.now() + 10_000;
		for (const node of active.nodes.filter(({ type, disabled }) => type === 'n8n-nodes-base.webhook' && !disabled)) {
			const { path, httpMethod = 'GET' } = node['parameters'] as { path: string; httpMethod?: string };
			while (!(await isWebhookRegistered(path, httpMethod))) {
				if (Date.now() > deadlineMs) throw new Error(`The webhook ${path} was not registered within 10 s.`);
				await sleep(POLL_MS);
			}
		}
		return active;
	}

	async function deactivate(id: string): Promise<void> {
		await call('POST', `/rest/workflows/${id}/deactivate`, {});
	}

	/** Calls a production webhook. Gives whatever it answers, whatever the status. */
	async function callWebhook(path: string, { method = 'POST', data, headers = {} }: { method?: string; data?: unknown; headers?: Record<string, string> } = {}): Promise<AxiosResponse> {
		return await http.request({ method, url: `/webhook/${path}`, data, headers });
	}

	/** Starts the workflow as the editor's button does, from that trigger. Gives the execution's id at once. */
	async function runWorkflow(id: string, triggerName: string): Promise<string> {
		const { executionId } = await call<{ executionId: string }>('POST', `/rest/workflows/${id}/run`, { triggerToStartFrom: { name: triggerName } });
		return executionId;
	}

	/** Runs, newest first, at most 100. */
	async function executions({ workflowId }: { workflowId?: string } = {}): Promise<ExecutionSummary[]> {
		const filter = encodeURIComponent(JSON.stringify(workflowId ? { workflowId } : {}));
		const page = await call<{ results: ExecutionSummary[] }>('GET', `/rest/executions?limit=100&filter=${filter}`);
		return page.results;
	}

	async function execution(id: string): Promise<Execution> {
		const found = await call<ExecutionSummary & { data: string }>('GET', `/rest/executions/${id}`);
		// A run that has only begun has nothing stored yet.
		const data = parseFlatted(found.data) as { resultData?: Pick<Execution, 'error' | 'lastNodeExecuted'> & { runData?: Execution['runData'] } } | undefined;
		const { runData = {}, error, lastNodeExecuted } = data?.resultData ?? {};
		return { ...found, runData, ...(error ? { error } : {}), ...(lastNodeExecuted ? { lastNodeExecuted } : {}), rawData: found.data };
	}

	/** Waits until the run is over (or as `until` says) and gives it with its data. Throws after `timeoutMs`, 60 s by default. */
	async function waitForExecution(id: string, { timeoutMs = 60_000, until = isOver }: WaitOptions = {}): Promise<Execution> {
		const deadlineMs = Date.now() + timeoutMs;
		for (;;) {
			const found = await execution(id);
			if (until(found.status)) return found;
			if (Date.now() > deadlineMs) throw new Error(`Execution ${id} is still "${found.status}" after ${timeoutMs / 1000} s.`);
			await sleep(POLL_MS);
		}
	}

	/** Calls the webhook of an active workflow and waits for the run it starts. Throws when none begins within `timeoutMs`. */
	async function runByWebhook(workflowId: string, path: string, data: unknown, options: WaitOptions = {}): Promise<{ answer: AxiosResponse; execution: Execution }> {
		const before = new Set((await executions({ workflowId })).map(({ id }) => id));
		const answer = await callWebhook(path, { data });
		const deadlineMs = Date.now() + (options.timeoutMs ?? 60_000);
		for (;;) {
			const started = (await executions({ workflowId })).find(({ id }) => !before.has(id));
			if (started) return { answer, execution: await waitForExecution(started.id, options) };
			if (Date.now() > deadlineMs) throw new Error(`The webhook ${path} (answered ${answer.status}) started no run.`);
			await sleep(POLL_MS);
		}
	}

	/** The bytes of a file in n8n's store, as the editor's download button gets them; `id` is that of an item's binary data. */
	async function binaryFile(id: string): Promise<Buffer> {
		const answer = await http.request<Buffer>({ url: '/rest/binary-data', params: { id, action: 'download' }, responseType: 'arraybuffer', headers: { cookie } });
		if (answer.status >= 400) throw new Error(`The binary data ${id} was answered ${answer.status}.`);
		return Buffer.from(answer.data);
	}

	/** Stops a run as the editor's button does. */
	async function stopExecution(id: string): Promise<void> {
		await call('POST', `/rest/executions/${id}/stop`, {});
	}

	return {
		origin,
		call,
		signIn,
		nodeTypes,
		credentialTypes,
		createCredential,
		testCredential,
		createWorkflow,
		workflow,
		activate,
		deactivate,
		callWebhook,
		runWorkflow,
		runByWebhook,
		executions,
		execution,
		waitForExecution,
		binaryFile,
		stopExecution,
	};
}
