import { defineOperation } from '../../../shared/operation';
import { makeAndRead } from './exportFile';
import { binaryProperty, context, fileName, filtering, startOptions, waitOptions } from './fields';
import { fileOf } from './fileOf';
import { OTHER } from './contexts';

export const getFile = defineOperation({
	operation: 'getFile',
	name: 'Get File',
	action: 'Get export file',
	description: 'Export a data set, wait for it, and return it as a CSV file, however large',
	endpoint: 'POST /v1/downloads',
	alsoReaches: ['GET /v1/downloads/{id}', 'GET /exports/{objectKey}'],
	effect: 'read',
	fields: [...context, ...filtering, binaryProperty, fileName, ...startOptions, ...waitOptions],
	run: async (item) => {
		const name = item.text(item.text('context') === OTHER ? 'otherContext' : 'context');
		return [await makeAndRead(item, async (bytes, headers, exported) => await fileOf(item, bytes, headers, exported, name))];
	},
});
