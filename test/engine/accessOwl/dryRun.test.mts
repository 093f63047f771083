import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { accessOwl } from '../../../nodes/AccessOwl/resources';
import { ELEVATED_POLICY_ID, LEAVER_EMAIL, LEAVER_ID, LEAVER_STATES, LEDGER_ID, LEDGER_ROLE_ID, LEDGER_VIEWER_ID, OPEN_REQUEST_ID, OPEN_REVOCATION_ID } from '../../simulators/accessowl/index.mts';
import { byEmail, byId, useAccessOwl } from './support.mts';

const owl = useAccessOwl();
const reason = 'Last day reached';
const request = () => owl.simulator.state.accessRequests[0]!;

interface Write {
	readonly name: string;
	readonly parameters: INodeParameters;
	readonly prepare?: () => void;
}

const WRITES: readonly Write[] = [
	{ name: 'user.create', parameters: { email: 'robin.hart@example.com', firstName: 'Robin', lastName: 'Hart' } },
	{ name: 'user.onboard', parameters: { userId: byEmail('tomas.berg@example.com'), when: 'now' } },
	{ name: 'user.offboard', parameters: { userId: byEmail(LEAVER_EMAIL), when: 'scheduled', scheduledAt: '2031-01-31T18:00:00Z' } },
	{ name: 'application.create', parameters: { title: 'Card Desk', additionalFields: { status: 'ignored', tags: 'Cards' } } },
	{ name: 'application.update', parameters: { applicationId: byId(LEDGER_ID), updateFields: { notes: 'Reviewed' }, options: { method: 'PUT' } } },
	{ name: 'application.updateStructure', parameters: { applicationId: byId(LEDGER_ID), resources: { resource: [{ title: 'Workspace' }] } } },
	{ name: 'application.replaceUserList', parameters: { applicationId: byId(LEDGER_ID), confirmTitle: 'Ledger Console', access: { entry: [{ userEmail: LEAVER_EMAIL, resource: 'Role', permissions: 'Viewer' }] } } },
	{ name: 'accessRequest.create', parameters: { userId: byEmail('mei.tanaka@example.com'), resourceId: byId(LEDGER_ROLE_ID), permissionIds: [LEDGER_VIEWER_ID], requestReason: reason } },
	{ name: 'accessRequest.createMany', parameters: { userId: byEmail('mei.tanaka@example.com'), requests: { request: [{ resourceId: LEDGER_ROLE_ID, permissionIds: LEDGER_VIEWER_ID }] }, requestReason: reason } },
	{ name: 'accessRequest.grant', parameters: { accessRequestId: byId(OPEN_REQUEST_ID) }, prepare: () => Object.assign(request(), { status: 'processing_access' }) },
	{ name: 'accessRequest.deny', parameters: { accessRequestId: byId(OPEN_REQUEST_ID), reason, onBehalfOfUserId: byEmail('kim.osei@example.com') } },
	{ name: 'accessRequest.reject', parameters: { accessRequestId: byId(OPEN_REQUEST_ID), reason }, prepare: () => Object.assign(request(), { status: 'scheduled' }) },
	{ name: 'accessRevocation.create', parameters: { accessStateId: byId(LEAVER_STATES.manual), heldBy: byId(LEAVER_ID), reason } },
	{ name: 'accessRevocation.revoke', parameters: { accessRevocationId: byId(OPEN_REVOCATION_ID) } },
	{ name: 'accessRevocation.reject', parameters: { accessRevocationId: byId(OPEN_REVOCATION_ID), reason } },
	{ name: 'policy.setApplications', parameters: { policyId: byId(ELEVATED_POLICY_ID), applicationIds: [LEDGER_ID] } },
];

describe('Dry Run', () => {
	it('is offered by every operation that changes something, and each of them is tried here', () => {
		const writes = accessOwl.resources.flatMap(({ resource, operations }) =>
			operations.filter(({ effect }) => effect !== 'read').map(({ operation }) => `${resource}.${operation}`),
		);

		expect(WRITES.map(({ name }) => name).sort()).toEqual(writes.sort());
	});

	it.each(WRITES)('of $name changes nothing and shows exactly what is sent without it', async ({ name, parameters, prepare }) => {
		prepare?.();
		const [resource = '', operation = ''] = name.split('.');
		const executionId = `dry-${name}`;
		const options = (parameters.options ?? {}) as IDataObject;
		const before = owl.snapshot();

		const [dry] = await owl.records(resource, operation, { ...parameters, options: { ...options, dryRun: true } as never }, { executionId });
		expect(owl.simulator.state).toEqual(before);
		expect(owl.writes()).toEqual([]);
		expect(dry?.dryRun).toBe(true);

		await owl.records(resource, operation, parameters, { executionId });
		const [sent] = owl.writes();
		expect(owl.writes()).toHaveLength(1);
		expect(dry?.wouldSend).toEqual({
			method: sent?.method,
			url: `${owl.simulator.origin}${sent?.url}`,
			...(sent?.body === undefined ? {} : { body: sent.body }),
			idempotencyKey: sent?.headers['idempotency-key'],
		});
		expect(owl.simulator.state).not.toEqual(before);
	});

	it.each(WRITES)('of $name works with a token that may only read', async ({ name, parameters, prepare }) => {
		prepare?.();
		const [resource = '', operation = ''] = name.split('.');
		const credentials = { accessOwlApi: { baseUrl: owl.simulator.origin, apiToken: owl.simulator.readOnlyToken } };
		const { error } = await owl.run(resource, operation, { ...parameters, options: { dryRun: true } }, { credentials });
		expect(error).toBeUndefined();

		const refused = await owl.run(resource, operation, parameters, { credentials });
		expect(refused.error?.message).toContain('AccessOwl answered 403');
		expect(refused.error?.description).toContain('The API token may not do this');
	});
});
