/** An OpenAPI document as AshJsonApi writes it, for a small tenant: two resources that point to each other. */

type Schema = Record<string, unknown>;

interface Edition {
	/** How relations are described: right, or one and many mixed up as in older versions. */
	readonly relations?: 'mixedUp' | 'right';
	/** Before every path. */
	readonly prefix?: string;
}

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const orNull = (schema: Schema) => ({ anyOf: [{ type: 'null' }, schema] });
const csv = (names: readonly string[]) => `^(${names.join('|')})(,(${names.join('|')}))*$`;
const sortable = (names: readonly string[]) => csv(names.flatMap((name) => [name, `-${name}`, `\\+\\+${name}`, `--${name}`]));
const shown = (schema: Schema, description = '') => ({ ...schema, description: `${description}${description ? '. ' : ''}Field included by default.` });

const identifier = (description: string) => ({
	description,
	type: 'object',
	required: ['type', 'id'],
	additionalProperties: false,
	properties: { type: { type: 'string' }, id: { type: 'string' }, meta: { type: 'object', additionalProperties: true } },
});
const single = (description: string) => ({ ...identifier(description), nullable: true });
const list = (description: string, name: string) => ({ description, type: 'array', items: identifier(`Resource identifiers for ${name}`), uniqueItems: true });

const resourceObject = (type: string, attributes: Schema, relationships: Schema) => ({
	description: `A "Resource object" representing a ${type}`,
	type: 'object',
	required: ['type', 'id'],
	properties: {
		type: { type: 'string' },
		id: { type: 'string' },
		attributes: { description: `An attributes object for a ${type}`, type: 'object', properties: attributes, additionalProperties: false },
		relationships: { description: `A relationships object for a ${type}`, type: 'object', properties: relationships, additionalProperties: false },
	},
	additionalProperties: false,
});

const TEXT_OPERATORS = ['eq', 'not_eq', 'in', 'is_nil', 'contains'];
const operators = (names: readonly string[]) => ({ type: 'object', properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])), additionalProperties: false });

function pageParameter(properties: Schema) {
	return { name: 'page', in: 'query', required: false, style: 'deepObject', schema: { type: 'object', properties, example: { limit: 25 } } };
}

const body = (data: Schema) => ({
	required: true,
	content: { 'application/vnd.api+json': { schema: { type: 'object', required: ['data'], additionalProperties: false, properties: { data } } } },
});
const answer = (data: Schema) => ({
	default: { $ref: '#/components/responses/errors' },
	200: { description: 'Success', content: { 'application/vnd.api+json': { schema: { properties: { data, included: { type: 'array', items: { oneOf: [ref('team')] } } } } } } },
});

