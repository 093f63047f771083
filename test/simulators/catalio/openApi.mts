import { API_PATH } from './documents.mts';
import { sortableOf } from './query.mts';
import type { Switches } from './switches.mts';
import { COLLECTIONS, collectionOf, relationOf, type Attribute, type Collection, type Kind, type Relation } from './table.mts';
import { isWritable } from './writes.mts';

type Schema = Readonly<Record<string, unknown>>;

const SCHEMAS: Readonly<Record<Kind, Schema>> = {
	string: { type: 'string' },
	enum: { type: 'string' },
	uuid: { type: 'string', format: 'uuid' },
	boolean: { type: 'boolean' },
	integer: { type: 'integer' },
	decimal: { type: 'string' },
	date: { type: 'string', format: 'date' },
	datetime: { type: 'string', format: 'date-time' },
	map: { type: 'object' },
	strings: { type: 'array', items: { type: 'string' } },
	uuids: { type: 'array', items: { type: 'string', format: 'uuid' } },
	maps: { type: 'array', items: { type: 'object' } },
};

const schemaOf = ({ kind, values }: Attribute): Schema => (kind === 'enum' ? { ...SCHEMAS.enum, enum: values } : SCHEMAS[kind]);
const reference = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
const csv = (values: readonly string[]): string => `^(${values.join('|')})(,(${values.join('|')}))*$`;
const MEDIA = 'application/vnd.api+json';
const content = (schema: Schema): Schema => ({ content: { [MEDIA]: { schema } } });
const FREE = { type: 'object', additionalProperties: true };

const ARRAY_OPERATORS: readonly string[] = ['has', 'is_nil'];
const COMPARED = ['eq', 'greater_than', 'greater_than_or_equal', 'in', 'is_distinct_from', 'is_nil', 'is_not_distinct_from', 'less_than', 'less_than_or_equal', 'not_eq'];
const ON_TEXT = ['contains', 'ilike', 'like', 'string_ends_with', 'string_starts_with'];

