import { MANAGER_ID } from '../../simulators/accessowl/index.mts';
import { byEmail, byId, useAccessOwl } from './support.mts';

const owl = useAccessOwl();
const resources = {
	resource: [
		{
			title: 'Role',
			description: 'What people may do',
			requestable: 'keep',
			permissions: { permission: [{ title: 'Viewer', elevated: 'keep', requestable: 'keep' }, { title: 'Admin', elevated: 'true', requestable: 'false' }] },
		},
	],
};

describe('Application: Create', () => {
	it('adds an application with its attributes, resources and permissions', async () => {
		const additionalFields = {
			adminUserIds: MANAGER_ID,
			authMethod: 'okta',
			dataLocation: 'Frankfurt',
			description: 'Cards',
			lastVendorReviewAt: '2026-11-01',
			mfaActivated: true,
			notes: 'Renewed each year',
			ownerUserId: byEmail('kim.osei@example.com'),
			processedDataTypes: ['customer_pii'],
			riskLevel: 'high',
			status: 'requestable',
			tags: 'Finance, Cards',
			url: 'https://cards.example.com',
			userSetupUrl: 'https://cards.example.com/setup',
			vendorCertificates: ['soc2_t2'],
			resources,
		};
		const [created] = await owl.records('application', 'create', { title: 'Card Desk', additionalFields });

		const stored = owl.application('Card Desk');
		expect(created).toMatchObject({ id: stored.id, title: 'Card Desk' });
		expect(stored).toMatchObject({
			admin_user_ids: [MANAGER_ID],
			auth_method: 'okta',
			data_location: 'Frankfurt',
			description: 'Cards',
			last_vendor_review_at: '2026-11-01',
			mfa_activated: true,
			notes: 'Renewed each year',
			owner_user_id: MANAGER_ID,
			processed_data_types: ['customer_pii'],
			risk_level: 'high',
			status: 'requestable',
			url: 'https://cards.example.com',
			user_setup_url: 'https://cards.example.com/setup',
			vendor_certificates: ['soc2_t2'],
		});
		expect(stored.tags.map(({ title }) => title)).toEqual(['Finance', 'Cards']);
		expect(owl.simulator.state.resources.filter(({ application_id: id }) => id === stored.id)).toMatchObject([
			{ title: 'Role', permissions: [{ title: 'Viewer', elevated: false, requestable: true }, { title: 'Admin', elevated: true, requestable: false }] },
		]);
	});

	it('takes resources as JSON from an expression', async () => {
		const additionalFields = { ownerUserId: byId(MANAGER_ID), resourcesJson: '={{ $json.resources }}' };
		const items = [{ resources: [{ title: 'Seat', permissions: [{ title: 'Agent' }] }] }];
		await owl.records('application', 'create', { title: 'Card Desk', additionalFields }, { items });

		expect(owl.writes().map(({ body }) => body)).toEqual([
			{ title: 'Card Desk', owner_user_id: MANAGER_ID, resources: [{ title: 'Seat', permissions: [{ title: 'Agent' }] }] },
		]);
	});

	it.each([
		['an owner', { additionalFields: { resources } }, 'Owner is empty'],
		['resources', { additionalFields: { ownerUserId: byId(MANAGER_ID) } }, 'Resources is empty'],
		['a title for each permission', { additionalFields: { ownerUserId: byId(MANAGER_ID), resources: { resource: [{ title: 'Role', permissions: { permission: [{ title: '={{ $json.nothing }}' }] } }] } } }, 'Resource 1, Permission 1, Title is empty'],
		['a web address as URL', { additionalFields: { url: 'cards.example.com' } }, 'URL is not a web address: "cards.example.com"'],
	])('asks for %s before anything is sent, dry or not', async (_what, parameters, text) => {
		for (const dryRun of [true, false]) {
			expect((await owl.refusal('application', 'create', { title: 'Card Desk', ...parameters, options: { dryRun } })).message).toBe(`${text} [Item 0]`);
		}
		expect(owl.simulator.requests).toEqual([]);
	});

	it('adds an ignored one with nothing but a title', async () => {
		await owl.records('application', 'create', { title: 'Old Wiki', additionalFields: { status: 'ignored' } });

		expect(owl.application('Old Wiki').status).toBe('ignored');
	});

	it('says in a dry run that the title is taken', async () => {
		const [planned] = await owl.records('application', 'create', { title: 'Slack', additionalFields: { status: 'ignored' }, options: { dryRun: true } });

		expect(planned).toMatchObject({ note: 'There is an application with this title already', current: { id: owl.application('Slack').id } });
	});

	it('gives back the application when the answer was lost', async () => {
		owl.simulator.faults.onOperation('createApplication', { kind: 'reset', when: 'afterActing' });
		const [created] = await owl.records('application', 'create', { title: 'Old Wiki', additionalFields: { status: 'ignored' } });

		expect(created).toMatchObject({ id: owl.application('Old Wiki').id, alreadySubmitted: true });
	});
});
