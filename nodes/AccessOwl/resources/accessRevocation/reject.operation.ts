import { InputError } from '../../../shared/http/inputError';
import { defineOperation } from '../../../shared/operation';
import { accessRevocationId, reason } from '../fields';
import { revocationOf } from './revocations';

export const reject = defineOperation({
	operation: 'reject',
	name: 'Reject',
	action: 'Reject access revocation',
	description: 'Close an open revocation. The person keeps the access.',
	endpoint: 'POST /api/v1/access_revocations/{access_revocation_id}/reject',
	effect: 'write',
	idempotency: 'key',
	fields: [accessRevocationId, reason('reason', 'Reason', 'body.reason')],
	check: async (item) => {
		const current = await revocationOf(item);
		if (current.status === 'rejected') return { done: { ...current, alreadySubmitted: true } };
		if (current.status !== 'revoked') return { current };
		throw new InputError('The access is revoked already', 'A finished revocation cannot be rejected. Create an access request to give the access back.');
	},
	readBack: async (item) => {
		const revocation = await revocationOf(item);
		return revocation.status === 'rejected' ? revocation : undefined;
	},
	verify: async (item) => (await revocationOf(item)).status === 'rejected',
});
