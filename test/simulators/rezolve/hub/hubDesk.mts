import { randomUUID } from 'node:crypto';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { ContractOperation } from '../../frame/contract.mts';
import type { Exchange, Refusal, Reply } from '../../frame/server.mts';
import { HUB_TOKEN, HUB_VIEWER_TOKEN } from '../credentials.mts';
import type { Approval, HubConnection, HubState } from '../records.mts';
import type { Switches } from '../switches.mts';
import type { Workspace } from '../workspace.mts';
import { TOOLS, type Tool } from './tools.mts';

interface Wish {
	readonly input: Readonly<Record<string, unknown>>;
	readonly connection_id?: string;
	readonly idempotency_key?: string;
	readonly dry_run?: boolean;
}

/** What became of a call, before it is worded. */
type Result =
	| { readonly kind: 'done'; readonly data: unknown; readonly connectionId: string }
	| { readonly kind: 'failed'; readonly status: number; readonly code: string; readonly message: string; readonly details: unknown };

const ROLES = new Map([
	[`Bearer ${HUB_TOKEN}`, 'developer'],
	[`Bearer ${HUB_VIEWER_TOKEN}`, 'viewer'],
]);
/** Limits are those of the workspace, whichever key is used. */
const WORKSPACE_CALLER = 'workspace';
const MCP_VERSION = '2025-06-18';

const failed = (status: number, code: string, message: string, details: unknown = null): Result => ({ kind: 'failed', status, code, message, details });

/** The Integration Hub of one workspace. */
export class HubDesk {
	#workspace: Workspace;
	#ajv = new Ajv2020({ allErrors: true, strict: false });
	#validators = new Map<string, ValidateFunction>();
	/** What was asked for last: the frame refuses right after it asked who calls. */
	#operationId = '';
	/** What each idempotency key did: the input as JSON and the result. */
	#remembered = new Map<string, { readonly input: string; readonly result: Result }>();

	constructor(workspace: Workspace) {
		this.#workspace = workspace;
		addFormats.default(this.#ajv);
	}

	get #state(): HubState {
		return this.#workspace.state.hub;
	}

