import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../../../nodes/shared/http/request';
import { documentProblem, documentQuery, errorText, flatten, FlattenError, flattenIncluded, serialize, type FlattenOptions } from '../../../nodes/shared/jsonApi';
import { deepFrozen, prototypesAsNow, recordsWithin } from './documents.mts';

const names = fc.constantFrom('id', 'type', 'lid', 'attributes', 'relationships', 'data', 'included', 'links', 'meta', 'errors', '__proto__', 'constructor', 'prototype', 'toString', '_id', '@x', 'ns:x', '0', 'name', 'owner');
const json = fc.letrec<{ value: JsonValue }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 6, withCrossShrink: true },
		fc.constantFrom<JsonValue>(null, true, '', '1', 'a', 1, -0.5, '__proto__', 'toString'),
		fc.array(tie('value'), { maxLength: 3 }),
		// As JSON.parse makes it: `__proto__` is an own member.
		fc.array(fc.tuple(names, tie('value')), { maxLength: 5 }).map((members) => Object.fromEntries(members)),
	),
})).value;

const types = fc.constantFrom('a', 'b', '__proto__');
const ids = fc.constantFrom<JsonValue>('1', '2', 'toString', 3, '3');
const identifier = fc.record({ type: types, id: ids, meta: fc.constant({ m: 1 }), lid: fc.constantFrom('l', 'm') }, { requiredKeys: ['type'] });
const members = <T,>(value: fc.Arbitrary<T>) => fc.array(fc.tuple(names, value), { maxLength: 4 }).map((entries) => Object.fromEntries(entries));
const relationship = fc.record({ data: fc.oneof(fc.constant(null), identifier, fc.array(identifier, { maxLength: 3 }), json), links: fc.constant({ self: '/x' }), meta: fc.constant({ n: 1 }) }, { requiredKeys: [] });
const resourceObject = fc.record(
	{ type: types, id: ids, lid: fc.constantFrom('l', 'm'), attributes: members(json), relationships: members(relationship), links: fc.constant({}), meta: json },
	{ requiredKeys: ['type'] },
);
/** Near enough to a document to be read, far enough from one to be interesting. */
const document = fc.record(
	{ data: fc.oneof(fc.constant(null), resourceObject, fc.array(resourceObject, { maxLength: 5 })), included: fc.array(fc.oneof({ weight: 9, arbitrary: resourceObject }, { weight: 1, arbitrary: json }), { maxLength: 6 }), links: json, meta: json },
	{ requiredKeys: ['data'] },
) as unknown as fc.Arbitrary<JsonObject>;
const options: fc.Arbitrary<FlattenOptions> = fc.record(
	{ depth: fc.constantFrom(0, 1, 2, 3), links: fc.boolean(), meta: fc.boolean(), prefix: fc.constantFrom('_', '', 'x.', '__proto', '@'), maxNodes: fc.constantFrom(5, 200_000) },
	{ requiredKeys: [] },
);

function attempt(input: unknown, how: FlattenOptions) {
	try {
		return flatten(input, how);
	} catch (error) {
		if (!(error instanceof FlattenError)) throw error;
		expect(error.message).not.toBe('');
		expect(error.advice).not.toBe('');
		return undefined;
	}
}

describe('for any JSON at all', () => {
	it('flattening gives records or a FlattenError, and changes neither the input nor any prototype', () => {
		const areAsBefore = prototypesAsNow();
		fc.assert(
			fc.property(fc.oneof(json, document), options, (input, how) => {
				const text = JSON.stringify(input);
				attempt(deepFrozen(input), how);
				expect(JSON.stringify(input)).toBe(text);
				expect(areAsBefore()).toBe(true);
			}),
			{ numRuns: 1_500 },
		);
	});

	it('errors, problems and queries are read without throwing', () => {
		fc.assert(
			fc.property(json, (input) => {
				const { message, fields = [] } = errorText(input);
				expect(message === undefined || typeof message === 'string').toBe(true);
				expect(fields.every(({ field, message: said }) => typeof field === 'string' && typeof said === 'string')).toBe(true);
				expect(['string', 'undefined']).toContain(typeof documentProblem(input));
				const parameters = documentQuery({ filter: { x: input }, page: { y: input } });
				expect(Object.values(parameters).every((value) => typeof value === 'string')).toBe(true);
				expect(Object.keys(parameters).some((name) => name.startsWith('filter[x]'))).toBe(true);
			}),
			{ numRuns: 1_500 },
		);
	});
});

