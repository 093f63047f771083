import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import Papa from 'papaparse';
import { readToEnd, write, type Style } from './csvText.mts';

const cell = fc.string({ unit: fc.constantFrom('a', 'B', '7', ' ', ',', '"', '\n', '\r\n', 'ü', '李', '🙂'), maxLength: 8 });
const table = fc.integer({ min: 1, max: 6 }).chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 10 }));
const style: fc.Arbitrary<Style> = fc.record({
	delimiter: fc.constant(','),
	lineBreak: fc.constantFrom('\n', '\r\n'),
	quotes: fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
	endsWithBreak: fc.boolean(),
	hasMark: fc.boolean(),
});

/** Distinct names, as the oracles drop columns of one name. */
const withNames = (records: readonly string[][]) => [(records[0] ?? []).map((text, index) => `${index} ${text}`), ...records];

describe('for any CSV that is valid', () => {
	it('csv-parse reads the same rows', async () => {
		await fc.assert(
			fc.asyncProperty(table, style, async (records, how) => {
				const text = write(withNames(records), how);

				const expected: unknown = parse(text, { columns: true, bom: true, record_delimiter: how.lineBreak });

				expect((await readToEnd([text])).rows).toEqual(expected);
			}),
			{ numRuns: 700 },
		);
	});

	it('papaparse reads the same rows', async () => {
		await fc.assert(
			fc.asyncProperty(table, style, async (records, how) => {
				const text = write(withNames(records), { ...how, endsWithBreak: false });

				const { data: expected } = Papa.parse(text, { header: true, delimiter: ',', newline: how.lineBreak as '\n' | '\r\n' });

				expect((await readToEnd([text])).rows).toEqual(expected);
			}),
			{ numRuns: 700 },
		);
	});
});
