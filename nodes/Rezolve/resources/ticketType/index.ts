import { defineOperation, defineResource } from '../../../shared/operation';
import { texts } from '../../../shared/operation/fields';
import { offset } from '../../../shared/pagination';
import { moduleFields, NEEDS_REALM } from '../ticketing';

const getAll = defineOperation({
	operation: 'getAll',
	name: 'Get Many',
	action: 'Get many ticket types',
	description: 'Retrieve the kinds of tickets that there are',
	endpoint: 'GET /api/v2/ticketing/ticket-type',
	effect: 'read',
	output: 'list',
	notice: NEEDS_REALM,
	fields: [...moduleFields('agent'), texts('select', 'Fields', { group: 'options', sendAs: 'query.$select', placeholder: 'e.g. name, workflow', description: 'Return these fields alone, separated by commas' })],
	// OData (OASIS 4.01, 11.2.6): its names for size and offset.
	list: {
		itemsPath: ['data.value'],
		next: offset({ parameter: '$skip', sizeParameter: '$top' }),
		pageSize: { parameter: '$top', max: 100 },
	},
});

export const ticketType = defineResource({
	resource: 'ticketType',
	name: 'Ticket Type',
	description: 'A kind of ticket',
	operations: [getAll],
	default: getAll,
});
