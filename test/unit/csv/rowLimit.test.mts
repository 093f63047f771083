import { csvRows, type CsvRow } from '../../../nodes/shared/csv';
import { bytesOf, cut, read, readToEnd, sourceOf } from './csvText.mts';

describe('the row limit', () => {
	it.each([
		[0, [], false],
		[1, ['1'], false],
		[2, ['1', '2'], false],
		[3, ['1', '2', '3'], true],
		[4, ['1', '2', '3'], true],
	])('of %d gives as many rows and says whether that was all', async (rowLimit, expected, isComplete) => {
		for (const text of ['a\n1\n2\n3', 'a\n1\n2\n3\n']) {
			for (const chunks of [[text], cut(bytesOf(text), [1])]) {
				const { rows, report } = await readToEnd(chunks, { rowLimit });
				expect(rows.map(({ a }) => a)).toEqual(expected);
				expect(report).toMatchObject({ columns: ['a'], rows: expected.length, isComplete });
			}
		}
	});

	it('reached before empty lines alone is the whole file', async () => {
		expect((await read('a,b\n1,2\n\n\n', { rowLimit: 1 })).report.isComplete).toBe(true);
	});

	it('closes the source', async () => {
		const { chunks, seen } = sourceOf(['a\n', ...Array.from({ length: 100 }, () => 'some text\n'.repeat(5_000))]);
		const reading = csvRows(chunks, { rowLimit: 3 });
		const rows: CsvRow[] = [];
		for await (const batch of reading) rows.push(...batch);

		expect(rows).toHaveLength(3);
		expect(seen.given).toBeLessThan(4);
		expect(seen.isClosed).toBe(true);
	});

	it('leaves problems beyond it out of the report', async () => {
		const { report } = await read('a,b\n1,2\n3\n"open', { rowLimit: 1 });
		expect(report).toMatchObject({ problems: [], problemsInAll: 0, isComplete: false });
	});

	it('leaves a record beyond it that is too long alone', async () => {
		const { rows, failure, report } = await readToEnd([`a\n1\n${'x'.repeat(500)}\n`], { rowLimit: 1, maxRecordCharacters: 100 });
		expect(failure).toBeUndefined();
		expect(rows).toEqual([{ a: '1' }]);
		expect(report.isComplete).toBe(false);
	});
});

describe('leaving the loop early', () => {
	it('closes the source and leaves the report incomplete', async () => {
		const { chunks, seen } = sourceOf(Array.from({ length: 50 }, () => 'some text\n'.repeat(2_000)));
		const reading = csvRows(chunks);
		for await (const rows of reading) {
			expect(rows.length).toBeGreaterThan(0);
			break;
		}
		expect(seen.isClosed).toBe(true);
		expect(reading.report.isComplete).toBe(false);
	});
});
