import { ARCHIVED_REQUIREMENT_ID, COLLECTIONS, LEAVER_ID, PEOPLE, requirementId, startCatalio, TEAM_IDS, type CatalioSimulator, type Collection } from '../../simulators/catalio/index.mts';
import { apiOf, idsOf, MEDIA_TYPE, type Api } from './support.mts';

let simulator: CatalioSimulator;
let api: Api;

beforeEach(async () => {
	simulator = await startCatalio();
	api = apiOf(simulator);
});

afterEach(async () => {
	await simulator.close();
	simulator.expectNoViolations();
});

const FIRST = requirementId(1);
const testCaseId = (): string => simulator.state.records.test_case![0]!.id;

/** What a create of each type needs at least. */
const least: Readonly<Record<string, () => Record<string, unknown>>> = {
	use_case: () => ({ title: 'New', requirement_id: FIRST }),
	test_result: () => ({ status: 'passed', test_case_id: testCaseId() }),
	requirement: () => ({ title: 'New' }),
	test_case: () => ({ title: 'New' }),
};
const leastOf = ({ type }: Collection) => (least[type] ?? (() => ({ name: 'New' })))();

describe.each(COLLECTIONS.map((collection) => [collection.path, collection] as const))('%s', (path, collection) => {
	const { type } = collection;

	it('are listed, got, created, changed and deleted', async () => {
		const listed = await api.get(`/${path}?page[limit]=2`);
		expect(listed).toMatchObject({ status: 200, json: { data: [{ type }, { type }], jsonapi: { version: '1.0' } } });
		expect(listed.headers.get('content-type')).toBe(`${MEDIA_TYPE}; charset=utf-8`);

		const attributes = leastOf(collection);
		const created = await api.create(type, `/${path}`, attributes);
		expect(created).toMatchObject({ status: 201, json: { data: { type, attributes, links: { self: `${simulator.origin}/api/v1/${path}/${created.json.data.id}` } } } });
		const { id } = created.json.data;
		expect((await api.get(`/${path}/${id}`)).json.data).toEqual(created.json.data);

		const [name] = Object.keys(attributes) as [string];
		const changed = name === 'status' ? 'failed' : 'Changed';
		expect(await api.update(type, `/${path}`, id, { [name]: changed })).toMatchObject({ status: 200, json: { data: { id, attributes: { ...attributes, [name]: changed } } } });
		expect(simulator.record(type, id)).toMatchObject({ id, [name]: changed });

		expect(await api.send('DELETE', `/${path}/${id}`)).toMatchObject({ status: 200, json: { data: { id } } });
		expect(await api.get(`/${path}/${id}`)).toMatchObject({ status: 404, json: { errors: [{ code: 'not_found', detail: 'could not be found' }] } });
	});

	it('show every attribute and relation of the table', async () => {
		const { json } = await api.get(`/${path}?page[limit]=1`);

		expect(Object.keys(json.data[0]!.attributes).sort()).toEqual(collection.attributes.map(({ name }) => name).sort());
		expect(Object.keys(json.data[0]!.relationships).sort()).toEqual(collection.relations.map(({ name }) => name).sort());
	});

	it('take every include path that they offer, and no other', async () => {
		for (const include of collection.includes) expect((await api.get(`/${path}?include=${include}&page[limit]=5`)).status).toBe(200);

		expect(await api.get(`/${path}?include=colour`)).toMatchObject({ status: 400, json: { errors: [{ code: 'invalid_includes', source: { parameter: 'include' }, detail: 'Invalid includes: [["colour"]]' }] } });
	});

	it('have each relation in step with its way back', () => {
		let pairs = 0;
		for (const relation of collection.relations) {
			for (const { id } of simulator.state.records[type]!) {
				const others = simulator.related(type, id, relation.name);
				if (!relation.many) expect(others.length).toBeLessThan(2);
				for (const other of others) expect(simulator.related(relation.type, other, relation.inverse)).toContain(id);
				if (relation.foreignKey !== undefined) expect(simulator.record(type, id)![relation.foreignKey]).toBe(others[0] ?? null);
				pairs += others.length;
			}
		}
		expect(pairs).toBeGreaterThan(0);
	});
});

