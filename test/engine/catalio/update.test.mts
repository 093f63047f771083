import { LEAVER_ID, LEAVER_REQUIREMENTS } from '../../simulators/catalio/index.mts';
import { ANA, asJson, asPairs, byId, KIM, relationRows, TEAM_IDS, useCatalioWrites, WITH_SINGLE, WRITTEN_TYPES } from './writes.mts';

const catalio = useCatalioWrites();
const [leavers = ''] = LEAVER_REQUIREMENTS.plain;
const requirement = { recordId: byId(leavers) };

describe('Update', () => {
	it.each(WRITTEN_TYPES)('$resource: changes the field that is filled in, and finds nothing to do when run again', async ({ resource, type, one, field }) => {
		const [id = ''] = catalio.ids(type);
		const before = structuredClone(catalio.stored(type, id));
		const parameters = { recordId: byId(id), ...asJson({ [field]: 'Handed over' }), options: { output: 'flattened' } };
		const [record] = await catalio.records(resource, 'update', parameters);

		expect(record).toMatchObject({ id, type, [field]: 'Handed over' });
		expect(catalio.stored(type, id)).toEqual({ ...before, [field]: 'Handed over', updated_at: expect.any(String) });
		expect(catalio.writes()).toEqual([expect.objectContaining({ operationId: `update${one}`, method: 'PATCH', body: { data: { type, id, attributes: { [field]: 'Handed over' } } } })]);

		expect(await catalio.records(resource, 'update', parameters)).toEqual([expect.objectContaining({ id, [field]: 'Handed over', unchanged: true })]);
		expect(catalio.writes()).toHaveLength(1);
	});

	it('hands a leaver\'s requirements over, item by item', async () => {
		const items = LEAVER_REQUIREMENTS.plain.map((id) => ({ id }));
		await catalio.records('requirement', 'update', { recordId: byId('={{ $json.id }}'), ...asJson({ owner_id: KIM, team_id: TEAM_IDS.close }), options: { concurrency: 4 } }, { items });

		for (const { id } of items) {
			expect(catalio.stored('requirement', id)).toMatchObject({ owner_id: KIM });
			expect(catalio.simulator.related('requirement', id, 'team')).toEqual([TEAM_IDS.close]);
		}
		expect(catalio.writes()).toHaveLength(items.length);
	});

	it('sends only what differs from what is stored', async () => {
		const { title, priority } = catalio.stored('requirement', leavers);
		await catalio.records('requirement', 'update', { ...requirement, ...asJson({ title, priority, owner_id: KIM, labels: [] }) });

		expect(catalio.writes().map(({ body }) => body)).toEqual([{ data: { type: 'requirement', id: leavers, attributes: { owner_id: KIM, labels: [] } } }]);
	});

	it('leaves alone what somebody else changed meanwhile', async () => {
		await catalio.records('requirement', 'update', { ...requirement, ...asJson({ owner_id: KIM }) });
		Object.assign(catalio.simulator.state.records.requirement?.find(({ id }) => id === leavers)?.attributes ?? {}, { owner_id: ANA });
		await catalio.records('requirement', 'update', { ...requirement, ...asJson({ benefit: 'nothing is lost' }) });

		expect(catalio.stored('requirement', leavers)).toMatchObject({ owner_id: ANA, benefit: 'nothing is lost' });
	});

	it('clears what is null, what is listed under Fields to Clear, and what is a pair of the type Empty', async () => {
		const set = { goal: 'a', benefit: 'b', estimate: 3, assignee_id: ANA };
		await catalio.records('requirement', 'update', { ...requirement, ...asJson(set) });
		await catalio.records('requirement', 'update', { ...requirement, ...asJson({ goal: null }) });
		await catalio.records('requirement', 'update', { ...requirement, ...asPairs({ name: 'benefit', type: 'null' }), options: { clear: 'estimate, assignee_id' } });

		expect(catalio.stored('requirement', leavers)).toMatchObject({ goal: null, benefit: null, estimate: null, assignee_id: null });
		expect(catalio.writes().slice(1).map(({ body }) => body)).toEqual([
			{ data: { type: 'requirement', id: leavers, attributes: { goal: null } } },
			{ data: { type: 'requirement', id: leavers, attributes: { benefit: null, estimate: null, assignee_id: null } } },
		]);
	});

	it.each([
		['a decimal, which is stored as text', { budget: 100.5 }],
		['a point in time, which is stored with microseconds', { executed_at: '2026-03-01T12:00:00Z' }],
		['a point in time with another offset', { executed_at: '2026-03-01T14:00:00+02:00' }],
		['an empty text, which is stored as none', { notes: '' }],
		['an object with its members in another order', { custom_fields: { b: [1, { c: null }], a: 1 } }],
	])('finds nothing to do after %s', async (_what, attributes) => {
		const isResult = 'executed_at' in attributes || 'notes' in attributes;
		const [resource, type] = isResult ? ['testResult', 'test_result'] : ['requirement', 'requirement'];
		const [id = ''] = catalio.ids(type);
		const parameters = { recordId: byId(id), ...asJson(attributes), options: { verify: true } };
		const [first] = await catalio.records(resource, 'update', parameters);
		// As the server writes times, and as its database keeps objects.
		const stored = catalio.simulator.state.records[type]?.find((each) => each.id === id)?.attributes ?? {};
		if ('executed_at' in attributes) stored.executed_at = '2026-03-01T12:00:00.000000Z';
		if ('custom_fields' in attributes) stored.custom_fields = { a: 1, b: [1, { c: null }] };

		expect(first).toMatchObject({ verified: true });
		expect(await catalio.records(resource, 'update', parameters)).toEqual([expect.objectContaining({ id, unchanged: true })]);
		expect(catalio.writes()).toHaveLength(1);
	});

	it('tells 1.50 from 1.5 where both are texts', async () => {
		const [id = ''] = catalio.ids('component');
		await catalio.records('component', 'update', { recordId: byId(id), ...asJson({ external_id: '1.5' }) });
		await catalio.records('component', 'update', { recordId: byId(id), ...asJson({ external_id: '1.50' }) });

		expect(catalio.stored('component', id)).toMatchObject({ external_id: '1.50' });
	});

	it('sends a field that cannot be read back', async () => {
		catalio.simulator.set({ nullAttributes: 'absent' });
		await catalio.records('requirement', 'update', { ...requirement, options: { clear: 'goal' } });
		await catalio.records('requirement', 'update', { ...requirement, options: { clear: 'goal' } });

		expect(catalio.stored('requirement', leavers)).toMatchObject({ goal: null });
		expect(catalio.writes()).toHaveLength(2);
	});

	it('refuses to send nothing, dry or not', async () => {
		for (const options of [{}, { dryRun: true }]) {
			const { message, description } = await catalio.refusal('requirement', 'update', { ...requirement, ...asJson({}), options });
			expect(message).toBe('Nothing to change was given [Item 0]');
			expect(description).toContain('Fill in at least one field or relation.');
		}
		expect(catalio.simulator.requests.filter(({ operationId }) => operationId !== 'createToken')).toEqual([]);
	});

	it('names the field that Catalio does not know', async () => {
		const { description, data } = await catalio.refusal('requirement', 'update', { ...requirement, ...asJson({ owner: KIM }) });

		expect(description).toContain('owner: InvalidBody: Expected only defined properties');
		expect(data).toMatchObject({ status: 400, fields: [{ field: 'owner' }] });
		expect(catalio.stored('requirement', leavers).owner_id).toBe(LEAVER_ID);
	});

	it('says that there is no such record', async () => {
		const { message, description } = await catalio.refusal('requirement', 'update', { recordId: byId('00000000-0000-4000-8000-000000000000'), ...asJson({ title: 'x' }) });

		expect(message).toMatch(/^Catalio answered 404: NotFound: could not be found/);
		expect(description).toContain('or it is private and hidden from this API credential');
		expect(catalio.writes()).toEqual([]);
	});

	it.each([202, 204])('that is answered with %d and no record gives the ID to go on with', async (status) => {
		catalio.simulator.faults.onOperation('updateRequirement', { kind: 'answer', status, effect: 'taken' });

		expect(await catalio.records('requirement', 'update', { ...requirement, ...asJson({ owner_id: KIM }) })).toEqual([{ id: leavers }]);
		expect(catalio.stored('requirement', leavers).owner_id).toBe(KIM);
	});

	it.each(WITH_SINGLE)('$resource: takes an ID in an address, and writes a relation without any field', async ({ resource, type, single }) => {
		const id = String(catalio.ids(type).at(-1));
		const target = String(catalio.ids(single.type).find((each) => each !== id && !catalio.simulator.related(type, id, single.name).includes(each)));
		await catalio.records(resource, 'update', { recordId: byId(`https://catalio.ai/app/${type}/${id}?tab=1`), ...asJson({}), ...relationRows({ name: single.name, ids: target, type: single.type }) });

		expect(catalio.simulator.related(type, id, single.name)).toEqual([target]);
		expect(catalio.writes().map(({ body }) => body)).toEqual([{ data: { type, id, relationships: { [single.name]: { data: { type: single.type, id: target } } } } }]);
	});
});
