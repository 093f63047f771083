import type { IDataObject } from 'n8n-workflow';
import { byId, useHub } from './support.mts';

const hub = useHub();
const DISABLE = byId('directory.users.disable');
const INPUT = { email: 'robin.vale@example.com' };
const STATUSES = [403, 409, 202, 200] as const;
const { approvals, executions } = { approvals: () => hub.simulator.state.hub.approvals, executions: () => hub.simulator.state.hub.executions };
const requests = () => hub.requestsTo('hubExecuteTool');
const execute = (more: IDataObject = {}, options: IDataObject = {}) => ({ toolKey: DISABLE, specify: 'json', inputJson: INPUT, allowedRisk: 'destructive', options, ...more });

/** What Replay is given in a workflow: the output of Execute, field by field. */
const REPLAY = { toolKey: { __rl: true, mode: 'id', value: '={{ $json.toolKey }}' }, replayKey: '={{ $json.idempotencyKey }}', inputJson: '={{ $json.input }}', options: { connectionId: '={{ $json.connectionId ?? "" }}' } };
const held = async (options: IDataObject = {}) => await hub.record('tool', 'execute', execute({}, options));
const replay = async (item: IDataObject, more: IDataObject = {}) => await hub.record('tool', 'replay', { ...REPLAY, ...more }, { items: [item] });
const replayFailed = async (item: IDataObject, more: IDataObject = {}) => await hub.failed('tool', 'replay', { ...REPLAY, ...more }, { items: [item] });

describe('A call that somebody has to approve', () => {
	it.each(STATUSES)('is an outcome with all that Replay needs, whatever its status is (%s)', async (approvalStatus) => {
		hub.simulator.set({ approvalStatus });
		const record = await held({ connectionId: 'conn-okta' });

		expect(record).toEqual({
			outcome: 'approvalRequired',
			toolKey: 'directory.users.disable',
			idempotencyKey: approvals()[0]?.idempotencyKey,
			input: INPUT,
			connectionId: 'conn-okta',
			message: 'A person must approve this call',
			details: expect.objectContaining({ approval_id: approvals()[0]?.id }),
			requestId: expect.stringMatching(/^req-/),
		});
		expect(requests().map(({ status }) => status)).toEqual([approvalStatus]);
		expect(approvals()).toHaveLength(1);
		expect(executions()).toHaveLength(0);
	});

	it.each(STATUSES)('fails where the user wants that, and says how to go on (%s)', async (approvalStatus) => {
		hub.simulator.set({ approvalStatus });
		const { message, description, data } = await hub.failed('tool', 'execute', execute({}, { onApproval: 'fail' }));

		expect(message).toMatch(new RegExp(`^Rezolve\\.ai Integration Hub answered ${approvalStatus}: A person must approve this call \\(request req-`));
		expect(description).toMatch(/Somebody has to approve this in the Hub under Approvals\. Then run Replay with the same Idempotency Key\./);
		expect(JSON.stringify(data)).toContain(String(approvals()[0]?.idempotencyKey));
		expect(data).toMatchObject({ code: 'APPROVAL_REQUIRED', attempts: 1 });
		expect(requests()).toHaveLength(1);
	});

	it('opens one approval for a call whose answer was lost', async () => {
		hub.simulator.faults.onOperation('hubExecuteTool', { kind: 'reset', when: 'afterActing', effect: 'taken' });
		const record = await held();

		expect(record.outcome).toBe('approvalRequired');
		expect(approvals()).toHaveLength(1);
	});

	it('opens one for each item', async () => {
		const records = await hub.records('tool', 'execute', { ...execute(), inputJson: '={{ $json }}' }, { items: [{ email: 'robin.vale@example.com' }, { email: 'kim.osei@example.com' }] });

		expect(records.map(({ idempotencyKey }) => idempotencyKey)).toEqual(approvals().map(({ idempotencyKey }) => idempotencyKey));
		expect(new Set(approvals().map(({ idempotencyKey }) => idempotencyKey)).size).toBe(2);
	});
});

