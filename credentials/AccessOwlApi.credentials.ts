import type { Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';
import { bearer } from '../nodes/shared/http/bearer';

export class AccessOwlApi implements ICredentialType {
	name = 'accessOwlApi';

	displayName = 'AccessOwl API';

	icon: Icon = { light: 'file:../nodes/AccessOwl/accessOwl.svg', dark: 'file:../nodes/AccessOwl/accessOwl.dark.svg' };

	documentationUrl = 'https://docs.accessowl.com/api-reference/introduction';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.accessowl.com',
			required: true,
			description: 'Only the scheme and the host, without a path or a slash at the end. Change it for a sandbox.',
		},
		{
			displayName: 'API Token',
			name: 'apiToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Made by an organization admin in AccessOwl, under Settings, API Tokens',
		},
	];

	authenticate = bearer('apiToken');

	// The cheapest call there is: without the right to read people nothing else works either.
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.baseUrl }}',
			url: '/api/v1/users?limit=1',
			disableFollowRedirect: true,
		},
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 302,
					message: 'API access is not enabled for this organization. Ask AccessOwl, or the person who manages your plan, to enable it.',
				},
			},
		],
	};
}
