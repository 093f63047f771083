import { defineOperation } from '../../../shared/operation';
import { context, filtering, startOptions } from './fields';
import { start as startExport, statusOf } from './exportJob';

export const start = defineOperation({
	operation: 'start',
	name: 'Start',
	action: 'Start export',
	description: 'Start an export and go on at once, for exports that take longer than a workflow should wait',
	endpoint: 'POST /v1/downloads',
	effect: 'read',
	fields: [...context, ...filtering, ...startOptions],
	run: async (item) => [statusOf(await startExport(item))],
});