/** The document that AshJsonApi writes of its resources (lib/ash_json_api/json_schema/open_api.ex), of this table. */
export function openApiDocument(switches: Switches, origin: string): Record<string, unknown> {
	const isLibrary = switches.openApiStyle === 'library';
	const prefix = switches.openApiServers === 'prefixed' ? '' : API_PATH;

	/** Members that are not required may be null: the library says so with a type that OpenAPI 3.0 does not have. */
	const nullable = (schema: Schema): Schema => (isLibrary ? { anyOf: [schema, { type: 'null' }] } : { ...schema, nullable: true });
	/** An empty list of required members, which OpenAPI 3.0 does not allow, is the library's too. */
	const requiring = (required: readonly string[]): Schema => (isLibrary || required.length > 0 ? { required } : {});
	const members = (properties: Readonly<Record<string, Schema>>, required: readonly string[]): Schema => ({
		type: 'object',
		additionalProperties: false,
		properties: Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, required.includes(name) ? schema : nullable(schema)])),
		...requiring(required),
	});

	const attributesSchema = ({ type, attributes }: Collection): Schema => ({
		description: `An attributes object for a ${type}`,
		...members(
			Object.fromEntries(
				attributes.map((attribute) => {
					const description = [attribute.description && `${attribute.description}.`, 'Field included by default.'].filter(Boolean).join(' ');
					return [attribute.name, { ...schemaOf(attribute), description, ...(attribute.required ? {} : { nullable: true }) }];
				}),
			),
			attributes.filter(({ required }) => required).map(({ name }) => name),
		),
	});

	const identifierMembers = { type: 'object', required: ['type', 'id'], additionalProperties: false, properties: { type: { type: 'string' }, id: { type: 'string' }, meta: FREE } };
	const linkageSchema = ({ name, many }: Relation): Schema =>
		many
			? { description: `Relationship data for ${name}`, type: 'array', items: { ...identifierMembers, description: `Resource identifiers for ${name}` }, uniqueItems: true }
			: { ...identifierMembers, description: `An identifier for ${name}`, nullable: true };

	const resourceSchema = (collection: Collection): Schema => ({
		description: `A "Resource object" representing a ${collection.type}`,
		type: 'object',
		required: ['type', 'id'],
		properties: {
			type: { type: 'string' },
			id: { type: 'string' },
			attributes: attributesSchema(collection),
			relationships: {
				description: `A relationships object for a ${collection.type}`,
				type: 'object',
				additionalProperties: false,
				properties: Object.fromEntries(collection.relations.map((relation) => [relation.name, { properties: { data: linkageSchema(relation) } }])),
			},
		},
		additionalProperties: false,
	});

	const operatorsOf = (attribute: Attribute): Record<string, Schema> => {
		const { kind } = attribute;
		if (kind === 'strings' || kind === 'uuids') return Object.fromEntries(ARRAY_OPERATORS.map((operator) => [operator, operator === 'has' ? (SCHEMAS[kind].items as Schema) : SCHEMAS.boolean]));
		const names = kind === 'string' || kind === 'enum' ? [...COMPARED, ...ON_TEXT] : COMPARED;
		const value = schemaOf(attribute);
		return Object.fromEntries(names.map((operator) => [operator, operator === 'is_nil' ? SCHEMAS.boolean : operator === 'in' ? { type: 'array', items: value } : ON_TEXT.includes(operator) ? SCHEMAS.string : value]));
	};
	const isFiltered = ({ kind }: Attribute): boolean => kind !== 'map' && kind !== 'maps';
	const filterSchemas = ({ type, attributes, relations }: Collection): Record<string, Schema> => {
		const own = attributes.filter(isFiltered);
		const self = reference(`${type}-filter`);
		return {
			[`${type}-filter`]: {
				type: isLibrary ? 'deepObject' : 'object',
				example: '',
				additionalProperties: false,
				description: 'Filters the query to results matching the given filter object',
				properties: {
					and: self,
					or: self,
					not: self,
					id: reference(`${type}-filter-id`),
					...Object.fromEntries(own.map(({ name }) => [name, reference(`${type}-filter-${name}`)])),
					...Object.fromEntries(relations.map((relation) => [relation.name, reference(`${relation.type}-filter`)])),
				},
			},
			[`${type}-filter-id`]: { type: 'object', additionalProperties: false, properties: Object.fromEntries(COMPARED.map((operator) => [operator, operator === 'is_nil' ? SCHEMAS.boolean : operator === 'in' ? { type: 'array', items: SCHEMAS.uuid } : SCHEMAS.uuid])) },
			...Object.fromEntries(own.map((attribute) => [`${type}-filter-${attribute.name}`, { type: 'object', additionalProperties: false, properties: operatorsOf(attribute) }])),
		};
	};

	const query = (name: string, description: string, more: Schema): Schema => ({ name, in: 'query', description, required: false, ...more });
	const shapeParameters = ({ type, attributes, includes }: Collection): Schema[] => {
		const fields = attributes.map(({ name }) => name).join(',');
		return [
			query('include', 'Relationship paths to include in the response', { style: 'form', explode: false, schema: { type: 'string', pattern: csv(includes) } }),
			query('fields', 'Limits the response fields to only those listed for each type', {
				style: 'deepObject',
				schema: { type: 'object', additionalProperties: true, example: { [type]: fields }, properties: { [type]: { description: `Comma separated field names for ${type}`, type: 'string', example: fields } } },
			}),
		];
	};
	const pageSchema = (): Schema => {
		const limit = switches.defaultLimit ?? 25;
		const count = switches.counting === 'refused' ? {} : { count: { type: 'boolean', default: switches.counting === 'always' } };
		const offset = switches.paging === 'keyset' ? {} : { offset: { type: 'integer', minimum: 0 } };
		const keyset = switches.paging === 'offset' ? {} : { after: { type: 'string' }, before: { type: 'string' } };
		return { type: 'object', example: switches.paging === 'offset' ? { limit, offset: 0 } : { limit }, properties: { limit: { type: 'integer', minimum: 1 }, ...offset, ...keyset, ...count } };
	};
	const listParameters = (collection: Collection): Schema[] => [
		query('filter', 'Filters the query to results with attributes matching the given filter object', { style: 'deepObject', schema: reference(`${collection.type}-filter`) }),
		query('sort', 'Sort order to apply to the results', {
			style: 'form',
			explode: false,
			schema: { type: 'string', pattern: csv(sortableOf(collection).flatMap(({ name }) => [name, `-${name}`, `\\+\\+${name}`, `--${name}`])) },
		}),
		query('page', 'Paginates the response with the limit and offset or keyset pagination.', { required: switches.limitRequired && switches.defaultLimit === null, style: 'deepObject', schema: pageSchema() }),
		...shapeParameters(collection),
	];

	const included = ({ type, includes }: Collection): Schema => {
		const types = new Set(includes.map((path) => path.split('.').reduce((from, name) => relationOf(collectionOf(from), name)!.type, type)));
		return { type: 'array', uniqueItems: true, items: { oneOf: [...types].map(reference) } };
	};
	const oneAnswer = (collection: Collection): Schema => ({ additionalProperties: false, properties: { data: reference(collection.type), included: included(collection), meta: FREE } });
	const manyAnswer = (collection: Collection): Schema => ({
		type: 'object',
		additionalProperties: false,
		properties: { data: { description: `An array of resource objects representing a ${collection.type}`, type: 'array', items: reference(collection.type), uniqueItems: true }, included: included(collection), meta: FREE },
	});

	const writeBody = (collection: Collection, action: 'create' | 'update', route: string): Schema => {
		const writable = collection.attributes.filter(({ name, writable: isOpen }) => isOpen && !(switches.foreignKeys === 'refused' && collection.relations.some(({ foreignKey }) => foreignKey === name)));
		const required = action === 'create' ? writable.filter(({ required: isNeeded, default: value }) => isNeeded && value === undefined).map(({ name }) => name) : [];
		const open = switches.linkageInBody === 'refused' ? [] : collection.relations.filter((relation) => isWritable(relation, collection, collectionOf(relation.type)));
		const extra = action === 'create' ? collection.arguments.map((name) => [name, SCHEMAS.string] as const) : [];
		const data = {
			type: { enum: [collection.type] },
			attributes: members(Object.fromEntries([...writable.map((attribute) => [attribute.name, { ...schemaOf(attribute), ...(attribute.description ? { description: attribute.description } : {}) }] as const), ...extra]), required),
			relationships: {
				type: 'object',
				additionalProperties: false,
				...requiring([]),
				properties: Object.fromEntries(open.map((relation) => [relation.name, { type: 'object', additionalProperties: false, properties: { data: linkageSchema(relation), links: FREE } }])),
			},
		};
		return {
			description: `Request body for the ${route} operation on ${collection.type} resource`,
			required: required.length > 0,
			...content({
				type: 'object',
				required: ['data'],
				additionalProperties: false,
				properties: { data: { type: 'object', additionalProperties: false, ...(action === 'update' ? { required: ['id'], properties: { id: { type: 'string' }, ...data } } : { properties: data }) } },
			}),
		};
	};

	const ID = { name: 'id', in: 'path', required: true, style: 'simple', schema: { type: 'string' } };
	const operation = ({ type }: Collection, route: string, status: number, answer: Schema, more: Schema = {}): Schema => ({
		description: `${route} operation on ${type} resource`,
		tags: [type],
		parameters: [],
		responses: { default: { $ref: '#/components/responses/errors' }, [status]: answer },
		...more,
	});
	const success = (schema: Schema): Schema => ({ description: 'Success', ...content(schema) });

	const paths: Record<string, Record<string, Schema>> = {};
	const put = (route: string, method: string, make: (route: string) => Schema): void => {
		const path = `${prefix}${route.replaceAll(/:(\w+)/g, '{$1}')}`;
		(paths[path] ??= {})[method] = make(route);
	};
	for (const collection of COLLECTIONS) {
		const [list, one] = [`/${collection.path}`, `/${collection.path}/:id`];
		put(list, 'get', (route) => operation(collection, route, 200, success(manyAnswer(collection)), { parameters: listParameters(collection) }));
		put(list, 'post', (route) => operation(collection, route, 201, success(oneAnswer(collection)), { parameters: shapeParameters(collection), requestBody: writeBody(collection, 'create', route) }));
		put(one, 'get', (route) => operation(collection, route, 200, success(oneAnswer(collection)), { parameters: [ID, ...shapeParameters(collection)] }));
		put(one, 'patch', (route) => operation(collection, route, 200, success(oneAnswer(collection)), { parameters: [ID, ...shapeParameters(collection)], requestBody: writeBody(collection, 'update', route) }));
		put(one, 'delete', (route) => operation(collection, route, 200, { description: 'Deleted successfully' }, { parameters: [ID, ...shapeParameters(collection)] }));
		if (switches.relationshipRoutes === 'missing') continue;
		for (const relation of collection.relations) {
			const route = `${one}/relationships/${relation.name}`;
			const identifiers = { type: 'object', required: ['data'], additionalProperties: false, properties: { data: { type: 'array', items: { type: 'object', required: ['id', 'type'], additionalProperties: false, properties: { id: { type: 'string' }, type: { enum: [relation.type] }, meta: FREE } } } } };
			// The library writes the list form for relations to one too.
			const body = { description: `Request body for the ${route} operation on ${collection.type} resource`, required: true, ...content(identifiers) };
			put(route, 'get', () => operation(collection, route, 200, success(identifiers), { parameters: [ID] }));
			if (!isWritable(relation, collection, collectionOf(relation.type))) continue;
			for (const method of relation.many ? ['post', 'patch', 'delete'] : ['patch']) put(route, method, () => operation(collection, route, method === 'post' ? 201 : 200, success(identifiers), { parameters: [ID], requestBody: body }));
		}
	}
	if (switches.earlierEndpoints === 'there') addRequirementEndpoints(put, operation, success, manyAnswer, oneAnswer, listParameters, shapeParameters, ID);

	const servers: Readonly<Record<Switches['openApiServers'], readonly Schema[]>> = { origin: [{ url: origin }], prefixed: [{ url: `https://api.example.com${API_PATH}` }], none: [] };
	return {
		openapi: '3.0.0',
		info: { title: 'Catalio JSON:API', version: '1.1' },
		servers: servers[switches.openApiServers],
		security: [{ api_key: [] }],
		tags: COLLECTIONS.map(({ type }) => ({ name: type, description: `Operations on the ${type} resource.` })),
		paths,
		components: {
			responses: { errors: { description: 'General Error', ...content(reference('errors')) } },
			securitySchemes: { api_key: { type: 'apiKey', description: 'API Key provided in the Authorization header', name: 'api_key', in: 'header' } },
			schemas: { ...BASE_SCHEMAS, ...Object.fromEntries(COLLECTIONS.map((collection) => [collection.type, resourceSchema(collection)])), ...Object.assign({}, ...COLLECTIONS.map(filterSchemas)) },
		},
	};
}

