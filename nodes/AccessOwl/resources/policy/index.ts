import { defineResource } from '../../../shared/operation';
import { getAll } from './getAll.operation';
import { setPolicyApplications } from './setApplications.operation';

export const policy = defineResource({
	resource: 'policy',
	name: 'Policy',
	description: 'An approval policy: who approves access to which applications',
	operations: [getAll, setPolicyApplications],
	default: getAll,
});
