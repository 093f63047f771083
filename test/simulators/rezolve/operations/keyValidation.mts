import { isIP } from 'node:net';
import type { Exchange, Reply } from '../../frame/server.mts';
import { isAllowed } from '../addresses.mts';
import type { ApiKey } from '../records.mts';
import { permissionsOf } from '../scopes.mts';
import type { Workspace } from '../workspace.mts';
import { QUOTA } from './apiKeys.mts';

interface Question {
	readonly apiKey: string;
	readonly clientIp: string;
}

const REASONS = { revoked: 'KEY_REVOKED', expired: 'KEY_EXPIRED', inactive: 'KEY_INACTIVE' } as const;

/** Both documented ways to have a key checked. */
export function keyValidation(workspace: Workspace): Record<string, (exchange: Exchange) => Reply> {
	const refused = (reason: string, details: string, more: object = {}): Reply => ({
		status: workspace.switches.validateStatus,
		body: { success: false, message: 'API key refused', data: { valid: false, reason, details, ...more }, timestamp: workspace.iso() },
	});

	function verdict(key: ApiKey | undefined, clientIp: string | undefined): Reply {
		if (!key) return refused('INVALID_KEY', 'The key is unknown');
		const status = workspace.keyStatus(key);
		if (status !== 'active') return refused(REASONS[status], `The key is ${status}`);
		const tenant = workspace.tenant(key.tenantId);
		if (tenant?.status !== 'active') return refused('TENANT_INACTIVE', 'The tenant is not active');
		const isInRange = clientIp === undefined || isAllowed(clientIp, key.ipWhitelist);
		if (!isInRange) return refused('IP_NOT_ALLOWED', 'The address is outside the allow-list', { clientIp, allowedRanges: key.ipWhitelist });
		const { id, name, secret, environment, scopes, ipWhitelist, expiresAt, lastUsedAt, createdAt } = key;
		return workspace.answer({
			valid: true,
			apiKey: { id, name, prefix: secret.slice(0, 12), status, type: environment, scopes, permissions: permissionsOf(scopes), rateLimit: QUOTA, ipRestrictions: { enabled: ipWhitelist.length > 0, allowedIps: ipWhitelist, clientIpValid: isInRange }, expiresAt, lastUsedAt, createdAt },
			tenant: { ...workspace.tenantRef(tenant.id), status: tenant.status },
		}, 'API key is valid');
	}

	/** The key with this value, revoked ones too: the verdict says why. */
	const keyOf = (value: string, nowMs: number): ApiKey | undefined =>
		workspace.state.apiKeys.find(({ secret, previous }) => secret === value || previous.some((one) => one.secret === value && nowMs < one.validUntilMs));

	const badAddress = (): Reply => workspace.refuse(400, 'INVALID_REQUEST', 'Invalid request', { clientIp: 'must be an IPv4 or IPv6 address' });

	return {
		validateApiKey({ body, headers, nowMs }) {
			const { apiKey, clientIp } = body as Question;
			if (isIP(clientIp) === 0) return badAddress();
			const key = keyOf(apiKey, nowMs);
			const { 'x-tenantid': tenantId } = headers;
			return verdict(tenantId === undefined || key?.tenantId === tenantId ? key : undefined, clientIp);
		},
		validateApiKeyById(exchange) {
			const { pathParameters, body, nowMs } = exchange;
			const { tenantId } = workspace.callerOf(exchange);
			const question = body as Question | undefined;
			if (question && isIP(question.clientIp) === 0) return badAddress();
			const key = workspace.state.apiKeys.find(({ id, tenantId: owner, gone }) => id === pathParameters.keyId && owner === tenantId && !gone);
			if (!key) return workspace.refuse(404, 'API_KEY_NOT_FOUND', 'API key not found');
			return verdict(question && keyOf(question.apiKey, nowMs) !== key ? undefined : key, question?.clientIp);
		},
	};
}
