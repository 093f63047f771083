import { InputError } from '../../../shared/http/inputError';
import { defineOperation } from '../../../shared/operation';
import { choice, choices, text, texts } from '../../../shared/operation/fields';
import { keepSecret, secretFields, vaultCheck, VAULT_ENDPOINTS } from '../../onceShown';
import { CLIENT_TYPES, GRANT_TYPES, SCOPES } from './clientFields';

const CLIENT = 'GET /api/v1/oauth-clients/{clientId}';

export const create = defineOperation({
	operation: 'create',
	name: 'Create',
	action: 'Create client',
	description: 'Make an OAuth client, whose secret is shown only once',
	endpoint: 'POST /api/v1/oauth-clients',
	alsoReaches: [CLIENT, ...VAULT_ENDPOINTS],
	effect: 'write',
	offeredToModels: false,
	fields: [
		text('name', 'Name', { required: true, sendAs: 'body.name', placeholder: 'e.g. Payroll sync' }),
		choice('clientType', 'Client Type', CLIENT_TYPES, { required: true, default: 'confidential', sendAs: 'body.clientType' }),
		choices('grantTypes', 'Grant Types', GRANT_TYPES, { required: true, emptyClears: true, sendAs: 'body.grantTypes' }),
		choices('scopes', 'Scopes', SCOPES, { required: true, emptyClears: true, sendAs: 'body.scopes' }),
		texts('redirectUris', 'Redirect URIs', { default: '', emptyClears: true, sendAs: 'body.redirectUris', placeholder: 'e.g. https://app.example.com/callback', description: 'Separated by commas; none for a client without a person' }),
		...secretFields('client secret'),
		texts('allowedOrigins', 'Allowed Origins', { group: 'additionalFields', sendAs: 'body.allowedOrigins', placeholder: 'e.g. https://app.example.com', description: 'Separated by commas' }),
		text('description', 'Description', { group: 'additionalFields', sendAs: 'body.description' }),
		texts('ipWhitelist', 'IP Allow-List', { group: 'additionalFields', sendAs: 'body.ipWhitelist', placeholder: 'e.g. 203.0.113.0/24', description: 'Addresses or CIDR blocks, separated by commas. Left out, the client works from anywhere.' }),
	],
	check: async (item) => {
		const { grantTypes, scopes, clientType } = item.values;
		if (!Array.isArray(grantTypes) || grantTypes.length === 0) throw new InputError('Grant Types is empty', 'Choose at least one.');
		if (!Array.isArray(scopes) || scopes.length === 0) throw new InputError('Scopes is empty', 'Choose at least one.');
		if (clientType === 'public' && grantTypes.includes('client_credentials')) {
			throw new InputError('A public client cannot have the grant client_credentials', 'Choose Confidential as Client Type, or take that grant out.');
		}
		return clientType === 'public' ? {} : await vaultCheck(item);
	},
	afterwards: async (item, record) =>
		await keepSecret(item, record, {
			member: 'clientSecret',
			keptAs: 'oauth2_client_credentials',
			metadata: ({ id = null, name = null, clientId = null }) => ({ clientRecordId: id, clientName: name, clientId }),
		}),
	verify: async ({ session }, { id }) => (typeof id === 'string' ? (await session.get(CLIENT, { path: { clientId: id } })).status === 'active' : null),
});
