import fc from 'fast-check';
import { tenantModelFrom, typeModelOf } from '../../../nodes/Catalio/openApi';
import { ashDocument } from './openApiDocument.mts';

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const model = (type: string, document: unknown = ashDocument()) => {
	const found = tenantModelFrom(document).types.get(type);
	if (!found) throw new Error(`No type ${type}`);
	return found;
};
const kinds = (attributes: ReadonlyArray<{ name: string; kind: string }>) => Object.fromEntries(attributes.map(({ name, kind }) => [name, kind]));
/** A document with one resource whose only attribute has this schema, and with these further schemas. */
const withAttribute = (schema: unknown, schemas: Record<string, unknown> = {}) => ({
	openapi: '3.1.0',
	paths: {},
	components: { schemas: { ...schemas, thing: { type: 'object', properties: { id: {}, type: {}, attributes: { type: 'object', properties: { it: schema } } } } } },
});
const attribute = (schema: unknown, schemas?: Record<string, unknown>) => model('thing', withAttribute(schema, schemas)).attributes[0];

describe('what AshJsonApi writes', () => {
	it('gives the types that have resource objects, and none for filters and errors', () => {
		expect([...tenantModelFrom(ashDocument()).types.keys()]).toEqual(['requirement', 'team']);
	});

	it('gives each attribute with its kind', () => {
		expect(kinds(model('requirement').attributes)).toEqual({
			title: 'string',
			status: 'options',
			priority: 'number',
			score: 'number',
			weight: 'any',
			is_template: 'boolean',
			due_on: 'date',
			due_at: 'dateTime',
			tags: 'array',
			settings: 'object',
			owner_id: 'string',
			team_id: 'string',
			updated_at: 'dateTime',
		});
	});

	it('gives values, what may be null, and descriptions without what the library adds', () => {
		const [title, status, priority] = model('requirement').attributes;

		expect(title).toEqual({ name: 'title', kind: 'string', nullable: false, description: 'What it is called' });
		expect(status).toEqual({ name: 'status', kind: 'options', nullable: false, values: ['draft', 'active', 'under_investigation'] });
		expect(priority).toEqual({ name: 'priority', kind: 'number', nullable: true });
	});

	it('tells what create asks for and update does not', () => {
		const { createAttributes, updateAttributes } = model('requirement');
		const required = (attributes: typeof createAttributes) => attributes.filter(({ required: is }) => is).map(({ name }) => name);

		expect(createAttributes.map(({ name }) => name)).toEqual(['title', 'status', 'priority', 'due_at', 'tags', 'is_template']);
		expect([required(createAttributes), required(updateAttributes)]).toEqual([['title'], []]);
		expect(createAttributes[1]).toEqual({ name: 'status', kind: 'options', values: ['draft', 'active', 'under_investigation'], nullable: true, required: false });
	});

	it.each(['right', 'mixedUp'] as const)('tells one from many where the document has them %s', (relations) => {
		expect(model('requirement', ashDocument({ relations })).relationships).toEqual([
			{ name: 'team', many: false, types: ['team'], onCreate: true, onUpdate: true, requiredOnCreate: false },
			{ name: 'use_cases', many: true, types: [], onCreate: true, onUpdate: false, requiredOnCreate: false },
		]);
		expect(model('team', ashDocument({ relations })).relationships).toEqual([
			{ name: 'requirements', many: true, types: ['requirement'], onCreate: false, onUpdate: false, requiredOnCreate: false },
		]);
	});

	it('gives filters with their operators, without joins and relations', () => {
		expect(model('requirement').filters).toEqual([
			{ name: 'title', operators: ['eq', 'not_eq', 'in', 'is_nil', 'contains'] },
			{ name: 'status', operators: ['eq', 'in'] },
		]);
	});

	it('gives the filter of a type whose list does not name it', () => {
		expect(model('team').filters).toEqual([{ name: 'name', operators: ['eq', 'contains'] }]);
	});

	it('gives filters that are there by name alone', () => {
		const document = ashDocument();
		const { 'team-filter': _gone, ...schemas } = document.components.schemas;

		expect(model('team', { ...document, components: { schemas } }).filters).toEqual([{ name: 'name', operators: ['eq', 'contains'] }]);
	});

	it('gives sort fields and include paths out of their patterns', () => {
		expect(model('requirement')).toMatchObject({ sorts: ['title', 'updated_at', 'use_case_count'], includes: ['team', 'use_cases', 'use_cases.test_cases'] });
		expect(model('team')).toMatchObject({ sorts: ['name'], includes: [] });
	});

	it('tells how lists are paged', () => {
		expect(model('requirement').paging).toEqual({ offset: true, keyset: true, countable: true });
		expect(model('team').paging).toEqual({ offset: true, keyset: false, countable: false, maxLimit: 250 });
	});

	it.each(['', '/api/v1', '/api/json/v2'])('finds the collections behind the prefix "%s"', (prefix) => {
		const { types } = tenantModelFrom(ashDocument({ prefix }));

		expect([...types.values()].map(({ type, collection }) => [type, collection])).toEqual([['requirement', 'requirements'], ['team', 'teams']]);
		expect(types.get('requirement')?.paging.keyset).toBe(true);
		expect(types.get('requirement')?.updateAttributes).toHaveLength(6);
	});

	it('changes nothing in the document', () => {
		const document = ashDocument();
		tenantModelFrom(document);

		expect(document).toEqual(ashDocument());
	});
});

