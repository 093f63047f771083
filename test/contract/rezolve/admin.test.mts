import { JOB_NAMES, LEAVER_EMAIL, SANDBOX_TENANT_ID, SANDBOX_TOKEN, startRezolve, TENANT_ADMIN_TOKEN, TENANT_ID, type RezolveSimulator } from '../../simulators/rezolve/index.mts';
import { createClient, platformOf, readAll, type Call, type Fields } from './support.mts';

let simulator: RezolveSimulator;
let call: Call;

beforeEach(async () => {
	simulator = await startRezolve();
	call = platformOf(simulator);
});
afterEach(async () => {
	await simulator.close();
	expect(simulator.violations).toEqual([]);
});

const LOGS = '/api/v1/admin/audit-logs';
const TENANT = `/api/v1/admin/tenants/${TENANT_ID}`;
const lastAudit = () => simulator.state.audit.written.at(-1);

describe('the audit trail', () => {
	it('tells what the leaver made, newest first', async () => {
		const logs = await readAll(call, LOGS, 'logs', 10);
		const created = logs.filter(({ actor, action }) => actor.email === LEAVER_EMAIL && action === 'CREDENTIAL_CREATED');

		expect(created.map(({ details }) => details.integrationId).sort()).toEqual(['expensely', 'harbour-badge', 'salesforce-prod']);
		expect(logs.map(({ timestamp }) => timestamp)).toEqual(logs.map(({ timestamp }) => timestamp).sort().reverse());
		expect(new Set(logs.map(({ id }) => id)).size).toBe(logs.length);
	});

	it('is oldest first by switch', async () => {
		simulator.set({ auditOrder: 'oldestFirst' });
		const logs = await readAll(call, LOGS, 'logs', 100);

		expect(logs.map(({ timestamp }) => timestamp)).toEqual(logs.map(({ timestamp }) => timestamp).sort());
		expect(logs).toHaveLength(simulator.state.audit.total);
	});

	it('holds a hundred thousand entries without making them before they are read', async () => {
		const before = simulator.state.audit.total;
		simulator.admin.addAuditEntries(100_000);
		const { data } = await call('GET', `${LOGS}?limit=100&offset=${before}`);
		const { data: last } = await call('GET', `${LOGS}?limit=100&offset=${before + 99_999}`);

		expect(data.pagination).toEqual({ total: before + 100_000, limit: 100, offset: before, hasMore: true });
		expect(data.logs[0].id).toBe('log-00000001');
		expect(last).toMatchObject({ logs: [{ id: 'log-00100000' }], pagination: { hasMore: false } });
		expect(simulator.state.audit.written).toHaveLength(before);
		expect((await call('GET', `${LOGS}?limit=100&offset=${before}`)).data.logs).toEqual(data.logs);
	});

	it('shows each tenant its own, and super admins another when asked', async () => {
		const sandbox = createClient(simulator.origin, { authorization: `Bearer ${SANDBOX_TOKEN}`, 'x-tenantid': SANDBOX_TENANT_ID });
		await sandbox('POST', '/api/v1/api-keys', { name: 'Own', scopes: '*', environment: 'test' });

		expect((await sandbox('GET', LOGS)).data).toMatchObject({ logs: [{ tenantId: SANDBOX_TENANT_ID }], pagination: { total: 1 } });
		expect((await call('GET', `${LOGS}?tenantId=${SANDBOX_TENANT_ID}`)).data.pagination.total).toBe(1);
		expect((await call('GET', LOGS)).data.pagination.total).toBe(simulator.state.audit.total - 1);
		expect((await platformOf(simulator, TENANT_ADMIN_TOKEN)('GET', `${LOGS}?tenantId=${SANDBOX_TENANT_ID}`)).status).toBe(403);
	});
});

describe('a tenant', () => {
	it('loses the settings that an update leaves out', async () => {
		expect((await call('GET', TENANT)).data.settings).toMatchObject({ sessionTimeout: 3600, brand: { colour: '#0a7' } });
		await call('PATCH', TENANT, { settings: { mfaRequired: true } });

		expect((await call('GET', TENANT)).data.settings).toEqual({ mfaRequired: true });
		expect(lastAudit()).toMatchObject({ action: 'TENANT_UPDATED', details: { changes: { settings: { to: { mfaRequired: true } } } } });
	});

	it('takes another server and realm, which locks the old realm out', async () => {
		expect(await call('PATCH', TENANT, { serverUrl: 'https://new.example.com', realmName: 'renamed' })).toMatchObject({ status: 200, data: { realmName: 'renamed' } });
		expect((await call('GET', TENANT)).status).toBe(403);
	});

	it.each([
		['serverUrl', { serverUrl: 'nowhere' }],
		['realmName', { realmName: '' }],
	])('refuses a wrong %s', async (field, body) => {
		expect(await call('PATCH', TENANT, body)).toMatchObject({ status: 422, error: { details: { [field]: expect.any(String) } } });
	});

	it('is not deleted while it has a subscription', async () => {
		expect(await call('DELETE', TENANT)).toMatchObject({ status: 409, error: { code: 'SUBSCRIPTION_ACTIVE' } });
	});

	it('takes everything with it', async () => {
		simulator.admin.endSubscription(TENANT_ID);

		expect(await call('DELETE', TENANT)).toMatchObject({ data: { status: 'deleted', resourcesDeleted: { users: 26, credentials: 8, apiKeys: 12, oauthClients: 6 } } });
		expect((await call('GET', TENANT)).status).toBe(401);
		expect(lastAudit()).toMatchObject({ action: 'TENANT_DELETED', actor: { name: 'Sam Whitfield' } });
		expect(() => simulator.admin.endSubscription('nothing')).toThrow('There is no tenant nothing');
	});

	it('is 404 where there is none', async () => {
		for (const [method, path, body] of [['GET', ''], ['PATCH', '', {}], ['DELETE', ''], ['GET', '/stats']] as const) {
			expect(await call(method, `/api/v1/admin/tenants/nothing${path}`, body)).toMatchObject({ status: 404, error: { code: 'TENANT_NOT_FOUND' } });
		}
	});

	it('counts what it has', async () => {
		expect((await call('GET', `${TENANT}/stats`)).data).toMatchObject({ tenantName: 'example', users: { total: 26, admins: 2 }, credentials: { total: 8, active: 6, expired: 1 }, apiKeys: { total: 12, active: 9, revoked: 1 }, oauthClients: { total: 6, active: 5 } });
	});
});

