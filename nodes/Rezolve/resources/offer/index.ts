import { defineOperation, defineResource } from '../../../shared/operation';
import { moduleFields, NEEDS_REALM } from '../ticketing';

const getAll = defineOperation({
	operation: 'getAll',
	name: 'Get Many',
	action: 'Get many offers',
	description: 'Retrieve what the service catalogue offers, with the fields of its forms',
	endpoint: 'GET /api/v2/ticketing/tenant/sc/offers',
	effect: 'read',
	output: 'list',
	paged: false,
	notice: NEEDS_REALM,
	fields: moduleFields('agent'),
	list: { itemsPath: ['data.offers'] },
});

export const offer = defineResource({
	resource: 'offer',
	name: 'Offer',
	description: 'Something that can be ordered from the service catalogue',
	operations: [getAll],
	default: getAll,
});
