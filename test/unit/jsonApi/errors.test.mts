import { documentErrors, documentProblem, errorText } from '../../../nodes/shared/jsonApi';

describe('errorText', () => {
	it('tells all errors: those of a field by its name, the others in the message', () => {
		const body = {
			errors: [
				{ id: 'e-1', status: '400', code: 'required', title: 'Required', detail: 'is required', source: { pointer: '/data/attributes/title' } },
				{ status: '400', code: 'invalid_attribute', title: 'Invalid', source: { pointer: '/data/relationships/team' } },
				{ status: '400', title: 'Forbidden', detail: 'You may not do this' },
				{ title: 'Invalid Filter', source: { parameter: 'filter[x]' } },
				{ detail: 'Wrong', source: { header: 'Accept' } },
			],
		};

		expect(errorText(body)).toEqual({
			message: 'Forbidden: You may not do this (error ID e-1)',
			code: 'required',
			fields: [
				{ field: 'title', message: 'Required: is required' },
				{ field: 'team', message: 'Invalid' },
				{ field: 'filter[x]', message: 'Invalid Filter' },
				{ field: 'Accept', message: 'Wrong' },
			],
		});
	});

	it('says what errors of fields have in common where there are no others', () => {
		const field = (name: string) => ({ title: 'Invalid Attribute', detail: `${name} is bad`, source: { pointer: `/data/attributes/${name}` } });

		expect(errorText({ errors: [field('a'), field('b')] })).toMatchObject({ message: 'Invalid Attribute', fields: [{ field: 'a' }, { field: 'b' }] });
	});

	it('reads the least an error may have', () => {
		expect(errorText({ errors: [{ status: '404', title: 'Not Found', detail: 'not found' }] })).toEqual({ message: 'not found' });
		expect(errorText({ errors: [{ code: 'x' }] })).toEqual({ message: 'x', code: 'x' });
		expect(errorText({ errors: [{}] })).toEqual({});
		expect(errorText({ errors: ['Broken', 5] })).toEqual({ message: 'Broken; 5' });
	});

	it('keeps the id for the support', () => {
		expect(errorText({ errors: [{ id: 'abc', code: 'something_went_wrong', title: 'SomethingWentWrong' }] }).message).toBe('SomethingWentWrong (error ID abc)');
	});

	it('tells ten of many and counts the others', () => {
		const { message } = errorText({ errors: Array.from({ length: 25 }, (_each, index) => ({ detail: `Problem ${index}` })) });

		expect(message).toMatch(/^Problem 0; .*Problem 9; and 15 more$/);
	});

	it('calls data beside errors malformed', () => {
		expect(errorText({ data: [], errors: [{ title: 'X' }] }).message).toBe('the answer is malformed, with data beside errors: X');
	});

	it.each([
		['/data/attributes/title', 'title'],
		['/data/relationships/team', 'team'],
		['/data/relationships/team/data/id', 'team'],
		['/data/attributes/address/city', 'address.city'],
		['/data/attributes/tags/0', 'tags.0'],
		['/data/0/attributes/title', 'title'],
		['/data/attributes/a~1b~0c', 'a/b~c'],
		['/data/type', 'type'],
		['#/data/attributes/title', 'title'],
		['data/attributes/title', 'title'],
		['title', 'title'],
		['/included/0/attributes/name', 'included.0.attributes.name'],
	])('turns the pointer %s into %s', (pointer, field) => {
		expect(errorText({ errors: [{ title: 'X', source: { pointer } }] }).fields).toEqual([{ field, message: 'X' }]);
	});

	it.each(['', '/', '/data', '/data/attributes', '/data/relationships'])('takes an error at %j for one of the whole', (pointer) => {
		expect(errorText({ errors: [{ title: 'X', source: { pointer } }] })).toEqual({ message: 'X' });
	});

	it('reads what an OAuth server, a gateway or a framework says', () => {
		expect(errorText({ error: 'invalid_client', error_description: 'Client authentication failed' })).toEqual({ message: 'Client authentication failed', code: 'invalid_client' });
		expect(errorText({ error: 'invalid_grant' })).toEqual({ message: 'invalid_grant' });
		expect(errorText({ error: { message: 'Broken', code: 'E1' } })).toEqual({ message: 'Broken', code: 'E1' });
		expect(errorText({ type: 'about:blank', title: 'Bad Gateway', detail: 'Upstream is down' })).toEqual({ message: 'Upstream is down' });
		expect(errorText({ errors: { title: ["can't be blank", 'is short'], detail: 'x' } })).toEqual({ fields: [{ field: 'title', message: "can't be blank; is short" }, { field: 'detail', message: 'x' }] });
		expect(errorText({ errors: 'Broken' })).toEqual({ message: 'Broken' });
		expect(errorText('Service Unavailable')).toEqual({ message: 'Service Unavailable' });
	});

	it.each([undefined, null, 5, [], '', ' ', {}, { errors: [] }, { errors: null }])('says nothing of %j', (body) => expect(errorText(body)).toEqual({}));
});

describe('documentErrors', () => {
	it('has everything that an error object may have (rule 7)', () => {
		const error = {
			id: '1', status: 422, code: 'c', title: 't', detail: 'd',
			source: { pointer: '/data/attributes/x', parameter: 'p', header: 'h' },
			links: { about: { href: '/about' }, type: '/type' },
			meta: { n: 1 },
			unknown: true,
		};

		expect(documentErrors({ errors: [error] })).toEqual([
			{ id: '1', status: '422', code: 'c', title: 't', detail: 'd', pointer: '/data/attributes/x', parameter: 'p', header: 'h', field: 'x', about: '/about', typeLink: '/type', meta: { n: 1 } },
		]);
	});

	it('has none of a body without a list of them', () => {
		expect(documentErrors({ errors: {} })).toEqual([]);
		expect(documentErrors('text')).toEqual([]);
	});
});

describe('documentProblem', () => {
	it.each([{ data: null }, { data: [] }, { meta: {} }, { data: [], errors: null }])('has nothing against %j', (body) => expect(documentProblem(body)).toBeUndefined());

	it.each([
		[{ errors: [{ title: 'X' }] }, 'The answer is a list of errors'],
		[{ data: [], errors: [] }, 'The answer is malformed: it has data beside errors'],
		[{ jsonapi: {} }, 'The answer is no JSON:API document: it has neither data nor meta'],
		['<html>', 'The answer is no JSON:API document'],
		[undefined, 'The answer is no JSON:API document'],
		[[], 'The answer is no JSON:API document'],
	])('says what is wrong with %j', (body, problem) => expect(documentProblem(body)).toBe(problem));
});
