import { InputError } from '../../../shared/http/inputError';
import { defineOperation } from '../../../shared/operation';
import { choice, choices, text, texts } from '../../../shared/operation/fields';
import { summaryOf } from '../../outcomes';
import { oauthClientLocator } from '../fields';
import { CLIENT_TYPES, GRANT_TYPES, SCOPES } from './clientFields';

const FIELDS = ['allowedOrigins', 'clientType', 'description', 'grantTypes', 'ipWhitelist', 'name', 'redirectUris', 'scopes'];

export const update = defineOperation({
	operation: 'update',
	name: 'Update',
	action: 'Update client',
	description: 'Change fields of an OAuth client; a list is replaced whole',
	endpoint: 'PATCH /api/v1/oauth-clients/{clientId}',
	alsoReaches: ['GET /api/v1/oauth-clients/{clientId}'],
	effect: 'write',
	fields: [
		oauthClientLocator(),
		texts('allowedOrigins', 'Allowed Origins', { group: 'updateFields', emptyClears: true, sendAs: 'body.allowedOrigins', description: 'All of them, separated by commas' }),
		choice('clientType', 'Client Type', CLIENT_TYPES, { group: 'updateFields', default: 'confidential', sendAs: 'body.clientType' }),
		text('description', 'Description', { group: 'updateFields', sendAs: 'body.description' }),
		choices('grantTypes', 'Grant Types', GRANT_TYPES, { group: 'updateFields', sendAs: 'body.grantTypes', description: 'All that the client is to have' }),
		texts('ipWhitelist', 'IP Allow-List', { group: 'updateFields', emptyClears: true, sendAs: 'body.ipWhitelist', description: 'All addresses or CIDR blocks, separated by commas. None lets the client work from anywhere.' }),
		text('name', 'Name', { group: 'updateFields', sendAs: 'body.name' }),
		texts('redirectUris', 'Redirect URIs', { group: 'updateFields', emptyClears: true, sendAs: 'body.redirectUris', description: 'All of them, separated by commas' }),
		choices('scopes', 'Scopes', SCOPES, { group: 'updateFields', sendAs: 'body.scopes', description: 'All that the client is to have' }),
	],
	check: async (item) => {
		if (FIELDS.every((name) => item.values[name] === undefined)) {
			throw new InputError('Nothing to change was given', 'Add at least one field under Update Fields. If they hold expressions, look at the input on the left.');
		}
		if (!item.dryRun) return {};
		const current = await item.session.get('GET /api/v1/oauth-clients/{clientId}', { path: { clientId: item.text('clientId') } });
		return { current: { ...summaryOf(current), ...Object.fromEntries(FIELDS.filter((name) => current[name] !== undefined).map((name) => [name, current[name] ?? null])) } };
	},
});
