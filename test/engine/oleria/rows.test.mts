import { bigExport, CONTEXTS, LEAVER_EMAIL } from '../../simulators/oleria/index.mts';
import { ACCOUNTS, filtersOf, useOleria } from './support.mts';

const oleria = useOleria();
const ofLeaver = filtersOf({ field: 'email', dataType: 'string', operator: 'eq', values: LEAVER_EMAIL });

describe('Export: Get Rows', () => {
	it('gives one item for each row, paired with its input item', async () => {
		const { outputs, error } = await oleria.run('getRows', { context: ACCOUNTS, returnAll: true, ...filtersOf({ field: 'email', dataType: 'string', operator: 'eq', values: '={{ $json.email }}' }) }, {
			items: [{ email: 'nobody@example.com' }, { email: LEAVER_EMAIL }],
		});

		expect(error).toBeUndefined();
		expect(outputs[0]?.length).toBeGreaterThan(2);
		expect(new Set(outputs[0]?.map(({ json }) => json.Email))).toEqual(new Set([LEAVER_EMAIL]));
		expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual(outputs[0]?.map(() => ({ item: 1 })));
		expect(oleria.exports()).toHaveLength(2);
		expect(oleria.simulator.state.tokens).toHaveLength(1);
	});

	it('asks for the data set alone where there are no filters and no order', async () => {
		await oleria.records('getRows', { context: 'employees' });

		expect(oleria.requestsTo('createDownload').map(({ body }) => body)).toEqual([{ context: 'employees' }]);
	});

	it('gives as many rows as Limit says, 50 when nothing is said, and all with Return All', async () => {
		oleria.simulator.admin.setFile('risksV2', csvOf(120));

		expect(await oleria.records('getRows', { context: 'risksV2', limit: 7 })).toHaveLength(7);
		expect(await oleria.records('getRows', { context: 'risksV2' })).toHaveLength(50);
		expect(await oleria.records('getRows', { context: 'risksV2', returnAll: true })).toHaveLength(120);
	});

	it('reads no more of a large file than Limit needs', async () => {
		const file = bigExport(500_000);
		oleria.simulator.admin.setFile('risksV2', undefined);
		oleria.simulator.admin.setFile('riskMonitoringDetail', file);
		const rows = await oleria.records('getRows', { context: 'riskMonitoringDetail', limit: 3 });

		expect(rows.map((row) => row['Row Number'])).toEqual(['000000001', '000000002', '000000003']);
		expect(oleria.simulator.state.fileFetches[0]?.bytes).toBeLessThan(20_000_000);
	});

	it('asks for nothing with a Limit of 0', async () => {
		expect(await oleria.records('getRows', { context: ACCOUNTS, limit: 0 })).toEqual([]);
		expect(oleria.simulator.requests).toEqual([]);
	});

	it('loses no row of a large file', async () => {
		oleria.simulator.admin.setFile('riskMonitoringDetail', bigExport(30_000));
		const rows = await oleria.records('getRows', { context: 'riskMonitoringDetail', returnAll: true });

		expect(rows.map((row) => Number(row['Row Number']))).toEqual(Array.from({ length: 30_000 }, (_each, index) => index + 1));
	});
});

const csvOf = (rows: number) => Buffer.from(`Id\r\n${Array.from({ length: rows }, (_each, index) => `${index + 1}\r\n`).join('')}`);

