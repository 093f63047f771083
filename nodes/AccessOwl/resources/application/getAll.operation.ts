import { defineOperation } from '../../../shared/operation';
import { choice, choicesOf, text } from '../../../shared/operation/fields';
import { APPLICATION_STATUSES, userLocator } from '../fields';
import { shortApplication } from './shortApplication';

export const getAll = defineOperation({
	operation: 'getAll',
	name: 'Get Many',
	action: 'Get many applications',
	description: 'Retrieve a list of applications, for instance those that a leaver owns or administers',
	endpoint: 'GET /api/v1/applications',
	effect: 'read',
	output: 'list',
	fields: [
		userLocator({ group: 'filters', sendAs: 'query.admin_user_id', description: 'Only applications that this person administers' }, 'adminUserId', 'Admin'),
		text('category', 'Category Word', { group: 'filters', sendAs: 'query.category_contains_word', placeholder: 'e.g. finance', description: 'Only applications with this word in their category' }),
		userLocator({ group: 'filters', sendAs: 'query.owner_user_id', description: 'Only applications that this person owns' }, 'ownerUserId', 'Owner'),
		choice('status', 'Status', choicesOf(APPLICATION_STATUSES), { group: 'filters', default: 'requestable', open: true, sendAs: 'query.status' }),
		text('titleLike', 'Title', { group: 'filters', sendAs: 'query.title_like', placeholder: 'e.g. Ledger', description: 'Only applications with this in their title' }),
	],
	simplify: shortApplication,
});
