import { defineResource } from '../../../shared/operation';
import { create } from './create.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { revoke } from './revoke.operation';
import { rotate } from './rotate.operation';
import { validate } from './validate.operation';

export const apiKey = defineResource({
	resource: 'apiKey',
	name: 'API Key',
	description: 'A key that programs sign in with',
	operations: [create, get, getAll, revoke, rotate, validate],
	default: getAll,
});
