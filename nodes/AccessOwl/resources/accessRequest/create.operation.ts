import { defineOperation } from '../../../shared/operation';
import { reason, userLocator } from '../fields';
import { allowLeavers, applicationForList, permissionIds, resourceLocator } from './fields';
import { checkPerson, findRequest, requestById } from './requests';

export const create = defineOperation({
	operation: 'create',
	name: 'Create',
	action: 'Create access request',
	description: 'Ask for access on behalf of a person. It goes to the approvers of the application; nothing is granted by itself.',
	endpoint: 'POST /api/v1/access_requests',
	effect: 'write',
	idempotency: 'key',
	fields: [
		userLocator({ required: true, sendAs: 'body.user_id' }),
		applicationForList,
		resourceLocator,
		permissionIds,
		reason('requestReason', 'Reason', 'body.request_reason'),
		allowLeavers,
	],
	check: checkPerson,
	readBack: async ({ session, ...item }) =>
		await findRequest(
			session,
			item.text('userId'),
			{ resource_id: item.text('resourceId'), permission_ids: item.values.permissionIds ?? [] },
			item.text('requestReason'),
		),
	verify: async ({ session }, { id }) => (await requestById(session, String(id))).id === id,
});
