import { demoState, fixedId, LEAVER_EMAIL, LEAVER_ID, MANAGER_ID } from '../accessowl/seed.mts';
import { AuditTrail } from './auditTrail.mts';
import { API_KEY, CLIENT_ID, CLIENT_SECRET, jwt, NARROW_API_KEY, REALM, SANDBOX_TENANT_ID, SECOND_CLIENT, TENANT_ID } from './credentials.mts';
import type { ApiKey, AuditEntry, AuthType, Credential, HubConnection, OAuthClient, Person, Queue, RezolveState, Tenant, Ticket, Token, UserRef } from './records.mts';
import { ALL_ROLES } from './scopes.mts';

export { LEAVER_EMAIL, LEAVER_ID, MANAGER_ID };

/** The leaver's keys, by what each is an example of. */
export const LEAVER_KEYS = {
	/** Scope `*`, any address, no expiry, used yesterday. */
	star: '5e0a1b2c-3d4e-4f50-8a61-b2c3d4e5f601',
	/** Expires in twelve days, with an allow-list. */
	expiring: '5e0a1b2c-3d4e-4f50-8a61-b2c3d4e5f602',
	/** Last used 210 days ago, any address. */
	dormant: '5e0a1b2c-3d4e-4f50-8a61-b2c3d4e5f603',
	/** Never used, for tests. */
	unused: '5e0a1b2c-3d4e-4f50-8a61-b2c3d4e5f604',
	inactive: '5e0a1b2c-3d4e-4f50-8a61-b2c3d4e5f605',
	expired: '5e0a1b2c-3d4e-4f50-8a61-b2c3d4e5f606',
	revoked: '5e0a1b2c-3d4e-4f50-8a61-b2c3d4e5f607',
} as const;

/** The leaver's OAuth clients, by record id. */
export const LEAVER_CLIENTS = {
	/** Confidential, with three living tokens. */
	machine: '6f1b2c3d-4e5f-4061-9b72-c3d4e5f60711',
	/** Public, without any. */
	mobile: '6f1b2c3d-4e5f-4061-9b72-c3d4e5f60712',
} as const;

/** Vault credentials by the type of what they hold; the leaver stored the first three. */
export const CREDENTIALS: Readonly<Record<AuthType, { readonly id: string; readonly integrationId: string }>> = {
	oauth2_bearer: { id: 'cred-0001', integrationId: 'salesforce-prod' },
	api_key: { id: 'cred-0002', integrationId: 'expensely' },
	basic_auth: { id: 'cred-0003', integrationId: 'harbour-badge' },
	oauth2_client_credentials: { id: 'cred-0004', integrationId: 'servicenow-prod' },
	bearer_token: { id: 'cred-0005', integrationId: 'github-org' },
	jwt: { id: 'cred-0006', integrationId: 'zoom-meetings' },
	saml: { id: 'cred-0007', integrationId: 'okta-saml' },
	custom: { id: 'cred-0008', integrationId: 'legacy-ftp' },
};

/** The queue of the IT desk, as the members call wants it. */
export const IT_QUEUE = 7;

const [KEY, CLIENT, TICKET, USER] = [0xd1, 0xd2, 0xd3, 0xd4] as const;
const [MINUTE_MS, DAY_MS] = [60_000, 86_400_000] as const;

const ROLES: Readonly<Record<string, readonly string[]>> = {
	'sam.whitfield@example.com': ALL_ROLES,
	'kim.osei@example.com': ['tenant_admin'],
	'nora.lindqvist@example.com': ['audit_viewer', 'integration_viewer'],
};

function everyone(): Person[] {
	const company = demoState().users.map((user): Person => ({
		id: user.id,
		name: `${user.first_name ?? ''} ${user.last_name ?? ''}`,
		email: user.email,
		username: user.email,
		firstName: user.first_name ?? '',
		lastName: user.last_name ?? '',
		roles: ROLES[user.email] ?? [],
		teams: [(user.departments[0] ?? 'none').toLowerCase()],
		status: user.status === 'offboarded' || user.status === 'inactive' ? 'inactive' : 'active',
	}));
	return [...company, { id: fixedId(USER, 1), name: 'Sandbox Admin', email: 'sandbox.admin@example.com', username: 'sandbox.admin@example.com', firstName: 'Sandbox', lastName: 'Admin', roles: ['tenant_admin'], teams: [], status: 'active' }];
}

