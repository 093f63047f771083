import { collect, nextLink } from '../../../nodes/shared/pagination';
import { answerTo, get, records, script, serving } from './pageServer.mts';

const next = nextLink({ path: 'links.next' });
const first = get('https://vendor.example/api/v1/items?page[limit]=2&filter[status]=active');

describe('nextLink', () => {
	it.each([
		['an absolute address', 'https://vendor.example/api/v1/items?after=x', '/api/v1/items?after=x'],
		['a path', '/other/items?after=x', '/other/items?after=x'],
		['a relative path', 'more?after=x', '/api/v1/more?after=x'],
		['a query alone', '?after=x', '/api/v1/items?after=x'],
		['an address without scheme', '//vendor.example/items?after=x', '/items?after=x'],
		['a link object', { href: '/api/v1/items?after=x', meta: { count: 2 } }, '/api/v1/items?after=x'],
		['an address with the default port', 'https://vendor.example:443/items?after=x', '/items?after=x'],
	])('follows %s', async (_case, link, path) => {
		const vendor = script({ data: records(0, 2), links: { next: link } }, { data: records(2, 3), links: { next: null } });

		const { items } = await collect(first, { itemsPath: 'data', next, send: vendor.send });

		expect(items).toEqual(records(0, 3));
		expect(vendor.paths()[1]).toBe(path);
		expect(vendor.requests[1]).toMatchObject({ method: 'GET', headers: first.headers });
	});

	it.each([
		['null', { links: { next: null } }],
		['absent', { links: {} }],
		['absent with all links', {}],
		['empty', { links: { next: '' } }],
		['an object with an empty address', { links: { next: { href: '' } } }],
	])('ends at a link that is %s', async (_case, body) => {
		const vendor = script({ data: records(0, 2), ...body });

		await collect(first, { itemsPath: 'data', next, send: vendor.send });

		expect(vendor.requests).toHaveLength(1);
	});

	it('resolves against the address that answered, not against the first one', async () => {
		const vendor = serving((_query, request, turn) =>
			turn === 1
				? answerTo({ ...request, url: 'https://vendor.example/v2/deep/items' }, { data: records(0, 1), links: { next: 'next?x=1' } })
				: { data: records(1, 2) },
		);

		await collect(first, { itemsPath: 'data', next, send: vendor.send });

		expect(vendor.paths()[1]).toBe('/v2/deep/next?x=1');
	});

	it.each([
		['another host', 'https://elsewhere.example/items?after=x', 'it leads to https://elsewhere.example, the list is at https://vendor.example'],
		['another port', 'https://vendor.example:8443/items', 'it leads to https://vendor.example:8443, the list is at https://vendor.example'],
		['a host hidden behind backslashes', '\\\\elsewhere.example\\items', 'it leads to https://elsewhere.example, the list is at https://vendor.example'],
		['plain http', 'http://vendor.example/items?after=x', 'it leaves https for http://vendor.example'],
		['an address with user info', 'https://vendor.example@elsewhere.example/', 'it holds a user name or password for elsewhere.example'],
		['a password', 'https://me:hunter2@vendor.example/items', 'it holds a user name or password for vendor.example'],
		['an address that is no web address', 'javascript:alert(1)', 'it leads to a javascript: address, the list is at https://vendor.example'],
		['an address that cannot be read', 'https://[', 'it is not a valid address'],
		['a number', 7, '"links.next" is neither an address nor an object with an address as href'],
		['an object without an address', { meta: {} }, '"links.next" is neither an address nor an object with an address as href'],
	])('refuses %s and sends nothing there', async (_case, link, reason) => {
		const vendor = script({ data: records(0, 2), links: { next: link } });

		const failure = await collect(first, { itemsPath: 'data', next, send: vendor.send }).catch((error: unknown) => error);

		expect(failure).toMatchObject({ because: 'badLink', message: `The next link on page 1 is not followed: ${reason}`, pages: 1, items: 2 });
		expect(JSON.stringify(failure)).not.toContain('hunter2');
		expect(vendor.requests).toHaveLength(1);
	});

	it('refuses a link back to another origin that answered in place of the one that was asked', async () => {
		const vendor = serving((_query, request) => answerTo({ ...request, url: 'https://elsewhere.example/items' }, { data: records(0, 1), links: { next: '/items?after=x' } }));

		await expect(collect(first, { itemsPath: 'data', next, send: vendor.send })).rejects.toMatchObject({ because: 'badLink' });
		expect(vendor.requests).toHaveLength(1);
	});

	it('does not look at a broken link behind a limit that is reached', async () => {
		const vendor = script({ data: records(0, 2), links: { next: 'https://elsewhere.example/' } });

		expect((await collect(first, { itemsPath: 'data', next, limit: 2, send: vendor.send })).items).toEqual(records(0, 2));
	});

	it('reads the empty last page that a full page of an Ash server leads to', async () => {
		const vendor = script({ data: records(0, 2), links: { next: '?page[offset]=2' } }, { data: [], links: { next: null } });

		expect((await collect(first, { itemsPath: 'data', next, send: vendor.send })).items).toEqual(records(0, 2));
	});
});
