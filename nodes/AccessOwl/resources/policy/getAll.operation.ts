import { defineOperation } from '../../../shared/operation';

export const getAll = defineOperation({
	operation: 'getAll',
	name: 'Get Many',
	action: 'Get many policies',
	description: 'Retrieve the approval policies, for instance to find those that name a leaver as approver',
	endpoint: 'GET /api/v1/policies',
	effect: 'read',
	output: 'list',
	fields: [],
});
