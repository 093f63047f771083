import { flatten, FlattenError, flattenIncluded, type FlattenOptions } from '../../../nodes/shared/jsonApi';
import type { JsonObject } from '../../../nodes/shared/http/request';
import { deepFrozen, parsed, related, resource, to } from './documents.mts';

const records = (document: unknown, options?: FlattenOptions) => flatten(document, options).records;
const first = (document: unknown, options?: FlattenOptions) => records(document, options)[0];

function failureOf(document: unknown, options?: FlattenOptions): FlattenError {
	try {
		flatten(document, options);
	} catch (error) {
		if (error instanceof FlattenError) return error;
	}
	throw new Error('The document was flattened');
}

describe('rule 1: two passes, no recursion, input unchanged, the first of two wins', () => {
	it('leaves a frozen document as it is', () => {
		const document = deepFrozen({ data: [related('a', '1', { b: to('b', '1') }, { deep: { list: [1] } })], included: [related('b', '1', { a: to('a', '1') })] });
		const before = JSON.stringify(document);

		expect(records(document, { depth: 3, links: true, meta: true })).toHaveLength(1);
		expect(JSON.stringify(document)).toBe(before);
	});

	it('follows a chain of 100,000 resources as far as the depth goes and no further', () => {
		const chain = Array.from({ length: 100_000 }, (_each, index) => related('link', `${index}`, { next: to('link', `${index + 1}`) }));

		expect(first({ data: chain[0] ?? null, included: chain.slice(1) }, { depth: 2 })).toEqual({
			id: '0',
			type: 'link',
			next: { id: '1', type: 'link', next: { id: '2', type: 'link', next: { type: 'link', id: '3' } } },
		});
	});

	it('gives the first of two resources with one identity, and says so', () => {
		const { records: given, notes } = flatten({ data: [resource('a', '1', { n: 1 }), resource('a', '1', { n: 2 })], included: [resource('a', '1', { n: 3 })] });

		expect(given).toEqual([{ id: '1', type: 'a', n: 1 }]);
		expect(notes).toEqual([expect.stringContaining('a 1, a 1')]);
	});

	it('names a few of many repeated resources and counts the others', () => {
		const twice = Array.from({ length: 1_000 }, (_each, index) => resource('a', `${index}`));

		expect(flatten({ data: [...twice, ...twice] }).notes).toEqual([expect.stringMatching(/: a 0, a 1, a 2, a 3, a 4 and 995 more\.$/)]);
	});

	it('takes the resource from included where the primary data have its identifier alone', () => {
		const document = { data: [to('person', '1', { meta: { role: 'lead' } })], included: [resource('person', '1', { name: 'Robin' })] };

		expect(flatten(document, { meta: true })).toMatchObject({ records: [{ id: '1', type: 'person', name: 'Robin', identifierMeta: { role: 'lead' } }], notes: [] });
		expect(flattenIncluded(document)).toEqual([{ id: '1', type: 'person', name: 'Robin' }]);
	});
});

describe('rule 2: identity', () => {
	it('takes a number for the same id as its text', () => {
		const document = { data: related('a', '1', { b: { type: 'b', id: 7 }, c: { type: 'c', id: '8' } }), included: [resource('b', '7', { n: 1 }), { ...resource('c', ''), id: 8 }] };

		expect(first(document)).toEqual({ id: '1', type: 'a', b: { id: '7', type: 'b', n: 1 }, c: { id: '8', type: 'c' } });
		expect(first({ data: { type: 'a', id: 0, relationships: { b: { data: { type: 'b', id: 9 } } } } })).toEqual({ id: '0', type: 'a', b: { type: 'b', id: '9' } });
	});

	it('resolves a lid within the document, never as an id', () => {
		const document = {
			data: related('a', '1', { byLid: { type: 'b', lid: '1' }, byId: to('b', '1'), nobody: { type: 'b', lid: '2' } }),
			included: [{ type: 'b', lid: '1', attributes: { n: 'lid' } }, resource('b', '1', { n: 'id' })],
		};

		expect(first(document)).toMatchObject({ byLid: { lid: '1', n: 'lid' }, byId: { id: '1', n: 'id' }, nobody: { type: 'b', lid: '2' } });
	});

	it('prefers the id of an identifier that has both', () => {
		const document = { data: related('a', '1', { b: { type: 'b', id: '2', lid: 'x' } }), included: [{ type: 'b', lid: 'x' }, resource('b', '2', { n: 2 })] };

		expect(first(document)).toMatchObject({ b: { id: '2', n: 2 } });
	});

	it('gives a resource without any id as a record without one', () => {
		expect(records({ data: [{ type: 'a', attributes: { n: 1 } }, { type: 'a', attributes: { n: 2 } }] })).toEqual([{ type: 'a', n: 1 }, { type: 'a', n: 2 }]);
	});
});

