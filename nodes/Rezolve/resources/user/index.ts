import type { JsonObject } from '../../../shared/http/request';
import { defineOperation, defineResource, type Item } from '../../../shared/operation';
import { email } from '../../../shared/operation/fields';
import { moduleFields, NEEDS_REALM } from '../ticketing';

const isPerson = ({ email: address }: JsonObject, { values }: Item): boolean =>
	typeof values.email !== 'string' || String(address ?? '').toLowerCase() === values.email.toLowerCase();

const getAll = defineOperation({
	operation: 'getAll',
	name: 'Get Many',
	action: 'Get many users',
	description: 'Retrieve the people who work with tickets, with their roles and teams',
	endpoint: 'GET /api/v2/ticketing/user/list',
	effect: 'read',
	output: 'list',
	paged: false,
	notice: NEEDS_REALM,
	fields: [...moduleFields('agent'), email('email', 'Email', { group: 'filters', description: 'Only the person with this address' })],
	keep: isPerson,
	list: { itemsPath: ['data.users'] },
});

const getInfo = defineOperation({
	operation: 'getInfo',
	name: 'Get Own Info',
	action: 'Get own user info',
	description: 'Retrieve whom the credential acts as, with roles and permissions',
	endpoint: 'GET /api/v2/ticketing/user/userinfo',
	effect: 'read',
	notice: NEEDS_REALM,
	fields: moduleFields('agent'),
});

export const user = defineResource({
	resource: 'user',
	name: 'User',
	description: 'A person who works with tickets. The API can neither disable nor delete people.',
	operations: [getAll, getInfo],
	default: getAll,
});
