import type { CatalioOptions, Switches } from '../../simulators/catalio/index.mts';
import { idsIn, sortOf, useCatalio } from './support.mts';

const LINKS = ['absolute', 'object', 'relative'] as const;
const PAGING = ['both', 'keyset', 'offset'] as const;
const NOWHERE = ['null', 'absent'] as const;
const SHAPES = PAGING.flatMap((paging) => LINKS.flatMap((links) => NOWHERE.map((missingLink) => ({ paging, links, missingLink }))));

/** A parameter of all requests, in their order. */
const sent = (catalio: ReturnType<typeof useCatalio>, name: string) => catalio.queries().map((query) => query[name]);

describe('the links of a list', () => {
	const catalio = useCatalio();
	beforeEach(() => void catalio.simulator.admin.addRecords('requirement', 190));

	it.each(SHAPES)('are followed where they are $links, paging is by $paging and no link is $missingLink', async (shape) => {
		catalio.simulator.set(shape);
		const { records, hints } = await catalio.told('requirement', 'getAll', { returnAll: true });

		expect(idsIn(records)).toEqual(catalio.idsOf('requirement'));
		expect(sent(catalio, 'page[limit]')).toEqual(['100', '100', '100']);
		expect(hints).toEqual([]);
	});

	it('carry every parameter over', async () => {
		const { records } = await catalio.told('requirement', 'getAll', { returnAll: true, output: 'flattened', filterBy: 'json', filterJson: '{"title":{"contains":"a"}}', options: { include: ['team'] } });

		expect(idsIn(records)).toEqual(catalio.idsOf('requirement', ({ title }) => String(title).includes('a')));
		expect(sent(catalio, 'include')).toEqual(sent(catalio, 'include').map(() => 'team'));
		expect(sent(catalio, 'filter[title][contains]').every((text) => text === 'a')).toBe(true);
	});

	it('to another origin are refused before a token is sent there, and what was read can be had with a limit', async () => {
		catalio.simulator.set({ links: 'otherOrigin' });
		const { message, description } = await catalio.failed('requirement', 'getAll', { returnAll: true });

		expect(message).toContain('The next link on page 1 is not followed');
		expect(message).not.toContain('(right)');
		expect(description).toContain('set Limit to 100 or less');
		expect(catalio.asked()).toHaveLength(1);
		expect(await catalio.records('requirement', 'getAll', { limit: 100 })).toHaveLength(100);
	});

	it.each([
		[{ href: 7 }, 'neither an address nor an object'],
		[['/api/v1/requirements'], 'neither an address nor an object'],
		[true, 'neither an address nor an object'],
		['http://[', 'not followed'],
	])('that are %j are refused instead of taken for the end', async (next, said) => {
		const body = { data: [{ type: 'requirement', id: 'a', attributes: { title: 'A' } }], links: { next } };
		catalio.simulator.faults.onOperation('listRequirements', { kind: 'answer', status: 200, body });

		expect((await catalio.failed('requirement', 'getAll', { returnAll: true })).message).toContain(said);
	});

	it('that go round in circles are told, and nothing is passed for the whole', async () => {
		const page = (next: string) => ({ kind: 'answer' as const, status: 200, body: { data: [{ type: 'requirement', id: next, attributes: { title: next } }], links: { next: `/api/v1/requirements?page[limit]=100&page[after]=${next}` } } });
		for (const [nth, next] of ['a', 'b', 'a'].entries()) catalio.simulator.faults.onOperation('listRequirements', page(next), { nth: nth + 1 });
		const { message } = await catalio.failed('requirement', 'getAll', { returnAll: true });

		expect(message).toMatch(/in circles|nothing new/);
	});
});

describe('a list whose links do not tell', () => {
	const catalio = useCatalio(() => ({ switches: { counting: 'refused' } }) satisfies CatalioOptions);

	it.each([
		['next', 3, '200'],
		['noNext', 2, '100'],
	] as const)('that ends with a full page (%s) is read to its end in %i requests', async (fullLastPage, requests, lastOffset) => {
		catalio.simulator.set({ fullLastPage, counting: 'allowed' });
		catalio.simulator.admin.addRecords('requirement', 140);
		const { records, hints } = await catalio.told('requirement', 'getAll', { returnAll: true, options: { count: false } });

		expect(idsIn(records)).toEqual(catalio.idsOf('requirement'));
		expect(catalio.asked()).toHaveLength(requests);
		expect(sent(catalio, 'page[offset]').at(-1)).toBe(lastOffset);
		expect(sent(catalio, 'page[count]')).toEqual(Array.from({ length: requests }));
		expect(hints).toEqual([]);
	});

	it('that refuses to count is asked once more without, and then is not asked to count again', async () => {
		catalio.simulator.admin.addRecords('requirement', 150);
		const { records, hints } = await catalio.told('requirement', 'getAll', { returnAll: true });

		expect(idsIn(records)).toEqual(catalio.idsOf('requirement'));
		expect(catalio.asked().map(({ query, status }) => [query['page[count]'], status])).toEqual([['true', 400], [undefined, 200], [undefined, 200], [undefined, 200]]);
		expect(hints).toEqual([]);
	});

	it('that refuses for another reason says that reason', async () => {
		catalio.simulator.set({ counting: 'allowed' });
		const { message, description } = await catalio.failed('requirement', 'getAll', { returnAll: true, filterBy: 'json', filterJson: '{"colour":"red"}' });

		expect(`${message} ${description}`).toContain('No such field colour');
	});
});

