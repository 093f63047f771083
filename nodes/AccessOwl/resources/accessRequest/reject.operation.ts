import { defineOperation } from '../../../shared/operation';
import { accessRequestId, reason } from '../fields';
import { checkClosing, hasStatus, requestOf } from './requests';

export const reject = defineOperation({
	operation: 'reject',
	name: 'Reject',
	action: 'Reject access request',
	description: 'Close a request that was approved and will not be set up',
	endpoint: 'POST /api/v1/access_requests/{access_request_id}/reject',
	effect: 'destructive',
	idempotency: 'key',
	fields: [accessRequestId, reason('reason', 'Reason', 'body.reason')],
	check: async (item) =>
		await checkClosing(item, {
			from: ['pending_permissions_assignment', 'scheduled', 'pending_dependency', 'processing_access'],
			to: 'rejected',
			advice: 'Only a request that is approved but not set up can be rejected. Use Deny while it waits for approval, and an access revocation once it is granted.',
		}),
	readBack: async (item) => {
		const request = await requestOf(item);
		return request.status === 'rejected' ? request : undefined;
	},
	verify: hasStatus('rejected'),
});
