import { defineOperation } from '../../../shared/operation';
import { choice, choicesOf, email } from '../../../shared/operation/fields';
import { USER_STATUSES } from '../fields';
import { shortUser } from './shortUser';

export const getAll = defineOperation({
	operation: 'getAll',
	name: 'Get Many',
	action: 'Get many users',
	description: 'Retrieve a list of people, those who left included',
	endpoint: 'GET /api/v1/users',
	effect: 'read',
	output: 'list',
	fields: [
		// AccessOwl lists active people alone unless it is told otherwise, and leavers are what this is about.
		choice('status', 'Status', choicesOf([...USER_STATUSES, 'all']), {
			default: 'all',
			open: true,
			sendAs: 'query.status',
			description: 'Only people with this status',
		}),
		email('email', 'Email', { group: 'filters', sendAs: 'query.email', description: 'Only people with this address. Several can share one.' }),
	],
	simplify: shortUser,
});
