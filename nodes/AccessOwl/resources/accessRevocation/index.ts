import { defineResource } from '../../../shared/operation';
import { create } from './create.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { reject } from './reject.operation';
import { revoke } from './revoke.operation';

export const accessRevocation = defineResource({
	resource: 'accessRevocation',
	name: 'Access Revocation',
	description: 'The removal of one access from one person',
	operations: [create, get, getAll, revoke, reject],
	default: getAll,
});
