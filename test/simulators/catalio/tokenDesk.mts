import { createHmac, randomUUID } from 'node:crypto';
import type { Exchange, Reply } from '../frame/server.mts';
import { isObject, type Finding, type JsonObject } from '../frame/schemas.mts';
import { API_TOKEN, AUDIENCE, CLIENT_ID } from './clients.mts';
import { errorReply } from './errors.mts';
import type { Organization } from './organization.mts';
import type { Client, Token } from './records.mts';

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A JWT (RFC 7519) in the shape of the vendor's sample; nobody checks its signature. */
function jwt({ clientId, tenant }: Client, issuedAtMs: number, expiresAtMs: number): string {
	const claims = { iss: 'https://catalio.ai/', sub: clientId, aud: AUDIENCE, org: tenant, iat: Math.floor(issuedAtMs / 1000), exp: Math.floor(expiresAtMs / 1000), jti: randomUUID() };
	const text = `${encoded({ alg: 'RS256', typ: 'JWT', kid: 'simulator' })}.${encoded(claims)}`;
	return `${text}.${createHmac('sha256', 'simulator').update(text).digest('base64url')}`;
}

/** The token endpoint, the tokens it issued, and the credentials behind them. */
export class TokenDesk {
	readonly #organization: Organization;

	constructor(organization: Organization) {
		this.#organization = organization;
	}

	clientOf(clientId: string): Client {
		const client = this.#organization.clients.find((one) => one.clientId === clientId);
		if (!client) throw new Error(`There is no credential ${clientId}`);
		return client;
	}

	/** The caller of an Authorization header; the reason why it opens nothing, if it does not. */
	open(authorization: string, nowMs: number): Client | string {
		if (authorization === `Bearer ${API_TOKEN}`) return this.clientOf(CLIENT_ID);
		const token = this.#tokenOf(authorization);
		if (!token) return authorization === '' ? 'Missing token' : 'Invalid or expired token';
		const client = this.clientOf(token.clientId);
		const isCutOff = this.#organization.switches.tokensDieWithSecret && (client.revoked || client.secretVersion !== token.secretVersion);
		return token.revoked || isCutOff || nowMs >= token.expiresAtMs ? 'Invalid or expired token' : client;
	}

	/** The client behind an Authorization header that was let in. */
	clientOfHeader(authorization: string): Client {
		return this.clientOf(this.#tokenOf(authorization)?.clientId ?? CLIENT_ID);
	}

	/** Counts a call that a token opened the door for. */
	used(authorization: string): void {
		const token = this.#tokenOf(authorization);
		if (token) token.uses += 1;
	}

	#tokenOf(authorization: string): Token | undefined {
		return this.#organization.tokens.find(({ accessToken }) => authorization === `Bearer ${accessToken}`);
	}

	/** A token request as the log may show it. */
	shown(body: unknown): unknown {
		const fields = fieldsOf(body);
		if (!fields || fields.client_secret === undefined) return body;
		return { ...fields, client_secret: this.#organization.clients.some(({ secret }) => secret === fields.client_secret) ? '(right)' : '(wrong)' };
	}

	/** Answers a client-credentials grant whose fields came as JSON (or as a form, where a switch takes that). */
	issue({ body, nowMs }: Exchange): Reply {
		const { switches, clients, tokens } = this.#organization;
		const { client_id: id, client_secret: secret, audience } = fieldsOf(body) ?? {};
		const client = clients.find((one) => one.clientId === id && one.secret === secret && !one.revoked);
		if (!client) return this.#failure(401, 'invalid_client', 'Invalid client credentials');
		if (audience !== AUDIENCE) return this.#failure(403, 'access_denied', `Client is not authorized to access resource server "${String(audience)}".`);
		const expiresAtMs = nowMs + switches.tokenLifetimeS * 1000;
		const accessToken = jwt(client, nowMs, expiresAtMs);
		tokens.push({ accessToken, clientId: client.clientId, audience: AUDIENCE, issuedAtMs: nowMs, expiresAtMs, secretVersion: client.secretVersion, revoked: false, uses: 0 });
		const { tokenAnswer, tokenLifetimeS } = switches;
		return {
			status: 200,
			headers: { 'cache-control': 'no-store' },
			body: { access_token: accessToken, token_type: 'Bearer', ...(tokenAnswer === 'noExpiry' ? {} : { expires_in: tokenAnswer === 'textExpiry' ? String(tokenLifetimeS) : tokenLifetimeS }) },
			offContract: tokenAnswer === 'textExpiry',
		};
	}

	#failure(status: 400 | 401 | 403, error: string, description: string): Reply {
		const { switches } = this.#organization;
		if (switches.tokenErrors === 'oauth') return { status, headers: { 'cache-control': 'no-store' }, body: { error, error_description: description } };
		return errorReply([{ status, code: error, title: { 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden' }[status], detail: description }], switches, { 'content-type': 'application/json; charset=utf-8' });
	}

	/** Words the contract's findings about a token request. */
	refuse(findings: readonly Finding[]): Reply {
		if (findings.some(({ where }) => where === 'contentType')) return this.#failure(400, 'invalid_request', 'The request body must be JSON.');
		if (findings.some(({ where, message }) => where === 'body/grant_type' && message.startsWith('must be equal'))) return this.#failure(400, 'unsupported_grant_type', 'Only client_credentials is supported.');
		return this.#failure(400, 'invalid_request', findings.map(({ where, message }) => `${where.replace('body/', '')} ${message}`).join('; '));
	}
}

/** The fields of a token request; a body that is no JSON comes as it was sent. */
function fieldsOf(body: unknown): JsonObject | undefined {
	if (isObject(body)) return body;
	return typeof body === 'string' && body.includes('=') ? Object.fromEntries(new URLSearchParams(body)) : undefined;
}
