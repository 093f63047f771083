import { byId, useAccessOwl } from './support.mts';
import { LEAVER_ID } from '../../simulators/accessowl/index.mts';

const owl = useAccessOwl();

describe('A field that is needed only under a condition', () => {
	it('does not make n8n refuse the workflow when the condition comes from an expression', async () => {
		const { error } = await owl.run('user', 'offboard', { userId: byId(LEAVER_ID), when: '={{ "now" }}', scheduledAt: '', options: { dryRun: true } });

		expect(error).toBeUndefined();
	});

	it('is asked for when the expression says so', async () => {
		const { message } = await owl.refusal('user', 'offboard', { userId: byId(LEAVER_ID), when: '={{ "scheduled" }}', scheduledAt: '', options: { dryRun: true } });

		expect(message).toBe('Scheduled At is empty [Item 0]');
	});
});
