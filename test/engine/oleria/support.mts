import { inspect } from 'node:util';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { CLIENT_SECRET, SECOND_CLIENT, startOleria, type OleriaOptions, type OleriaSimulator } from '../../simulators/oleria/index.mts';
import type { LoggedRequest } from '../../simulators/frame/server.mts';
import type { NodeResult, NodeRun } from '../../support/engine.mts';
import { runOleria } from '../../support/oleria.mts';
import { expectNoSecret } from '../../support/secrets.mts';

/** A data set with text, numbers, choices, yes-or-no values and times. */
export const ACCOUNTS = 'accessInventoryApplicationAccountsV2';

export interface FilterRow {
	readonly field: string;
	readonly dataType: string;
	readonly operator: string;
	readonly values?: unknown;
}

/** Rows of the filter builder as n8n stores them. */
export const filtersOf = (...rows: FilterRow[]): INodeParameters =>
	({ filters: { filter: rows.map(({ field, dataType, operator, values = '' }) => ({ field, dataType, [`${dataType}Operator`]: operator, values })) } }) as unknown as INodeParameters;

/** Throws when a result shows a client secret, a token, or the signature of a link. */
function expectNothingSecret(simulator: OleriaSimulator, result: NodeResult): void {
	expectNoSecret(result);
	const text = inspect([result.json, result.outputs, result.error, result.run.data.resultData], { depth: null, showHidden: true, maxStringLength: null, maxArrayLength: null });
	const secrets = [CLIENT_SECRET, SECOND_CLIENT.secret, ...simulator.state.tokens.map(({ accessToken }) => accessToken), 'X-Amz-Signature'];
	for (const secret of secrets) {
		const at = text.indexOf(secret);
		if (at >= 0) throw new Error(`A secret is shown: …${text.slice(Math.max(0, at - 160), at + 60)}…`);
	}
}

export interface Failed {
	readonly message: string;
	readonly description: string;
	/** What is stored with the error. */
	readonly data: IDataObject;
}

/** A new simulator for each test, exports ready at their first read unless told otherwise. Every test fails on a call outside the contract and on a secret that shows. */
export function useOleria(options: () => OleriaOptions = () => ({})) {
	let simulator: OleriaSimulator;
	beforeEach(async () => {
		const { switches, ...rest } = options();
		simulator = await startOleria({ ...rest, switches: { acceptedReads: 0, ...switches } });
	});
	afterEach(async () => {
		await simulator.close();
		simulator.expectNoViolations();
		expect(simulator.state.fileFetches.filter(({ authorization }) => authorization)).toEqual([]);
	});

	const run = async (operation: string, parameters: INodeParameters = {}, more: Partial<NodeRun> = {}): Promise<NodeResult> => {
		const result = await runOleria(simulator, operation, parameters, more);
		expectNothingSecret(simulator, result);
		return result;
	};
	const records = async (operation: string, parameters: INodeParameters = {}, more: Partial<NodeRun> = {}): Promise<IDataObject[]> => {
		const { error, json } = await run(operation, parameters, more);
		if (error) throw new Error(`${error.message} ${error.description ?? ''}`);
		return json;
	};
	const started = async (parameters: INodeParameters = {}, more: Partial<NodeRun> = {}): Promise<string> => {
		const [record] = await records('start', { context: ACCOUNTS, ...parameters }, more);
		return String(record?.id);
	};

	return {
		get simulator(): OleriaSimulator {
			return simulator;
		},
		run,
		/** The records of a run that must succeed. */
		records,
		/** What is told of a run that must fail. */
		async failed(operation: string, parameters: INodeParameters = {}, more: Partial<NodeRun> = {}): Promise<Failed> {
			const { error, json } = await run(operation, parameters, more);
			if (!error) throw new Error(`Nothing failed: ${JSON.stringify(json).slice(0, 400)}`);
			const context = error.context as IDataObject | undefined;
			return { message: error.message, description: String(error.description ?? ''), data: (context?.data ?? {}) as IDataObject };
		},
		/** Starts an export and gives its ID. */
		started,
		/** Starts an export and gives its rows, without waiting. */
		async rows(parameters: INodeParameters = {}, options: IDataObject = {}): Promise<IDataObject[]> {
			return await records('download', { exportId: await started(parameters), as: 'rows', returnAll: true, options } as INodeParameters);
		},
		/** Rows of a file with this content, and the hints beside them. */
		async read(content: string | Buffer, options: IDataObject = {}, more: INodeParameters = {}): Promise<{ rows: IDataObject[]; hints: string[] }> {
			simulator.admin.setFile(ACCOUNTS, Buffer.from(content as string));
			const { error, json, run: done } = await run('download', { exportId: await started(), as: 'rows', returnAll: true, options, ...more } as INodeParameters);
			if (error) throw new Error(`${error.message} ${error.description ?? ''}`);
			return { rows: json, hints: (done.data.resultData.runData.Node?.[0]?.hints ?? []).map(({ message }) => message) };
		},
		requestsTo: (operationId: string): LoggedRequest[] => simulator.requests.filter((request) => request.operationId === operationId),
		/** The exports of our tenant. */
		exports: () => simulator.state.downloads.slice(1),
	};
}

export async function timed<Result>(work: Promise<Result>): Promise<{ result: Result; tookMs: number }> {
	const beganMs = performance.now();
	const result = await work;
	return { result, tookMs: performance.now() - beganMs };
}
