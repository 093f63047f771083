import { CsvError, csvRows, type CsvRow } from '../../../nodes/shared/csv';
import { InputError } from '../../../nodes/shared/http/inputError';
import { bytesOf, cut, read, readToEnd, sourceOf } from './csvText.mts';

describe('ragged records', () => {
	it('are reported with their line, and lose nothing', async () => {
		const { rows, report } = await read('a,b\n1\n"x\ny",2\n3,4,5,6\n7,8\n');

		expect(rows).toEqual([{ a: '1', b: '' }, { a: 'x\ny', b: '2' }, { a: '3', b: '4', _extra: ['5', '6'] }, { a: '7', b: '8' }]);
		expect(report.problems).toEqual([
			{ line: 2, kind: 'tooFewCells', message: 'The record has 1 cell for 2 columns: the missing ones are empty' },
			{ line: 5, kind: 'tooManyCells', message: 'The record has 4 cells for 2 columns: the others are under "_extra"' },
		]);
	});

	it('count their lines after CRLF, CR, empty lines and line breaks in cells', async () => {
		const { report } = await read('\r\n\r\na,b\r\n"1\r\n2\r3\n4",x\r\n\r\nshort\rshort\nshort');
		expect(report.problems.map(({ line }) => line)).toEqual([9, 10, 11]);
	});

	it('keep the extra cells apart from a column that is called _extra', async () => {
		expect((await read('_extra,b\n1,2,3\n')).rows).toEqual([{ _extra: '1', b: '2', _extra_2: ['3'] }]);
	});

	it('keep the extra cells when columns are picked', async () => {
		expect((await read('a,b\n1,2,3\n', { columns: ['b'] })).rows).toEqual([{ b: '2', _extra: ['3'] }]);
	});

	it('count their lines after a cell whose only line break is a CR', async () => {
		expect((await read('a,b\n1,"x\ry"\n3\n')).report.problems.map(({ line }) => line)).toEqual([4]);
	});

	it('count their lines from the first record in a file without a header', async () => {
		expect((await read('\n"1\n1",2\n3\n', { header: false })).report.problems.map(({ line }) => line)).toEqual([4]);
	});

	it('are counted on when no more are kept', async () => {
		const { report } = await read(`a,b\n${'1\n'.repeat(500)}`);
		expect(report.problems).toHaveLength(100);
		expect(report.problemsInAll).toBe(500);

		expect((await read('a,b\n1\n1\n1\n', { maxProblems: 1 })).report).toMatchObject({ problems: [{ line: 2 }], problemsInAll: 3 });
	});
});

describe('wrong quotes', () => {
	it('leave a cell with text behind its closing quote as it stands', async () => {
		const { rows, report } = await read('a,b\n"x"y,2\n"p, ""q""" ,"r"s"t"\n');

		expect(rows).toEqual([{ a: '"x"y', b: '2' }, { a: '"p, ""q""" ', b: '"r"s"t"' }]);
		expect(report.problems.map(({ line, kind }) => [line, kind])).toEqual([[2, 'textAfterQuote'], [3, 'textAfterQuote'], [3, 'textAfterQuote']]);
	});

	it('leave all that follows a quote that never closes in its cell, and tell the line where it opens', async () => {
		const { rows, report } = await read('a,b\n1,2\n"m\nn","x\n3,4\n');

		expect(rows).toEqual([{ a: '1', b: '2' }, { a: 'm\nn', b: '"x\n3,4\n' }]);
		expect(report.problems).toEqual([{ line: 4, kind: 'openQuote', message: expect.stringContaining('does not close') }]);
		expect(report.isComplete).toBe(true);
	});

	it('are reported once, though the record is looked at several times', async () => {
		const bytes = bytesOf(`a,b\n"x"y,"${'z'.repeat(40_000)}"\n"open,2`);

		const { report } = await readToEnd(cut(bytes, [1_000]));

		expect(report.problems.map(({ line, kind }) => [line, kind])).toEqual([[2, 'textAfterQuote'], [3, 'openQuote'], [3, 'tooFewCells']]);
	});

	it('are reported in a header too, with its line', async () => {
		const { report } = await read('\n"a"x,b\n1,2\n');
		expect(report.columns).toEqual(['"a"x', 'b']);
		expect(report.problems.map(({ line, kind }) => [line, kind])).toEqual([[2, 'textAfterQuote']]);
	});

	it('are reported once in a file without a header', async () => {
		expect((await read('"a"x,b\n', { header: false })).report.problems.map(({ kind }) => kind)).toEqual(['textAfterQuote']);
	});
});

