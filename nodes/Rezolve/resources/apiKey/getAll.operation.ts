import { defineOperation } from '../../../shared/operation';
import { keyFilters, ownerFilters, passes } from '../../filters';
import { shortKey, STATUSES } from './shortKey';

export const getAll = defineOperation({
	operation: 'getAll',
	name: 'Get Many',
	action: 'Get many API keys',
	description: 'Retrieve a list of API keys, for instance those that a leaver made',
	endpoint: 'GET /api/v1/api-keys',
	effect: 'read',
	output: 'list',
	fields: [...ownerFilters(STATUSES), ...keyFilters()],
	keep: passes,
	simplify: shortKey,
});