describe('rule 3: names', () => {
	it('puts id and type first, then attributes, then relations, their names untouched', () => {
		const document = { data: resource('a', '1', { snake_case: 1, 'kebab-case': 2, camelCase: 3, 'with space': 4 }, { relationships: { owner: { data: null } } }) };

		expect(Object.keys(first(document) ?? {})).toEqual(['id', 'type', 'snake_case', 'kebab-case', 'camelCase', 'with space', 'owner']);
	});

	it('moves attributes that clash under the prefix and loses none', () => {
		const attributes = { id: 'A', type: 'B', links: 'C', meta: 'D', owner: 'E', plain: 'F' };
		const document = { data: resource('a', '1', attributes, { relationships: { owner: { data: null } } }) };

		expect(first(document)).toEqual({ id: '1', type: 'a', _id: 'A', _type: 'B', _links: 'C', _meta: 'D', _owner: 'E', plain: 'F', owner: null });
		expect(first(document, { prefix: 'attribute_' })).toMatchObject({ attribute_id: 'A', attribute_owner: 'E', owner: null });
		expect(first(document, { prefix: '' })).toMatchObject({ id: '1', _id: 'A' });
	});

	it('lets a name that is free stay, and moves the other one further', () => {
		expect(first({ data: resource('a', '1', { id: 'moved', _id: 'stays' }) })).toEqual({ id: '1', type: 'a', __id: 'moved', _id: 'stays' });
		expect(first({ data: resource('a', '1', { owner: 1, _owner: 2 }, { relationships: { owner: { data: null }, __owner: { data: [] } } }) })).toEqual({
			id: '1', type: 'a', ___owner: 1, _owner: 2, owner: null, __owner: [],
		});
	});

	it('moves a relationship called like a member of the record', () => {
		expect(first({ data: related('a', '1', { links: to('b', '1'), meta: null }) })).toEqual({ id: '1', type: 'a', _links: { type: 'b', id: '1' }, _meta: null });
	});

	it('names an attribute the same whether or not the relationship of its name has data', () => {
		expect(first({ data: resource('a', '1', { owner: 'x' }, { relationships: { owner: { links: {} } } }) })).toEqual({ id: '1', type: 'a', _owner: 'x' });
	});

	it('makes room for what the options add', () => {
		const document = { data: resource('a', '1', { relationshipLinks: 'x', identifierMeta: 'y' }) };

		expect(first(document)).toEqual({ id: '1', type: 'a', relationshipLinks: 'x', identifierMeta: 'y' });
		expect(first(document, { links: true, meta: true })).toEqual({ id: '1', type: 'a', _relationshipLinks: 'x', _identifierMeta: 'y' });
	});

	it('keeps lid and an attribute of that name apart', () => {
		expect(first({ data: { type: 'a', lid: 'L', attributes: { lid: 'x' } } })).toEqual({ lid: 'L', type: 'a', _lid: 'x' });
		expect(first({ data: { type: 'a', id: '1', attributes: { lid: 'x' } } })).toEqual({ id: '1', type: 'a', lid: 'x' });
	});

	it('tells resources of one type apart by their members, however many kinds there are', () => {
		const data = Array.from({ length: 200 }, (_each, index) => resource('a', `${index}`, { always: index, ...Object.fromEntries([...index.toString(2)].map((bit, place) => [`${place}_${bit}`, index])), id: index }));

		for (const [index, record] of records({ data }).entries()) {
			const { id: moved, ...others } = data[index]?.attributes as JsonObject;
			expect(record).toEqual({ id: `${index}`, type: 'a', ...others, _id: moved });
		}
	});
});

