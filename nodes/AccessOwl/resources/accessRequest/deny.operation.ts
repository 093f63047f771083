import { InputError } from '../../../shared/http/inputError';
import { defineOperation } from '../../../shared/operation';
import { accessRequestId, reason, userLocator } from '../fields';
import { checkClosing, hasStatus, pendingApprovers, requestOf } from './requests';

export const deny = defineOperation({
	operation: 'deny',
	name: 'Deny',
	action: 'Deny access request',
	description: 'Refuse a request that waits for approval. One denial closes the whole request.',
	endpoint: 'POST /api/v1/access_requests/{access_request_id}/deny',
	effect: 'destructive',
	idempotency: 'key',
	fields: [
		accessRequestId,
		userLocator(
			{ required: true, sendAs: 'body.on_behalf_of_user_id', description: 'The approver in whose name the request is denied. They must be asked in the current step and must not have answered yet.' },
			'onBehalfOfUserId',
			'On Behalf Of',
		),
		reason('reason', 'Reason', 'body.reason'),
	],
	check: async (item) => {
		const found = await checkClosing(item, {
			from: ['pending_approval'],
			to: 'denied',
			advice: 'Only a request that waits for approval can be denied. Use Reject for one that is approved but not set up, and an access revocation for one that was granted.',
		});
		if (!found.current) return found;
		const approvers = pendingApprovers(found.current);
		if (approvers.length > 0 && !approvers.includes(item.text('onBehalfOfUserId'))) {
			throw new InputError('On Behalf Of is nobody who is asked in the current step', `Use one of: ${approvers.join(', ')}.`);
		}
		return found;
	},
	readBack: async (item) => {
		const request = await requestOf(item);
		return request.status === 'denied' ? request : undefined;
	},
	verify: hasStatus('denied'),
});
