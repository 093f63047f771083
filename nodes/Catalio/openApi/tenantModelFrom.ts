import { RESOURCE_TYPES } from '../resourceTypes';
import { attributeModels, writableModels } from './attributes';
import type { TenantModel, TypeModel } from './model';
import { filtersByType, filtersIn, includesIn, pagingIn, queryParameters, sortsIn } from './parameters';
import { isMixedUp, relationModels } from './relations';
import { answeredData, contentSchema, routesOf, type Collection, type Routes } from './routes';
import { isName, isObject, member, schemasOf, type Schemas } from './schemas';

const TYPE_BY_COLLECTION: ReadonlyMap<string, string> = new Map(RESOURCE_TYPES.map(({ collection, type }) => [collection, type]));

/** The schemas of resource objects, by the name of the schema: what they say their type is, or that name itself, as AshJsonApi calls them. */
function resourceSchemas(schemas: Schemas, components: unknown): Map<string, string> {
	const found = new Map<string, string>();
	for (const [name, schema] of schemas.membersOf(components)) {
		const properties = schemas.propertiesOf(schema);
		if (!properties.has('id') || !properties.has('type') || !(properties.has('attributes') || properties.has('relationships'))) continue;
		const type = schemas.constantsOf(properties.get('type'))[0] ?? name;
		if (isName(type)) found.set(name, type);
	}
	return found;
}

/** The schema of a type: the one called after it, what its list answers with, or the first that names the type. */
function resourceSchema(schemas: Schemas, type: string, components: unknown, schemaName: string | undefined, collection: Collection | undefined): unknown {
	const get = member(collection?.item, 'get');
	const found = [member(components, type), isObject(get) ? answeredData(schemas, get).resource : undefined, member(components, schemaName ?? '')];
	return found.find((schema) => ['attributes', 'relationships'].some((name) => schemas.propertiesOf(schema).has(name)));
}

/** `data` of the body that an operation takes. */
const sentData = (schemas: Schemas, routes: Routes, collection: Collection | undefined, rest: string, method: string): unknown =>
	collection && schemas.propertyAt(contentSchema(schemas, routes.operation(collection, rest, method)?.requestBody), 'data');

/**
 * What a tenant's OpenAPI document says of each type: attributes, what create and update take, relations, filters, sort fields, include
 * paths and paging. Written for the documents of AshJsonApi (its open_api.ex, several versions of it) and for others in that spirit: a shape
 * that is not known is left out. Never throws, whatever it is given; changes nothing; ends after a bounded number of steps.
 */
export function tenantModelFrom(document: unknown): TenantModel {
	const schemas = schemasOf(document);
	const components = member(member(document, 'components'), 'schemas');
	const resources = resourceSchemas(schemas, components);
	const routes = routesOf(schemas, member(document, 'paths'), resources, TYPE_BY_COLLECTION);
	const collections = new Map(routes.collections.map((collection) => [collection.type, collection]));
	const typesByName = new Map([...routes.collections.map(({ name, type }): [string, string] => [name, type]), ...[...resources.values()].map((type): [string, string] => [type, type])]);
	const mixesUp = [...resources.keys()].some((name) => isMixedUp(schemas, member(components, name)));
	const namedFilters = filtersByType(schemas, components);
	const schemaNames = new Map([...resources].reverse().map(([name, type]) => [type, name]));


	const typeModel = (type: string): TypeModel => {
		const collection = collections.get(type);
		const resource = resourceSchema(schemas, type, components, schemaNames.get(type), collection);
		const attributes = attributeModels(schemas, schemas.propertyAt(resource, 'attributes'));
		const create = sentData(schemas, routes, collection, '', 'post');
		const update = sentData(schemas, routes, collection, '/{}', 'patch');
		const get = member(collection?.item, 'get');
		const query = collection && isObject(get) ? queryParameters(schemas, collection.item, get) : new Map<string, unknown>();
		const filter = query.get('filter') ?? member(components, `${type}-filter`);
		const filters = filtersIn(schemas, filter);
		return {
			type,
			...(collection ? { collection: collection.name } : {}),
			attributes,
			createAttributes: writableModels(schemas, schemas.propertyAt(create, 'attributes')),
			updateAttributes: writableModels(schemas, schemas.propertyAt(update, 'attributes')),
			relationships: relationModels(schemas, routes, {
				collection,
				resource,
				create,
				update,
				filter,
				attributeNames: new Set(attributes.map(({ name }) => name)),
				typesByName,
				mixesUp,
			}),
			filters: filters.length > 0 ? filters : (namedFilters.get(type) ?? []),
			sorts: sortsIn(schemas, query.get('sort')),
			includes: includesIn(schemas, query.get('include')),
			paging: pagingIn(schemas, query.get('page')),
		};
	};

	const types = new Set([...resources.values(), ...collections.keys()]);
	return { types: new Map([...types].filter(isName).map((type) => [type, typeModel(type)])) };
}
