import type { Choices } from '../../../shared/operation/fields';

export const STATUSES: Choices = [
	{ name: 'Active', value: 'active' },
	{ name: 'Expired', value: 'expired' },
	{ name: 'Inactive', value: 'inactive' },
	{ name: 'Revoked', value: 'revoked' },
];

/** What a review of keys asks for first. */
export const shortKey = ['id', 'name', 'prefix', 'status', 'environment', 'scopes', 'createdBy', 'createdAt', 'lastUsedAt', 'expiresAt'];
