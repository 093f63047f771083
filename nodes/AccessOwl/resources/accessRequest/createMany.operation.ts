import type { JsonObject } from '../../../shared/http/request';
import { defineOperation, isRecord, type Item } from '../../../shared/operation';
import { checkUuid, id, rowsOrJson, text, texts } from '../../../shared/operation/fields';
import { write } from '../../../shared/operation/write';
import { reason, userLocator } from '../fields';
import { allowLeavers } from './fields';
import { checkPerson, findRequest } from './requests';

function asked({ values }: Item): JsonObject[] {
	const requests = values.requests ?? values.requestsJson;
	return Array.isArray(requests) ? requests.filter(isRecord) : [];
}

/** Assumed: the vendor's page does not name the list; `requests` fits what it shows. The option changes it. */
function request(item: Item) {
	const sent = item.request();
	const key = item.text('bulkKey') || 'requests';
	const { requests = [], ...rest } = isRecord(sent.body) ? sent.body : {};
	return item.withKey({ ...sent, body: { ...rest, [key]: requests } }, '');
}

export const createMany = defineOperation({
	operation: 'createMany',
	name: 'Create Many',
	action: 'Create many access requests',
	description: 'Ask for 1 to 10 things for one person with one reason',
	endpoint: 'POST /api/v1/access_requests/bulk',
	effect: 'write',
	idempotency: 'key',
	fields: [
		userLocator({ required: true, sendAs: 'body.user_id' }),
		...rowsOrJson('requests', 'Requests', {
			required: true,
			max: 10,
			sendAs: 'body.requests',
			rowName: 'request',
			rowTitle: 'Request',
			rename: { resourceId: 'resource_id', permissionIds: 'permission_ids' },
			description: 'What to ask for, each with its permissions',
			columns: (prefix) => [
				id('resourceId', `${prefix}Resource ID`, { required: true, description: 'From Get Resources of the application' }),
				texts('permissionIds', `${prefix}Permission IDs`, { required: true, each: checkUuid, description: 'At least one, separated by commas' }),
			],
		}),
		reason('requestReason', 'Reason', 'body.request_reason'),
		allowLeavers,
		text('bulkKey', 'List Name', { group: 'options', placeholder: 'e.g. requests', description: 'The name under which AccessOwl takes the list. Change it only if AccessOwl refuses "requests".' }),
	],
	check: checkPerson,
	readBack: async (item) => {
		const found = await Promise.all(asked(item).map(async (each) => await findRequest(item.session, item.text('userId'), each, item.text('requestReason'))));
		return found.every((each) => each !== undefined) ? { data: found as JsonObject[] } : undefined;
	},
	// One output item for each request that was made.
	run: async (item) => {
		const [answer] = await write({ ...item, request: () => request(item) });
		if (!answer || answer.dryRun === true) return answer ? [answer] : [];
		const { data, ...marks } = answer;
		if (Array.isArray(data)) return data.filter(isRecord).map((each) => ({ ...each, ...marks }));
		return [answer];
	},
});
