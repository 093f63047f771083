import { defineOperation } from '../../../shared/operation';
import { oauthClientLocator } from '../fields';

export const get = defineOperation({
	operation: 'get',
	name: 'Get',
	action: 'Get client',
	description: 'Retrieve one OAuth client with its settings, its usage and how many tokens are active',
	endpoint: 'GET /api/v1/oauth-clients/{clientId}',
	effect: 'read',
	fields: [oauthClientLocator()],
	simplify: ['id', 'name', 'clientId', 'clientType', 'status', 'grantTypes', 'scopes', 'usage', 'audit'],
});