const text = (description: string): Schema => ({ description, type: 'string' });

const BASE_SCHEMAS: Readonly<Record<string, Schema>> = {
	links: { type: 'object', additionalProperties: reference('link') },
	link: { description: "A link MUST be represented as either: a string containing the link's URL or a link object.", type: 'string' },
	errors: { type: 'array', items: reference('error'), uniqueItems: true },
	error: {
		type: 'object',
		additionalProperties: false,
		properties: {
			id: text('A unique identifier for this particular occurrence of the problem.'),
			links: reference('links'),
			status: text('The HTTP status code applicable to this problem, expressed as a string value.'),
			code: text('An application-specific error code, expressed as a string value.'),
			title: text('A short, human-readable summary of the problem.'),
			detail: text('A human-readable explanation specific to this occurrence of the problem.'),
			source: { type: 'object', properties: { pointer: text('A JSON Pointer [RFC6901] to the associated entity in the request document.'), parameter: text('A string indicating which query parameter caused the error.') } },
		},
	},
};

const STATUS_ARGUMENTS: Readonly<Record<string, readonly string[]>> = { activate: [], deprecate: ['reason'], supersede: ['superseded_by_id', 'reason'], confirm: [], reject: ['reason'], investigate: ['reason'] };
const AI_RESULTS: Readonly<Record<string, Schema>> = {
	'analyze-sentiment': { type: 'object' },
	'assess-quality': SCHEMAS.decimal,
	'suggest-categories': SCHEMAS.strings,
	'generate-summary': SCHEMAS.string,
	'generate-tags': SCHEMAS.strings,
};

