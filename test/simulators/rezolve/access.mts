import type { ContractOperation } from '../frame/contract.mts';
import { isObject, type Schemas } from '../frame/schemas.mts';
import type { Reply } from '../frame/server.mts';
import { isAllowed } from './addresses.mts';
import { UNLIMITED_CALLER } from './rateHeaders.mts';
import type { ApiKey, Token, UserRef } from './records.mts';
import { ALL_ROLES, OPERATION_SCOPES } from './scopes.mts';
import type { Workspace } from './workspace.mts';

/** Someone who signed in. */
export interface Caller {
	/** What the rate limit counts by. */
	readonly name: string;
	readonly kind: 'user' | 'key' | 'client';
	readonly actor: UserRef;
	readonly tenantId: string;
	readonly roles: readonly string[];
	/** Null for people, whom roles alone restrict. */
	readonly scopes: readonly string[] | null;
	readonly ipWhitelist: readonly string[];
	/** When the sign-in ends, ms. */
	readonly endsAtMs: number;
}

type Headers = Readonly<Record<string, string>>;
type Problem = readonly [code: 'UNAUTHORIZED' | 'TOKEN_EXPIRED', message: string];

/** Nobody needs to sign in. */
const OPEN = new Set(['validateApiKey', 'getOAuthToken']);
const HEALTH = new Set(['getRootHealth', 'getApiHealth', 'getAdminHealth']);
const ADMIN_PATH = '/api/v1/admin/';

const claimsOf = (token: string): Record<string, unknown> => {
	try {
		const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
		return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : {};
	} catch {
		return {};
	}
};

const isRefusal = (found: Caller | Problem): found is Problem => Array.isArray(found);

/** Who calls, by which of the three ways, and what they may do. */
export class Access {
	/** The operation that was asked for last: the frame does not tell it when it refuses, and refuses right after this. */
	operation: ContractOperation | undefined;
	#workspace: Workspace;
	#schemas: Schemas;
	#userTokens: ReadonlyMap<string, string>;

	/** `userTokens`: token to address. */
	constructor(workspace: Workspace, schemas: Schemas, userTokens: ReadonlyMap<string, string>) {
		this.#workspace = workspace;
		this.#schemas = schemas;
		this.#userTokens = userTokens;
	}

