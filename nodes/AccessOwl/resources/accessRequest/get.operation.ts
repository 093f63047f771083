import { defineOperation } from '../../../shared/operation';
import { accessRequestId } from '../fields';

export const get = defineOperation({
	operation: 'get',
	name: 'Get',
	action: 'Get access request',
	description: 'Retrieve one access request with its approval steps',
	endpoint: 'GET /api/v1/access_requests/{access_request_id}',
	effect: 'read',
	fields: [accessRequestId],
});