type KeyRow = readonly [name: string, creator: string, scopes: readonly string[], more: Partial<ApiKey>];

const shortRef = ({ id, name, email }: Person): UserRef => ({ id, name, email });

/** A key that was never used, before `more` says otherwise. */
export function keyFrom(number: number, name: string, createdBy: UserRef, createdAt: string, more: Partial<ApiKey> = {}): ApiKey {
	const environment = more.environment ?? 'live';
	return {
		id: fixedId(KEY, number),
		tenantId: TENANT_ID,
		name,
		description: '',
		scopes: ['ticketing:read'],
		protocol: '',
		ipWhitelist: [],
		environment,
		status: 'active',
		expiresAt: null,
		lastUsedAt: null,
		lastUsedFromIp: null,
		firstUsedAt: null,
		usageCount: 0,
		failedCount: 0,
		createdAt,
		createdBy,
		updatedAt: null,
		updatedBy: null,
		lastRotatedAt: null,
		rotationCount: 0,
		rotations: [],
		secret: `ak_${environment}_seeded-${String(number).padStart(4, '0')}-${name.toLowerCase().replaceAll(' ', '-')}`,
		previous: [],
		gone: false,
		...more,
	};
}

/** A confidential client that was never used, before `more` says otherwise. */
export function clientFrom(number: number, name: string, createdBy: UserRef, createdAt: string, more: Partial<OAuthClient> = {}): OAuthClient {
	return {
		id: fixedId(CLIENT, number),
		tenantId: TENANT_ID,
		name,
		description: '',
		clientId: `client-${String(number).padStart(4, '0')}`,
		clientSecret: `secret-of-client-${String(number).padStart(4, '0')}`,
		clientType: 'confidential',
		redirectUris: [],
		grantTypes: ['client_credentials'],
		scopes: ['ticketing:read'],
		allowedOrigins: [],
		ipWhitelist: [],
		status: 'active',
		roles: [],
		lastUsedAt: null,
		firstUsedAt: null,
		usageCount: 0,
		failedCount: 0,
		createdAt,
		createdBy,
		updatedAt: null,
		updatedBy: null,
		gone: false,
		...more,
	};
}

const CONNECTIONS: readonly HubConnection[] = [
	{ id: 'conn-servicenow', domain: 'itsm', connector: 'servicenow', isDefault: true, status: 'healthy' },
	{ id: 'conn-jira-desk', domain: 'itsm', connector: 'jira', isDefault: false, status: 'healthy' },
	{ id: 'conn-old-desk', domain: 'itsm', connector: 'freshservice', isDefault: false, status: 'failing' },
	{ id: 'conn-okta', domain: 'directory', connector: 'okta', isDefault: true, status: 'healthy' },
	{ id: 'conn-peoplely', domain: 'hris', connector: 'peoplely', isDefault: true, status: 'healthy' },
	{ id: 'conn-slack', domain: 'communication', connector: 'slack', isDefault: true, status: 'healthy' },
];

