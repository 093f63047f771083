import { createHmac, randomUUID } from 'node:crypto';
import type { Exchange, Refusal, Reply } from '../frame/server.mts';
import { tokenFailure } from './answers.mts';
import { AUDIENCE, CLIENTS, SCOPE } from './clients.mts';
import type { Client, Token } from './records.mts';
import type { Switches } from './switches.mts';

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A JWT (RFC 7519) that says who it is for; nobody checks its signature. */
function jwt(client: Client, audience: string, issuedAtMs: number, expiresAtMs: number): string {
	const claims = { sub: client.id, aud: audience, tenant: client.tenant, iat: Math.floor(issuedAtMs / 1000), exp: Math.floor(expiresAtMs / 1000), jti: randomUUID() };
	const text = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims)}`;
	return `${text}.${createHmac('sha256', 'simulator').update(text).digest('base64url')}`;
}

interface Claim {
	readonly place: 'body' | 'basic';
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
		{ place: 'basic', id: decoded(id), secret: decoded(secret) },
		{ place: 'basic', id, secret },
	];
}

const clientOf = (claims: readonly Claim[]): Client | undefined =>
	CLIENTS.find(({ id, secret }) => claims.some((claim) => claim.id === id && claim.secret === secret));

/** Whether a Basic header is that of a known client. */
export const isClientRight = (authorization: string): boolean => clientOf(basicClaims(authorization)) !== undefined;

/** A token request's form as the log may show it. */
export function shownForm(body: unknown): unknown {
	if (typeof body !== 'object' || body === null || !('client_secret' in body)) return body;
	const isRight = CLIENTS.some(({ secret }) => secret === body.client_secret);
	return { ...body, client_secret: isRight ? '(right)' : '(wrong)' };
}

/** The tenants' token endpoint and what it issued. */
export class TokenDesk {
	readonly tokens: Token[];
	#switches: () => Switches;

	constructor(tokens: Token[], switches: () => Switches) {
		this.tokens = tokens;
		this.#switches = switches;
	}

	/** The token of an Authorization header; the reason why it opens nothing, if it does not. */
	open(authorization: string, nowMs: number): Token | string {
		const token = this.known(authorization);
		if (!token) return authorization === '' ? 'The token is missing.' : 'The token is malformed.';
		if (token.revoked) return 'The token was revoked.';
		return nowMs < token.expiresAtMs ? token : 'The token has expired.';
	}

	known(authorization: string): Token | undefined {
		return this.tokens.find(({ accessToken }) => authorization === `Bearer ${accessToken}`);
	}

	/** Answers a client-credentials grant (RFC 6749 section 4.4). */
	issue({ headers, body, nowMs }: Exchange): Reply {
		const switches = this.#switches();
		const form = body as Readonly<Record<string, unknown>>;
		const refuse = (status: 400 | 401, error: string, description: string): Reply => tokenFailure(status, error, description, switches);

		const { authorization } = headers;
		const isInBody = form.client_id !== undefined || form.client_secret !== undefined;
		// RFC 6749 section 2.3: one method a request.
		if (authorization !== undefined && form.client_secret !== undefined) return refuse(400, 'invalid_request', 'The client authenticated in more than one way.');
		const place = authorization === undefined ? 'body' : 'basic';
		const claims: Claim[] = place === 'basic' ? basicClaims(authorization!) : isInBody ? [{ place, id: String(form.client_id), secret: String(form.client_secret) }] : [];
		const client = switches.clientAuthentication === 'either' || switches.clientAuthentication === place ? clientOf(claims) : undefined;
		if (!client) {
			const refusal = refuse(401, 'invalid_client', 'The client could not be authenticated.');
			return place === 'basic' ? { ...refusal, headers: { ...refusal.headers, 'www-authenticate': 'Basic realm="simulator"' } } : refusal;
		}
		if (form.scope !== SCOPE) return refuse(400, 'invalid_scope', form.scope === undefined ? 'The scope is missing.' : 'The scope is unknown.');
		const audience = form[switches.audienceParameter];
		if (audience !== AUDIENCE) return refuse(400, 'invalid_request', audience === undefined ? `The parameter ${switches.audienceParameter} is missing.` : 'The audience is unknown.');

		if (switches.revokeEarlier) for (const token of this.tokens) if (token.clientId === client.id) token.revoked = true;
		const expiresAtMs = nowMs + switches.expiresInSeconds * 1000;
		const accessToken = jwt(client, AUDIENCE, nowMs, expiresAtMs);
		this.tokens.push({ accessToken, clientId: client.id, tenant: client.tenant, clientAuthentication: place, scope: SCOPE, audience: AUDIENCE, issuedAtMs: nowMs, expiresAtMs, revoked: false, uses: 0 });
		return this.#answer(accessToken);
	}

	#answer(accessToken: string): Reply {
		const { tokenAnswer, expiresInSeconds } = this.#switches();
		return {
			status: 200,
			headers: { 'cache-control': 'no-store', pragma: 'no-cache' },
			body: {
				access_token: accessToken,
				token_type: tokenAnswer === 'lowerCaseType' ? 'bearer' : 'Bearer',
				...(tokenAnswer === 'noExpiry' ? {} : { expires_in: tokenAnswer === 'textExpiry' ? String(expiresInSeconds) : expiresInSeconds }),
				...(tokenAnswer === 'withScope' ? { scope: SCOPE } : {}),
			},
			offContract: tokenAnswer === 'textExpiry',
		};
	}

	/** Words the frame's refusals as RFC 6749 section 5.2 does. */
	refuse(reason: Refusal): Reply {
		const switches = this.#switches();
		if (reason.kind === 'noPath') return { status: 404 };
		if (reason.kind === 'noMethod') return { status: 405, headers: { allow: reason.allowed.join(', ') } };
		if (reason.kind !== 'invalid') return { status: 500 };
		const grant = reason.findings.find(({ where, message }) => where === 'body/grant_type' && message.startsWith('must be equal'));
		if (grant) return tokenFailure(400, 'unsupported_grant_type', 'Only client_credentials is supported.', switches);
		return tokenFailure(400, 'invalid_request', reason.findings.map(({ where, message }) => `${where} ${message}`).join('; '), switches);
	}
}
