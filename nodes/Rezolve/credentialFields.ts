import type { ICredentialTestRequest, INodeProperties } from 'n8n-workflow';

/** What all three ways to sign in to the platform have in common. */
export const platformFields: INodeProperties[] = [
	{
		displayName: 'Base URL',
		name: 'baseUrl',
		type: 'string',
		default: 'https://api.rezolve.ai',
		required: true,
		description: 'Only the scheme and the host, without /api/v1. Each environment has its own.',
	},
	{
		displayName: 'Tenant ID',
		name: 'tenantId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 5b1c9a40-2f6e-4d8b-8c11-3e7a90d4f201',
		description: 'The tenant that all requests are about',
	},
	{
		displayName: 'Realm Name',
		name: 'realmName',
		type: 'string',
		default: '',
		description: 'Needed for tickets, users, queues, ticket types and offers; leave it empty if you do not use them',
	},
	{
		displayName: 'Rate Limit Reset',
		name: 'rateLimitReset',
		type: 'options',
		options: [
			{ name: 'Automatic', value: 'auto', description: 'Recognise it by its look' },
			{ name: 'Epoch Milliseconds', value: 'epochMilliseconds' },
			{ name: 'Epoch Seconds', value: 'epochSeconds' },
			{ name: 'Seconds From Now', value: 'deltaSeconds' },
		],
		default: 'auto',
		description: 'What the number in X-RateLimit-Reset means. Rezolve.ai does not say; dates are understood in any case.',
	},
];

/** Where there is a realm, "who am I", which needs no role of an administrator; else the shortest list there is. */
export const platformTest: ICredentialTestRequest = {
	request: {
		baseURL: '={{ $credentials.baseUrl.trim().replace(/\\/+$/, "").replace(/\\/api\\/v1$/, "") }}',
		url: '={{ ($credentials.realmName || "").trim() ? "/api/v2/ticketing/user/userinfo?type=agent&module=ticketing" : "/api/v1/api-keys?limit=1" }}',
		headers: {
			'x-tenantid': '={{ $credentials.tenantId.trim() }}',
			realmname: '={{ ($credentials.realmName || "").trim() || undefined }}',
		},
		disableFollowRedirect: true,
	},
	rules: [
		{ type: 'responseCode', properties: { value: 400, message: 'Rezolve.ai refuses the request. Check the Tenant ID and the Realm Name.' } },
		{ type: 'responseCode', properties: { value: 401, message: 'Rezolve.ai does not accept this credential. It may have expired or been revoked, or the key may be bound to other IP addresses.' } },
		{
			type: 'responseCode',
			properties: {
				value: 403,
				message: 'Rezolve.ai knows this credential, but it may not do this: the Tenant ID may be that of another tenant. Without a Realm Name the test lists API keys, which needs the role tenant_admin or api_admin.',
			},
		},
		{ type: 'responseCode', properties: { value: 404, message: 'There is no such API at this address. Check the Base URL: it goes without /api/v1.' } },
		{ type: 'responseSuccessBody', properties: { key: 'success', value: false, message: 'Rezolve.ai refuses the request. Check the Tenant ID and the Realm Name.' } },
		{ type: 'responseSuccessBody', properties: { key: 'success', value: undefined, message: 'What answers at this address is not the API of Rezolve.ai.' } },
	] as ICredentialTestRequest['rules'], // n8n reads both kinds in one list; its type allows one kind only
};
