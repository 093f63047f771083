import type { IDataObject } from 'n8n-workflow';
import { fieldsetsOf, idsIn, useCatalio } from './support.mts';

const catalio = useCatalio();
const bodies = () => catalio.requestsTo('searchRequirementsSemantically').map(({ body }) => body);
const answered = (body: unknown) =>
	catalio.simulator.faults.onOperation('searchRequirementsSemantically', { kind: 'answer', status: 200, headers: { 'content-type': 'application/vnd.api+json' }, body: typeof body === 'object' ? body : JSON.stringify(body) });

const QUERY = 'payroll approved in steps';

describe('Semantic Search', () => {
	it('gives the requirements that the server found, best first', async () => {
		const records = await catalio.records('requirement', 'semanticSearch', { query: QUERY, limit: 3 });

		expect(bodies()).toEqual([{ data: { type: 'requirement', attributes: { query: QUERY, limit: 3 } } }]);
		expect(records).toHaveLength(3);
		expect(records[0]).toMatchObject({ title: 'Approve payroll runs in two steps' });
		expect(records[0]?.status).toBe(catalio.simulator.record('requirement', String(records[0]?.id))?.status);
	});

	it('leaves the number to the server with Return All', async () => {
		const records = await catalio.records('requirement', 'semanticSearch', { query: QUERY, returnAll: true });

		expect(bodies()).toEqual([{ data: { type: 'requirement', attributes: { query: QUERY } } }]);
		expect(records).toHaveLength(10);
	});

	it('sends nothing for Limit 0, and nothing found is no error', async () => {
		expect(await catalio.records('requirement', 'semanticSearch', { query: QUERY, limit: 0 })).toEqual([]);
		expect(catalio.simulator.requests).toEqual([]);
		expect(await catalio.records('requirement', 'semanticSearch', { query: 'xyzzy' })).toEqual([]);
	});

	it('includes what is related and keeps to fieldsets', async () => {
		const [record] = await catalio.records('requirement', 'semanticSearch', { query: QUERY, limit: 1, output: 'flattened', options: { include: ['team'], fieldsets: fieldsetsOf({ requirement: 'title', team: 'name' }) } });

		expect(record).toEqual({ id: record?.id, type: 'requirement', title: 'Approve payroll runs in two steps', team: expect.objectContaining({ type: 'team' }) as unknown });
		expect(catalio.asked()[0]?.query).toEqual({ include: 'team', 'fields[requirement]': 'title', 'fields[team]': 'name' });
	});

	it('gives included records as items, which do not count against the limit', async () => {
		const records = await catalio.records('requirement', 'semanticSearch', { query: QUERY, limit: 2, output: 'included', options: { include: ['persona'] } });

		expect(records.filter(({ type }) => type === 'requirement')).toHaveLength(2);
		expect(records.filter(({ type }) => type === 'persona').length).toBeGreaterThan(0);
	});

	it('keeps to the limit where the server does not', async () => {
		const data = ['a', 'b', 'c'].map((id) => ({ type: 'requirement', id, attributes: { title: id } }));
		answered({ data });
		expect(idsIn(await catalio.records('requirement', 'semanticSearch', { query: QUERY, limit: 2 }))).toEqual(['a', 'b']);
		answered({ result: ['a', 'b', 'c'] });
		expect(await catalio.records('requirement', 'semanticSearch', { query: QUERY, limit: 2 })).toEqual([{ result: 'a' }, { result: 'b' }]);
	});

	it.each<readonly [unknown, readonly IDataObject[]]>([
		[{ data: [{ type: 'requirement', id: 'a', attributes: { title: 'A' } }] }, [{ id: 'a', title: 'A' }]],
		[{ data: { type: 'requirement', id: 'a', attributes: { title: 'A' } } }, [{ id: 'a', title: 'A' }]],
		[{ data: null }, []],
		[{ data: [] }, []],
		[[{ id: 'a', score: 0.9 }], [{ id: 'a', score: 0.9 }]],
		[{ result: [{ id: 'a', score: 0.9 }, 'b'] }, [{ id: 'a', score: 0.9 }, { result: 'b' }]],
		[{ result: [] }, []],
		[{ success: true }, [{ success: true }]],
		['nothing', [{ result: 'nothing' }]],
	])('reads the answer %j', async (body, expected) => {
		answered(body);

		expect(await catalio.records('requirement', 'semanticSearch', { query: QUERY })).toEqual(expected);
	});

	it.each(['auto', 'attributes'])('sends arguments as attributes with Body Shape %s', async (bodyShape) => {
		await catalio.records('requirement', 'semanticSearch', { query: QUERY, limit: 1, options: { bodyShape } });

		expect(bodies()).toEqual([{ data: { type: 'requirement', attributes: { query: QUERY, limit: 1 } } }]);
	});

	it('sends arguments side by side with Body Shape Flat, for a server that takes them so alone', async () => {
		catalio.simulator.set({ actionBody: 'flat' });
		const { description } = await catalio.failed('requirement', 'semanticSearch', { query: QUERY, limit: 1 });
		expect(description).toContain('attributes');

		expect(await catalio.records('requirement', 'semanticSearch', { query: QUERY, limit: 1, options: { bodyShape: 'flat' } })).toHaveLength(1);
		expect(bodies().at(-1)).toEqual({ data: { query: QUERY, limit: 1 } });
	});

	it('takes other names of its arguments, and more of them', async () => {
		answered({ data: [] });
		await catalio.records('requirement', 'semanticSearch', { query: QUERY, limit: 4, options: { queryArgument: 'search_text', limitArgument: 'top_k', argumentsJson: '{"threshold":0.5}' } });

		expect(bodies()).toEqual([{ data: { type: 'requirement', attributes: { search_text: QUERY, top_k: 4, threshold: 0.5 } } }]);
	});

	it('tells an argument that the server does not know by its name', async () => {
		const { description, data } = await catalio.failed('requirement', 'semanticSearch', { query: QUERY, limit: 4, options: { queryArgument: 'search_text' } });

		expect(description).toContain('search_text: ');
		expect(data).toMatchObject({ status: 400, code: 'invalid_body' });
	});

	it.each([
		[{ query: '={{ $json.missing }}' }, 'Query is empty'],
		[{ query: QUERY, options: { queryArgument: 'a b' } }, 'Query Argument is not a name: "a b"'],
		[{ query: QUERY, options: { argumentsJson: '[1]' } }, 'More Arguments (JSON) is not an object'],
	])('refuses %j before anything is sent', async (parameters, said) => {
		expect((await catalio.failed('requirement', 'semanticSearch', parameters)).message).toBe(`${said} [Item 0]`);
		expect(catalio.simulator.requests).toEqual([]);
	});

	it('changes nothing, so it is sent again when its answer is lost', async () => {
		const before = structuredClone(catalio.simulator.state.records);
		catalio.simulator.faults.onOperation('searchRequirementsSemantically', { kind: 'reset', when: 'afterActing' });

		expect(await catalio.records('requirement', 'semanticSearch', { query: QUERY, limit: 1 })).toHaveLength(1);
		expect(bodies()).toHaveLength(2);
		expect(catalio.simulator.state.records).toEqual(before);
	});
});
