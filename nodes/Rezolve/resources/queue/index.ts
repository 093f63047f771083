import { defineOperation, defineResource } from '../../../shared/operation';
import { locator } from '../../../shared/operation/fields';
import { checkId } from '../fields';
import { moduleFields, NEEDS_REALM } from '../ticketing';

/** The list of queues gives IDs such as q-7, the call for the members wants the number alone. */
function queueNumber(value: string, displayName: string): string {
	const id = checkId(value, displayName);
	return /^[A-Za-z]+[-_]?(\d+)$/.exec(id)?.[1] ?? id;
}

const getAll = defineOperation({
	operation: 'getAll',
	name: 'Get Many',
	action: 'Get many queues',
	description: 'Retrieve the queues that tickets wait in, with their members',
	endpoint: 'GET /api/v2/ticketing/queue/list',
	effect: 'read',
	output: 'list',
	paged: false,
	notice: NEEDS_REALM,
	fields: moduleFields('agent'),
	list: { itemsPath: ['data.queues'] },
});

const getMembers = defineOperation({
	operation: 'getMembers',
	name: 'Get Members',
	action: 'Get members of queue',
	description: 'Retrieve the people who work on the tickets of a queue',
	endpoint: 'GET /api/v2/ticketing/queue/{queueId}/users',
	effect: 'read',
	output: 'list',
	paged: false,
	notice: NEEDS_REALM,
	fields: [
		locator('queueId', 'Queue', {
			required: true,
			search: 'searchQueues',
			checkId: queueNumber,
			sendAs: 'path.queueId',
			placeholder: 'e.g. 12',
			description: 'The number of the queue, or its ID in the list of queues, such as q-12: then the number in it is sent',
		}),
		...moduleFields('agent'),
	],
	list: { itemsPath: ['data.users'] },
});

export const queue = defineResource({
	resource: 'queue',
	name: 'Queue',
	description: 'Where tickets wait for a team',
	operations: [getAll, getMembers],
	default: getAll,
});
