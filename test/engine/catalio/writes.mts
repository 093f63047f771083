import { inspect } from 'node:util';
import type { IDataObject, INodeParameters, ResourceMapperFields } from 'n8n-workflow';
import { API_TOKEN, CLIENT_SECRET, COLLECTIONS, EDITOR_CLIENT, PEOPLE, READ_ONLY_CLIENT, startCatalio, TEAM_IDS, type CatalioOptions, type CatalioSimulator } from '../../simulators/catalio/index.mts';
import type { LoggedRequest } from '../../simulators/frame/server.mts';
import { catalioCredential, runCatalio } from '../../support/catalio.mts';
import { callMethod, type NodeResult, type NodeRun } from '../../support/engine.mts';
import { expectNoSecret } from '../../support/secrets.mts';

export const byId = (value: string) => ({ __rl: true, mode: 'id', value });
export const fromList = (value: string) => ({ __rl: true, mode: 'list', value });

/** Names and values as the JSON field takes them. */
export const asJson = (attributes: Readonly<Record<string, unknown>>): INodeParameters => ({ specify: 'json', attributesJson: JSON.stringify(attributes) });

export interface Pair {
	readonly name: string;
	readonly type?: string;
	readonly value?: unknown;
}

export const asPairs = (...pairs: Pair[]): INodeParameters => ({ specify: 'pairs', pairs: { pair: pairs } }) as unknown as INodeParameters;

export interface RelationRow {
	readonly name: string;
	readonly ids: string;
	readonly writtenAs?: 'attribute' | 'linkage' | 'route';
	readonly kind?: 'many' | 'one';
	readonly type?: string;
}

export const relationRows = (...rows: RelationRow[]): INodeParameters => ({ relations: { relation: rows } }) as unknown as INodeParameters;

/** What differs between the ten resources where they are written. */
export interface WrittenType {
	readonly resource: string;
	readonly type: string;
	/** Operation ids of the contract name it so. */
	readonly one: string;
	/** A field that every record of the type may have changed, and the attributes that a new one must have. */
	readonly field: string;
	readonly required: (simulator: CatalioSimulator) => Readonly<Record<string, unknown>>;
	/** A relation to many; `bound` records cannot be without this one. */
	readonly many?: { readonly name: string; readonly type: string; readonly bound?: true };
	/** A relation to one. */
	readonly single?: { readonly name: string; readonly type: string; readonly bound?: true };
}

const firstId = (simulator: CatalioSimulator, type: string): string => String(simulator.state.records[type]?.[0]?.id);

export const WRITTEN_TYPES: readonly WrittenType[] = [
	{ resource: 'capability', type: 'capability', one: 'Capability', field: 'description', required: () => ({ name: 'Hand-over' }), many: { name: 'requirements', type: 'requirement' }, single: { name: 'team', type: 'team' } },
	{ resource: 'component', type: 'component', one: 'Component', field: 'description', required: () => ({ name: 'handover.rule' }), many: { name: 'requirements', type: 'requirement' } },
	{ resource: 'persona', type: 'persona', one: 'Persona', field: 'description', required: () => ({ name: 'Successor' }), many: { name: 'requirements', type: 'requirement' } },
	{ resource: 'policy', type: 'policy', one: 'Policy', field: 'description', required: () => ({ name: 'Hand over in time' }), many: { name: 'requirements', type: 'requirement' } },
	{ resource: 'process', type: 'process', one: 'Process', field: 'description', required: () => ({ name: 'Leaving' }), many: { name: 'requirements', type: 'requirement' }, single: { name: 'template', type: 'process' } },
	{ resource: 'requirement', type: 'requirement', one: 'Requirement', field: 'description', required: () => ({ title: 'Hand over invoices' }), many: { name: 'components', type: 'component' }, single: { name: 'team', type: 'team' } },
	{ resource: 'team', type: 'team', one: 'Team', field: 'description', required: () => ({ name: 'Leavers' }), many: { name: 'requirements', type: 'requirement' } },
	{ resource: 'testCase', type: 'test_case', one: 'TestCase', field: 'expected_result', required: () => ({ title: 'Nobody is left behind' }), many: { name: 'test_results', type: 'test_result', bound: true }, single: { name: 'use_case', type: 'use_case' } },
	{ resource: 'testResult', type: 'test_result', one: 'TestResult', field: 'notes', required: (simulator) => ({ status: 'passed', test_case_id: firstId(simulator, 'test_case') }), single: { name: 'test_case', type: 'test_case', bound: true } },
	{ resource: 'useCase', type: 'use_case', one: 'UseCase', field: 'expected_outcome', required: (simulator) => ({ title: 'The owner leaves', requirement_id: firstId(simulator, 'requirement') }), many: { name: 'test_cases', type: 'test_case' }, single: { name: 'requirement', type: 'requirement', bound: true } },
];

