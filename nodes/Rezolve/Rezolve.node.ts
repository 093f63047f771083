import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { propertiesOf, runItems } from '../shared/operation';
import { methods } from './methods';
import { rezolve } from './resources';

export class Rezolve implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Rezolve.ai',
		name: 'rezolve',
		icon: { light: 'file:rezolve.svg', dark: 'file:rezolve.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Find the keys and clients that a leaver made, revoke or rotate them, keep secrets in the vault, and read the audit trail',
		defaults: { name: 'Rezolve.ai' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [
			{ name: 'rezolveApiKeyApi', required: true, displayOptions: { show: { authentication: ['apiKey'] } } },
			{ name: 'rezolveBearerApi', required: true, displayOptions: { show: { authentication: ['bearer'] } } },
			{ name: 'rezolveOAuth2Api', required: true, displayOptions: { show: { authentication: ['oAuth2'] } } },
		],
		properties: propertiesOf(rezolve),
	};

	methods = methods;

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runItems(this, rezolve);
	}
}
