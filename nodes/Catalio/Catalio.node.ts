import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { propertiesOf, runItems } from '../shared/operation';
import { methods } from './methods';
import { catalio } from './resources';

export class Catalio implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Catalio',
		name: 'catalio',
		icon: { light: 'file:catalio.svg', dark: 'file:catalio.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Find what a leaver owns in Catalio, hand it over, and work with requirements and all that belongs to them',
		defaults: { name: 'Catalio' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'catalioOAuth2Api', required: true }],
		properties: propertiesOf(catalio),
	};

	methods = methods;

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runItems(this, catalio);
	}
}
