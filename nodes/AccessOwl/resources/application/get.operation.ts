import { defineOperation } from '../../../shared/operation';
import { applicationLocator } from '../fields';
import { shortApplication } from './shortApplication';

export const get = defineOperation({
	operation: 'get',
	name: 'Get',
	action: 'Get application',
	description: 'Retrieve one application',
	endpoint: 'GET /api/v1/applications/{application_id}',
	effect: 'read',
	fields: [applicationLocator({ required: true, sendAs: 'path.application_id' })],
	simplify: shortApplication,
});
