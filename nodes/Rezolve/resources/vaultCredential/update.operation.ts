import { InputError } from '../../../shared/http/inputError';
import { defineOperation, type Item } from '../../../shared/operation';
import { choice, jsonObject, text, texts } from '../../../shared/operation/fields';
import { credentialId, integrationId } from '../fields';

const DETAILS = 'GET /api/v1/credentials/{integrationId}/details';
const FIELDS = ['credentialName', 'description', 'metadata', 'scopes', 'status'];

const details = async ({ session, ...item }: Item) =>
	await session.get(DETAILS, { path: { integrationId: item.text('integrationId') }, query: { credentialId: item.text('credentialId') } });

export const update = defineOperation({
	operation: 'update',
	name: 'Update',
	action: 'Update vault credential',
	description: 'Change what is known of a credential, or stop its use without deleting it',
	endpoint: 'PATCH /api/v1/credentials/{integrationId}/{credentialId}',
	alsoReaches: [DETAILS],
	effect: 'write',
	fields: [
		integrationId(),
		credentialId(),
		text('credentialName', 'Credential Name', { group: 'updateFields', sendAs: 'body.credentialName' }),
		text('description', 'Description', { group: 'updateFields', sendAs: 'body.description' }),
		jsonObject('metadata', 'Metadata (JSON)', {
			group: 'updateFields',
			sendAs: 'body.metadata',
			description: 'An object; it replaces the present one whole. No secrets: metadata can be read by others.',
			example: '{ "owner": "Close team" }',
		}),
		texts('scopes', 'Scopes', { group: 'updateFields', emptyClears: true, sendAs: 'body.scopes', description: 'All of them, separated by commas' }),
		choice(
			'status',
			'Status',
			[
				{ name: 'Active', value: 'active' },
				{ name: 'Inactive', value: 'inactive', description: 'Stops its use and can be undone: the safe step when somebody leaves' },
			],
			{ group: 'updateFields', default: 'inactive', sendAs: 'body.status' },
		),
	],
	check: async (item) => {
		if (FIELDS.every((name) => item.values[name] === undefined)) {
			throw new InputError('Nothing to change was given', 'Add at least one field under Update Fields. If they hold expressions, look at the input on the left.');
		}
		return item.dryRun ? { current: await details(item) } : {};
	},
	verify: async (item) => {
		const { status } = await details(item);
		return item.values.status === undefined ? null : status === item.values.status;
	},
});
