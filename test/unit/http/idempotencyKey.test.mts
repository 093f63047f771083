import fc from 'fast-check';

import { canonicalJson, contentKey, keyProblem, stableKey } from '../../../nodes/shared/http/idempotencyKey';
import type { JsonValue } from '../../../nodes/shared/http/request';

const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const place = { executionId: '17', nodeId: 'n', runIndex: 0, itemIndex: 3, operation: 'create' };

describe('stableKey', () => {
	it('is a UUID that is the same whenever the node runs again in the same execution', () => {
		expect(stableKey(place)).toMatch(UUID);
		expect(stableKey({ ...place })).toBe(stableKey(place));
	});

	it.each([{ executionId: '18' }, { nodeId: 'm' }, { runIndex: 1 }, { itemIndex: 4 }, { operation: 'grant' }])('is another one for %j', (change) => {
		expect(stableKey({ ...place, ...change })).not.toBe(stableKey(place));
	});

	it('does not confuse parts that join to the same text', () => {
		expect(stableKey({ ...place, executionId: '1', nodeId: '7n' })).not.toBe(stableKey({ ...place, executionId: '17', nodeId: 'n' }));
	});
});

describe('contentKey', () => {
	const content = { origin: 'https://a.example', operation: 'create', body: { reason: 'left', ids: [1, 2] } };

	it('is the same for the same write, in whatever order its members come', () => {
		expect(contentKey(content)).toMatch(UUID);
		expect(contentKey({ ...content, body: { ids: [1, 2], reason: 'left' } })).toBe(contentKey(content));
	});

	it.each([{ origin: 'https://b.example' }, { operation: 'delete' }, { body: { reason: 'left', ids: [2, 1] } }])('is another one for %j', (change) => {
		expect(contentKey({ ...content, ...change })).not.toBe(contentKey(content));
	});

	it('rests on JSON that reads back as the same value', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				expect(JSON.parse(canonicalJson(value as JsonValue))).toEqual(JSON.parse(JSON.stringify(value)));
			}),
		);
	});
});

describe('keyProblem', () => {
	it.each(['k', 'HR-1204/revoke:a_b', 'x'.repeat(255), '7c9e6679-7425-40de-944b-e07fc1f90ae7'])('finds nothing wrong with %j', (key) => {
		expect(keyProblem(key)).toBeUndefined();
	});

	it.each([
		['', 'it is empty'],
		['a\r\nX-Evil: 1', 'it holds a line break'],
		['x'.repeat(256), 'it has 256 characters, 255 are allowed'],
		['a b', 'it holds white space'],
		['schlüssel', 'it holds a character that a header cannot carry'],
		['🔑', 'it holds a character that a header cannot carry'],
		['a\u0000b', 'it holds a character that a header cannot carry'],
	])('says of %j that %s', (key, expected) => {
		expect(keyProblem(key)).toBe(expected);
	});
});
