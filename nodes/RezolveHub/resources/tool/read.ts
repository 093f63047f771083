import { defineOperation, isRecord } from '../../../shared/operation';
import { choices, choicesOf } from '../../../shared/operation/fields';
import { connectorsOf, inputSchemaOf, keyOf, RISKS, riskOf, toolsOf } from '../../tools';
import { domainField, toolLocator } from './fields';

export const getAll = defineOperation({
	operation: 'getAll',
	name: 'Get Many',
	action: 'Get many tools',
	description: 'Retrieve the tools that the key may use',
	endpoint: 'GET /api/v1/tools',
	effect: 'read',
	output: 'list',
	paged: false,
	fields: [domainField(), choices('riskLevel', 'Risk Level', choicesOf(RISKS), { group: 'filters', description: 'Only tools with one of these' })],
	// Where the list stands in the answer is not documented; one reader knows all the places.
	run: async ({ session, settings, values, ...item }) => {
		const tools = await toolsOf(session, item.text('domain'));
		const { riskLevel } = values;
		const wanted = Array.isArray(riskLevel) ? tools.filter((tool) => riskLevel.includes(riskOf(tool) ?? null)) : tools;
		return wanted.slice(0, settings.limit).map((tool) =>
			settings.simplify
				? { key: keyOf(tool), name: tool.name ?? keyOf(tool), domain: tool.domain ?? null, riskLevel: riskOf(tool) ?? null, description: tool.description ?? null, connectors: connectorsOf(tool).map(({ name }) => name) }
				: tool,
		);
	},
	simplify: ['key', 'name', 'domain', 'riskLevel', 'description', 'connectors'],
});

export const get = defineOperation({
	operation: 'get',
	name: 'Get',
	action: 'Get tool',
	description: 'Retrieve what a tool takes and gives, how dangerous it is and what it runs on',
	endpoint: 'GET /api/v1/tools/{toolKey}',
	effect: 'read',
	fields: [domainField(), toolLocator()],
	present: ({ data }, { settings }) => {
		if (!isRecord(data)) return [];
		if (!settings.simplify) return [data];
		return [{ key: keyOf(data), name: data.name ?? keyOf(data), domain: data.domain ?? null, riskLevel: riskOf(data) ?? null, description: data.description ?? null, inputSchema: inputSchemaOf(data), connectors: connectorsOf(data).map(({ id, name }) => ({ id, name })) }];
	},
	simplify: ['key', 'name', 'domain', 'riskLevel', 'description', 'inputSchema', 'connectors'],
});
