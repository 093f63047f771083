import type { Choices } from '../../../shared/operation/fields';

const same = (...values: readonly string[]): Choices => values.map((value) => ({ name: value, value }));

export const SCOPES: Choices = [
	...same('catalog:read'),
	{ name: 'Email', value: 'email' },
	{ name: 'Offline Access', value: 'offline_access' },
	{ name: 'OpenID', value: 'openid' },
	{ name: 'Profile', value: 'profile' },
	...same('reports:read', 'ticketing:admin', 'ticketing:delete', 'ticketing:read', 'ticketing:write', 'users:read', 'users:write'),
];

export const GRANT_TYPES: Choices = [
	{ name: 'Authorization Code', value: 'authorization_code' },
	{ name: 'Client Credentials', value: 'client_credentials', description: 'For programs without a person; not for public clients' },
	{ name: 'Implicit (Deprecated)', value: 'implicit' },
	{ name: 'Password (Legacy)', value: 'password' },
	{ name: 'Refresh Token', value: 'refresh_token' },
];

export const CLIENT_TYPES: Choices = [
	{ name: 'Confidential', value: 'confidential', description: 'Can keep a secret' },
	{ name: 'Public', value: 'public', description: 'Cannot, such as an app on a phone' },
];

export const STATUSES: Choices = [
	{ name: 'Active', value: 'active' },
	{ name: 'Inactive', value: 'inactive' },
	{ name: 'Revoked', value: 'revoked' },
];

export const shortClient = ['id', 'name', 'clientId', 'clientType', 'status', 'grantTypes', 'scopes', 'createdBy', 'createdAt', 'lastUsedAt'];
