import { asJson, asPairs, byId, KIM, TEAM_IDS, useCatalioWrites } from './writes.mts';

const catalio = useCatalioWrites();
const attributesSent = () => catalio.writes().map(({ body }) => (body as { data: { attributes?: unknown } }).data.attributes);

/** Map Automatically. n8n does not look at these values itself, as it does at those that are typed in. */
const matched = async (resource: string) => await catalio.mapped(resource, 'create', {}, { mappingMode: 'autoMapInputData', value: null });

describe('The mapped fields', () => {
	it('arrive as what their columns are, whatever they were typed as', async () => {
		const parameters = await catalio.mapped('requirement', 'create', {
			title: 'Hand over',
			priority: 'high',
			due_on: '2026-12-01',
			estimate: '5',
			is_regulatory: 'true',
			budget: '1200.50',
			labels: '["finance", "leaver"]',
			custom_fields: '{ "source": { "row": 4 } }',
			owner_id: KIM,
			goal: 42,
		});
		const [record] = await catalio.records('requirement', 'create', parameters);

		expect(attributesSent()).toEqual([{ title: 'Hand over', priority: 'high', due_on: '2026-12-01', estimate: 5, is_regulatory: true, budget: expect.anything(), labels: ['finance', 'leaver'], custom_fields: { source: { row: 4 } }, owner_id: KIM, goal: '42' }]);
		expect(catalio.stored('requirement', record?.id)).toMatchObject({ budget: expect.stringMatching(/^1200\.50?$/), estimate: 5, is_regulatory: true, labels: ['finance', 'leaver'] });
	});

	it.each([
		['a local time of the date picker', '2026-03-01T12:30:00', '2026-03-01T12:30:00Z'],
		['a day', '2026-03-01', '2026-03-01T00:00:00Z'],
		['a time with an offset', '2026-03-01T14:30:00+02:00', '2026-03-01T14:30:00+02:00'],
		['a luxon time of an expression', '={{ DateTime.fromISO("2026-03-01T12:30:00.000Z", { zone: "utc" }) }}', '2026-03-01T12:30:00.000Z'],
	])('of a point in time take %s', async (_what, value, sent) => {
		const [id = ''] = catalio.ids('test_result');
		await catalio.records('testResult', 'update', { recordId: byId(id), ...(await catalio.mapped('testResult', 'update', { executed_at: value })) });

		expect(attributesSent()).toEqual([{ executed_at: sent }]);
	});

	it('leave out what is empty, and what somebody took off the list', async () => {
		const parameters = await catalio.mapped('requirement', 'create', { title: 'Hand over', goal: '', benefit: null, estimate: undefined });
		await catalio.records('requirement', 'create', parameters);

		expect(attributesSent()).toEqual([{ title: 'Hand over' }]);
	});

	it('clear what an update lists under Fields to Clear', async () => {
		const [id = ''] = catalio.ids('requirement');
		await catalio.records('requirement', 'update', { recordId: byId(id), ...(await catalio.mapped('requirement', 'update', { owner_id: KIM, priority: 'low' })), options: { clear: 'assignee_id' } });

		expect(catalio.stored('requirement', id)).toMatchObject({ owner_id: KIM, priority: 'low', assignee_id: null });
	});

	it('name the required one that is empty before anything is written', async () => {
		const parameters = await catalio.mapped('useCase', 'create', { title: 'x', requirement_id: '={{ $json.nothing }}' });
		const { message } = await catalio.refusal('useCase', 'create', parameters);

		expect(message).toBe('"Requirement ID" is empty [Item 0]');
		expect(catalio.writes()).toEqual([]);
	});

	it.each([
		['estimate', 'soon', '"Estimate" is not a number: soon'],
		['is_regulatory', 'maybe', '"Is Regulatory" is neither true nor false: maybe'],
		['custom_fields', '[1]', '"Custom Fields" is not a JSON object: [1]'],
		['goal', { a: 1 }, '"Goal" holds an object, text is expected'],
	])('name the column %s whose value is none of its kind', async (name, value, text) => {
		const { message } = await catalio.refusal('requirement', 'create', await matched('requirement'), { items: [{ title: 'x', [name]: value }] });

		expect(message).toBe(`${text} [Item 0]`);
		expect(catalio.writes()).toEqual([]);
	});

	it('keep an option that the list did not know, and let the vendor judge it', async () => {
		const { description } = await catalio.refusal('requirement', 'create', await matched('requirement'), { items: [{ title: 'x', priority: 'urgent' }] });

		expect(description).toContain('priority: InvalidAttribute: is invalid.');
	});

	it('write relations as linkage, to one and to many', async () => {
		const [one = '', two = ''] = catalio.ids('component');
		const [record] = await catalio.records('requirement', 'create', await catalio.mapped('requirement', 'create', { title: 'x', 'relationships.team': TEAM_IDS.close, 'relationships.components': `={{ ["${one}", "${two}"] }}` }));

		expect(catalio.simulator.related('requirement', String(record?.id), 'team')).toEqual([TEAM_IDS.close]);
		expect(catalio.simulator.related('requirement', String(record?.id), 'components')).toEqual([one, two]);
		expect(catalio.writes()[0]?.body).toEqual({
			data: { type: 'requirement', attributes: { title: 'x' }, relationships: { team: { data: { type: 'team', id: TEAM_IDS.close } }, components: { data: [one, two].map((id) => ({ type: 'component', id })) } } },
		});
	});

	it('are matched with the input by name, item by item, and take nothing else of it', async () => {
		const items = [
			{ title: 'First', estimate: '3', id: 'x', updated_at: '2020-01-01T00:00:00Z', nonsense: true },
			{ title: 'Second', labels: ['a', 'b'], priority: '' },
			{ title: 'Third', labels: 'a, b' },
		];
		await catalio.records('requirement', 'create', await matched('requirement'), { items });

		expect(attributesSent()).toEqual([{ title: 'First', estimate: 3 }, { title: 'Second', labels: ['a', 'b'] }, { title: 'Third', labels: ['a', 'b'] }]);
	});

	it('that a matched input lacks stop the item before anything is written', async () => {
		const { message } = await catalio.refusal('requirement', 'create', await matched('requirement'), { items: [{ title: 'First' }, { name: 'Second' }] });

		expect(message).toBe('"Title" is empty [Item 1]');
		expect(catalio.writes()).toEqual([]);
	});

	it('may come as names and values alone, as from a workflow made by API', async () => {
		await catalio.records('requirement', 'create', { specify: 'mapper', fieldValues: { mappingMode: 'defineBelow', value: { title: 'Hand over', estimate: 3 }, schema: [] } } as never);

		expect(attributesSent()).toEqual([{ title: 'Hand over', estimate: 3 }]);
	});
});

