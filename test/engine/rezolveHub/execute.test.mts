import type { IDataObject } from 'n8n-workflow';
import { byId, useHub } from './support.mts';

const hub = useHub();
jest.setTimeout(20_000);
const CREATE = byId('itsm.tickets.create');
const LIST = byId('itsm.tickets.list');
const DISABLE = byId('directory.users.disable');
const POLICY = byId('directory.policies.update');
const executions = () => hub.simulator.state.hub.executions;
const requests = () => hub.requestsTo('hubExecuteTool');
const bodies = () => requests().map(({ body }) => body as IDataObject);
const keysSent = () => bodies().map(({ idempotency_key: key }) => key);
const json = (toolKey: IDataObject, input: IDataObject, more: IDataObject = {}) => ({ toolKey, specify: 'json', inputJson: input, ...more });
const ticket = (more: IDataObject = {}) => json(CREATE, { subject: 'Offboard Robin Vale' }, more);
const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;

describe('The connection', () => {
	it('is the default one of the domain, unless one is named', async () => {
		await hub.records('tool', 'execute', ticket());
		const record = await hub.record('tool', 'execute', ticket({ options: { connectionId: 'conn-jira-desk' } }));

		expect(bodies()[0]).not.toHaveProperty('connection_id');
		expect(bodies()[1]).toMatchObject({ connection_id: 'conn-jira-desk' });
		expect(record).toMatchObject({ connectionId: 'conn-jira-desk' });
		expect(executions().map(({ connectionId }) => connectionId)).toEqual(['conn-servicenow', 'conn-jira-desk']);
	});

	it.each([404, 409] as const)('that there is not is told (%s)', async (connectionMissingStatus) => {
		hub.simulator.set({ connectionMissingStatus });
		const { message, description } = await hub.failed('tool', 'execute', ticket({ options: { connectionId: 'conn-none' } }));

		expect(message).toMatch(new RegExp(`answered ${connectionMissingStatus}: There is no such connection \\(request req-`));
		expect(description).toMatch(/Connect an application for this domain/);
		expect(executions()).toHaveLength(0);
	});

	it('that fails is told, and every try has the same key', async () => {
		const { message, description } = await hub.failed('tool', 'execute', ticket({ options: { connectionId: 'conn-old-desk', retries: 1 } }));

		expect(message).toMatch(/answered 502: The system behind the tool failed \(request req-/);
		expect(description).toMatch(/Look at the connection in the Hub/);
		expect(keysSent()).toHaveLength(2);
		expect(new Set(keysSent()).size).toBe(1);
	});
});

describe('Check Only', () => {
	it.each([
		['write', CREATE, { subject: 'x' }, false],
		['read', LIST, {}, false],
		['destructive', DISABLE, { email: 'robin.vale@example.com' }, true],
	] as const)('lets the Hub check a tool that is %s without running it, with no key and no approval', async (allowedRisk, toolKey, input, wouldNeedApproval) => {
		const record = await hub.record('tool', 'execute', json(toolKey, input, { checkOnly: true, allowedRisk }));

		expect(record).toMatchObject({ outcome: 'checked', data: { dry_run: true, valid: true, would_need_approval: wouldNeedApproval } });
		expect(bodies()).toEqual([{ input, dry_run: true }]);
		expect(executions()).toHaveLength(0);
		expect(hub.simulator.state.hub.approvals).toHaveLength(0);
	});

	it('tells inputs that do not fit', async () => {
		const { message } = await hub.failed('tool', 'execute', json(CREATE, { subject: '' }, { checkOnly: true }));

		expect(message).toMatch(/The input does not fit the tool/);
	});
});

describe('Dry Run', () => {
	it('shows what would be sent and how dangerous it is, and sends nothing but the question about the tool', async () => {
		const record = await hub.record('tool', 'execute', ticket({ options: { dryRun: true, connectionId: 'conn-jira-desk' } }));

		expect(record).toMatchObject({
			dryRun: true,
			wouldSend: { method: 'POST', url: `${hub.simulator.hubOrigin}/api/v1/tools/itsm.tickets.create/execute`, body: { input: { subject: 'Offboard Robin Vale' }, connection_id: 'conn-jira-desk', idempotency_key: expect.stringMatching(UUID) } },
			riskLevel: 'write',
		});
		expect(hub.simulator.requests.map(({ method }) => method)).toEqual(['GET']);
		expect(executions()).toHaveLength(0);
	});
});

describe('Highest Risk Level', () => {
	it.each([
		['read', LIST, ['read', 'write', 'destructive', 'admin']],
		['write', CREATE, ['write', 'destructive', 'admin']],
		['destructive', DISABLE, ['destructive', 'admin']],
		['admin', POLICY, ['admin']],
	] as const)('lets a tool that is %s run only where that is allowed', async (risk, toolKey, allowing) => {
		for (const allowedRisk of ['read', 'write', 'destructive', 'admin'] as const) {
			const isAllowed = (allowing as readonly string[]).includes(allowedRisk);
			const { error } = await hub.run('tool', 'execute', json(toolKey, {}, { allowedRisk, checkOnly: true }));
			if (isAllowed) expect(error?.message ?? '').not.toMatch(/has the risk level/);
			else expect(error?.message).toBe(`The tool ${toolKey.value} has the risk level "${risk}", and up to "${allowedRisk}" is allowed [Item 0]`);
		}

		expect(requests()).toHaveLength(allowing.length);
	});

	it('is write where nobody says otherwise', async () => {
		const { message, description } = await hub.failed('tool', 'execute', json(DISABLE, { email: 'robin.vale@example.com' }));

		expect(message).toMatch(/has the risk level "destructive", and up to "write" is allowed/);
		expect(description).toMatch(/raise Highest Risk Level/);
		expect(requests()).toHaveLength(0);
	});

	it('takes a tool that does not say for the most dangerous', async () => {
		hub.simulator.faults.onNext({ kind: 'answer', status: 200, body: { success: true, data: { key: 'itsm.tickets.create', name: 'x', description: 'x', domain: 'itsm', input_schema: {} }, request_id: 'r' } });
		const { message } = await hub.failed('tool', 'execute', ticket({ allowedRisk: 'destructive' }));

		expect(message).toMatch(/has the risk level "unknown"/);
		expect(requests()).toHaveLength(0);
		hub.simulator.takeViolations();
	});

	it('is asked for once for all items of a run', async () => {
		await hub.records('tool', 'execute', ticket({ options: { concurrency: 5 } }), { items: [{}, {}, {}, {}, {}] });

		expect(hub.requestsTo('hubGetTool')).toHaveLength(1);
		expect(executions()).toHaveLength(5);
	});
});

describe('The idempotency key', () => {
	it('goes with everything that changes something, another one for each item and each execution, and is in the output', async () => {
		const first = await hub.records('tool', 'execute', ticket(), { items: [{}, {}] });
		const second = await hub.records('tool', 'execute', ticket());

		expect(keysSent()).toEqual([...first, ...second].map(({ idempotencyKey }) => idempotencyKey));
		for (const key of keysSent()) expect(key).toMatch(UUID);
		expect(new Set(keysSent()).size).toBe(3);
		expect(hub.simulator.state.tickets.filter(({ subject }) => subject === 'Offboard Robin Vale').length).toBeGreaterThanOrEqual(3);
	});

	it('does not go with a tool that reads: an answer that is remembered would be an old one', async () => {
		const record = await hub.record('tool', 'execute', json(LIST, {}, { options: { idempotencyKey: 'mine' } }));

		expect(bodies()).toEqual([{ input: {} }]);
		expect(record).not.toHaveProperty('idempotencyKey');
	});

	it('is the user’s own where there is one', async () => {
		await hub.records('tool', 'execute', ticket({ options: { idempotencyKey: '={{ "HR-1204-" + $json.id }}' } }), { items: [{ id: 1 }, { id: 2 }] });

		expect(keysSent()).toEqual(['HR-1204-1', 'HR-1204-2']);
	});

	it('made from the content lets the same call take effect once in two executions', async () => {
		const first = await hub.record('tool', 'execute', ticket({ options: { keySource: 'content' } }));
		const second = await hub.record('tool', 'execute', ticket({ options: { keySource: 'content' } }));
		await hub.records('tool', 'execute', json(CREATE, { subject: 'Another' }, { options: { keySource: 'content' } }));

		expect(second.data).toEqual(first.data);
		expect(executions()).toHaveLength(2);
		expect(new Set(keysSent()).size).toBe(2);
	});

	it('repeats a call whose answer was lost, which takes effect once', async () => {
		const before = hub.simulator.state.tickets.length;
		hub.simulator.faults.onOperation('hubExecuteTool', { kind: 'reset', when: 'afterActing', effect: 'taken' });
		const record = await hub.record('tool', 'execute', ticket());

		expect(requests()).toHaveLength(2);
		expect(new Set(keysSent()).size).toBe(1);
		expect(executions()).toHaveLength(1);
		expect(hub.simulator.state.tickets).toHaveLength(before + 1);
		expect(record).toMatchObject({ outcome: 'executed', data: { id: hub.simulator.state.tickets.at(-1)?.id } });
	});

	it.each([502, 503, 429] as const)('is the same after %s', async (status) => {
		hub.simulator.faults.onOperation('hubExecuteTool', { kind: 'answer', status, headers: { 'retry-after': '0' }, body: { success: false, error: { code: status === 429 ? 'RATE_LIMITED' : 'UPSTREAM_ERROR', message: 'Not now' }, request_id: 'r' } });
		await hub.records('tool', 'execute', ticket());

		expect(keysSent()).toHaveLength(2);
		expect(new Set(keysSent()).size).toBe(1);
		expect(executions()).toHaveLength(1);
		hub.simulator.takeViolations();
	});

	it('is the same when n8n runs the node again', async () => {
		hub.simulator.faults.onOperation('hubExecuteTool', { kind: 'reset', when: 'afterActing', effect: 'taken' });
		const { error } = await hub.run('tool', 'execute', ticket({ options: { retries: 0 } }), { retry: { maxTries: 2, waitMs: 0 } });

		expect(error).toBeUndefined();
		expect(requests()).toHaveLength(2);
		expect(new Set(keysSent()).size).toBe(1);
		expect(executions()).toHaveLength(1);
	});

	it('of two items at a time is not the same by mistake', async () => {
		const { message } = await hub.failed('tool', 'execute', ticket({ options: { idempotencyKey: 'one-for-all' } }), { items: [{}, {}] });

		expect(message).toMatch(/^Idempotency Key is the same as that of item 0/);
		expect(requests()).toHaveLength(0);
	});

	it.each(['with a blank in it', 'ümlaut', 'x'.repeat(256)])('that cannot be sent is refused: %s', async (idempotencyKey) => {
		expect((await hub.failed('tool', 'execute', ticket({ options: { idempotencyKey } }))).message).toMatch(/^Idempotency Key cannot be sent/);
		expect(hub.simulator.requests).toHaveLength(0);
	});

	it.each(['refused', 'replayed'] as const)('that was used for something else is told, or answered as before (%s)', async (keyConflict) => {
		hub.simulator.set({ keyConflict });
		await hub.records('tool', 'execute', ticket({ options: { idempotencyKey: 'HR-1' } }));
		const { error } = await hub.run('tool', 'execute', json(CREATE, { subject: 'Another' }, { options: { idempotencyKey: 'HR-1' } }));

		if (keyConflict === 'refused') expect(error?.message).toMatch(/answered 409: The idempotency key was used with another input/);
		else expect(error).toBeUndefined();
		expect(executions()).toHaveLength(1);
	});
});

describe('What the Hub refuses', () => {
	it.each([
		['a tool that it does not know', json(byId('itsm.tickets.paint'), {}), /answered 404: There is no such tool \(request req-/, /Choose the tool from the list/],
	])('is told: %s', async (_what, parameters, message, description) => {
		const failure = await hub.failed('tool', 'execute', parameters);

		expect(failure.message).toMatch(message);
		expect(failure.description).toMatch(description);
		expect(requests()).toHaveLength(0);
	});

	it('because the application is down is tried again, and told with the request ID', async () => {
		hub.simulator.set({ upstream: 'down' });
		const { message, description, data } = await hub.failed('tool', 'execute', ticket({ options: { retries: 2 } }));

		expect(message).toMatch(/^Rezolve\.ai Integration Hub answered 502: The system behind the tool failed \(request req-[\w-]+\) \[Item 0\]$/);
		expect(description).toMatch(/The application behind the connection refused or failed/);
		expect(data).toMatchObject({ code: 'UPSTREAM_ERROR', attempts: 3 });
		expect(new Set(keysSent()).size).toBe(1);
		expect(executions()).toHaveLength(0);
	});

	it('works once the application is back', async () => {
		hub.simulator.set({ upstream: 'down' });
		let tries = 0;
		hub.simulator.faults.when(({ operationId }) => {
			if (operationId === 'hubExecuteTool' && ++tries === 2) hub.simulator.set({ upstream: 'up' });
			return false;
		}, { kind: 'html' });
		await hub.records('tool', 'execute', ticket());

		expect(requests().map(({ status }) => status)).toEqual([502, 200]);
		expect(executions()).toHaveLength(1);
	});

	it('with a status of success is an error all the same, with the way out', async () => {
		hub.simulator.faults.onOperation('hubExecuteTool', { kind: 'answer', status: 200, body: { success: false, error: { code: 'CONNECTION_NOT_FOUND', message: 'No connection', details: null }, request_id: 'req-7' } });
		const { message, description } = await hub.failed('tool', 'execute', ticket());

		expect(message).toBe('The Integration Hub refused: No connection (request req-7) [Item 0]');
		expect(description).toMatch(/Connect an application.*Code: CONNECTION_NOT_FOUND\./);
	});

	it('fails the item alone where the node goes on', async () => {
		const { outputs } = await hub.run('tool', 'execute', { toolKey: CREATE, specify: 'json', inputJson: '={{ $json }}' }, { items: [{ subject: 'One' }, { colour: 'red' }, { subject: 'Three' }], onError: 'continueErrorOutput' });

		expect(outputs.map((output) => output.map(({ pairedItem }) => (pairedItem as { item: number }).item))).toEqual([[0, 2], [1]]);
		expect(executions()).toHaveLength(2);
	});
});

describe('A ticket opened through the Hub', () => {
	it('is found by the platform', async () => {
		const { data } = await hub.record('tool', 'execute', ticket());

		expect(hub.simulator.state.tickets.at(-1)).toMatchObject({ id: (data as IDataObject).id, subject: 'Offboard Robin Vale' });
	});
});
