import { asJson, byId, relationRows, TEAM_IDS, useCatalioWrites } from './writes.mts';

const catalio = useCatalioWrites();
const title = asJson({ title: 'Hand over' });
const components = (): string[] => catalio.ids('component').slice(0, 2);

describe('A relation', () => {
	it('is written as an attribute, by its name or by the name of its field', async () => {
		const [one] = await catalio.records('requirement', 'create', { ...title, ...relationRows({ name: 'team', ids: TEAM_IDS.close, writtenAs: 'attribute' }) });
		const [other] = await catalio.records('requirement', 'create', { ...title, ...relationRows({ name: 'team_id', ids: TEAM_IDS.close, writtenAs: 'attribute' }) });

		for (const record of [one, other]) expect(catalio.simulator.related('requirement', String(record?.id), 'team')).toEqual([TEAM_IDS.close]);
		expect(catalio.writes().map(({ body }) => body)).toEqual(Array.from({ length: 2 }, () => ({ data: { type: 'requirement', attributes: { title: 'Hand over', team_id: TEAM_IDS.close } } })));
	});

	it('is written as linkage, with types from what is known of it', async () => {
		const [record] = await catalio.records('requirement', 'create', {
			...title,
			...relationRows({ name: 'team', ids: TEAM_IDS.close, writtenAs: 'linkage' }, { name: 'components', ids: components().join(', '), kind: 'many' }),
		});

		expect(catalio.simulator.related('requirement', String(record?.id), 'team')).toEqual([TEAM_IDS.close]);
		expect(catalio.simulator.related('requirement', String(record?.id), 'components')).toEqual(components());
		expect(catalio.writes()[0]?.body).toMatchObject({ data: { relationships: { team: { data: { type: 'team', id: TEAM_IDS.close } }, components: { data: components().map((id) => ({ type: 'component', id })) } } } });
	});

	it('is written through its route after the record, one request for each', async () => {
		const [record] = await catalio.records('requirement', 'create', {
			...title,
			...relationRows({ name: 'team', ids: TEAM_IDS.close, writtenAs: 'route' }, { name: 'components', ids: components().join(', '), writtenAs: 'route', kind: 'many' }),
		});

		expect(catalio.simulator.related('requirement', String(record?.id), 'components')).toEqual(components());
		expect(catalio.writes().map(({ method, path, body }) => [method, path, body])).toEqual([
			['POST', '/api/v1/requirements', { data: { type: 'requirement', attributes: { title: 'Hand over' } } }],
			['PATCH', `/api/v1/requirements/${record?.id}/relationships/team`, { data: { type: 'team', id: TEAM_IDS.close } }],
			['PATCH', `/api/v1/requirements/${record?.id}/relationships/components`, { data: components().map((id) => ({ type: 'component', id })) }],
		]);
	});

	it.each(['attribute', 'linkage', 'route'] as const)('is cleared as %s without an ID, and left alone when run again', async (writtenAs) => {
		const id = String(catalio.ids('requirement').find((each) => catalio.stored('requirement', each).team_id !== null));
		const parameters = { recordId: byId(id), ...asJson({}), ...relationRows({ name: 'team', ids: '', writtenAs }) };
		await catalio.records('requirement', 'update', parameters);
		expect(catalio.simulator.related('requirement', id, 'team')).toEqual([]);

		const sent = catalio.writes().length;
		expect(await catalio.records('requirement', 'update', parameters)).toEqual([expect.objectContaining({ id, unchanged: true })]);
		expect(catalio.writes()).toHaveLength(sent);
	});

	it('through its route alone leaves the record itself alone', async () => {
		const id = String(catalio.ids('requirement').find((each) => catalio.stored('requirement', each).team_id !== TEAM_IDS.close));
		const parameters = { recordId: byId(id), ...asJson({}), ...relationRows({ name: 'team', ids: TEAM_IDS.close, writtenAs: 'route' }) };
		const [dry] = await catalio.records('requirement', 'update', { ...parameters, options: { dryRun: true } });
		expect(dry).toMatchObject({ dryRun: true, current: { id }, wouldThenSet: [{ relationship: 'team', data: { type: 'team', id: TEAM_IDS.close } }] });
		expect(dry).not.toHaveProperty('wouldSend');
		expect(catalio.writes()).toEqual([]);

		expect(await catalio.records('requirement', 'update', { ...parameters, options: { verify: true } })).toEqual([expect.objectContaining({ id, verified: true })]);
		expect(catalio.simulator.related('requirement', id, 'team')).toEqual([TEAM_IDS.close]);
		expect(catalio.writes().map(({ operationId }) => operationId)).toEqual(['replaceRequirementLinkage']);
	});

	it('to many is compared whatever its order is, and replaced where it differs', async () => {
		const id = String(catalio.ids('requirement')[0]);
		const [one = '', two = ''] = components();
		const parameters = (...ids: string[]) => ({ recordId: byId(id), ...asJson({}), ...relationRows({ name: 'components', ids: ids.join(','), kind: 'many' }), options: { verify: true } });
		expect(await catalio.records('requirement', 'update', parameters(one, two))).toEqual([expect.objectContaining({ verified: true })]);
		expect(await catalio.records('requirement', 'update', parameters(two, one))).toEqual([expect.objectContaining({ unchanged: true })]);
		expect(await catalio.records('requirement', 'update', parameters(two))).toEqual([expect.objectContaining({ verified: true })]);

		expect(catalio.simulator.related('requirement', id, 'components')).toEqual([two]);
		expect(catalio.writes()).toHaveLength(2);
	});

	it('holds each record once, however often its ID is given', async () => {
		const [one = ''] = components();
		await catalio.records('requirement', 'create', { ...title, ...relationRows({ name: 'components', ids: `${one}, ${one}`, kind: 'many' }, { name: 'team', ids: `${TEAM_IDS.close},${TEAM_IDS.close}` }) });

		expect(catalio.writes()[0]?.body).toMatchObject({ data: { relationships: { components: { data: [{ type: 'component', id: one }] }, team: { data: { type: 'team', id: TEAM_IDS.close } } } } });
	});

	it('that may not be included is sent again, and cannot be verified', async () => {
		const id = String(catalio.ids('requirement')[0]);
		catalio.simulator.admin.corruptAnswer((reply, { query }) => (query.include === undefined ? reply : { status: 400, body: { errors: [{ status: '400', code: 'invalid_includes', title: 'InvalidIncludes', detail: 'no' }] }, offContract: true }));
		const parameters = { recordId: byId(id), ...asJson({}), ...relationRows({ name: 'team', ids: TEAM_IDS.close }), options: { verify: true } };
		for (let time = 1; time <= 2; time += 1) expect(await catalio.records('requirement', 'update', parameters)).toEqual([expect.objectContaining({ verified: null })]);

		expect(catalio.simulator.related('requirement', id, 'team')).toEqual([TEAM_IDS.close]);
		expect(catalio.writes()).toHaveLength(2);
	});

	it('whose route is refused leaves the record, and the error says so with its ID', async () => {
		catalio.simulator.set({ relationshipRoutes: 'missing' });
		const { message, description, data } = await catalio.refusal('requirement', 'create', { ...title, ...relationRows({ name: 'team', ids: TEAM_IDS.close, writtenAs: 'route' }) });
		const created = String(catalio.ids('requirement').at(-1));

		expect(catalio.stored('requirement', created)).toMatchObject({ title: 'Hand over', team_id: null });
		expect(message).toMatch(/^The record was written, but not all that belongs to it: Catalio answered 404: no_route_found/);
		expect(description).toContain('write it as an attribute or as linkage with Update instead');
		expect(description).toContain('The ID of the record is in the details: go on with it instead of running this again.');
		expect(data).toMatchObject({ record: { id: created }, mayHaveTakenEffect: true });
	});

	it('whose route is refused gives the ID in the details of a failed item, too', async () => {
		catalio.simulator.set({ relationshipRoutes: 'missing' });
		const { outputs } = await catalio.run('requirement', 'create', { ...title, ...relationRows({ name: 'team', ids: TEAM_IDS.close, writtenAs: 'route' }) }, { onError: 'continueErrorOutput' });

		expect(outputs[1]?.[0]?.json).toMatchObject({ details: { record: { id: catalio.ids('requirement').at(-1) }, itemIndex: 0 } });
	});

	it('that linkage is not taken for says which way to try', async () => {
		catalio.simulator.set({ linkageInBody: 'refused' });
		const { message, description, data } = await catalio.refusal('requirement', 'create', { ...title, ...relationRows({ name: 'team', ids: TEAM_IDS.close }) });

		expect(message).toMatch(/^Catalio answered 422: NoSuchInput/);
		expect(description).toContain('team: NoSuchInput: No such input team for action create. Catalio does not take this field here. A relation may have to be written in another way: try Written As with another choice.');
		expect(data).toMatchObject({ status: 422, fields: [{ field: 'team' }] });
	});

	it('that an attribute is not taken for names the field', async () => {
		catalio.simulator.set({ foreignKeys: 'refused' });

		expect((await catalio.refusal('requirement', 'create', { ...title, ...relationRows({ name: 'team', ids: TEAM_IDS.close, writtenAs: 'attribute' }) })).description).toContain('team_id: InvalidBody: Expected only defined properties');
	});

	it.each(['linkage', 'route'] as const)('of an unknown type is refused as %s before anything is written', async (writtenAs) => {
		catalio.simulator.set({ openApi: 'missing' });
		const { message, description } = await catalio.refusal('requirement', 'create', { ...title, ...relationRows({ name: 'mentor', ids: TEAM_IDS.close, writtenAs }) });

		expect(message).toBe('The type of the records of relation "mentor" is not known [Item 0]');
		expect(description).toContain('fill in its Type as Catalio spells it');
		expect(catalio.writes()).toEqual([]);
	});

	it('takes its type from the user where nobody knows it, and asks nobody', async () => {
		await catalio.records('requirement', 'create', { ...title, ...relationRows({ name: 'team', ids: TEAM_IDS.close, type: 'team' }) });

		expect(catalio.requestsTo('getOpenApi')).toEqual([]);
		expect(catalio.writes()[0]?.body).toMatchObject({ data: { relationships: { team: { data: { type: 'team' } } } } });
	});

	it.each([
		['linkage', 'Relation "team" leads to one record, and there are 2 IDs'],
		['route', 'Relation "team" leads to one record, and there are 2 IDs'],
		['attribute', 'Relation "team" is written as an attribute, and there are 2 IDs'],
	] as const)('to one as %s refuses several IDs before anything is sent', async (writtenAs, text) => {
		const { message } = await catalio.refusal('requirement', 'create', { ...title, ...relationRows({ name: 'team', ids: `${TEAM_IDS.close}, ${TEAM_IDS.payroll}`, writtenAs, type: 'team' }) });

		expect(message).toBe(`${text} [Item 0]`);
		expect(catalio.simulator.requests).toEqual([]);
	});
});
