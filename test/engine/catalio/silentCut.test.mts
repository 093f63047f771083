import { conditionsOf, idsIn, sortOf, useCatalio } from './support.mts';

/** The library lowers a size above its maximum without a word, gives one record more than the maximum and no next link. */
const catalio = useCatalio();
const CUT = /^Catalio cut the list off after (\d+)(?: of (\d+))? records, because Page Size \((\d+)\) is above its maximum\. The rest was read in pages of 100\.$/;
const noteIn = (hints: readonly string[]) => hints.map((hint) => CUT.exec(hint)?.slice(1));

describe('a page size above the maximum of the server', () => {
	it.each(['both', 'keyset', 'offset'] as const)('is noticed by counting where paging is by %s: the rest is read and a note tells it', async (paging) => {
		catalio.simulator.set({ paging });
		catalio.simulator.admin.addRecords('requirement', 340);
		const { records, hints } = await catalio.told('requirement', 'getAll', { returnAll: true, options: { pageSize: 500 } });

		expect(idsIn(records)).toEqual(catalio.idsOf('requirement'));
		expect(catalio.queries().map((query) => query['page[limit]'])).toEqual(['500', '100', '100']);
		expect(noteIn(hints)).toEqual([['251', '400', '500']]);
	});

	it.each(['both', 'keyset', 'offset'] as const)('leaves no hole where the list is longer than the size that was asked for, paging by %s', async (paging) => {
		catalio.simulator.set({ paging });
		catalio.simulator.admin.addRecords('requirement', 590);
		const { records, hints } = await catalio.told('requirement', 'getAll', { returnAll: true, options: { pageSize: 500 } });

		expect(idsIn(records)).toEqual(catalio.idsOf('requirement'));
		expect(catalio.queries().map((query) => query['page[limit]'])).toEqual(['500', '100', '100', '100', '100']);
		expect(noteIn(hints)).toEqual([['251', '650', '500']]);
	});

	it.each(['both', 'keyset', 'offset'] as const)('is noticed where the server refuses to count, paging by %s', async (paging) => {
		catalio.simulator.set({ paging, counting: 'refused' });
		catalio.simulator.admin.addRecords('requirement', 340);
		const { records, hints } = await catalio.told('requirement', 'getAll', { returnAll: true, options: { pageSize: 500 } });

		expect(idsIn(records)).toEqual(catalio.idsOf('requirement'));
		expect(noteIn(hints)).toEqual([['251', undefined, '500']]);
	});

	it('is noticed with a limit and with Count off, too', async () => {
		catalio.simulator.admin.addRecords('requirement', 340);
		const limited = await catalio.told('requirement', 'getAll', { limit: 300, options: { pageSize: 500 } });
		const uncounted = await catalio.told('requirement', 'getAll', { returnAll: true, options: { pageSize: 500, count: false } });

		expect(idsIn(limited.records)).toEqual(catalio.idsOf('requirement').slice(0, 300));
		expect(idsIn(uncounted.records)).toEqual(catalio.idsOf('requirement'));
		expect(noteIn(uncounted.hints)).toEqual([['251', undefined, '500']]);
	});

	it('keeps filter and order in what is read behind the cut', async () => {
		catalio.simulator.admin.addRecords('requirement', 300, { status: 'draft' });
		catalio.simulator.admin.addRecords('requirement', 100, { status: 'active' });
		const { records } = await catalio.told('requirement', 'getAll', { returnAll: true, ...conditionsOf({ field: 'status', value: 'draft' }), options: { pageSize: 1000, sort: sortOf('-title') } });
		const titles = records.map(({ title }) => String(title));

		expect(idsIn(records).sort()).toEqual(catalio.idsOf('requirement', ({ status }) => status === 'draft').sort());
		expect(titles).toEqual([...titles].sort().reverse());
	});

	it('goes on behind each cut where the maximum is below a hundred, and tells it once', async () => {
		catalio.simulator.set({ maximumLimit: 20 });
		const { records, hints } = await catalio.told('requirement', 'getAll', { returnAll: true });

		expect(idsIn(records)).toEqual(catalio.idsOf('requirement'));
		expect(noteIn(hints)).toEqual([['21', '60', '100']]);
	});

	it('needs no note where nothing was cut, or where the server gives smaller pages with their links', async () => {
		const short = await catalio.told('requirement', 'getAll', { returnAll: true, options: { pageSize: 500 } });
		catalio.simulator.set({ aboveMaximum: 'lowered' });
		catalio.simulator.admin.addRecords('requirement', 340);
		const lowered = await catalio.told('requirement', 'getAll', { returnAll: true, options: { pageSize: 500 } });

		expect([short.records.length, lowered.records.length]).toEqual([60, 400]);
		expect(idsIn(lowered.records)).toEqual(catalio.idsOf('requirement'));
		expect([short.hints, lowered.hints]).toEqual([[], []]);
		expect(catalio.asked()).toHaveLength(3);
	});

	it('needs no note with Page Style Cursor, which never asks for what lies behind the page by number', async () => {
		catalio.simulator.admin.addRecords('requirement', 590);
		const { records } = await catalio.told('requirement', 'getAll', { returnAll: true, options: { pageSize: 500, pageStyle: 'cursor' } });

		expect(idsIn(records)).toEqual(catalio.idsOf('requirement'));
	});
});

describe('a count that stays above what can be read', () => {
	it('is told, and does not keep the node asking', async () => {
		catalio.simulator.admin.corruptAnswer((reply, { operationId }) => {
			if (operationId !== 'listRequirements') return reply;
			const body = reply.body as { meta: { page: Record<string, unknown> } };
			return { ...reply, body: { ...body, meta: { page: { ...body.meta.page, total: 75 } } } };
		});
		const { records, hints } = await catalio.told('requirement', 'getAll', { returnAll: true });

		expect(idsIn(records)).toEqual(catalio.idsOf('requirement'));
		expect(hints).toEqual(['The vendor counts 75 records, 60 were received. Run again, or ask for smaller pages.']);
		expect(catalio.asked()).toHaveLength(2);
	});
});
