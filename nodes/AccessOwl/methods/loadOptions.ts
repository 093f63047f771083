import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { isRecord } from '../../shared/operation';
import { searchWith } from '../../shared/operation/listSearch';
import { dialect } from '../dialect';
import { chosenId, resourcesOf } from './listSearch';

const byName = (a: INodePropertyOptions, b: INodePropertyOptions) => a.name.localeCompare(b.name);

/** The permissions of the chosen resource. Elevated ones say so. */
export async function getPermissions(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await searchWith(this, dialect, async (session) => {
		const applicationId = chosenId(this, 'applicationId');
		const resourceId = chosenId(this, 'resourceId');
		if (!applicationId || !resourceId) return [];
		const resource = (await resourcesOf(session, applicationId)).find(({ id }) => id === resourceId);
		const permissions = Array.isArray(resource?.permissions) ? resource.permissions.filter(isRecord) : [];
		return permissions
			.map(({ id, title, elevated }) => ({ name: `${String(title ?? id)}${elevated === true ? ' (elevated)' : ''}`, value: String(id) }))
			.sort(byName);
	});
}

export async function getApplications(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await searchWith(this, dialect, async (session) => {
		const applications = await session.list('GET /api/v1/applications');
		return applications.map(({ id, title }) => ({ name: String(title ?? id), value: String(id) })).sort(byName);
	});
}
