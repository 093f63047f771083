import { Ajv } from 'ajv';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { outputSchema } from '../../../scripts/docs/outputSchemas.mts';
import { plainSchema, recordSchema, sampleOf, type JsonObject } from '../../../scripts/docs/schema.mts';
import { vendors } from '../../../scripts/docs/vendors.mts';
import { nodeTypes } from '../../support/descriptions.mts';
import { documented, root } from './documented.mts';

const all = vendors.map(documented);
const vendor = all.find(({ node }) => node === 'AccessOwl')!;
const oleria = all.find(({ node }) => node === 'Oleria')!;
const catalio = all.find(({ node }) => node === 'Catalio')!;
const rezolve = all.find(({ node }) => node === 'Rezolve')!;
const namesOf = ({ room }: (typeof all)[number]): string[] => room.resources.flatMap(({ resource, operations }) => operations.map(({ operation }) => `${resource}.${operation}`));

/** Where n8n looks (n8n-core/dist/nodes-loader/output-schema-resolver.js): version padded to three numbers, then resource and operation. */
const fileOf = (node: string, name: string) => join(root, 'nodes', node, '__schema__', 'v1.0.0', `${name.replace('.', '/')}.json`);

const withSchema = all.flatMap((each) => namesOf(each).filter((name) => !(name in each.withoutSchema)).map((name): [string, string] => [each.node, name]));
const without = all.flatMap((each) => Object.entries(each.withoutSchema).map(([name, reason]): [string, string, string] => [each.node, name, reason]));

