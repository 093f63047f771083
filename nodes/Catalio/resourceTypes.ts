/** An attribute that the vendor's concept pages name. That the API spells it so is assumed; the tenant's OpenAPI document decides. */
export interface AttributeHint {
	readonly name: string;
	/** Values seen on the concept pages: suggestions, never a limit. */
	readonly values?: readonly string[];
	readonly type?: 'boolean' | 'string';
}

/** A relation that the concept pages describe; its name in the API is assumed. */
export interface RelationHint {
	readonly name: string;
	/** The JSON:API type at its other end. */
	readonly type: string;
	readonly many?: true;
}

/** One of the ten resources: all that differs between them. */
export interface ResourceType {
	/** As workflows store it. */
	readonly resource: string;
	readonly name: string;
	/** For texts, in the middle of a sentence. */
	readonly singular: string;
	readonly plural: string;
	readonly description: string;
	/** JSON:API's type and the collection's name in paths. */
	readonly type: string;
	readonly collection: string;
	/** What the simplified record keeps, as far as it is there; `id`, `type` and the relations come with it. */
	readonly useful: readonly string[];
	/** The vendor archives instead of deleting (requirements page, earlier edition). */
	readonly archives?: true;
	readonly attributes: readonly AttributeHint[];
	readonly relations: readonly RelationHint[];
}

const NAMED = ['name', 'description', 'status', 'visibility', 'owner_id', 'inserted_at', 'updated_at'];

