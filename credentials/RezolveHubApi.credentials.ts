import type { Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';
import { bearer } from '../nodes/shared/http/bearer';

export class RezolveHubApi implements ICredentialType {
	name = 'rezolveHubApi';

	displayName = 'Rezolve.ai Integration Hub API';

	icon: Icon = { light: 'file:../nodes/RezolveHub/rezolveHub.svg', dark: 'file:../nodes/RezolveHub/rezolveHub.dark.svg' };

	documentationUrl = 'https://docs.rezolve.ai/docs/integration-hub/api-reference';

	properties: INodeProperties[] = [
		{
			displayName: 'API Token',
			name: 'apiToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The API key of a workspace, made in the Integration Hub under Settings → API Access. It is not a key of the Rezolve.ai platform.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://integration-hub.rezolve.ai',
			required: true,
			description: 'Only the scheme and the host, without /api/v1',
		},
	];

	authenticate = bearer(({ apiToken }) => String(apiToken).trim());

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.baseUrl.trim().replace(/\\/+$/, "").replace(/\\/api\\/v1$/, "") }}',
			url: '/api/v1/tools',
			disableFollowRedirect: true,
		},
		rules: [
			{ type: 'responseCode', properties: { value: 401, message: 'The Integration Hub does not accept this key. A key of the Rezolve.ai platform is another one.' } },
			{ type: 'responseCode', properties: { value: 403, message: 'The Integration Hub knows this key, but its workspace role may not see tools.' } },
			{ type: 'responseCode', properties: { value: 404, message: 'There is no such API at this address. Check the Base URL: it goes without /api/v1.' } },
			{ type: 'responseSuccessBody', properties: { key: 'success', value: false, message: 'The Integration Hub refuses the request.' } },
			{ type: 'responseSuccessBody', properties: { key: 'success', value: undefined, message: 'What answers at this address is not the Integration Hub.' } },
		] as ICredentialTestRequest['rules'], // n8n reads both kinds in one list; its type allows one kind only
	};
}
