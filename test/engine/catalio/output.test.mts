import type { IDataObject } from 'n8n-workflow';
import { RESOURCE_TYPES } from '../../../nodes/Catalio/resourceTypes';
import { byId, idsIn, TEN, useCatalio } from './support.mts';

const catalio = useCatalio();
const stored = (type: string, id: unknown): IDataObject => ({ type, ...catalio.simulator.record(type, String(id)) });
const firstOf = (type: string): string => catalio.idsOf(type)[0] ?? '';

/** An answer of our own making, for what the simulator's data do not have. */
const answerWith = (operationId: string, body: unknown) => {
	catalio.simulator.faults.onOperation(operationId, { kind: 'answer', status: 200, headers: { 'content-type': 'application/vnd.api+json' }, body });
};

describe('the simplified output', () => {
	it.each(TEN)('of $resource has the useful fields of the record and no more', async ({ resource, type }) => {
		const { useful = [] } = RESOURCE_TYPES.find((each) => each.type === type) ?? {};
		const records = await catalio.records(resource, 'getAll', { returnAll: true });

		for (const record of records) {
			const whole = stored(type, record.id);
			expect(record).toEqual(Object.fromEntries(['id', ...useful].filter((name) => name in whole).map((name) => [name, whole[name]])));
			expect(Object.keys(record).length).toBeGreaterThan(3);
			expect(Object.keys(record).length).toBeLessThanOrEqual(10);
		}
	});

	it.each(TEN)('of $resource names what is related by ID and name', async ({ resource, relation }) => {
		const records = await catalio.records(resource, 'getAll', { returnAll: true, options: { include: [relation] } });
		const related = records.flatMap((record) => record[relation] ?? []) as IDataObject[];

		expect(related.length).toBeGreaterThan(0);
		for (const each of related) {
			expect(Object.keys(each).length).toBeLessThanOrEqual(2);
			expect(each.id).toEqual(expect.any(String));
		}
	});

	it('leaves out empty fields where the server does, and stays useful', async () => {
		catalio.simulator.set({ nullAttributes: 'absent' });
		const records = await catalio.records('requirement', 'getAll', { returnAll: true });

		expect(records.filter((record) => 'assignee_id' in record).length).toBe(catalio.idsOf('requirement', ({ assignee_id }) => assignee_id !== null).length);
	});

	it('of a record that has none of the useful fields is the whole record: the organization spells them otherwise', async () => {
		const attributes = { summary: 'Export invoices', state: 'draft' };
		answerWith('getRequirement', { data: { type: 'requirement', id: 'r1', attributes } });

		expect(await catalio.records('requirement', 'get', { recordId: byId('r1') })).toEqual([{ id: 'r1', type: 'requirement', ...attributes }]);
	});
});

