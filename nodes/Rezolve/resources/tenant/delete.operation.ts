import { defineOperation } from '../../../shared/operation';
import { recordAt, removalCheck, whenMissing, isGone } from '../../outcomes';
import { checkTypedTenantId, tenantId, typedTenantId } from '../fields';

const TENANT = 'GET /api/v1/admin/tenants/{tenantId}';
const STATS = 'GET /api/v1/admin/tenants/{tenantId}/stats';

export const deleteTenant = defineOperation({
	operation: 'delete',
	name: 'Delete',
	action: 'Delete tenant',
	description: 'Delete a tenant with all its users, keys, clients and credentials',
	endpoint: 'DELETE /api/v1/admin/tenants/{tenantId}',
	alsoReaches: [TENANT, STATS],
	effect: 'destructive',
	offeredToModels: false,
	notice: 'Everything in the tenant goes with this one call, and nothing brings it back. A dry run shows what there is (under Options).',
	fields: [tenantId('path.tenantId'), typedTenantId(), whenMissing('tenant')],
	check: async (item) => {
		checkTypedTenantId(item);
		const id = item.text('tenantId');
		const found = await removalCheck(item, TENANT, { tenantId: id }, { ids: { id }, already: 'alreadyDeleted' });
		if (found.done || !item.dryRun) return found;
		const stats = await recordAt(item, STATS, { tenantId: id });
		return { ...found, plan: { wouldDelete: stats ?? null } };
	},
	present: (answer, item) => [{ id: item.text('tenantId'), ...answer, outcome: 'deleted' }],
	verify: async (item) => isGone(await recordAt(item, TENANT, { tenantId: item.text('tenantId') })),
});
