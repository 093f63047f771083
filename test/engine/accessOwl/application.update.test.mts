import { LEAVER_EMAIL, LEAVER_ID, LEDGER_ADMIN_ID, LEDGER_ID, LEDGER_ROLE_ID, MANAGER_ID } from '../../simulators/accessowl/index.mts';
import { byEmail, byId, useAccessOwl } from './support.mts';

const owl = useAccessOwl();
const applicationId = byId(LEDGER_ID);
const handOver = { applicationId, updateFields: { ownerUserId: byEmail('ana.duarte@example.com') } };
const ledger = () => owl.application('Ledger Console');

describe('Application: Update', () => {
	it('changes what is filled in and nothing else', async () => {
		const before = structuredClone(ledger());
		const [updated] = await owl.records('application', 'update', { ...handOver, options: { verify: true } });

		const owner = owl.person('ana.duarte@example.com').id;
		expect(updated).toMatchObject({ id: LEDGER_ID, owner_user_id: owner, verified: true });
		expect(ledger()).toEqual({ ...before, owner_user_id: owner, lock_version: 4, updated_at: expect.any(String) });
		expect(owl.writes().map(({ method, body }) => ({ method, body }))).toEqual([{ method: 'PATCH', body: { owner_user_id: owner } }]);
	});

	it('sends PUT when asked for', async () => {
		await owl.records('application', 'update', { applicationId, updateFields: { notes: 'Reviewed' }, options: { method: 'PUT' } });

		expect(owl.writes().map(({ operationId }) => operationId)).toEqual(['updateApplicationPut']);
		expect(ledger().notes).toBe('Reviewed');
	});

	it('clears lists that are emptied and replaces those that are filled in', async () => {
		ledger().admin_user_ids = [LEAVER_ID, MANAGER_ID];
		ledger().vendor_certificates = ['soc1'];
		await owl.records('application', 'update', { applicationId, updateFields: { adminUserIds: MANAGER_ID, tags: '', vendorCertificates: [] }, options: { verify: true } });

		expect(ledger()).toMatchObject({ admin_user_ids: [MANAGER_ID], tags: [], vendor_certificates: [] });
	});

	it('verifies tags by their titles, and dates and flags as they are', async () => {
		const updateFields = { tags: 'Audit, Finance', lastVendorReviewAt: '2026-11-01', mfaActivated: false };
		const [updated] = await owl.records('application', 'update', { applicationId, updateFields, options: { verify: true } });

		expect(updated).toMatchObject({ verified: true });
		expect(ledger()).toMatchObject({ last_vendor_review_at: '2026-11-01', mfa_activated: false });
		expect(ledger().tags.map(({ title }) => title)).toEqual(['Audit', 'Finance']);
	});

	it('refuses to send nothing, dry or not', async () => {
		for (const options of [{}, { dryRun: true }, { lockVersion: 3 }]) {
			expect((await owl.refusal('application', 'update', { applicationId, updateFields: {}, options })).message).toBe('Update Fields is empty [Item 0]');
		}
		expect(owl.simulator.requests).toEqual([]);
	});

	it('goes through with the Lock Version of the moment', async () => {
		await owl.records('application', 'update', { ...handOver, options: { lockVersion: 3 } });

		expect(ledger().lock_version).toBe(4);
	});

	it.each(['readBack', 'fail'])('says that the Lock Version is out of date, whatever On Repeated Key is (%s)', async (onRepeatedKey) => {
		const { message, description } = await owl.refusal('application', 'update', { ...handOver, options: { lockVersion: 2, onRepeatedKey } });

		expect(message).toContain('Lock Version 2 is out of date: the application was changed by somebody else');
		expect(description).toContain('Read the application again');
		expect(ledger().owner_user_id).toBe(MANAGER_ID);
	});

	it('takes a repeated key for what it is: the record shows the change', async () => {
		const again = { ...handOver, options: { lockVersion: 3, idempotencyKey: 'HR-1204-owner' } };
		await owl.records('application', 'update', again);

		expect(await owl.records('application', 'update', again)).toEqual([expect.objectContaining({ id: LEDGER_ID, alreadySubmitted: true })]);
		expect(ledger().lock_version).toBe(4);
	});

	it('says that the outcome is unknown after a repeated key when the record does not show the change', async () => {
		const again = { ...handOver, options: { idempotencyKey: 'HR-1204-owner' } };
		await owl.records('application', 'update', again);
		ledger().owner_user_id = LEAVER_ID;

		expect((await owl.refusal('application', 'update', again)).message).toContain('what became of it is not known');
		expect(ledger().owner_user_id).toBe(LEAVER_ID);
	});

	it('does not blame a Lock Version that is right', async () => {
		owl.simulator.set({ lockVersion: 'shown' });
		const again = { ...handOver, options: { idempotencyKey: 'HR-1204-owner', lockVersion: 3 } };
		owl.simulator.faults.onOperation('updateApplication', { kind: 'reset', when: 'afterActing', effect: 'remembered' });

		expect((await owl.refusal('application', 'update', again)).message).toContain('what became of it is not known');
	});

	it('says which field is refused', async () => {
		const { description } = await owl.refusal('application', 'update', { applicationId, updateFields: { ownerUserId: byId('00000000-0000-4000-8000-000000000000') } });

		expect(description).toContain('owner_user_id: does not exist.');
	});
});

