import type { IDataObject } from 'n8n-workflow';
import { LEAVER_EMAIL, LEAVER_KEYS, SANDBOX_TENANT_ID, TENANT_ADMIN_TOKEN, TENANT_ID, type AuditEntry } from '../../simulators/rezolve/index.mts';
import { rezolveCredential } from '../../support/rezolve.mts';
import { ago, idsIn, keyId, stragglers, useRezolve } from './support.mts';

const rezolve = useRezolve(() => ({ auditEntries: 250 }));
const read = async (filters: IDataObject = {}, more: IDataObject = {}) => await rezolve.records('auditLog', 'getAll', { returnAll: true, filters, ...more });
/** IDs of the simulator's own entries that pass, newest first. */
const idsThat = (passes: (entry: AuditEntry) => boolean) => {
	const { audit } = rezolve.simulator.state;
	return audit.slice('newestFirst', 0, audit.total).filter(passes).map(({ id }) => id);
};

describe('The audit log', () => {
	it('is read whole, in the order of the vendor', async () => {
		expect(idsIn(await read())).toEqual(idsThat(() => true));
	});

	it.each(['newestFirst', 'oldestFirst'] as const)('keeps that order, %s', async (auditOrder) => {
		rezolve.simulator.set({ auditOrder });
		const newest = idsThat(() => true);

		expect(idsIn(await read())).toEqual(auditOrder === 'newestFirst' ? newest : newest.reverse());
	});

	it('is short unless Simplify is off', async () => {
		const [short] = await read({}, { returnAll: false, limit: 1 });
		const [whole] = await read({}, { returnAll: false, limit: 1, simplify: false });

		expect(short).toEqual({ id: expect.any(String) as string, timestamp: expect.any(String) as string, action: 'USER_LOGIN', category: 'authentication', actorEmail: LEAVER_EMAIL, resourceType: 'session', resourceId: 'session-robin', status: 'success' });
		expect(whole).toEqual(rezolve.simulator.state.audit.at(rezolve.simulator.state.audit.total - 1));
	});

	it.each<[string, IDataObject, (entry: AuditEntry) => boolean]>([
		["the actor's email, in any case", { actorEmail: LEAVER_EMAIL.toUpperCase() }, ({ actor }) => actor.email === LEAVER_EMAIL],
		['one action', { action: 'API_KEY_CREATED' }, ({ action }) => action === 'API_KEY_CREATED'],
		['several actions, in any case', { action: 'credential_created, USER_LOGOUT' }, ({ action }) => ['CREDENTIAL_CREATED', 'USER_LOGOUT'].includes(action)],
		['category', { category: 'credentials, oauth_clients' }, ({ category }) => ['credentials', 'oauth_clients'].includes(category)],
		['status', { status: 'failure' }, ({ status }) => status === 'failure'],
		['the record', { resourceId: LEAVER_KEYS.star }, ({ resource }) => resource.id === LEAVER_KEYS.star],
		['the type of record', { resourceType: 'credential, api_key' }, ({ resource }) => ['credential', 'api_key'].includes(resource.type)],
		['a time', { from: ago(61) }, ({ timestamp }) => timestamp >= ago(61)],
		['another time', { to: ago(61) }, ({ timestamp }) => timestamp <= ago(61)],
		['several of them', { actorEmail: LEAVER_EMAIL, action: 'CREDENTIAL_CREATED', resourceType: 'credential', status: 'success' }, ({ actor, action }) => actor.email === LEAVER_EMAIL && action === 'CREDENTIAL_CREATED'],
	])('is filtered by %s', async (_what, filters, passes) => {
		const found = idsIn(await read(filters));

		expect(found).toEqual(idsThat(passes));
		expect(found.length).toBeGreaterThan(0);
	});

	it('is filtered by moments, both ends included, not by texts', async () => {
		const { timestamp, id } = rezolve.simulator.state.audit.at(100);
		const atAnotherOffset = new Date(Date.parse(timestamp) + 7_200_000).toISOString().replace('Z', '+02:00');

		expect(idsIn(await read({ from: atAnotherOffset, to: atAnotherOffset }))).toEqual([id]);
	});

	it('takes empty filters for none', async () => {
		expect(await read({ action: '', category: '', actorEmail: '', from: '', resourceId: '' })).toHaveLength(rezolve.simulator.state.audit.total);
	});

	it('with a Limit stops where it is reached: exactly so many requests', async () => {
		const found = idsIn(await read({ category: 'authentication' }, { returnAll: false, limit: 100 }));
		await stragglers();

		expect(found).toEqual(idsThat(({ category }) => category === 'authentication').slice(0, 100));
		expect(rezolve.requestsTo('listAuditLogs').map(({ query }) => Number(query.offset ?? 0))).toEqual([0, 99]);
	});

	it('of another tenant is for super admins', async () => {
		expect(await read({ tenantId: SANDBOX_TENANT_ID })).toEqual([]);
		expect(rezolve.requestsTo('listAuditLogs').at(-1)!.query.tenantId).toBe(SANDBOX_TENANT_ID);
		expect(idsIn(await read({ tenantId: TENANT_ID }))).toEqual(idsThat(() => true));
		const { message } = await rezolve.failed('auditLog', 'getAll', { filters: { tenantId: SANDBOX_TENANT_ID } }, { credentials: rezolveCredential('bearer', rezolve.simulator, { apiToken: TENANT_ADMIN_TOKEN }) });

		expect(message).toBe('Rezolve.ai answered 403: Not allowed [Item 0]');
	});

	it.each([
		['hidden', 404],
		['refused', 403],
	] as const)('that is %s from the tenant is told as closed, with a way out', async (adminSurface, status) => {
		rezolve.simulator.set({ adminSurface });
		const { description, data } = await rezolve.failed('auditLog', 'getAll');
		// A 404 there is not in the documentation.
		expect(rezolve.simulator.takeViolations()).toHaveLength(status === 404 ? 1 : 0);

		expect(data.status).toBe(status);
		expect(description).toMatch(status === 404 ? /this part of the API is closed to your organization/ : /lacks the role for this/);
	});

	it('holds what the node did, as evidence', async () => {
		await rezolve.record('apiKey', 'rotate', keyId(LEAVER_KEYS.star));
		await rezolve.record('apiKey', 'revoke', keyId(LEAVER_KEYS.star));
		const entries = await read({ resourceId: LEAVER_KEYS.star }, { simplify: false });

		expect(entries.map(({ action, actor }) => [action, (actor as IDataObject).email])).toEqual([
			['API_KEY_REVOKED', 'sam.whitfield@example.com'],
			['API_KEY_ROTATED', 'sam.whitfield@example.com'],
			['API_KEY_CREATED', LEAVER_EMAIL],
		]);
	});
});
