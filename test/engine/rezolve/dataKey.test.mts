import { SANDBOX_TENANT_ID, TENANT_ID } from '../../simulators/rezolve/index.mts';
import { usePlatform } from '../rezolveHub/support.mts';

const rezolve = usePlatform();
const rotations = () => rezolve.simulator.state.dekRotations;

describe('Rotating the data key', () => {
	it.each(['', TENANT_ID])('starts with the ID of the tenant typed in (tenant "%s")', async (tenantId) => {
		const record = await rezolve.record('dataKey', 'rotate', { tenantId, confirmTenantId: TENANT_ID });

		expect(record).toMatchObject({ tenantId: TENANT_ID, status: 'in_progress', rotationId: rotations()[0]?.id, itemsToRotate: expect.anything() });
		expect(rotations()).toHaveLength(1);
		expect(rezolve.requestsTo('rotateDek')).toMatchObject([{ body: { tenantId: TENANT_ID } }]);
	});

	it('is that of the tenant that is named', async () => {
		await rezolve.records('dataKey', 'rotate', { tenantId: SANDBOX_TENANT_ID, confirmTenantId: SANDBOX_TENANT_ID });

		expect(rotations()).toMatchObject([{ tenantId: SANDBOX_TENANT_ID }]);
	});

	it.each([
		['another tenant’s', SANDBOX_TENANT_ID],
		['in capitals', TENANT_ID.toUpperCase()],
		['with a blank', `${TENANT_ID} `],
	])('sends nothing for an ID %s', async (_how, confirmTenantId) => {
		for (const options of [{}, { dryRun: true }]) {
			const { message } = await rezolve.failed('dataKey', 'rotate', { tenantId: '', confirmTenantId, options });
			expect(message).toMatch(/^Type the Tenant ID to Confirm holds another ID/);
		}

		expect(rezolve.simulator.requests).toHaveLength(0);
	});

	it('sends nothing for no ID', async () => {
		const { message } = await rezolve.failed('dataKey', 'rotate', { tenantId: '', confirmTenantId: '={{ $json.typed }}' });

		expect(message).toMatch(/^Type the Tenant ID to Confirm is empty/);
		expect(rezolve.simulator.requests).toHaveLength(0);
	});

	it('is shown by a dry run, which sends nothing', async () => {
		const record = await rezolve.record('dataKey', 'rotate', { tenantId: '', confirmTenantId: TENANT_ID, options: { dryRun: true } });

		expect(record).toEqual({ dryRun: true, wouldSend: { method: 'POST', url: `${rezolve.simulator.origin}/api/v1/admin/dek/rotate`, body: { tenantId: TENANT_ID } } });
		expect(rezolve.simulator.requests).toHaveLength(0);
	});

	it('is refused while it runs, and told', async () => {
		await rezolve.records('dataKey', 'rotate', { confirmTenantId: TENANT_ID });
		const { message, description } = await rezolve.failed('dataKey', 'rotate', { confirmTenantId: TENANT_ID });
		rezolve.simulator.clock.advance(60_000);
		await rezolve.records('dataKey', 'rotate', { confirmTenantId: TENANT_ID });

		expect(message).toBe('Rezolve.ai answered 409: Rotation in progress [Item 0]');
		expect(description).toMatch(/the work is running/);
		expect(rotations()).toHaveLength(2);
	});

	it('is never started twice by a lost answer', async () => {
		rezolve.simulator.faults.onOperation('rotateDek', { kind: 'reset', when: 'afterActing', effect: 'taken' });
		const { data } = await rezolve.failed('dataKey', 'rotate', { confirmTenantId: TENANT_ID });

		expect(data).toMatchObject({ mayHaveTakenEffect: true });
		expect(rotations()).toHaveLength(1);
		expect(rezolve.statuses('rotateDek')).toHaveLength(1);
	});
});
