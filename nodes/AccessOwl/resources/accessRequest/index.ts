import { defineResource } from '../../../shared/operation';
import { create } from './create.operation';
import { createMany } from './createMany.operation';
import { deny } from './deny.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { grant } from './grant.operation';
import { reject } from './reject.operation';

export const accessRequest = defineResource({
	resource: 'accessRequest',
	name: 'Access Request',
	description: 'A wish for access on its way through approval and set-up',
	operations: [create, createMany, deny, get, getAll, grant, reject],
	default: getAll,
});
