import { defineResource } from '../../../shared/operation';
import { rotate } from './rotate.operation';

export const dataKey = defineResource({
	resource: 'dataKey',
	name: 'Data Key',
	description: 'The key that the secrets of a tenant are encrypted with',
	operations: [rotate],
	default: rotate,
});
