import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { propertiesOf, runItems } from '../shared/operation';
import { methods } from './methods';
import { accessOwl } from './resources';

export class AccessOwl implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'AccessOwl',
		name: 'accessOwl',
		icon: { light: 'file:accessOwl.svg', dark: 'file:accessOwl.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'See who holds access to what, take a leaver\'s access away, and prove that it is gone',
		defaults: { name: 'AccessOwl' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'accessOwlApi', required: true }],
		properties: propertiesOf(accessOwl),
	};

	methods = methods;

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runItems(this, accessOwl);
	}
}