describe('for any document', () => {
	it('the records can be written as JSON, and reading that gives the same records', () => {
		fc.assert(
			fc.property(document, options, (input, how) => {
				const flattened = attempt(input, how);
				if (flattened === undefined) return;
				expect(JSON.parse(JSON.stringify(flattened.records))).toEqual(flattened.records);
			}),
			{ numRuns: 1_500 },
		);
	});

	it('no record is in two places: each reference has a copy of its own', () => {
		const plain = fc.record({ type: fc.constantFrom('a', 'b'), id: fc.constantFrom('1', '2', '3') });
		const linked = fc
			.tuple(plain, fc.constantFrom('x', 'y'), fc.array(plain, { maxLength: 3 }), fc.option(plain))
			.map(([self, name, many, one]) => ({ ...self, attributes: { name }, relationships: { many: { data: many }, one: { data: one } } }));
		fc.assert(
			fc.property(fc.array(linked, { maxLength: 6 }), fc.array(linked, { maxLength: 6 }), fc.constantFrom(1, 2, 3), (data, included, depth) => {
				const { records } = flatten({ data, included }, { depth: depth as 1 | 2 | 3 });
				const within = recordsWithin(records).filter((each) => 'name' in each);
				expect(new Set(within).size).toBe(within.length);
				// Changed all over, nothing of it is seen in a second reading.
				const again = JSON.stringify(flatten({ data, included }, { depth: depth as 1 | 2 | 3 }).records);
				for (const each of within) Object.assign(each, { name: 'changed', one: 'changed', many: 'changed' });
				expect(JSON.stringify(flatten({ data, included }, { depth: depth as 1 | 2 | 3 }).records)).toBe(again);
			}),
			{ numRuns: 500 },
		);
	});

	it('no attribute is lost and none comes from elsewhere', () => {
		const values = members(json).filter((attributes) => Object.keys(attributes).every((name) => !name.startsWith('@') && !name.includes(':')));
		fc.assert(
			fc.property(values, fc.array(names, { maxLength: 4 }), options, (attributes, relations, how) => {
				const relationships = Object.fromEntries(relations.filter((name) => !name.includes(':') && !name.startsWith('@')).map((name) => [name, { data: [] }]));
				const [record = {}] = flatten({ data: { type: 'a', id: '1', attributes, relationships } }, how).records;
				const { id, type, ...others } = record;
				const text = (each: unknown) => JSON.stringify(each);

				expect({ id, type }).toEqual({ id: '1', type: 'a' });
				expect(Object.values(others).map(text).sort()).toEqual([...Object.values(attributes), ...Object.values(relationships).map(() => [])].map(text).sort());
			}),
			{ numRuns: 1_000 },
		);
	});

	it('the included records are the included resources, each once', () => {
		fc.assert(
			fc.property(fc.array(fc.record({ type: types, id: fc.constantFrom('1', '2', '3') }), { maxLength: 8 }), (included) => {
				const distinct = [...new Map(included.map((each) => [`${each.type} ${each.id}`, each])).values()];
				expect(flattenIncluded({ data: null, included })).toEqual(distinct.map(({ type, id }) => ({ id, type })));
			}),
			{ numRuns: 300 },
		);
	});
});

describe('for any record', () => {
	it('flattening what was serialized is the identity on declared fields', () => {
		const field = fc.stringMatching(/^[a-z][a-z_-]{0,8}$/).filter((name) => !['id', 'type', 'links', 'meta', 'constructor', 'prototype'].includes(name));
		const linkage = fc.oneof(fc.constant(null), fc.record({ type: field, id: fc.string() }), fc.array(fc.record({ type: field, id: fc.string() }), { maxLength: 3 }));
		fc.assert(
			fc.property(field, fc.option(fc.string({ minLength: 1 }), { nil: undefined }), fc.dictionary(field, fc.jsonValue() as fc.Arbitrary<JsonValue>), fc.dictionary(field, linkage), fc.constantFrom(0, 1, 2, 3), (type, id, attributes, relations, depth) => {
				const relationships = Object.fromEntries(Object.entries(relations).filter(([name]) => !Object.hasOwn(attributes, name)));
				// A record that refers to itself would be written out.
				fc.pre(!recordsWithin(Object.values(relationships)).some((each) => 'id' in each && each.id === id));
				const sent = serialize({ type, ...(id !== undefined && { id }), attributes, relationships });
				const [record] = flatten(JSON.parse(JSON.stringify(sent)), { depth: depth as 0 | 1 | 2 | 3 }).records;

				expect(record).toEqual(JSON.parse(JSON.stringify({ ...(id !== undefined && { id }), type, ...attributes, ...relationships })));
			}),
			{ numRuns: 1_000 },
		);
	});
});