describe('rule 4: relations', () => {
	it('gives null, an empty list, and nothing at all, each for what it is', () => {
		const document = { data: resource('a', '1', {}, { relationships: { one: { data: null }, many: { data: [] }, unknown: { links: { related: '/x' } }, empty: {} } }) };

		expect(first(document)).toEqual({ id: '1', type: 'a', one: null, many: [] });
		expect(first(document, { links: true })).toMatchObject({ one: null, many: [], unknown: { links: { related: '/x' } } });
		expect(first(document, { links: true })).not.toHaveProperty('empty');
	});

	it('leaves linkage that is not in the document an identifier, with its meta where asked for', () => {
		const document = { data: related('a', '1', { b: to('b', '1', { meta: { since: 2020 }, x: 1 }), many: [to('b', '2'), to('b', '3', { meta: { n: 3 } })] }) };

		expect(first(document)).toEqual({ id: '1', type: 'a', b: { type: 'b', id: '1' }, many: [{ type: 'b', id: '2' }, { type: 'b', id: '3' }] });
		expect(first(document, { meta: true })).toMatchObject({ b: { type: 'b', id: '1', meta: { since: 2020 } }, many: [{ id: '2' }, { id: '3', meta: { n: 3 } }] });
	});

	it('keeps the order of the linkage, not that of included', () => {
		const document = { data: related('a', '1', { b: [to('b', '2'), to('b', '9'), to('b', '1')] }), included: [resource('b', '1', { n: 1 }), resource('b', '2', { n: 2 })] };

		expect(first(document)).toMatchObject({ b: [{ n: 2 }, { type: 'b', id: '9' }, { n: 1 }] });
	});

	it('hands on linkage that is no identifier as it came', () => {
		expect(first({ data: related('a', '1', { b: 'b-1', many: ['x', null, { id: '1' }, 5] }) })).toEqual({ id: '1', type: 'a', b: 'b-1', many: ['x', null, { id: '1' }, 5] });
		expect(first({ data: { type: 'a', id: '1', relationships: { b: null, c: 'c-1' } } })).toEqual({ id: '1', type: 'a', c: 'c-1' });
	});

	it.each([
		[0, { type: 'b', id: '1' }],
		[1, { id: '1', type: 'b', a: { type: 'a', id: '1' } }],
		[2, { id: '1', type: 'b', a: { id: '1', type: 'a', b: { type: 'b', id: '1' } } }],
		[3, { id: '1', type: 'b', a: { id: '1', type: 'a', b: { id: '1', type: 'b', a: { type: 'a', id: '1' } } } }],
	] as const)('has %i levels of related records within', (depth, b) => {
		const document = { data: related('a', '1', { b: to('b', '1') }), included: [related('b', '1', { a: to('a', '1') })] };

		expect(first(document, { depth })).toEqual({ id: '1', type: 'a', b });
	});
});

describe('rule 5: links and meta', () => {
	const document = {
		links: { self: '/a' },
		meta: { total: 2 },
		data: [
			resource('a', '1', {}, {
				links: { self: '/a/1' },
				meta: { etag: 'x' },
				relationships: { b: { data: to('b', '1', { meta: { role: 'first' } }), links: { related: '/a/1/b' }, meta: { count: 1 } } },
			}),
			resource('a', '2', {}, { relationships: { b: { data: to('b', '1', { meta: { role: 'second' } }) }, c: { data: to('b', '1') } } }),
		],
		included: [resource('b', '1', { name: 'B' }, { meta: { own: true } })],
	};

	it('are left out unless asked for', () => {
		expect(flatten(document)).toEqual({
			records: [{ id: '1', type: 'a', b: { id: '1', type: 'b', name: 'B' } }, { id: '2', type: 'a', b: { id: '1', type: 'b', name: 'B' }, c: { id: '1', type: 'b', name: 'B' } }],
			isList: true,
			notes: [],
		});
	});

	it('are kept of document, resource, relationship and identifier', () => {
		const { links, meta, records: given } = flatten(document, { links: true, meta: true });

		expect({ links, meta }).toEqual({ links: { self: '/a' }, meta: { total: 2 } });
		expect(given[0]).toEqual({
			id: '1',
			type: 'a',
			b: { id: '1', type: 'b', name: 'B', meta: { own: true }, identifierMeta: { role: 'first' } },
			links: { self: '/a/1' },
			meta: { etag: 'x' },
			relationshipLinks: { b: { related: '/a/1/b' } },
			relationshipMeta: { b: { count: 1 } },
		});
	});

	it('of one identifier do not show at another reference to the same resource', () => {
		const given = records(document, { meta: true, depth: 2 });

		expect([given[0]?.b, given[1]?.b, given[1]?.c]).toEqual([
			{ id: '1', type: 'b', name: 'B', meta: { own: true }, identifierMeta: { role: 'first' } },
			{ id: '1', type: 'b', name: 'B', meta: { own: true }, identifierMeta: { role: 'second' } },
			{ id: '1', type: 'b', name: 'B', meta: { own: true } },
		]);
	});

	it('stand as the value of a relationship without linkage', () => {
		const loose = { data: resource('a', '1', {}, { relationships: { b: { links: { related: '/b' }, meta: { count: 3 } } } }) };

		expect(first(loose, { meta: true })).toEqual({ id: '1', type: 'a', b: { meta: { count: 3 } } });
		expect(first(loose, { links: true, meta: true })).toEqual({ id: '1', type: 'a', b: { links: { related: '/b' }, meta: { count: 3 } } });
	});
});

