import { randomBytes, randomUUID } from 'node:crypto';
import type { Exchange, Refusal, Reply } from '../frame/server.mts';
import { isAllowed } from './addresses.mts';
import { jwt } from './credentials.mts';
import type { OAuthClient, ServiceAccount } from './records.mts';
import type { Workspace } from './workspace.mts';

interface Claim {
	readonly id: string;
	readonly secret: string;
}

const decoded = (text: string): string => {
	try {
		return decodeURIComponent(text.replaceAll('+', '%20'));
	} catch {
		return text;
	}
};

/** Client id and secret of a Basic header, each form-encoded before they were joined (RFC 6749 section 2.3.1); clients that forget to are understood too. */
function basicClaims(authorization: string): Claim[] {
	const [, code = ''] = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(authorization) ?? [];
	const [, id = '', secret = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(code, 'base64').toString('utf8')) ?? [];
	return [
		{ id: decoded(id), secret: decoded(secret) },
		{ id, secret },
	];
}

type Holder = OAuthClient | ServiceAccount;
const isClient = (holder: Holder): holder is OAuthClient => 'grantTypes' in holder;

/** The token endpoint: OAuth clients and service accounts by client credentials (RFC 6749 section 4.4). */
export class TokenDesk {
	#workspace: Workspace;

	constructor(workspace: Workspace) {
		this.#workspace = workspace;
	}

	#holderOf(claims: readonly Claim[]): Holder | undefined {
		const { state, tenant } = { state: this.#workspace.state, tenant: (id: string) => this.#workspace.tenant(id) };
		const isRight = ({ clientId, clientSecret, tenantId }: Holder) => tenant(tenantId) !== undefined && claims.some(({ id, secret }) => id === clientId && secret === clientSecret);
		return state.oauthClients.find((client) => !client.gone && client.status === 'active' && isRight(client)) ?? state.serviceAccounts.find(isRight);
	}

	/** Whether a Basic header is that of a living client. */
	isClientRight(authorization: string): boolean {
		return this.#holderOf(basicClaims(authorization)) !== undefined;
	}

	/** Whether this is the secret of any living client. */
	isSecret(secret: unknown): boolean {
		return [...this.#workspace.state.oauthClients, ...this.#workspace.state.serviceAccounts].some(({ clientSecret }) => clientSecret === secret);
	}

	issue({ headers, body, nowMs }: Exchange): Reply {
		const { switches, state } = this.#workspace;
		const form = body as Readonly<Record<string, unknown>>;
		const { authorization } = headers;
		// RFC 6749 section 2.3: one method a request.
		if (authorization !== undefined && form.client_secret !== undefined) return this.#refuse(400, 'invalid_request', 'The client authenticated in more than one way.');
		const place = authorization === undefined ? 'body' : 'basic';
		const claims = authorization === undefined ? [{ id: String(form.client_id), secret: String(form.client_secret) }] : basicClaims(authorization);
		const holder = switches.clientAuthentication === 'either' || switches.clientAuthentication === place ? this.#holderOf(claims) : undefined;
		if (!holder) {
			const known = state.oauthClients.find(({ clientId }) => claims.some(({ id }) => id === clientId));
			if (known) known.failedCount += 1;
			const refusal = this.#refuse(401, 'invalid_client', 'The client could not be authenticated.');
			return place === 'basic' ? { ...refusal, headers: { ...refusal.headers, 'www-authenticate': 'Basic realm="rezolve"' } } : refusal;
		}
		if (form.grant_type !== 'client_credentials') return this.#refuse(400, 'unsupported_grant_type', 'Only client_credentials is served here.');
		if (isClient(holder)) {
			if (!holder.grantTypes.includes('client_credentials')) return this.#refuse(400, 'unauthorized_client', 'The client may not use this grant.');
			if (!isAllowed(switches.clientAddress, holder.ipWhitelist)) return this.#refuse(400, 'invalid_request', 'The address is not on the allow-list.');
		}
		const own = isClient(holder) ? holder.scopes : holder.permissions;
		const wanted = String(form.scope ?? '').split(' ').filter((scope) => scope !== '');
		const unknown = wanted.filter((scope) => !own.includes(scope));
		if (unknown.length > 0) return this.#refuse(400, 'invalid_scope', `Not granted: ${unknown.join(' ')}`);
		return this.#answer(holder, place, wanted.length > 0 ? wanted : own, nowMs);
	}

	#answer(holder: Holder, clientAuthentication: 'body' | 'basic', scopes: readonly string[], nowMs: number): Reply {
		const { expiresInSeconds, tokenFormat } = this.#workspace.switches;
		const expiresAtMs = nowMs + expiresInSeconds * 1000;
		const accessToken = tokenFormat === 'opaque' ? randomBytes(32).toString('base64url') : jwt({ sub: holder.clientId, scope: scopes.join(' '), iat: Math.floor(nowMs / 1000), exp: Math.floor(expiresAtMs / 1000), jti: randomUUID() });
		this.#workspace.state.tokens.push({ accessToken, holderId: holder.id, clientAuthentication, scopes, issuedAtMs: nowMs, expiresAtMs, revoked: false, uses: 0 });
		if (isClient(holder)) {
			holder.usageCount += 1;
			holder.lastUsedAt = this.#workspace.iso(nowMs);
			holder.firstUsedAt ??= this.#workspace.iso(nowMs);
		}
		return { status: 200, headers: NO_STORE, body: { access_token: accessToken, token_type: 'Bearer', expires_in: expiresInSeconds, scope: scopes.join(' ') } };
	}

	#refuse(status: 400 | 401, error: string, description: string): Reply {
		return { status, headers: NO_STORE, body: { error, error_description: description } };
	}

	/** Words the frame's refusals as RFC 6749 section 5.2 does. */
	refuse(reason: Refusal): Reply {
		if (reason.kind === 'noPath') return { status: 404 };
		if (reason.kind === 'noMethod') return { status: 405, headers: { allow: reason.allowed.join(', ') } };
		if (reason.kind !== 'invalid') return { status: 500 };
		const grant = reason.findings.find(({ where, message }) => where === 'body/grant_type' && message.startsWith('must be equal'));
		if (grant) return this.#refuse(400, 'unsupported_grant_type', 'The grant is unknown.');
		return this.#refuse(400, 'invalid_request', reason.findings.map(({ where, message }) => `${where} ${message}`).join('; '));
	}
}

/** RFC 6749 section 5.1. */
const NO_STORE = { 'cache-control': 'no-store', pragma: 'no-cache' };
