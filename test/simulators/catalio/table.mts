/** What the values of an attribute are. `strings`, `uuids` and `maps` are lists. */
export type Kind = 'string' | 'enum' | 'uuid' | 'boolean' | 'integer' | 'decimal' | 'date' | 'datetime' | 'map' | 'strings' | 'uuids' | 'maps';

export interface Attribute {
	readonly name: string;
	readonly kind: Kind;
	/** Of an enum. */
	readonly values: readonly string[];
	/** Never null. */
	readonly required: boolean;
	readonly default: unknown;
	readonly writable: boolean;
	readonly maxLength: number | undefined;
	/** No two records of an organization share a value. */
	readonly unique: boolean;
	readonly description: string | undefined;
}

/** One direction of a connection between two types. */
export interface Relation {
	readonly name: string;
	/** The connection; both of its directions carry the same name here. */
	readonly edge: string;
	readonly end: 'left' | 'right';
	readonly many: boolean;
	/** The type at the other end. */
	readonly type: string;
	/** The name of the way back. */
	readonly inverse: string;
	/** The attribute that holds the id of the other end, where this end has one. */
	readonly foreignKey: string | undefined;
}

/** One of the ten collections: all that differs between them. */
export interface Collection {
	readonly type: string;
	/** As it stands in paths. */
	readonly path: string;
	/** As operation ids of the contract name it, one and many. */
	readonly one: string;
	readonly many: string;
	readonly attributes: readonly Attribute[];
	/** Inputs of a create that are no attributes. */
	readonly arguments: readonly string[];
	readonly relations: readonly Relation[];
	/** The paths that `include` takes. */
	readonly includes: readonly string[];
	/** A delete only archives. */
	readonly archives: boolean;
}

type More = Partial<Omit<Attribute, 'name' | 'kind'>>;

const attribute = (name: string, kind: Kind, more: More = {}): Attribute => ({
	name,
	kind,
	values: [],
	required: false,
	default: null,
	writable: true,
	maxLength: kind === 'string' ? 10_000 : undefined,
	unique: false,
	description: undefined,
	...more,
});

const title = (name: string, more: More = {}): Attribute => attribute(name, 'string', { required: true, default: undefined, maxLength: 255, ...more });
const choice = (name: string, values: string, more: More = {}): Attribute => attribute(name, 'enum', { values: values.split(' '), ...more });
const readOnly = (name: string, kind: Kind, more: More = {}): Attribute => attribute(name, kind, { writable: false, ...more });

const DESCRIPTION = attribute('description', 'string');
const TIMESTAMPS = [readOnly('inserted_at', 'datetime', { required: true }), readOnly('updated_at', 'datetime', { required: true })];
/** Foreign keys are attributes too; `required` ones hold a record that cannot do without the other. */
const key = (name: string, more: More = {}): Attribute => attribute(name, 'uuid', more);

interface Draft extends Omit<Collection, 'relations' | 'arguments' | 'archives'> {
	readonly arguments?: readonly string[];
	readonly archives?: true;
}

