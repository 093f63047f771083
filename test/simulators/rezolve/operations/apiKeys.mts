import { randomBytes, randomUUID } from 'node:crypto';
import type { Exchange, Reply } from '../../frame/server.mts';
import { isRange } from '../addresses.mts';
import type { ApiKey } from '../records.mts';
import { KEY_SCOPES, permissionsOf } from '../scopes.mts';
import { keyFrom } from '../seed.mts';
import { refOf, type Workspace } from '../workspace.mts';

const [MINUTE_MS, HOUR_MS, DAY_MS] = [60_000, 3_600_000, 86_400_000];
export const QUOTA = { requestsPerMinute: 100, requestsPerHour: 5_000, requestsPerDay: 50_000 };

/** First 12 characters, which may be shown. */
const prefixOf = (secret: string): string => secret.slice(0, 12);
const newSecret = (environment: string): string => `ak_${environment}_${randomBytes(24).toString('base64url')}`;
const listFrom = (text: unknown): string[] => (text === undefined ? [] : String(text).split(',').map((part) => part.trim()).filter((part) => part !== ''));

interface Wish {
	readonly name: string;
	readonly description?: string;
	readonly scopes: string;
	readonly environment: 'live' | 'test';
	readonly protocol?: string;
	readonly ipWhitelist?: string;
	/** Days. */
	readonly expiresIn?: number;
}

function problemsOf({ name, scopes, protocol, ipWhitelist, expiresIn }: Wish): Record<string, string> {
	const unknown = listFrom(scopes).filter((scope) => !KEY_SCOPES.includes(scope));
	const bad = listFrom(ipWhitelist).filter((range) => !isRange(range));
	return {
		...(name.trim() === '' ? { name: 'must not be empty' } : {}),
		...(listFrom(scopes).length === 0 ? { scopes: 'must name a scope' } : {}),
		...(unknown.length > 0 ? { scopes: `unknown: ${unknown.join(', ')}` } : {}),
		...(protocol !== undefined && !['', 'rest', 'graphql'].includes(protocol) ? { protocol: 'must be rest or graphql' } : {}),
		...(bad.length > 0 ? { ipWhitelist: `no address or CIDR block: ${bad.join(', ')}` } : {}),
		...(expiresIn !== undefined && expiresIn < 1 ? { expiresIn: 'must be a positive number of days' } : {}),
	};
}

