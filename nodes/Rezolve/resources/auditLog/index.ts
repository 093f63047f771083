import { defineResource } from '../../../shared/operation';
import { getAll } from './getAll.operation';

export const auditLog = defineResource({
	resource: 'auditLog',
	name: 'Audit Log',
	description: 'The record of who did what in the tenant',
	operations: [getAll],
	default: getAll,
});
