import { defineResource } from '../../../shared/operation';
import { create } from './create.operation';

export const serviceAccount = defineResource({
	resource: 'serviceAccount',
	name: 'Service Account',
	description: 'An account that belongs to no person',
	operations: [create],
	default: create,
});