	/** The frame's question, answered. */
	authenticate(headers: Headers, operation: ContractOperation): { readonly caller: string } | { readonly refusal: Reply } {
		this.operation = operation;
		const { operationId, path } = operation;
		if (HEALTH.has(operationId)) return { caller: UNLIMITED_CALLER };
		if (OPEN.has(operationId)) return { caller: 'anyone' };
		const who = this.#signedIn(headers);
		if (isRefusal(who)) {
			const key = this.#keyIn(headers);
			if (key) key.failedCount += 1;
			return { refusal: { ...this.#workspace.refuse(401, who[0], who[1]), headers: { 'www-authenticate': 'Bearer' } } };
		}
		this.#workspace.remember(who);
		const { adminSurface } = this.#workspace.switches;
		if (path.startsWith(ADMIN_PATH) && adminSurface === 'hidden') return { refusal: this.#workspace.refuse(404, 'NOT_FOUND', 'Not found') };
		const reason = path.startsWith(ADMIN_PATH) && adminSurface === 'refused' ? 'The admin API is not open to this tenant' : this.#objection(who, headers, operation);
		if (reason !== undefined) return { refusal: this.#workspace.refuse(403, 'FORBIDDEN', 'Not allowed', reason) };
		return { caller: who.name };
	}

	/** Whether a header holds a secret that opens something now. */
	isSecretRight(header: string, value: string): boolean {
		return !isRefusal(this.#signedIn({ [header]: value }));
	}

	#signedIn(headers: Headers): Caller | Problem {
		const { authorization, 'x-api-key': key } = headers;
		const { keyPlacement } = this.#workspace.switches;
		if (authorization === undefined && key !== undefined) return keyPlacement === 'bearer' ? ['UNAUTHORIZED', 'The Authorization header is missing'] : this.#byKey(key);
		const [, token = ''] = /^Bearer +(\S+)$/.exec(authorization ?? '') ?? [];
		if (token === '') return ['UNAUTHORIZED', 'A credential is missing'];
		const email = this.#userTokens.get(token);
		if (email !== undefined) return this.#byUserToken(token, email);
		if (token.startsWith('ak_')) return keyPlacement === 'header' ? ['UNAUTHORIZED', 'An API key belongs into X-API-Key'] : this.#byKey(token);
		return this.#byAccessToken(token);
	}

	#byUserToken(token: string, email: string): Caller | Problem {
		const endsAtMs = Number(claimsOf(token).exp) * 1000;
		if (this.#workspace.clock.now() >= endsAtMs) return ['TOKEN_EXPIRED', 'The token has expired'];
		const person = this.#workspace.state.people.find((one) => one.email === email);
		const realm = String(claimsOf(token).iss).split('/').at(-1);
		const tenant = this.#workspace.state.tenants.find(({ name, status }) => name === realm && status !== 'deleted');
		if (!person || !tenant) return ['UNAUTHORIZED', 'The token belongs to nobody'];
		const { id, name, roles } = person;
		return { name: `user:${id}`, kind: 'user', actor: { id, name, email }, tenantId: tenant.id, roles, scopes: null, ipWhitelist: [], endsAtMs };
	}

	/** The key with this value, or one whose earlier value this is and whose grace period lasts. */
	keyOf(value: string): ApiKey | undefined {
		const nowMs = this.#workspace.clock.now();
		return this.#workspace.state.apiKeys.find(({ secret, previous, gone }) => !gone && (secret === value || previous.some((one) => one.secret === value && nowMs < one.validUntilMs)));
	}

	#byKey(value: string): Caller | Problem {
		const key = this.keyOf(value);
		if (!key) return ['UNAUTHORIZED', 'The API key is unknown'];
		const status = this.#workspace.keyStatus(key);
		if (status !== 'active' || !this.#workspace.tenant(key.tenantId)) return ['UNAUTHORIZED', `The API key is ${status === 'active' ? 'of no tenant' : status}`];
		const roles = key.scopes.includes('*') ? ALL_ROLES : [];
		return { name: `key:${key.id}`, kind: 'key', actor: key.createdBy, tenantId: key.tenantId, roles, scopes: key.scopes, ipWhitelist: key.ipWhitelist, endsAtMs: key.expiresAt === null ? Infinity : Date.parse(key.expiresAt) };
	}

	#byAccessToken(accessToken: string): Caller | Problem {
		const { state, clock } = this.#workspace;
		const token = state.tokens.find((one) => one.accessToken === accessToken);
		if (!token) return ['UNAUTHORIZED', 'The token is unknown'];
		if (token.revoked) return ['UNAUTHORIZED', 'The token was revoked'];
		if (clock.now() >= token.expiresAtMs) return ['TOKEN_EXPIRED', 'The token has expired'];
		const client = state.oauthClients.find(({ id, gone, status }) => id === token.holderId && !gone && status === 'active');
		const account = state.serviceAccounts.find(({ id }) => id === token.holderId);
		const holder = client ?? account;
		if (!holder || !this.#workspace.tenant(holder.tenantId)) return ['UNAUTHORIZED', 'The client of the token is gone'];
		const { id, name, clientId, tenantId } = holder;
		// What a service account may do is not documented; "broad permissions" is read as a tenant administrator's.
		const roles = client ? client.roles : ['tenant_admin'];
		return { name: `client:${id}`, kind: 'client', actor: { id, name, email: `${clientId}@clients.example.com` }, tenantId, roles, scopes: token.scopes, ipWhitelist: client?.ipWhitelist ?? [], endsAtMs: token.expiresAtMs };
	}

	/** Why this caller may not do this; undefined if they may. */
	#objection(who: Caller, headers: Headers, operation: ContractOperation): string | undefined {
		const { keyReach, clientAddress } = this.#workspace.switches;
		if (!isAllowed(clientAddress, who.ipWhitelist)) return `The address ${clientAddress} is not on the allow-list`;
		const { 'x-tenantid': tenantId, realmname } = headers;
		if (tenantId !== undefined && tenantId !== who.tenantId) return 'The credential belongs to another tenant';
		if (realmname !== undefined && realmname !== this.#workspace.tenant(who.tenantId)?.realmName) return 'The realm is another';
		const needed = OPERATION_SCOPES[operation.operationId];
		const [isPerson, hasStar] = [who.scopes === null, who.scopes?.includes('*') ?? false];
		if (needed && !isPerson) return hasStar || needed.some((scope) => who.scopes!.includes(scope)) ? undefined : `The scope ${needed.join(' or ')} is missing`;
		if (who.kind === 'key') {
			if (keyReach === 'scopesOnly') return 'API keys may not use management calls';
			if (keyReach === 'notAdmin' && operation.path.startsWith(ADMIN_PATH)) return 'API keys may not use the admin API';
			if (!hasStar) return 'The scope * is missing';
		}
		const roles = this.#rolesFor(operation);
		// Only what the pages restrict to a role is.
		return roles.length === 0 || roles.some((role) => who.roles.includes(role)) ? undefined : `One of the roles ${roles.join(', ')} is missing`;
	}

	/** The roles that the contract names; one is enough. Who may change credentials may read about them. */
	#rolesFor({ pointer, operationId }: ContractOperation): readonly string[] {
		const described = this.#schemas.resolve(pointer).value;
		const roles = isObject(described) && Array.isArray(described['x-roles']) ? described['x-roles'].map(String) : [];
		return operationId === 'getCredentialDetails' ? [...roles, 'integration_admin'] : roles;
	}

	#keyIn({ authorization, 'x-api-key': header }: Headers): ApiKey | undefined {
		return this.keyOf(authorization?.replace(/^Bearer +/, '') ?? header ?? '');
	}

	/** Writes down that a credential was used. */
	used(headers: Headers): void {
		const { clock, state, switches } = this.#workspace;
		const bearer = headers.authorization?.replace(/^Bearer +/, '');
		const key = this.#keyIn(headers);
		if (key) {
			key.lastUsedAt = this.#workspace.iso();
			key.lastUsedFromIp = switches.clientAddress;
			key.firstUsedAt ??= this.#workspace.iso();
			key.usageCount += 1;
		}
		const token: Token | undefined = state.tokens.find(({ accessToken, expiresAtMs }) => accessToken === bearer && clock.now() < expiresAtMs);
		if (token) token.uses += 1;
	}
}