/** The requirement endpoints beside the standard ones. */
function addRequirementEndpoints(
	put: (route: string, method: string, make: (route: string) => Schema) => void,
	operation: (collection: Collection, route: string, status: number, answer: Schema, more?: Schema) => Schema,
	success: (schema: Schema) => Schema,
	manyAnswer: (collection: Collection) => Schema,
	oneAnswer: (collection: Collection) => Schema,
	listParameters: (collection: Collection) => Schema[],
	shapeParameters: (collection: Collection) => Schema[],
	id: Schema,
): void {
	const requirement = collectionOf('requirement');
	const body = (route: string, properties: Readonly<Record<string, Schema>>, required: readonly string[]): Schema =>
		Object.keys(properties).length === 0
			? {}
			: {
					requestBody: {
						description: `Request body for the ${route} operation on requirement resource`,
						required: required.length > 0,
						...content({ type: 'object', required: ['data'], additionalProperties: false, properties: { data: { type: 'object', additionalProperties: false, properties, ...(required.length > 0 ? { required } : {}) } } }),
					},
				};
	const argument = (name: string): Schema => ({ name, in: 'query', required: false, style: 'form', schema: SCHEMAS.string });
	put('/requirements/filtered', 'get', (route) => operation(requirement, route, 200, success(manyAnswer(requirement)), { parameters: [...listParameters(requirement), ...['search', 'status', 'priority', 'owner_id', 'assignee_id', 'team_id'].map(argument)] }));
	put('/requirements/supersedeable', 'get', (route) => operation(requirement, route, 200, success(manyAnswer(requirement)), { parameters: listParameters(requirement) }));
	put('/requirements/stats', 'get', (route) => operation(requirement, route, 200, success({ type: 'object' })));
	put('/requirements/semantic-search', 'post', (route) => operation(requirement, route, 201, success(manyAnswer(requirement)), { parameters: shapeParameters(requirement), ...body(route, { query: SCHEMAS.string, limit: SCHEMAS.integer }, ['query']) }));
	put('/requirements/:id/detail', 'get', (route) => operation(requirement, route, 200, success(oneAnswer(requirement)), { parameters: [id, ...shapeParameters(requirement)] }));
	for (const [name, known] of Object.entries(STATUS_ARGUMENTS)) {
		const properties = Object.fromEntries(known.map((one) => [one, one.endsWith('_id') ? SCHEMAS.uuid : SCHEMAS.string]));
		put(`/requirements/:id/${name}`, 'post', (route) => operation(requirement, route, 201, success(oneAnswer(requirement)), { parameters: [id], ...body(route, properties, known.filter((one) => one.endsWith('_id'))) }));
	}
	for (const [name, result] of Object.entries(AI_RESULTS)) {
		put(`/requirements/:id/${name}`, 'post', (route) => operation(requirement, route, 201, success({ type: 'object', additionalProperties: false, properties: { result }, required: ['result'] }), { parameters: [id] }));
	}
}
