import type { INodeParameters } from 'n8n-workflow';
import { TOKEN, type AccessOwlSimulator } from '../simulators/accessowl/index.mts';
import { runNode, type NodeResult, type NodeRun } from './engine.mts';

export const credentialsFor = (simulator: AccessOwlSimulator, token = TOKEN) => ({
	accessOwlApi: { baseUrl: simulator.origin, apiToken: token },
});

/** Runs one operation of the AccessOwl node against a simulator. */
export async function runAccessOwl(
	simulator: AccessOwlSimulator,
	resource: string,
	operation: string,
	parameters: INodeParameters = {},
	more: Partial<NodeRun> = {},
): Promise<NodeResult> {
	return await runNode({
		node: 'accessOwl',
		credentials: credentialsFor(simulator),
		...more,
		parameters: { resource, operation, ...parameters },
	});
}
