import type { IAuthenticate, Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';
import { platformFields, platformTest } from '../nodes/Rezolve/credentialFields';

export class RezolveApiKeyApi implements ICredentialType {
	name = 'rezolveApiKeyApi';

	displayName = 'Rezolve.ai API Key API';

	icon: Icon = { light: 'file:../nodes/Rezolve/rezolve.svg', dark: 'file:../nodes/Rezolve/rezolve.dark.svg' };

	documentationUrl = 'https://docs.rezolve.ai/docs/api-reference/overview';

	properties: INodeProperties[] = [
		{
			displayName: 'Rezolve.ai documents the management of keys, clients, the vault and the tenant with a bearer token alone. An API key may be refused there.',
			name: 'notice',
			type: 'notice',
			default: '',
		},
		{ displayName: 'API Key', name: 'apiKey', type: 'string', typeOptions: { password: true }, default: '', required: true },
		{
			displayName: 'Send As',
			name: 'sendAs',
			type: 'options',
			options: [
				{ name: 'Bearer Token', value: 'bearer', description: 'In the header Authorization' },
				{ name: 'X-API-Key', value: 'header', description: 'In a header of its own' },
			],
			default: 'header',
			description: 'How the key is sent. Rezolve.ai documents both; change it if the key is refused.',
		},
		...platformFields,
	];

	authenticate: IAuthenticate = async ({ apiKey, sendAs }, request) => {
		const key = String(apiKey).trim();
		const own = sendAs === 'bearer' ? { Authorization: `Bearer ${key}` } : { 'X-API-Key': key };
		return { ...request, headers: { ...request.headers, ...own } };
	};

	test: ICredentialTestRequest = platformTest;
}