describe('rule 6: names that reach for prototypes', () => {
	it.each(['__proto__', 'constructor', 'prototype'])('keeps a member called %s as data under the prefix', (name) => {
		const document = parsed(`{"data":{"type":"a","id":"1","attributes":{"${name}":{"isAdmin":true}},"relationships":{"_${name}":{"data":null}}}}`);
		const record = first(document);

		expect(Object.getPrototypeOf(record)).toBe(Object.prototype);
		expect(record?.isAdmin).toBeUndefined();
		expect(JSON.stringify(record)).toBe(`{"id":"1","type":"a","__${name}":{"isAdmin":true},"_${name}":null}`);
	});

	it.each(['__proto__', 'constructor', 'prototype'])('keeps a relationship called %s, with its links and meta', (name) => {
		const document = parsed(`{"data":{"type":"a","id":"1","relationships":{"${name}":{"data":{"type":"b","id":"1"},"links":{"self":"/x"},"meta":{"n":1}}}}}`);

		expect(first(document, { links: true, meta: true })).toEqual({
			id: '1', type: 'a', [`_${name}`]: { type: 'b', id: '1' }, relationshipLinks: { [`_${name}`]: { self: '/x' } }, relationshipMeta: { [`_${name}`]: { n: 1 } },
		});
	});

	it('does not make such a name by prefixing', () => {
		const document = parsed('{"data":{"type":"a","id":"1","attributes":{"o__":1},"relationships":{"o__":{"data":null}}}}');

		expect(first(document, { prefix: '__prot' })).toEqual({ id: '1', type: 'a', __prot__proto__: 1, o__: null });
	});

	it.each(['__proto__', 'constructor', 'toString'])('takes %s for a type and an id like any other', (name) => {
		const document = { data: related(name, name, { b: to(name, 'other'), nobody: to('toString', 'valueOf') }), included: [resource(name, 'other', { n: 1 })] };

		expect(first(document)).toEqual({ id: name, type: name, b: { id: 'other', type: name, n: 1 }, nobody: { type: 'toString', id: 'valueOf' } });
		expect(Object.hasOwn(Object.prototype, 'other')).toBe(false);
	});
});