describe('Replay', () => {
	it.each(STATUSES)('before the approval is the same outcome once more, and opens no other (%s)', async (approvalStatus) => {
		hub.simulator.set({ approvalStatus });
		const first = await held();
		const second = await replay(first);

		expect(second).toMatchObject({ outcome: 'approvalRequired', idempotencyKey: first.idempotencyKey, input: INPUT });
		expect(approvals()).toHaveLength(1);
		expect(executions()).toHaveLength(0);
	});

	it('after the approval takes effect once, however often it is sent', async () => {
		const first = await held();
		hub.simulator.admin.approve(String(first.idempotencyKey));
		const done = await replay(first);
		const again = await replay(first);

		expect(done).toMatchObject({ outcome: 'executed', toolKey: 'directory.users.disable', data: { email: INPUT.email, status: 'disabled' }, connectionId: 'conn-okta', idempotencyKey: first.idempotencyKey });
		expect(again.data).toEqual(done.data);
		expect(executions()).toMatchObject([{ toolKey: 'directory.users.disable', input: INPUT, idempotencyKey: first.idempotencyKey }]);
	});

	it('goes on from one record to the next: its own outcome can be replayed, too', async () => {
		const second = await replay(await held({ connectionId: 'conn-okta' }));
		hub.simulator.admin.approve(String(second.idempotencyKey));

		expect(await replay(second)).toMatchObject({ outcome: 'executed', connectionId: 'conn-okta' });
		expect(requests().map(({ body }) => (body as IDataObject).connection_id)).toEqual(['conn-okta', 'conn-okta', 'conn-okta']);
	});

	it('is done by a later run of Execute with the same key as well', async () => {
		await held({ idempotencyKey: 'HR-1204' });
		hub.simulator.admin.approve('HR-1204');

		expect(await held({ idempotencyKey: 'HR-1204' })).toMatchObject({ outcome: 'executed' });
		expect(executions()).toHaveLength(1);
	});

	it('whose answer was lost takes effect once', async () => {
		const first = await held();
		hub.simulator.admin.approve(String(first.idempotencyKey));
		hub.simulator.faults.onOperation('hubExecuteTool', { kind: 'reset', when: 'afterActing', effect: 'taken' });

		expect(await replay(first)).toMatchObject({ outcome: 'executed' });
		expect(executions()).toHaveLength(1);
	});

	it('of what was declined is refused, and told', async () => {
		const first = await held();
		hub.simulator.admin.decline(String(first.idempotencyKey));
		const { message, description } = await replayFailed(first);

		expect(message).toMatch(/answered 403: The approval was declined \(request req-/);
		expect(description).toMatch(/policy does not allow this/);
		expect(executions()).toHaveLength(0);
	});

	it('with another input is a conflict, and does nothing', async () => {
		const first = await held();
		hub.simulator.admin.approve(String(first.idempotencyKey));
		const { message } = await replayFailed(first, { inputJson: { email: 'kim.osei@example.com' } });

		expect(message).toMatch(/answered 409: The idempotency key was used with another input/);
		expect(executions()).toHaveLength(0);
	});

	it('fails before the approval where the user wants that', async () => {
		const { message } = await replayFailed(await held(), { options: { onApproval: 'fail' } });

		expect(message).toMatch(/A person must approve this call/);
	});

	it('in a dry run shows the call with its key, and runs nothing', async () => {
		const first = await held();
		const sentBefore = hub.requestsTo('hubExecuteTool').length;
		const record = await replay(first, { options: { dryRun: true } });

		expect(record).toMatchObject({ dryRun: true, wouldSend: { method: 'POST', body: { input: INPUT, idempotency_key: first.idempotencyKey } } });
		expect(hub.requestsTo('hubExecuteTool')).toHaveLength(sentBefore);
	});

	it('is held to a risk level: a key of somebody\'s own would run the tool like any call', async () => {
		const failure = await replayFailed({ toolKey: 'directory.policies.update', idempotencyKey: 'made-up', input: {} });

		expect(failure.message).toContain('has the risk level "admin", and up to "destructive" is allowed');
		expect(hub.requestsTo('hubExecuteTool')).toHaveLength(0);
	});

	it.each([
		['', /Idempotency Key/],
		['with a blank', /^Idempotency Key cannot be sent/],
		['two\nlines', /^Idempotency Key cannot be sent/],
	])('needs a key that can be sent: "%s"', async (key, message) => {
		const failure = await replayFailed({ toolKey: 'directory.users.disable', idempotencyKey: key, input: INPUT });

		expect(failure.message).toMatch(message);
		expect(hub.simulator.requests).toHaveLength(0);
	});
});
