import type { ILoadOptionsFunctions, ResourceMapperFields } from 'n8n-workflow';
import { searchWith } from '../../shared/operation/listSearch';
import { dialect } from '../dialect';
import { assumedColumns, columnsFrom, type Mode } from './columns';
import { knownOf, resourceIn } from './currentResource';

async function columns(context: ILoadOptionsFunctions, mode: Mode): Promise<ResourceMapperFields> {
	return await searchWith(context, dialect, async (session) => {
		const resource = resourceIn(context);
		const { type } = await knownOf(session, resource);
		return type ? columnsFrom(type, mode, resource) : assumedColumns(resource, mode);
	});
}

export async function getCreateColumns(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return await columns(this, 'create');
}

export async function getUpdateColumns(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return await columns(this, 'update');
}
