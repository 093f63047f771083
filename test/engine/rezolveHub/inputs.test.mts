import type { IDataObject, ResourceMapperFields } from 'n8n-workflow';
import { callMethod } from '../../support/engine.mts';
import { byId, useHub } from './support.mts';

const hub = useHub();
const CREATE = byId('itsm.tickets.create');
const executions = () => hub.simulator.state.hub.executions;
const inputs = () => executions().map(({ input }) => input);

/** The columns as the editor stores them with the node. */
async function schemaOf(toolKey: unknown): Promise<ResourceMapperFields['fields']> {
	const { fields } = await callMethod<ResourceMapperFields>('resourceMapping', 'getToolInputs', { node: 'rezolveHub', parameters: { resource: 'tool', operation: 'execute', toolKey } as never, ...hub.credential('hub') });
	return fields;
}

/** Each field filled in with an expression: what is typed in, n8n checks before it runs anything. */
async function mapped(value: IDataObject): Promise<Parameters<typeof hub.run>> {
	const schema = (await schemaOf(CREATE)).map((column) => (column.id in value ? { ...column, removed: false } : column));
	const expressions = Object.fromEntries(Object.keys(value).map((name) => [name, `={{ $json[${JSON.stringify(name)}] }}`]));
	return ['tool', 'execute', { toolKey: CREATE, specify: 'mapper', inputValues: { mappingMode: 'defineBelow', value: expressions, schema } } as unknown as IDataObject, { items: [value] }];
}
const execute = async (value: IDataObject) => await hub.record(...(await mapped(value)));
const failed = async (value: IDataObject) => await hub.failed(...(await mapped(value)));
const executeRequests = () => hub.requestsTo('hubExecuteTool');

describe('Inputs as fields', () => {
	it('arrive as what the schema of the tool wants, each kind of them', async () => {
		const record = await execute({
			subject: 'Offboard Robin Vale',
			description: 42,
			priority: 'high',
			requester_email: 'kim.osei@example.com',
			due_date: '2026-03-31T17:00:00',
			watchers: 'sam.whitfield@example.com, nora.lindqvist@example.com',
			custom_fields: '{ "costCentre": 7 }',
			urgent_notice: 'true',
			effort_hours: '1.5',
		});

		expect(inputs()).toEqual([
			{
				subject: 'Offboard Robin Vale',
				description: '42',
				priority: 'high',
				requester_email: 'kim.osei@example.com',
				due_date: '2026-03-31T17:00:00Z',
				watchers: ['sam.whitfield@example.com', 'nora.lindqvist@example.com'],
				custom_fields: { costCentre: 7 },
				urgent_notice: true,
				effort_hours: 1.5,
			},
		]);
		expect(record).toMatchObject({ outcome: 'executed', toolKey: 'itsm.tickets.create', connectionId: 'conn-servicenow', durationMs: 12, requestId: expect.stringMatching(/^req-/), data: { status: 'open' } });
		expect(hub.simulator.state.tickets.at(-1)).toMatchObject({ subject: 'Offboard Robin Vale', priority: 'high' });
	});

	it('arrive as they are where they are what they should be', async () => {
		await execute({ subject: 'x', watchers: ['a', 'b'], custom_fields: { a: { b: null } }, urgent_notice: false, effort_hours: 0 });

		expect(inputs()).toEqual([{ subject: 'x', watchers: ['a', 'b'], custom_fields: { a: { b: null } }, urgent_notice: false, effort_hours: 0 }]);
	});

	it('that are left empty are not sent, and a switch that nobody added is not either', async () => {
		await execute({ subject: 'x', description: '', due_date: null, priority: '' });

		expect(inputs()).toEqual([{ subject: 'x' }]);
	});

	it.each([
		[{ subject: '', description: 'x' }, /^"Subject" is empty/],
		[{ subject: 'x', effort_hours: 'a lot' }, /^"Effort" is not a number/],
		[{ subject: 'x', urgent_notice: 'maybe' }, /^"Notify at Once" is neither true nor false/],
		[{ subject: 'x', custom_fields: '[1]' }, /^"Custom Fields" is not a JSON object/],
		[{ subject: 'x', due_date: 'tomorrow' }, /Due Date/],
		[{ subject: ['x'] }, /^"Subject" holds a list/],
	])('that do not fit are refused before anything is sent: %j', async (value, message) => {
		expect((await failed(value as IDataObject)).message).toMatch(message);
		expect(executeRequests()).toHaveLength(0);
	});

	it('are matched with the names of the input, for each item', async () => {
		const schema = await schemaOf(CREATE);
		const records = await hub.records('tool', 'execute', { toolKey: CREATE, specify: 'mapper', inputValues: { mappingMode: 'autoMapInputData', value: null, schema } } as unknown as IDataObject, {
			items: [{ subject: 'One', priority: 'low', other: 'not an input' }, { subject: 'Two', urgent_notice: true }],
		});

		expect(records).toHaveLength(2);
		expect(inputs()).toEqual([{ subject: 'One', priority: 'low' }, { subject: 'Two', urgent_notice: true }]);
	});

	it('take expressions of each item', async () => {
		const schema = await schemaOf(CREATE);
		await hub.records('tool', 'execute', { toolKey: CREATE, specify: 'mapper', inputValues: { mappingMode: 'defineBelow', value: { subject: '={{ "Offboard " + $json.name }}' }, schema } } as unknown as IDataObject, { items: [{ name: 'Robin' }, { name: 'Kim' }] });

		expect(inputs()).toEqual([{ subject: 'Offboard Robin' }, { subject: 'Offboard Kim' }]);
	});
});

