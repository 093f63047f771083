import { defineOperation } from '../../../shared/operation';
import { tenantId } from '../fields';

export const get = defineOperation({
	operation: 'get',
	name: 'Get',
	action: 'Get tenant',
	description: 'Retrieve a tenant with its settings and its subscription',
	endpoint: 'GET /api/v1/admin/tenants/{tenantId}',
	effect: 'read',
	fields: [tenantId('path.tenantId')],
});
