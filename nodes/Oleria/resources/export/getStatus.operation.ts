import { defineOperation } from '../../../shared/operation';
import { statusOf } from './exportJob';
import { exportId } from './fields';

export const getStatus = defineOperation({
	operation: 'getStatus',
	name: 'Get Status',
	action: 'Get export status',
	description: 'See whether an export is completed. "finished" is true once it is over, for an If node.',
	endpoint: 'GET /v1/downloads/{id}',
	effect: 'read',
	fields: [exportId],
	run: async ({ session, ...item }) => {
		const request = item.request();
		return [statusOf(session.recordOf(session.expect(await session.send(request, 'inherent'), request), request))];
	},
});
