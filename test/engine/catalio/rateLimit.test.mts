import { idsIn, useCatalio } from './support.mts';

describe('a 429', () => {
	const STYLES = [
		['in seconds', { retryAfter: true }],
		['as a date', { retryAfter: 'date' }],
		['not at all', { retryAfter: false }],
	] as const;

	describe.each(STYLES)('that tells %s how long to wait', (_style, headers) => {
		const catalio = useCatalio(() => ({ rateLimit: { limit: 2, windowMs: 900, headers } }));

		it('is waited for, and the list is read to its end', async () => {
			const { records, hints } = await catalio.told('requirement', 'getAll', { returnAll: true, options: { pageSize: 20 } });

			expect(idsIn(records)).toEqual(catalio.idsOf('requirement'));
			expect(hints).toEqual([]);
			expect(catalio.asked().filter(({ status }) => status === 200)).toHaveLength(3);
			expect(catalio.asked().filter(({ status }) => status === 429).length).toBeGreaterThan(0);
		});
	});

	describe('beyond Max Wait', () => {
		const catalio = useCatalio(() => ({ rateLimit: { limit: 1, windowMs: 60_000 } }));

		it('is told with a way out, without waiting', async () => {
			const { message, description, data } = await catalio.failed('requirement', 'getAll', { returnAll: true, options: { pageSize: 20, maxWait: 5 } });

			expect(message).toMatch(/^Catalio wants (59|60) seconds before the next request, which is longer than this may wait/);
			expect(description).toContain('Raise Max Wait');
			expect(data).toMatchObject({ status: 429, code: 'too_many_requests' });
		});
	});
});

describe('a limit that the vendor tells', () => {
	const catalio = useCatalio(() => ({ rateLimit: { limit: 3, windowMs: 1_500 } }));

	it.each(['delta', 'epochSeconds', 'epochMs'] as const)('as %s is kept to without being refused', async (x) => {
		catalio.simulator.rateLimit.set({ headers: { x } });
		const records = await catalio.records('requirement', 'getAll', { returnAll: true, options: { pageSize: 15 } });

		expect(idsIn(records)).toEqual(catalio.idsOf('requirement'));
		expect(catalio.asked().map(({ status }) => status)).toEqual([200, 200, 200, 200]);
	});
});