describe('the flattened output', () => {
	const nested = { include: ['team'], includePaths: 'use_cases.test_cases.test_results,capabilities.parent' };
	const flattened = async (depth?: number) => {
		const [record = {}] = await catalio.records('requirement', 'get', { recordId: byId(firstOf('requirement')), output: 'flattened', options: { ...nested, ...(depth === undefined ? {} : { depth }) } });
		return record;
	};
	const listOf = (record: IDataObject | undefined, name: string) => record?.[name] as IDataObject[];
	const identifiers = (type: string, ids: readonly string[]) => ids.map((id) => ({ type, id }));

	it('at depth 0 has type and ID of what is related', async () => {
		const record = await flattened(0);

		expect(record.team).toEqual({ type: 'team', id: record.team_id });
		expect(record.use_cases).toEqual(identifiers('use_case', catalio.simulator.related('requirement', firstOf('requirement'), 'use_cases')));
	});

	it.each([undefined, 1])('at depth %p has related records, and type and ID of what is related to them', async (depth) => {
		const record = await flattened(depth);
		const [useCase] = listOf(record, 'use_cases');

		expect(record.team).toEqual(stored('team', record.team_id));
		expect(useCase).toEqual({ ...stored('use_case', useCase?.id), test_cases: identifiers('test_case', catalio.simulator.related('use_case', String(useCase?.id), 'test_cases')) });
	});

	it('at depth 2 has one level more', async () => {
		const [testCase] = listOf(listOf(await flattened(2), 'use_cases')[0], 'test_cases');

		expect(testCase).toEqual({ ...stored('test_case', testCase?.id), test_results: identifiers('test_result', catalio.simulator.related('test_case', String(testCase?.id), 'test_results')) });
	});

	it('at depth 3 has two levels more', async () => {
		const [testCase] = listOf(listOf(await flattened(3), 'use_cases')[0], 'test_cases');

		expect(testCase?.test_results).toEqual(catalio.simulator.related('test_case', String(testCase?.id), 'test_results').map((id) => stored('test_result', id)));
	});

	it.each([-1, 4, 1.5])('has no depth %d', async (depth) => {
		expect((await catalio.failed('requirement', 'getAll', { output: 'flattened', options: { depth } })).message).toContain('Relation Depth');
		expect(catalio.simulator.requests).toEqual([]);
	});

	it('keeps records apart that share what is related to them: a change of one does not show in another', async () => {
		const records = await catalio.records('requirement', 'getAll', { returnAll: true, output: 'flattened', options: { include: ['team'] } });
		const teams = records.map(({ team }) => team).filter((team) => team !== null);

		expect(new Set(teams).size).toBe(teams.length);
		expect(teams.length).toBeGreaterThan(catalio.idsOf('team').length);
	});

	it('keeps links on request: those of the record and of its relations', async () => {
		const [bare = {}] = await catalio.records('requirement', 'getAll', { limit: 1, output: 'flattened', options: { include: ['team'] } });
		const [record = {}] = await catalio.records('requirement', 'getAll', { limit: 1, output: 'flattened', options: { include: ['team'], keepLinks: true } });
		const self = `${catalio.simulator.origin}/api/v1/requirements/${String(record.id)}`;

		expect(record.links).toEqual({ self });
		expect((record.relationshipLinks as IDataObject).team).toEqual({ self: `${self}/relationships/team` });
		expect(record.persona).toEqual({ links: { self: `${self}/relationships/persona` } });
		expect((record.team as IDataObject).links).toEqual({ self: `${catalio.simulator.origin}/api/v1/teams/${String(record.team_id)}` });
		expect(Object.keys(bare).filter((name) => /links|meta/i.test(name))).toEqual([]);
	});

	it('keeps meta on request: a cursor, for instance', async () => {
		catalio.simulator.set({ paging: 'keyset' });
		const [record] = await catalio.records('requirement', 'getAll', { limit: 1, output: 'flattened', options: { keepMeta: true } });

		expect(record?.meta).toEqual({ keyset: expect.any(String) as unknown });
		expect(record).not.toHaveProperty('links');
	});

	const CLASHING = {
		data: {
			type: 'requirement',
			id: 'r1',
			attributes: { id: 'of its own', type: 'functional', team: 'by name', links: 3, meta: 4, constructor: 'Ada', _id: 'taken', title: 'T' },
			relationships: { team: { data: { type: 'team', id: 't1' } }, title: { data: null } },
			links: { self: '/r1' },
		},
		included: [{ type: 'team', id: 't1', attributes: { name: 'Close', type: 'inner' } }],
	};

	it('loses no field whose name clashes: each has the prefix, as often as needed', async () => {
		answerWith('getRequirement', CLASHING);
		const [record] = await catalio.records('requirement', 'get', { recordId: byId('r1'), output: 'flattened' });

		expect(record).toEqual({
			id: 'r1', type: 'requirement', __id: 'of its own', _type: 'functional', _team: 'by name', _links: 3, _meta: 4, _constructor: 'Ada', _id: 'taken', _title: 'T',
			team: { id: 't1', type: 'team', name: 'Close', _type: 'inner' }, title: null,
		});
	});

	it('takes another prefix', async () => {
		answerWith('getRequirement', CLASHING);
		const [record] = await catalio.records('requirement', 'get', { recordId: byId('r1'), output: 'flattened', options: { prefix: 'attribute_' } });

		expect(record).toMatchObject({ id: 'r1', attribute_id: 'of its own', attribute_type: 'functional', attribute_team: 'by name', _id: 'taken' });
	});
});

describe('the raw output', () => {
	it.each(TEN)('of $resource is what JSON:API has', async ({ resource, type, relation }) => {
		const [id = ''] = catalio.idsOf(type);
		const [record] = await catalio.records(resource, 'get', { recordId: byId(id), output: 'raw', options: { include: [relation] } });

		expect(Object.keys(record ?? {}).sort()).toEqual(['attributes', 'id', 'links', 'meta', 'relationships', 'type']);
		expect(record?.attributes).toEqual(Object.fromEntries(Object.entries(catalio.simulator.record(type, id) ?? {}).filter(([name]) => name !== 'id')));
		expect((record?.relationships as Record<string, IDataObject>)[relation]).toHaveProperty('data');
	});

	it('of a list is its records, page after page', async () => {
		const records = await catalio.records('requirement', 'getAll', { returnAll: true, output: 'raw', options: { pageSize: 25 } });

		expect(idsIn(records)).toEqual(catalio.idsOf('requirement'));
		expect(records.every(({ type }) => type === 'requirement')).toBe(true);
	});
});