const DRAFTS: readonly Draft[] = [
	{
		type: 'requirement',
		path: 'requirements',
		one: 'Requirement',
		many: 'Requirements',
		attributes: [
			title('title', { description: 'What the requirement is called' }),
			DESCRIPTION,
			attribute('goal', 'string', { description: 'I want ...' }),
			attribute('benefit', 'string', { description: 'so that ...' }),
			readOnly('reference', 'string', { description: 'Short number, for people' }),
			choice('status', 'draft active deprecated superseded confirmed rejected under_investigation', { required: true, default: 'draft' }),
			attribute('status_reason', 'string'),
			choice('priority', 'low medium high critical', { required: true, default: 'medium' }),
			choice('complexity', 'simple moderate complex'),
			choice('visibility', 'private shared internal', { required: true, default: 'internal' }),
			attribute('owner_id', 'uuid', { required: true, default: 'caller', description: 'The user who may do everything with it' }),
			attribute('assignee_id', 'uuid'),
			attribute('due_on', 'date'),
			attribute('estimate', 'integer', { description: 'Days' }),
			attribute('is_regulatory', 'boolean', { required: true, default: false }),
			attribute('budget', 'decimal'),
			attribute('labels', 'strings', { required: true, default: [] }),
			attribute('custom_fields', 'map'),
			key('team_id'),
			key('persona_id'),
			attribute('feature_id', 'uuid'),
			readOnly('superseded_by_id', 'uuid'),
			readOnly('ai_summary', 'string'),
			readOnly('semantic_tags', 'strings', { required: true, default: [] }),
			readOnly('suggested_categories', 'strings', { required: true, default: [] }),
			readOnly('sentiment', 'map'),
			readOnly('quality_score', 'decimal'),
			readOnly('archived_at', 'datetime'),
			...TIMESTAMPS,
		],
		includes: ['team', 'persona', 'use_cases', 'use_cases.test_cases', 'use_cases.test_cases.test_results', 'test_cases', 'test_cases.test_results', 'policies', 'components', 'capabilities', 'capabilities.parent', 'processes', 'superseded_by', 'supersedes'],
		archives: true,
	},
	{
		type: 'persona',
		path: 'personas',
		one: 'Persona',
		many: 'Personas',
		attributes: [title('name', { unique: true }), DESCRIPTION, attribute('goals', 'strings', { required: true, default: [] }), attribute('owner_id', 'uuid'), ...TIMESTAMPS],
		includes: ['requirements', 'requirements.team'],
	},
	{
		type: 'use_case',
		path: 'use_cases',
		one: 'UseCase',
		many: 'UseCases',
		attributes: [
			title('title'),
			DESCRIPTION,
			choice('use_case_type', 'happy_path edge_case error_case', { required: true, default: 'happy_path' }),
			attribute('preconditions', 'string'),
			attribute('trigger_action', 'string'),
			attribute('expected_outcome', 'string'),
			attribute('position', 'integer'),
			key('requirement_id', { required: true, default: undefined }),
			...TIMESTAMPS,
		],
		includes: ['requirement', 'requirement.team', 'test_cases', 'test_cases.test_results'],
	},
	{
		type: 'test_case',
		path: 'test_cases',
		one: 'TestCase',
		many: 'TestCases',
		attributes: [
			title('title'),
			DESCRIPTION,
			choice('test_case_type', 'unit integration end_to_end manual', { required: true, default: 'manual' }),
			attribute('steps', 'maps', { required: true, default: [] }),
			attribute('expected_result', 'string'),
			attribute('owner_id', 'uuid'),
			key('requirement_id'),
			key('use_case_id'),
			...TIMESTAMPS,
		],
		includes: ['requirement', 'use_case', 'use_case.requirement', 'test_results'],
	},
	{
		type: 'test_result',
		path: 'test_results',
		one: 'TestResult',
		many: 'TestResults',
		attributes: [
			choice('status', 'passed failed blocked skipped', { required: true, default: undefined }),
			attribute('notes', 'string'),
			attribute('executed_at', 'datetime'),
			attribute('executed_by_id', 'uuid'),
			attribute('duration_ms', 'integer'),
			key('test_case_id', { required: true, default: undefined }),
			...TIMESTAMPS,
		],
		includes: ['test_case', 'test_case.requirement'],
	},
	{
		type: 'component',
		path: 'components',
		one: 'Component',
		many: 'Components',
		attributes: [
			title('name'),
			DESCRIPTION,
			choice('external_system_type', 'salesforce servicenow workday sap github gitlab bitbucket azure_devops other'),
			attribute('external_id', 'string', { maxLength: 255 }),
			readOnly('sync_state', 'enum', { values: ['never', 'processing', 'synced', 'failed'], required: true, default: 'never' }),
			readOnly('synced_at', 'datetime'),
			...TIMESTAMPS,
		],
		arguments: ['file_provider'],
		includes: ['requirements'],
	},
	{
		type: 'process',
		path: 'processes',
		one: 'Process',
		many: 'Processes',
		attributes: [
			title('name'),
			DESCRIPTION,
			attribute('is_template', 'boolean', { required: true, default: false }),
			attribute('steps', 'maps', { required: true, default: [], description: 'Ordered; each with a label, a requirement and a team' }),
			attribute('owner_id', 'uuid'),
			key('template_id'),
			...TIMESTAMPS,
		],
		includes: ['template', 'instances', 'requirements', 'requirements.team'],
	},
	{
		type: 'policy',
		path: 'policies',
		one: 'Policy',
		many: 'Policies',
		attributes: [
			title('name'),
			DESCRIPTION,
			choice('enforcement_level', 'mandatory recommended optional', { required: true, default: 'recommended' }),
			choice('policy_type', 'regulatory security business technical'),
			attribute('owner_id', 'uuid'),
			attribute('effective_on', 'date'),
			...TIMESTAMPS,
		],
		includes: ['requirements'],
	},
	{
		type: 'capability',
		path: 'capabilities',
		one: 'Capability',
		many: 'Capabilities',
		attributes: [
			title('name'),
			DESCRIPTION,
			choice('status', 'active planned deprecated', { required: true, default: 'active' }),
			attribute('capability_type', 'string', { maxLength: 255 }),
			key('parent_id'),
			key('team_id'),
			...TIMESTAMPS,
		],
		includes: ['parent', 'parent.parent', 'children', 'children.children', 'requirements', 'team'],
	},
	{
		type: 'team',
		path: 'teams',
		one: 'Team',
		many: 'Teams',
		attributes: [title('name', { unique: true }), DESCRIPTION, attribute('member_ids', 'uuids', { required: true, default: [] }), ...TIMESTAMPS],
		includes: ['requirements', 'requirements.persona', 'capabilities'],
	},
];

