import type { ILoadOptionsFunctions, INodeListSearchResult, ResourceMapperFields } from 'n8n-workflow';
import { matches, searchWith } from '../../shared/operation/listSearch';
import { dialect } from '../dialect';
import { inputColumns } from '../inputColumns';
import { inputSchemaOf, keyOf, riskOf, toolOf, toolsOf } from '../tools';

async function searchTools(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const domain = String(this.getCurrentNodeParameter('domain') ?? '').trim();
	return await searchWith(this, dialect, async (session) => {
		const tools = await toolsOf(session, domain);
		const results = tools
			.filter((tool) => matches(filter, keyOf(tool), tool.name, tool.description, tool.domain))
			.map((tool) => ({ name: `${keyOf(tool)} (${riskOf(tool) ?? 'risk unknown'})`, value: keyOf(tool), description: String(tool.description ?? tool.name ?? '') }));
		return { results: results.sort((one, other) => one.name.localeCompare(other.name)) };
	});
}

/** The inputs of the chosen tool, as fields. */
async function getToolInputs(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const chosen: unknown = this.getCurrentNodeParameter('toolKey', { extractValue: true });
	const toolKey = typeof chosen === 'string' ? chosen : '';
	if (toolKey === '') return { fields: [], emptyFieldsNotice: 'Choose a tool first.' };
	return await searchWith(this, dialect, async (session) => {
		const fields = inputColumns(inputSchemaOf(await toolOf(session, toolKey)));
		return { fields, ...(fields.length === 0 ? { emptyFieldsNotice: 'This tool describes no inputs. Choose Using JSON under Specify Inputs if it takes any.' } : {}) };
	});
}

/** What the lists and the inputs of the panel call. */
export const methods = { listSearch: { searchTools }, resourceMapping: { getToolInputs } };