export function apiKeys(workspace: Workspace): Record<string, (exchange: Exchange) => Reply> {
	const { state } = workspace;

	const common = (key: ApiKey) => {
		const { id, name, description, scopes, protocol, ipWhitelist, environment, expiresAt } = key;
		return { id, name, description, scopes, protocol, ipWhitelist, environment, status: workspace.keyStatus(key), expiresAt };
	};
	const resource = ({ id, name }: ApiKey) => ({ type: 'api_key', id, name });
	const missing = () => workspace.refuse(404, 'API_KEY_NOT_FOUND', 'API key not found', 'There is no API key with this id');
	const find = (exchange: Exchange, alsoGone = false): ApiKey | undefined => {
		const { tenantId } = workspace.callerOf(exchange);
		return state.apiKeys.find((key) => key.id === exchange.pathParameters.keyId && key.tenantId === tenantId && (alsoGone || !key.gone));
	};

	return {
		createApiKey(exchange) {
			const wish = exchange.body as Wish;
			const problems = problemsOf(wish);
			if (Object.keys(problems).length > 0) return workspace.invalid(problems);
			const { actor, tenantId } = workspace.callerOf(exchange);
			if (state.apiKeys.some(({ name, gone, tenantId: owner }) => !gone && owner === tenantId && name === wish.name)) return workspace.refuse(409, 'API_KEY_ALREADY_EXISTS', 'API key exists', `There is an API key called ${wish.name}`);
			const key = keyFrom(0, wish.name, refOf(actor), workspace.iso(), {
				id: randomUUID(),
				tenantId,
				description: wish.description ?? '',
				scopes: listFrom(wish.scopes),
				protocol: wish.protocol ?? '',
				ipWhitelist: listFrom(wish.ipWhitelist),
				environment: wish.environment,
				expiresAt: wish.expiresIn === undefined ? null : workspace.iso(exchange.nowMs + wish.expiresIn * DAY_MS),
				secret: newSecret(wish.environment),
			});
			state.apiKeys.push(key);
			workspace.audit(exchange, 'API_KEY_CREATED', 'api_keys', resource(key), { scopes: key.scopes });
			const { createdAt, createdBy, secret } = key;
			return workspace.created({ ...common(key), apiKey: secret, prefix: prefixOf(secret), createdAt, createdBy, tenant: workspace.tenantRef(tenantId) }, 'API key created');
		},

		listApiKeys(exchange) {
			const { tenantId } = workspace.callerOf(exchange);
			const listed = state.apiKeys.filter((key) => !key.gone && key.tenantId === tenantId);
			return workspace.page(exchange, 'apiKeys', listed.length, (offset, limit) =>
				listed.slice(offset, offset + limit).map((key) => {
					const { secret, lastUsedAt, usageCount, createdAt, createdBy, updatedAt, updatedBy } = key;
					return { ...common(key), prefix: prefixOf(secret), lastUsedAt, usageCount, createdAt, createdBy, updatedAt, updatedBy };
				}),
			);
		},

		getApiKey(exchange) {
			const key = find(exchange);
			if (!key) return missing();
			const { secret, scopes, expiresAt, usageCount, failedCount, lastUsedAt, lastUsedFromIp, firstUsedAt, createdAt, createdBy, updatedAt, updatedBy, lastRotatedAt, rotationCount } = key;
			const usedDays = firstUsedAt === null ? 1 : Math.max(1, (exchange.nowMs - Date.parse(firstUsedAt)) / DAY_MS);
			return workspace.answer({
				...common(key),
				prefix: prefixOf(secret),
				permissions: permissionsOf(scopes),
				rateLimit: { ...QUOTA, currentUsage: { minuteCount: 0, hourCount: 0, dayCount: 0 } },
				isExpired: workspace.isPast(expiresAt),
				daysUntilExpiration: expiresAt === null ? null : Math.max(0, Math.ceil((Date.parse(expiresAt) - exchange.nowMs) / DAY_MS)),
				usage: { totalRequests: usageCount + failedCount, successfulRequests: usageCount, failedRequests: failedCount, lastUsedAt, lastUsedFromIp, firstUsedAt, averageRequestsPerDay: Math.round((10 * usageCount) / usedDays) / 10 },
				audit: { createdAt, createdBy, updatedAt, updatedBy, lastRotatedAt, rotationCount },
				tenant: workspace.tenantRef(key.tenantId),
			});
		},

		rotateApiKey(exchange) {
			const { gracePeriods, rotationsPerHour } = workspace.switches;
			const key = find(exchange);
			if (!key) return missing();
			const status = workspace.keyStatus(key);
			if (status !== 'active') return workspace.refuse(409, 'KEY_INACTIVE', 'API key is not active', `The API key is ${status}`);
			const { gracePeriodMinutes = 0, expiresIn } = (exchange.body ?? {}) as { gracePeriodMinutes?: number; expiresIn?: number };
			if (gracePeriodMinutes < 0 || (expiresIn !== undefined && expiresIn < 1)) return workspace.invalid({ [gracePeriodMinutes < 0 ? 'gracePeriodMinutes' : 'expiresIn']: 'must be positive' }, 400);
			if (gracePeriodMinutes > 0 && gracePeriods === 'refused') return workspace.invalid({ gracePeriodMinutes: 'is not supported' }, 400);
			key.rotations = key.rotations.filter((atMs) => exchange.nowMs - atMs < HOUR_MS);
			if (key.rotations.length >= rotationsPerHour) return workspace.refuse(429, 'RATE_LIMITED', 'Too many rotations', `An API key may be rotated ${rotationsPerHour} times an hour`);

			const { actor } = workspace.callerOf(exchange);
			const rotatedBy = refOf(actor);
			const [oldSecret, rotatedAt] = [key.secret, workspace.iso()];
			const minutes = gracePeriods === 'honoured' ? gracePeriodMinutes : 0;
			const validUntilMs = exchange.nowMs + minutes * MINUTE_MS;
			// One earlier value at a time: a second rotation ends the first one's grace.
			key.previous = minutes > 0 ? [{ secret: oldSecret, validUntilMs }] : [];
			key.secret = newSecret(key.environment);
			key.rotations.push(exchange.nowMs);
			key.rotationCount += 1;
			key.lastRotatedAt = key.updatedAt = rotatedAt;
			key.updatedBy = rotatedBy;
			if (expiresIn !== undefined) key.expiresAt = workspace.iso(exchange.nowMs + expiresIn * DAY_MS);
			workspace.audit(exchange, 'API_KEY_ROTATED', 'api_keys', resource(key), { gracePeriodMinutes: minutes });
			return workspace.answer({
				...common(key),
				newApiKey: key.secret,
				newPrefix: prefixOf(key.secret),
				previousPrefix: prefixOf(oldSecret),
				rotation: {
					rotatedAt,
					rotatedBy,
					rotationCount: key.rotationCount,
					...(minutes > 0 ? {} : { previousKeyInvalidatedAt: rotatedAt }),
					gracePeriod: minutes > 0 ? { enabled: true, minutes, previousKeyValidUntil: workspace.iso(validUntilMs) } : null,
				},
			}, 'API key rotated');
		},

		revokeApiKey(exchange) {
			const { deleteForm, repeatDelete } = workspace.switches;
			const key = find(exchange, true);
			if (!key) return missing();
			if (key.status === 'revoked') return repeatDelete === 404 ? missing() : workspace.refuse(409, 'API_KEY_ALREADY_REVOKED', 'API key already revoked', 'This API key was revoked before');
			const previousStatus = workspace.keyStatus(key);
			const revokedBy = refOf(workspace.callerOf(exchange).actor);
			const revokedAt = workspace.iso();
			Object.assign(key, { status: 'revoked', gone: deleteForm !== 'soft', previous: [], updatedAt: revokedAt, updatedBy: revokedBy });
			workspace.audit(exchange, 'API_KEY_REVOKED', 'api_keys', resource(key), { previousStatus });
			const { id, name, secret } = key;
			return workspace.deleted({ id, name, prefix: prefixOf(secret), status: 'revoked', revokedAt, revokedBy, ...(deleteForm === 'soft' ? workspace.softDelete(previousStatus) : { deleted: true }) }, 'API key revoked');
		},
	};
}
