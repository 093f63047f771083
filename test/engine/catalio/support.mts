import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { resourceTypeOf } from '../../../nodes/Catalio/resourceTypes';
import { COLLECTIONS, startCatalio, type CatalioOptions, type CatalioSimulator, type Row } from '../../simulators/catalio/index.mts';
import type { LoggedRequest } from '../../simulators/frame/server.mts';
import { catalioCredential, runCatalio } from '../../support/catalio.mts';
import type { NodeResult, NodeRun } from '../../support/engine.mts';

export const byId = (value: string) => ({ __rl: true, mode: 'id', value });
export const byName = byId;

/** One of the ten, as the node and as the server name it, with a relation that may be included. */
export interface Tested {
	readonly resource: string;
	readonly type: string;
	readonly path: string;
	/** The server's operation ids: `list${many}`, `get${one}`. */
	readonly one: string;
	readonly many: string;
	readonly relation: string;
	/** A text attribute that sorts. */
	readonly sortedBy: string;
}

/** JSON:API's type in n8n's spelling: test_case is testCase. */
const resourceOf = (type: string): string => type.replaceAll(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());

/** The ten resources, for tables. */
export const TEN: readonly Tested[] = COLLECTIONS.map(({ type, path, one, many, relations, includes, attributes }) => ({
	resource: resourceTypeOf(resourceOf(type)).resource,
	type,
	path,
	one,
	many,
	relation: relations.find(({ name }) => includes.includes(name))?.name ?? '',
	sortedBy: attributes.find(({ name }) => ['title', 'name', 'notes'].includes(name))?.name ?? '',
}));

export interface ConditionRow {
	readonly field: string;
	readonly operator?: string;
	readonly value?: unknown;
}

/** Rows of the filter builder as n8n stores them. */
export const conditionsOf = (...rows: readonly ConditionRow[]): INodeParameters =>
	({ conditions: { condition: rows.map(({ field, operator = 'eq', value = '' }) => ({ field: byName(field), operator, value })) } }) as unknown as INodeParameters;

/** Sort keys as n8n stores them; a minus means descending. */
export const sortOf = (...keys: readonly string[]): IDataObject => ({
	key: keys.map((key) => ({ field: byName(key.replace(/^-/, '')), direction: key.startsWith('-') ? 'desc' : 'asc' })),
});

/** Fieldsets as n8n stores them. */
export const fieldsetsOf = (fields: Readonly<Record<string, string>>): IDataObject => ({
	fieldset: Object.entries(fields).map(([type, names]) => ({ type, fields: names })),
});

export interface Failed {
	readonly message: string;
	readonly description: string;
	/** What is stored with the error. */
	readonly data: IDataObject;
}

const hintsOf = ({ run }: NodeResult): string[] => (run.data.resultData.runData.Node?.[0]?.hints ?? []).map(({ message }) => message);

/** A new simulator for each test, and the node against it. Every test fails on a request or answer outside the contract and JSON:API's schema. */
export function useCatalio(options: () => CatalioOptions = () => ({})) {
	let simulator: CatalioSimulator;
	beforeEach(async () => {
		simulator = await startCatalio(options());
	});
	afterEach(async () => {
		await simulator.close();
		simulator.expectNoViolations();
	});

	const run = async (resource: string, operation: string, parameters: INodeParameters | IDataObject = {}, more: Partial<NodeRun> = {}): Promise<NodeResult> =>
		await runCatalio(simulator, resource, operation, parameters as INodeParameters, more);
	const succeeded = async (...given: Parameters<typeof run>): Promise<NodeResult> => {
		const result = await run(...given);
		if (result.error) throw new Error(`${result.error.message} ${result.error.description ?? ''}`);
		return result;
	};
	const asApi = () => simulator.requests.filter(({ operationId }) => operationId !== 'createToken' && operationId !== 'getOpenApi');

	return {
		get simulator(): CatalioSimulator {
			return simulator;
		},
		run,
		/** The records of a run that must succeed. */
		records: async (...given: Parameters<typeof run>): Promise<IDataObject[]> => (await succeeded(...given)).json,
		/** The records of a run that must succeed, and the hints beside them. */
		async told(...given: Parameters<typeof run>): Promise<{ records: IDataObject[]; hints: string[] }> {
			const result = await succeeded(...given);
			return { records: result.json, hints: hintsOf(result) };
		},
		/** What is told of a run that must fail. */
		async failed(...given: Parameters<typeof run>): Promise<Failed> {
			const { error, json } = await run(...given);
			if (!error) throw new Error(`Nothing failed: ${JSON.stringify(json).slice(0, 400)}`);
			const context = error.context as IDataObject | undefined;
			return { message: error.message, description: String(error.description ?? ''), data: (context?.data ?? {}) as IDataObject };
		},
		/** The credential of another client of this simulator. */
		as: ({ id, secret }: { readonly id: string; readonly secret: string }): Partial<NodeRun> => ({ credentials: catalioCredential(simulator, { clientId: id, clientSecret: secret }) }),
		/** The credential with other fields. */
		withCredential: (more: Parameters<typeof catalioCredential>[1]): Partial<NodeRun> => ({ credentials: catalioCredential(simulator, more) }),
		/** Requests for data, oldest first: neither tokens nor the API description. */
		asked: asApi,
		/** The queries of those requests. */
		queries: (): Array<LoggedRequest['query']> => asApi().map(({ query }) => query),
		requestsTo: (operationId: string): LoggedRequest[] => simulator.requests.filter((request) => request.operationId === operationId),
		/** What is stored of a type, of the first tenant and not archived: what its administrator gets to see. */
		stored: (type: string): Row[] => (simulator.state.records[type] ?? []).filter(({ tenant, attributes }) => tenant === 'example-organization' && typeof attributes.archived_at !== 'string'),
		/** The IDs of those that pass. */
		idsOf(type: string, passes: (attributes: Readonly<Record<string, unknown>>, row: Row) => boolean = () => true): string[] {
			return this.stored(type).filter((row) => passes(row.attributes, row)).map(({ id }) => id);
		},
	};
}

export const idsIn = (records: readonly IDataObject[]): unknown[] => records.map(({ id }) => id);