/** By name, as n8n lists them. Attribute and relation names are hints from the concept pages (docs/catalio.md says which). */
export const RESOURCE_TYPES: readonly ResourceType[] = [
	{
		resource: 'capability',
		name: 'Capability',
		singular: 'capability',
		plural: 'capabilities',
		description: 'A business ability in a tree of abilities',
		type: 'capability',
		collection: 'capabilities',
		useful: ['name', 'status', 'capability_type', 'parent_id', 'description', 'owner_id', 'updated_at'],
		attributes: [
			{ name: 'name' },
			{ name: 'description' },
			{ name: 'parent_id' },
			{ name: 'status', values: ['active', 'planned', 'deprecated'] },
			{ name: 'capability_type' },
		],
		relations: [
			{ name: 'parent', type: 'capability' },
			{ name: 'requirements', type: 'requirement', many: true },
		],
	},
	{
		resource: 'component',
		name: 'Component',
		singular: 'component',
		plural: 'components',
		description: 'A piece of an application, such as a field, a rule or a file',
		type: 'component',
		collection: 'components',
		useful: ['name', 'external_system_type', ...NAMED.slice(1)],
		attributes: [
			{ name: 'name' },
			{
				name: 'external_system_type',
				values: ['salesforce', 'servicenow', 'workday', 'sap', 'github', 'gitlab', 'bitbucket', 'azure_devops'],
			},
		],
		relations: [{ name: 'requirements', type: 'requirement', many: true }],
	},
	{
		resource: 'persona',
		name: 'Persona',
		singular: 'persona',
		plural: 'personas',
		description: 'A user role that requirements serve; not a login role',
		type: 'persona',
		collection: 'personas',
		useful: NAMED,
		attributes: [{ name: 'name' }, { name: 'description' }],
		relations: [{ name: 'requirements', type: 'requirement', many: true }],
	},
	{
		resource: 'policy',
		name: 'Policy',
		singular: 'policy',
		plural: 'policies',
		description: 'A governance rule that requirements have to keep to',
		type: 'policy',
		collection: 'policies',
		useful: ['name', 'enforcement_level', ...NAMED.slice(1)],
		attributes: [
			{ name: 'name' },
			{ name: 'description' },
			{ name: 'enforcement_level', values: ['mandatory', 'recommended', 'optional'] },
		],
		relations: [{ name: 'requirements', type: 'requirement', many: true }],
	},
	{
		resource: 'process',
		name: 'Process',
		singular: 'process',
		plural: 'processes',
		description: 'An ordered workflow of requirements, or a template for one',
		type: 'process',
		collection: 'processes',
		useful: ['name', 'is_template', 'template_id', ...NAMED.slice(1)],
		attributes: [{ name: 'name' }, { name: 'is_template', type: 'boolean' }, { name: 'template_id' }],
		relations: [
			{ name: 'requirements', type: 'requirement', many: true },
			{ name: 'template', type: 'process' },
		],
	},
	{
		resource: 'requirement',
		name: 'Requirement',
		singular: 'requirement',
		plural: 'requirements',
		description: 'A business requirement or user story',
		type: 'requirement',
		collection: 'requirements',
		useful: ['title', 'status', 'priority', 'complexity', 'visibility', 'owner_id', 'assignee_id', 'updated_at'],
		archives: true,
		attributes: [
			{ name: 'title' },
			{ name: 'description' },
			{ name: 'status', values: ['draft', 'active', 'deprecated', 'superseded', 'confirmed', 'rejected', 'under_investigation'] },
			{ name: 'priority' },
			{ name: 'complexity' },
		],
		relations: [
			{ name: 'capabilities', type: 'capability', many: true },
			{ name: 'components', type: 'component', many: true },
			{ name: 'persona', type: 'persona' },
			{ name: 'policies', type: 'policy', many: true },
			{ name: 'team', type: 'team' },
			{ name: 'use_cases', type: 'use_case', many: true },
		],
	},
	{
		resource: 'team',
		name: 'Team',
		singular: 'team',
		plural: 'teams',
		description: 'A group of people who implement requirements',
		type: 'team',
		collection: 'teams',
		useful: NAMED,
		attributes: [{ name: 'name' }, { name: 'description' }],
		relations: [{ name: 'requirements', type: 'requirement', many: true }],
	},
	{
		resource: 'testCase',
		name: 'Test Case',
		singular: 'test case',
		plural: 'test cases',
		description: 'A test with its steps and expected results',
		type: 'test_case',
		collection: 'test_cases',
		useful: ['title', 'status', 'test_case_type', 'requirement_id', 'use_case_id', 'owner_id', 'updated_at'],
		attributes: [
			{ name: 'title' },
			{ name: 'test_case_type', values: ['unit', 'integration'] },
			{ name: 'requirement_id' },
			{ name: 'use_case_id' },
		],
		relations: [
			{ name: 'requirement', type: 'requirement' },
			{ name: 'test_results', type: 'test_result', many: true },
			{ name: 'use_case', type: 'use_case' },
		],
	},
	{
		resource: 'testResult',
		name: 'Test Result',
		singular: 'test result',
		plural: 'test results',
		description: 'The recorded outcome of one run of a test case',
		type: 'test_result',
		collection: 'test_results',
		useful: ['status', 'notes', 'test_case_id', 'inserted_at', 'updated_at'],
		attributes: [
			{ name: 'status', values: ['passed', 'failed', 'blocked', 'skipped'] },
			{ name: 'test_case_id' },
			{ name: 'notes' },
		],
		relations: [{ name: 'test_case', type: 'test_case' }],
	},
	{
		resource: 'useCase',
		name: 'Use Case',
		singular: 'use case',
		plural: 'use cases',
		description: 'An acceptance criterion of one requirement',
		type: 'use_case',
		collection: 'use_cases',
		useful: ['title', 'use_case_type', 'requirement_id', 'status', 'owner_id', 'updated_at'],
		attributes: [
			{ name: 'title' },
			{ name: 'use_case_type', values: ['happy_path', 'edge_case', 'error_case'] },
			{ name: 'requirement_id' },
		],
		relations: [
			{ name: 'requirement', type: 'requirement' },
			{ name: 'test_cases', type: 'test_case', many: true },
		],
	},
];

/** The resource with this name. Throws for a name that the node does not have. */
export function resourceTypeOf(resource: string): ResourceType {
	const found = RESOURCE_TYPES.find((each) => each.resource === resource);
	if (!found) throw new RangeError(`There is no resource "${resource}"`);
	return found;
}