describe('Application: Update Structure', () => {
	const role = { id: LEDGER_ROLE_ID, title: 'Role' };
	const update = (resource: object, options = {}) => ({ applicationId, resources: { resource: [resource] }, options }) as never;
	const stored = () => owl.simulator.state.resources.find(({ id }) => id === LEDGER_ROLE_ID)!;

	it('adds a permission and leaves everything else as it is', async () => {
		const before = structuredClone(stored());
		await owl.records('application', 'updateStructure', update({ ...role, permissions: { permission: [{ title: 'Auditor' }] } }));

		expect(stored()).toEqual({ ...before, permissions: [...before.permissions, expect.objectContaining({ title: 'Auditor', elevated: false, requestable: true })] });
	});

	it('does not reset flags that were not touched, as filled in by the panel', async () => {
		const rename = { id: LEDGER_ADMIN_ID, title: 'Administrator', description: '', elevated: 'keep', requestable: 'keep', delete: false };
		stored().requestable = false;
		stored().order = 5;
		await owl.records('application', 'updateStructure', update({ ...role, description: '', order: -1, parentResourceId: '', requestable: 'keep', delete: false, permissions: { permission: [rename] } }));

		expect(stored()).toMatchObject({ requestable: false, order: 5 });
		expect(stored().permissions.find(({ id }) => id === LEDGER_ADMIN_ID)).toMatchObject({ title: 'Administrator', elevated: true, requestable: true });
	});

	it('sets flags and order that were filled in', async () => {
		const admin = { id: LEDGER_ADMIN_ID, title: 'Admin', elevated: 'false', requestable: 'false' };
		await owl.records('application', 'updateStructure', update({ ...role, order: 2, requestable: 'false', permissions: { permission: [admin] } }));

		expect(stored()).toMatchObject({ requestable: false, order: 2 });
		expect(stored().permissions.find(({ id }) => id === LEDGER_ADMIN_ID)).toMatchObject({ elevated: false, requestable: false });
	});

	it('removes by ID', async () => {
		await owl.records('application', 'updateStructure', update({ ...role, permissions: { permission: [{ id: LEDGER_ADMIN_ID, title: 'Admin', delete: true }] } }));
		expect(stored().permissions.map(({ title }) => title)).toEqual(['Viewer']);

		await owl.records('application', 'updateStructure', update({ ...role, delete: true }));
		expect(owl.simulator.state.resources.some(({ id }) => id === LEDGER_ROLE_ID)).toBe(false);
	});

	it.each([
		['double a resource', { title: 'Role' }, 'Resource "Role" is there already and would be doubled', LEDGER_ROLE_ID],
		['double a permission', { ...role, permissions: { permission: [{ title: 'Admin' }] } }, 'Permission "Admin" is there already and would be doubled', LEDGER_ADMIN_ID],
		['remove a resource without its ID', { title: 'Role', delete: true }, 'Resource "Role" is to be removed but has no ID', 'Get Resources'],
		['remove a permission without its ID', { ...role, permissions: { permission: [{ title: 'Admin', delete: true }] } }, 'Permission "Admin" is to be removed but has no ID', 'Get Resources'],
	])('refuses to %s, dry or not', async (_what, resource, text, advice) => {
		for (const dryRun of [true, false]) {
			const { message, description } = await owl.refusal('application', 'updateStructure', update(resource, { dryRun }));
			expect(message).toBe(`${text} [Item 0]`);
			expect(description).toContain(advice);
		}
		expect(owl.writes()).toEqual([]);
	});

	it('doubles on demand', async () => {
		await owl.records('application', 'updateStructure', update({ title: 'Role' }, { allowDuplicates: true }));

		expect(owl.simulator.state.resources.filter((each) => each.application_id === LEDGER_ID && each.title === 'Role')).toHaveLength(2);
	});

	it('refuses an empty list before anything is sent', async () => {
		const { message } = await owl.refusal('application', 'updateStructure', { applicationId, resourcesSpecify: 'json', resourcesJson: '={{ [] }}' });

		expect(message).toContain('Resources has 0 rows, at least 1 are allowed');
		expect(owl.simulator.requests).toEqual([]);
	});

	it('tells a stale Lock Version from a repeated key', async () => {
		const { message } = await owl.refusal('application', 'updateStructure', update({ title: 'Workspace' }, { lockVersion: 1 }));
		expect(message).toContain('Lock Version 1 is out of date');

		const again = update({ title: 'Workspace' }, { idempotencyKey: 'HR-9', lockVersion: 3, allowDuplicates: true });
		await owl.records('application', 'updateStructure', again);
		expect(await owl.records('application', 'updateStructure', again)).toEqual([expect.objectContaining({ id: LEDGER_ID, alreadySubmitted: true })]);
	});
});

