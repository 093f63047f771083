import { HUB_TOOLS, HUB_VIEWER_TOKEN, startRezolve, type RezolveSimulator } from '../../simulators/rezolve/index.mts';
import { hubOf, platformOf, type Answer, type Call } from './support.mts';

let simulator: RezolveSimulator;
let call: Call;

beforeEach(async () => {
	simulator = await startRezolve();
	call = hubOf(simulator);
});
afterEach(async () => {
	await simulator.close();
	expect(simulator.violations).toEqual([]);
});

const TOOLS = '/api/v1/tools';
const execute = async (tool: string, body: object): Promise<Answer> => await call('POST', `${TOOLS}/${tool}/execute`, body);
const CREATE = { input: { subject: 'Offboard Robin Vale', requester_email: 'kim.osei@example.com' } };
const DISABLE = { input: { email: 'robin.vale@example.com' }, idempotency_key: 'leaver-1' };

describe('tools', () => {
	it.each([
		['array', (data: any) => data],
		['object', (data: any) => data.tools],
	] as const)('come as %s by switch, all or of one domain', async (hubList, toolsOf) => {
		simulator.set({ hubList });

		expect(toolsOf((await call('GET', TOOLS)).data)).toHaveLength(HUB_TOOLS.length);
		expect(toolsOf((await call('GET', `${TOOLS}?domain=hris`)).data)).toMatchObject([{ key: 'hris.employees.get', risk_level: 'read', connectors: ['peoplely'] }]);
		expect(toolsOf((await call('GET', `${TOOLS}?domain=nothing`)).data)).toEqual([]);
	});

	it('tell their inputs as JSON Schema', async () => {
		expect((await call('GET', `${TOOLS}/itsm.tickets.create`)).data).toMatchObject({ risk_level: 'write', input_schema: { type: 'object', required: ['subject'], properties: { priority: { enum: ['low', 'medium', 'high', 'urgent'] }, watchers: { type: 'array' }, effort_hours: { type: 'number' } } } });
		expect(await call('GET', `${TOOLS}/itsm.nothing`)).toMatchObject({ status: 404, json: { success: false, error: { code: 'TOOL_NOT_FOUND' }, request_id: expect.any(String) } });
	});
});

describe('executing a tool', () => {
	it('takes effect in the system behind it', async () => {
		const { json, data } = await execute('itsm.tickets.create', CREATE);

		expect(json).toEqual({ success: true, data: { id: expect.any(String), ticket_number: 'TKT-2026-000008', status: 'open' }, connection_id: 'conn-servicenow', duration_ms: 12, request_id: expect.any(String) });
		expect(simulator.state.tickets.at(-1)).toMatchObject({ id: data.id, subject: 'Offboard Robin Vale', requester: { name: 'Kim Osei' } });
		expect((await execute('itsm.tickets.list', { input: { requester_email: 'kim.osei@example.com', status: 'open' } })).data.tickets).toHaveLength(3);
		expect((await execute('itsm.tickets.close', { input: { ticket_id: data.ticket_number } })).data.status).toBe('closed');
		expect(simulator.state.hub.executions).toHaveLength(3);
	});

	it.each([
		['directory.users.get', { email: 'robin.vale@example.com' }, { name: 'Robin Vale', status: 'active' }],
		['directory.users.get', { email: 'nobody@example.com' }, { found: false }],
		['hris.employees.get', { email: 'robin.vale@example.com' }, { last_name: 'Vale' }],
		['hris.employees.get', { email: 'nobody@example.com' }, { found: false }],
		['directory.policies.update', { policy: 'mfa', enabled: true }, { enabled: true }],
		['communication.messages.send', { channel: 'it', text: 'Bye' }, { channel: 'it' }],
		['itsm.tickets.close', { ticket_id: 'nothing' }, { found: false }],
	])('answers %s for %j', async (tool, input, expected) => {
		expect((await execute(tool, { input })).data).toMatchObject(expected);
	});

	it.each([400, 422] as const)('refuses an input that the schema does not take with %i by switch', async (invalidInputStatus) => {
		simulator.set({ invalidInputStatus });

		expect(await execute('itsm.tickets.create', { input: { priority: 'huge', mood: 'bad', requester_email: 'kim' } })).toMatchObject({ status: invalidInputStatus, error: { code: 'INVALID_INPUT', details: { subject: expect.any(String), mood: expect.any(String), priority: expect.any(String), requester_email: expect.any(String) } } });
		expect(await execute('itsm.nothing', { input: {} })).toMatchObject({ status: 404, error: { code: 'TOOL_NOT_FOUND' } });
		expect(simulator.state.hub.executions).toEqual([]);
	});

	it('refuses a request without input, and remembers it', async () => {
		expect(await execute('itsm.tickets.list', {})).toMatchObject({ status: 400, error: { code: 'INVALID_INPUT' } });
		expect(simulator.takeViolations()).toMatchObject([{ where: 'body/input' }]);
	});

	it('lets a viewer read only', async () => {
		const viewer = hubOf(simulator, HUB_VIEWER_TOKEN);

		expect((await viewer('POST', `${TOOLS}/itsm.tickets.list/execute`, { input: {} })).status).toBe(200);
		expect(await viewer('POST', `${TOOLS}/itsm.tickets.create/execute`, CREATE)).toMatchObject({ status: 403, error: { code: 'FORBIDDEN' } });
	});

	it('only checks in a dry run', async () => {
		expect((await execute('directory.users.disable', { ...DISABLE, dry_run: true })).data).toEqual({ dry_run: true, valid: true, tool_key: 'directory.users.disable', would_need_approval: true });
		expect(simulator.state.hub).toMatchObject({ executions: [], approvals: [] });
	});

	it('fails where the system behind it does', async () => {
		simulator.set({ upstream: 'down' });
		expect(await execute('itsm.tickets.create', { ...CREATE, idempotency_key: 'k' })).toMatchObject({ status: 502, error: { code: 'UPSTREAM_ERROR' } });

		simulator.set({ upstream: 'up' });
		expect((await execute('itsm.tickets.create', { ...CREATE, idempotency_key: 'k' })).status).toBe(200);
	});

	it('is limited for the workspace, whichever key is used', async () => {
		simulator.hubRateLimit.set({ limit: 2, windowMs: 60_000 });
		await call('GET', TOOLS);
		await hubOf(simulator, HUB_VIEWER_TOKEN)('GET', TOOLS);
		const answer = await call('GET', TOOLS);

		expect(answer).toMatchObject({ status: 429, error: { code: 'RATE_LIMITED' } });
		expect(answer.headers.get('x-ratelimit-remaining')).toBe('0');
		expect((await platformOf(simulator)('GET', '/api/v1/api-keys')).status).toBe(200);
	});
});

