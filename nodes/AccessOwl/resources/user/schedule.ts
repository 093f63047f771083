import type { Field } from '../../../shared/operation';
import { choice, dateTime } from '../../../shared/operation/fields';

/** When a person's onboarding or offboarding starts. Repeating the call moves a planned date. */
export const schedule = (what: string): Field[] => [
	choice(
		'when',
		'When',
		[
			{ name: 'At a Time', value: 'scheduled', description: `Plan the ${what}, or move the date of a planned one` },
			{ name: 'Now', value: 'now', description: `Start the ${what} at once` },
		],
		{ required: true, default: 'scheduled' },
	),
	dateTime('scheduledAt', 'Scheduled At', {
		required: true,
		future: true,
		sendAs: 'body.scheduled_at',
		showWhen: { when: ['scheduled'] },
		description: 'In the future, as ISO 8601 with an offset from UTC. An expression can give a date object.',
	}),
];
