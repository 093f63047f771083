import { flatten } from '../../../nodes/shared/jsonApi';
import { related, resource, to } from './documents.mts';

const first = (document: unknown, depth: 0 | 1 | 2 | 3 = 1) => flatten(document, { depth }).records[0];

/** Everybody refers to everybody. */
const knot = (size: number) => Array.from({ length: size }, (_each, index) => related('node', `${index}`, { all: Array.from({ length: size }, (_other, other) => to('node', `${other}`)) }));

describe('bugs that others have met', () => {
	it('jsona#56: resources that all refer to each other do not exhaust the stack', () => {
		expect(flatten({ data: knot(200) }).records[199]).toMatchObject({ id: '199', all: { length: 200 } });
	});

	it('jsona#19: included resources that refer back to the primary ones do not go round for ever', () => {
		const document = { data: [related('article', '1', { author: to('person', '1') })], included: [related('person', '1', { articles: [to('article', '1')] })] };

		expect(first(document, 3)).toMatchObject({ author: { articles: [{ author: { type: 'person', id: '1', articles: [{ type: 'article', id: '1' }] } }] } });
	});

	it('jsona#62: what comes of a circle can be written as JSON at every depth', () => {
		for (const depth of [0, 1, 2, 3] as const) expect(() => JSON.stringify(flatten({ data: knot(5) }, { depth }))).not.toThrow();
	});

	it('jsonapi-serializer#173: a relation within a circle is cut to its identifier, not to null', () => {
		const document = { data: related('user', '1', { group: to('group', '1') }), included: [related('group', '1', { owner: to('user', '1') })] };

		expect(first(document)).toEqual({ id: '1', type: 'user', group: { id: '1', type: 'group', owner: { type: 'user', id: '1' } } });
	});

	it('jsonapi-serializer#230: a type whose name begins another one does not lose what is nested in it', () => {
		const document = {
			data: related('comment', '1', { comments: [to('comments', '1')] }),
			included: [related('comments', '1', { comment: to('comment-author', '1') }, { n: 1 }), resource('comment-author', '1', { name: 'Robin' })],
		};

		expect(first(document, 2)).toMatchObject({ comments: [{ type: 'comments', n: 1, comment: { type: 'comment-author', name: 'Robin' } }] });
	});

	it('jsonapi-serializer#260: the work grows with what is written, not with the square of included', () => {
		// Counted in reads instead of seconds: every look at an included resource's id goes by here.
		const readsFor = (size: number): number => {
			let reads = 0;
			const counting = (id: string) => ({ type: 'b', attributes: { n: id }, get id() { reads++; return id; } });
			const ids = Array.from({ length: size }, (_each, index) => `${index}`);
			flatten({ data: ids.map((id) => related('a', id, { b: to('b', id) })), included: ids.map(counting) });
			return reads;
		};

		expect(readsFor(4_000)).toBeLessThan(4.1 * readsFor(1_000));
	});

	it('kitsu#133: a circle of included resources ends', () => {
		const document = { data: related('a', '1', { b: to('b', '1') }), included: [related('b', '1', { c: to('c', '1') }), related('c', '1', { b: to('b', '1') })] };

		expect(first(document, 3)).toMatchObject({ b: { c: { b: { id: '1', type: 'b', c: { type: 'c', id: '1' } } } } });
	});

	it('kitsu#579: a resource that refers to itself is written as often as the depth says', () => {
		expect(first({ data: related('a', '1', { parent: to('a', '1') }) }, 2)).toEqual({
			id: '1', type: 'a', parent: { id: '1', type: 'a', parent: { id: '1', type: 'a', parent: { type: 'a', id: '1' } } },
		});
	});

	it('kitsu PR#1094: each resource is flattened once however many refer to it', () => {
		let reads = 0;
		const attributes = { get name() { reads++; return 'B'; } };
		const document = { data: Array.from({ length: 1_000 }, (_each, index) => related('a', `${index}`, { b: to('b', '1') })), included: [{ type: 'b', id: '1', attributes }] };

		expect(flatten(document).records.filter(({ b }) => (b as { name?: string }).name === 'B')).toHaveLength(1_000);
		expect(reads).toBeLessThanOrEqual(2);
	});

	it('json-api-serializer#106: a relation that is not included keeps its type', () => {
		expect(first({ data: related('a', '1', { b: to('b', '9'), many: [to('c', '1')] }) })).toEqual({ id: '1', type: 'a', b: { type: 'b', id: '9' }, many: [{ type: 'c', id: '1' }] });
	});

	it('devour#47: a circle over three resources in the primary data ends', () => {
		const ring = ['1', '2', '3'].map((id, index) => related('a', id, { next: to('a', `${((index + 1) % 3) + 1}`) }));

		expect(flatten({ data: ring }).records.map(({ next }) => next)).toEqual([
			{ id: '2', type: 'a', next: { type: 'a', id: '3' } },
			{ id: '3', type: 'a', next: { type: 'a', id: '1' } },
			{ id: '1', type: 'a', next: { type: 'a', id: '2' } },
		]);
	});

	it('deserialize-json-api#9: a relationship that is null, or has no data, is read without failing', () => {
		const document = { data: resource('a', '1', {}, { relationships: { none: { data: null }, unknown: { links: {} }, broken: null } }) };

		expect(first(document)).toEqual({ id: '1', type: 'a', none: null });
	});
});