describe('schemas in other words', () => {
	it.each([
		['a type array with null', { type: ['string', 'null'] }, { kind: 'string', nullable: true }],
		['oneOf with null', { oneOf: [{ type: 'integer' }, { type: 'null' }] }, { kind: 'number', nullable: true }],
		['an enum with null', { type: 'string', enum: ['a', null] }, { kind: 'options', values: ['a'], nullable: true }],
		['a choice within a choice', { anyOf: [{ type: 'null' }, { anyOf: [{ type: 'boolean' }] }] }, { kind: 'boolean', nullable: true }],
		['choices in lists, as older libraries nest them', { anyOf: [[{ type: 'string' }], { type: 'null' }] }, { kind: 'string', nullable: true }],
		['a reference', ref('status'), { kind: 'options', values: ['on', 'off'], nullable: false }],
		['a reference that may be null, as OpenAPI 3.0 has it', { allOf: [ref('status')], nullable: true }, { kind: 'options', values: ['on', 'off'], nullable: true }],
		['a reference with words of its own', { ...ref('status'), description: 'Mine' }, { kind: 'options', description: 'Mine' }],
		['an enum without a type', { enum: ['a', 'b'] }, { kind: 'options', values: ['a', 'b'] }],
		['numbers without a type', { enum: [1, 2] }, { kind: 'number' }],
		['a constant', { const: 'a' }, { kind: 'options', values: ['a'] }],
		['a text or one of some', { anyOf: [{ type: 'string' }, { enum: ['a'] }] }, { kind: 'options', values: ['a'] }],
		['a day or a point in time', { anyOf: [{ type: 'string', format: 'date' }, { type: 'string', format: 'date-time' }] }, { kind: 'string' }],
		['a number or a text', { anyOf: [{ type: 'number' }, { type: 'string' }] }, { kind: 'any' }],
		['two types at once', { type: ['string', 'integer'] }, { kind: 'any' }],
		['an object without a type', { properties: { a: {} } }, { kind: 'object' }],
		['a list without a type', { items: {} }, { kind: 'array' }],
		['nothing at all', {}, { kind: 'any', nullable: false }],
		['a type that nobody knows', { type: 'money' }, { kind: 'any' }],
		['what is no schema', 'text', { kind: 'any' }],
	])('reads %s', (_what, schema, expected) => {
		expect(attribute(schema, { status: { type: 'string', enum: ['on', 'off'] } })).toMatchObject({ name: 'it', ...expected });
	});

	it('takes the type from a resource object that says it, whatever its schema is called', () => {
		const schemas = { RequirementResource: { type: 'object', properties: { id: {}, type: { const: 'requirement' }, attributes: { properties: { title: { type: 'string' } } } } } };
		const list = { properties: { data: { type: 'array', items: ref('RequirementResource') } } };
		const get = { responses: { 200: { content: { 'application/vnd.api+json': { schema: list } } } } };

		expect(model('requirement', { paths: { '/requirements': { get } }, components: { schemas } })).toMatchObject({ collection: 'requirements', attributes: [{ name: 'title' }] });
	});

	it('finds a resource behind its collection when the type has another name', () => {
		const document = JSON.parse(JSON.stringify(ashDocument()).replaceAll('"team"', '"crew"').replaceAll('schemas/team"', 'schemas/crew"')) as unknown;
		const found = typeModelOf(tenantModelFrom(document), { type: 'team', collection: 'teams' });

		expect(found).toMatchObject({ type: 'crew', collection: 'teams' });
	});

	it('falls back on the name of the collection where an operation does not say its type', () => {
		const post = { requestBody: { content: { 'application/json': { schema: { properties: { data: { properties: { attributes: { properties: { name: { type: 'string' } }, required: ['name'] } } } } } } } } };

		expect(model('policy', { paths: { '/x/policies': { post } } }).createAttributes).toEqual([{ name: 'name', kind: 'string', nullable: false, required: true }]);
	});

	it('asks only for what every choice of a body asks for', () => {
		const attributes = { anyOf: [{ properties: { a: {}, b: {} }, required: ['a', 'b'] }, { properties: { a: {} }, required: ['a'] }] };
		const post = { requestBody: { content: { 'application/json': { schema: { properties: { data: { properties: { attributes } } } } } } } };

		expect(model('team', { paths: { '/teams': { post } } }).createAttributes.map(({ name, required }) => [name, required])).toEqual([['a', true], ['b', false]]);
	});

	it('reads enums where others have patterns, and parameters by reference', () => {
		const parameters = [{ $ref: '#/components/parameters/sort' }, { name: 'include', in: 'query', schema: { type: 'array', items: { enum: ['team', 'a b'] } } }];
		const document = { paths: { '/teams': { get: { parameters } } }, components: { parameters: { sort: { name: 'sort', in: 'query', schema: { type: 'string', enum: ['name', '-name'] } } } } };

		expect(model('team', document)).toMatchObject({ sorts: ['name'], includes: ['team'] });
	});

	it('knows from a route to add to it that a relation is to many', () => {
		const identifiers = { properties: { data: { type: 'array', items: { properties: { id: {}, type: { enum: ['user'] } } } } } };
		const document = ashDocument();
		const member = { properties: { data: {} } };
		Object.assign(document.components.schemas.team.properties.relationships.properties, { staff: member });
		Object.assign(document.paths, { '/api/v1/teams/{id}/relationships/staff': { post: { requestBody: { content: { 'application/vnd.api+json': { schema: identifiers } } } } } });

		expect(model('team', document).relationships.find(({ name }) => name === 'staff')).toMatchObject({ many: true, types: ['user'] });
	});
});

