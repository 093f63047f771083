import { ACCOUNTS, useOleria } from './support.mts';

const oleria = useOleria();
jest.setTimeout(20_000);
const throttled = (headers: Record<string, string> = {}) => ({ kind: 'answer', status: 429, headers, body: { code: 'RATE_LIMITED', message: 'Too many requests.' } }) as const;
const gap = (operationId: string) => {
	const [first, second] = oleria.requestsTo(operationId);
	return second!.at - first!.at;
};
const httpDate = (fromNowMs: number) => new Date(Date.now() + fromNowMs).toUTCString();

describe.each([
	['the start', 'createDownload', 'start', {}],
	['a poll', 'getDownload', 'getRows', { limit: 1 }],
] as const)('A full rate limit at %s', (_where, operationId, operation, more) => {
	it.each([
		['in seconds', () => ({ 'retry-after': '1' }), 1_000],
		['as a date', () => ({ date: httpDate(0), 'retry-after': httpDate(1_000) }), 900],
	] as const)('is waited for as long as Retry-After says, %s', async (_form, headers, atLeastMs) => {
		oleria.simulator.faults.onOperation(operationId, throttled(headers()));
		await oleria.records(operation, { context: ACCOUNTS, ...more });

		expect(oleria.requestsTo(operationId).map(({ status }) => status)).toEqual([429, operation === 'start' ? 201 : 200]);
		expect(gap(operationId)).toBeGreaterThanOrEqual(atLeastMs);
		expect(gap(operationId)).toBeLessThan(2_600);
		expect(oleria.exports()).toHaveLength(1);
	});

	it('is waited for where there is no Retry-After', async () => {
		oleria.simulator.faults.onOperation(operationId, throttled());
		await oleria.records(operation, { context: ACCOUNTS, ...more });

		expect(oleria.exports()).toHaveLength(1);
		expect(oleria.requestsTo(operationId)).toHaveLength(2);
	});
});

describe('A full rate limit', () => {
	it('longer than Max Wait stops the item at the start, and says how long', async () => {
		oleria.simulator.faults.onOperation('createDownload', throttled({ 'retry-after': '60' }), { times: Infinity });
		const { message, description } = await oleria.failed('start', { context: ACCOUNTS, options: { maxWait: 5 } });

		expect(message).toMatch(/^Oleria wants (60|6\d) seconds before the next request, which is longer than this may wait \[Item 0\]$/);
		expect(description).toContain('Max Wait');
		expect(oleria.exports()).toEqual([]);
	});

	it('longer than the wait for the export leaves the ID, and the API is not asked again before its time', async () => {
		oleria.simulator.faults.onOperation('getDownload', throttled({ 'retry-after': '60' }), { times: Infinity });
		const { data } = await oleria.failed('getRows', { context: ACCOUNTS, options: { maxWait: 1, waitTimeout: 4 } });

		expect(data).toMatchObject({ reason: 'deadlineReached', record: { exportId: oleria.exports()[0]?.id } });
		expect(oleria.requestsTo('getDownload')).toHaveLength(1);
	});

	it('of the whole tenant is kept by many items', async () => {
		oleria.simulator.rateLimit.set({ limit: 10, windowMs: 1_000 });
		const items = Array.from({ length: 25 }, (_each, index) => ({ index }));
		const { json, error } = await oleria.run('start', { context: ACCOUNTS, options: { concurrency: 10 } }, { items });

		expect(error).toBeUndefined();
		expect(new Set(json.map(({ id }) => id)).size).toBe(25);
		expect(oleria.exports()).toHaveLength(25);
	});
});

describe('A start whose answer is lost', () => {
	it.each([
		['a reset', { kind: 'reset', when: 'afterActing' }, /was lost before the answer was complete \(ECONNRESET\)/],
		['a gateway', { kind: 'html', status: 504, effect: 'taken' }, /^Oleria answered 504/],
	] as const)('by %s is not sent again: the error says what that means', async (_case, fault, message) => {
		oleria.simulator.faults.onOperation('createDownload', fault);
		const failed = await oleria.failed('getRows', { context: ACCOUNTS });

		expect(failed.message).toMatch(message);
		expect(failed.description).toContain('The export may have been started all the same. Another one does no harm');
		expect(failed.description).not.toContain('The change');
		expect(oleria.exports()).toHaveLength(1);
		expect(oleria.requestsTo('createDownload')).toHaveLength(1);
	});

	it('is sent again with Retry Start, and the second export is the one that is read', async () => {
		oleria.simulator.faults.onOperation('createDownload', { kind: 'reset', when: 'afterActing' });
		await oleria.records('getRows', { context: ACCOUNTS, limit: 1, options: { retryStart: true } });

		expect(oleria.exports()).toHaveLength(2);
		expect(oleria.simulator.state.fileFetches.map(({ downloadId }) => downloadId)).toEqual([oleria.exports()[1]?.id]);
	});

	it('before it was sent is sent again without Retry Start', async () => {
		oleria.simulator.faults.onOperation('createDownload', throttled({ 'retry-after': '0' }));
		await oleria.started();

		expect(oleria.exports()).toHaveLength(1);
	});
});

describe('A refusal', () => {
	it.each([
		['pair', 'Oleria answered 403: The application may not use this resource. [Item 0]'],
		['other', 'Oleria answered 403: The application may not use this resource. [Item 0]'],
		['html', 'Oleria answered 403: the answer is a web page, not data [Item 0]'],
		['empty', 'Oleria answered 403: the credential does not allow this [Item 0]'],
	] as const)('is told with what can be told, its body being %s', async (errorBody, message) => {
		oleria.simulator.set({ errorBody, forbid: 'create' });
		const failed = await oleria.failed('start', { context: ACCOUNTS });

		expect(failed.message).toBe(message);
		expect(failed.description).toContain('Manage APIs');
		expect(oleria.requestsTo('createDownload')).toHaveLength(1);
	});

	it('of an unknown data set is told in the words of the vendor', async () => {
		oleria.simulator.set({ unknownContext: 'refused' });

		expect((await oleria.failed('start', { context: 'other', otherContext: 'newest' })).message).toBe('Oleria answered 400: The context newest is unknown. [Item 0]');
	});

	it('of one item leaves the others alone where the node goes on', async () => {
		oleria.simulator.set({ unknownContext: 'refused' });
		const { outputs } = await oleria.run('start', { context: 'other', otherContext: '={{ $json.context }}' }, { items: [{ context: 'risks' }, { context: 'newest' }, { context: 'employees' }], onError: 'continueErrorOutput' });

		expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
		expect(outputs[1]?.map(({ json }) => json.error)).toEqual(['Oleria answered 400: The context newest is unknown. [Item 1]']);
		expect(oleria.exports().map(({ context }) => context)).toEqual(['risks', 'employees']);
	});
});

describe('An answer that is not the API', () => {
	it.each([201, 200, 202] as const)('is not %i: any success starts an export', async (createStatus) => {
		oleria.simulator.set({ createStatus });

		expect(await oleria.started()).toBe(oleria.exports()[0]?.id);
	});

	it('is known by the record that it does not have', async () => {
		oleria.simulator.faults.onOperation('createDownload', { kind: 'html', status: 200 });
		const { message, description } = await oleria.failed('start', { context: ACCOUNTS });

		expect(message).toBe('Oleria answered without the record [Item 0]');
		expect(description).toContain('Check that the address in the credential is that of Oleria.');
	});
});