describe('a create', () => {
	it('fills in what is left out, for the caller', async () => {
		const { json } = await api.create('requirement', '/requirements', { title: 'New' });

		expect(json.data.attributes).toMatchObject({ status: 'draft', priority: 'medium', visibility: 'internal', owner_id: PEOPLE['Kim Osei'], labels: [], assignee_id: null, reference: 'REQ-65' });
	});

	it('takes every kind of value', async () => {
		const attributes = { title: 'New', due_on: '2026-05-01', estimate: 3, is_regulatory: true, labels: ['a', 'b'], custom_fields: { deep: { er: [1] } }, owner_id: LEAVER_ID };

		const { json } = await api.create('requirement', '/requirements', { ...attributes, budget: 12.5 });

		expect(json.data.attributes).toMatchObject({ ...attributes, budget: '12.5' });
	});

	it.each([
		['a missing one', {}, 'title', 'required', 'is required'],
		['null for what is required', { title: null }, 'title', 'required', 'is required'],
		['another type', { title: 5 }, 'title', 'invalid_attribute', 'is invalid'],
		['a value that an enum lacks', { title: 'x', status: 'on fire' }, 'status', 'invalid_attribute', 'is invalid'],
		['an id that is none', { title: 'x', owner_id: 'robin' }, 'owner_id', 'invalid_attribute', 'is invalid'],
		['the id of nothing', { title: 'x', team_id: requirementId(1) }, 'team_id', 'invalid_attribute', 'does not exist'],
		['a text that is too long', { title: 'x'.repeat(256) }, 'title', 'invalid_attribute', 'length must be less than or equal to 255'],
		['a date that is none', { title: 'x', due_on: 'tomorrow' }, 'due_on', 'invalid_attribute', 'is invalid'],
	])('refuses %s', async (_case, attributes, name, code, detail) => {
		const before = simulator.state.records.requirement!.length;

		const answer = await api.create('requirement', '/requirements', attributes);

		expect(answer).toMatchObject({ status: 400, json: { errors: [{ status: '400', code, detail, source: { pointer: `/data/attributes/${name}` } }] } });
		expect(simulator.state.records.requirement).toHaveLength(before);
		// The contract's own hints find some of these too.
		simulator.takeViolations();
	});

	it('tells all that is wrong at once', async () => {
		const { status, json } = await api.create('requirement', '/requirements', { colour: 'red', priority: 'none', estimate: 'long' });

		expect(status).toBe(400);
		expect(json.errors.map(({ source }) => (source as { pointer: string }).pointer)).toEqual(['/data/attributes/colour', '/data/attributes/priority', '/data/attributes/estimate', '/data/attributes/title']);
	});

	it('refuses a name that is taken, and read-only attributes', async () => {
		expect(await api.create('team', '/teams', { name: 'Close' })).toMatchObject({ status: 400, json: { errors: [{ detail: 'has already been taken' }] } });
		expect(await api.create('requirement', '/requirements', { title: 'x', ai_summary: 'y' })).toMatchObject({ status: 400, json: { errors: [{ code: 'invalid_body', source: { pointer: '/data/attributes/ai_summary' } }] } });
	});

	it.each([
		['an id', { id: FIRST }],
		['a local id', { lid: 'one' }],
		['meta', { meta: {} }],
		['links', { links: {} }],
	])('refuses %s in its data', async (_case, more) => {
		const answer = await api.send('POST', '/requirements', { data: { type: 'requirement', attributes: { title: 'x' }, ...more } });

		expect(answer).toMatchObject({ status: 400, json: { errors: [{ code: 'invalid_body', source: { pointer: `/data/${Object.keys(more)[0]}` } }] } });
	});

	it('takes the argument that is no attribute', async () => {
		const { status, json } = await api.create('component', '/components', { name: 'Rule', file_provider: 'github' });

		expect(status).toBe(201);
		expect(json.data.attributes).not.toHaveProperty('file_provider');
	});

	it('refuses a body that is no document, and records it', async () => {
		expect((await api.send('POST', '/requirements', { data: [] })).json.errors).toMatchObject([{ code: 'invalid_body', source: { pointer: '/data' } }]);
		expect((await api.send('POST', '/requirements', 'x')).status).toBe(400);
		expect(simulator.takeViolations().map(({ where }) => where)).toEqual(expect.arrayContaining(['body/data', 'jsonapi/data']));
	});
});

