import { asJson, relationRows, TEAM_IDS, useCatalioWrites, WRITTEN_TYPES } from './writes.mts';

const catalio = useCatalioWrites();

describe('Create', () => {
	it.each(WRITTEN_TYPES)('$resource: sends what is filled in and nothing else, and gives the stored record', async ({ resource, type, one, field, required }) => {
		const attributes = { ...required(catalio.simulator), [field]: 'Written by a workflow' };
		const before = catalio.ids(type).length;
		const [record, ...others] = await catalio.records(resource, 'create', { ...asJson(attributes), options: { output: 'flattened' } });

		expect(others).toEqual([]);
		expect(catalio.ids(type)).toHaveLength(before + 1);
		expect(record?.id).toBe(catalio.ids(type).at(-1));
		expect(catalio.stored(type, record?.id)).toMatchObject(attributes);
		expect(record).toMatchObject({ type, ...attributes });
		expect(catalio.writes()).toEqual([expect.objectContaining({ operationId: `create${one}`, method: 'POST', body: { data: { type, attributes } } })]);
	});

	it('sends and accepts the exact media type, without a charset', async () => {
		await catalio.records('team', 'create', asJson({ name: 'Leavers' }));

		expect(catalio.writes()[0]?.headers).toMatchObject({ 'content-type': 'application/vnd.api+json', accept: 'application/vnd.api+json' });
	});

	it('gives one flat record with few useful fields unless told otherwise', async () => {
		const [simplified] = await catalio.records('requirement', 'create', asJson({ title: 'Hand over' }));
		const [raw] = await catalio.records('requirement', 'create', { ...asJson({ title: 'Hand over' }), options: { output: 'raw' } });

		expect(simplified).toMatchObject({ title: 'Hand over', status: 'draft', priority: 'medium' });
		expect(simplified).not.toHaveProperty('type');
		expect(raw).toMatchObject({ type: 'requirement', attributes: { title: 'Hand over' } });
	});

	it('brings related records along where they are asked for', async () => {
		const [record] = await catalio.records('requirement', 'create', { ...asJson({ title: 'Hand over', team_id: TEAM_IDS.close }), options: { include: ['team'], output: 'flattened' } });

		expect(record).toMatchObject({ team: { id: TEAM_IDS.close, name: 'Close' } });
		expect(catalio.writes()[0]?.query).toEqual({ include: 'team' });
	});

	it('is done once for each item, in their order, with several at a time', async () => {
		const items = Array.from({ length: 12 }, (_each, index) => ({ title: `Hand over ${index}` }));
		const { outputs, error } = await catalio.run('requirement', 'create', { specify: 'json', attributesJson: '={{ { title: $json.title } }}', options: { concurrency: 5 } }, { items });

		expect(error).toBeUndefined();
		expect(outputs[0]?.map(({ json, pairedItem }) => [json.title, pairedItem])).toEqual(items.map(({ title }, item) => [title, { item }]));
		for (const { title } of items) expect(catalio.simulator.state.records.requirement?.filter(({ attributes }) => attributes.title === title)).toHaveLength(1);
	});

	it('that is answered without the record gives what there is', async () => {
		catalio.simulator.faults.onOperation('createTeam', { kind: 'answer', status: 204, effect: 'taken' });
		const { json, error } = await catalio.run('team', 'create', { ...asJson({ name: 'Leavers' }), options: { verify: true } });

		expect(error).toBeUndefined();
		expect(json).toEqual([{ verified: null }]);
		expect(catalio.simulator.requests.filter(({ path }) => path.includes('undefined'))).toEqual([]);
	});

	it('that is answered without the record cannot set a relation with a request of its own, and says so', async () => {
		catalio.simulator.faults.onOperation('createRequirement', { kind: 'answer', status: 204, effect: 'taken' });
		const { message, description, data } = await catalio.refusal('requirement', 'create', { ...asJson({ title: 'Hand over' }), ...relationRows({ name: 'team', ids: TEAM_IDS.close, writtenAs: 'route' }) });

		expect(message).toBe('The record was written, but not all that belongs to it: Catalio did not say which ID it has [Item 0]');
		expect(description).toContain('Look for it in Catalio');
		expect(data).toMatchObject({ mayHaveTakenEffect: true });
		expect(catalio.writes()).toHaveLength(1);
	});
});

