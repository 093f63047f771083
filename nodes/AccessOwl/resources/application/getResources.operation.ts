import { defineOperation } from '../../../shared/operation';
import { applicationLocator } from '../fields';

export const getResources = defineOperation({
	operation: 'getResources',
	name: 'Get Resources',
	action: 'Get application resources',
	description: 'Retrieve what can be asked for in an application: its resources with their permissions',
	endpoint: 'GET /api/v1/applications/{application_id}/resources',
	effect: 'read',
	output: 'list',
	// The vendor does not count this among its cursor lists: the structure comes whole.
	paged: false,
	fields: [applicationLocator({ required: true, sendAs: 'path.application_id' })],
});
