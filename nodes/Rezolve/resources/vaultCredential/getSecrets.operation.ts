import { defineOperation } from '../../../shared/operation';
import { text } from '../../../shared/operation/fields';
import { integrationId } from '../fields';

export const getSecrets = defineOperation({
	operation: 'getSecrets',
	name: 'Get Secrets',
	action: 'Get vault credential secrets',
	description: 'Retrieve a credential with its secrets in clear',
	endpoint: 'GET /api/v1/credentials/{integrationId}',
	effect: 'read',
	offeredToModels: false,
	notice: 'The secrets leave with the item in clear and stay in the execution data of n8n. Rezolve.ai logs each reading. Use Get Details where you do not need them.',
	fields: [
		integrationId(),
		text('credentialId', 'Credential ID', { group: 'options', sendAs: 'query.credentialId', description: 'Needed where an integration has several' }),
	],
});
