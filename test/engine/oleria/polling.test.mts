import { setTimeout as wait } from 'node:timers/promises';
import { ACCOUNTS, timed, useOleria } from './support.mts';

const oleria = useOleria();
// The delays are real ones.
jest.setTimeout(20_000);
const reads = () => oleria.requestsTo('getDownload');
const waiting = (options: object = {}) => ({ context: ACCOUNTS, limit: 1, options }) as never;

describe('Waiting for an export', () => {
	it('looks again after growing delays, the first one after a second', async () => {
		oleria.simulator.set({ acceptedReads: 2 });
		await oleria.records('getRows', waiting());

		const times = [oleria.requestsTo('createDownload')[0]!, ...reads()].map(({ at }) => at);
		const gaps = times.slice(1).map((at, index) => at - times[index]!);
		expect(gaps).toHaveLength(3);
		[1_000, 1_500, 2_250].forEach((delayMs, index) => {
			expect(gaps[index]).toBeGreaterThanOrEqual(delayMs - 5);
			expect(gaps[index]).toBeLessThan(delayMs * 1.1 + 400);
		});
	});

	it('goes on while the status is one that nobody knows', async () => {
		oleria.simulator.set({ unknownStatus: 'queued', unknownStatusReads: 1 });

		expect(await oleria.records('getRows', waiting())).toHaveLength(1);
		expect(reads()).toHaveLength(2);
	});

	it('makes an error of an export that failed, with code, message and ID', async () => {
		oleria.simulator.set({ outcome: 'failed', failure: { code: 'TOO_LARGE', message: 'The result is too large.' } });
		const { message, description, data } = await oleria.failed('getRows', waiting());

		expect(message).toBe('Oleria could not make the export: The result is too large. [Item 0]');
		expect(description).toContain(oleria.exports()[0]!.id);
		expect(data).toMatchObject({ code: 'TOO_LARGE', record: { exportId: oleria.exports()[0]!.id } });
	});

	it('makes an error of an export that failed without a word', async () => {
		oleria.simulator.set({ outcome: 'failed', failure: null, unusedFields: 'null' });

		expect((await oleria.failed('getFile', waiting())).message).toBe('Oleria could not make the export: it gave no reason [Item 0]');
	});

	it('ends at the time the user set, and the error carries the ID that Download takes', async () => {
		oleria.simulator.set({ outcome: 'stuck' });
		const { result: { outputs }, tookMs } = await timed(oleria.run('getRows', waiting({ waitTimeout: 2 }), { onError: 'continueRegularOutput' }));

		const { id } = oleria.exports()[0]!;
		expect(tookMs).toBeGreaterThanOrEqual(2_000);
		expect(tookMs).toBeLessThan(3_500);
		expect(outputs[0]?.[0]?.json).toMatchObject({ error: expect.stringContaining('still working on the export after 2 s'), details: { description: expect.stringContaining(id), reason: 'deadlineReached', record: { exportId: id } } });

		oleria.simulator.admin.finish(id);
		expect(await oleria.records('download', { exportId: id, limit: 1 })).toHaveLength(1);
		expect(oleria.exports()).toHaveLength(1);
	});

	it('rides out an export that cannot be found in its first moments', async () => {
		oleria.simulator.faults.onOperation('getDownload', { kind: 'answer', status: 404, body: { code: 'NOT_FOUND', message: 'There is no download request with this id.' } });

		expect(await oleria.records('getRows', waiting())).toHaveLength(1);
		expect(oleria.exports()).toHaveLength(1);
	});

	it.each([
		['a gateway that is down', { kind: 'html', status: 502 }],
		['a connection that is lost', { kind: 'reset', when: 'beforeActing' }],
		['an answer that is cut', { kind: 'truncatedJson' }],
	] as const)('rides out %s, even with no retries', async (_case, fault) => {
		oleria.simulator.faults.onOperation('getDownload', fault);

		expect(await oleria.records('getRows', waiting({ retries: 0 }))).toHaveLength(1);
		expect(oleria.exports()).toHaveLength(1);
	});

	it('stops where it may not look, with the ID of the export', async () => {
		oleria.simulator.set({ forbid: 'read' });
		const { message, data } = await oleria.failed('getRows', waiting());

		expect(message).toBe('Oleria answered 403: The application may not use this resource. [Item 0]');
		expect(data).toMatchObject({ status: 403, record: { exportId: oleria.exports()[0]!.id } });
		expect(reads()).toHaveLength(1);
	});

	it('waits a moment for a link that is not there yet', async () => {
		oleria.simulator.set({ completedWithoutUrlReads: 1, unusedFields: 'null' });

		expect(await oleria.records('getRows', waiting())).toHaveLength(1);
		expect(reads()).toHaveLength(2);
	});

	it('says so when no link ever comes', async () => {
		oleria.simulator.set({ completedWithoutUrlReads: 100 });
		const { message, data } = await oleria.failed('getRows', waiting());

		expect(message).toBe('Oleria says that the export is completed but gives no link to it [Item 0]');
		expect(data).toMatchObject({ record: { exportId: oleria.exports()[0]!.id } });
		expect(reads()).toHaveLength(4);
	});

	it('ends at once when the execution is stopped, and looks no more', async () => {
		oleria.simulator.set({ outcome: 'stuck' });
		const onStart = (stop: () => void) => void wait(1_400).then(stop);
		const { result, tookMs } = await timed(oleria.run('getRows', waiting(), { onStart }));

		expect(tookMs).toBeLessThan(2_100);
		expect(result.run.status).toBe('canceled');
		const sent = oleria.simulator.requests.length;
		await wait(1_800);
		expect(oleria.simulator.requests).toHaveLength(sent);
	});

	it('ends at once when the execution is stopped while the file comes', async () => {
		oleria.simulator.faults.onOperation('fetchExportFile', { kind: 'drip', intervalMs: 200 });
		const onStart = (stop: () => void) => void wait(1_800).then(stop);
		const { result, tookMs } = await timed(oleria.run('getFile', waiting(), { onStart }));

		expect(tookMs).toBeLessThan(2_600);
		expect(result.run.status).toBe('canceled');
		expect(oleria.simulator.state.fileFetches).toHaveLength(1);
	});

	it.each([['0', /from 1 to 86400/], ['1.5', /whole number/]])('refuses %s seconds before anything is sent', async (waitTimeout, description) => {
		const failed = await oleria.failed('getRows', waiting({ waitTimeout: `={{ ${waitTimeout} }}` }));

		expect(failed.message).toMatch(/^Wait Timeout \(Seconds\) is /);
		expect(failed.description).toMatch(description);
		expect(oleria.simulator.requests).toEqual([]);
	});
});
