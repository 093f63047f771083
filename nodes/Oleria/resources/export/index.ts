import { defineResource } from '../../../shared/operation';
import { download } from './download.operation';
import { getFile } from './getFile.operation';
import { getRows } from './getRows.operation';
import { getStatus } from './getStatus.operation';
import { start } from './start.operation';

export const exportResource = defineResource({
	resource: 'export',
	name: 'Export',
	description: 'A data set of Oleria as rows or as a CSV file',
	operations: [download, getFile, getRows, getStatus, start],
	default: getRows,
});
