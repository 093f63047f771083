import { byId, fromList, TEAM_IDS, useCatalioWrites, WITH_MANY, WITH_SINGLE } from './writes.mts';

const catalio = useCatalioWrites();

const sorted = (ids: readonly string[]): string[] => [...ids].sort();
const identifiers = (type: string, ids: readonly string[]) => ids.map((id) => ({ type, id }));

/** A record of the type with its relation, and records that it is not connected with. */
function scene(type: string, name: string, otherType: string) {
	const id = catalio.ids(type).find((each) => catalio.simulator.related(type, each, name).length > 0) ?? String(catalio.ids(type)[0]);
	const related = () => catalio.simulator.related(type, id, name).filter((each) => catalio.ids(otherType).includes(each));
	const free = catalio.ids(otherType).filter((each) => !related().includes(each) && !(otherType === type && each === id));
	return { id, related, free };
}

describe('Get Relationship', () => {
	it.each(WITH_MANY)('$resource: gives an item with type and ID for each related record', async ({ resource, type, one, many }) => {
		const { id, related } = scene(type, many.name, many.type);
		const records = await catalio.records(resource, 'getRelationship', { recordId: byId(id), relationship: byId(many.name) });

		expect(related().length).toBeGreaterThan(0);
		expect(records).toEqual(identifiers(many.type, related()));
		expect(catalio.requestsTo(`get${one}Linkage`)).toHaveLength(1);
	});

	it.each(WITH_SINGLE)('$resource: gives one item for a relation to one', async ({ resource, type, single }) => {
		const { id, related } = scene(type, single.name, single.type);

		expect(await catalio.records(resource, 'getRelationship', { recordId: byId(id), relationship: fromList(single.name) })).toEqual(identifiers(single.type, related()));
	});

	it('gives no item where nothing is connected', async () => {
		const id = catalio.ids('process').find((each) => catalio.stored('process', each).template_id === null);

		expect(await catalio.records('process', 'getRelationship', { recordId: byId(String(id)), relationship: byId('template') })).toEqual([]);
	});

	it('says that the organization does not offer the route, and what to do instead', async () => {
		catalio.simulator.set({ relationshipRoutes: 'missing' });
		const { message, description } = await catalio.refusal('requirement', 'getRelationship', { recordId: byId(String(catalio.ids('requirement')[0])), relationship: byId('team') });

		expect(message).toMatch(/^Catalio answered 404: no_route_found: No route found/);
		expect(description).toContain('write it as an attribute or as linkage with Update instead');
	});
});

describe('Add to Relationship', () => {
	it.each(WITH_MANY)('$resource: connects further records, keeps the others, and may be run twice', async ({ resource, type, one, many }) => {
		const { id, related, free } = scene(type, many.name, many.type);
		const [before, added] = [related(), free.slice(0, 2)];
		const parameters = { recordId: byId(id), relationship: byId(many.name), relatedIds: added.join(', '), options: { verify: true } };

		for (let time = 1; time <= 2; time += 1) {
			const [record] = await catalio.records(resource, 'addToRelationship', parameters);
			expect(sorted(related())).toEqual(sorted([...before, ...added]));
			expect(record).toMatchObject({ id, relationship: many.name, related: expect.arrayContaining(identifiers(many.type, added)), verified: true });
		}
		expect(catalio.writes().map(({ operationId, method, body }) => ({ operationId, method, body }))).toEqual(
			Array.from({ length: 2 }, () => ({ operationId: `add${one}Linkage`, method: 'POST', body: { data: identifiers(many.type, added) } })),
		);
	});

	it('takes the type of the related records from Related Type where nobody knows it', async () => {
		catalio.simulator.set({ openApi: 'missing' });
		const [id = ''] = catalio.ids('requirement');
		const added = String(catalio.ids('process').at(-1));
		const parameters = { recordId: byId(id), relationship: byId('processes'), relatedIds: added };
		const { message, description } = await catalio.refusal('requirement', 'addToRelationship', parameters);

		expect(message).toBe('The type of the records of relation "processes" is not known [Item 0]');
		expect(description).toContain('Fill in Related Type (under Options)');
		expect(catalio.writes()).toEqual([]);

		await catalio.records('requirement', 'addToRelationship', { ...parameters, options: { relatedType: 'process' } });
		expect(catalio.simulator.related('requirement', id, 'processes')).toContain(added);
	});

	it('is refused for a relation to one', async () => {
		const { description } = await catalio.refusal('requirement', 'addToRelationship', { recordId: byId(String(catalio.ids('requirement')[0])), relationship: byId('team'), relatedIds: TEAM_IDS.close });

		expect(description).toContain('This organization does not offer this call');
	});

	it.each([
		['an expression without a value', '={{ $json.nothing }}', 'Related IDs is empty'],
		['an ID that is none', 'two words', 'Related IDs'],
	])('refuses %s before anything is sent', async (_what, relatedIds, text) => {
		const { message } = await catalio.refusal('requirement', 'addToRelationship', { recordId: byId(String(catalio.ids('requirement')[0])), relationship: byId('components'), relatedIds });

		expect(message).toContain(text);
		expect(catalio.simulator.requests).toEqual([]);
	});
});