describe('connections', () => {
	it('are the default of the domain, or the one that is named', async () => {
		expect((await execute('itsm.tickets.list', { input: {}, connection_id: 'conn-jira-desk' })).json.connection_id).toBe('conn-jira-desk');
		simulator.admin.setConnection('conn-servicenow', 'failing');
		expect((await execute('itsm.tickets.list', { input: {} })).json.connection_id).toBe('conn-jira-desk');
		expect(await execute('itsm.tickets.list', { input: {}, connection_id: 'conn-old-desk' })).toMatchObject({ status: 502, error: { code: 'UPSTREAM_ERROR', details: { connector: 'freshservice' } } });
		expect(() => simulator.admin.setConnection('nothing', 'failing')).toThrow('There is no connection nothing');
	});

	it.each([404, 409] as const)('that are missing answer %i by switch', async (connectionMissingStatus) => {
		simulator.set({ connectionMissingStatus });

		expect(await execute('itsm.tickets.list', { input: {}, connection_id: 'conn-okta' })).toMatchObject({ status: connectionMissingStatus, error: { code: 'CONNECTION_NOT_FOUND' } });
		simulator.admin.setConnection('conn-peoplely', 'failing');
		expect((await execute('hris.employees.get', { input: { email: 'x' } })).status).toBe(connectionMissingStatus);
	});
});

describe('an idempotency key', () => {
	it('gives the first answer again, and nothing happens twice', async () => {
		const [first, again, other] = [await execute('itsm.tickets.create', { ...CREATE, idempotency_key: 'a' }), await execute('itsm.tickets.create', { ...CREATE, idempotency_key: 'a' }), await execute('itsm.tickets.create', { ...CREATE, idempotency_key: 'b' })];

		expect(again.data).toEqual(first.data);
		expect(again.json.request_id).not.toBe(first.json.request_id);
		expect(other.data.id).not.toBe(first.data.id);
		expect(simulator.state.hub.executions.map(({ idempotencyKey }) => idempotencyKey)).toEqual(['a', 'b']);
	});

	it.each([
		['refused', 409],
		['replayed', 200],
	] as const)('with another input is %s: %i', async (keyConflict, status) => {
		simulator.set({ keyConflict });
		await execute('itsm.tickets.create', { ...CREATE, idempotency_key: 'a' });

		expect((await execute('itsm.tickets.create', { input: { subject: 'Other' }, idempotency_key: 'a' })).status).toBe(status);
		expect(simulator.state.hub.executions).toHaveLength(1);
	});

	it('without one, everything happens again', async () => {
		await execute('itsm.tickets.create', CREATE);
		await execute('itsm.tickets.create', CREATE);

		expect(simulator.state.hub.executions).toHaveLength(2);
	});
});

