import type { Field } from '../../../shared/operation';
import { checkUuid, loadedChoices, locator, toggle } from '../../../shared/operation/fields';
import { applicationLocator } from '../fields';

/** Not sent: the list of resources depends on it. */
export const applicationForList: Field = applicationLocator({
	description: 'Needed only to choose the resource from a list',
});

export const resourceLocator: Field = locator('resourceId', 'Resource', {
	required: true,
	search: 'searchResources',
	sendAs: 'body.resource_id',
	description: 'What is asked for, within the application above',
});

export const permissionIds: Field = loadedChoices('permissionIds', 'Permission Names or IDs', {
	required: true,
	sendAs: 'body.permission_ids',
	each: checkUuid,
	load: 'getPermissions',
	dependsOn: ['applicationId.value', 'resourceId.value'],
	description: 'At least one.',
});

export const allowLeavers: Field = toggle('allowLeavers', 'Allow Leavers', {
	group: 'options',
	description: 'Whether to ask for access even for people who are inactive or leave',
});