describe('Name-value pairs', () => {
	it('arrive in their types', async () => {
		const [id = ''] = catalio.ids('requirement');
		await catalio.records('requirement', 'update', {
			recordId: byId(id),
			...asPairs(
				{ name: 'goal', type: 'text', value: '42' },
				{ name: 'estimate', type: 'number', value: '7' },
				{ name: 'is_regulatory', type: 'boolean', value: 'true' },
				{ name: 'labels', type: 'json', value: '["a", "b"]' },
				{ name: 'custom_fields', type: 'json', value: '{ "a": 1 }' },
				{ name: 'benefit', type: 'null', value: 'left over' },
			),
		});

		expect(attributesSent()).toEqual([{ goal: '42', estimate: 7, is_regulatory: true, labels: ['a', 'b'], custom_fields: { a: 1 }, benefit: null }]);
		expect(catalio.stored('requirement', id)).toMatchObject({ goal: '42', estimate: 7, benefit: null });
	});

	it.each([
		['number', 'seven', 'Value of "estimate" is not a number: "seven"'],
		['number', '', 'Value of "estimate" is not a number: ""'],
		['boolean', 'yes', 'Value of "estimate" is neither true nor false: "yes"'],
		['json', '[1', 'Value of "estimate" is not valid JSON'],
	])('of the type %s refuse "%s" of the second item before anything of the first is sent', async (type, wrong, text) => {
		const right = { number: '7', boolean: 'true', json: '[]' }[type];
		const { message } = await catalio.refusal('requirement', 'create', asPairs({ name: 'title', value: 'x' }, { name: 'estimate', type, value: '={{ $json.value }}' }), { items: [{ value: right }, { value: wrong }] });

		expect(message).toBe(`${text} [Item 1]`);
		expect(catalio.simulator.requests).toEqual([]);
	});
});

describe('JSON', () => {
	it('may be text or an object from an expression', async () => {
		await catalio.records('team', 'create', asJson({ name: 'One' }));
		await catalio.records('team', 'create', { specify: 'json', attributesJson: '={{ { name: $json.name, description: null } }}' }, { items: [{ name: 'Two' }] });

		expect(attributesSent()).toEqual([{ name: 'One' }, { name: 'Two', description: null }]);
	});

	it.each([
		['a list', '[{ "name": "x" }]', 'Fields (JSON) is not an object'],
		['half of it', '{ "name": ', 'Fields (JSON) is not valid JSON'],
	])('that is %s is refused before anything is sent', async (_what, attributesJson, text) => {
		const { message } = await catalio.refusal('team', 'create', { specify: 'json', attributesJson });

		expect(message).toBe(`${text} [Item 0]`);
		expect(catalio.simulator.requests).toEqual([]);
	});
});