/** Those with a relation to many. */
export const WITH_MANY = WRITTEN_TYPES.flatMap((each) => (each.many ? [{ ...each, many: each.many }] : []));
/** Those with a relation to one. */
export const WITH_SINGLE = WRITTEN_TYPES.flatMap((each) => (each.single ? [{ ...each, single: each.single }] : []));

export const KIM = PEOPLE['Kim Osei'];
export const ANA = PEOPLE['Ana Duarte'];
export { TEAM_IDS };

/** Throws when a result shows a secret or a token, in its JSON, its errors or anything that n8n stores of the run. */
export function expectNothingSecret(simulator: CatalioSimulator, result: unknown, more: readonly string[] = []): void {
	expectNoSecret(result);
	const text = inspect(result, { depth: null, showHidden: true, maxStringLength: null, maxArrayLength: null });
	const secrets = [CLIENT_SECRET, API_TOKEN, EDITOR_CLIENT.secret, READ_ONLY_CLIENT.secret, ...simulator.state.clients.map(({ secret }) => secret), ...simulator.state.tokens.map(({ accessToken }) => accessToken), ...more];
	for (const secret of secrets) {
		const at = text.indexOf(secret);
		if (at >= 0) throw new Error(`A secret is shown: …${text.slice(Math.max(0, at - 160), at + 60)}…`);
	}
}

export interface Refusal {
	readonly message: string;
	readonly description: string;
	/** What is stored with the error. */
	readonly data: IDataObject;
}

/** A new simulator for each test, and the node against it. Every test fails on a call outside the contract and on a secret that shows. */
export function useCatalioWrites(options: () => CatalioOptions = () => ({})) {
	let simulator: CatalioSimulator;
	beforeEach(async () => {
		simulator = await startCatalio(options());
	});
	afterEach(async () => {
		await simulator.close();
		simulator.expectNoViolations();
	});

	const run = async (resource: string, operation: string, parameters: INodeParameters = {}, more: Partial<NodeRun> = {}): Promise<NodeResult> => {
		const result = await runCatalio(simulator, resource, operation, parameters, more);
		expectNothingSecret(simulator, [result.outputs, result.error, result.run.data.resultData]);
		return result;
	};

	return {
		get simulator(): CatalioSimulator {
			return simulator;
		},
		run,
		/** The records of a run that must succeed. */
		async records(resource: string, operation: string, parameters: INodeParameters = {}, more: Partial<NodeRun> = {}): Promise<IDataObject[]> {
			const { error, json } = await run(resource, operation, parameters, more);
			if (error) throw new Error(`${error.message} ${error.description ?? ''}`);
			return json;
		},
		/** The texts of a run that must fail. */
		async refusal(resource: string, operation: string, parameters: INodeParameters = {}, more: Partial<NodeRun> = {}): Promise<Refusal> {
			const { error, json } = await run(resource, operation, parameters, more);
			if (!error) throw new Error(`Nothing was refused: ${JSON.stringify(json).slice(0, 400)}`);
			const context = error.context as IDataObject | undefined;
			return { message: error.message, description: String(error.description ?? ''), data: (context?.data ?? {}) as IDataObject };
		},
		credential: (more: IDataObject = {}) => catalioCredential(simulator, more as never),
		/** The mapper of the panel, filled in for the columns that this tenant has. */
		async mapped(resource: string, operation: 'create' | 'update', value: Readonly<Record<string, unknown>>, more: IDataObject = {}): Promise<INodeParameters> {
			const method = operation === 'create' ? 'getCreateColumns' : 'getUpdateColumns';
			const { fields } = await callMethod<ResourceMapperFields>('resourceMapping', method, { node: 'catalio', parameters: { resource, operation }, credentials: catalioCredential(simulator) });
			// The editor takes a column out of `removed` when somebody adds it.
			const schema = fields.map((field) => (field.id in value ? { ...field, removed: false } : field));
			return { specify: 'mapper', fieldValues: { mappingMode: 'defineBelow', value, schema, ...more } } as unknown as INodeParameters;
		},
		/** The simulator's own record; an empty one where there is none. */
		stored: (type: string, id: unknown) => simulator.record(type, String(id)) ?? {},
		/** Ids of all records of a type that our organization has in use, oldest first. */
		ids: (type: string): string[] =>
			(simulator.state.records[type] ?? []).filter(({ tenant, attributes }) => tenant === 'example-organization' && typeof attributes.archived_at !== 'string').map(({ id }) => id),
		requestsTo: (operationId: string): LoggedRequest[] => simulator.requests.filter((request) => request.operationId === operationId),
		/** Everything that was meant to change something. */
		writes: (): LoggedRequest[] => simulator.requests.filter(({ method, operationId }) => method !== 'GET' && operationId !== 'createToken'),
		/** A copy of all records and connections, to compare with later. */
		snapshot: (): unknown => {
			const connections = COLLECTIONS.flatMap(({ type, relations }) =>
				(simulator.state.records[type] ?? []).map(({ id }) => [type, id, relations.map(({ name }) => [...simulator.related(type, id, name)])]),
			);
			return structuredClone([simulator.state.records, connections]);
		},
	};
}
