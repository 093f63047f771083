import type { Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

/** Built on n8n's own OAuth2: one renewal at a time across workers, tokens kept encrypted. */
export class OleriaOAuth2Api implements ICredentialType {
	name = 'oleriaOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Oleria OAuth2 API';

	icon: Icon = { light: 'file:../nodes/Oleria/oleria.svg', dark: 'file:../nodes/Oleria/oleria.dark.svg' };

	documentationUrl = 'https://docs.oleria.com/developer-docs/api-reference/generate-token';

	properties: INodeProperties[] = [
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'clientCredentials' },
		{
			displayName:
				'Oleria shows all of these values but the scope under Settings → Manage APIs, in the panel of an OAuth application. The scope stands in the vendor\'s page on tokens.',
			name: 'notice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'API URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://devx.acme.oleria.io',
		},
		{
			displayName: 'Authentication URL',
			name: 'accessTokenUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://auth.acme.oleria.io/oauth2/token',
		},
		{ displayName: 'Client ID', name: 'clientId', type: 'string', default: '', required: true },
		{ displayName: 'Client Secret', name: 'clientSecret', type: 'string', typeOptions: { password: true }, default: '', required: true },
		{ displayName: 'Audience', name: 'audience', type: 'string', default: '', required: true },
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'string',
			default: '',
			description: 'As the vendor\'s page on tokens prints it. Several are separated by blanks.',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{ name: 'Body', value: 'body', description: 'Send client ID and secret in the body of the token request' },
				{ name: 'Header', value: 'header', description: 'Send client ID and secret as a Basic Auth header' },
			],
			default: 'body',
			description: 'How the token endpoint takes the client ID and secret. The vendor does not say; change it if the token is refused.',
		},
		// Would be a switch without effect in the panel.
		{ displayName: 'Send Additional Body Properties', name: 'sendAdditionalBodyProperties', type: 'hidden', default: true },
		// n8n puts these into the body of the token request. The name "audience" is our reading.
		{
			displayName: 'Additional Body Properties',
			name: 'additionalBodyProperties',
			type: 'hidden',
			default: '={{ JSON.stringify({ audience: $self["audience"] }) }}',
		},
	];

	// There is no call for "who am I". An export that cannot exist answers 404 when the token and the address are right.
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.baseUrl.replace(/\\/+$/, "").replace(/\\/v1$/, "") }}',
			url: '/v1/downloads/00000000-0000-4000-8000-000000000000',
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: { ignore: true, except: [301, 302, 303, 307, 308, 400, 401, 403, 405, 429, 500, 502, 503, 504] },
		},
		rules: [
			{ type: 'responseCode', properties: { value: 401, message: 'Oleria does not accept the token. Check the Audience and the Scope.' } },
			{ type: 'responseCode', properties: { value: 403, message: 'The OAuth application may not read exports.' } },
			// The API's own 404 is JSON with a code. What has none comes from another host.
			{ type: 'responseSuccessBody', properties: { key: 'code', value: undefined, message: 'What answers at the API URL is not the API of Oleria.' } },
		] as ICredentialTestRequest['rules'], // n8n reads both kinds in one list; its type allows one kind only
	};
}