/** A Rezolve of the same company as in the other products. Times count from `nowMs`; all else is the same on every call. */
export function demoRezolve(nowMs: number): RezolveState {
	const people = everyone();
	/** A moment so many days ago, to the ms. */
	const ago = (days: number): string => new Date(nowMs - days * DAY_MS).toISOString();
	const by = (email: string): UserRef => {
		const person = people.find((one) => one.email === email);
		if (!person) throw new Error(`Nobody is called ${email}`);
		return shortRef(person);
	};
	const [robin, sam, kim, nora, diego, felix, priya] = ['robin.vale', 'sam.whitfield', 'kim.osei', 'nora.lindqvist', 'diego.ramos', 'felix.brandt', 'priya.nair'].map((name) => by(`${name}@example.com`)) as [UserRef, UserRef, UserRef, UserRef, UserRef, UserRef, UserRef];
	const used = (firstDays: number, lastDays: number, usageCount: number, lastUsedFromIp = '203.0.113.7'): Partial<ApiKey> => ({ firstUsedAt: ago(firstDays), lastUsedAt: ago(lastDays), usageCount, lastUsedFromIp });

	const keyRows: readonly KeyRow[] = [
		['n8n automation', sam.email, ['*'], { secret: API_KEY, ipWhitelist: ['127.0.0.0/8', '::1'], ...used(120, 0, 18_420, '127.0.0.1') }],
		['Close bot', robin.email, ['*'], { id: LEAVER_KEYS.star, description: 'Closes the month', ...used(300, 1, 4_210) }],
		['Month-end export', robin.email, ['reports:read', 'users:read'], { id: LEAVER_KEYS.expiring, ipWhitelist: ['203.0.113.0/24'], expiresAt: ago(-12), ...used(170, 2, 612) }],
		['Helpdesk widget', diego.email, ['ticketing:read', 'users:read'], { secret: NARROW_API_KEY, ...used(60, 0, 90_112) }],
		['Spreadsheet sync', robin.email, ['ticketing:read'], { id: LEAVER_KEYS.dormant, protocol: 'rest', ...used(420, 210, 33) }],
		['Robin sandbox', robin.email, ['ticketing:read', 'ticketing:write'], { id: LEAVER_KEYS.unused, environment: 'test' }],
		['Deploy notices', felix.email, ['notifications:write'], { ipWhitelist: ['198.51.100.0/25'], expiresAt: ago(-240), ...used(90, 3, 1_204) }],
		['Vendor upload', robin.email, ['catalog:write'], { id: LEAVER_KEYS.inactive, status: 'inactive', updatedAt: ago(30), updatedBy: kim, ...used(200, 45, 87) }],
		['Old ledger feed', robin.email, ['reports:read'], { id: LEAVER_KEYS.expired, expiresAt: ago(30), ...used(395, 31, 2_400) }],
		['First try', robin.email, ['ticketing:read'], { id: LEAVER_KEYS.revoked, status: 'revoked', updatedAt: ago(399), updatedBy: sam }],
		['Security export', nora.email, ['reports:read'], { ipWhitelist: ['192.0.2.10'], expiresAt: ago(-20), ...used(40, 1, 41) }],
		['Portal search', priya.email, ['catalog:read'], { ipWhitelist: ['2001:db8::/32'], protocol: 'graphql', ...used(210, 8, 7_733) }],
	];
	const apiKeys = keyRows.map(([name, creator, scopes, more], index) => keyFrom(index + 1, name, by(creator), ago(430 - index * 20), { scopes: [...scopes], ...more }));

	const usedClient = (lastDays: number, usageCount: number): Partial<OAuthClient> => ({ firstUsedAt: ago(200), lastUsedAt: ago(lastDays), usageCount });
	const oauthClients = [
		clientFrom(1, 'n8n workflows', sam, ago(120), { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, scopes: ['ticketing:read', 'users:read', 'catalog:read', 'reports:read'], roles: ALL_ROLES }),
		clientFrom(2, 'Treasury connector', robin, ago(310), { id: LEAVER_CLIENTS.machine, scopes: ['reports:read', 'users:read'], ...usedClient(0, 912) }),
		clientFrom(3, 'Ledger mobile', robin, ago(280), { id: LEAVER_CLIENTS.mobile, clientType: 'public', clientSecret: null, redirectUris: ['ledger://callback'], grantTypes: ['authorization_code', 'refresh_token'], scopes: ['openid', 'profile', 'email', 'offline_access'], ...usedClient(150, 61) }),
		clientFrom(4, 'Reporting', nora, ago(90), { clientId: SECOND_CLIENT.id, clientSecret: SECOND_CLIENT.secret, scopes: ['reports:read', 'ticketing:read'] }),
		clientFrom(5, 'Employee portal', priya, ago(410), { redirectUris: ['https://portal.example.com/callback'], allowedOrigins: ['https://portal.example.com'], grantTypes: ['authorization_code', 'refresh_token'], scopes: ['openid', 'email', 'catalog:read'], ...usedClient(0, 40_112) }),
		clientFrom(6, 'Old intranet', felix, ago(600), { status: 'inactive', ...usedClient(300, 5) }),
	];
	const tokens = [0, 1, 2].map((number): Token => ({
		accessToken: jwt({ sub: oauthClients[1]!.clientId, jti: `seeded-${number}` }),
		holderId: LEAVER_CLIENTS.machine,
		clientAuthentication: 'body',
		scopes: ['reports:read', 'users:read'],
		issuedAtMs: nowMs - MINUTE_MS,
		expiresAtMs: nowMs + (30 + number) * MINUTE_MS,
		revoked: false,
		uses: number,
	}));

	const credential = (authType: AuthType, credentialName: string, createdBy: UserRef, accessToken: string | null, more: Partial<Credential> = {}): Credential => ({
		...CREDENTIALS[authType],
		tenantId: TENANT_ID,
		credentialName,
		description: '',
		authType,
		scopes: [],
		status: 'active',
		expiresAt: null,
		metadata: {},
		tokenEndpoint: null,
		authorizationEndpoint: null,
		accessToken,
		refreshToken: null,
		createdAt: ago(200),
		createdBy,
		updatedAt: null,
		updatedBy: null,
		lastAccessedAt: ago(1),
		accessCount: 12,
		gone: false,
		...more,
	});
	const credentials = [
		credential('oauth2_bearer', 'Salesforce production', robin, 'sf-access-token', { scopes: ['api', 'refresh_token'], refreshToken: 'sf-refresh-token', tokenEndpoint: 'https://login.salesforce.example.com/token', authorizationEndpoint: 'https://login.salesforce.example.com/authorize', expiresAt: ago(-3), metadata: { environment: 'production', owner: LEAVER_EMAIL } }),
		credential('api_key', 'Expensely approvals', robin, 'expensely-api-key', { metadata: { header: 'X-Api-Key' } }),
		credential('basic_auth', 'Badge service', robin, Buffer.from('rvale:harbour').toString('base64'), { metadata: { username: 'rvale' }, accessCount: 0, lastAccessedAt: null }),
		credential('oauth2_client_credentials', 'ServiceNow production', sam, 'sn-client-secret', { tokenEndpoint: 'https://servicenow.example.com/oauth_token.do', metadata: { clientId: 'sn-client' } }),
		credential('bearer_token', 'GitHub organisation', felix, 'ghp-token', { expiresAt: ago(10) }),
		credential('jwt', 'Meetings', sam, 'zoom-jwt-key', { metadata: { algorithm: 'HS256' } }),
		credential('saml', 'Single sign-on', nora, 'saml-assertion', { metadata: { issuer: 'https://okta.example.com' } }),
		credential('custom', 'Old file server', diego, '{"user":"ftp","key":"file"}', { status: 'inactive' }),
	];

	const tenant = (id: string, name: string, realmName: string, subscriptionDays: number): Tenant => ({
		id,
		name,
		displayName: name === 'example' ? 'Example Company' : 'Example Sandbox',
		serverUrl: `https://${name}.rezolve.example.com`,
		realmName,
		status: 'active',
		settings: { ssoEnabled: true, mfaRequired: false, sessionTimeout: 3_600, passwordPolicy: 'strong', brand: { colour: '#0a7' } },
		subscription: { plan: 'enterprise', usersLimit: 100, expiresAt: ago(-subscriptionDays) },
		createdAt: ago(800),
		updatedAt: ago(40),
	});

	const ticketRows: ReadonlyArray<readonly [subject: string, status: string, priority: string, category: string, requester: UserRef, assignee: UserRef | null]> = [
		['Offboard Robin Vale', 'open', 'high', 'Access', kim, sam],
		['Laptop of Robin Vale', 'open', 'medium', 'Hardware', kim, null],
		['Cannot reach the ledger', 'in_progress', 'urgent', 'Access', robin, diego],
		['New badge', 'closed', 'low', 'Facilities', robin, diego],
		['Printer on floor 3', 'open', 'low', 'Hardware', priya, null],
		['Password reset', 'resolved', 'medium', 'Access', felix, diego],
		['Month-end report is late', 'open', 'high', 'Reports', robin, nora],
	];
	const tickets = ticketRows.map(([subject, status, priority, category, requester, assignee], index): Ticket => ({
		id: fixedId(TICKET, index + 1),
		ticketNumber: `TKT-2026-${String(index + 1).padStart(6, '0')}`,
		subject,
		description: `${subject}, as told on the phone.`,
		status,
		priority,
		category,
		assignee,
		requester,
		team: 'it',
		createdAt: ago(20 - index),
		updatedAt: ago(10 - index),
		dueDate: index % 2 === 0 ? ago(-index) : null,
		slaStatus: status === 'open' ? 'within' : 'met',
	}));

	const queues: readonly Queue[] = [
		{ number: IT_QUEUE, name: 'IT desk', key: 'it', team: 'it', memberIds: [sam.id, diego.id, robin.id] },
		{ number: 8, name: 'People desk', key: 'people', team: 'people', memberIds: [by('claire.dubois@example.com').id] },
	];

	const busy = [sam, diego, priya, nora, felix, kim];
	/** What happens all day long; `number` 1 is the latest, one a minute. */
	const everyday = (number: number): AuditEntry => {
		const actor = busy[number % busy.length]!;
		const isLogin = number % 3 !== 0;
		return {
			id: `log-${String(number).padStart(8, '0')}`,
			action: isLogin ? 'USER_LOGIN' : 'USER_LOGOUT',
			category: 'authentication',
			actor: { ...actor, ipAddress: `203.0.113.${number % 250}` },
			resource: { type: 'session', id: `session-${number}` },
			details: isLogin ? { method: 'sso' } : {},
			status: number % 41 === 0 ? 'failure' : 'success',
			tenantId: TENANT_ID,
			timestamp: new Date(nowMs - 60 * DAY_MS - number * MINUTE_MS).toISOString(),
		};
	};
	const audit = new AuditTrail(everyday);
	const happened = [
		...apiKeys.map(({ id, name, createdAt, createdBy }) => ({ action: 'API_KEY_CREATED', category: 'api_keys', actor: createdBy, resource: { type: 'api_key', id, name }, details: {}, timestamp: createdAt })),
		...oauthClients.map(({ id, name, createdAt, createdBy }) => ({ action: 'OAUTH_CLIENT_CREATED', category: 'oauth_clients', actor: createdBy, resource: { type: 'oauth_client', id, name }, details: {}, timestamp: createdAt })),
		...credentials.map(({ id, integrationId, credentialName: name, createdAt, createdBy }) => ({ action: 'CREDENTIAL_CREATED', category: 'credentials', actor: createdBy, resource: { type: 'credential', id, name }, details: { integrationId }, timestamp: createdAt })),
		{ action: 'USER_LOGIN', category: 'authentication', actor: robin, resource: { type: 'session', id: 'session-robin' }, details: { method: 'sso' }, timestamp: ago(1) },
	].sort((a, b) => (a.timestamp < b.timestamp ? -1 : 1));
	for (const [index, one] of happened.entries()) audit.write({ id: `log-seeded-${String(index + 1).padStart(4, '0')}`, ...one, actor: { ...one.actor, ipAddress: '203.0.113.7' }, status: 'success', tenantId: TENANT_ID });

	return {
		people,
		tenants: [tenant(TENANT_ID, 'example', REALM, 300), tenant(SANDBOX_TENANT_ID, 'sandbox', 'sandbox', -15)],
		apiKeys,
		oauthClients,
		tokens,
		credentials,
		serviceAccounts: [],
		jobRuns: [],
		dekRotations: [],
		audit,
		tickets,
		queues,
		hub: { connections: CONNECTIONS.map((one) => ({ ...one })), approvals: [], executions: [], gatedTools: new Set(['directory.users.disable']) },
	};
}