describe('a gated tool', () => {
	const disable = async () => await execute('directory.users.disable', DISABLE);

	it('waits for an approval, then runs once on the same call', async () => {
		const asked = await disable();
		expect(asked).toMatchObject({ status: 403, json: { success: false, error: { code: 'APPROVAL_REQUIRED', details: { approval_id: expect.any(String), tool_key: 'directory.users.disable', idempotency_key: 'leaver-1', risk_level: 'destructive' } } } });
		expect((await disable()).error.details.approval_id).toBe(asked.error.details.approval_id);
		expect(simulator.state.hub).toMatchObject({ executions: [], approvals: [{ decision: 'open' }] });

		simulator.admin.approve('leaver-1');
		expect(await disable()).toMatchObject({ status: 200, data: { status: 'disabled' } });
		expect(await disable()).toMatchObject({ status: 200, data: { status: 'disabled' } });
		expect(simulator.state.hub.executions).toHaveLength(1);
	});

	it('asks anew on every call without a key', async () => {
		await execute('directory.users.disable', { input: DISABLE.input });
		await execute('directory.users.disable', { input: DISABLE.input });

		expect(simulator.state.hub.approvals).toMatchObject([{ idempotencyKey: undefined }, { idempotencyKey: undefined }]);
	});

	it('does not run another input under an approved key', async () => {
		await disable();
		simulator.admin.approve('leaver-1');

		expect(await execute('directory.users.disable', { ...DISABLE, input: { email: 'kim.osei@example.com' } })).toMatchObject({ status: 409, error: { code: 'IDEMPOTENCY_CONFLICT' } });
	});

	it('stays closed after it was declined', async () => {
		await disable();
		simulator.admin.decline(simulator.state.hub.approvals[0]!.id);

		expect(await disable()).toMatchObject({ status: 403, error: { code: 'FORBIDDEN' } });
		expect(() => simulator.admin.approve('leaver-1')).toThrow('No open approval leaver-1');
	});

	it.each([403, 409, 202, 200] as const)('answers %i by switch', async (approvalStatus) => {
		simulator.set({ approvalStatus });

		expect(await disable()).toMatchObject({ status: approvalStatus, json: { success: false, error: { code: 'APPROVAL_REQUIRED' } } });
	});

	it('is approved by itself after a while, by the clock', async () => {
		simulator.set({ approvedAfterMs: 1_000 });

		expect((await disable()).status).toBe(403);
		simulator.clock.advance(1_000);
		expect((await disable()).status).toBe(200);
	});

	it('can be any tool', async () => {
		simulator.admin.gate('itsm.tickets.create', true);
		simulator.admin.gate('directory.users.disable', false);

		expect((await execute('itsm.tickets.create', CREATE)).error.code).toBe('APPROVAL_REQUIRED');
		expect((await disable()).status).toBe(200);
	});
});

describe('the MCP endpoint', () => {
	const both = { accept: 'application/json, text/event-stream' };
	const rpc = async (body: object, headers: Record<string, string> = both) => await call('POST', '/mcp', { jsonrpc: '2.0', id: 7, ...body }, headers);

	it('introduces itself, lists and calls tools', async () => {
		expect((await rpc({ method: 'initialize' })).json.result).toMatchObject({ capabilities: { tools: {} } });
		expect((await rpc({ method: 'tools/list' })).json.result.tools[0]).toMatchObject({ name: 'itsm.tickets.create', inputSchema: { type: 'object' } });
		expect((await rpc({ method: 'tools/call', params: { name: 'hris.employees.get', arguments: { email: 'robin.vale@example.com' } } })).json).toMatchObject({ id: 7, result: { isError: false, content: [{ text: expect.stringContaining('Vale') }] } });
		expect((await rpc({ method: 'tools/call', params: { name: 'itsm.nothing' } })).json.result).toMatchObject({ isError: true });
		expect((await rpc({ method: 'prompts/list' })).json).toMatchObject({ error: { code: -32_601 } });
	});

	it('needs both media types in Accept', async () => {
		expect((await rpc({ method: 'tools/list' }, { accept: 'application/json' })).status).toBe(406);
		expect((await rpc({ method: 'tools/list' }, { accept: 'text/html' })).status).toBe(406);
		expect(simulator.takeViolations()).toMatchObject([{ direction: 'request', where: 'header.accept' }]);
	});

	it('needs a key', async () => {
		expect((await hubOf(simulator, 'guess')('POST', '/mcp', { jsonrpc: '2.0', id: 1, method: 'tools/list' }, both)).status).toBe(401);
	});
});