describe('Page Style', () => {
	const catalio = useCatalio();
	beforeEach(() => void catalio.simulator.admin.addRecords('requirement', 190));
	const all = async (options: Record<string, unknown>, switches: Partial<Switches> = {}) => {
		catalio.simulator.set(switches);
		return await catalio.told('requirement', 'getAll', { returnAll: true, options } as never);
	};

	it('Offset counts from the start of the list', async () => {
		const { records } = await all({ pageStyle: 'offset' });

		expect(idsIn(records)).toEqual(catalio.idsOf('requirement'));
		expect(sent(catalio, 'page[offset]')).toEqual(['0', '100', '200']);
	});

	it('Cursor goes on behind the last record, without links and counting once, until nothing comes', async () => {
		const { records, hints } = await all({ pageStyle: 'cursor' });

		expect(idsIn(records)).toEqual(catalio.idsOf('requirement'));
		expect(sent(catalio, 'page[after]').map((cursor) => typeof cursor)).toEqual(['undefined', 'string', 'string', 'string']);
		expect(sent(catalio, 'page[count]')).toEqual(['true', undefined, undefined, undefined]);
		expect(hints).toEqual([]);
	});

	it('Cursor does not need the links: those to another origin are not looked at', async () => {
		const { records } = await all({ pageStyle: 'cursor' }, { links: 'otherOrigin' });

		expect(idsIn(records)).toEqual(catalio.idsOf('requirement'));
	});

	it('Cursor falls back to the links where records have none, and never gives a part for the whole', async () => {
		const { records } = await all({ pageStyle: 'cursor' }, { paging: 'offset' });

		expect(idsIn(records)).toEqual(catalio.idsOf('requirement'));
	});

	it('Offset, where the server pages by cursor alone, is told in its words', async () => {
		catalio.simulator.set({ paging: 'keyset' });
		const { message, description, data } = await catalio.failed('requirement', 'getAll', { limit: 5, options: { pageStyle: 'offset' } });

		expect(`${message} ${description}`).toContain('not paged by offset');
		expect(data).toMatchObject({ status: 400, code: 'invalid_pagination' });
	});

	it('Offset tells of records that came more than once because the list shifted, and gives them once', async () => {
		catalio.simulator.faults.when(({ operationId }) => {
			// Something new stands at the front before the second page is read.
			if (operationId === 'listRequirements' && catalio.asked().length === 2) catalio.simulator.admin.addRecords('requirement', 1, { title: 'zz' });
			return false;
		}, { kind: 'truncatedJson' });
		const { records, hints } = await all({ pageStyle: 'offset', sort: sortOf('-title') });

		expect(new Set(idsIn(records)).size).toBe(250);
		expect(records).toHaveLength(250);
		expect(hints[0]).toBe('The list changed while it was read: 1 record came more than once and is given once.');
	});
});

describe('Page Size', () => {
	const catalio = useCatalio();

	it.each([
		[7, Array.from({ length: 9 }, () => '7')],
		[60, ['60']],
		[250, ['250']],
	])('%i is asked for at a time', async (pageSize, sizes) => {
		const records = await catalio.records('requirement', 'getAll', { returnAll: true, options: { pageSize } });

		expect(idsIn(records)).toEqual(catalio.idsOf('requirement'));
		expect(sent(catalio, 'page[limit]')).toEqual(sizes);
	});

	it('is never more than the limit', async () => {
		await catalio.records('requirement', 'getAll', { limit: 3, options: { pageSize: 50 } });

		expect(sent(catalio, 'page[limit]')).toEqual(['3']);
	});

	it.each([0, 1_001, 2.5])('%d is refused before anything is sent', async (pageSize) => {
		expect((await catalio.failed('requirement', 'getAll', { options: { pageSize } })).message).toContain('Page Size');
		expect(catalio.simulator.requests).toEqual([]);
	});

	it('is always told, for a server that demands one', async () => {
		catalio.simulator.set({ limitRequired: true });

		expect(await catalio.records('requirement', 'getAll', { returnAll: true })).toHaveLength(60);
	});

	it('above what the server allows is told in its words where it refuses', async () => {
		catalio.simulator.set({ aboveMaximum: 'refused' });
		const { message, description } = await catalio.failed('requirement', 'getAll', { returnAll: true, options: { pageSize: 500 } });

		expect(`${message} ${description}`).toContain('above the maximum of 250');
	});
});
