import fc from 'fast-check';
import { createKeeper } from '../../../nodes/shared/csv';

const copyOf = <Value,>(value: Value): Value => structuredClone(value);

describe('rows that are kept', () => {
	it('have the same values as before, whatever they are', () => {
		const text = fc.string({ unit: 'grapheme', maxLength: 40 });
		const value = fc.oneof(text, fc.constantFrom('Google Workspace', 'Zoë Papadáki'), fc.double({ noNaN: true }), fc.boolean(), fc.constant(null));
		fc.assert(
			fc.property(fc.array(fc.array(fc.record({ name: value, email: text, note: value }, { noNullPrototype: true }), { maxLength: 20 }), { maxLength: 5 }), (batches) => {
				const before = copyOf(batches);
				const keep = createKeeper();
				for (const batch of batches) keep(batch);
				expect(batches).toEqual(before);
			}),
		);
	});

	it('have the same values when a column has more different ones than are remembered', () => {
		const rows = Array.from({ length: 5_000 }, (_each, row) => ({ email: `person${row}@example.com`, application: `Application number ${row % 3}` }));
		const before = copyOf(rows);
		const keep = createKeeper();
		for (let row = 0; row < rows.length; row += 700) keep(rows.slice(row, row + 700));
		expect(rows).toEqual(before);
	});

	it('keep lists of extra cells and the order of their columns', () => {
		const row = { email: 'robin.vale@example.com', application: 'GitHub', _extra: ['one more cell of this row'] };
		createKeeper()([{ email: 'ana@example.com', application: 'GitHub' }, row]);
		expect(Object.entries(row)).toEqual([['email', 'robin.vale@example.com'], ['application', 'GitHub'], ['_extra', ['one more cell of this row']]]);
	});

	it('do not keep the chunk that they came in', () => {
		const keep = createKeeper();
		const kept: Array<Record<string, string>> = [];
		const beforeBytes = process.memoryUsage().heapUsed;
		for (let chunk = 0; chunk < 400; chunk++) {
			// Two bytes for each character, as one of them is no Latin letter: 0.5 MB each, 200 MB in all.
			const text = `芽衣${String(chunk).padStart(250_000, `chunk ${chunk} `)}`;
			const row = { note: text.slice(1_000, 1_040) };
			keep([row]);
			kept.push(row);
		}
		expect(kept).toHaveLength(400);
		expect(process.memoryUsage().heapUsed - beforeBytes).toBeLessThan(150_000_000);
	});

	it('keep a column that is called __proto__', () => {
		const row = Object.defineProperty({}, '__proto__', { value: 'a text of more than 13 characters', writable: true, enumerable: true, configurable: true });
		createKeeper()([row]);
		expect(Object.entries(row)).toEqual([['__proto__', 'a text of more than 13 characters']]);
	});

	it('take no rows as well', () => {
		expect(() => createKeeper()([])).not.toThrow();
	});
});