describe('A create that is refused', () => {
	it('names the field that Catalio does not know', async () => {
		const { message, description, data } = await catalio.refusal('requirement', 'create', asJson({ title: 'Hand over', colour: 'red' }));

		expect(message).toMatch(/^Catalio answered 400: InvalidBody .*\[Item 0\]$/);
		expect(description).toContain('colour: InvalidBody: Expected only defined properties, got key ["data","attributes","colour"].');
		expect(description).toContain('Catalio refuses attributes, filters and paths that it does not know.');
		expect(data).toMatchObject({ status: 400, code: 'invalid_body', fields: [{ field: 'colour' }], mayHaveTakenEffect: false });
	});

	it.each([400, 422] as const)('with %d names every field that is wrong', async (validationStatus) => {
		catalio.simulator.set({ validationStatus });
		const before = catalio.snapshot();
		const { message, description, data } = await catalio.refusal('requirement', 'create', asJson({ priority: 'urgent', due_on: 'soon', estimate: 'three' }));

		expect(message).toMatch(new RegExp(`^Catalio answered ${validationStatus}: InvalidAttribute; Required `));
		expect(description).toContain('priority: InvalidAttribute: is invalid. due_on: InvalidAttribute: is invalid. estimate: InvalidAttribute: is invalid. title: Required: is required.');
		expect((data.fields as Array<{ field: string }>).map(({ field }) => field)).toEqual(['priority', 'due_on', 'estimate', 'title']);
		expect(catalio.snapshot()).toEqual(before);
	});

	it('with errors in their smallest form still says what they say', async () => {
		catalio.simulator.set({ errorStyle: 'minimal' });
		const { message, description } = await catalio.refusal('requirement', 'create', asJson({ priority: 'urgent' }));

		expect(message).toBe('Catalio answered 400: InvalidAttribute: is invalid; Required: is required [Item 0]');
		expect(description).toContain('Check the fields that the message names.');
	});

	it('quotes the IDs that the vendor\'s support asks for', async () => {
		const { message } = await catalio.refusal('team', 'create', asJson({ description: 'No name' }));

		expect(message).toMatch(/^Catalio answered 400: Required \(error ID [0-9a-f-]{36}\) \[Item 0\]$/);
	});

	it.each([
		['a record that is there already', 'team', { name: 'Payroll' }, 'name: InvalidAttribute: has already been taken.'],
		['a record at the other end that is not there', 'useCase', { title: 'x', requirement_id: '00000000-0000-4000-8000-000000000000' }, 'requirement_id: InvalidAttribute: does not exist.'],
		['a text that is too long', 'team', { name: 'x'.repeat(256) }, 'name: InvalidAttribute: length must be less than or equal to 255.'],
	])('names %s', async (_what, resource, attributes, text) => {
		expect((await catalio.refusal(resource, 'create', asJson(attributes))).description).toContain(text);
	});

	it.each([406, 415] as const)('with %d is put down to the media type, whichever of the two it is', async (status) => {
		catalio.simulator.faults.onOperation('createTeam', { kind: 'answer', status, body: { errors: [{ status: String(status), title: 'UnsupportedMediaType' }] } });
		const { description } = await catalio.refusal('team', 'create', asJson({ name: 'Leavers' }));

		expect(description).toMatch(/^Catalio refused the media type\. A proxy in between may change the (Accept|Content-Type) header\./);
	});

	it('is an answer that says success and lists errors', async () => {
		catalio.simulator.faults.onOperation('createTeam', { kind: 'answer', status: 201, effect: 'taken', body: { errors: [{ status: '400', title: 'Odd' }] } });
		const { message, data } = await catalio.refusal('team', 'create', asJson({ name: 'Leavers' }));

		expect(message).toBe('Catalio answered with success and yet with errors: The answer is a list of errors [Item 0]');
		expect(data).toMatchObject({ mayHaveTakenEffect: true });
	});
});
