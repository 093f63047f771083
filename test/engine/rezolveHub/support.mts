import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { LoggedRequest } from '../../simulators/frame/server.mts';
import { startRezolve, type RezolveOptions, type RezolveSimulator } from '../../simulators/rezolve/index.mts';
import type { NodeResult } from '../../support/engine.mts';
import { rezolveCredential, runRezolve, runRezolveHub, type RezolveCredentialKind } from '../../support/rezolve.mts';

export const byId = (value: string) => ({ __rl: true, mode: 'id', value });

export const sleep = async (ms: number): Promise<void> => await new Promise((resolve) => setTimeout(resolve, ms));

export interface Failed {
	readonly message: string;
	readonly description: string;
	/** What is stored with the error. */
	readonly data: IDataObject;
}

function failureOf({ error, json }: NodeResult): Failed {
	if (!error) throw new Error(`Nothing failed: ${JSON.stringify(json).slice(0, 400)}`);
	const context = error.context as IDataObject | undefined;
	return { message: error.message, description: String(error.description ?? ''), data: (context?.data ?? {}) as IDataObject };
}

function recordsOf(result: NodeResult): IDataObject[] {
	if (result.error) throw new Error(`${result.error.message} ${result.error.description ?? ''}`);
	return result.json;
}

type Runner<More> = (resource: string, operation: string, parameters?: INodeParameters | IDataObject, more?: More) => Promise<NodeResult>;

/** What every test of both nodes needs: a simulator of its own, whose violations fail the test. */
function useSimulator<More>(options: () => RezolveOptions, runner: (simulator: RezolveSimulator) => Runner<More>) {
	let simulator: RezolveSimulator;
	beforeEach(async () => {
		simulator = await startRezolve(options());
	});
	afterEach(async () => {
		await simulator.close();
		simulator.expectNoViolations();
	});
	const run: Runner<More> = async (...given) => await runner(simulator)(...given);

	return {
		get simulator(): RezolveSimulator {
			return simulator;
		},
		run,
		/** The records of a run that must succeed. */
		records: async (...given: Parameters<Runner<More>>): Promise<IDataObject[]> => recordsOf(await run(...given)),
		/** The one record of a run that must succeed. */
		async record(...given: Parameters<Runner<More>>): Promise<IDataObject> {
			const records = recordsOf(await run(...given));
			if (records.length !== 1) throw new Error(`${records.length} records instead of one`);
			return records[0] as IDataObject;
		},
		/** What is told of a run that must fail. */
		failed: async (...given: Parameters<Runner<More>>): Promise<Failed> => failureOf(await run(...given)),
		requestsTo: (operationId: string): LoggedRequest[] => simulator.requests.filter((request) => request.operationId === operationId),
		/** What the requests to an operation were answered, in order. */
		statuses: (operationId: string): Array<number | null> => simulator.requests.filter((request) => request.operationId === operationId).map(({ status }) => status),
		credential: (kind: RezolveCredentialKind, more: IDataObject = {}) => ({ credentials: rezolveCredential(kind, simulator, more as never) }),
	};
}

type PlatformMore = Parameters<typeof runRezolve>[4];
type HubMore = Parameters<typeof runRezolveHub>[4];

/** A new simulator for each test, and the platform's node against it. */
export const usePlatform = (options: () => RezolveOptions = () => ({})) =>
	useSimulator<PlatformMore>(options, (simulator) => async (resource, operation, parameters = {}, more = {}) => await runRezolve(simulator, resource, operation, parameters as INodeParameters, more));

/** A new simulator for each test, and the Hub's node against it. */
export const useHub = (options: () => RezolveOptions = () => ({})) =>
	useSimulator<HubMore>(options, (simulator) => async (resource, operation, parameters = {}, more = {}) => await runRezolveHub(simulator, resource, operation, parameters as INodeParameters, more));