describe('included as items', () => {
	it('come behind the records, each once, though many refer to them on several pages', async () => {
		const records = await catalio.records('requirement', 'getAll', { returnAll: true, output: 'included', options: { include: ['team', 'persona'], pageSize: 20 } });
		const own = records.slice(0, 60);
		const others = records.slice(60);

		expect(idsIn(own)).toEqual(catalio.idsOf('requirement'));
		expect(own[0]?.team).toEqual({ type: 'team', id: own[0]?.team_id });
		expect(others.map(({ type, id }) => `${String(type)} ${String(id)}`).sort()).toEqual([...catalio.idsOf('persona').map((id) => `persona ${id}`), ...catalio.idsOf('team').map((id) => `team ${id}`)].sort());
		for (const each of others) expect(each).toEqual(stored(String(each.type), each.id));
		expect(catalio.asked()).toHaveLength(3);
	});

	it('do not repeat what is a record of the list itself, on whichever page', async () => {
		const records = await catalio.records('capability', 'getAll', { returnAll: true, output: 'included', options: { include: ['parent', 'children'], pageSize: 2 } });

		expect(idsIn(records)).toEqual(catalio.idsOf('capability'));
	});

	it('belong to the item that asked for them', async () => {
		const { outputs } = await catalio.run(
			'requirement',
			'get',
			{ recordId: byId('={{ $json.id }}'), output: 'included', options: { include: ['team'] } },
			{ items: catalio.idsOf('requirement').slice(0, 2).map((id) => ({ id })) },
		);

		expect(outputs[0]?.map(({ json, pairedItem }) => [json.type, pairedItem])).toEqual([
			['requirement', { item: 0 }],
			['team', { item: 0 }],
			['requirement', { item: 1 }],
			['team', { item: 1 }],
		]);
	});

	it('count on top of the limit', async () => {
		const records = await catalio.records('requirement', 'getAll', { limit: 2, output: 'included', options: { include: ['team'] } });

		expect(records.map(({ type }) => type)).toEqual(['requirement', 'requirement', 'team', 'team']);
	});
});

describe('a document that is odd', () => {
	it('with a record twice gives it once', async () => {
		const team = { type: 'team', id: 't1', attributes: { name: 'Close' } };
		answerWith('getRequirement', { data: { type: 'requirement', id: 'r1', attributes: { title: 'A' }, relationships: { team: { data: { type: 'team', id: 't1' } } } }, included: [team, { ...team, attributes: { name: 'Other' } }] });
		const { records, hints } = await catalio.told('requirement', 'get', { recordId: byId('r1') });

		expect(records).toEqual([{ id: 'r1', title: 'A', team: { id: 't1', name: 'Close' } }]);
		expect(hints).toEqual(['The answer has resources more than once, against JSON:API; the first one of each is given: team t1.']);
	});

	it('that would grow beyond all bounds stops with a way out, instead of filling the memory', async () => {
		const ids = Array.from({ length: 450 }, (_, index) => ({ type: 'requirement', id: `r${index}` }));
		const data = ids.map((identifier) => ({ ...identifier, attributes: { title: identifier.id }, relationships: { supersedes: { data: ids } } }));
		answerWith('listRequirements', { data, links: {} });
		const { message, description } = await catalio.failed('requirement', 'getAll', { limit: 450, output: 'flattened', options: { pageSize: 450 } });

		expect(message).toContain('more than 200,000 related records within them');
		expect(description).toContain('choose a smaller depth');
		answerWith('listRequirements', { data, links: {} });
		expect(await catalio.records('requirement', 'getAll', { limit: 450, output: 'flattened', options: { pageSize: 450, depth: 0 } })).toHaveLength(450);
	});

	it('whose data are no resources is told, and shown in the raw output', async () => {
		answerWith('getRequirement', { data: { title: 'No type' } });
		const { message, description } = await catalio.failed('requirement', 'get', { recordId: byId('r1') });
		expect(message).toContain('data has no type');
		expect(description).toContain('raw output');

		answerWith('getRequirement', { data: { title: 'No type' } });
		expect(await catalio.records('requirement', 'get', { recordId: byId('r1'), output: 'raw' })).toEqual([{ title: 'No type' }]);
	});
});
