/** Every role that a page names. */
export const ALL_ROLES: readonly string[] = ['tenant_admin', 'api_admin', 'oauth_admin', 'integration_admin', 'integration_viewer', 'audit_viewer', 'security_admin', 'system_admin', 'super_admin', 'ticket_admin', 'catalog_admin'];

/** What an API key may be given. */
export const KEY_SCOPES: readonly string[] = ['ticketing:read', 'ticketing:write', 'ticketing:delete', 'ticketing:admin', 'users:read', 'users:write', 'users:admin', 'catalog:read', 'catalog:write', 'reports:read', 'queues:read', 'queues:write', 'notifications:read', 'notifications:write', '*'];

/** What an OAuth client may be given. */
export const CLIENT_SCOPES: readonly string[] = ['openid', 'profile', 'email', 'offline_access', 'ticketing:read', 'ticketing:write', 'ticketing:delete', 'ticketing:admin', 'users:read', 'users:write', 'catalog:read', 'reports:read'];

/** One of these lets a key or a client's token in. Operations that are not here need roles, which no scope but `*` stands for. */
export const OPERATION_SCOPES: Readonly<Record<string, readonly string[]>> = {
	listTickets: ['ticketing:read'],
	countTickets: ['ticketing:read'],
	listNotifications: ['notifications:read', 'ticketing:read'],
	countNotifications: ['notifications:read', 'ticketing:read'],
	streamTicketUpdates: ['ticketing:read'],
	streamNotifications: ['notifications:read', 'ticketing:read'],
	listTicketingUsers: ['users:read'],
	getUserInfo: ['users:read', 'ticketing:read'],
	getUserPreference: ['users:read', 'ticketing:read'],
	listQueues: ['queues:read', 'ticketing:read'],
	getCurrentQueue: ['queues:read', 'ticketing:read'],
	listQueueUsers: ['queues:read', 'ticketing:read'],
	listTicketTypes: ['ticketing:read'],
	getTicketingMeta: ['ticketing:read'],
	listCatalogOffers: ['catalog:read'],
	getTicketingMenu: ['ticketing:read'],
	updateCatalogMetaField: ['catalog:write'],
};

/** Resource to action to boolean, as the details of a key show its scopes. */
export function permissionsOf(scopes: readonly string[]): Record<string, Record<string, boolean>> {
	const permissions: Record<string, Record<string, boolean>> = {};
	for (const scope of KEY_SCOPES) {
		const [resource = '', action] = scope.split(':');
		if (action !== undefined) (permissions[resource] ??= {})[action] = scopes.includes('*') || scopes.includes(scope);
	}
	return permissions;
}