describe('documents that mean no good', () => {
	it.each([
		['null', null],
		['text', 'openapi: 3.0.0'],
		['a number', 7],
		['a list', [[]]],
		['an empty object', {}],
		['members of other types', { openapi: 3, paths: 'x', components: { schemas: [1, 2] } }],
		['paths of other types', { paths: { '/teams': 7, '': { get: [] }, '/': { get: {} }, '/{id}': { get: {} } } }],
		['an error document', { errors: [{ status: '404', title: 'Not Found' }] }],
	])('finds nothing in %s', (_what, document) => {
		expect(tenantModelFrom(document).types.size).toBe(0);
	});

	it('ends at references that lead in a circle', () => {
		const schemas = { a: ref('b'), b: ref('a'), c: { allOf: [ref('c'), { anyOf: [ref('d')] }] }, d: { oneOf: [ref('c'), ref('d'), { type: 'boolean' }] } };

		expect(attribute(ref('a'), schemas)).toMatchObject({ kind: 'any' });
		expect(attribute(ref('c'), schemas)).toMatchObject({ kind: 'boolean' });
	});

	it.each(['#/components/schemas/%', '#/components/schemas/%ff', '#/__proto__/polluted', '#/constructor/prototype', 'https://evil.example/x.json', '#', '', 7, null])('leaves the reference %j alone', ($ref) => {
		expect(attribute({ $ref })).toMatchObject({ kind: 'any' });
	});

	it('keeps names out that would change an object, and touches no prototype', () => {
		const document: unknown = JSON.parse(
			'{"paths":{"__proto__":{"get":{}}},"components":{"schemas":{"__proto__":{"properties":{"id":{},"type":{},"attributes":{}}},"thing":{"properties":{"id":{},"type":{"const":"__proto__"},"attributes":{}}},"constructor":{"properties":{"id":{},"type":{},"attributes":{"properties":{"__proto__":{"type":"string"},"toString":{"type":"string"}}}}}}}}',
		);

		expect(model('constructor', document).attributes.map(({ name }) => name)).toEqual(['toString']);
		expect([...tenantModelFrom(document).types.keys()]).toEqual(['constructor']);
		expect(({} as Record<string, unknown>).get).toBeUndefined();
	});

	it('gives up on a document that multiplies itself', () => {
		const layers = Object.fromEntries(Array.from({ length: 30 }, (_each, layer) => [`l${layer}`, { allOf: Array.from({ length: 50 }, () => ref(`l${layer + 1}`)), properties: { [`p${layer}`]: {} } }]));
		const wide = Object.fromEntries(Array.from({ length: 20_000 }, (_each, at) => [`a${at}`, ref('l0')]));
		const started = performance.now();

		const { types } = tenantModelFrom(withAttribute({}, { ...layers, big: { properties: { id: {}, type: {}, attributes: { properties: wide } } } }));
		expect([...types.keys()]).toEqual(['big', 'thing']);
		expect(types.get('thing')?.attributes).toEqual([]);
		expect(performance.now() - started).toBeLessThan(10_000);
	});

	it('reads a document of 5 MB in a moment', () => {
		const document = ashDocument();
		const many = Object.fromEntries(Array.from({ length: 50_000 }, (_each, at) => [`attribute_${at}`, { type: 'string', description: 'About this attribute there is much to say, and it is said.' }]));
		Object.assign(document.components.schemas, { wide: { properties: { id: {}, type: {}, attributes: { properties: many } } } });
		expect(JSON.stringify(document).length).toBeGreaterThan(5_000_000);
		const started = performance.now();

		expect(model('wide', document).attributes).toHaveLength(50_000);
		expect(performance.now() - started).toBeLessThan(10_000);
	});

	it('does not stumble over a deep document', () => {
		let schema: unknown = { type: 'string' };
		for (let depth = 0; depth < 100_000; depth++) schema = { anyOf: [schema] };

		expect(attribute(schema)).toMatchObject({ name: 'it' });
	});

	it('never throws on anything that JSON can say', () => {
		fc.assert(
			fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
				tenantModelFrom(value);
				tenantModelFrom({ openapi: '3.0.0', paths: value, components: { schemas: value } });
			}),
			{ numRuns: 200 },
		);
	});

	it('never throws when any part of a document is something else', () => {
		const words = fc.constantFrom('$ref', 'type', 'enum', 'const', 'properties', 'items', 'anyOf', 'allOf', 'oneOf', 'required', 'nullable', 'pattern', 'data', 'attributes', 'relationships', 'id', 'get', 'post', 'patch', 'parameters', 'requestBody', 'responses', '200', 'content', 'schema', 'application/json', 'thing', 'description', '__proto__');
		const texts = fc.constantFrom('object', 'array', 'string', '#/components/schemas/thing', '#/components/schemas/thing-filter', '^(a|b)(,(a|b))*$', '^(((', 'query', 'null');
		const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
			tree: fc.oneof(
				{ maxDepth: 7, depthSize: 'max' },
				{ weight: 3, arbitrary: texts },
				{ weight: 1, arbitrary: fc.constantFrom(true, 1, null) },
				{ weight: 2, arbitrary: fc.array(tie('tree'), { maxLength: 3 }) },
				{ weight: 6, arbitrary: fc.dictionary(words, tie('tree'), { minKeys: 1, maxKeys: 4 }) },
			),
		}));
		fc.assert(
			fc.property(tree, tree, tree, (path, thing, filter) => {
				tenantModelFrom({ paths: { '/things': path, '/things/{id}': path }, components: { schemas: { thing, 'thing-filter': filter } } });
			}),
			{ numRuns: 500 },
		);
	});
});
