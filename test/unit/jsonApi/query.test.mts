import { documentQuery, filterOf, type Condition } from '../../../nodes/shared/jsonApi';
import { withQuery } from '../../../nodes/shared/http/request';

const is = (field: string, value: Condition['value'], operator = 'equals'): Condition => ({ field, operator, value });

describe('documentQuery', () => {
	it('writes every family with its brackets', () => {
		expect(
			documentQuery({
				filter: { status: { in: ['active', 'draft'] }, persona: { name: 'Buyer' }, count: { gt: 3 }, archived: false },
				sort: ['-updated_at', 'name'],
				page: { limit: 100, count: true, after: undefined },
				include: ['persona', 'use_cases.test_cases'],
				fields: { requirement: ['title', 'status'], team: [] },
			}),
		).toEqual({
			'filter[status][in][0]': 'active',
			'filter[status][in][1]': 'draft',
			'filter[persona][name]': 'Buyer',
			'filter[count][gt]': '3',
			'filter[archived]': 'false',
			sort: '-updated_at,name',
			'page[limit]': '100',
			'page[count]': 'true',
			include: 'persona,use_cases.test_cases',
			'fields[requirement]': 'title,status',
			'fields[team]': '',
		});
	});

	it('leaves out what is empty, but for a fieldset: that one asks for no field', () => {
		expect(documentQuery({})).toEqual({});
		expect(documentQuery({ filter: {}, sort: [], page: {}, include: [], fields: {} })).toEqual({});
		expect(documentQuery({ fields: { team: [] } })).toEqual({ 'fields[team]': '' });
	});

	it('never widens a filter by leaving a part of it out', () => {
		expect(documentQuery({ filter: { a: { in: [] }, b: null, c: {} } })).toEqual({ 'filter[a][in]': '', 'filter[b]': '', 'filter[c]': '' });
	});

	it('writes groups by index', () => {
		expect(documentQuery({ filter: { or: [{ status: 'draft' }, { status: { in: ['x'] } }] } })).toEqual({ 'filter[or][0][status]': 'draft', 'filter[or][1][status][in][0]': 'x' });
	});

	it('is percent-encoded, brackets too, when it becomes part of an address', () => {
		const { url } = withQuery({ method: 'GET', url: 'https://a.test/x', headers: {} }, documentQuery({ filter: { a: 'b&c' }, fields: { t: [] } }));

		expect(url).toBe('https://a.test/x?filter%5Ba%5D=b%26c&fields%5Bt%5D=');
	});

	it('takes __proto__ for a name like any other', () => {
		expect(documentQuery({ filter: JSON.parse('{"__proto__":{"__proto__":"x"}}') as never })).toEqual({ 'filter[__proto__][__proto__]': 'x' });
	});
});

describe('filterOf', () => {
	it.each<[string, Condition[], 'and' | 'or' | 'none', Record<string, string>]>([
		['nothing of no conditions', [], 'and', {}],
		['nothing of no conditions that may not hold', [], 'none', {}],
		['equality in its short form', [is('status', 'active')], 'and', { 'filter[status]': 'active' }],
		['eq in its short form', [is('status', 'active', 'eq')], 'or', { 'filter[status]': 'active' }],
		['an operator', [is('count', 3, 'greater_than')], 'and', { 'filter[count][greater_than]': '3' }],
		['a list by index', [is('status', ['a', 'b'], 'in')], 'and', { 'filter[status][in][0]': 'a', 'filter[status][in][1]': 'b' }],
		['one value as a list of one', [is('status', 'a', 'in')], 'and', { 'filter[status][in][0]': 'a' }],
		['a path over relations', [is('persona.team.name', 'Ops', 'contains')], 'and', { 'filter[persona][team][name][contains]': 'Ops' }],
		['different names beside each other', [is('a', 1), is('b.c', 2)], 'and', { 'filter[a]': '1', 'filter[b][c]': '2' }],
		['two conditions of one name as an and list', [is('n', 1, 'gt'), is('n', 9, 'lt')], 'and', { 'filter[and][0][n][gt]': '1', 'filter[and][1][n][lt]': '9' }],
		['alternatives as an or list', [is('s', 'a'), is('s', 'b')], 'or', { 'filter[or][0][s]': 'a', 'filter[or][1][s]': 'b' }],
		['one alternative as itself', [is('s', 'a')], 'or', { 'filter[s]': 'a' }],
		['one that may not hold', [is('s', 'a')], 'none', { 'filter[not][s]': 'a' }],
		['several that may not hold', [is('s', 'a'), is('t', 'b')], 'none', { 'filter[not][or][0][s]': 'a', 'filter[not][or][1][t]': 'b' }],
		['is_nil as a boolean', [is('a', 'false', 'is_nil'), is('b', true, 'is_nil'), is('c', undefined, 'is_nil')], 'and', { 'filter[a][is_nil]': 'false', 'filter[b][is_nil]': 'true', 'filter[c][is_nil]': 'true' }],
		['null by is_nil', [is('a', null), is('b', null, 'not_equals')], 'and', { 'filter[a][is_nil]': 'true', 'filter[b][is_nil]': 'false' }],
		['an object beside equals in the long form', [is('a', ['x'])], 'and', { 'filter[a][equals][0]': 'x' }],
	])('writes %s', (_what, conditions, join, parameters) => {
		expect(documentQuery({ filter: filterOf(conditions, join) })).toEqual(parameters);
	});

	it('takes __proto__ for a name like any other', () => {
		expect(documentQuery({ filter: filterOf([is('__proto__.x', 1, '__proto__')], 'and') })).toEqual({ 'filter[__proto__][x][__proto__]': '1' });
	});
});
