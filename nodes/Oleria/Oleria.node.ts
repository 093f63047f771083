import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { propertiesOf, runItems } from '../shared/operation';
import { oleria } from './resources';

export class Oleria implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Oleria',
		name: 'oleria',
		icon: { light: 'file:oleria.svg', dark: 'file:oleria.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Export who has access to what, which accounts are dormant and which risks were found',
		defaults: { name: 'Oleria' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'oleriaOAuth2Api', required: true }],
		properties: propertiesOf(oleria),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runItems(this, oleria);
	}
}