	get #switches(): Switches {
		return this.#workspace.switches;
	}

	authenticate({ authorization = '' }: Readonly<Record<string, string>>, { operationId }: ContractOperation): { readonly caller: string } | { readonly refusal: Reply } {
		this.#operationId = operationId;
		if (ROLES.has(authorization)) return { caller: WORKSPACE_CALLER };
		return { refusal: { ...this.#worded(failed(401, 'UNAUTHORIZED', 'The API key is missing or unknown')), headers: { 'www-authenticate': 'Bearer' } } };
	}

	isSecretRight(value: string): boolean {
		return ROLES.has(value);
	}

	handlers(): Record<string, (exchange: Exchange) => Reply> {
		return {
			hubListTools: ({ query }) => {
				const found = TOOLS.filter(({ domain }) => query.domain === undefined || domain === query.domain).map((tool) => this.#described(tool));
				return this.#success({ data: this.#switches.hubList === 'array' ? found : { tools: found, total: found.length } });
			},
			hubGetTool: ({ pathParameters }) => {
				const tool = TOOLS.find(({ key }) => key === pathParameters.toolKey);
				return tool ? this.#success({ data: this.#described(tool) }) : this.#worded(failed(404, 'TOOL_NOT_FOUND', 'There is no such tool'));
			},
			hubExecuteTool: ({ pathParameters, body, headers }) => this.#worded(this.#execute(String(pathParameters.toolKey), body as Wish, headers.authorization ?? '')),
			hubMcp: (exchange) => this.#mcp(exchange),
		};
	}

	#described({ run: _run, ...tool }: Tool): Record<string, unknown> {
		return { ...tool, connectors: this.#connections(tool.domain).map(({ connector }) => connector) };
	}

	#connections(domain: string): HubConnection[] {
		return this.#state.connections.filter((one) => one.domain === domain);
	}

	#execute(toolKey: string, { input, connection_id: connectionId, idempotency_key: key, dry_run: isDryRun = false }: Wish, authorization: string): Result {
		const { invalidInputStatus, connectionMissingStatus, keyConflict, upstream } = this.#switches;
		const tool = TOOLS.find((one) => one.key === toolKey);
		if (!tool) return failed(404, 'TOOL_NOT_FOUND', 'There is no such tool', { tool_key: toolKey });
		if (tool.risk_level !== 'read' && ROLES.get(authorization) === 'viewer') return failed(403, 'FORBIDDEN', 'A viewer may only read');
		const problems = this.#problems(tool, input);
		if (problems) return failed(invalidInputStatus, 'INVALID_INPUT', 'The input does not fit the tool', problems);
		const own = this.#connections(tool.domain);
		// Failing connections are left out of automatic routing, not of explicit calls.
		const connection = connectionId === undefined ? own.find(({ isDefault, status }) => isDefault && status === 'healthy') ?? own.find(({ status }) => status === 'healthy') : own.find(({ id }) => id === connectionId);
		if (!connection) return failed(connectionMissingStatus, 'CONNECTION_NOT_FOUND', 'There is no such connection', { domain: tool.domain, connection_id: connectionId ?? null });
		if (isDryRun) return { kind: 'done', connectionId: connection.id, data: { dry_run: true, valid: true, tool_key: tool.key, would_need_approval: this.#state.gatedTools.has(tool.key) } };

		const remembered = key === undefined ? undefined : this.#remembered.get(`${tool.key}\n${key}`);
		if (remembered) {
			if (remembered.input !== JSON.stringify(input) && keyConflict === 'refused') return failed(409, 'IDEMPOTENCY_CONFLICT', 'The idempotency key was used with another input', { idempotency_key: key });
			return remembered.result;
		}
		if (this.#state.gatedTools.has(tool.key)) {
			const objection = this.#objection(tool, input, key);
			if (objection) return objection;
		}
		if (upstream === 'down' || connection.status === 'failing') return failed(502, 'UPSTREAM_ERROR', 'The system behind the tool failed', { connector: connection.connector, status: 503 });
		const atMs = this.#workspace.clock.now();
		const data = tool.run(input, this.#workspace.state, this.#workspace.iso(atMs));
		this.#state.executions.push({ toolKey: tool.key, input, connectionId: connection.id, idempotencyKey: key, data, atMs });
		const result: Result = { kind: 'done', data, connectionId: connection.id };
		if (key !== undefined) this.#remembered.set(`${tool.key}\n${key}`, { input: JSON.stringify(input), result });
		return result;
	}

	/** Why a gated call may not run yet; undefined once a person agreed to it. Without a key every call asks anew. */
	#objection(tool: Tool, input: unknown, key: string | undefined): Result | undefined {
		const nowMs = this.#workspace.clock.now();
		const { approvedAfterMs, approvalStatus } = this.#switches;
		let approval = key === undefined ? undefined : this.#state.approvals.find((one) => one.toolKey === tool.key && one.idempotencyKey === key);
		if (approval && JSON.stringify(approval.input) !== JSON.stringify(input)) return failed(409, 'IDEMPOTENCY_CONFLICT', 'The idempotency key was used with another input', { idempotency_key: key });
		if (!approval) {
			approval = { id: `apr-${randomUUID()}`, toolKey: tool.key, idempotencyKey: key, input, openedAtMs: nowMs, decision: 'open' };
			this.#state.approvals.push(approval);
		}
		if (approval.decision === 'open' && approvedAfterMs !== null && nowMs >= approval.openedAtMs + approvedAfterMs) approval.decision = 'approved';
		if (approval.decision === 'approved') return undefined;
		if (approval.decision === 'declined') return failed(403, 'FORBIDDEN', 'The approval was declined', { approval_id: approval.id });
		return failed(approvalStatus, 'APPROVAL_REQUIRED', 'A person must approve this call', { approval_id: approval.id, tool_key: tool.key, idempotency_key: key ?? null, risk_level: tool.risk_level, message: 'Send the same call with the same idempotency key after the approval' });
	}

	/** Decides an open approval, by its id or its idempotency key. Throws where there is none. */
	decide(idOrKey: string, decision: Exclude<Approval['decision'], 'open'>): void {
		const approval = this.#state.approvals.find(({ id, idempotencyKey, decision: before }) => before === 'open' && (id === idOrKey || idempotencyKey === idOrKey));
		if (!approval) throw new Error(`No open approval ${idOrKey}`);
		approval.decision = decision;
	}

	#problems({ key, input_schema: schema }: Tool, input: unknown): Record<string, string> | undefined {
		let validate = this.#validators.get(key);
		if (!validate) this.#validators.set(key, (validate = this.#ajv.compile(schema)));
		if (validate(input)) return undefined;
		return Object.fromEntries((validate.errors ?? []).map(({ instancePath, params, message = 'is invalid' }) => {
			const named = String((params as Record<string, unknown>).missingProperty ?? (params as Record<string, unknown>).additionalProperty ?? '');
			return [[instancePath.slice(1).replaceAll('/', '.'), named].filter((part) => part !== '').join('.') || 'input', message];
		}));
	}

	#success(more: Record<string, unknown>, status = 200): Reply {
		return { status, body: { success: true, ...more, request_id: `req-${randomUUID()}` } };
	}

	#worded(result: Result): Reply {
		if (result.kind === 'done') return this.#success({ data: result.data, connection_id: result.connectionId, duration_ms: 12 });
		const { status, code, message, details } = result;
		return { status, body: { success: false, error: { code, message, details }, request_id: `req-${randomUUID()}` } };
	}

	/** JSON-RPC 2.0 over one POST: `initialize`, `tools/list` and `tools/call`. */
	#mcp({ body, headers }: Exchange): Reply {
		const { accept = '' } = headers;
		if (!accept.includes('application/json') || !accept.includes('text/event-stream')) return { status: 406 };
		const { id = null, method, params = {} } = body as { id?: unknown; method: string; params?: Record<string, unknown> };
		const answer = (result: unknown): Reply => ({ status: 200, body: { jsonrpc: '2.0', id, result } });
		if (method === 'initialize') return answer({ protocolVersion: MCP_VERSION, capabilities: { tools: {} }, serverInfo: { name: 'integration-hub', version: '1' } });
		if (method === 'tools/list') return answer({ tools: TOOLS.map(({ key: name, description, input_schema: inputSchema }) => ({ name, description, inputSchema })) });
		if (method !== 'tools/call') return { status: 200, body: { jsonrpc: '2.0', id, error: { code: -32_601, message: 'Method not found' } } };
		const input = (params.arguments ?? {}) as Record<string, unknown>;
		const result = this.#execute(String(params.name), { input }, headers.authorization ?? '');
		return answer({ content: [{ type: 'text', text: JSON.stringify(result.kind === 'done' ? result.data : { code: result.code, message: result.message, details: result.details }) }], isError: result.kind === 'failed' });
	}

	refuse(reason: Refusal): Reply {
		switch (reason.kind) {
			case 'noPath':
				return this.#worded(failed(404, 'TOOL_NOT_FOUND', 'There is nothing here'));
			case 'noMethod':
				return { ...this.#worded(failed(405, 'METHOD_NOT_ALLOWED', 'The method is not allowed')), headers: { allow: reason.allowed.join(', ') } };
			case 'rateLimited':
				return this.#worded(failed(429, 'RATE_LIMITED', 'Too many requests'));
			case 'invalid':
				if (this.#operationId === 'hubMcp' && reason.findings.some(({ where }) => where === 'header.accept')) return { status: 406 };
				return this.#worded(failed(this.#switches.invalidInputStatus, 'INVALID_INPUT', 'The request is malformed', Object.fromEntries(reason.findings.map(({ where, message }) => [where, message]))));
			default:
				return this.#worded(failed(500, 'INTERNAL_ERROR', 'Something went wrong'));
		}
	}
}