export function ashDocument({ relations = 'right', prefix = '/api/v1' }: Edition = {}) {
	const right = relations === 'right';
	const readMany = (name: string) => list(right ? `Relationship data for ${name}` : `An array of inputs for ${name}`, name);
	const readOne = (name: string) => (right ? single(`An identifier for ${name}`) : list(`An array of inputs for ${name}`, name));
	const writeMany = (name: string) => (right ? list(`An array of inputs for ${name}`, name) : single(`Identifiers for ${name}`));
	const writeOne = (name: string) => (right ? single(`Identifiers for ${name}`) : list(`An array of inputs for ${name}`, name));
	const written = (data: Schema) => ({ type: 'object', properties: { data, links: { type: 'object', additionalProperties: true } } });

	const attributes = {
		title: shown({ type: 'string' }, 'What it is called'),
		status: shown({ type: 'string', enum: ['draft', 'active', 'under_investigation'] }),
		priority: shown({ type: 'integer', nullable: true }),
		score: shown({ type: 'number', format: 'float', nullable: true }),
		weight: shown({ nullable: true }),
		is_template: shown({ type: 'boolean' }),
		due_on: shown({ type: 'string', format: 'date', nullable: true }),
		due_at: shown({ type: 'string', format: 'date-time', nullable: true }),
		tags: shown({ type: 'array', items: { type: 'string' }, nullable: true }),
		settings: shown({ type: 'object', nullable: true }),
		owner_id: shown({ type: 'string', format: 'uuid' }),
		team_id: shown({ type: 'string', format: 'uuid', nullable: true }),
		updated_at: shown({ type: 'string', format: 'date-time' }),
	};
	const writable = {
		title: { type: 'string' },
		status: orNull({ type: 'string', enum: ['draft', 'active', 'under_investigation'] }),
		priority: orNull({ type: 'integer' }),
		due_at: orNull({ type: 'string', format: 'date-time' }),
		tags: orNull({ type: 'array', items: { type: 'string' } }),
		is_template: orNull({ type: 'boolean' }),
	};
	const data = (required: string[], relationships: Schema) => ({
		type: 'object',
		additionalProperties: false,
		properties: {
			type: { enum: ['requirement'] },
			attributes: { type: 'object', additionalProperties: false, properties: writable, required },
			relationships: { type: 'object', additionalProperties: false, properties: relationships, required: [] },
		},
	});
	const parameters = {
		requirement: [
			{ name: 'filter', in: 'query', required: false, style: 'deepObject', schema: ref('requirement-filter') },
			{ name: 'sort', in: 'query', required: false, style: 'form', explode: false, schema: { type: 'string', pattern: sortable(['title', 'updated_at', 'use_case_count']) } },
			pageParameter({
				limit: { type: 'integer', minimum: 1 },
				offset: { type: 'integer', minimum: 0 },
				after: { type: 'string' },
				before: { type: 'string' },
				count: { anyOf: [{ type: 'boolean', default: true }, { type: 'boolean', default: false }] },
			}),
			{ name: 'include', in: 'query', required: false, style: 'form', explode: false, schema: { type: 'string', pattern: csv(['team', 'use_cases', 'use_cases.test_cases']) } },
		],
		team: [
			{ name: 'sort', in: 'query', schema: { type: 'string', pattern: sortable(['name']) } },
			pageParameter({ limit: { type: 'integer', minimum: 1, maximum: 250 }, offset: { type: 'integer', minimum: 0 } }),
			{ name: 'include', in: 'query', schema: { type: 'string', pattern: '^()(,())*$' } },
		],
	};
	const operation = (type: string, rest: Schema) => ({ tags: [type], description: `operation on ${type} resource`, ...rest });

	return {
		openapi: '3.0.0',
		info: { title: 'Open API Specification', version: '1.1' },
		servers: [],
		paths: {
			[`${prefix}/requirements`]: {
				get: operation('requirement', { parameters: parameters.requirement, responses: answer({ type: 'array', items: ref('requirement'), uniqueItems: true }) }),
				post: operation('requirement', {
					requestBody: body(data(['title'], { team: written(writeOne('team')), use_cases: written(writeMany('use_cases')) })),
					responses: answer(ref('requirement')),
				}),
			},
			[`${prefix}/requirements/filtered`]: {
				get: operation('requirement', { parameters: [pageParameter({ offset: {} })], responses: answer({ type: 'array', items: ref('requirement') }) }),
			},
			[`${prefix}/requirements/{id}`]: {
				get: operation('requirement', { responses: answer(ref('requirement')) }),
				patch: operation('requirement', { requestBody: body(data([], { team: written(writeOne('team')) })), responses: answer(ref('requirement')) }),
			},
			[`${prefix}/requirements/{id}/activate`]: { post: operation('requirement', { responses: answer(ref('requirement')) }) },
			[`${prefix}/teams`]: { get: operation('team', { parameters: parameters.team, responses: answer({ type: 'array', items: ref('team') }) }) },
		},
		components: {
			responses: { errors: { description: 'General Error' } },
			schemas: {
				error: { type: 'object', properties: { id: { type: 'string' }, status: { type: 'string' } } },
				link: { type: 'string' },
				requirement: resourceObject('requirement', attributes, { team: { properties: { data: readOne('team') } }, use_cases: { properties: { data: readMany('use_cases') } } }),
				'requirement-filter': {
					type: 'deepObject',
					properties: {
						and: ref('requirement-filter'),
						or: ref('requirement-filter'),
						not: ref('requirement-filter'),
						title: ref('requirement-filter-title'),
						status: ref('requirement-filter-status'),
						team: ref('team-filter'),
					},
					example: '',
					additionalProperties: false,
				},
				'requirement-filter-title': operators(TEXT_OPERATORS),
				'requirement-filter-status': operators(['eq', 'in']),
				team: resourceObject('team', { name: shown({ type: 'string' }) }, { requirements: { properties: { data: readMany('requirements') } } }),
				'team-filter': { type: 'deepObject', properties: { and: ref('team-filter'), name: ref('team-filter-name'), requirements: ref('requirement-filter') }, additionalProperties: false },
				'team-filter-name': operators(['eq', 'contains']),
			},
		},
	};
}