describe('The output schema', () => {
	it.each(withSchema)('of %s, %s lies where n8n looks for it and is a schema in its shape', (node, name) => {
		expect(existsSync(fileOf(node, name))).toBe(true);
		const { version, ...schema } = JSON.parse(readFileSync(fileOf(node, name), 'utf8')) as { version: number; type: string; properties: object };
		expect(version).toBe(1);
		expect(schema.type).toBe('object');
		// Type and ID are all there is of an identifier.
		expect(Object.keys(schema.properties).length).toBeGreaterThan(1);
		expect(() => new Ajv({ strict: true, allowUnionTypes: true }).compile(schema)).not.toThrow();
	});

	it.each(without)('of %s, %s is left out, and the reason is known', (node, name, reason) => {
		expect(namesOf(all.find((each) => each.node === node)!)).toContain(name);
		expect(existsSync(fileOf(node, name))).toBe(false);
		expect(reason.length).toBeGreaterThan(20);
	});

	it('is left out only for rows of a file, for what no page describes, and where the members are those of an organization', () => {
		const names = without.map(([node, name]) => `${node} ${name}`);
		expect(names.filter((name) => !name.startsWith('Catalio '))).toEqual(['Oleria export.getRows', 'Oleria export.download', 'Rezolve offer.getAll']);
		const own = Object.keys(catalio.ownOutputs);
		expect(names.filter((name) => name.startsWith('Catalio ')).length).toBe(namesOf(catalio).length - own.length);
		expect(own).toHaveLength(50);
	});

	it('of an operation that makes its own record holds nothing of the contract, and is the same in every resource', () => {
		for (const { resource } of catalio.room.resources) {
			expect(outputSchema(catalio, `${resource}.delete`)).toEqual({
				version: 1,
				type: 'object',
				properties: { id: { type: 'string' }, type: { type: 'string' }, deleted: { type: 'boolean' }, outcome: { type: 'string' }, verified: { type: ['boolean', 'null'] } },
			});
			expect(Object.keys(outputSchema(catalio, `${resource}.getRelationship`).properties ?? {})).toEqual(['type', 'id']);
		}
	});

	it('is looked up under the version that the node has', () => {
		for (const { description } of nodeTypes) expect(description.version).toBe(1);
	});

	it('shows what a node adds to the record of the contract, and not what it takes out', () => {
		expect(Object.keys(outputSchema(oleria, 'export.getStatus').properties ?? {})).toEqual(['id', 'status', 'error', 'finished', 'hasFile']);
		expect(Object.keys(outputSchema(oleria, 'export.getFile').properties ?? {})).toEqual(['exportId', 'fileName', 'mimeType', 'fileSize', 'sizeBytes']);
	});

	it('of a list that is simplified shows what Simplify keeps, and null where a record may lack it', () => {
		const { properties = {} } = outputSchema(vendor, 'accessState.getAll');
		expect(Object.keys(properties)).toEqual(['id', 'person', 'grantee_user_id', 'application', 'application_id', 'application_status', 'provisioning_type', 'resource', 'permissions', 'effective_end']);
		expect(properties.id?.type).toBe('string');
		expect(properties.person?.type).toEqual(['string', 'null']);
	});

	it('of a list whose records lie under a name of their own shows one of them', () => {
		const keys = outputSchema(rezolve, 'apiKey.getAll').properties ?? {};
		expect(Object.keys(keys)).toEqual(['id', 'name', 'prefix', 'status', 'environment', 'scopes', 'createdBy', 'createdAt', 'lastUsedAt', 'expiresAt']);
		expect(Object.keys(keys.createdBy?.properties ?? {})).toEqual(['id', 'name', 'email']);
		expect(Object.keys(outputSchema(rezolve, 'ticket.getAll').properties ?? {})).toEqual(expect.arrayContaining(['ticketNumber', 'assignee', 'status']));
	});

	it('of a new key shows the word of warning beside the secret, and where the vault keeps it', () => {
		for (const name of ['apiKey.create', 'apiKey.rotate', 'oauthClient.create', 'serviceAccount.create']) {
			expect(Object.keys(outputSchema(rezolve, name).properties ?? {})).toEqual(expect.arrayContaining(['secretShownOnce', 'vault']));
		}
	});

	it('of a write shows the marks that the node adds', () => {
		const { properties = {} } = outputSchema(vendor, 'accessRevocation.create');
		expect(Object.keys(properties)).toEqual(expect.arrayContaining(['id', 'status', 'access_state_id', 'outcome', 'finished', 'alreadySubmitted', 'verified', 'access']));
		expect(properties.access?.properties).toEqual(outputSchema(vendor, 'accessState.getAll').properties);
	});

	it('refuses a short record with a member that nobody knows', () => {
		const [resource] = vendor.room.resources.filter(({ resource: each }) => each === 'user');
		const operations = (resource?.operations ?? []).map((each) => (each.operation === 'get' ? { ...each, simplify: ['id', 'shoe_size'] } : each));
		const changed = { ...vendor, room: { ...vendor.room, resources: [{ ...resource!, operations }] } };
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

	it('has the members of all parts of allOf, and is that of one record where a list lies deeper in the answer', () => {
		const things = { type: 'object', properties: { things: { type: 'array', items: { $ref: '#/components/schemas/Thing2' } } } };
		const answer: JsonObject = { allOf: [{ type: 'object', properties: { success: { type: 'boolean' } } }, { type: 'object', properties: { data: things } }] };
		const listed: JsonObject = { ...contract, paths: { '/things': { get: { responses: { '200': { content: { 'application/json': { schema: answer } } } } } } } };
		const size = { type: 'object', properties: { size: { type: 'integer' } } };

		expect(plainSchema({ allOf: [{ properties: { a: { type: 'string' } }, required: ['a'] }, { properties: { b: { type: 'integer' } } }] }, contract)).toEqual({
			type: 'object',
			properties: { a: { type: 'string' }, b: { type: 'integer' } },
			required: ['a'],
		});
		expect(recordSchema('GET /things', listed, ['data.others', 'data.things'])).toEqual(size);
		expect(recordSchema('GET /things', listed)).toEqual({ type: 'object', properties: { things: { type: 'array', items: size } } });
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