describe('the data key', () => {
	it('rotates one at a time, by the clock', async () => {
		const rotate = async (tenantId = TENANT_ID) => await call('POST', '/api/v1/admin/dek/rotate', { tenantId });

		const { data } = await rotate();
		expect(data).toMatchObject({ status: 'in_progress', previousKeyId: 'dek-001', newKeyId: 'dek-002', initiatedBy: { name: 'Sam Whitfield' } });
		expect(lastAudit()).toMatchObject({ action: 'DEK_ROTATION_STARTED', resource: { id: data.rotationId } });
		expect(await rotate()).toMatchObject({ status: 409, error: { code: 'DEK_ROTATION_IN_PROGRESS' } });
		simulator.clock.advance(60_000);
		expect((await rotate()).data.newKeyId).toBe('dek-003');
		expect((await rotate('nothing')).status).toBe(404);
		simulator.set({ dekRotationMs: 0 });
		expect([(await rotate(SANDBOX_TENANT_ID)).status, (await rotate(SANDBOX_TENANT_ID)).status]).toEqual([200, 200]);
	});
});

describe('service accounts', () => {
	it('are made without a body, up to the limit', async () => {
		simulator.set({ serviceAccountLimit: 2 });
		const create = async () => await call('POST', '/api/v1/admin/service-account/create');

		const { data } = await create();
		expect(data).toMatchObject({ name: expect.stringMatching(/^service-account-\d+$/), status: 'active', createdBy: { name: 'Sam Whitfield' } });
		expect(lastAudit()).toMatchObject({ action: 'SERVICE_ACCOUNT_CREATED', resource: { id: data.id } });
		await create();
		expect(await create()).toMatchObject({ status: 409, error: { code: 'SERVICE_ACCOUNT_LIMIT_REACHED' } });
		expect(simulator.state.serviceAccounts).toHaveLength(2);
	});

	it('take no body', async () => {
		expect((await call('POST', '/api/v1/admin/service-account/create', {})).status).toBe(400);
		expect(simulator.takeViolations()).toMatchObject([{ direction: 'request', message: 'is not documented for this operation' }]);
	});
});

describe('jobs', () => {
	const trigger = async (jobName: string) => await call('POST', '/api/v1/admin/jobs/trigger', { jobName });
	const stats = async (jobName: string): Promise<Fields> => (await call('GET', `/api/v1/admin/jobs/${jobName}/stats`)).data;

	it.each(JOB_NAMES)('run once at a time: %s', async (jobName) => {
		simulator.set({ jobMs: 1_000 });
		const { data } = await trigger(jobName);

		expect(lastAudit()).toMatchObject({ action: 'JOB_TRIGGERED', resource: { id: data.jobId, name: jobName } });
		expect(await trigger(jobName)).toMatchObject({ status: 409, error: { code: 'JOB_ALREADY_RUNNING' } });
		expect(await stats(jobName)).toMatchObject({ status: 'running', queue: { processing: 1, completed: 0 }, recentExecutions: [{ id: data.jobId, status: 'running', completedAt: null }] });
		simulator.clock.advance(1_000);
		expect(await stats(jobName)).toMatchObject({ status: 'idle', queue: { processing: 0, completed: 1 }, recentExecutions: [{ status: 'completed', completedAt: expect.any(String) }] });
		expect((await trigger(jobName)).status).toBe(200);
	});

	it('are 400 to trigger and 404 to ask about where they are unknown', async () => {
		expect(await trigger('makeCoffee')).toMatchObject({ status: 400, error: { code: 'VALIDATION_ERROR', details: { jobName: expect.stringContaining('auditLogArchive') } } });
		expect(await call('GET', '/api/v1/admin/jobs/makeCoffee/stats')).toMatchObject({ status: 404, error: { code: 'JOB_NOT_FOUND' } });
	});
});
