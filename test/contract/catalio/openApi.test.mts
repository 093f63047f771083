import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COLLECTIONS, DEFAULT_SWITCHES, openApiDocument, startCatalio, type CatalioSimulator, type Switches } from '../../simulators/catalio/index.mts';
import { apiOf, call } from './support.mts';

interface Schema {
	readonly type?: string;
	readonly properties?: Readonly<Record<string, Schema>>;
	readonly required?: readonly string[];
	readonly enum?: readonly string[];
	readonly anyOf?: readonly Schema[];
	readonly items?: Schema;
	readonly nullable?: boolean;
	readonly format?: string;
	readonly pattern?: string;
	readonly $ref?: string;
}

interface Operation {
	readonly parameters: ReadonlyArray<{ readonly name: string; readonly required: boolean; readonly schema: Schema }>;
	readonly requestBody: { readonly required: boolean; readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

interface OpenApi {
	readonly openapi: string;
	readonly servers: ReadonlyArray<{ readonly url: string }>;
	readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
	readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const ORIGIN = 'https://catalio.example.com';
const documentWith = (switches: Partial<Switches> = {}): OpenApi => openApiDocument({ ...DEFAULT_SWITCHES, ...switches }, ORIGIN) as unknown as OpenApi;

function validated(switches: Partial<Switches>): { valid: boolean; version: string } {
	const folder = mkdtempSync(join(tmpdir(), 'open-api-'));
	const file = join(folder, 'document.json');
	writeFileSync(file, JSON.stringify(documentWith(switches)));
	try {
		return JSON.parse(execFileSync(process.execPath, [join(import.meta.dirname, '../validateDocument.mts'), file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })) as { valid: boolean; version: string };
	} finally {
		rmSync(folder, { recursive: true });
	}
}

describe('the document', () => {
	it.each<Partial<Switches>>([{}, { openApiServers: 'prefixed', paging: 'keyset', relationshipRoutes: 'missing' }, { earlierEndpoints: 'missing', foreignKeys: 'refused', counting: 'refused' }])('is valid OpenAPI 3.0 in openApiStyle valid, with %j', (switches) => {
		expect(validated({ openApiStyle: 'valid', ...switches })).toEqual({ valid: true, version: '3.0' });
	});

	it('has, in openApiStyle library, two types and empty lists that OpenAPI 3.0 lacks and no other flaw', () => {
		const text = JSON.stringify(documentWith());
		const mended = text.replaceAll('"type":"deepObject"', '"type":"object"').replaceAll(',{"type":"null"}', '').replaceAll(/,?"required":\[\]/g, '').replaceAll('{,', '{');

		expect(text).toContain('"type":"deepObject"');
		expect(text).toContain(',{"type":"null"}');
		expect(text).toContain('"required":[]');
		expect(validated({ openApiStyle: 'library' }).valid).toBe(false);
		const folder = mkdtempSync(join(tmpdir(), 'open-api-'));
		writeFileSync(join(folder, 'mended.json'), mended);
		const printed = execFileSync(process.execPath, [join(import.meta.dirname, '../validateDocument.mts'), join(folder, 'mended.json')], { encoding: 'utf8' });
		rmSync(folder, { recursive: true });
		expect(JSON.parse(printed)).toEqual({ valid: true, version: '3.0' });
	});

	it('has no reference to nowhere', () => {
		const document = documentWith();
		const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name!);

		expect(references.length).toBeGreaterThan(400);
		expect(references.filter((name) => !(name in document.components.schemas))).toEqual([]);
	});

	it('describes each type under its name, with kinds, enums and what may be null', () => {
		const { schemas } = documentWith().components;
		const attributes = schemas.requirement!.properties!.attributes!;

		for (const { type } of COLLECTIONS) expect(schemas).toHaveProperty(type);
		expect(attributes.required).toEqual(expect.arrayContaining(['title', 'status', 'owner_id']));
		expect(attributes.properties!.status).toEqual({ type: 'string', enum: expect.arrayContaining(['draft', 'active', 'under_investigation']), description: 'Field included by default.' });
		expect(attributes.properties!.assignee_id).toEqual({ anyOf: [{ type: 'string', format: 'uuid', nullable: true, description: 'Field included by default.' }, { type: 'null' }] });
		expect(attributes.properties!.updated_at).toMatchObject({ type: 'string', format: 'date-time' });
		expect(Object.keys(schemas.requirement!.properties!.relationships!.properties!)).toEqual(expect.arrayContaining(['team', 'use_cases']));
	});

	it('describes filters by type and by attribute', () => {
		const { schemas } = documentWith().components;

		expect(schemas['requirement-filter']!.properties).toMatchObject({
			and: { $ref: '#/components/schemas/requirement-filter' },
			team: { $ref: '#/components/schemas/team-filter' },
			status: { $ref: '#/components/schemas/requirement-filter-status' },
		});
		expect(schemas['requirement-filter']!.properties).not.toHaveProperty('custom_fields');
		expect(schemas['requirement-filter-status']!.properties).toMatchObject({ eq: { type: 'string' }, in: { type: 'array' }, is_nil: { type: 'boolean' }, contains: { type: 'string' } });
		expect(Object.keys(schemas['requirement-filter-estimate']!.properties!)).not.toContain('contains');
	});

	it('lists what sorts and what is included as patterns', () => {
		const { parameters } = documentWith().paths['/api/v1/requirements']!.get!;
		const pattern = (name: string) => new RegExp(parameters.find((one) => one.name === name)!.schema.pattern!);

		expect(parameters.map(({ name }) => name)).toEqual(['filter', 'sort', 'page', 'include', 'fields']);
		for (const good of ['title', '-updated_at,title', '++due_on', '--due_on']) expect(good).toMatch(pattern('sort'));
		for (const bad of ['colour', 'labels', '-']) expect(bad).not.toMatch(pattern('sort'));
		expect('team,use_cases.test_cases').toMatch(pattern('include'));
		expect('colour').not.toMatch(pattern('include'));
	});

	it.each([
		['both', 'allowed', ['limit', 'offset', 'after', 'before', 'count']],
		['offset', 'refused', ['limit', 'offset']],
		['keyset', 'allowed', ['limit', 'after', 'before', 'count']],
	] as const)('shows paging %s and counting %s', (paging, counting, members) => {
		const { parameters } = documentWith({ paging, counting }).paths['/api/v1/teams']!.get!;

		expect(Object.keys(parameters.find(({ name }) => name === 'page')!.schema.properties!)).toEqual(members);
	});

	it('tells what creates and updates take', () => {
		const { paths } = documentWith();
		const dataOf = (path: string, method: string) => paths[path]![method]!.requestBody.content['application/vnd.api+json']!.schema.properties!.data!;
		const create = dataOf('/api/v1/use_cases', 'post');
		const update = dataOf('/api/v1/use_cases/{id}', 'patch');

		expect(create.properties!.type!.enum).toEqual(['use_case']);
		expect(create.properties!.attributes!.required).toEqual(['title', 'requirement_id']);
		expect(Object.keys(create.properties!.attributes!.properties!)).not.toContain('inserted_at');
		expect(Object.keys(create.properties!.relationships!.properties!)).toEqual(['requirement', 'test_cases']);
		expect(update.required).toEqual(['id']);
		expect(update.properties!.attributes!.required).toEqual([]);
		expect(Object.keys(dataOf('/api/v1/components', 'post').properties!.attributes!.properties!)).toContain('file_provider');
		expect(Object.keys(dataOf('/api/v1/components/{id}', 'patch').properties!.attributes!.properties!)).not.toContain('file_provider');
	});

	it('follows the switches on relations and earlier endpoints', () => {
		const closed = documentWith({ relationshipRoutes: 'missing', earlierEndpoints: 'missing', foreignKeys: 'refused', linkageInBody: 'refused' });
		const data = closed.paths['/api/v1/requirements']!.post!.requestBody.content['application/vnd.api+json']!.schema.properties!.data!;

		expect(Object.keys(documentWith().paths)).toEqual(expect.arrayContaining(['/api/v1/requirements/{id}/relationships/team', '/api/v1/requirements/{id}/supersede', '/api/v1/requirements/semantic-search']));
		expect(Object.keys(closed.paths)).toHaveLength(20);
		expect(Object.keys(data.properties!.attributes!.properties!)).not.toContain('team_id');
		expect(data.properties!.relationships!.properties).toEqual({});
	});

	it.each([
		['origin', [{ url: ORIGIN }], '/api/v1/teams'],
		['prefixed', [{ url: 'https://api.example.com/api/v1' }], '/teams'],
		['none', [], '/api/v1/teams'],
	] as const)('openApiServers %s', (openApiServers, servers, path) => {
		const document = documentWith({ openApiServers });

		expect(document.servers).toEqual(servers);
		expect(document.paths).toHaveProperty([path]);
	});
});

describe('its route', () => {
	let simulator: CatalioSimulator;

	beforeEach(async () => {
		simulator = await startCatalio();
	});

	afterEach(async () => {
		await simulator.close();
		simulator.expectNoViolations();
	});

	it.each([
		['public', 200, 200],
		['token', 401, 200],
		['missing', 404, 404],
	] as const)('openApi %s', async (openApi, without, withToken) => {
		simulator.set({ openApi });

		const open = await call(`${simulator.origin}/api/v1/open_api`);

		expect(open.status).toBe(without);
		if (without === 200) expect(open.json).toMatchObject({ openapi: '3.0.0', servers: [{ url: simulator.origin }] });
		expect((await apiOf(simulator).get('/open_api')).status).toBe(withToken);
	});
});
