import { idsIn, sortOf, TEN, useCatalio } from './support.mts';

const catalio = useCatalio();

describe('Sort', () => {
	it.each(TEN)('orders $resource by a text, both ways', async ({ resource, type, sortedBy }) => {
		for (const [key, direction] of [[sortedBy, 1], [`-${sortedBy}`, -1]] as const) {
			const records = await catalio.records(resource, 'getAll', { returnAll: true, output: 'flattened', options: { sort: sortOf(key) } });
			const texts = records.map((record) => record[sortedBy]).filter((text) => text !== null);

			expect(catalio.queries().at(-1)?.sort).toBe(key);
			expect(texts).toEqual([...texts].sort((one, other) => (String(one) < String(other) ? -direction : direction)));
			expect(idsIn(records).sort()).toEqual(catalio.idsOf(type).sort());
		}
	});

	it('takes several keys, the first one first, and an ID from a list or as text alike', async () => {
		const sort = { key: [{ field: { __rl: true, mode: 'list', value: 'status' }, direction: 'desc' }, { field: 'title' }] };
		const records = await catalio.records('requirement', 'getAll', { returnAll: true, options: { sort } });
		const expected = [...catalio.stored('requirement')].sort(({ attributes: one }, { attributes: other }) =>
			one.status === other.status ? (String(one.title) < String(other.title) ? -1 : 1) : String(one.status) > String(other.status) ? -1 : 1,
		);

		expect(catalio.queries().at(-1)?.sort).toBe('-status,title');
		expect(idsIn(records)).toEqual(expected.map(({ id }) => id));
	});

	it.each(['auto', 'offset', 'cursor'])('holds over all pages of the style %s', async (pageStyle) => {
		catalio.simulator.admin.addRecords('requirement', 150);
		const records = await catalio.records('requirement', 'getAll', { returnAll: true, options: { sort: sortOf('-title'), pageStyle } });
		const titles = records.map(({ title }) => String(title));

		expect(titles).toEqual([...titles].sort().reverse());
		expect(idsIn(records).sort()).toEqual(catalio.idsOf('requirement').sort());
	});

	it('gives the first by that order where a limit is set', async () => {
		const newest = await catalio.records('requirement', 'getAll', { limit: 3, options: { sort: sortOf('-updated_at') } });
		const moments = catalio.stored('requirement').map(({ attributes }) => String(attributes.updated_at)).sort().reverse();

		expect(newest.map(({ updated_at }) => updated_at)).toEqual(moments.slice(0, 3));
	});

	it('by a field that the server does not sort by is told in its words, with a way out', async () => {
		const { message, description, data } = await catalio.failed('requirement', 'getAll', { limit: 5, options: { sort: sortOf('custom_fields') } });

		expect(`${message} ${description}`).toContain('No such sort field custom_fields');
		expect(description).toContain('pick them from the lists of this node');
		expect(data).toMatchObject({ status: 400, code: 'invalid_sort' });
	});

	it('by two names in one field is refused before anything is sent', async () => {
		expect((await catalio.failed('requirement', 'getAll', { options: { sort: sortOf('title,status') } })).message).toBe('Sort Key 1, Field is not a name: "title,status" [Item 0]');
		expect(catalio.simulator.requests).toEqual([]);
	});
});
