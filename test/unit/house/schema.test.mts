import { Ajv } from 'ajv';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AccessOwl } from '../../../nodes/AccessOwl/AccessOwl.node';
import { accessOwl } from '../../../nodes/AccessOwl/resources';
import { outputSchema } from '../../../scripts/docs/outputSchemas.mts';
import { plainSchema, recordSchema, sampleOf, type JsonObject } from '../../../scripts/docs/schema.mts';
import { vendors } from '../../../scripts/docs/vendors.mts';
import { documented, root } from './documented.mts';

const vendor = documented(vendors.find(({ node }) => node === 'AccessOwl')!);
const names = accessOwl.resources.flatMap(({ resource, operations }) => operations.map(({ operation }) => `${resource}.${operation}`));

/** Where n8n looks (n8n-core/dist/nodes-loader/output-schema-resolver.js): version padded to three numbers, then resource and operation. */
const fileOf = (name: string) => join(root, 'nodes', 'AccessOwl', '__schema__', 'v1.0.0', `${name.replace('.', '/')}.json`);

describe('The output schema', () => {
	it.each(names)('of %s lies where n8n looks for it and is a schema in its shape', (name) => {
		expect(existsSync(fileOf(name))).toBe(true);
		const { version, ...schema } = JSON.parse(readFileSync(fileOf(name), 'utf8')) as { version: number; type: string; properties: object };
		expect(version).toBe(1);
		expect(schema.type).toBe('object');
		expect(Object.keys(schema.properties).length).toBeGreaterThan(3);
		expect(() => new Ajv({ strict: true, allowUnionTypes: true }).compile(schema)).not.toThrow();
	});

	it('is looked up under the version that the node has', () => {
		expect(new AccessOwl().description.version).toBe(1);
	});

	it('of a list that is simplified shows what Simplify keeps, and null where a record may lack it', () => {
		const { properties = {} } = outputSchema(vendor, 'accessState.getAll');
		expect(Object.keys(properties)).toEqual(['id', 'person', 'grantee_user_id', 'application', 'application_id', 'application_status', 'provisioning_type', 'resource', 'permissions', 'effective_end']);
		expect(properties.id?.type).toBe('string');
		expect(properties.person?.type).toEqual(['string', 'null']);
	});

	it('of a write shows the marks that the node adds', () => {
		const { properties = {} } = outputSchema(vendor, 'accessRevocation.create');
		expect(Object.keys(properties)).toEqual(expect.arrayContaining(['id', 'status', 'access_state_id', 'outcome', 'finished', 'alreadySubmitted', 'verified', 'access']));
		expect(properties.access?.properties).toEqual(outputSchema(vendor, 'accessState.getAll').properties);
	});

	it('refuses a short record with a member that nobody knows', () => {
		const [resource] = accessOwl.resources.filter(({ resource: each }) => each === 'user');
		const operations = (resource?.operations ?? []).map((each) => (each.operation === 'get' ? { ...each, simplify: ['id', 'shoe_size'] } : each));
		const changed = { ...vendor, room: { ...accessOwl, resources: [{ ...resource!, operations }] } };
		expect(() => outputSchema(changed, 'user.get')).toThrow('user.get gives "shoe_size"');
	});
});

describe('A schema of the contract', () => {
	const contract: JsonObject = {
		paths: { '/things': { get: { responses: { '200': { content: { 'application/json': { schema: { $ref: '#/components/schemas/Page' } } } }, default: {} } } } },
		components: {
			schemas: {
				Page: { type: 'object', properties: { data: { type: 'array', items: { $ref: '#/components/schemas/Thing' } } } },
				Thing: {
					type: 'object',
					required: ['id'],
					properties: { id: { type: 'string', format: 'uuid' }, kind: { type: 'string', enum: ['a'] }, part: { anyOf: [{ $ref: '#/components/schemas/Thing2' }, { type: 'null' }] } },
				},
				Thing2: { type: 'object', properties: { size: { type: 'integer' } } },
			},
		},
	};

	it('loses envelope, references, formats and lists of values, and may be null where anyOf says so', () => {
		expect(recordSchema('GET /things', contract)).toEqual({
			type: 'object',
			required: ['id'],
			properties: { id: { type: 'string' }, kind: { type: 'string' }, part: { type: ['object', 'null'], properties: { size: { type: 'integer' } } } },
		});
	});

	it('gives samples with all members or with those that are always there', () => {
		const schema = recordSchema('GET /things', contract);
		expect(sampleOf(schema, 'all')).toEqual({ id: 'text', kind: 'text', part: { size: 1 } });
		expect(sampleOf(schema, 'required')).toEqual({ id: 'text' });
	});

	it('is missing loudly', () => {
		expect(() => recordSchema('POST /things', contract)).toThrow('no answer of POST /things');
		expect(() => plainSchema({ $ref: '#/components/schemas/Nothing' }, contract)).toThrow('Nothing');
	});
});