describe('bytes that are not in the encoding', () => {
	it('are shown as U+FFFD and reported once, with the line of the first', async () => {
		const bytes = new Uint8Array([...bytesOf('a,b\n1,2\nZo'), 0xeb, ...bytesOf(',x\nJos'), 0xe9, ...bytesOf(',y\n')]);

		const { rows, report } = await read(bytes);

		expect(rows).toEqual([{ a: '1', b: '2' }, { a: 'Zo\ufffd', b: 'x' }, { a: 'Jos\ufffd', b: 'y' }]);
		expect(report.problems).toEqual([{ line: 3, kind: 'badEncoding', message: 'The text has the character \ufffd, which stands for bytes that mean nothing in utf-8' }]);
	});

	it('are reported once for all chunks', async () => {
		const chunk = new Uint8Array([...bytesOf('some text\n'.repeat(2_000)), 0xe9, 0x0a]);
		expect((await readToEnd([chunk, chunk, chunk])).report).toMatchObject({ problems: [{ line: 2_001, kind: 'badEncoding' }], problemsInAll: 1 });
	});

	it('are shown where text follows bytes that end within a character', async () => {
		expect((await readToEnd([bytesOf('a\nZoë').subarray(0, -1), 'x\n'])).rows).toEqual([{ a: 'Zo\ufffdx' }]);
	});

	it('are reported when the file ends within a character', async () => {
		const { rows, report } = await read(bytesOf('a\nZoë').subarray(0, -1));
		expect(rows).toEqual([{ a: 'Zo\ufffd' }]);
		expect(report.problems.map(({ line, kind }) => [line, kind])).toEqual([[2, 'badEncoding']]);
	});

	it('are none when the encoding is named', async () => {
		const latin = new Uint8Array([...bytesOf('a\nZo'), 0xeb]);
		expect(await read(latin, { encoding: 'windows-1252' })).toMatchObject({ rows: [{ a: 'Zoë' }], report: { problems: [] } });

		const wide = new Uint8Array(Buffer.from('\ufeffa\tb\r\nZoë\t李\r\n', 'utf16le'));
		expect((await readToEnd(cut(wide, [3]), { encoding: 'utf-16le', delimiter: '\t' })).rows).toEqual([{ a: 'Zoë', b: '李' }]);
	});
});

