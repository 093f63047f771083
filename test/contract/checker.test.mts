import { Contract } from '../simulators/frame/contract.mts';
import { accepts } from '../simulators/frame/mediaType.mts';
import type { JsonObject } from '../simulators/frame/schemas.mts';

const text = { type: 'string' };
const numbers = { type: 'array', items: { type: 'integer' } };

/** A contract with one GET and one POST of /things/{id}, and whatever is told. */
function contractWith({ parameters = [], requestBody, responses = { 200: { description: 'Done.' } }, more = {} }: { parameters?: JsonObject[]; requestBody?: JsonObject; responses?: JsonObject; more?: JsonObject }): Contract {
	const id = { name: 'id', in: 'path', required: true, schema: { type: 'integer' } };
	return new Contract({
		openapi: '3.1.0',
		info: { title: 'Things', version: '1' },
		paths: {
			'/things/{id}': {
				parameters: [id],
				get: { operationId: 'getThing', parameters, responses },
				post: { operationId: 'postThing', ...(requestBody ? { requestBody } : {}), responses },
			},
			'/things/special': { get: { operationId: 'getSpecial', responses } },
			...more,
		},
		components: { schemas: { Closed: { type: 'object', properties: { a: text }, unevaluatedProperties: false } } },
	});
}

function read(contract: Contract, method: string, url: string, headers: Record<string, string> = {}, body = '') {
	const [path = '', query = ''] = url.split('?');
	const match = contract.match(method, path);
	if (match.kind !== 'operation') throw new Error(`${method} ${url}: ${match.kind}`);
	return contract.readRequest(match.operation, match.pathParameters, { query: new URLSearchParams(query), headers, body: Buffer.from(body) });
}

const query = (name: string, more: JsonObject): JsonObject => ({ name, in: 'query', ...more });

describe('routes', () => {
	it('prefers a concrete path to a template', () => {
		expect(contractWith({}).match('GET', '/things/special')).toMatchObject({ operation: { operationId: 'getSpecial' } });
	});

	it('falls back to the template where the concrete path lacks the method', () => {
		expect(contractWith({}).match('POST', '/things/special')).toMatchObject({ operation: { operationId: 'postThing' } });
	});

	it('tells an unknown path from an unknown method', () => {
		expect(contractWith({}).match('GET', '/other')).toEqual({ kind: 'noPath' });
		expect(contractWith({}).match('PUT', '/things/1')).toEqual({ kind: 'noMethod', allowed: ['GET', 'POST'] });
	});

	it('does not let a slash into a path parameter, and decodes an encoded one', () => {
		expect(contractWith({}).match('GET', '/things/1/2')).toEqual({ kind: 'noPath' });
		expect(read(contractWith({}), 'GET', '/things/1%2F2').pathParameters).toEqual({ id: '1/2' });
	});

	it('checks path parameters', () => {
		expect(read(contractWith({}), 'GET', '/things/7')).toMatchObject({ pathParameters: { id: 7 }, findings: [] });
		expect(read(contractWith({}), 'GET', '/things/x').findings).toEqual([{ where: 'path.id', message: 'must be integer' }]);
		expect(read(contractWith({}), 'GET', '/things/%zz').findings[0]).toEqual({ where: 'path.id', message: 'is not valid percent-encoding' });
	});
});

describe('query styles', () => {
	it.each([
		['a form list that is not exploded', { schema: numbers, style: 'form', explode: false }, 'p=1,2', [1, 2]],
		['the same with its comma encoded', { schema: numbers, style: 'form', explode: false }, 'p=1%2C2', [1, 2]],
		['an exploded form list', { schema: numbers }, 'p=1&p=2', [1, 2]],
		['a list by spaces', { schema: numbers, style: 'spaceDelimited', explode: false }, 'p=1%202', [1, 2]],
		['a list by pipes', { schema: numbers, style: 'pipeDelimited', explode: false }, 'p=1|2', [1, 2]],
		['an object in brackets', { schema: { type: 'object', properties: { limit: { type: 'integer' } } }, style: 'deepObject', explode: true }, 'p[limit]=3&p%5Ba%5D%5Bin%5D=x', { limit: 3, a: { in: 'x' } }],
		['a boolean', { schema: { type: 'boolean' } }, 'p=true', true],
		['a number through a part of allOf', { schema: { allOf: [{ type: 'integer' }, { minimum: 1 }] } }, 'p=5', 5],
		['digits where text is wanted', { schema: text }, 'p=5', '5'],
		['JSON where content says so', { content: { 'application/json': { schema: { type: 'object' } } } }, 'p=%7B%22a%22%3A1%7D', { a: 1 }],
	])('reads %s', (_case, definition, sent, value) => {
		const contract = contractWith({ parameters: [query('p', definition as JsonObject)] });

		expect(read(contract, 'GET', `/things/1?${sent}`)).toMatchObject({ query: { p: value }, findings: [] });
	});

	it.each([
		['an unknown name', [], 'q=1', { where: 'query.q', message: 'is not documented' }],
		['brackets where none are documented', [query('p', { schema: text })], 'p[a]=1', { where: 'query.p[a]', message: 'is not documented' }],
		['a single value that repeats', [query('p', { schema: text })], 'p=1&p=2', { where: 'query.p', message: 'must be given once' }],
		['a list item of the wrong type', [query('p', { schema: numbers, explode: false })], 'p=1,x', { where: 'query.p/1', message: 'must be integer' }],
		['a required name that is missing', [query('p', { schema: text, required: true })], '', { where: 'query.p', message: 'is required' }],
	])('finds %s', (_case, parameters, sent, finding) => {
		expect(read(contractWith({ parameters: parameters as JsonObject[] }), 'GET', `/things/1?${sent}`).findings).toEqual([finding]);
	});

	it('cannot be made to touch the prototype', () => {
		const contract = contractWith({ parameters: [query('p', { schema: { type: 'object' }, style: 'deepObject', explode: true })] });

		read(contract, 'GET', '/things/1?p[__proto__][polluted]=1');

		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	});
});

