import { defineOperation } from '../../../shared/operation';
import { makeAndRead } from './exportFile';
import { context, filtering, rowOptions, startOptions, waitOptions } from './fields';
import { rowsOf } from './rowsOf';

export const getRows = defineOperation({
	operation: 'getRows',
	name: 'Get Rows',
	action: 'Get export rows',
	description: 'Export a data set, wait for it, and return one item for each row',
	endpoint: 'POST /v1/downloads',
	alsoReaches: ['GET /v1/downloads/{id}', 'GET /exports/{objectKey}'],
	effect: 'read',
	output: 'list',
	fields: [...context, ...filtering, ...startOptions, ...waitOptions, ...rowOptions],
	// Three requests with a wait in between, the last one to another host.
	run: async (item) => (item.settings.limit === 0 ? [] : await makeAndRead(item, async (bytes, _headers, exported) => await rowsOf(item, bytes, exported))),
});
