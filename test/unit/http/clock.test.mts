import { getEventListeners } from 'node:events';

import { systemClock } from '../../../nodes/shared/http/clock';

describe('the real clock', () => {
	it('sleeps at least as long as asked', async () => {
		const began = systemClock.monotonic();
		await systemClock.sleep(20);
		expect(systemClock.monotonic() - began).toBeGreaterThanOrEqual(19);
	});

	it('does not wake at once from a sleep longer than a Node timer can run, and ends it on abort', async () => {
		const controller = new AbortController();
		let woke = false;
		const sleeping = systemClock.sleep(9_999_999_999_000, controller.signal).then(() => (woke = true), () => 'aborted');
		await systemClock.sleep(30);
		expect(woke).toBe(false);
		controller.abort();
		expect(await sleeping).toBe('aborted');
		expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
	});

	it('Azure/azure-sdk-for-js#20778: ends within one tick of the abort', async () => {
		const controller = new AbortController();
		let ended = false;
		systemClock.sleep(60_000, controller.signal).catch(() => (ended = true));
		controller.abort();
		await new Promise((resolve) => setImmediate(resolve));
		expect(ended).toBe(true);
	});

	it('leaves no listener behind after a sleep that ran out', async () => {
		const { signal } = new AbortController();
		await systemClock.sleep(1, signal);
		expect(getEventListeners(signal, 'abort')).toHaveLength(0);
	});

	it('rejects at once under a signal that was aborted before', async () => {
		await expect(systemClock.sleep(60_000, AbortSignal.abort())).rejects.toThrow();
	});
});
