import { defineResource } from '../../../shared/operation';
import { count } from './count.operation';
import { getAll } from './getAll.operation';

export const ticket = defineResource({
	resource: 'ticket',
	name: 'Ticket',
	description: 'A ticket. To open or close one, use the Integration Hub.',
	operations: [count, getAll],
	default: getAll,
});
