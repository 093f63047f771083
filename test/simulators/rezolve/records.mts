import type { AuditTrail } from './auditTrail.mts';

export interface UserRef {
	readonly id: string;
	readonly name: string;
	readonly email: string;
}

/** Someone who may sign in with a token of their own. */
export interface Person extends UserRef {
	readonly username: string;
	readonly firstName: string;
	readonly lastName: string;
	readonly roles: readonly string[];
	readonly teams: readonly string[];
	readonly status: 'active' | 'inactive';
}

export interface Tenant {
	readonly id: string;
	readonly name: string;
	displayName: string;
	serverUrl: string;
	realmName: string;
	status: string;
	settings: Record<string, unknown>;
	subscription: { plan: string; usersLimit: number; expiresAt: string | null };
	readonly createdAt: string;
	updatedAt: string;
	updatedBy?: UserRef;
}

export type KeyStatus = 'active' | 'inactive' | 'expired' | 'revoked';

/** Times are ISO texts. `expired` is never stored: it follows from `expiresAt` and the clock. */
export interface ApiKey {
	readonly id: string;
	readonly tenantId: string;
	name: string;
	description: string;
	scopes: string[];
	/** Empty for all. */
	protocol: string;
	ipWhitelist: string[];
	readonly environment: 'live' | 'test';
	status: KeyStatus;
	expiresAt: string | null;
	lastUsedAt: string | null;
	lastUsedFromIp: string | null;
	firstUsedAt: string | null;
	usageCount: number;
	failedCount: number;
	readonly createdAt: string;
	readonly createdBy: UserRef;
	updatedAt: string | null;
	updatedBy: UserRef | null;
	lastRotatedAt: string | null;
	rotationCount: number;
	/** When it was rotated, ms. */
	rotations: number[];
	/** The value that works now; answers show it once. */
	secret: string;
	/** Earlier values within their grace period, until so many ms. */
	previous: Array<{ readonly secret: string; readonly validUntilMs: number }>;
	/** Hard deleted: lists and reads no longer see it. */
	gone: boolean;
}

/** Times are ISO texts. */
export interface OAuthClient {
	/** The internal record id, which paths take. */
	readonly id: string;
	readonly tenantId: string;
	name: string;
	description: string;
	/** What the token endpoint takes. */
	readonly clientId: string;
	/** Null for public clients; answers show it once. */
	readonly clientSecret: string | null;
	clientType: 'confidential' | 'public';
	redirectUris: string[];
	grantTypes: string[];
	scopes: string[];
	allowedOrigins: string[];
	ipWhitelist: string[];
	status: 'active' | 'inactive' | 'revoked';
	/** What its tokens may do beyond their scopes. Answers never tell. */
	readonly roles: readonly string[];
	lastUsedAt: string | null;
	firstUsedAt: string | null;
	usageCount: number;
	failedCount: number;
	readonly createdAt: string;
	readonly createdBy: UserRef;
	updatedAt: string | null;
	updatedBy: UserRef | null;
	gone: boolean;
}

/** A token that the token endpoint issued. */
export interface Token {
	readonly accessToken: string;
	/** `id` of the OAuth client or service account. */
	readonly holderId: string;
	readonly clientAuthentication: 'body' | 'basic';
	readonly scopes: readonly string[];
	readonly issuedAtMs: number;
	readonly expiresAtMs: number;
	revoked: boolean;
	uses: number;
}

export type AuthType = 'oauth2_bearer' | 'oauth2_client_credentials' | 'api_key' | 'basic_auth' | 'bearer_token' | 'jwt' | 'saml' | 'custom';

/** A secret of an integration. Times are ISO texts. `expired` is never stored. */
export interface Credential {
	readonly id: string;
	readonly tenantId: string;
	readonly integrationId: string;
	credentialName: string;
	description: string;
	readonly authType: AuthType;
	scopes: string[];
	status: 'active' | 'inactive' | 'expired' | 'revoked';
	readonly expiresAt: string | null;
	metadata: Record<string, unknown>;
	readonly tokenEndpoint: string | null;
	readonly authorizationEndpoint: string | null;
	readonly accessToken: string | null;
	readonly refreshToken: string | null;
	readonly createdAt: string;
	readonly createdBy: UserRef;
	updatedAt: string | null;
	updatedBy: UserRef | null;
	lastAccessedAt: string | null;
	accessCount: number;
	gone: boolean;
}

export interface ServiceAccount {
	readonly id: string;
	readonly tenantId: string;
	readonly name: string;
	readonly clientId: string;
	readonly clientSecret: string;
	readonly permissions: readonly string[];
	readonly createdAt: string;
	readonly createdBy: UserRef;
}

export interface JobRun {
	readonly id: string;
	readonly jobName: string;
	readonly triggeredAtMs: number;
	readonly endsAtMs: number;
	readonly triggeredBy: UserRef;
}

export interface DekRotation {
	readonly id: string;
	readonly tenantId: string;
	readonly startedAtMs: number;
	readonly endsAtMs: number;
	readonly initiatedBy: UserRef;
}

export interface AuditEntry {
	readonly id: string;
	readonly action: string;
	readonly category: string;
	readonly actor: UserRef & { readonly ipAddress: string };
	readonly resource: { readonly type: string; readonly id: string; readonly name?: string };
	readonly details: Record<string, unknown>;
	readonly status: string;
	readonly tenantId: string;
	readonly timestamp: string;
}

export interface Ticket {
	readonly id: string;
	readonly ticketNumber: string;
	subject: string;
	description: string;
	status: string;
	priority: string;
	category: string;
	assignee: UserRef | null;
	requester: UserRef | null;
	team: string;
	readonly createdAt: string;
	updatedAt: string;
	dueDate: string | null;
	slaStatus: string;
}

export interface Queue {
	/** What the members call takes. */
	readonly number: number;
	readonly name: string;
	readonly key: string;
	readonly team: string;
	readonly memberIds: readonly string[];
}

export interface HubConnection {
	readonly id: string;
	readonly domain: string;
	readonly connector: string;
	/** The one that a call without a connection takes. */
	readonly isDefault: boolean;
	status: 'healthy' | 'failing';
}

/** A call that a person has to agree to. */
export interface Approval {
	readonly id: string;
	readonly toolKey: string;
	readonly idempotencyKey: string | undefined;
	readonly input: unknown;
	readonly openedAtMs: number;
	decision: 'open' | 'approved' | 'declined';
}

/** A tool call that took effect. */
export interface Execution {
	readonly toolKey: string;
	readonly input: unknown;
	readonly connectionId: string;
	readonly idempotencyKey: string | undefined;
	readonly data: unknown;
	readonly atMs: number;
}

export interface HubState {
	readonly connections: HubConnection[];
	readonly approvals: Approval[];
	/** Dry runs, refusals and repeats are not among them. */
	readonly executions: Execution[];
	/** Tools that a policy holds back until a person agrees. */
	readonly gatedTools: Set<string>;
}

export interface RezolveState {
	readonly people: readonly Person[];
	readonly tenants: Tenant[];
	readonly apiKeys: ApiKey[];
	readonly oauthClients: OAuthClient[];
	readonly tokens: Token[];
	readonly credentials: Credential[];
	readonly serviceAccounts: ServiceAccount[];
	readonly jobRuns: JobRun[];
	readonly dekRotations: DekRotation[];
	readonly audit: AuditTrail;
	readonly tickets: Ticket[];
	readonly queues: readonly Queue[];
	readonly hub: HubState;
}
