import { MANAGER_ID } from '../../simulators/accessowl/index.mts';
import { byEmail, useAccessOwl } from './support.mts';

const owl = useAccessOwl();
const newcomer = { email: 'robin.hart@example.com', firstName: 'Robin', lastName: 'Hart' };

describe('User: Create', () => {
	it('adds a person with all details, the manager found by email', async () => {
		const additionalFields = {
			departments: 'Finance, Accounting',
			employmentType: 'part_time',
			jobTitle: 'Accountant',
			locationCity: 'Lisbon',
			managerUserId: byEmail('kim.osei@example.com'),
			teams: ['Close', 'Audit'],
		};
		const [created] = await owl.records('user', 'create', { ...newcomer, additionalFields, options: { verify: true } });

		const stored = owl.person(newcomer.email);
		expect(created).toMatchObject({ id: stored.id, status: 'active', verified: true });
		expect(stored).toMatchObject({
			first_name: 'Robin',
			last_name: 'Hart',
			departments: ['Finance', 'Accounting'],
			teams: ['Close', 'Audit'],
			employment_type: 'part_time',
			job_title: 'Accountant',
			location_city: 'Lisbon',
			manager_user_id: MANAGER_ID,
		});
	});

	it('sends nothing that was not filled in', async () => {
		await owl.records('user', 'create', { ...newcomer });

		expect(owl.writes().map(({ body }) => body)).toEqual([{ email: newcomer.email, first_name: 'Robin', last_name: 'Hart' }]);
	});

	it('names the field of a refused value', async () => {
		const { message, description } = await owl.refusal('user', 'create', { ...newcomer, email: 'kim.osei@example.com' });

		expect(message).toContain('AccessOwl answered 422');
		expect(description).toContain('email: has already been taken.');
	});

	it('tells in a dry run that the address is taken', async () => {
		const [planned] = await owl.records('user', 'create', { ...newcomer, email: 'kim.osei@example.com', options: { dryRun: true } });

		expect(planned).toMatchObject({ dryRun: true, wouldBeRefused: 'There is a person with the address kim.osei@example.com', current: { id: MANAGER_ID } });
	});

	it('gives back the person when the answer to the first attempt was lost', async () => {
		owl.simulator.faults.onOperation('createUser', { kind: 'reset', when: 'afterActing' });
		const [created] = await owl.records('user', 'create', newcomer);

		expect(created).toMatchObject({ email: newcomer.email, alreadySubmitted: true });
		expect(owl.simulator.state.users.filter(({ email }) => email === newcomer.email)).toHaveLength(1);
		expect(owl.writes().map(({ headers }) => headers['idempotency-key'])).toEqual(Array(2).fill(owl.writes()[0]?.headers['idempotency-key']));
	});

	it('says that the outcome is unknown when nobody with the address is there after all', async () => {
		owl.simulator.faults.onOperation('createUser', { kind: 'reset', when: 'afterActing', effect: 'remembered' });
		const { message, description } = await owl.refusal('user', 'create', newcomer);

		expect(message).toContain('AccessOwl had received this change before, and what became of it is not known');
		expect(description).toContain('another Idempotency Key');
		expect(owl.simulator.state.users.some(({ email }) => email === newcomer.email)).toBe(false);
	});
});
