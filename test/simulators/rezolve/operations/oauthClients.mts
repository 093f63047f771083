import { randomBytes, randomUUID } from 'node:crypto';
import type { Exchange, Reply } from '../../frame/server.mts';
import { isRange } from '../addresses.mts';
import type { OAuthClient } from '../records.mts';
import { CLIENT_SCOPES } from '../scopes.mts';
import { clientFrom } from '../seed.mts';
import { patch, refOf, type Workspace } from '../workspace.mts';

type Wish = Partial<Pick<OAuthClient, 'name' | 'description' | 'clientType' | 'redirectUris' | 'grantTypes' | 'scopes' | 'allowedOrigins' | 'ipWhitelist'>>;
const CHANGEABLE = ['name', 'description', 'clientType', 'redirectUris', 'grantTypes', 'scopes', 'allowedOrigins', 'ipWhitelist'] as const;

/** HTTPS, a loopback address, or a scheme of an app's own. */
function isRedirectUri(text: string): boolean {
	if (!URL.canParse(text)) return false;
	const { protocol, hostname } = new URL(text);
	return protocol !== 'http:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

function problemsOf({ name, clientType, redirectUris = [], grantTypes = [], scopes = [], ipWhitelist = [] }: Wish): Record<string, string> {
	const unknown = scopes.filter((scope) => !CLIENT_SCOPES.includes(scope));
	return {
		...(name?.trim() === '' ? { name: 'must not be empty' } : {}),
		...(redirectUris.every(isRedirectUri) ? {} : { redirectUris: 'must be HTTPS except on localhost' }),
		...(clientType === 'public' && grantTypes.includes('client_credentials') ? { grantTypes: 'client_credentials is not for public clients' } : {}),
		...(unknown.length > 0 ? { scopes: `unknown: ${unknown.join(', ')}` } : {}),
		...(ipWhitelist.every(isRange) ? {} : { ipWhitelist: 'must hold addresses or CIDR blocks' }),
	};
}

export function oauthClients(workspace: Workspace): Record<string, (exchange: Exchange) => Reply> {
	const { state } = workspace;

	const common = ({ id, name, description, clientId, clientType, redirectUris, grantTypes, scopes, allowedOrigins, ipWhitelist, status }: OAuthClient) =>
		({ id, name, description, clientId, clientType, redirectUris, grantTypes, scopes, allowedOrigins, ipWhitelist, status });
	const lifetimes = () => ({ accessTokenLifetime: workspace.switches.expiresInSeconds, refreshTokenLifetime: 86_400, idTokenLifetime: 3_600 });
	const resource = ({ id, name }: OAuthClient) => ({ type: 'oauth_client', id, name });
	const missing = () => workspace.refuse(404, 'OAUTH_CLIENT_NOT_FOUND', 'OAuth client not found', 'There is no OAuth client with this id');
	const find = (exchange: Exchange, alsoGone = false): OAuthClient | undefined => {
		const { tenantId } = workspace.callerOf(exchange);
		return state.oauthClients.find((client) => client.id === exchange.pathParameters.clientId && client.tenantId === tenantId && (alsoGone || !client.gone));
	};
	const isTaken = (name: unknown, tenantId: string, except?: OAuthClient) => state.oauthClients.some((client) => client !== except && !client.gone && client.tenantId === tenantId && client.name === name);
	const taken = (name: unknown) => workspace.refuse(409, 'OAUTH_CLIENT_ALREADY_EXISTS', 'OAuth client exists', `There is an OAuth client called ${String(name)}`);

	return {
		createOAuthClient(exchange) {
			const wish = exchange.body as Wish & { name: string; clientType: OAuthClient['clientType'] };
			const problems = problemsOf(wish);
			if (Object.keys(problems).length > 0) return workspace.invalid(problems);
			const { actor, tenantId } = workspace.callerOf(exchange);
			if (isTaken(wish.name, tenantId)) return taken(wish.name);
			const isPublic = wish.clientType === 'public';
			const client = clientFrom(0, wish.name, refOf(actor), workspace.iso(), {
				id: randomUUID(),
				tenantId,
				clientId: `client-${randomBytes(8).toString('hex')}`,
				clientSecret: isPublic ? null : randomBytes(32).toString('base64url'),
				...Object.fromEntries(CHANGEABLE.flatMap((name) => (wish[name] === undefined ? [] : [[name, wish[name]]]))),
			});
			state.oauthClients.push(client);
			workspace.audit(exchange, 'OAUTH_CLIENT_CREATED', 'oauth_clients', resource(client), { grantTypes: client.grantTypes });
			const { clientSecret, createdAt, createdBy } = client;
			return workspace.created({ ...common(client), clientSecret, tokenSettings: lifetimes(), pkceRequired: isPublic, createdAt, createdBy, tenant: workspace.tenantRef(tenantId) }, 'OAuth client created');
		},

		listOAuthClients(exchange) {
			const { tenantId } = workspace.callerOf(exchange);
			const listed = state.oauthClients.filter((client) => !client.gone && client.tenantId === tenantId);
			return workspace.page(exchange, 'clients', listed.length, (offset, limit) =>
				listed.slice(offset, offset + limit).map((client) => {
					const { clientType, lastUsedAt, usageCount, createdAt, createdBy } = client;
					return { ...common(client), pkceRequired: clientType === 'public', lastUsedAt, usageCount, createdAt, createdBy };
				}),
			);
		},

		getOAuthClient(exchange) {
			const client = find(exchange);
			if (!client) return missing();
			const { id, clientType, usageCount, failedCount, lastUsedAt, firstUsedAt, createdAt, createdBy, updatedAt, updatedBy } = client;
			const isPublic = clientType === 'public';
			return workspace.answer({
				...common(client),
				tokenSettings: { ...lifetimes(), tokenFormat: workspace.switches.tokenFormat, refreshTokenRotation: true, reuseInterval: 0 },
				pkceSettings: { required: isPublic, allowPlainChallenge: false, supportedMethods: ['S256'] },
				consent: { requireConsent: isPublic, skipConsentForFirstParty: true, consentLifetime: 2_592_000 },
				security: { requireClientAuthentication: !isPublic, allowedAuthMethods: isPublic ? ['none'] : ['client_secret_post', 'client_secret_basic'], enforceHttps: true, validateRedirectUri: true },
				usage: { totalTokenRequests: usageCount + failedCount, successfulTokenRequests: usageCount, failedTokenRequests: failedCount, activeTokenCount: workspace.activeTokens(id), lastUsedAt, lastUsedFromIp: lastUsedAt === null ? null : '203.0.113.7', firstUsedAt, averageRequestsPerDay: 1.5 },
				audit: { createdAt, createdBy, updatedAt, updatedBy, lastSecretRotatedAt: null, secretRotationCount: 0 },
				tenant: workspace.tenantRef(client.tenantId),
			});
		},

		updateOAuthClient(exchange) {
			const client = find(exchange);
			if (!client) return missing();
			const body = exchange.body as Wish & Record<string, unknown>;
			const isChangeable = workspace.switches.clientStatus === 'changeable';
			const fixed = ['clientId', 'clientSecret', ...(isChangeable ? [] : ['status'])].filter((name) => Object.hasOwn(body, name));
			const problems = {
				...problemsOf({ clientType: client.clientType, grantTypes: client.grantTypes, ...body }),
				...Object.fromEntries(fixed.map((name) => [name, 'cannot be changed'])),
				...(isChangeable && body.status !== undefined && !['active', 'inactive'].includes(String(body.status)) ? { status: 'must be active or inactive' } : {}),
			};
			if (Object.keys(problems).length > 0) return workspace.invalid(problems);
			if (body.name !== undefined && isTaken(body.name, client.tenantId, client)) return taken(body.name);
			const changes = patch(client, body, isChangeable ? [...CHANGEABLE, 'status'] : CHANGEABLE);
			client.updatedAt = workspace.iso();
			client.updatedBy = refOf(workspace.callerOf(exchange).actor);
			workspace.audit(exchange, 'OAUTH_CLIENT_UPDATED', 'oauth_clients', resource(client), { changes });
			return workspace.answer({ ...common(client), updatedAt: client.updatedAt, updatedBy: client.updatedBy, changes }, 'OAuth client updated');
		},

		deleteOAuthClient(exchange) {
			const { deleteForm, repeatDelete } = workspace.switches;
			const client = find(exchange, true);
			if (!client) return missing();
			if (client.status === 'revoked') return repeatDelete === 404 ? missing() : workspace.refuse(409, 'OAUTH_CLIENT_ALREADY_DELETED', 'OAuth client already deleted', 'This OAuth client was deleted before');
			const { id, name, clientId, status: previousStatus } = client;
			const tokensRevoked = workspace.activeTokens(id);
			for (const token of state.tokens) if (token.holderId === id) token.revoked = true;
			const deletedBy = refOf(workspace.callerOf(exchange).actor);
			const deletedAt = workspace.iso();
			Object.assign(client, { status: 'revoked', gone: deleteForm !== 'soft', updatedAt: deletedAt, updatedBy: deletedBy });
			workspace.audit(exchange, 'OAUTH_CLIENT_DELETED', 'oauth_clients', resource(client), { tokensRevoked });
			const more = deleteForm === 'soft' ? workspace.softDelete(previousStatus) : { activeSessionsTerminated: Math.min(tokensRevoked, 1) };
			return workspace.deleted({ id, name, clientId, status: 'deleted', deletedAt, deletedBy, tokensRevoked, ...more }, 'OAuth client deleted');
		},
	};
}