describe('Export: Start, Get Status and Download', () => {
	it('go on with one export: what was started is looked at and read by its ID', async () => {
		oleria.simulator.set({ acceptedReads: 1 });
		const [start] = await oleria.records('start', { context: ACCOUNTS, ...ofLeaver });
		expect(start).toEqual({ id: oleria.exports()[0]?.id, status: 'accepted', finished: false, hasFile: false });

		expect(await oleria.records('getStatus', { exportId: start!.id as string })).toEqual([{ id: start!.id, status: 'accepted', finished: false, hasFile: false }]);
		expect(await oleria.records('getStatus', { exportId: start!.id as string })).toEqual([{ id: start!.id, status: 'completed', finished: true, hasFile: true }]);
		const rows = await oleria.records('download', { exportId: start!.id as string, as: 'rows', returnAll: true });

		expect(new Set(rows.map((row) => row.Email))).toEqual(new Set([LEAVER_EMAIL]));
		expect(oleria.exports()).toHaveLength(1);
		expect(oleria.simulator.state.fileFetches.map(({ downloadId }) => downloadId)).toEqual([start!.id]);
	});

	it.each(['absent', 'null'] as const)('take fields that are %s alike', async (unusedFields) => {
		oleria.simulator.set({ unusedFields, acceptedReads: 1 });
		const exportId = await oleria.started();

		expect(await oleria.records('getStatus', { exportId })).toEqual([{ id: exportId, status: 'accepted', finished: false, hasFile: false }]);
	});

	it('tell a failed export: Get Status as a record, Download as an error', async () => {
		const exportId = await oleria.started();
		oleria.simulator.admin.fail(exportId, { code: 'TOO_LARGE', message: 'The result is too large.' });

		expect(await oleria.records('getStatus', { exportId })).toEqual([{ id: exportId, status: 'failed', finished: true, hasFile: false, error: { code: 'TOO_LARGE', message: 'The result is too large.' } }]);
		expect(await oleria.failed('download', { exportId })).toMatchObject({
			message: 'Oleria could not make the export: The result is too large. [Item 0]',
			description: expect.stringContaining(exportId),
			data: { code: 'TOO_LARGE', record: { exportId } },
		});
	});

	it('say that an export is not ready yet', async () => {
		oleria.simulator.set({ outcome: 'stuck' });
		const exportId = await oleria.started();

		expect(await oleria.failed('download', { exportId })).toMatchObject({
			message: `The export ${exportId} is not ready yet: its status is "accepted" [Item 0]`,
			description: expect.stringContaining('Wait node'),
		});
		expect(oleria.simulator.state.fileFetches).toEqual([]);
	});

	it.each(['getStatus', 'download'])('%s takes an ID in capitals and refuses what is none before anything is sent', async (operation) => {
		const exportId = await oleria.started();
		expect((await oleria.run(operation, { exportId: exportId.toUpperCase() })).error).toBeUndefined();
		const sent = oleria.simulator.requests.length;

		expect((await oleria.failed(operation, { exportId: '../users' })).message).toMatch(/^Export ID is not an ID/);
		expect(oleria.simulator.requests).toHaveLength(sent);
	});

	it('say that an export which somebody else made does not exist', async () => {
		const exportId = oleria.simulator.state.downloads[0]!.id;

		expect(await oleria.failed('download', { exportId })).toMatchObject({ message: expect.stringContaining('404'), description: expect.stringContaining('Check the Export ID') });
	});
});

describe('Data Set', () => {
	it('takes each of the 25 and a name of its own', async () => {
		const items = [...CONTEXTS.map((context) => ({ context })), { context: 'other' }];
		const started = await oleria.records('start', { context: '={{ $json.context }}', otherContext: 'vendorsNewestV3', options: { concurrency: 10 } }, { items });

		expect(oleria.requestsTo('createDownload').map(({ body }) => (body as { context: string }).context).sort()).toEqual([...CONTEXTS, 'vendorsNewestV3'].sort());
		const rows = await oleria.run('download', { exportId: '={{ $json.id }}', as: 'rows', limit: 1, options: { concurrency: 10 } }, { items: started });
		expect(rows.outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_each, item) => ({ item })));
	});

	it('refuses another name in the menu, and an empty one under Other, before anything is sent', async () => {
		expect((await oleria.failed('start', { context: 'vendorsNewestV3' })).message).toMatch(/^Data Set is "vendorsNewestV3"/);
		expect((await oleria.failed('start', { context: 'other', otherContext: ' ' })).message).toMatch(/^Data Set Name is empty/);
		expect(oleria.simulator.requests).toEqual([]);
	});
});
