import { rowsOf, MAX_ROWS } from '../../../nodes/Oleria/resources/export/rowsOf';
import type { Item } from '../../../nodes/shared/operation';

const EXPORT = { id: '5b1c9a40-2f6e-4d8b-8c11-3e7a90d4f201', status: 'completed' };

/** The part of an item that reading rows needs. */
const itemWith = (limit: number, values: Record<string, unknown> = {}) =>
	({ values, settings: { limit }, session: { notes: [] }, text: (name: string) => String(values[name] ?? '') }) as unknown as Item;

/** A file of so many rows, and whether its source was closed. */
function file(rows: number) {
	const state = { closed: false, given: 0 };
	async function* chunks(): AsyncGenerator<Uint8Array> {
		try {
			yield Buffer.from('Id\r\n');
			for (let from = 0; from < rows; from += 1_000) {
				state.given = Math.min(rows, from + 1_000);
				yield Buffer.from('x\r\n'.repeat(state.given - from));
			}
		} finally {
			state.closed = true;
		}
	}
	return { state, bytes: chunks() };
}

describe('rowsOf', () => {
	it('gives half a million rows at most', () => {
		expect(MAX_ROWS).toBe(500_000);
	});

	it('refuses a file with more rows than fit into items, and says how to get it: as a file, by its ID', async () => {
		const { bytes, state } = file(60_000);
		const refusal = await rowsOf(itemWith(Infinity), bytes, EXPORT, 20_000).catch((error: unknown) => error);

		expect(refusal).toMatchObject({ name: 'InputError', message: 'The export has more than 20,000 rows, too many for items', advice: expect.stringContaining(EXPORT.id) });
		expect(state.closed).toBe(true);
		expect(state.given).toBeLessThan(60_000);
	});

	it('gives exactly as many as fit', async () => {
		expect(await rowsOf(itemWith(Infinity), file(20_000).bytes, EXPORT, 20_000)).toHaveLength(20_000);
	});

	it('gives the first rows of a larger file where a limit says so, and closes it', async () => {
		const { bytes, state } = file(1_000_000);

		expect(await rowsOf(itemWith(10), bytes, EXPORT, 20_000)).toHaveLength(10);
		expect(state).toMatchObject({ closed: true });
		expect(state.given).toBeLessThan(100_000);
	});

	it('says which of the wanted columns are not there when none is', async () => {
		await expect(rowsOf(itemWith(5, { columns: ['id', 'name'] }), file(3).bytes, EXPORT)).rejects.toThrow('The file has none of the columns id, name');
	});
});
