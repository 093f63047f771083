import { defineOperation } from '../../../shared/operation';
import { choice, email, text, texts } from '../../../shared/operation/fields';
import { peopleWithEmail, personById } from '../../people';
import { employmentTypes, userLocator } from '../fields';

export const create = defineOperation({
	operation: 'create',
	name: 'Create',
	action: 'Create user',
	description: 'Add a person, who is active at once. People can be offboarded but never deleted.',
	endpoint: 'POST /api/v1/users',
	effect: 'write',
	idempotency: 'key',
	offeredToModels: false,
	fields: [
		email('email', 'Email', { required: true, sendAs: 'body.email' }),
		text('firstName', 'First Name', { required: true, sendAs: 'body.first_name', placeholder: 'e.g. Robin' }),
		text('lastName', 'Last Name', { required: true, sendAs: 'body.last_name', placeholder: 'e.g. Vale' }),
		texts('departments', 'Departments', { group: 'additionalFields', sendAs: 'body.departments', placeholder: 'e.g. Finance, Accounting', description: 'Separated by commas' }),
		choice('employmentType', 'Employment Type', employmentTypes, { group: 'additionalFields', open: true, default: 'full_time', sendAs: 'body.employment_type' }),
		text('jobTitle', 'Job Title', { group: 'additionalFields', sendAs: 'body.job_title', placeholder: 'e.g. Accountant' }),
		text('locationCity', 'Location City', { group: 'additionalFields', sendAs: 'body.location_city', placeholder: 'e.g. Lisbon' }),
		userLocator({ group: 'additionalFields', sendAs: 'body.manager_user_id', description: 'Needed before the person can be onboarded' }, 'managerUserId', 'Manager'),
		texts('teams', 'Teams', { group: 'additionalFields', sendAs: 'body.teams', placeholder: 'e.g. Close', description: 'Separated by commas' }),
	],
	// AccessOwl itself refuses a second person with the same address; a dry run has to look.
	check: async (item) => {
		if (!item.dryRun) return {};
		const [taken] = await peopleWithEmail(item.text('email'), item.session);
		return taken ? { current: taken, plan: { wouldBeRefused: `There is a person with the address ${item.text('email')}` } } : {};
	},
	readBack: async (item) => {
		const people = await peopleWithEmail(item.text('email'), item.session);
		return people.length === 1 ? people[0] : undefined;
	},
	verify: async ({ session }, { id }) => (await personById(session, String(id))).id === id,
});
