import { InputError } from '../../../shared/http/inputError';
import { defineOperation } from '../../../shared/operation';
import { accessRequestId } from '../fields';
import { checkClosing, hasStatus, requestOf } from './requests';

export const grant = defineOperation({
	operation: 'grant',
	name: 'Grant',
	action: 'Grant access request',
	description: 'Record that approved access was set up by hand. This is not an approval.',
	endpoint: 'POST /api/v1/access_requests/{access_request_id}/grant',
	effect: 'write',
	idempotency: 'key',
	fields: [accessRequestId],
	check: async (item) => {
		const found = await checkClosing(item, {
			from: ['processing_access'],
			to: 'access_granted',
			advice: 'Only an approved request that waits for manual work (processing_access) can be granted. One that waits for approval must be approved in AccessOwl first.',
		});
		if (found.current?.provisioning_type === 'automatic') {
			throw new InputError('The access request is set up by AccessOwl itself', 'Only requests of applications without an integration are granted by hand. Wait until AccessOwl has finished.');
		}
		return found;
	},
	readBack: async (item) => {
		const request = await requestOf(item);
		return request.status === 'access_granted' ? request : undefined;
	},
	verify: hasStatus('access_granted'),
});
