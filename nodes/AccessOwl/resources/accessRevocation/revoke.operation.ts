import { defineOperation } from '../../../shared/operation';
import { accessRevocationId } from '../fields';
import { revocationOf } from './revocations';
import { isFinished } from './waitUntilFinished';

export const revoke = defineOperation({
	operation: 'revoke',
	name: 'Mark as Revoked',
	action: 'Mark access revocation as revoked',
	description: 'Record that the access was removed by hand. The output says "rejected" when no current access was left.',
	endpoint: 'POST /api/v1/access_revocations/{access_revocation_id}/revoke',
	effect: 'destructive',
	idempotency: 'key',
	notice: 'Use this only after the account is really gone from the application: AccessOwl then counts the access as removed.',
	fields: [accessRevocationId],
	check: async (item) => {
		const current = await revocationOf(item);
		return isFinished(current) ? { done: { ...current, alreadySubmitted: true } } : { current };
	},
	readBack: async (item) => {
		const revocation = await revocationOf(item);
		return isFinished(revocation) ? revocation : undefined;
	},
	verify: async (item) => (await revocationOf(item)).status === 'revoked',
});