describe('an update', () => {
	it('changes what it names and nothing else, and clears with null', async () => {
		const before = simulator.record('requirement', FIRST)!;
		simulator.clock.advance(1000);

		const { status } = await api.update('requirement', '/requirements', FIRST, { description: null, priority: 'critical' });

		expect(status).toBe(200);
		const { updated_at, ...after } = simulator.record('requirement', FIRST)!;
		expect(after).toEqual({ ...before, description: null, priority: 'critical', updated_at: undefined });
		expect(updated_at).not.toBe(before.updated_at);
	});

	it.each([
		[400, 'invalid_body'],
		[409, 'conflict'],
	] as const)('answers %i for a type or an id that is not that of the path', async (mismatchStatus, code) => {
		simulator.set({ mismatchStatus });

		for (const data of [{ type: 'team', id: FIRST, attributes: {} }, { type: 'requirement', id: requirementId(2), attributes: {} }]) {
			expect(await api.send('PATCH', `/requirements/${FIRST}`, { data })).toMatchObject({ status: mismatchStatus, json: { errors: [{ code }] } });
		}
		simulator.takeViolations();
	});

	it('moves a record through its key, and both ways follow', async () => {
		await api.update('requirement', '/requirements', FIRST, { team_id: TEAM_IDS.identity });

		expect(simulator.related('requirement', FIRST, 'team')).toEqual([TEAM_IDS.identity]);
		expect(simulator.related('team', TEAM_IDS.identity, 'requirements')).toContain(FIRST);
		expect(simulator.related('team', TEAM_IDS.platform, 'requirements')).not.toContain(FIRST);

		await api.update('requirement', '/requirements', FIRST, { team_id: null });
		expect(simulator.related('team', TEAM_IDS.identity, 'requirements')).not.toContain(FIRST);
	});

	it('moves a record through linkage, and its key follows', async () => {
		const policies = simulator.state.records.policy!.slice(2, 4).map(({ id }) => ({ type: 'policy', id }));

		const { status } = await api.update('requirement', '/requirements', FIRST, {}, { team: { data: { type: 'team', id: TEAM_IDS.support } }, persona: { data: null }, policies: { data: policies } });

		expect(status).toBe(200);
		expect(simulator.record('requirement', FIRST)).toMatchObject({ team_id: TEAM_IDS.support, persona_id: null });
		expect(simulator.related('requirement', FIRST, 'policies')).toEqual(policies.map(({ id }) => id));
	});

	it('refuses linkage to what is not there, of another type, of another number, and unknown relations', async () => {
		const update = async (relationships: unknown) => await api.update('requirement', '/requirements', FIRST, {}, relationships);

		expect(await update({ team: { data: { type: 'team', id: FIRST } } })).toMatchObject({ status: 404, json: { errors: [{ code: 'not_found', source: { pointer: '/data/relationships/team/data' } }] } });
		expect(await update({ team: { data: { type: 'persona', id: TEAM_IDS.close } } })).toMatchObject({ status: 400, json: { errors: [{ source: { pointer: '/data/relationships/team/data/type' } }] } });
		expect(await update({ policies: { data: null } })).toMatchObject({ status: 400, json: { errors: [{ code: 'invalid_body' }] } });
		expect(await update({ colour: { data: null } })).toMatchObject({ status: 422, json: { errors: [{ code: 'no_such_input', source: { pointer: '/data/relationships/colour' } }] } });
		expect(await update({ superseded_by: { data: null } })).toMatchObject({ status: 422, json: { errors: [{ code: 'no_such_input' }] } });
	});
});

describe('a delete', () => {
	it('archives requirements, which then cannot be changed', async () => {
		await api.send('DELETE', `/requirements/${FIRST}`);
		simulator.set({ archived: 'shown' });

		expect(simulator.record('requirement', FIRST)!.archived_at).toEqual(expect.any(String));
		expect(await api.update('requirement', '/requirements', FIRST, { title: 'x' })).toMatchObject({ status: 400, json: { errors: [{ detail: 'archived records cannot be changed' }] } });
		expect(await api.send('DELETE', `/requirements/${FIRST}`)).toMatchObject({ status: 400, json: { errors: [{ detail: 'is archived already' }] } });
	});

	it.each([
		['hidden', 404, false],
		['shown', 200, true],
	] as const)('archived %s decides whether archived ones can be seen', async (archived, status, isListed) => {
		simulator.set({ archived });

		expect((await api.get(`/requirements/${ARCHIVED_REQUIREMENT_ID}`)).status).toBe(status);
		expect(idsOf(await api.get('/requirements?page[limit]=250')).includes(ARCHIVED_REQUIREMENT_ID)).toBe(isListed);
	});

	it.each([
		[200, true],
		[204, false],
	] as const)('answers %i', async (deleteStatus, hasBody) => {
		simulator.set({ deleteStatus });

		const { status, text } = await api.send('DELETE', `/requirements/${FIRST}`);

		expect(status).toBe(deleteStatus);
		expect(text !== '').toBe(hasBody);
	});

	it('takes a record out of all relations, unless others cannot be without it', async () => {
		const [policy] = simulator.state.records.policy!;
		await api.send('DELETE', `/policies/${policy!.id}`);

		expect(simulator.record('policy', policy!.id)).toBeUndefined();
		for (const { id } of simulator.state.records.requirement!) expect(simulator.related('requirement', id, 'policies')).not.toContain(policy!.id);
		expect(await api.send('DELETE', `/test_cases/${testCaseId()}`)).toMatchObject({ status: 400, json: { errors: [{ detail: 'would leave records behind' }] } });
	});
});

