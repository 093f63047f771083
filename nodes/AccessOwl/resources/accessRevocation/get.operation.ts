import { defineOperation } from '../../../shared/operation';
import { accessRevocationId } from '../fields';

export const get = defineOperation({
	operation: 'get',
	name: 'Get',
	action: 'Get access revocation',
	description: 'Retrieve one access revocation, to see whether it is done',
	endpoint: 'GET /api/v1/access_revocations/{access_revocation_id}',
	effect: 'read',
	fields: [accessRevocationId],
});
