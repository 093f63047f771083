import { byId, fieldsetsOf, TEN, useCatalio } from './support.mts';

const catalio = useCatalio();

describe('Fields', () => {
	it.each(TEN)('leaves $resource with those alone', async ({ resource, type, sortedBy }) => {
		const records = await catalio.records(resource, 'getAll', { returnAll: true, output: 'flattened', options: { fieldsets: fieldsetsOf({ [type]: sortedBy }) } });

		expect(catalio.queries()[0]?.[`fields[${type}]`]).toBe(sortedBy);
		expect(records).toEqual(catalio.stored(type).map(({ id, attributes }) => ({ id, type, [sortedBy]: attributes[sortedBy] })));
	});

	it.each(TEN)('of none leaves one $resource with its ID and type', async ({ resource, type }) => {
		const [id = ''] = catalio.idsOf(type);
		const [record] = await catalio.records(resource, 'get', { recordId: byId(id), output: 'flattened', options: { fieldsets: fieldsetsOf({ [type]: '' }) } });

		expect(catalio.asked().at(-1)?.query).toEqual({ [`fields[${type}]`]: '' });
		expect(record).toEqual({ id, type });
	});

	it('goes by type, for included records, too', async () => {
		const [record] = await catalio.records('requirement', 'getAll', {
			limit: 1,
			output: 'flattened',
			options: { include: ['team', 'use_cases'], fieldsets: fieldsetsOf({ requirement: 'title, status', team: 'name', use_case: '' }) },
		});

		expect(Object.keys(record ?? {})).toEqual(['id', 'type', 'title', 'status', 'team', 'use_cases']);
		expect(Object.keys(record?.team as object)).toEqual(['id', 'type', 'name']);
		expect(record?.use_cases).toEqual(catalio.simulator.related('requirement', String(record?.id), 'use_cases').map((id) => ({ id, type: 'use_case' })));
	});

	it('are what a simplified record keeps', async () => {
		const [some] = await catalio.records('requirement', 'getAll', { limit: 1, options: { fieldsets: fieldsetsOf({ requirement: 'status,goal' }) } });
		const [others] = await catalio.records('requirement', 'getAll', { limit: 1, options: { fieldsets: fieldsetsOf({ requirement: 'goal,benefit' }) } });
		const { id, status, goal, benefit } = catalio.simulator.record('requirement', catalio.idsOf('requirement')[0] ?? '') ?? {};

		expect(some).toEqual({ id, status, goal });
		expect(others).toEqual({ id, goal, benefit });
	});

	it('holds on every page', async () => {
		catalio.simulator.admin.addRecords('requirement', 50);
		const records = await catalio.records('requirement', 'getAll', { returnAll: true, output: 'flattened', options: { fieldsets: fieldsetsOf({ requirement: 'title' }), pageStyle: 'cursor' } });

		expect(records).toEqual(catalio.stored('requirement').map(({ id, attributes }) => ({ id, type: 'requirement', title: attributes.title })));
	});

	it.each([
		[{ requirement: 'colour' }, 'Invalid fields for requirement', 'invalid_field'],
		[{ requirements: 'title' }, 'No such type: requirements', 'invalid_type'],
	])('%j, which the server does not know, is told in its words', async (fields, said, code) => {
		const { message, description, data } = await catalio.failed('requirement', 'getAll', { limit: 1, options: { fieldsets: fieldsetsOf(fields as unknown as Record<string, string>) } });

		expect(`${message} ${description}`).toContain(said);
		expect(description).toMatch(/pick them from the lists of this node|Check the fields that the message names/);
		expect(data).toMatchObject({ status: 400, code });
	});
});
