import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { propertiesOf, runItems } from '../shared/operation';
import { methods } from './methods';
import { rezolveHub } from './resources';

export class RezolveHub implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Rezolve.ai Integration Hub',
		name: 'rezolveHub',
		icon: { light: 'file:rezolveHub.svg', dark: 'file:rezolveHub.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Open tickets and run other tools of the applications that are connected to the Integration Hub of Rezolve.ai',
		defaults: { name: 'Rezolve.ai Integration Hub' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'rezolveHubApi', required: true }],
		properties: propertiesOf(rezolveHub),
	};

	methods = methods;

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runItems(this, rezolveHub);
	}
}
