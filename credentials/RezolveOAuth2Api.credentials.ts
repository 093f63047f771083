import type { Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';
import { platformFields, platformTest } from '../nodes/Rezolve/credentialFields';

/** Built on n8n's own OAuth2: one renewal at a time across workers, tokens kept encrypted. */
export class RezolveOAuth2Api implements ICredentialType {
	name = 'rezolveOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Rezolve.ai OAuth2 API';

	icon: Icon = { light: 'file:../nodes/Rezolve/rezolve.svg', dark: 'file:../nodes/Rezolve/rezolve.dark.svg' };

	documentationUrl = 'https://docs.rezolve.ai/docs/api-reference/auth-keys/create-oauth-client';

	properties: INodeProperties[] = [
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'clientCredentials' },
		{
			displayName: 'For an OAuth client with the grant client_credentials, or for a service account. Rezolve.ai shows the client secret once, when it is made.',
			name: 'notice',
			type: 'notice',
			default: '',
		},
		{ displayName: 'Client ID', name: 'clientId', type: 'string', default: '', required: true },
		{ displayName: 'Client Secret', name: 'clientSecret', type: 'string', typeOptions: { password: true }, default: '', required: true },
		{
			displayName: 'Token URL',
			name: 'accessTokenUrl',
			type: 'string',
			default: 'https://api.rezolve.ai/api/v1/oauth/token',
			required: true,
			description: 'Rezolve.ai names the last part of this address only, /oauth/token. Change it if no token is given.',
		},
		{ displayName: 'Scope', name: 'scope', type: 'string', default: '', placeholder: 'e.g. ticketing:read users:read', description: 'Several are separated by blanks. Left empty, the client has all that it was given.' },
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{ name: 'Body', value: 'body', description: 'Send client ID and secret in the body of the token request' },
				{ name: 'Header', value: 'header', description: 'Send client ID and secret as a Basic Auth header' },
			],
			default: 'body',
			description: 'How the token endpoint takes the client ID and secret: both are shown for clients in Rezolve.ai',
		},
		{ displayName: 'Send Additional Body Properties', name: 'sendAdditionalBodyProperties', type: 'hidden', default: false },
		{ displayName: 'Additional Body Properties', name: 'additionalBodyProperties', type: 'hidden', default: '' },
		...platformFields,
	];

	test: ICredentialTestRequest = platformTest;
}
