import type { Icon, ICredentialDataDecryptedObject, ICredentialTestRequest, ICredentialType, IHttpRequestHelper, INodeProperties } from 'n8n-workflow';
import { accessTokens } from '../nodes/shared/http/accessToken';
import { bearer } from '../nodes/shared/http/bearer';

const TOKEN_URL = 'https://catalio.ai/oauth/token';
const AUDIENCE = 'https://catalio.ai/api/v1';

const advice = {
	vendor: 'Catalio',
	client:
		'The secret may have been rotated, which ends the old one at once, or the credential revoked. Make a new secret in Catalio under Settings → API Credentials, and paste it into this credential.',
	audience: `Check the Audience in the credential: for catalio.ai it is ${AUDIENCE}.`,
	address: `Check the Token URL in the credential: for catalio.ai it is ${TOKEN_URL}.`,
};

const clientCredentials = { show: { authentication: ['clientCredentials'] } };

/** Not built on n8n's own OAuth2: that posts forms, and Catalio takes JSON. */
export class CatalioOAuth2Api implements ICredentialType {
	name = 'catalioOAuth2Api';

	displayName = 'Catalio OAuth2 API';

	icon: Icon = { light: 'file:../nodes/Catalio/catalio.svg', dark: 'file:../nodes/Catalio/catalio.dark.svg' };

	documentationUrl = 'https://catalio.ai/docs/authentication';

	properties: INodeProperties[] = [
		// n8n calls preAuthentication while this is empty, and once more after a 401. What it gives is stored here.
		{ displayName: 'Access Token', name: 'accessToken', type: 'hidden', typeOptions: { expirable: true, password: true }, default: '' },
		// In ms since the epoch, a margin before the vendor ends the token; 0 is unknown.
		{ displayName: 'Access Token Expires At', name: 'accessTokenExpiresAt', type: 'hidden', typeOptions: { password: true }, default: 0 },
		// Tells a token that was got with other values of the fields below.
		{ displayName: 'Access Token Grant', name: 'accessTokenGrant', type: 'hidden', typeOptions: { password: true }, default: '' },
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{ name: 'Access Token', value: 'token', description: 'Use a token or an API key that you already have' },
				{ name: 'Client Credentials', value: 'clientCredentials', description: 'Let n8n get a token, and a new one before it runs out' },
			],
			default: 'clientCredentials',
		},
		{
			displayName:
				'An organization administrator makes the client ID and secret in Catalio under Settings → API Credentials → Create Credential. The secret is shown only once.',
			name: 'notice',
			type: 'notice',
			default: '',
			displayOptions: clientCredentials,
		},
		{ displayName: 'Client ID', name: 'clientId', type: 'string', default: '', required: true, displayOptions: clientCredentials },
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Catalio shows it only once. Rotating it in Catalio ends the old one at once: paste the new one here.',
			displayOptions: clientCredentials,
		},
		{
			displayName: 'API Token',
			name: 'apiToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The token alone, without the word Bearer. When it runs out, paste a new one.',
			displayOptions: { show: { authentication: ['token'] } },
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://catalio.ai',
			required: true,
			description: 'Only the scheme and the host. Leave it as it is unless Catalio gave you another address.',
		},
		{
			displayName: 'API Path',
			name: 'apiPath',
			type: 'string',
			default: '/api/v1',
			required: true,
			description: 'What follows the host in every request. Leave it as it is unless Catalio gave you another one.',
		},
		{
			displayName: 'Token URL',
			name: 'accessTokenUrl',
			type: 'string',
			default: TOKEN_URL,
			required: true,
			description: 'Where n8n gets the token. Leave it as it is unless Catalio gave you another address.',
			displayOptions: clientCredentials,
		},
		{
			displayName: 'Audience',
			name: 'audience',
			type: 'string',
			default: AUDIENCE,
			description: 'What the token is for. Leave it as it is unless Catalio gave you another value.',
			displayOptions: clientCredentials,
		},
	];

	/** Called by n8n before a request without a token, after a 401, and when the credential is tested. */
	async preAuthentication(this: IHttpRequestHelper, credential: ICredentialDataDecryptedObject) {
		if (credential.authentication === 'token') return {};
		return await accessTokens(credential, { httpRequest: this.helpers.httpRequest, advice, exampleUrl: TOKEN_URL });
	}

	authenticate = bearer(({ authentication, apiToken, accessToken }) => String(authentication === 'token' ? apiToken : accessToken).trim());

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.baseUrl.trim().replace(/\\/+$/, "") }}',
			url: '={{ "/" + $credentials.apiPath.trim().replace(/^\\/+|\\/+$/g, "") + "/requirements?page%5Blimit%5D=1" }}',
			headers: { Accept: 'application/vnd.api+json' },
			disableFollowRedirect: true,
		},
		rules: [
			{
				type: 'responseCode',
				properties: { value: 401, message: 'Catalio does not accept the token. It may have run out, or the credential was rotated or revoked under Settings → API Credentials. Check the Audience too.' },
			},
			{ type: 'responseCode', properties: { value: 403, message: 'Catalio knows the credential, but it may not read requirements. Ask an organization administrator.' } },
			{ type: 'responseCode', properties: { value: 404, message: 'There is no Catalio API at this address. Check the Base URL and the API Path.' } },
			{ type: 'responseCode', properties: { value: 406, message: 'What answers at this address does not speak JSON:API. Check the Base URL and the API Path.' } },
			...[301, 302, 307, 308].map((value) => ({
				type: 'responseCode',
				properties: { value, message: 'What answers at this address sends n8n on to another one, such as a page to sign in. Check the Base URL and the API Path.' },
			})),
			// A page of the web application says success too.
			{ type: 'responseSuccessBody', properties: { key: 'data', value: undefined, message: 'What answers at this address is not the API of Catalio. Check the Base URL and the API Path.' } },
		] as ICredentialTestRequest['rules'], // n8n reads both kinds in one list; its type allows one kind only
	};
}
