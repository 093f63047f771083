import { defineResource } from '../../../shared/operation';
import { getStats } from './getStats.operation';
import { trigger } from './trigger.operation';

export const job = defineResource({
	resource: 'job',
	name: 'Job',
	description: 'Work that Rezolve.ai does in the background',
	operations: [getStats, trigger],
	default: getStats,
});