type End = readonly [type: string, relation: string];

/** Many records with one of the other: the left end holds the key. */
const BELONGS: ReadonlyArray<readonly [left: End, foreignKey: string, right: End]> = [
	[['requirement', 'team'], 'team_id', ['team', 'requirements']],
	[['requirement', 'persona'], 'persona_id', ['persona', 'requirements']],
	[['requirement', 'superseded_by'], 'superseded_by_id', ['requirement', 'supersedes']],
	[['use_case', 'requirement'], 'requirement_id', ['requirement', 'use_cases']],
	[['test_case', 'requirement'], 'requirement_id', ['requirement', 'test_cases']],
	[['test_case', 'use_case'], 'use_case_id', ['use_case', 'test_cases']],
	[['test_result', 'test_case'], 'test_case_id', ['test_case', 'test_results']],
	[['process', 'template'], 'template_id', ['process', 'instances']],
	[['capability', 'parent'], 'parent_id', ['capability', 'children']],
	[['capability', 'team'], 'team_id', ['team', 'capabilities']],
];

const MANY_TO_MANY: ReadonlyArray<readonly [left: End, right: End]> = [
	[['requirement', 'components'], ['component', 'requirements']],
	[['requirement', 'policies'], ['policy', 'requirements']],
	[['requirement', 'capabilities'], ['capability', 'requirements']],
	[['requirement', 'processes'], ['process', 'requirements']],
];

function relationsOf(type: string): Relation[] {
	const relations: Relation[] = [];
	const add = (left: End, right: End, foreignKey: string | undefined): void => {
		const edge = left.join('.');
		if (left[0] === type) relations.push({ name: left[1], edge, end: 'left', many: foreignKey === undefined, type: right[0], inverse: right[1], foreignKey });
		if (right[0] === type) relations.push({ name: right[1], edge, end: 'right', many: true, type: left[0], inverse: left[1], foreignKey: undefined });
	};
	for (const [left, foreignKey, right] of BELONGS) add(left, right, foreignKey);
	for (const [left, right] of MANY_TO_MANY) add(left, right, undefined);
	return relations;
}

/** The ten collections. Attribute and relation names are invented beyond the few that the vendor's concept pages show. */
export const COLLECTIONS: readonly Collection[] = DRAFTS.map((draft) => ({ arguments: [], archives: false, ...draft, relations: relationsOf(draft.type) }));

const byType = new Map(COLLECTIONS.map((collection) => [collection.type, collection]));

/** Throws for a type that there is not. */
export function collectionOf(type: string): Collection {
	const collection = byType.get(type);
	if (!collection) throw new Error(`There is no type ${type}`);
	return collection;
}

export const isType = (type: string): boolean => byType.has(type);
export const attributeOf = (collection: Collection, name: string): Attribute | undefined => collection.attributes.find((one) => one.name === name);
export const relationOf = (collection: Collection, name: string): Relation | undefined => collection.relations.find((one) => one.name === name);
/** The relation whose key an attribute holds. */
export const relationOfKey = (collection: Collection, name: string): Relation | undefined => collection.relations.find(({ foreignKey }) => foreignKey === name);
