import { defineResource } from '../../../shared/operation';
import { healthCheck } from './check';

const getAdmin = healthCheck({
	operation: 'getAdmin',
	name: 'Get Admin Health',
	action: 'Get admin health',
	description: 'Retrieve the health of all services behind the API, with figures',
	endpoint: 'GET /api/v1/admin/health',
});

const getApi = healthCheck({
	operation: 'getApi',
	name: 'Get API Health',
	action: 'Get API health',
	description: 'Retrieve whether the API is well, and its version',
	endpoint: 'GET /api/v1/health',
});

const getPlatform = healthCheck({
	operation: 'getPlatform',
	name: 'Get Platform Health',
	action: 'Get platform health',
	description: 'Retrieve whether the platform answers at all',
	endpoint: 'GET /health',
});

export const health = defineResource({
	resource: 'health',
	name: 'Health',
	description: 'Whether Rezolve.ai is up',
	operations: [getAdmin, getApi, getPlatform],
	default: getApi,
});
