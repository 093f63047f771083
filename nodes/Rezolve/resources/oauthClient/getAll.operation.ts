import { defineOperation } from '../../../shared/operation';
import { ownerFilters, passes } from '../../filters';
import { shortClient, STATUSES } from './clientFields';

export const getAll = defineOperation({
	operation: 'getAll',
	name: 'Get Many',
	action: 'Get many clients',
	description: 'Retrieve a list of OAuth clients, for instance those that a leaver made',
	endpoint: 'GET /api/v1/oauth-clients',
	effect: 'read',
	output: 'list',
	fields: ownerFilters(STATUSES),
	keep: passes,
	simplify: shortClient,
});
