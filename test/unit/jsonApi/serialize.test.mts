import { linkageDocument, MEDIA_TYPE, serialize } from '../../../nodes/shared/jsonApi';

describe('a document to send (rule 8)', () => {
	it('has what was filled in and nothing else', () => {
		expect(serialize({ type: 'requirement', attributes: { title: 'T', note: undefined } })).toEqual({ data: { type: 'requirement', attributes: { title: 'T' } } });
		expect(serialize({ type: 'requirement' })).toEqual({ data: { type: 'requirement' } });
		expect(serialize({ type: 'requirement', id: '', attributes: {}, relationships: { team: undefined } })).toEqual({ data: { type: 'requirement' } });
	});

	it('has the id where one is given', () => {
		expect(serialize({ type: 'requirement', id: '1', attributes: { title: 'T' } })).toEqual({ data: { type: 'requirement', id: '1', attributes: { title: 'T' } } });
	});

	it('keeps what clears: null, an empty list, an empty text, zero and false', () => {
		expect(serialize({ type: 'a', attributes: { a: null, b: [], c: '', d: 0, e: false }, relationships: { team: null, tags: [] } })).toEqual({
			data: { type: 'a', attributes: { a: null, b: [], c: '', d: 0, e: false }, relationships: { team: { data: null }, tags: { data: [] } } },
		});
	});

	it('writes to-one and to-many linkage with type and id alone', () => {
		const fetched = { type: 'team', id: '1', name: 'Ops', links: { self: '/x' } };
		expect(serialize({ type: 'a', relationships: { team: fetched, teams: [fetched] } })).toEqual({
			data: { type: 'a', relationships: { team: { data: { type: 'team', id: '1' } }, teams: { data: [{ type: 'team', id: '1' }] } } },
		});
	});

	it('keeps an attribute called __proto__ an attribute', () => {
		const attributes = JSON.parse('{"__proto__":{"x":1}}') as Record<string, never>;
		expect(JSON.stringify(serialize({ type: 'a', attributes }))).toBe('{"data":{"type":"a","attributes":{"__proto__":{"x":1}}}}');
	});

	it('for a relationship route is linkage', () => {
		expect(linkageDocument(null)).toEqual({ data: null });
		expect(linkageDocument([])).toEqual({ data: [] });
		expect(linkageDocument({ type: 'team', id: '1' })).toEqual({ data: { type: 'team', id: '1' } });
		expect(linkageDocument([{ type: 'team', id: '1' }, { type: 'team', id: '2' }])).toEqual({ data: [{ type: 'team', id: '1' }, { type: 'team', id: '2' }] });
	});

	it('goes out under a media type without parameters', () => expect(MEDIA_TYPE).toBe('application/vnd.api+json'));
});
