import { RESOURCE_TYPES } from '../../../nodes/Catalio/resourceTypes';
import { tenantModelFrom, typeModelOf, type TypeModel } from '../../../nodes/Catalio/openApi';
import { openApiDocument } from '../../simulators/catalio/openApi.mts';
import { DEFAULT_SWITCHES, type Switches } from '../../simulators/catalio/switches.mts';
import { COLLECTIONS, type Collection, type Kind } from '../../simulators/catalio/table.mts';

/** As the node sees each kind of the simulator. The library writes decimals as text. */
const KINDS: Readonly<Record<Kind, string>> = {
	boolean: 'boolean',
	date: 'date',
	datetime: 'dateTime',
	decimal: 'string',
	enum: 'options',
	integer: 'number',
	map: 'object',
	maps: 'array',
	string: 'string',
	strings: 'array',
	uuid: 'string',
	uuids: 'array',
};

const modelWith = (switches: Partial<Switches> = {}) => tenantModelFrom(openApiDocument({ ...DEFAULT_SWITCHES, ...switches }, 'https://catalio.example'));
const typeWith = (collection: Collection, switches: Partial<Switches> = {}): TypeModel => {
	const found = modelWith(switches).types.get(collection.type);
	if (!found) throw new Error(`No type ${collection.type}`);
	return found;
};
const REQUIREMENT = COLLECTIONS.find(({ type }) => type === 'requirement') as Collection;

describe.each(['library', 'valid'] as const)('the description of the simulated tenant, style %s', (openApiStyle) => {
	it('holds the ten types of the node, each at its collection', () => {
		const model = modelWith({ openApiStyle });

		expect([...model.types.values()].map(({ type, collection }) => [type, collection]).sort()).toEqual(RESOURCE_TYPES.map(({ type, collection }) => [type, collection]).sort());
		for (const resource of RESOURCE_TYPES) expect(typeModelOf(model, resource)?.type).toBe(resource.type);
	});

	it.each(COLLECTIONS.map((collection) => [collection.type, collection] as const))('tells all of %s', (_type, collection) => {
		const { attributes, createAttributes, relationships, includes, filters } = typeWith(collection, { openApiStyle });
		const writable = collection.attributes.filter((attribute) => attribute.writable).map(({ name }) => name);

		expect(attributes.map(({ name, kind, values = [], nullable }) => ({ name, kind, values, nullable }))).toEqual(
			collection.attributes.map(({ name, kind, values, required }) => ({ name, kind: KINDS[kind], values, nullable: !required })),
		);
		expect(createAttributes.map(({ name }) => name)).toEqual([...writable, ...collection.arguments]);
		expect(relationships.map(({ name, many, types }) => ({ name, many, types }))).toEqual(collection.relations.map(({ name, many, type }) => ({ name, many, types: [type] })));
		expect(includes).toEqual(collection.includes);
		expect(filters.map(({ name }) => name)).toEqual(['id', ...collection.attributes.filter(({ kind }) => kind !== 'map' && kind !== 'maps').map(({ name }) => name)]);
	});
});

it.each(['missing', 'declared'] as const)('relation types are told with relationship routes %s', (relationshipRoutes) => {
	const { relationships } = typeWith(REQUIREMENT, { relationshipRoutes });

	expect(relationships.map(({ name, many, types }) => ({ name, many, types }))).toEqual(REQUIREMENT.relations.map(({ name, many, type }) => ({ name, many, types: [type] })));
});

it.each([
	['offset', { offset: true, keyset: false }],
	['keyset', { offset: false, keyset: true }],
	['both', { offset: true, keyset: true }],
] as const)('paging by %s is told', (paging, expected) => {
	expect(typeWith(REQUIREMENT, { paging }).paging).toMatchObject({ ...expected, countable: true });
	expect(typeWith(REQUIREMENT, { paging, counting: 'refused' }).paging).toMatchObject({ ...expected, countable: false });
});

it('what a tenant does not take is not offered', () => {
	const { createAttributes, relationships } = typeWith(REQUIREMENT, { foreignKeys: 'refused', linkageInBody: 'refused' });

	expect(createAttributes.map(({ name }) => name)).not.toContain('team_id');
	expect(relationships.filter(({ onCreate, onUpdate }) => onCreate || onUpdate)).toEqual([]);
});

it.each(['origin', 'prefixed', 'none'] as const)('paths are found with servers %s', (openApiServers) => {
	const { sorts, updateAttributes } = typeWith(REQUIREMENT, { openApiServers });

	expect(sorts).toEqual(expect.arrayContaining(['title', 'updated_at']));
	expect(updateAttributes.length).toBeGreaterThan(5);
});
