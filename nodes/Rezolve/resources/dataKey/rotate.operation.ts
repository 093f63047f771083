import { defineOperation } from '../../../shared/operation';
import { checkTypedTenantId, tenantId, typedTenantId } from '../fields';

export const rotate = defineOperation({
	operation: 'rotate',
	name: 'Rotate',
	action: 'Rotate data key',
	description: 'Let Rezolve.ai encrypt all secrets of a tenant anew',
	endpoint: 'POST /api/v1/admin/dek/rotate',
	effect: 'destructive',
	offeredToModels: false,
	notice: 'Every secret of the tenant is encrypted anew. It takes its time, nothing stops it, and no call tells when it is done.',
	fields: [tenantId('body.tenantId'), typedTenantId()],
	check: async (item) => {
		checkTypedTenantId(item);
		return {};
	},
});