describe('rule 7: what is no document to read, and what is to be ignored', () => {
	it.each([undefined, null, 'text', 7, [], {}, { jsonapi: { version: '1.1' } }, { data: 'x' }, { data: [1] }, { data: [{ id: '1' }] }, { data: { score: 5 } }])('refuses %j with advice', (document) => {
		expect(failureOf(document).message).toMatch(/no JSON:API document/);
		expect(failureOf(document).advice).not.toBe('');
	});

	it('says where in the list the entry is that is no resource', () => {
		expect(failureOf({ data: [resource('a', '1'), 5] }).message).toContain('data[1] is no object');
		expect(failureOf({ data: [{ id: 1 }] }).message).toContain('data[0] has no type');
	});

	it('tells the errors of an errors document', () => {
		const { message } = failureOf({ errors: [{ title: 'Not Found', detail: 'No record 1' }, { title: 'Required', source: { pointer: '/data/attributes/title' } }] });

		expect(message).toContain('Not Found: No record 1; title: Required');
	});

	it('calls data beside errors malformed', () => {
		expect(failureOf({ data: [], errors: [] }).message).toContain('malformed');
	});

	it('ignores unknown members, @ members and those of extensions', () => {
		const attributes = { '@id': 1, 'version:id': 2, name: 'Robin', 'has: colon': 3 };
		const document = { '@context': {}, 'ext:x': 1, future: true, data: resource('a', '1', attributes, { 'version:id': '9', future: 1, relationships: { '@b': { data: null }, 'ns:c': { data: null } } }) };

		expect(first(document)).toEqual({ id: '1', type: 'a', name: 'Robin' });
	});

	it('reads documents of meta alone, of null and of an empty list as no records', () => {
		expect(flatten({ meta: { n: 1 } }, { meta: true })).toEqual({ records: [], isList: false, notes: [], meta: { n: 1 } });
		expect(flatten({ data: null })).toEqual({ records: [], isList: false, notes: [] });
		expect(flatten({ data: [] })).toEqual({ records: [], isList: true, notes: [] });
	});

	it('leaves out included entries that are no resources, and says so', () => {
		expect(flatten({ data: related('a', '1', { b: to('b', '1') }), included: [null, 5, { id: '1' }, resource('b', '1', { n: 1 })] })).toMatchObject({
			records: [{ b: { n: 1 } }],
			notes: [expect.stringContaining('3 included entries')],
		});
		expect(flatten({ data: [], included: 'x' }).notes).toEqual([]);
	});
});

describe('rule 9: sparse fieldsets', () => {
	it('do not make an included resource that nobody refers to an error', () => {
		const document = { data: resource('a', '1'), included: [related('b', '1', { c: to('c', '1') }, { n: 1 }), resource('c', '1')] };

		expect(flatten(document)).toMatchObject({ records: [{ id: '1', type: 'a' }], notes: [] });
		expect(flattenIncluded(document)).toEqual([{ id: '1', type: 'b', n: 1, c: { type: 'c', id: '1' } }, { id: '1', type: 'c' }]);
	});

	it('leave resources without attributes', () => {
		expect(records({ data: [resource('a', '1'), { type: 'a', id: '2', attributes: {} }] })).toEqual([{ id: '1', type: 'a' }, { id: '2', type: 'a' }]);
	});
});

describe('the node budget', () => {
	const people = Array.from({ length: 10 }, (_each, index) => related('p', `${index}`, { friends: Array.from({ length: 10 }, (_friend, other) => to('p', `${other}`)) }));

	it('counts related records, not records, and lets as many be as it says', () => {
		expect(records({ data: people }, { maxNodes: 100 })).toHaveLength(10);
		expect(records({ data: people }, { depth: 0, maxNodes: 0 })).toHaveLength(10);
	});

	it('ends the work with advice when it is spent', () => {
		const failure = failureOf({ data: people }, { maxNodes: 99 });

		expect(failure.message).toContain('more than 99');
		expect(failure.advice).toMatch(/smaller depth/);
	});

	it('is 200,000 unless set: a knot of 100 that would become 1,010,000 records is refused', () => {
		const knot = Array.from({ length: 100 }, (_each, index) => related('p', `${index}`, { all: Array.from({ length: 100 }, (_other, other) => to('p', `${other}`)) }));

		expect(records({ data: knot }, { depth: 1 })).toHaveLength(100);
		expect(failureOf({ data: knot }, { depth: 2 }).message).toContain('200,000');
	});
});

describe('copies', () => {
	it('of one included resource are apart: a change of one shows in no other', () => {
		const document = { data: [1, 2, 3].map((id) => related('a', `${id}`, { b: to('b', '1') })), included: [resource('b', '1', { name: 'B' })] };
		const [one, ...others] = records(document);
		(one?.b as JsonObject).name = 'changed';

		expect(others.map(({ b }) => b)).toEqual([{ id: '1', type: 'b', name: 'B' }, { id: '1', type: 'b', name: 'B' }]);
		expect(document.included[0]?.attributes).toEqual({ name: 'B' });
	});

	it('of a primary record within another are apart from it', () => {
		const [one, two] = records({ data: [related('a', '1', { other: to('a', '2') }, { n: 1 }), related('a', '2', { other: to('a', '1') }, { n: 2 })] });
		(one?.other as JsonObject).n = 'changed';

		expect(two).toEqual({ id: '2', type: 'a', n: 2, other: { id: '1', type: 'a', n: 1, other: { type: 'a', id: '2' } } });
	});
});
