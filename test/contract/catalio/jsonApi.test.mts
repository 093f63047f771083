import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startCatalio } from '../../simulators/catalio/index.mts';
import { creationFindings, documentFindings } from '../../simulators/catalio/jsonApiSchema.mts';
import { apiOf } from './support.mts';

const thing = (id: string, more: object = {}) => ({ type: 'thing', id, ...more });
const to = (...ids: string[]) => ({ relationships: { parts: { data: ids.map((id) => thing(id)) } } });

describe('the check against the official schema', () => {
	it.each<readonly [string, unknown]>([
		['one resource', { data: thing('1', { attributes: { a: 1 } }) }],
		['no resource', { data: null }],
		['an empty list', { data: [] }],
		['identifiers', { data: [thing('1'), thing('2', { meta: { position: 1 } })] }],
		['errors', { errors: [{ status: '404', title: 'x' }], jsonapi: { version: '1.0' } }],
		['meta alone', { meta: {} }],
		['1.1: a local id', { data: { type: 'thing', lid: 'a', relationships: { other: { data: { type: 'thing', lid: 'b' } } } } }],
		['1.1: link objects', { data: [], links: { self: { href: 'https://example.com', rel: 'self', title: 't', type: 'text/html', hreflang: ['de', 'en'], describedby: 'https://example.com/d', meta: {} } } }],
		['1.1: links that are null', { data: [], links: { next: null, prev: null, related: null } }],
		['1.1: next as an object', { data: [], links: { next: { href: '/things?page%5Boffset%5D=2' } } }],
		['links with plain brackets', { data: [], links: { next: 'http://127.0.0.1:1/things?page[offset]=2&filter[a][in][0]=b' } }],
		['1.1: ext and profile', { data: [], jsonapi: { version: '1.1', ext: ['https://jsonapi.org/ext/atomic'], profile: ['https://example.com/p'], meta: {} } }],
		['1.1: an error about a header', { errors: [{ source: { header: 'accept' }, links: { about: 'https://example.com', type: { href: 'https://example.com/t' } } }] }],
		['1.1: @-members and those of extensions', { data: [thing('1', { '@context': 'x' })], '@note': 1, 'version:id': '1' }],
		['included resources in reach', { data: thing('1', to('2')), included: [thing('2', to('3')), thing('3')] }],
	])('passes %s', (_case, document) => {
		expect(documentFindings(document)).toEqual([]);
	});

	it.each<readonly [string, unknown, string]>([
		['data beside errors', { data: null, errors: [] }, 'jsonapi'],
		['a resource without a type', { data: { id: '1' } }, 'jsonapi/data'],
		['a number as id', { data: { type: 'thing', id: 1 } }, 'jsonapi/data/id'],
		['neither id nor lid', { data: { type: 'thing' } }, 'jsonapi/data'],
		['an attribute called id', { data: thing('1', { attributes: { id: 'x' } }) }, 'jsonapi/data/attributes'],
		['an unknown member', { data: thing('1', { colour: 'red' }) }, 'jsonapi/data'],
		['an empty relationship', { data: thing('1', { relationships: { parts: {} } }) }, 'jsonapi/data/relationships/parts'],
		['a number as link', { data: [], links: { next: 5 } }, 'jsonapi/links/next'],
		['a link object without href', { data: [], links: { next: { title: 'x' } } }, 'jsonapi/links/next'],
		['a link with a space', { data: [], links: { next: '/a b' } }, 'jsonapi/links/next'],
		['an error without anything', { errors: [{}] }, 'jsonapi/errors/0'],
		['an error whose status is a number', { errors: [{ status: 404 }] }, 'jsonapi/errors/0/status'],
		['an error with an unknown link', { errors: [{ title: 'x', links: { colour: 'x' } }] }, 'jsonapi/errors/0/links'],
		['the same resource twice', { data: [thing('1', { meta: { a: 1 } }), thing('1')] }, 'jsonapi'],
		['a resource in data and included', { data: thing('1', to('1')), included: [thing('1', { meta: {} })] }, 'jsonapi'],
		['an included resource out of reach', { data: thing('1'), included: [thing('2')] }, 'jsonapi/included'],
		['no object', 'text', 'jsonapi'],
	])('finds %s', (_case, document, where) => {
		expect(documentFindings(document).map((finding) => finding.where)).toContain(where);
	});

	it('forgives an included resource out of reach where fieldsets may have hidden the link', () => {
		expect(documentFindings({ data: thing('1'), included: [thing('2')] }, true)).toEqual([]);
	});

	it('lets a new resource have no id, and wants a type', () => {
		expect(creationFindings({ data: { type: 'thing', attributes: { a: 1 } } })).toEqual([]);
		expect(creationFindings({ data: { attributes: {} } }).map(({ where }) => where)).toContain('jsonapi/data');
		expect(creationFindings({ data: { type: 'thing', colour: 1 } })).toHaveLength(1);
		expect(creationFindings({ data: [] }).length).toBeGreaterThan(0);
		expect(creationFindings(undefined)).toHaveLength(1);
	});

	it('stands on the schema as published', () => {
		const schema = JSON.parse(readFileSync(join(import.meta.dirname, '../../../node_modules/jsonapi-validator/lib/schema.json'), 'utf8')) as { title: string; $schema: string };

		expect(schema).toMatchObject({ title: 'JSON API Schema', $schema: 'http://json-schema.org/draft-06/schema#' });
	});
});

describe('the simulator', () => {
	it('checks what it sends', async () => {
		const simulator = await startCatalio();
		simulator.admin.corruptAnswer((reply) => ({ ...reply, body: { data: [{ type: 'team', id: '1', colour: 'red' }] } }));
		await apiOf(simulator).get('/teams');
		await simulator.close();

		expect(simulator.violations.map(({ direction, operationId, where }) => [direction, operationId, where])).toContainEqual(['answer', 'listTeams', 'jsonapi/data']);
		expect(() => simulator.expectNoViolations()).toThrow('#1 listTeams answer jsonapi/data');
	});

	it('checks what it receives', async () => {
		const simulator = await startCatalio();
		const api = apiOf(simulator);
		await api.send('POST', '/teams', { data: { type: 'team', attributes: { name: 'x' } }, colour: 'red' });
		await api.update('team', '/teams', simulator.state.records.team![0]!.id, { type: 'x' });
		await simulator.close();

		const seen = simulator.violations.map(({ direction, operationId, requestNumber, where }) => [direction, operationId, requestNumber, where]);
		expect(seen).toContainEqual(['request', 'createTeam', 1, 'jsonapi']);
		expect(seen).toContainEqual(['request', 'updateTeam', 2, 'jsonapi/data/attributes']);
	});
});
