import { defineOperation } from '../../../shared/operation';
import { userLocator } from '../fields';
import { shortUser } from './shortUser';

export const get = defineOperation({
	operation: 'get',
	name: 'Get',
	action: 'Get user',
	description: 'Retrieve one person by ID or email, whatever their status',
	endpoint: 'GET /api/v1/users/{user_id}',
	effect: 'read',
	fields: [userLocator({ required: true, sendAs: 'path.user_id' })],
	simplify: shortUser,
});