describe('relationship routes', () => {
	const at = (name: string, id = FIRST) => `/requirements/${id}/relationships/${name}`;

	it('read, add, replace and remove, and answer what remains', async () => {
		const [one, two, three] = simulator.state.records.component!.slice(5, 8).map(({ id }) => ({ type: 'component', id }));

		expect(await api.send('PATCH', at('components'), { data: [one, two] })).toMatchObject({ status: 200, json: { data: [one, two] } });
		expect((await api.send('POST', at('components'), { data: [two, three] })).json.data).toEqual([one, two, three]);
		expect((await api.send('DELETE', at('components'), { data: [one] })).json.data).toEqual([two, three]);
		// Taking away what is not there succeeds.
		expect((await api.send('DELETE', at('components'), { data: [one] })).status).toBe(200);
		expect(await api.get(at('components'))).toMatchObject({ status: 200, json: { data: [two, three], links: { self: `${simulator.origin}/api/v1${at('components')}` } } });
		expect(simulator.related('component', three!.id, 'requirements')).toContain(FIRST);
		expect(simulator.related('component', one!.id, 'requirements')).not.toContain(FIRST);
	});

	it('set and clear a relation to one, which is not added to', async () => {
		const data = { type: 'team', id: TEAM_IDS.support };

		expect((await api.send('PATCH', at('team'), { data })).json.data).toEqual(data);
		expect(simulator.record('requirement', FIRST)!.team_id).toBe(TEAM_IDS.support);
		expect((await api.send('PATCH', at('team'), { data: null })).json.data).toBeNull();
		expect(await api.send('POST', at('team'), { data })).toMatchObject({ status: 404, json: { errors: [{ code: 'no_route_found' }] } });
	});

	it('move a record from the side of the many', async () => {
		await api.send('POST', `/teams/${TEAM_IDS.identity}/relationships/requirements`, { data: [{ type: 'requirement', id: FIRST }] });

		expect(simulator.record('requirement', FIRST)!.team_id).toBe(TEAM_IDS.identity);
	});

	it('do not take away what a record cannot be without', async () => {
		const [useCase] = simulator.related('requirement', FIRST, 'use_cases');

		expect(await api.send('DELETE', at('use_cases'), { data: [{ type: 'use_case', id: useCase }] })).toMatchObject({ status: 400, json: { errors: [{ code: 'required' }] } });
		expect(await api.send('PATCH', `/use_cases/${useCase}/relationships/requirement`, { data: null })).toMatchObject({ status: 400, json: { errors: [{ code: 'required' }] } });
		expect(simulator.record('use_case', useCase!)!.requirement_id).toBe(FIRST);
	});

	it('refuse unknown relations, unknown members and the server’s own relations', async () => {
		expect(await api.get(at('colour'))).toMatchObject({ status: 404, json: { errors: [{ code: 'no_route_found' }] } });
		expect(await api.send('POST', at('components'), { data: [{ type: 'component', id: FIRST }] })).toMatchObject({ status: 404, json: { errors: [{ code: 'not_found', source: { pointer: '/data/0' } }] } });
		expect((await api.send('PATCH', at('superseded_by'), { data: { type: 'requirement', id: requirementId(2) } })).status).toBe(403);
	});

	it('relationshipRoutes missing answers 404 for all of them, and links to none', async () => {
		const { json } = await api.get(`/requirements/${FIRST}`);
		expect(json.data.relationships.team!.links.self).toBe(`${simulator.origin}/api/v1${at('team')}`);
		simulator.set({ relationshipRoutes: 'missing' });

		expect(await api.get(at('team'))).toMatchObject({ status: 404, json: { errors: [{ code: 'no_route_found' }] } });
		expect((await api.send('POST', at('components'), { data: [] })).status).toBe(404);
		expect((await api.get(`/requirements/${FIRST}`)).json.data.relationships.team!.links).toEqual({});
	});
});
