import { defineOperation } from '../../../shared/operation';
import { apiKeyLocator } from '../fields';

export const get = defineOperation({
	operation: 'get',
	name: 'Get',
	action: 'Get API key',
	description: 'Retrieve one API key with its permissions, its usage and its own rate limit, without its value',
	endpoint: 'GET /api/v1/api-keys/{keyId}',
	effect: 'read',
	fields: [apiKeyLocator()],
	simplify: ['id', 'name', 'prefix', 'status', 'environment', 'scopes', 'expiresAt', 'isExpired', 'daysUntilExpiration', 'usage', 'audit'],
});
