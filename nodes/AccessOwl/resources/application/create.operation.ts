import { InputError } from '../../../shared/http/inputError';
import type { JsonObject } from '../../../shared/http/request';
import { defineOperation, type Item } from '../../../shared/operation';
import { text } from '../../../shared/operation/fields';
import { applicationFields } from './applicationFields';
import { newResources } from './resourceRows';

async function withSameTitle({ session, ...item }: Item): Promise<JsonObject[]> {
	const title = item.text('title');
	const found = await session.list('GET /api/v1/applications', { query: { title_like: title } });
	return found.filter((application) => application.title === title);
}

export const create = defineOperation({
	operation: 'create',
	name: 'Create',
	action: 'Create application',
	description: 'Add an application of your own, with its resources and permissions',
	endpoint: 'POST /api/v1/applications',
	effect: 'write',
	idempotency: 'key',
	fields: [
		text('title', 'Title', { required: true, sendAs: 'body.title', placeholder: 'e.g. Ledger Console' }),
		...applicationFields('additionalFields'),
		...newResources,
	],
	check: async (item) => {
		const status = item.text('status') || 'requestable';
		if (status !== 'ignored' && !item.values.ownerUserId) {
			throw new InputError('Owner is empty', `An application that is ${status} needs one. Add Owner under Additional Fields, or set Status to Ignored.`);
		}
		if (status === 'requestable' && !item.values.resources && !item.values.resourcesJson) {
			throw new InputError('Resources is empty', 'An application that is requestable needs at least one. Add Resources under Additional Fields, or set another Status.');
		}
		if (!item.dryRun) return {};
		const [taken] = await withSameTitle(item);
		return taken ? { current: taken, plan: { note: 'There is an application with this title already' } } : {};
	},
	readBack: async (item) => {
		const found = await withSameTitle(item);
		return found.length === 1 ? found[0] : undefined;
	},
});
