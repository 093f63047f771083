import { randomBytes, randomUUID } from 'node:crypto';
import type { Exchange, Reply } from '../../frame/server.mts';
import type { JobRun, Tenant } from '../records.mts';
import { patch, refOf, type Workspace } from '../workspace.mts';

export const JOB_NAMES = ['tokenExpiry', 'dataSync', 'reportGeneration', 'cleanupExpiredSessions', 'auditLogArchive', 'credentialRotationCheck'] as const;

const HOUR_MS = 3_600_000;

/** The audit log, tenants, the data key, service accounts and jobs. */
export function admin(workspace: Workspace): Record<string, (exchange: Exchange) => Reply> {
	const { state } = workspace;
	const isSuper = (exchange: Exchange) => workspace.callerOf(exchange).roles.includes('super_admin');
	const missing = () => workspace.refuse(404, 'TENANT_NOT_FOUND', 'Tenant not found', 'There is no tenant with this id');
	const foreign = () => workspace.refuse(403, 'FORBIDDEN', 'Not allowed', 'The tenant is another');

	/** A tenant that the caller may work on: their own, any for super admins. */
	function tenantFor(exchange: Exchange, id: unknown): Tenant | Reply {
		if (id !== workspace.callerOf(exchange).tenantId && !isSuper(exchange)) return foreign();
		return workspace.tenant(String(id)) ?? missing();
	}
	const isReply = (found: Tenant | Reply): found is Reply => 'body' in found;
	const ownRuns = (jobName: unknown): JobRun[] => state.jobRuns.filter((run) => run.jobName === jobName);

	return {
		listAuditLogs(exchange) {
			const { tenantId } = workspace.callerOf(exchange);
			const wanted = exchange.query.tenantId;
			if (wanted !== undefined && wanted !== tenantId && !isSuper(exchange)) return foreign();
			const { audit } = state;
			const owner = wanted ?? tenantId;
			// All that is counted only belongs to the first tenant, and other tenants have little: the usual case stays cheap.
			const others = audit.written.filter((entry) => entry.tenantId !== state.tenants[0]!.id);
			const { auditOrder } = workspace.switches;
			if (owner === state.tenants[0]!.id && others.length === 0) return workspace.page(exchange, 'logs', audit.total, (offset, limit) => audit.slice(auditOrder, offset, limit));
			const own = audit.slice(auditOrder, 0, audit.total).filter((entry) => entry.tenantId === owner);
			return workspace.page(exchange, 'logs', own.length, (offset, limit) => own.slice(offset, offset + limit));
		},

		getTenant(exchange) {
			const tenant = tenantFor(exchange, exchange.pathParameters.tenantId);
			return isReply(tenant) ? tenant : workspace.answer(tenant);
		},

		updateTenant(exchange) {
			const tenant = tenantFor(exchange, exchange.pathParameters.tenantId);
			if (isReply(tenant)) return tenant;
			const body = exchange.body as Record<string, unknown>;
			const problems = {
				...(body.serverUrl === undefined || URL.canParse(String(body.serverUrl)) ? {} : { serverUrl: 'must be a URL' }),
				...(body.realmName === '' ? { realmName: 'must not be empty' } : {}),
			};
			if (Object.keys(problems).length > 0) return workspace.invalid(problems);
			const changes = patch(tenant, body, ['serverUrl', 'realmName', 'settings']);
			tenant.updatedAt = workspace.iso();
			tenant.updatedBy = refOf(workspace.callerOf(exchange).actor);
			workspace.audit(exchange, 'TENANT_UPDATED', 'tenants', { type: 'tenant', id: tenant.id, name: tenant.name }, { changes });
			return workspace.answer(tenant, 'Tenant updated');
		},

		deleteTenant(exchange) {
			const tenant = tenantFor(exchange, exchange.pathParameters.tenantId);
			if (isReply(tenant)) return tenant;
			const { id, name, subscription } = tenant;
			if (subscription.expiresAt !== null && !workspace.isPast(subscription.expiresAt)) return workspace.refuse(409, 'SUBSCRIPTION_ACTIVE', 'Tenant has an active subscription', `The subscription runs until ${subscription.expiresAt}`);
			const deletedBy = refOf(workspace.callerOf(exchange).actor);
			const deletedAt = workspace.iso();
			const isOwn = ({ tenantId }: { tenantId: string }) => tenantId === id;
			const living = (records: ReadonlyArray<{ tenantId: string; gone: boolean }>) => records.filter((one) => isOwn(one) && !one.gone);
			const resourcesDeleted = {
				users: id === state.tenants[0]!.id ? state.people.length - 1 : 1,
				credentials: living(state.credentials).length,
				apiKeys: living(state.apiKeys).length,
				oauthClients: living(state.oauthClients).length,
			};
			for (const record of [...state.credentials, ...state.apiKeys, ...state.oauthClients]) if (isOwn(record)) Object.assign(record, { gone: true, status: 'revoked' });
			workspace.audit(exchange, 'TENANT_DELETED', 'tenants', { type: 'tenant', id, name }, { resourcesDeleted });
			tenant.status = 'deleted';
			return workspace.deleted({ id, name, status: 'deleted', deletedAt, deletedBy, resourcesDeleted }, 'Tenant deleted');
		},

		getTenantStats(exchange) {
			const tenant = tenantFor(exchange, exchange.pathParameters.tenantId);
			if (isReply(tenant)) return tenant;
			const own = <T extends { tenantId: string; gone: boolean }>(records: readonly T[]) => records.filter(({ tenantId, gone }) => tenantId === tenant.id && !gone);
			const [keys, clients, vault] = [own(state.apiKeys), own(state.oauthClients), own(state.credentials)];
			const people = tenant.id === state.tenants[0]!.id ? state.people.filter(({ email }) => !email.startsWith('sandbox.')) : [];
			const active = people.filter(({ status }) => status === 'active').length;
			const count = <T,>(records: readonly T[], isCounted: (one: T) => boolean) => records.filter(isCounted).length;
			return workspace.answer({
				tenantId: tenant.id,
				tenantName: tenant.name,
				users: { total: people.length, active, inactive: people.length - active, admins: count(people, ({ roles }) => roles.includes('tenant_admin')) },
				credentials: { total: vault.length, active: count(vault, (one) => workspace.credentialStatus(one) === 'active'), expired: count(vault, (one) => workspace.credentialStatus(one) === 'expired') },
				apiKeys: { total: keys.length, active: count(keys, (one) => workspace.keyStatus(one) === 'active'), revoked: count(keys, ({ status }) => status === 'revoked') },
				oauthClients: { total: clients.length, active: count(clients, ({ status }) => status === 'active') },
				usage: { apiCallsThisMonth: 12_408, apiCallsLastMonth: 39_774, storageUsedMB: 812.5, storageQuotaMB: 10_240 },
				lastActivity: workspace.iso(),
				generatedAt: workspace.iso(),
			});
		},

		rotateDek(exchange) {
			const { tenantId } = exchange.body as { tenantId: string };
			const tenant = tenantFor(exchange, tenantId);
			if (isReply(tenant)) return tenant;
			const { nowMs } = exchange;
			const earlier = state.dekRotations.filter((one) => one.tenantId === tenant.id);
			if (earlier.some(({ endsAtMs }) => nowMs < endsAtMs)) return workspace.refuse(409, 'DEK_ROTATION_IN_PROGRESS', 'Rotation in progress', 'The data key of this tenant is being rotated');
			const rotation = { id: `rot-${randomUUID()}`, tenantId: tenant.id, startedAtMs: nowMs, endsAtMs: nowMs + workspace.switches.dekRotationMs, initiatedBy: refOf(workspace.callerOf(exchange).actor) };
			state.dekRotations.push(rotation);
			workspace.audit(exchange, 'DEK_ROTATION_STARTED', 'security', { type: 'data_key', id: rotation.id }, { tenantId: tenant.id });
			const inTenant = (records: ReadonlyArray<{ tenantId: string; gone: boolean }>) => records.filter((one) => one.tenantId === tenant.id && !one.gone).length;
			const [vault, keys] = [inTenant(state.credentials), inTenant(state.apiKeys)];
			return workspace.answer({
				rotationId: rotation.id,
				tenantId: tenant.id,
				status: 'in_progress',
				previousKeyId: `dek-${String(earlier.length + 1).padStart(3, '0')}`,
				newKeyId: `dek-${String(earlier.length + 2).padStart(3, '0')}`,
				startedAt: workspace.iso(nowMs),
				estimatedCompletion: workspace.iso(rotation.endsAtMs),
				itemsToRotate: { credentials: vault, apiKeys: keys, secrets: vault + keys },
				initiatedBy: rotation.initiatedBy,
			}, 'Rotation started');
		},

		createServiceAccount(exchange) {
			const { actor, tenantId } = workspace.callerOf(exchange);
			const own = state.serviceAccounts.filter((one) => one.tenantId === tenantId);
			if (own.length >= workspace.switches.serviceAccountLimit) return workspace.refuse(409, 'SERVICE_ACCOUNT_LIMIT_REACHED', 'Too many service accounts', `A tenant may have ${workspace.switches.serviceAccountLimit} service accounts`);
			const account = {
				id: `sa-${randomUUID()}`,
				tenantId,
				name: `service-account-${exchange.nowMs}`,
				clientId: `sa-client-${randomBytes(8).toString('hex')}`,
				clientSecret: randomBytes(32).toString('base64url'),
				permissions: ['api:read', 'api:write'],
				createdAt: workspace.iso(),
				createdBy: refOf(actor),
			};
			state.serviceAccounts.push(account);
			const { id, name, clientId, clientSecret, permissions, createdAt, createdBy } = account;
			workspace.audit(exchange, 'SERVICE_ACCOUNT_CREATED', 'service_accounts', { type: 'service_account', id, name });
			return workspace.created({ id, name, clientId, clientSecret, type: 'service_account', status: 'active', permissions, createdAt, createdBy, tenant: workspace.tenantRef(tenantId) }, 'Service account created');
		},

		triggerJob(exchange) {
			const { jobName } = exchange.body as { jobName: string };
			if (!JOB_NAMES.some((name) => name === jobName)) return workspace.invalid({ jobName: `must be one of ${JOB_NAMES.join(', ')}` }, 400);
			const { nowMs } = exchange;
			if (ownRuns(jobName).some(({ endsAtMs }) => nowMs < endsAtMs)) return workspace.refuse(409, 'JOB_ALREADY_RUNNING', 'Job is running', `${jobName} is running`);
			const run: JobRun = { id: `job-${randomUUID()}`, jobName, triggeredAtMs: nowMs, endsAtMs: nowMs + workspace.switches.jobMs, triggeredBy: refOf(workspace.callerOf(exchange).actor) };
			state.jobRuns.push(run);
			workspace.audit(exchange, 'JOB_TRIGGERED', 'jobs', { type: 'job', id: run.id, name: jobName });
			return workspace.answer({ jobId: run.id, jobName, status: 'queued', triggeredAt: workspace.iso(nowMs), triggeredBy: run.triggeredBy, estimatedStartTime: workspace.iso(nowMs), priority: 'normal' }, 'Job queued');
		},

		getJobStats({ pathParameters, nowMs }) {
			const { jobName } = pathParameters;
			if (!JOB_NAMES.some((name) => name === jobName)) return workspace.refuse(404, 'JOB_NOT_FOUND', 'Job not found', `There is no job called ${String(jobName)}`);
			const runs = ownRuns(jobName);
			const running = runs.filter(({ endsAtMs }) => nowMs < endsAtMs);
			const last = runs.at(-1);
			return workspace.answer({
				jobName,
				status: running.length > 0 ? 'running' : 'idle',
				queue: { pending: 0, processing: running.length, failed: 0, completed: runs.length - running.length },
				performance: { averageExecutionTime: '2.4s', lastExecutionTime: '2.1s', successRate: '99.2%' },
				schedule: { cron: '0 * * * *', nextRun: workspace.iso(Math.ceil((nowMs + 1) / HOUR_MS) * HOUR_MS), lastRun: last ? workspace.iso(last.triggeredAtMs) : null },
				recentExecutions: runs.slice(-5).reverse().map(({ id, triggeredAtMs, endsAtMs }) => ({ id, status: nowMs < endsAtMs ? 'running' : 'completed', startedAt: workspace.iso(triggeredAtMs), completedAt: nowMs < endsAtMs ? null : workspace.iso(endsAtMs), itemsProcessed: 42 })),
				generatedAt: workspace.iso(),
			});
		},
	};
}
