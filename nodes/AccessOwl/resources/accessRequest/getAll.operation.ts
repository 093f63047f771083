import { defineOperation } from '../../../shared/operation';
import { choice, choicesOf } from '../../../shared/operation/fields';
import { applicationLocator, REQUEST_STATUSES, userLocator } from '../fields';
import { shortRequest } from './shortRequest';

export const getAll = defineOperation({
	operation: 'getAll',
	name: 'Get Many',
	action: 'Get many access requests',
	description: 'Retrieve a list of access requests. AccessOwl shows only those that the owner of the token may see.',
	endpoint: 'GET /api/v1/access_requests',
	effect: 'read',
	output: 'list',
	fields: [
		applicationLocator({ group: 'filters', sendAs: 'query.application_id', description: 'Only requests for this application' }),
		choice('status', 'Status', choicesOf(REQUEST_STATUSES), { group: 'filters', default: 'pending_approval', open: true, sendAs: 'query.status' }),
		userLocator({ group: 'filters', sendAs: 'query.user_id', description: 'Only requests for this person' }),
	],
	simplify: shortRequest,
});
