import { defineOperation } from '../../../shared/operation';
import { text } from '../../../shared/operation/fields';
import { integrationId } from '../fields';

export const getDetails = defineOperation({
	operation: 'getDetails',
	name: 'Get Details',
	action: 'Get vault credential details',
	description: 'Retrieve what is known of a credential, without its secrets',
	endpoint: 'GET /api/v1/credentials/{integrationId}/details',
	effect: 'read',
	fields: [
		integrationId(),
		text('credentialId', 'Credential ID', { group: 'options', sendAs: 'query.credentialId', description: 'Needed where an integration has several' }),
	],
});
