import { defineResource } from '../../../shared/operation';
import { getAll } from './getAll.operation';

export const accessState = defineResource({
	resource: 'accessState',
	name: 'Access State',
	description: 'One access that one person holds or held',
	operations: [getAll],
	default: getAll,
});
