import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { startAccessOwl, type AccessOwlOptions, type AccessOwlSimulator } from '../../simulators/accessowl/index.mts';
import type { LoggedRequest } from '../../simulators/frame/server.mts';
import { runAccessOwl } from '../../support/accessOwl.mts';
import type { NodeResult, NodeRun } from '../../support/engine.mts';

export const byId = (value: string) => ({ __rl: true, mode: 'id', value });
export const byEmail = (value: string) => ({ __rl: true, mode: 'email', value });
export const fromList = (value: string) => ({ __rl: true, mode: 'list', value });

interface Refusal {
	readonly message: string;
	readonly description: string;
}

/** A new simulator for each test, and the node against it. Every test fails on a request or answer outside the contract. */
export function useAccessOwl(options: () => AccessOwlOptions = () => ({})) {
	let simulator: AccessOwlSimulator;
	beforeEach(async () => {
		simulator = await startAccessOwl(options());
	});
	afterEach(async () => {
		await simulator.close();
		simulator.expectNoViolations();
	});

	const run = async (resource: string, operation: string, parameters: INodeParameters = {}, more: Partial<NodeRun> = {}): Promise<NodeResult> =>
		await runAccessOwl(simulator, resource, operation, parameters, more);

	return {
		get simulator(): AccessOwlSimulator {
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
			if (!error) throw new Error(`Nothing was refused: ${JSON.stringify(json)}`);
			return { message: error.message, description: String(error.description ?? '') };
		},
		requestsTo: (operationId: string): LoggedRequest[] => simulator.requests.filter((request) => request.operationId === operationId),
		writes: (): LoggedRequest[] => simulator.requests.filter(({ method }) => method !== 'GET'),
		/** A copy of all records, to compare with later. */
		snapshot: (): unknown => structuredClone(simulator.state),
		application(title: string) {
			const found = simulator.state.applications.find((each) => each.title === title);
			if (!found) throw new Error(`The demo organisation has no application "${title}"`);
			return found;
		},
		person(email: string) {
			const found = simulator.state.users.find((each) => each.email === email);
			if (!found) throw new Error(`The demo organisation has nobody with the address ${email}`);
			return found;
		},
	};
}
