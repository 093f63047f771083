import { byId, conditionsOf, useCatalio } from './support.mts';

const catalio = useCatalio();
const MEDIA_TYPE = { 'content-type': 'application/vnd.api+json; charset=utf-8' };
const answer = (status: number, body: unknown, headers: Readonly<Record<string, string>> = MEDIA_TYPE) =>
	catalio.simulator.faults.onOperation('listRequirements', { kind: 'answer', status, headers, body }, { times: Infinity });
const told = async (options = {}) => {
	const failed = await catalio.failed('requirement', 'getAll', { limit: 1, options: { retries: 0, ...options } });
	return { ...failed, text: `${failed.message} ${failed.description}` };
};

describe('an error of the vendor', () => {
	it('in full has its words, its code, its number for the support, and a way out', async () => {
		const { message, description, data } = await catalio.failed('requirement', 'getAll', { limit: 1, ...conditionsOf({ field: 'colour', value: 'red' }) });

		expect(message).toMatch(/InvalidFilter.*error ID [0-9a-f-]{36}/);
		expect(description).toMatch(/filter: InvalidFilter: No such field colour for requirement\./);
		expect(description).toMatch(/Request ID: .+\./);
		expect(data).toMatchObject({ status: 400, code: 'invalid_filter', fields: [{ field: 'filter', message: 'InvalidFilter: No such field colour for requirement' }] });
	});

	it('at its least has title and detail, and the way out of its status', async () => {
		catalio.simulator.set({ errorStyle: 'minimal' });
		const { message, description, data } = await catalio.failed('requirement', 'getAll', { limit: 1, ...conditionsOf({ field: 'colour', value: 'red' }) });

		expect(message).toContain('InvalidFilter: No such field colour for requirement');
		expect(description).toContain('Catalio refuses attributes, filters and paths that it does not know.');
		expect(data).toMatchObject({ status: 400, fields: [] });
	});

	it.each(['full', 'minimal'] as const)('for a record that is not there reads the same in the style %s', async (errorStyle) => {
		catalio.simulator.set({ errorStyle });
		const { message, description, data } = await catalio.failed('team', 'get', { recordId: byId('5b1c9a40-2f6e-4d8b-8c11-3e7a90d4f201') });

		expect(message).toContain('could not be found');
		expect(description).toContain('There is no such record, or it is private');
		expect(data.status).toBe(404);
	});

	it('with several errors at once tells all of them, those of a field by its name', async () => {
		answer(400, {
			errors: [
				{ status: '400', code: 'invalid_attribute', title: 'InvalidAttribute', detail: 'must be shorter', source: { pointer: '/data/attributes/title' } },
				{ status: '400', code: 'invalid_attribute', title: 'InvalidAttribute', detail: 'is unknown', source: { pointer: '/data/relationships/team/data' } },
				{ status: '400', code: 'invalid_query', title: 'InvalidQuery', detail: 'is not a number', source: { parameter: 'page[limit]' } },
				{ status: '400', code: 'invalid_header', detail: 'is missing', source: { header: 'Accept' } },
				{ status: '400', detail: 'the whole is wrong' },
			],
		});
		const { message, data, description } = await told();

		expect(message).toContain('the whole is wrong');
		expect((data.fields as Array<{ field: string }>).map(({ field }) => field)).toEqual(['title', 'team', 'page[limit]', 'Accept']);
		for (const said of ['title: InvalidAttribute: must be shorter.', 'team: InvalidAttribute: is unknown.', 'page[limit]: InvalidQuery: is not a number.', 'Accept: is missing.']) expect(description).toContain(said);
	});

	it.each<readonly [number, unknown, string]>([
		[403, { errors: [{ status: '403', code: 'forbidden', title: 'Forbidden', detail: 'forbidden' }] }, 'The API credential may not do this.'],
		[409, { errors: [{ title: 'Conflict' }] }, 'in conflict'],
		[422, { errors: [{ title: 'Nope' }] }, 'refused the values'],
		[500, { errors: [{ id: 'E-77', code: 'something_went_wrong', title: 'SomethingWentWrong', detail: 'Something went wrong. Error id: E-77' }] }, 'E-77'],
		[400, 'plain words', 'plain words'],
		[400, { error: 'invalid_request', error_description: 'Bad thing' }, 'Bad thing'],
		[400, { errors: { title: ['is too long'] } }, 'title: is too long'],
		[400, { errors: ['just text', 7] }, 'just text'],
		[400, { errors: [] }, '400'],
		[400, [], '400'],
		[400, { errors: [null] }, '400'],
		[418, {}, '418'],
	])('with status %i and the body %j is told without falling over', async (status, body, said) => {
		answer(status, body);

		expect((await told()).text).toContain(said);
	});

	it('leaves as an item of its own where the workflow goes on', async () => {
		const [id = ''] = catalio.idsOf('team');
		const { outputs, error } = await catalio.run('team', 'get', { recordId: byId('={{ $json.id }}') }, { items: [{ id: 'nobody' }, { id }], onError: 'continueErrorOutput' });

		expect(error).toBeUndefined();
		expect(outputs[0]?.map(({ json }) => json.id)).toEqual([id]);
		expect(outputs[1]?.[0]).toMatchObject({ json: { error: expect.stringContaining('could not be found') as unknown }, pairedItem: { item: 0 } });
	});
});

