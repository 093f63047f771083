import { csvOf, DEFAULT_SWITCHES, LEAVER_EMAIL, columnsOf, bigExport } from '../../simulators/oleria/index.mts';
import type { IBinaryData } from 'n8n-workflow';
import type { NodeResult } from '../../support/engine.mts';
import { ACCOUNTS, filtersOf, useOleria } from './support.mts';

const oleria = useOleria();
const CONTENT = Buffer.concat([Buffer.from('\uFEFFName,Note\r\n"Vale, Robin","two\r\nlines"\r\nΖωή 🌲,\r\n'), Buffer.from([0xff, 0x00, 0x80])]);

/** The bytes that are in n8n's store. Engine tests keep them in memory. */
const bytesOf = ({ data }: IBinaryData): Buffer => Buffer.from(data, 'base64');
const fileIn = ({ outputs }: NodeResult, property = 'data', index = 0): IBinaryData => outputs[0]![index]!.binary![property]!;

describe('Export: Get File', () => {
	it('stores the file byte for byte, named after the data set, and says how large it is', async () => {
		oleria.simulator.admin.setFile(ACCOUNTS, CONTENT);
		const result = await oleria.run('getFile', { context: ACCOUNTS });

		expect(result.error).toBeUndefined();
		expect(result.outputs[0]).toHaveLength(1);
		expect(bytesOf(fileIn(result)).equals(CONTENT)).toBe(true);
		expect(fileIn(result)).toMatchObject({ fileName: `${ACCOUNTS}.csv`, mimeType: 'text/csv', fileExtension: 'csv' });
		expect(result.json[0]).toEqual({
			exportId: oleria.exports()[0]?.id, fileName: `${ACCOUNTS}.csv`, mimeType: 'text/csv', fileSize: `${CONTENT.length} B`, sizeBytes: CONTENT.length,
		});
		expect(result.outputs[0]?.[0]?.pairedItem).toEqual({ item: 0 });
	});

	it('puts it under the wanted name into the wanted field', async () => {
		const result = await oleria.run('getFile', { context: 'other', otherContext: 'newest', binaryProperty: 'report', options: { fileName: 'leavers/2027: "Q1".csv' } });

		expect(fileIn(result, 'report').fileName).toBe('leavers_2027_ _Q1_.csv');
	});

	it('names it after the data set that was typed in', async () => {
		expect(fileIn(await oleria.run('getFile', { context: 'other', otherContext: '../newest' })).fileName).toBe('.._newest.csv');
	});

	it('filters as Get Rows does', async () => {
		const result = await oleria.run('getFile', { context: ACCOUNTS, ...filtersOf({ field: 'email', dataType: 'string', operator: 'eq', values: LEAVER_EMAIL }) });
		const rows = await oleria.rows(filtersOf({ field: 'email', dataType: 'string', operator: 'eq', values: LEAVER_EMAIL }));

		expect(bytesOf(fileIn(result)).toString().split('\r\n').filter((line) => line.includes(LEAVER_EMAIL))).toHaveLength(rows.length);
	});

	it.each(['binary/octet-stream', 'application/octet-stream', 'text/csv; charset=utf-8'])('calls it CSV where the host says %s', async (fileContentType) => {
		oleria.simulator.set({ fileContentType });

		expect(fileIn(await oleria.run('getFile', { context: ACCOUNTS }))).toMatchObject({ mimeType: 'text/csv' });
	});

	it.each(['text/html; charset=utf-8', 'application/xml', 'application/json', 'application/problem+json'])('refuses an answer of the type %s in place of the file', async (fileContentType) => {
		oleria.simulator.set({ fileContentType });
		const { message, description } = await oleria.failed('getFile', { context: ACCOUNTS });

		expect(message).toBe(`The link to the export gives ${fileContentType.split(';')[0]}, not a CSV file [Item 0]`);
		expect(description).toContain(oleria.exports()[0]!.id);
		expect(oleria.exports()).toHaveLength(1);
	});

	it('stores an empty result as the empty file that it is', async () => {
		oleria.simulator.set({ rows: 'none', emptyResult: 'nothing' });
		const result = await oleria.run('getFile', { context: ACCOUNTS });

		expect(result.error).toBeUndefined();
		expect(bytesOf(fileIn(result))).toHaveLength(0);
		expect(result.json[0]).toMatchObject({ sizeBytes: 0 });
	});

	it.each(['length', 'chunked'] as const)('unpacks gzip, framed by %s', async (fileFraming) => {
		oleria.simulator.admin.setFile(ACCOUNTS, CONTENT);
		oleria.simulator.set({ gzip: true, fileFraming });

		expect(bytesOf(fileIn(await oleria.run('getFile', { context: ACCOUNTS }))).equals(CONTENT)).toBe(true);
	});

	it('gives each item its own file', async () => {
		const result = await oleria.run('getFile', { context: '={{ $json.context }}', options: { concurrency: 2 } }, { items: [{ context: 'risks' }, { context: 'employees' }] });

		expect(result.outputs[0]?.map(({ json, pairedItem }) => [json.fileName, pairedItem])).toEqual([['risks.csv', { item: 0 }], ['employees.csv', { item: 1 }]]);
		expect(bytesOf(fileIn(result, 'data', 0)).equals(bytesOf(fileIn(result, 'data', 1)))).toBe(false);
	});

	it('brings a file of megabytes complete', async () => {
		const large = bigExport(20_000);
		oleria.simulator.admin.setFile(ACCOUNTS, large);
		const chunks: Buffer[] = [];
		for await (const chunk of large.chunks()) chunks.push(Buffer.from(chunk));

		expect(bytesOf(fileIn(await oleria.run('getFile', { context: ACCOUNTS }))).equals(Buffer.concat(chunks))).toBe(true);
	});
});

describe('Export: Download as a file', () => {
	it('gives the bytes that the simulator has for that export, named after its ID', async () => {
		const file = csvOf(columnsOf('email role'), [{ email: LEAVER_EMAIL, role: 'Admin, all' }], DEFAULT_SWITCHES);
		oleria.simulator.admin.setFile(ACCOUNTS, file);
		const exportId = await oleria.started();
		const result = await oleria.run('download', { exportId, as: 'file' });

		expect(bytesOf(fileIn(result)).equals(file)).toBe(true);
		expect(fileIn(result)).toMatchObject({ fileName: `${exportId}.csv`, mimeType: 'text/csv' });
		expect(oleria.exports()).toHaveLength(1);
	});

	it('is not held back by a Limit, which is for rows', async () => {
		const result = await oleria.run('download', { exportId: await oleria.started(), as: 'file', limit: 0 });

		expect(result.outputs[0]).toHaveLength(1);
	});
});
