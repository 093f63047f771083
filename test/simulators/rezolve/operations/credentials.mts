import { randomUUID } from 'node:crypto';
import type { Exchange, Reply } from '../../frame/server.mts';
import type { Credential } from '../records.mts';
import { patch, refOf, type Workspace } from '../workspace.mts';

interface Wish extends Partial<Pick<Credential, 'description' | 'scopes' | 'metadata' | 'tokenEndpoint' | 'authorizationEndpoint' | 'accessToken' | 'refreshToken'>> {
	readonly integrationId: string;
	readonly credentialName: string;
	readonly authType: Credential['authType'];
	/** Seconds. */
	readonly expiresIn?: number;
}

export function credentials(workspace: Workspace): Record<string, (exchange: Exchange) => Reply> {
	const { state } = workspace;

	const common = (credential: Credential) => {
		const { id, integrationId, credentialName, description, authType, scopes, expiresAt, metadata } = credential;
		return { id, integrationId, credentialName, description, authType, scopes, status: workspace.credentialStatus(credential), expiresAt, metadata };
	};
	/** Strings of the contract that have no null. */
	const endpoints = ({ tokenEndpoint, authorizationEndpoint }: Credential) => ({ ...(tokenEndpoint === null ? {} : { tokenEndpoint }), ...(authorizationEndpoint === null ? {} : { authorizationEndpoint }) });
	const resource = ({ id, credentialName: name }: Credential) => ({ type: 'credential', id, name });
	const missing = () => workspace.refuse(404, 'CREDENTIAL_NOT_FOUND', 'Credential not found', 'There is no such credential');

	/** The credentials of an integration, newest first. */
	const of = (exchange: Exchange, credentialId: unknown, alsoGone = false): Credential[] => {
		const { tenantId } = workspace.callerOf(exchange);
		const { integrationId } = exchange.pathParameters;
		return state.credentials.filter((one) => one.tenantId === tenantId && one.integrationId === integrationId && (credentialId === undefined || one.id === credentialId) && (alsoGone || !one.gone)).reverse();
	};
	const isUrl = (text: unknown) => text === undefined || URL.canParse(String(text));

	return {
		storeCredential(exchange) {
			const wish = exchange.body as Wish;
			const problems = {
				...(wish.integrationId.trim() === '' ? { integrationId: 'must not be empty' } : {}),
				...(wish.credentialName.trim() === '' ? { credentialName: 'must not be empty' } : {}),
				...(isUrl(wish.tokenEndpoint) ? {} : { tokenEndpoint: 'must be a URL' }),
				...(isUrl(wish.authorizationEndpoint) ? {} : { authorizationEndpoint: 'must be a URL' }),
				...(wish.expiresIn !== undefined && wish.expiresIn <= 0 ? { expiresIn: 'must be a positive number of seconds' } : {}),
			};
			if (Object.keys(problems).length > 0) return workspace.invalid(problems);
			const { actor, tenantId } = workspace.callerOf(exchange);
			const isTaken = state.credentials.some((one) => !one.gone && one.tenantId === tenantId && one.integrationId === wish.integrationId);
			if (isTaken && workspace.switches.duplicateCredentials === 'refused') return workspace.refuse(409, 'CREDENTIAL_ALREADY_EXISTS', 'Credential exists', `The integration ${wish.integrationId} has a credential`);
			const credential: Credential = {
				id: `cred-${randomUUID()}`,
				tenantId,
				integrationId: wish.integrationId,
				credentialName: wish.credentialName,
				description: wish.description ?? '',
				authType: wish.authType,
				scopes: wish.scopes ?? [],
				status: 'active',
				expiresAt: wish.expiresIn === undefined ? null : workspace.iso(exchange.nowMs + wish.expiresIn * 1000),
				metadata: wish.metadata ?? {},
				tokenEndpoint: wish.tokenEndpoint ?? null,
				authorizationEndpoint: wish.authorizationEndpoint ?? null,
				accessToken: wish.accessToken ?? null,
				refreshToken: wish.refreshToken ?? null,
				createdAt: workspace.iso(),
				createdBy: refOf(actor),
				updatedAt: null,
				updatedBy: null,
				lastAccessedAt: null,
				accessCount: 0,
				gone: false,
			};
			state.credentials.push(credential);
			workspace.audit(exchange, 'CREDENTIAL_CREATED', 'credentials', resource(credential), { integrationId: credential.integrationId, authType: credential.authType });
			const { createdAt, createdBy } = credential;
			return workspace.created({ ...common(credential), createdAt, createdBy, tenant: workspace.tenantRef(tenantId) }, 'Credential stored');
		},

		getCredentialDecrypted(exchange) {
			const [credential] = of(exchange, exchange.query.credentialId);
			if (!credential) return missing();
			credential.accessCount += 1;
			credential.lastAccessedAt = workspace.iso();
			workspace.audit(exchange, 'CREDENTIAL_ACCESSED', 'credentials', resource(credential), { integrationId: credential.integrationId });
			const { accessToken, refreshToken, createdAt, createdBy, lastAccessedAt } = credential;
			return workspace.answer({
				...common(credential),
				...endpoints(credential),
				...(accessToken === null ? {} : { accessToken }),
				...(refreshToken === null ? {} : { refreshToken }),
				createdAt,
				createdBy,
				lastAccessedAt,
				tenant: workspace.tenantRef(credential.tenantId),
			});
		},

		getCredentialDetails(exchange) {
			const [credential] = of(exchange, exchange.query.credentialId);
			if (!credential) return missing();
			const { expiresAt, createdAt, createdBy, updatedAt, updatedBy, lastAccessedAt, accessCount } = credential;
			return workspace.answer({ ...common(credential), ...endpoints(credential), isExpired: workspace.isPast(expiresAt), createdAt, createdBy, updatedAt, updatedBy, lastAccessedAt, accessCount, tenant: workspace.tenantRef(credential.tenantId) });
		},

		updateCredential(exchange) {
			const [credential] = of(exchange, exchange.pathParameters.credentialId);
			if (!credential) return missing();
			const changes = patch(credential, exchange.body as Record<string, unknown>, ['credentialName', 'description', 'scopes', 'metadata', 'status']);
			credential.updatedAt = workspace.iso();
			credential.updatedBy = refOf(workspace.callerOf(exchange).actor);
			workspace.audit(exchange, 'CREDENTIAL_UPDATED', 'credentials', resource(credential), { integrationId: credential.integrationId, changes });
			return workspace.answer({ ...common(credential), updatedAt: credential.updatedAt, updatedBy: credential.updatedBy, changes }, 'Credential updated');
		},

		deleteCredential(exchange) {
			const [credential] = of(exchange, exchange.pathParameters.credentialId, true);
			if (!credential) return missing();
			if (credential.gone || credential.status === 'revoked') return workspace.switches.repeatDelete === 404 ? missing() : workspace.refuse(409, 'CREDENTIAL_ALREADY_DELETED', 'Credential already deleted', 'This credential was deleted before');
			const { id, integrationId, credentialName, authType, accessCount } = credential;
			const deletedBy = refOf(workspace.callerOf(exchange).actor);
			const deletedAt = workspace.iso();
			Object.assign(credential, { status: 'revoked', gone: workspace.switches.deleteForm !== 'soft', accessToken: null, refreshToken: null, updatedAt: deletedAt, updatedBy: deletedBy });
			workspace.audit(exchange, 'CREDENTIAL_DELETED', 'credentials', resource(credential), { integrationId });
			return workspace.deleted({ id, integrationId, credentialName, authType, status: 'deleted', deletedAt, deletedBy, integrationsAffected: accessCount > 0 ? 1 : 0 }, 'Credential deleted');
		},
	};
}