describe('an answer that is not of the API', () => {
	const page = '<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in to Catalio</body></html>';

	it.each([
		[page, { 'content-type': 'text/html; charset=utf-8' }],
		[`\n  ${page}`, { 'content-type': 'text/plain' }],
	])('is told where success is a web page', async (body, headers) => {
		answer(200, body, headers);
		const { message, description } = await told();

		expect(message).toContain('What answered is not the API of Catalio');
		expect(description).toContain('Check Base URL and API Path');
	});

	it.each([400, 401, 403, 404, 502])('is told by its status %i and never quoted where it is a web page', async (status) => {
		answer(status, page, { 'content-type': 'text/html' });
		const { text, data } = await told();

		expect(data.status).toBe(status);
		expect(text).not.toContain('<');
		expect(text).not.toContain('Sign in');
	});

	it.each([301, 302, 307, 308])('is told where the answer %i sends the request on, and nothing is sent there', async (status) => {
		const reached: string[] = [];
		catalio.simulator.faults.when(({ path }) => path === '/elsewhere' && reached.push(path) > 0, { kind: 'answer', status: 200, body: { data: [] } });
		answer(status, '', { location: `${catalio.simulator.origin.replace('127.0.0.1', 'localhost')}/elsewhere` });

		expect((await told()).message).toContain('What answered is not the API of Catalio');
		expect(reached).toEqual([]);
		expect(catalio.asked()).toHaveLength(1);
	});

	it.each<readonly [unknown, RegExp]>([
		[{ data: { type: 'requirement', id: 'a' } }, /list|array/i],
		[{ items: [] }, /list|array/i],
		[{}, /list|array/i],
		['', /list|array|empty|data/i],
		['null', /list|array/i],
		[{ errors: [{ title: 'Odd' }] }, /success and yet with errors/],
		[{ data: [], errors: [{ title: 'Odd' }] }, /success and yet with errors/],
	])('as success with %j instead of a list is told, and never taken for an empty list', async (body, said) => {
		answer(200, body);

		expect((await told()).text).toMatch(said);
	});

	it('that is cut in its middle is asked for again', async () => {
		catalio.simulator.faults.onOperation('listRequirements', { kind: 'truncatedJson' });

		expect(await catalio.records('requirement', 'getAll', { limit: 2 })).toHaveLength(2);
		expect(catalio.asked()).toHaveLength(2);
	});

	it('from a gateway that recovers is asked for again', async () => {
		catalio.simulator.faults.onOperation('listRequirements', { kind: 'html', status: 503 });

		expect(await catalio.records('requirement', 'getAll', { limit: 2 })).toHaveLength(2);
	});
});
