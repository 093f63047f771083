import { defineResource } from '../../../shared/operation';
import { create } from './create.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { offboard } from './offboard.operation';
import { onboard } from './onboard.operation';

export const user = defineResource({
	resource: 'user',
	name: 'User',
	description: 'A person of the organization, whether they work there, join or leave',
	operations: [create, get, getAll, offboard, onboard],
	default: getAll,
});
