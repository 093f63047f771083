import fc from 'fast-check';
import { CsvError, type CsvRow } from '../../../nodes/shared/csv';
import { settingsFrom } from '../../../nodes/shared/csv/options';
import { createRecordReader } from '../../../nodes/shared/csv/recordReader';
import { createReport } from '../../../nodes/shared/csv/report';
import { bytesOf, cut, readToEnd, write, type Style } from './csvText.mts';

const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
const letters = fc.constantFrom('a', 'B', '7', ' ', '+', ',', ';', '\t', '|', '"', '\n', '\r', '\r\n', 'ü', '李', '🙂', '\u2028', '\0');
const cell = fc.oneof(fc.string({ unit: letters, maxLength: 8 }), fc.string({ unit: 'grapheme', maxLength: 5 })).map((text) => text.replaceAll(/[\ufeff\ufffd]/g, ''));
const table = fc.integer({ min: 1, max: 6 }).chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 }));
const style: fc.Arbitrary<Style> = fc.record({
	delimiter: fc.constantFrom(',', ';', '\t', '|', 'ü'),
	lineBreak: fc.constantFrom('\n', '\r\n', '\r'),
	quotes: fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
	endsWithBreak: fc.boolean(),
	hasMark: fc.boolean(),
});

const cellsOf = (row: CsvRow) => Object.values(row).flat().map(String);

describe('for any table, any way to quote it and any chunks', () => {
	it('what is read is what was written', async () => {
		await fc.assert(
			fc.asyncProperty(table, style, sizes, async (written, how, chunkSizes) => {
				const { rows, report, failure } = await readToEnd(cut(bytesOf(write(written, how)), chunkSizes), { delimiter: how.delimiter, header: false, refuseOtherFormats: false });

				expect(failure).toBeUndefined();
				expect(rows.map(cellsOf)).toEqual(written);
				expect(report).toMatchObject({ problems: [], rows: written.length, isComplete: true });
			}),
			{ numRuns: 1_500 },
		);
	});

	it('the first record names the columns of the others', async () => {
		await fc.assert(
			fc.asyncProperty(table, style, sizes, async ([, ...written], how, chunkSizes) => {
				const names = (written[0] ?? ['']).map((_cell, index) => `Name "${index}", the`);

				const { rows, report } = await readToEnd(cut(bytesOf(write([names, ...written], how)), chunkSizes), { delimiter: how.delimiter });

				expect(report.columns).toEqual(names);
				expect(rows).toEqual(written.map((cells) => Object.fromEntries(cells.map((text, index) => [names[index], text]))));
			}),
			{ numRuns: 500 },
		);
	});
});

describe('for any text', () => {
	const text = fc.string({ unit: fc.oneof({ weight: 4, arbitrary: letters }, { weight: 1, arbitrary: fc.constantFrom('\ufeff', 'true', '30+', '<?xml') }), maxLength: 60 });
	const options = fc.record({
		delimiter: fc.constantFrom(',', ';', 'auto'),
		header: fc.boolean(),
		typed: fc.boolean(),
		rowLimit: fc.constantFrom(Infinity, 0, 1, 2),
		columns: fc.constantFrom([], ['a', 'B', 'Column 1']),
		maxRecordCharacters: fc.constantFrom(Infinity, 1, 10),
		maxProblems: fc.constantFrom(100, 2),
	});

	it('the reading gives rows or ends with a CsvError', async () => {
		await fc.assert(
			fc.asyncProperty(text, sizes, options, async (content, chunkSizes, how) => {
				const { failure } = await readToEnd(cut(bytesOf(content), chunkSizes), how);
				if (failure !== undefined) expect(failure).toBeInstanceOf(CsvError);
			}),
			{ numRuns: 1_500 },
		);
	});

	it('the chunks make no difference to rows, report and failure', async () => {
		await fc.assert(
			fc.asyncProperty(text, fc.nat(20_000), sizes, options, async (content, padding, chunkSizes, how) => {
				// Long enough, at times, to be read in more than one go.
				const bytes = bytesOf(padding % 2 === 0 ? content : `${content}\n${'x,y\n'.repeat(padding / 4)}${content}`);
				const { batches: _once, ...whole } = await readToEnd([bytes], how);
				const { batches: _often, ...inPieces } = await readToEnd(cut(bytes, padding % 2 === 0 ? chunkSizes : chunkSizes.map((size) => size * 100)), how);

				expect(inPieces.rows).toEqual(whole.rows);
				expect(inPieces.report).toEqual(whole.report);
				// A record is told to be too long before its end is seen, so only its line is sure.
				expect((inPieces.failure as CsvError | undefined)?.line).toEqual((whole.failure as CsvError | undefined)?.line);
			}),
			{ numRuns: 700 },
		);
	});

	it('it makes no difference how often the text is looked at before it is whole', () => {
		// The reading waits until there is enough to look at; here each piece is looked at, however small.
		const readInPieces = (pieces: readonly string[], how: object) => {
			const settings = settingsFrom({ ...how, refuseOtherFormats: false });
			const { report, tell } = createReport(settings.maxProblems);
			const reader = createRecordReader(settings, report, tell);
			const rows: CsvRow[] = [];
			for (const piece of pieces) {
				reader.add(piece);
				if (reader.failure() === undefined && !reader.isDone()) rows.push(...reader.read(false));
			}
			if (reader.failure() === undefined && !reader.isDone()) rows.push(...reader.read(true));
			return { rows, report, failureLine: reader.failure()?.line };
		};
		const plain = options.filter(({ delimiter }) => delimiter !== 'auto');
		fc.assert(
			fc.property(text, fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 }), plain, (content, pieceSizes, how) => {
				const pieces: string[] = [];
				for (let at = 0, turn = 0; at < content.length; turn++) {
					const size = pieceSizes[turn % pieceSizes.length] ?? 1;
					pieces.push(content.slice(at, at + size));
					at += size;
				}
				expect(readInPieces(pieces, how)).toEqual(readInPieces([content], how));
				expect(readInPieces([...content], how)).toEqual(readInPieces([content], how));
			}),
			{ numRuns: 2_000 },
		);
	});

	it('no character is lost: all but quotes, delimiters and line breaks are in the cells, in order', async () => {
		const bare = (characters: string) => characters.replaceAll(/[",\r\n]/g, '');
		await fc.assert(
			fc.asyncProperty(text, sizes, async (content, chunkSizes) => {
				const { rows, failure } = await readToEnd(cut(bytesOf(content), chunkSizes), { header: false, refuseOtherFormats: false });

				expect(failure).toBeUndefined();
				expect(bare(rows.flatMap(cellsOf).join(''))).toBe(bare(content.replace(/^\ufeff/, '')));
			}),
			{ numRuns: 1_500 },
		);
	});
});
