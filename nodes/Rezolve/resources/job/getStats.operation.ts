import { defineOperation } from '../../../shared/operation';
import { choice } from '../../../shared/operation/fields';
import { JOBS } from './fields';

export const getStats = defineOperation({
	operation: 'getStats',
	name: 'Get Stats',
	action: 'Get job stats',
	description: 'Retrieve how a job is doing and how it went before',
	endpoint: 'GET /api/v1/admin/jobs/{jobName}/stats',
	effect: 'read',
	fields: [choice('jobName', 'Job', JOBS, { required: true, default: 'credentialRotationCheck', open: true, sendAs: 'path.jobName' })],
});
