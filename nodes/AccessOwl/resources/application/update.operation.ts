import { InputError } from '../../../shared/http/inputError';
import type { JsonObject, JsonValue } from '../../../shared/http/request';
import { defineOperation, isRecord, type Item } from '../../../shared/operation';
import { choice, number, text } from '../../../shared/operation/fields';
import { write } from '../../../shared/operation/write';
import { applicationLocator } from '../fields';
import { applicationFields } from './applicationFields';
import { refuseStale } from './lockVersion';

const PATH = '/api/v1/applications/{application_id}';

const application = async ({ session, ...item }: Item): Promise<JsonObject> =>
	await session.get(`GET ${PATH}`, { path: { application_id: item.text('applicationId') } });

/** Tags are titles when written and objects when read. */
const comparable = (value: JsonValue | undefined): string =>
	JSON.stringify(Array.isArray(value) ? value.map((each) => (isRecord(each) ? (each.title ?? null) : each)).sort() : (value ?? null));

/** Whether the application shows everything this item wanted to write. */
function isWritten(item: Item, record: JsonObject): boolean {
	const { body } = item.request();
	return isRecord(body) && Object.entries(body).every(([name, value]) => name === 'lock_version' || comparable(record[name]) === comparable(value));
}

export const update = defineOperation({
	operation: 'update',
	name: 'Update',
	action: 'Update application',
	description: 'Change attributes of an application, for instance hand it to another owner. What is not filled in stays.',
	endpoint: `PATCH ${PATH}`,
	alsoReaches: [`PUT ${PATH}`],
	effect: 'write',
	idempotency: 'key',
	fields: [
		applicationLocator({ required: true, sendAs: 'path.application_id' }),
		...applicationFields('updateFields'),
		text('title', 'Title', { group: 'updateFields', sendAs: 'body.title' }),
		number('lockVersion', 'Lock Version', {
			group: 'options',
			default: 1,
			min: 0,
			max: Number.MAX_SAFE_INTEGER,
			sendAs: 'body.lock_version',
			description: 'The "lock_version" that you read. AccessOwl then refuses the change if somebody else was faster.',
		}),
		// Assumed: PUT is listed by the vendor, and that it does the same as PATCH is a guess.
		choice('method', 'Method', [{ name: 'PATCH', value: 'PATCH' }, { name: 'PUT', value: 'PUT' }], {
			group: 'options',
			default: 'PATCH',
			description: 'How the change is sent. Both are thought to do the same; PATCH is documented.',
		}),
	],
	check: async (item) => {
		const { body } = item.request();
		if (!isRecord(body) || Object.keys(body).every((name) => name === 'lock_version')) {
			throw new InputError('Update Fields is empty', 'Add at least one field to change.');
		}
		return item.dryRun ? { current: await application(item) } : {};
	},
	// 409 means a repeated key or a stale lock_version. The record itself tells which: it shows our values, or it does not.
	readBack: async (item) => {
		const current = await application(item);
		if (isWritten(item, current)) return current;
		refuseStale(item, current);
		return undefined;
	},
	verify: async (item) => isWritten(item, await application(item)),
	run: async (item) => {
		if (item.values.method !== 'PUT') return await write(item);
		return await write({ ...item, request: () => item.withKey({ ...item.request(), method: 'PUT' }, '') });
	},
});
