import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { searchWith } from '../../shared/operation/listSearch';
import { dialect } from '../dialect';
import { RESOURCE_TYPES } from '../resourceTypes';
import { described, knownOf, resourceIn } from './currentResource';
import { labelOf, pathLabel } from './labels';

const byName = (a: INodePropertyOptions, b: INodePropertyOptions) => a.name.localeCompare(b.name);

/** The related records that can come with the chosen resource, by path. */
export async function getIncludePaths(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await searchWith(this, dialect, async (session) => {
		const resource = resourceIn(this);
		const { type, assumed } = await knownOf(session, resource);
		const options = type
			? type.includes.map((path) => ({ name: pathLabel(path), value: path }))
			: resource.relations.map(({ name }) => ({ name: labelOf(name), value: name, description: assumed }));
		return options.sort(byName);
	});
}

/** The types of records, as the API spells them. */
export async function getTypes(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await searchWith(this, dialect, async (session) => {
		const { model } = await described(session);
		const types = model ? [...model.types.keys()] : RESOURCE_TYPES.map(({ type }) => type);
		return types.map((type) => ({ name: labelOf(type), value: type })).sort(byName);
	});
}
