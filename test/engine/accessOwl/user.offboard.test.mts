import { LEAVER_EMAIL, LEAVER_ID, LEAVER_STATES } from '../../simulators/accessowl/index.mts';
import { byEmail, byId, useAccessOwl } from './support.mts';

const owl = useAccessOwl();
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const leaver = { userId: byId(LEAVER_ID) };

describe('User: Offboard', () => {
	it('starts at once and takes all managed access away', async () => {
		const [person] = await owl.records('user', 'offboard', { userId: byEmail(LEAVER_EMAIL), when: 'now', options: { verify: true } });

		expect(person).toMatchObject({ id: LEAVER_ID, status: 'offboarding', verified: true });
		expect(owl.writes().map(({ body }) => body)).toEqual([{}]);
		const revoked = owl.simulator.state.accessRevocations.map((each) => each.access_state_id).sort();
		expect(revoked).toEqual([LEAVER_STATES.manual, LEAVER_STATES.automatic, LEAVER_STATES.severalPermissions, LEAVER_STATES.applicationWide, LEAVER_STATES.beingRevoked].sort());
	});

	it('plans it, with the offset as it was given', async () => {
		const scheduledAt = '2031-01-31T18:00:00+01:00';
		const active = owl.person('tomas.berg@example.com');
		const [person] = await owl.records('user', 'offboard', { userId: byId(active.id), when: 'scheduled', scheduledAt, options: { verify: true } });

		expect(person).toMatchObject({ id: active.id, status: 'offboarding_planned', verified: true });
		expect(owl.writes().map(({ body }) => body)).toEqual([{ scheduled_at: scheduledAt }]);
		expect(owl.simulator.admin.offboardingPlannedAtMs(active.id)).toBe(Date.parse(scheduledAt));
	});

	it('moves a planned date, which nothing can verify', async () => {
		const [first, second] = [inDays(3), inDays(5)];
		const { id } = owl.person('tomas.berg@example.com');
		await owl.records('user', 'offboard', { userId: byId(id), when: 'scheduled', scheduledAt: first });
		const [person] = await owl.records('user', 'offboard', { userId: byId(id), when: 'scheduled', scheduledAt: second, options: { verify: true } });

		expect(owl.simulator.admin.offboardingPlannedAtMs(id)).toBe(Date.parse(second));
		expect(person).toMatchObject({ status: 'offboarding_planned', verified: null });
	});

	it.each(['offboarding', 'offboarded'] as const)('sends nothing for a person who is %s', async (status) => {
		owl.person(LEAVER_EMAIL).status = status;
		// Without open revocations the simulator would finish the offboarding; one is open in the demo organisation.
		const [person] = await owl.records('user', 'offboard', { ...leaver, when: 'now' });

		expect(person).toMatchObject({ id: LEAVER_ID, status, alreadySubmitted: true });
		expect(owl.writes()).toEqual([]);
	});

	it('sends nothing when it is run a second time', async () => {
		await owl.records('user', 'offboard', { ...leaver, when: 'now' });
		await owl.records('user', 'offboard', { ...leaver, when: 'now' });

		expect(owl.requestsTo('offboardUser')).toHaveLength(1);
	});

	it('shows in a dry run what would be taken away', async () => {
		const [planned] = await owl.records('user', 'offboard', { ...leaver, when: 'now', options: { dryRun: true } });

		const current = owl.simulator.state.accessStates.filter((state) => state.grantee_user_id === LEAVER_ID && state.effective_end === null);
		expect((planned?.wouldRevoke as Array<{ id: string }>).map(({ id }) => id).sort()).toEqual(current.map(({ id }) => id).sort());
		expect(owl.writes()).toEqual([]);
	});

	it.each([
		['without an offset', '2031-01-31T18:00:00', 'Scheduled At does not say its offset from UTC'],
		['in the past', '2020-01-31T18:00:00Z', 'Scheduled At is in the past'],
		['that does not exist', '2031-02-30T18:00:00Z', 'Scheduled At is a day or time that does not exist'],
		['whose expression is empty', '={{ $json.lastDay }}', 'Scheduled At is empty'],
	])('refuses a date %s before anything is sent', async (_what, scheduledAt, text) => {
		expect((await owl.refusal('user', 'offboard', { ...leaver, when: 'scheduled', scheduledAt })).message).toContain(text);
		expect(owl.simulator.requests).toEqual([]);
	});

	it('does not read a date that is hidden', async () => {
		await owl.records('user', 'offboard', { ...leaver, when: 'now', scheduledAt: 'yesterday' });

		expect(owl.writes().map(({ body }) => body)).toEqual([{}]);
	});

	it('reads back a start whose answer was lost', async () => {
		owl.simulator.faults.onOperation('offboardUser', { kind: 'reset', when: 'afterActing' });

		expect(await owl.records('user', 'offboard', { ...leaver, when: 'now' })).toEqual([expect.objectContaining({ status: 'offboarding', alreadySubmitted: true })]);
	});

	it('does not call it submitted when the person shows no trace of it', async () => {
		owl.simulator.faults.onOperation('offboardUser', { kind: 'reset', when: 'afterActing', effect: 'remembered' });

		expect((await owl.refusal('user', 'offboard', { ...leaver, when: 'now' })).message).toContain('what became of it is not known');
	});
});

describe('User: Onboard', () => {
	const starter = () => owl.person('tomas.berg@example.com');

	it('starts at once', async () => {
		const [person] = await owl.records('user', 'onboard', { userId: byId(starter().id), when: 'now', options: { verify: true } });

		expect(person).toMatchObject({ status: 'onboarding', verified: true });
		expect(starter().status).toBe('onboarding');
	});

	it('plans it and moves the date', async () => {
		const userId = byId(starter().id);
		const [planned] = await owl.records('user', 'onboard', { userId, when: 'scheduled', scheduledAt: inDays(2), options: { verify: true } });
		const [moved] = await owl.records('user', 'onboard', { userId, when: 'scheduled', scheduledAt: inDays(4), options: { verify: true } });

		expect(planned).toMatchObject({ status: 'onboarding_provisioning_planned', verified: true });
		expect(moved).toMatchObject({ status: 'onboarding_provisioning_planned', verified: null });
		expect(owl.requestsTo('onboardUser')).toHaveLength(2);
	});

	it('sends nothing for a person whose onboarding runs', async () => {
		starter().status = 'onboarding';
		const [person] = await owl.records('user', 'onboard', { userId: byId(starter().id), when: 'now' });

		expect(person).toMatchObject({ status: 'onboarding', alreadySubmitted: true });
		expect(owl.writes()).toEqual([]);
	});

	it.each(['inactive', 'offboarding_planned', 'offboarded'] as const)('refuses a person who is %s', async (status) => {
		starter().status = status;
		const { message, description } = await owl.refusal('user', 'onboard', { userId: byId(starter().id), when: 'now' });

		expect(message).toContain(`Tomas Berg cannot be onboarded while the status is "${status}"`);
		expect(description).toContain('Only active people');
		expect(owl.writes()).toEqual([]);
	});

	it('refuses a person without a manager, dry or not', async () => {
		starter().manager_user_id = null;

		for (const dryRun of [true, false]) {
			expect((await owl.refusal('user', 'onboard', { userId: byId(starter().id), when: 'now', options: { dryRun } })).message).toContain('Tomas Berg has no manager');
		}
		expect(owl.writes()).toEqual([]);
	});
});