describe('Inputs as JSON', () => {
	it.each(['{"subject":"x","effort_hours":2}', { subject: 'x', effort_hours: 2 }])('arrive as they are: %j', async (inputJson) => {
		await hub.records('tool', 'execute', { toolKey: CREATE, specify: 'json', inputJson });

		expect(inputs()).toEqual([{ subject: 'x', effort_hours: 2 }]);
	});

	it('may be left out where the tool needs none', async () => {
		await hub.records('tool', 'execute', { toolKey: byId('itsm.tickets.list'), specify: 'json', inputJson: '' });

		expect(inputs()).toEqual([{}]);
	});

	it.each([
		['[]', /^Inputs \(JSON\) is not an object/],
		['{', /^Inputs \(JSON\) is not valid JSON/],
	])('that are %s are refused before anything is sent', async (inputJson, message) => {
		expect((await hub.failed('tool', 'execute', { toolKey: CREATE, specify: 'json', inputJson })).message).toMatch(message);
		expect(hub.simulator.requests).toHaveLength(0);
	});

	it('win over fields that are no longer shown', async () => {
		await hub.records('tool', 'execute', { toolKey: CREATE, specify: 'json', inputJson: '{"subject":"json"}', inputValues: { mappingMode: 'defineBelow', value: { subject: 'fields' }, schema: [] } } as unknown as IDataObject);

		expect(inputs()).toEqual([{ subject: 'json' }]);
	});

	it.each([400, 422] as const)('that the tool does not take are refused with the names of the inputs and the request ID (%s)', async (invalidInputStatus) => {
		hub.simulator.set({ invalidInputStatus });
		const { message, description, data } = await hub.failed('tool', 'execute', { toolKey: CREATE, specify: 'json', inputJson: { priority: 'shouting', colour: 'red' } });

		expect(message).toMatch(new RegExp(`answered ${invalidInputStatus}: The input does not fit the tool \\(request req-[\\w-]+\\)`));
		expect(description).toMatch(/subject: .*required/);
		expect(description).toMatch(/colour/);
		expect(description).toMatch(/Check the inputs against what the tool takes/);
		expect(data).toMatchObject({ code: 'INVALID_INPUT', status: invalidInputStatus });
		expect(executions()).toHaveLength(0);
	});
});
