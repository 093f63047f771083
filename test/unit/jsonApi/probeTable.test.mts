import { deepCopy } from 'n8n-workflow';
import { flatten, type FlattenOptions } from '../../../nodes/shared/jsonApi';
import { deepFrozen, parsed, prototypesAsNow, related, resource, to } from './documents.mts';

const first = (document: unknown, options?: FlattenOptions) => flatten(document, options).records[0];

/** What eleven libraries were asked, most of which fail several of these. */
describe('the answer to each probe is right', () => {
	it('to-one null is null', () => expect(first({ data: related('a', '1', { b: null }) })).toEqual({ id: '1', type: 'a', b: null }));

	it('to-one null with links is null', () => {
		const document = { data: resource('a', '1', {}, { relationships: { b: { data: null, links: { related: '/b' } } } }) };
		expect(first(document)).toEqual({ id: '1', type: 'a', b: null });
		expect(first(document, { links: true })).toEqual({ id: '1', type: 'a', b: null, relationshipLinks: { b: { related: '/b' } } });
	});

	it('an empty to-many is an empty list', () => expect(first({ data: related('a', '1', { b: [] }) })).toEqual({ id: '1', type: 'a', b: [] }));

	it('a relationship without data keeps its link', () =>
		expect(first({ data: resource('a', '1', {}, { relationships: { b: { links: { related: '/b' } } } }) }, { links: true })).toEqual({ id: '1', type: 'a', b: { links: { related: '/b' } } }));

	it('linkage that is not in included keeps id and type', () =>
		expect(first({ data: related('a', '1', { b: to('b', '1'), many: [to('b', '2'), to('c', '3')] }), included: [resource('c', '3', { n: 3 })] })).toEqual({
			id: '1', type: 'a', b: { type: 'b', id: '1' }, many: [{ type: 'b', id: '2' }, { id: '3', type: 'c', n: 3 }],
		}));

	it('a document without included keeps id and type', () => expect(first({ data: related('a', '1', { b: to('b', '1') }) })).toEqual({ id: '1', type: 'a', b: { type: 'b', id: '1' } }));

	it('a primary record within a primary record is resolved', () =>
		expect(first({ data: [related('a', '1', { next: to('a', '2') }), resource('a', '2', { n: 2 })] })).toEqual({ id: '1', type: 'a', next: { id: '2', type: 'a', n: 2 } }));

	it('a circle of two ends by depth', () =>
		expect(first({ data: related('a', '1', { b: to('b', '1') }), included: [related('b', '1', { a: to('a', '1') })] })).toEqual({ id: '1', type: 'a', b: { id: '1', type: 'b', a: { type: 'a', id: '1' } } }));

	it('a circle can be written as JSON', () => {
		const { records } = flatten({ data: [related('a', '1', { self: to('a', '1') })] }, { depth: 3 });
		expect(JSON.stringify(records)).toBe(
			'[{"id":"1","type":"a","self":{"id":"1","type":"a","self":{"id":"1","type":"a","self":{"id":"1","type":"a","self":{"type":"a","id":"1"}}}}}]',
		);
	});

	it('a chain of 5,000 does not overflow the stack', () => {
		const chain = Array.from({ length: 5_000 }, (_each, index) => related('link', `${index}`, { next: to('link', `${index + 1}`) }));
		expect(flatten({ data: chain }, { depth: 3 }).records).toHaveLength(5_000);
	});

	it('a1 with 2 is not a with 12', () => {
		const document = { data: related('x', '1', { one: to('a1', '2'), other: to('a', '12') }), included: [resource('a', '12', { n: 'a/12' }), resource('a1', '2', { n: 'a1/2' })] };
		expect(first(document)).toMatchObject({ one: { n: 'a1/2' }, other: { n: 'a/12' } });
	});

	it('a polymorphic to-many keeps each type', () =>
		expect(first({ data: related('x', '1', { many: [to('a', '1'), to('b', '1')] }), included: [resource('b', '1', { n: 'b' }), resource('a', '1', { n: 'a' })] })).toMatchObject({
			many: [{ type: 'a', n: 'a' }, { type: 'b', n: 'b' }],
		}));

	it('lid linkage finds its own resource', () => {
		const document = { data: related('x', '1', { many: [{ type: 'a', lid: 'l1' }, { type: 'a', lid: 'l2' }] }), included: [{ type: 'a', lid: 'l2', attributes: { n: 2 } }, { type: 'a', lid: 'l1', attributes: { n: 1 } }] };
		expect(first(document)).toMatchObject({ many: [{ lid: 'l1', n: 1 }, { lid: 'l2', n: 2 }] });
	});

	it('links and meta of a resource are there', () =>
		expect(first({ data: resource('a', '1', {}, { links: { self: '/a/1' }, meta: { m: 1 } }) }, { links: true, meta: true })).toEqual({ id: '1', type: 'a', links: { self: '/a/1' }, meta: { m: 1 } }));

	it('links and meta of a relationship are there', () =>
		expect(first({ data: resource('a', '1', {}, { relationships: { b: { data: [], links: { self: '/b' }, meta: { m: 1 } } } }) }, { links: true, meta: true })).toEqual({
			id: '1', type: 'a', b: [], relationshipLinks: { b: { self: '/b' } }, relationshipMeta: { b: { m: 1 } },
		}));

	it('meta of an identifier is there', () =>
		expect(first({ data: related('a', '1', { b: to('b', '1', { meta: { m: 1 } }) }), included: [resource('b', '1')] }, { meta: true })).toMatchObject({ b: { identifierMeta: { m: 1 } } }));

	it('links and meta of the document are there', () =>
		expect(flatten({ data: [], links: { next: null }, meta: { total: 0 } }, { links: true, meta: true })).toMatchObject({ links: { next: null }, meta: { total: 0 } }));

	it('data: null is no record and no list', () => expect(flatten({ data: null })).toEqual({ records: [], isList: false, notes: [] }));

	it('an errors document is refused with what it says', () => expect(() => flatten({ errors: [{ detail: 'Broken' }] })).toThrow('Broken'));

	it('names of attributes are untouched', () =>
		expect(first({ data: resource('a', '1', { 'first-name': 1, last_name: 2, URL: 3, 'ÄÖ': 4, '': 5 }) })).toEqual({ id: '1', type: 'a', 'first-name': 1, last_name: 2, URL: 3, 'ÄÖ': 4, '': 5 }));

	it('attributes called attributes, relationships and data are attributes', () =>
		expect(first({ data: resource('a', '1', { attributes: { id: 'x' }, relationships: { y: { data: null } }, data: [1] }) })).toEqual({
			id: '1', type: 'a', attributes: { id: 'x' }, relationships: { y: { data: null } }, data: [1],
		}));

	it('a __proto__ attribute pollutes neither the record nor what n8n copies of it', () => {
		const record = first(parsed('{"data":{"type":"a","id":"1","attributes":{"__proto__":{"polluted":true}}}}'));
		expect((record as { polluted?: unknown }).polluted).toBeUndefined();
		expect(deepCopy(record)).toEqual({ id: '1', type: 'a', ___proto__: { polluted: true } });
	});

	it('a type __proto__ pollutes nothing', () => {
		const areAsBefore = prototypesAsNow();
		const document = { data: related('a', '1', { b: to('__proto__', 'toString') }), included: [resource('__proto__', 'toString', { n: 1 })] };
		expect(first(document)).toMatchObject({ b: { id: 'toString', type: '__proto__', n: 1 } });
		expect(areAsBefore()).toBe(true);
		expect(typeof {}.toString).toBe('function');
	});

	it('the input is left alone', () => {
		const document = deepFrozen({ data: related('a', '1', { b: to('b', '1') }), included: [related('b', '1', { a: to('a', '1') })] });
		expect(() => flatten(document, { depth: 3, links: true, meta: true })).not.toThrow();
	});
});