describe('Application: Replace User List', () => {
	const access = (...emails: string[]) => ({ entry: emails.map((userEmail) => ({ userEmail, resource: 'Role', permissions: 'Viewer' })) });
	const holders = ['kim.osei@example.com', 'ana.duarte@example.com', 'tomas.berg@example.com', LEAVER_EMAIL];
	const current = () => owl.simulator.state.accessStates.filter((state) => state.application_id === LEDGER_ID && state.effective_end === null);

	it('takes the recorded access of whoever is missing', async () => {
		const [counts] = await owl.records('application', 'replaceUserList', { applicationId, confirmTitle: 'Ledger Console', access: access(...holders.slice(0, 3)) });

		expect(counts).toEqual({ created: 0, updated: 0, deleted: 1, unchanged: 3 });
		expect(current().some((state) => state.grantee_user_id === LEAVER_ID)).toBe(false);
		expect(current()).toHaveLength(3);
	});

	it('asks for the title of the application, dry or not', async () => {
		for (const dryRun of [true, false]) {
			const { message } = await owl.refusal('application', 'replaceUserList', { applicationId, confirmTitle: 'Ledger', access: access(LEAVER_EMAIL), options: { dryRun } });
			expect(message).toBe('Confirm Title does not match: the application is called "Ledger Console" [Item 0]');
		}
		expect(owl.writes()).toEqual([]);
	});

	it('refuses addresses that nobody has, dry or not, unless new people are allowed', async () => {
		const withStranger = { applicationId, confirmTitle: 'Ledger Console', access: access(...holders, 'robin.vael@example.com') };
		for (const dryRun of [true, false]) {
			const { message, description } = await owl.refusal('application', 'replaceUserList', { ...withStranger, options: { dryRun } });
			expect(message).toContain('1 of the addresses belong to nobody in AccessOwl: robin.vael@example.com');
			expect(description).toContain('Allow New People');
		}
		expect(owl.writes()).toEqual([]);

		await owl.records('application', 'replaceUserList', { ...withStranger, options: { allowNewPeople: true } });
		expect(owl.person('robin.vael@example.com').status).toBe('active');
	});

	it('shows in a dry run who would lose what', async () => {
		const [planned] = await owl.records('application', 'replaceUserList', {
			applicationId,
			confirmTitle: 'Ledger Console',
			access: { entry: [{ userEmail: 'Kim.Osei@example.com', resource: 'Role', permissions: 'Viewer' }, { userEmail: 'ana.duarte@example.com', resource: 'Role', permissions: 'Admin' }] },
			options: { dryRun: true },
		});

		const lost = (email: string) => ({ user_email: email, account_id: expect.any(String), resource: 'Role', permissions: ['Viewer'] });
		expect(planned?.wouldLoseAccess).toHaveLength(3);
		expect(planned?.wouldLoseAccess).toEqual(expect.arrayContaining([LEAVER_EMAIL, 'ana.duarte@example.com', 'tomas.berg@example.com'].map(lost)));
		expect(owl.writes()).toEqual([]);
	});

	it('says that the outcome is unknown when the answer was lost: the list cannot tell', async () => {
		owl.simulator.faults.onOperation('replaceApplicationUserList', { kind: 'reset', when: 'afterActing' });
		const { message } = await owl.refusal('application', 'replaceUserList', { applicationId, confirmTitle: 'Ledger Console', access: access(...holders.slice(0, 3)) });

		expect(message).toContain('AccessOwl had received this change before, and what became of it is not known');
		expect(owl.writes()).toHaveLength(2);
	});

	it('takes the list as JSON from an expression, in our names or the vendor\'s', async () => {
		const items = [{ list: [{ userEmail: holders[0], resource: 'Role', permissions: ['Viewer'] }, { user_email: holders[1], resource: 'Role', permissions: 'Admin' }] }];
		await owl.records('application', 'replaceUserList', { applicationId, confirmTitle: 'Ledger Console', accessSpecify: 'json', accessJson: '={{ $json.list }}' }, { items });

		expect(owl.writes().map(({ body }) => body)).toEqual([
			{ access: [{ user_email: holders[0], resource: 'Role', permissions: ['Viewer'] }, { user_email: holders[1], resource: 'Role', permissions: ['Admin'] }] },
		]);
	});

	it.each([
		['an empty list', '={{ [] }}', 'Access has 0 rows, at least 1 are allowed'],
		['nothing', '={{ $json.nothing }}', 'Access (JSON) is empty'],
		['words', 'kim', 'Access (JSON) is not valid JSON'],
		['a list of words', '["kim"]', 'Access: Entry 1 is not an object'],
	])('refuses %s before anything is sent', async (_what, accessJson, text) => {
		const { message } = await owl.refusal('application', 'replaceUserList', { applicationId, confirmTitle: 'Ledger Console', accessSpecify: 'json', accessJson });

		expect(message).toBe(`${text} [Item 0]`);
		expect(owl.simulator.requests).toEqual([]);
	});

	it('names the row of a refused address', async () => {
		const { message } = await owl.refusal('application', 'replaceUserList', { applicationId, confirmTitle: 'Ledger Console', access: access(LEAVER_EMAIL, 'Robin Vale') });

		expect(message).toContain('Entry 2, User Email is not an email address: "Robin Vale"');
	});
});