describe('headers', () => {
	it('are checked by their schema, and Accept by the documented media types', () => {
		const parameters = [{ name: 'X-Count', in: 'header', required: true, schema: { type: 'integer' } }];
		const responses = { 200: { description: 'Done.', content: { 'application/vnd.api+json': { schema: {} } } } };
		const contract = contractWith({ parameters, responses });

		expect(read(contract, 'GET', '/things/1', { 'x-count': '4', accept: '*/*' }).findings).toEqual([]);
		expect(read(contract, 'GET', '/things/1', { 'x-count': 'four' }).findings).toEqual([{ where: 'header.x-count', message: 'must be integer' }]);
		expect(read(contract, 'GET', '/things/1', {}).findings).toEqual([{ where: 'header.x-count', message: 'is required' }]);
		expect(read(contract, 'GET', '/things/1', { 'x-count': '4', accept: 'application/json' }).findings).toEqual([{ where: 'header.accept', message: 'must admit application/vnd.api+json' }]);
	});

	it('admit a media type by range and refuse it by weight 0', () => {
		expect(accepts('text/html, application/*;q=0.8', ['application/json'])).toBe(true);
		expect(accepts('application/json;q=0', ['application/json'])).toBe(false);
	});
});

describe('bodies', () => {
	const closed: JsonObject = { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Closed' } } } };
	const json = { 'content-type': 'application/json; charset=utf-8' };

	it('are held to unevaluatedProperties where the contract has it', () => {
		expect(read(contractWith({ requestBody: closed }), 'POST', '/things/1', json, '{"a":"x","b":1}').findings).toEqual([
			{ where: 'body', message: 'must NOT have unevaluated properties: b' },
		]);
	});

	it('are read from forms by the types of their schema', () => {
		const form = { content: { 'application/x-www-form-urlencoded': { schema: { type: 'object', properties: { n: { type: 'integer' }, s: text } } } } };

		const { body, findings } = read(contractWith({ requestBody: form }), 'POST', '/things/1', { 'content-type': 'application/x-www-form-urlencoded' }, 'n=1&s=2');

		expect(body).toEqual({ n: 1, s: '2' });
		expect(findings).toEqual([]);
	});

	it.each([
		['a missing one', json, '', 'body', 'is required'],
		['one that is not JSON', json, '{', 'body', 'is not JSON'],
		['another content type', { 'content-type': 'text/plain' }, '{}', 'contentType', 'must be application/json, not text/plain'],
		['no content type', {}, '{}', 'contentType', 'must be application/json, not absent'],
	])('that are wrong are found: %s', (_case, headers, body, where, message) => {
		expect(read(contractWith({ requestBody: closed }), 'POST', '/things/1', headers as Record<string, string>, body).findings).toEqual([{ where, message }]);
	});

	it('that no one asked for are found', () => {
		expect(read(contractWith({}), 'POST', '/things/1', json, '{}').findings).toEqual([{ where: 'body', message: 'is not documented for this operation' }]);
	});
});

describe('answers', () => {
	const responses = {
		200: { description: 'Done.', headers: { 'X-Left': { required: true, schema: { type: 'integer' } } }, content: { 'application/json': { schema: { $ref: '#/components/schemas/Closed' } } } },
		'4XX': { description: 'Refused.' },
	};
	const contract = contractWith({ responses });
	const operation = contract.operations.find(({ operationId }) => operationId === 'getThing')!;
	const check = (status: number, headers: Record<string, string>, body: string) => contract.checkAnswer(operation, { status, headers, body: Buffer.from(body) });
	const good = { 'x-left': '3', 'content-type': 'application/json' };

	it.each([
		['a good one', 200, good, '{"a":"x"}', []],
		['one under a status range', 404, {}, '', []],
		['an undocumented status', 500, {}, '', [{ where: 'status', message: '500 is not documented' }]],
		['a missing header', 200, { 'content-type': 'application/json' }, '{}', [{ where: 'header.x-left', message: 'is required' }]],
		['another content type', 200, { ...good, 'content-type': 'text/html' }, '{}', [{ where: 'contentType', message: 'must be application/json, not text/html' }]],
		['a missing body', 200, good, '', [{ where: 'body', message: 'is missing' }]],
		['a body where none is documented', 404, good, '{}', [{ where: 'body', message: 'is not documented for this answer' }]],
		['a wrong body', 200, good, '{"a":1}', [{ where: 'body/a', message: 'must be string' }]],
	])('are checked: %s', (_case, status, headers, body, findings) => {
		expect(check(status, headers as Record<string, string>, body)).toEqual(findings);
	});
});

describe('a document', () => {
	it('with a misspelt schema keyword is refused when the schema is used', () => {
		const contract = contractWith({ parameters: [query('p', { schema: { type: 'string', maxLenght: 3 } })] });

		expect(() => read(contract, 'GET', '/things/1?p=abcd')).toThrow('maxLenght');
	});

	it('with a dangling reference is refused', () => {
		expect(() => contractWith({ parameters: [{ $ref: '#/components/parameters/None' }] })).toThrow('The contract has nothing at /components/parameters/None');
	});
});
