import { defineResource } from '../../../shared/operation';
import { deleteTenant } from './delete.operation';
import { get } from './get.operation';
import { getStats } from './getStats.operation';
import { update } from './update.operation';

export const tenant = defineResource({
	resource: 'tenant',
	name: 'Tenant',
	description: 'The organization as a whole, for its administrators',
	operations: [deleteTenant, get, getStats, update],
	default: get,
});
