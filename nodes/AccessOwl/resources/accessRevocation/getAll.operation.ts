import { defineOperation } from '../../../shared/operation';
import { choice, choicesOf } from '../../../shared/operation/fields';
import { applicationLocator, REVOCATION_STATUSES, userLocator } from '../fields';

export const getAll = defineOperation({
	operation: 'getAll',
	name: 'Get Many',
	action: 'Get many access revocations',
	description: 'Retrieve a list of access revocations, for instance those of a leaver that are still open',
	endpoint: 'GET /api/v1/access_revocations',
	effect: 'read',
	output: 'list',
	fields: [
		applicationLocator({ group: 'filters', sendAs: 'query.application_id', description: 'Only revocations for this application' }),
		choice('status', 'Status', choicesOf(REVOCATION_STATUSES), { group: 'filters', default: 'processing_access', open: true, sendAs: 'query.status' }),
		userLocator({ group: 'filters', sendAs: 'query.user_id', description: 'Only revocations for this person' }),
	],
});
