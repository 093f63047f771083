import { InputError } from '../../../shared/http/inputError';
import { defineOperation } from '../../../shared/operation';
import { choice } from '../../../shared/operation/fields';
import { readExport } from './exportFile';
import { failed, stateOf } from './exportJob';
import { binaryProperty, exportId, fileName, rowOptions } from './fields';
import { fileOf } from './fileOf';
import { rowsOf } from './rowsOf';

export const download = defineOperation({
	operation: 'download',
	name: 'Download',
	action: 'Download export',
	description: 'Get a completed export by its ID, as rows or as a file',
	endpoint: 'GET /v1/downloads/{id}',
	alsoReaches: ['GET /exports/{objectKey}'],
	effect: 'read',
	output: 'list',
	fields: [
		exportId,
		choice('as', 'Output', [{ name: 'File', value: 'file', description: 'One item with the CSV file' }, { name: 'Rows', value: 'rows', description: 'One item for each row' }], { required: true, default: 'rows' }),
		{ ...binaryProperty, showWhen: { as: ['file'] } },
		fileName,
		...rowOptions,
	],
	run: async (item) => {
		const { session, settings } = item;
		if (settings.limit === 0 && item.text('as') === 'rows') return [];
		const request = item.request();
		const exported = session.recordOf(session.expect(await session.send(request, 'inherent'), request), request);
		const state = stateOf(exported);
		if (state === 'failed') throw failed(exported);
		if (state === 'running') {
			throw new InputError(`The export ${item.text('exportId')} is not ready yet: its status is "${String(exported.status)}"`, 'Wait, for example with a Wait node, and ask again; Get Status says when it is ready.');
		}
		if (item.text('as') === 'rows') return await readExport(item, exported, async (bytes) => await rowsOf(item, bytes, exported));
		return [await readExport(item, exported, async (bytes, headers) => await fileOf(item, bytes, headers, exported, String(exported.id)))];
	},
});
