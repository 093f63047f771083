import { defineOperation } from '../../../shared/operation';
import { tenantId } from '../fields';

export const getStats = defineOperation({
	operation: 'getStats',
	name: 'Get Stats',
	action: 'Get tenant stats',
	description: 'Retrieve how many users, keys, clients and credentials a tenant has',
	endpoint: 'GET /api/v1/admin/tenants/{tenantId}/stats',
	effect: 'read',
	fields: [tenantId('path.tenantId')],
});