describe('what cannot be read', () => {
	it.each([
		['XML', '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code></Error>'],
		['XML', '\ufeff\n <Error><Code>ExpiredToken</Code></Error>'],
		['HTML', '<!DOCTYPE html>\n<html></html>'],
		['HTML', '<html lang="en"><body>'],
		['JSON', '{"message":"Not found"}'],
		['JSON', '[\n{ "id": 1 }]'],
		['a zip archive', 'PK\u0003\u0004xyz'],
	])('is %s: %j', async (format, text) => {
		const { rows, failure } = await readToEnd([text]);

		expect(rows).toEqual([]);
		expect(failure).toBeInstanceOf(CsvError);
		expect(failure).toMatchObject({ message: `The file is not CSV: it begins as ${format}`, advice: expect.stringContaining('expired link'), line: 1 });
	});

	it('is gzip, in each encoding', async () => {
		const gzip = new Uint8Array([0x1f, 0x8b, 0x08, 0x00, 0x00]);
		for (const encoding of ['utf-8', 'windows-1252'] as const) {
			expect((await readToEnd([gzip], { encoding })).failure).toMatchObject({ name: 'CsvError', message: 'The file is not CSV: it begins as gzip' });
		}
	});

	it('is nothing of the kind when cells only look like it, and when nobody asked', async () => {
		expect((await read('Note,b\n<html>,{"a":1}\n')).rows).toEqual([{ Note: '<html>', b: '{"a":1}' }]);
		expect((await read('<b>,{x}\n1,2\n')).rows).toEqual([{ '<b>': '1', '{x}': '2' }]);
		expect((await read('<html>,b\n1,2\n', { refuseOtherFormats: false })).rows).toEqual([{ '<html>': '1', b: '2' }]);
	});

	it('is a quote that never closes in a large file: the rows before it come first, then the line of the quote', async () => {
		const bytes = bytesOf(`a,b\n1,2\n"x\ny","open\n${'3,4\n'.repeat(60_000)}`);
		for (const size of [4_096, 65_536, bytes.length]) {
			const { chunks, seen } = sourceOf(cut(bytes, [size]));
			const rows: CsvRow[] = [];
			const reading = csvRows(chunks, { maxRecordCharacters: 10_000 });

			const failure = await (async () => {
				for await (const batch of reading) rows.push(...batch);
			})().catch((error: unknown) => error);

			expect(rows).toEqual([{ a: '1', b: '2' }]);
			expect(failure).toBeInstanceOf(CsvError);
			if (size < bytes.length) {
				expect(failure).toMatchObject({ line: 3, message: 'The record on line 3 has more than 10,000 characters: a quote on line 4 does not close' });
				expect(seen.given).toBeLessThan(20);
			}
			expect(failure).toMatchObject({ line: 3, advice: expect.any(String) });
			expect(seen.isClosed).toBe(true);
			expect(reading.report).toMatchObject({ rows: 1, isComplete: false });
		}
	});

	it('is a file without line breaks that is longer than a record may be, header or not', async () => {
		const text = 'word '.repeat(10_000);
		for (const chunks of [[text], cut(bytesOf(text), [1_000])]) {
			const { failure } = await readToEnd(chunks, { maxRecordCharacters: 20_000 });
			expect(failure).toMatchObject({ name: 'CsvError', line: 1, message: 'The record on line 1 has more than 20,000 characters' });
		}
		expect((await readToEnd([text], { maxRecordCharacters: 50_000 })).failure).toBeUndefined();
	});

	it('passes on what the source throws', async () => {
		const broken = new Error('socket hang up');
		async function* breaking() {
			yield 'a,b\n1,2\n';
			throw broken;
		}
		await expect(csvRows(breaking()).next()).rejects.toBe(broken);
	});
});

describe('options that make no sense', () => {
	it.each([
		[{ delimiter: '' }, 'The delimiter "" cannot part cells'],
		[{ delimiter: ',,' }, 'The delimiter ",," cannot part cells'],
		[{ delimiter: '"' }, 'The delimiter "\\"" cannot part cells'],
		[{ delimiter: '\n' }, 'The delimiter "\\n" cannot part cells'],
		[{ rowLimit: -1 }, 'rowLimit is -1'],
		[{ rowLimit: 1.5 }, 'rowLimit is 1.5'],
		[{ maxProblems: NaN }, 'maxProblems is NaN'],
	])('%j are refused before anything is read', (options, message) => {
		const { chunks, seen } = sourceOf(['a']);
		expect(() => csvRows(chunks, options)).toThrow(message);
		expect(() => csvRows(chunks, options)).toThrow(InputError);
		expect(seen.given).toBe(0);
	});

	it('do not include undefined, which means the default', async () => {
		expect((await read('a,b\n1,2\n', { delimiter: undefined, rowLimit: undefined, columns: undefined })).rows).toEqual([{ a: '1', b: '2' }]);
	});
});
