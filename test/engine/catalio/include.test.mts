import type { IDataObject } from 'n8n-workflow';
import { byId, TEN, useCatalio } from './support.mts';

const catalio = useCatalio();

const related = (value: unknown): string[] => (Array.isArray(value) ? value : value === null ? [] : [value]).map((each) => String((each as IDataObject).id));

describe('Include', () => {
	it.each(TEN)('brings $relation along with each $resource, as they are connected at the server', async ({ resource, type, relation }) => {
		const records = await catalio.records(resource, 'getAll', { returnAll: true, output: 'flattened', options: { include: [relation] } });

		expect(catalio.queries()).toEqual([{ 'page[limit]': '100', 'page[count]': 'true', include: relation }]);
		for (const record of records) {
			const ids = catalio.simulator.related(type, String(record.id), relation);
			expect(related(record[relation])).toEqual(ids.filter((id) => catalio.simulator.record(type, id)?.archived_at == null).filter((id) => !isArchived(id)));
		}
		expect(records.some((record) => related(record[relation]).length > 0)).toBe(true);
	});

	const isArchived = (id: string) => typeof catalio.simulator.record('requirement', id)?.archived_at === 'string';

	it.each(TEN)('brings $relation along with one $resource', async ({ resource, type, relation }) => {
		const id = catalio.idsOf(type).find((each) => catalio.simulator.related(type, each, relation).some((other) => !isArchived(other))) ?? '';
		const [record] = await catalio.records(resource, 'get', { recordId: byId(id), output: 'flattened', options: { include: [relation] } });

		expect(related(record?.[relation])).toEqual(catalio.simulator.related(type, id, relation).filter((other) => !isArchived(other)));
		expect(catalio.queries()).toEqual([{ include: relation }]);
	});

	it('gives records whole, and null for a relation to one that nothing is at the end of', async () => {
		const records = await catalio.records('requirement', 'getAll', { returnAll: true, output: 'flattened', options: { include: ['team'] } });

		for (const { id, team } of records) {
			const teamId = catalio.simulator.record('requirement', String(id))?.team_id;
			expect(team).toEqual(teamId === null ? null : { type: 'team', ...catalio.simulator.record('team', String(teamId)) });
		}
		expect(records.some(({ team }) => team === null)).toBe(true);
	});

	it('does not tell a relation that was not asked for from none: it is left out', async () => {
		const [record] = await catalio.records('requirement', 'getAll', { limit: 1, output: 'flattened', options: { include: ['team'] } });

		expect(record).toHaveProperty('team');
		expect(record).not.toHaveProperty('persona');
	});

	it('takes paths, beside names from the list, each once', async () => {
		const [record] = await catalio.records('requirement', 'getAll', {
			limit: 1,
			output: 'flattened',
			options: { include: ['team', 'use_cases'], includePaths: 'use_cases.test_cases.test_results, team\nuse_cases', depth: 3 },
		});
		const [useCase] = record?.use_cases as IDataObject[];
		const [testCase] = useCase?.test_cases as IDataObject[];
		const [result] = testCase?.test_results as IDataObject[];

		expect(catalio.queries()[0]?.include).toBe('team,use_cases,use_cases.test_cases.test_results');
		expect([useCase?.requirement_id, testCase?.use_case_id, result?.test_case_id]).toEqual([record?.id, useCase?.id, testCase?.id]);
	});

	it('resolves what is included on every page, the records themselves among it', async () => {
		catalio.simulator.admin.addRecords('requirement', 150, { team_id: catalio.idsOf('team')[0] });
		const records = await catalio.records('requirement', 'getAll', { returnAll: true, output: 'flattened', options: { include: ['team'] } });

		expect(records).toHaveLength(210);
		expect(catalio.asked()).toHaveLength(3);
		for (const { team, team_id } of records) expect(team === null ? null : (team as IDataObject).id).toBe(team_id);
		expect((records.at(-1)?.team as IDataObject).name).toBe('Close');
	});

	it('resolves relations between records of the same list', async () => {
		const records = await catalio.records('capability', 'getAll', { returnAll: true, output: 'flattened', options: { include: ['parent'] } });
		const payments = records.find(({ name }) => name === 'Supplier payments')?.parent;

		expect(payments).toMatchObject({ type: 'capability', name: 'Payments', parent_id: catalio.idsOf('capability')[0] });
		// The circle ends where the depth does.
		expect((payments as IDataObject).parent).toEqual({ type: 'capability', id: catalio.idsOf('capability')[0] });
	});

	it('of a path that the server does not offer is told in its words, with a way out', async () => {
		const { message, description, data } = await catalio.failed('requirement', 'getAll', { limit: 1, options: { includePaths: 'owner' } });

		expect(`${message} ${description}`).toContain('Invalid includes: [["owner"]]');
		expect(description).toContain('pick them from the lists of this node');
		expect(data).toMatchObject({ status: 400, code: 'invalid_includes' });
	});

	it('of what is no path is refused before anything is sent', async () => {
		expect((await catalio.failed('requirement', 'getAll', { options: { includePaths: 'team, use cases' } })).message).toBe('Include Paths is not a name: "use cases" [Item 0]');
		expect(catalio.simulator.requests).toEqual([]);
	});

	it('shows linkage that always comes as identifiers where nothing was included', async () => {
		catalio.simulator.set({ linkage: 'always' });
		const [record] = await catalio.records('requirement', 'getAll', { limit: 1, output: 'flattened' });

		expect(record?.team).toEqual({ type: 'team', id: record?.team_id });
		expect(record?.use_cases).toEqual(catalio.simulator.related('requirement', String(record?.id), 'use_cases').map((id) => ({ type: 'use_case', id })));
	});
});