describe('Remove From Relationship', () => {
	it.each(WITH_MANY.filter(({ many }) => !many.bound))('$resource: takes connections away, and may be run twice', async ({ resource, type, one, many }) => {
		const { id, related } = scene(type, many.name, many.type);
		const [removed = '', ...rest] = related();
		const parameters = { recordId: byId(id), relationship: byId(many.name), relatedIds: removed, options: { verify: true } };

		for (let time = 1; time <= 2; time += 1) {
			expect(await catalio.records(resource, 'removeFromRelationship', parameters)).toEqual([{ id, relationship: many.name, related: identifiers(many.type, rest), verified: true }]);
			expect(related()).toEqual(rest);
		}
		expect(catalio.ids(many.type)).toContain(removed);
		expect(catalio.writes().map(({ operationId, method, body }) => ({ operationId, method, body }))).toEqual(
			Array.from({ length: 2 }, () => ({ operationId: `remove${one}Linkage`, method: 'DELETE', body: { data: identifiers(many.type, [removed]) } })),
		);
	});

	it.each(WITH_MANY.filter(({ many }) => many.bound))('$resource: is refused where the other record cannot be without', async ({ resource, type, many }) => {
		const { id, related } = scene(type, many.name, many.type);
		const before = related();
		const { message } = await catalio.refusal(resource, 'removeFromRelationship', { recordId: byId(id), relationship: byId(many.name), relatedIds: String(before[0]) });

		expect(message).toMatch(/^Catalio answered 400: Required/);
		expect(related()).toEqual(before);
	});
});

describe('Replace Relationship', () => {
	it.each(WITH_MANY.filter(({ many }) => !many.bound))('$resource: connects exactly the given records, or none', async ({ resource, type, one, many }) => {
		const { id, related, free } = scene(type, many.name, many.type);
		const wanted = free.slice(0, 2);
		const parameters = { recordId: byId(id), relationship: byId(many.name), options: { verify: true } };

		expect(await catalio.records(resource, 'replaceRelationship', { ...parameters, replaceWith: 'many', relatedIds: wanted.join(',') })).toEqual([expect.objectContaining({ verified: true })]);
		expect(sorted(related())).toEqual(sorted(wanted));
		expect(await catalio.records(resource, 'replaceRelationship', { ...parameters, replaceWith: 'noneOfMany' })).toEqual([{ id, relationship: many.name, related: [], verified: true }]);
		expect(related()).toEqual([]);
		expect(catalio.requestsTo(`replace${one}Linkage`).map(({ method, body }) => ({ method, body }))).toEqual([{ method: 'PATCH', body: { data: identifiers(many.type, wanted) } }, { method: 'PATCH', body: { data: [] } }]);
	});

	it.each(WITH_SINGLE)('$resource: sets a relation to one, and clears it where it may be empty', async ({ resource, type, one, single }) => {
		const { id, related, free } = scene(type, single.name, single.type);
		const [wanted = ''] = free;
		const parameters = { recordId: byId(id), relationship: byId(single.name), options: { verify: true } };

		expect(await catalio.records(resource, 'replaceRelationship', { ...parameters, replaceWith: 'one', relatedIds: wanted })).toEqual([{ id, relationship: single.name, related: { type: single.type, id: wanted }, verified: true }]);
		expect(related()).toEqual([wanted]);

		const cleared = await catalio.run(resource, 'replaceRelationship', { ...parameters, replaceWith: 'none' });
		expect(cleared.error === undefined).toBe(single.bound !== true);
		expect(related()).toEqual(single.bound ? [wanted] : []);
		expect(catalio.requestsTo(`replace${one}Linkage`).map(({ body }) => body)).toEqual([{ data: { type: single.type, id: wanted } }, { data: null }]);
	});

	it('refuses several IDs for one record before anything is sent', async () => {
		const [one = '', two = ''] = catalio.ids('team');
		const { message } = await catalio.refusal('requirement', 'replaceRelationship', { recordId: byId(String(catalio.ids('requirement')[0])), relationship: byId('team'), replaceWith: 'one', relatedIds: `${one}, ${two}` });

		expect(message).toBe('Related IDs has 2 entries, and Replace With says one record [Item 0]');
		expect(catalio.writes()).toEqual([]);
	});

	it('sends an ID that is given twice once, as JSON:API wants it', async () => {
		const [id = '', other = ''] = [catalio.ids('requirement')[0], catalio.ids('component').at(-1)];
		await catalio.records('requirement', 'replaceRelationship', { recordId: byId(id), relationship: byId('components'), replaceWith: 'many', relatedIds: `${other}, ${other}` });

		expect(catalio.writes()[0]?.body).toEqual({ data: [{ type: 'component', id: other }] });
	});

	it('says which of the records is not there', async () => {
		const { message } = await catalio.refusal('requirement', 'replaceRelationship', { recordId: byId(String(catalio.ids('requirement')[0])), relationship: byId('components'), replaceWith: 'many', relatedIds: '00000000-0000-4000-8000-000000000000' });

		expect(message).toMatch(/^Catalio answered 404: NotFound: could not be found|^Catalio answered 404: NotFound/);
	});
});
