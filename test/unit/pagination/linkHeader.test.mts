import { collect, linkHeader } from '../../../nodes/shared/pagination';
import { parseLinkHeader } from '../../../nodes/shared/pagination/parseLinkHeader';
import { answerTo, get, records, serving } from './pageServer.mts';

const vendorWith = (link: string | string[] | undefined) =>
	serving((_query, request, turn) => answerTo(request, records((turn - 1) * 2, turn * 2), turn === 1 && link !== undefined ? { link } : {}));
const first = get('https://vendor.example/items?page=1');

describe('linkHeader', () => {
	it.each([
		['a quoted relation', '<https://vendor.example/items?page=2>; rel="next"'],
		['a bare relation', '<https://vendor.example/items?page=2>; rel=next'],
		['several relations in one', '<https://vendor.example/items?page=2>; rel="next last"'],
		['the relation in second place', '<https://vendor.example/items?page=2>; rel="last next"'],
		['the name in capitals', '<https://vendor.example/items?page=2>; REL="next"'],
		['the relation in capitals', '<https://vendor.example/items?page=2>; rel="NEXT"'],
		['another parameter before it', '<https://vendor.example/items?page=2>; title="x"; rel="next"'],
		['no space at all', '<https://vendor.example/items?page=2>;rel="next"'],
		['space around the equals sign', '<https://vendor.example/items?page=2> ; rel = "next"'],
		['a relative address', '<?page=2>; rel="next"'],
		['separators within quotes', '<?page=9>; title="a, <b>; rel=\\"next\\""; rel="prev", <?page=2>; rel="next"'],
		['a parameter without a value', '<?page=2>; crossorigin; rel="next"'],
		['empty elements and semicolons', ', ,<?page=2>;; rel="next";, '],
		['other links before and after', '<?page=1>; rel="prev", <?page=2>; rel="next", <?page=9>; rel="last"'],
		['a second header line', ['<?page=9>; rel="last"', '<?page=2>; rel="next"']],
		['an anchor that is the list itself', '<?page=2>; rel="next"; anchor="#top"'],
		['a second rel, which does not count', '<?page=2>; rel="next"; rel="prev"'],
	])('follows a next link with %s', async (_case, link) => {
		const vendor = vendorWith(link);

		const { items } = await collect(first, { itemsPath: '', next: linkHeader(), send: vendor.send });

		expect(items).toEqual(records(0, 4));
		expect(vendor.paths()).toEqual(['/items?page=1', '/items?page=2']);
	});

	it('takes a comma and a semicolon in an address as part of it', async () => {
		const vendor = vendorWith('<?ids=1,2;3&page=2>; rel="next"');

		await collect(first, { itemsPath: '', next: linkHeader(), send: vendor.send });

		expect(vendor.paths()[1]).toBe('/items?ids=1,2;3&page=2');
	});

	it.each([
		['no header', undefined],
		['an empty header', ''],
		['other relations only', '<?page=1>; rel="prev", <?page=9>; rel="last"'],
		['a relation that only begins with next', '<?page=2>; rel="next-archive"'],
		['a first rel that is another', '<?page=2>; rel="prev"; rel="next"'],
		['no relation', '<?page=2>'],
		['a title that says rel="next"', '<?page=2>; title="rel=next"'],
		['the next of something else', '<?page=2>; rel="next"; anchor="/other"'],
	])('ends at %s', async (_case, link) => {
		const vendor = vendorWith(link);

		expect((await collect(first, { itemsPath: '', next: linkHeader(), send: vendor.send })).items).toEqual(records(0, 2));
		expect(vendor.requests).toHaveLength(1);
	});

	it.each([['next'], ['<?page=2; rel="next"'], ['<?page=2>; rel="next'], ['<?page=9>; rel="last", page 2'], ['<?page=2> rel="next"']])(
		'throws on %j, which cannot be read to its end and shows no next link',
		async (link) => {
			const vendor = vendorWith(link);

			await expect(collect(first, { itemsPath: '', next: linkHeader(), send: vendor.send })).rejects.toMatchObject({
				because: 'badLink',
				message: 'The next link on page 1 is not followed: the Link header cannot be read',
			});
		},
	);

	it('refuses a link to another origin', async () => {
		const vendor = vendorWith('<https://elsewhere.example/items?page=2>; rel="next"');

		await expect(collect(first, { itemsPath: '', next: linkHeader(), send: vendor.send })).rejects.toMatchObject({ because: 'badLink' });
		expect(vendor.requests).toHaveLength(1);
	});
});

describe('parseLinkHeader', () => {
	it('reads targets, relations and anchors, and undoes escapes in quoted values', () => {
		expect(parseLinkHeader('<a>; rel="Next  Last"; anchor="x\\"y", <b>; rel=https://rels.example/Own')).toEqual({
			links: [
				{ target: 'a', rel: ['next', 'last'], anchor: 'x"y' },
				{ target: 'b', rel: ['https://rels.example/own'] },
			],
			unread: '',
		});
	});

	it('says what it could not read', () => {
		expect(parseLinkHeader('<a>; rel=next, oops')).toEqual({ links: [{ target: 'a', rel: ['next'] }], unread: 'oops' });
	});

	it('reads a header of 100,000 characters that never closes its quote in no time', () => {
		const startedMs = performance.now();
		parseLinkHeader(`<a>; title="${'\\"'.repeat(50_000)}`);
		parseLinkHeader(`<a>${'; x='.repeat(25_000)}`);
		parseLinkHeader('<'.repeat(100_000));
		expect(performance.now() - startedMs).toBeLessThan(2_000);
	});
});
