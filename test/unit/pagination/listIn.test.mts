import { collect, cursor } from '../../../nodes/shared/pagination';
import { answerTo, get, records, script, serving } from './pageServer.mts';

const next = cursor({ parameter: 'cursor', path: 'meta.next_cursor' });

describe('the list in an answer', () => {
	it.each([
		['data', { data: records(0, 2) }],
		['result.rows', { result: { rows: records(0, 2) } }],
		['', records(0, 2)],
		[['data', ''], records(0, 2)],
		[['data', ''], { data: records(0, 2) }],
	])('is found at %j', async (itemsPath, body) => {
		expect((await collect(get(), { itemsPath, next, send: script(body).send })).items).toEqual(records(0, 2));
	});

	it.each([
		['data', { error: 'x' }, 'at "data"', 'a JSON object without one'],
		['data', { data: { id: 1 } }, 'at "data"', 'a JSON object without one'],
		['data', { data: null }, 'at "data"', 'a JSON object without one'],
		['data', records(0, 1), 'at "data"', 'a bare list'],
		['data', null, 'at "data"', 'no body'],
		['data', '', 'at "data"', 'no body'],
		['data', true, 'at "data"', 'a JSON boolean without one'],
		['', {}, 'at the top', 'a JSON object without one'],
		[['data', ''], {}, 'at "data" or at the top', 'a JSON object without one'],
	])('is missed at %j of %j, which is no empty page', async (itemsPath, body, place, found) => {
		await expect(collect(get(), { itemsPath, next, send: script(body).send })).rejects.toMatchObject({
			because: 'noList',
			message: `Expected a list ${place} in the answer (status 200), found ${found}`,
			pages: 0,
			items: 0,
		});
	});

	it.each([
		['<!DOCTYPE html><title>Sign in</title>', 'text/html; charset=utf-8', 'an HTML page (text/html)'],
		['  <html>', undefined, 'an HTML page'],
		['upstream went away', 'text/plain', 'text (text/plain)'],
	])('is missed in %j, and the message says what that is without repeating it', async (body, type, found) => {
		const vendor = serving((_query, request) => answerTo(request, body, { 'content-type': type }));

		await expect(collect(get(), { itemsPath: 'data', next, send: vendor.send })).rejects.toMatchObject({
			message: `Expected a list at "data" in the answer (status 200), found ${found}`,
			advice: 'Check the base URL in the credential, and whether API access is enabled for this organization.',
		});
	});

	it('is missed on a later page as well, with what was read before', async () => {
		const vendor = script({ data: records(0, 2), meta: { next_cursor: 'a' } }, { meta: {} });

		await expect(collect(get(), { itemsPath: 'data', next, send: vendor.send })).rejects.toMatchObject({ because: 'noList', pages: 1, items: 2 });
	});
});
