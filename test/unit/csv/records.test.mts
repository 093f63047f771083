import { bytesOf, cut, read, readToEnd } from './csvText.mts';

describe('records', () => {
	it.each([
		['LF', 'a,b\n1,2\n3,4\n'],
		['CRLF', 'a,b\r\n1,2\r\n3,4\r\n'],
		['lone CR', 'a,b\r1,2\r3,4\r'],
		['all three', 'a,b\r\n1,2\r3,4\n'],
		['no break at the end', 'a,b\n1,2\n3,4'],
		['a byte-order mark', '\ufeffa,b\n1,2\n3,4\n'],
		['a byte-order mark before a quote', '\ufeff"a",b\n1,2\n3,4\n'],
		['quotes around everything', '"a","b"\r\n"1","2"\r\n"3","4"\r\n'],
		['empty lines before, between and behind', '\n\r\na,b\n\n1,2\r\n\r\n3,4\n\n\n'],
	])('are read with %s', async (_name, text) => {
		const { rows, report } = await read(text);

		expect(rows).toEqual([{ a: '1', b: '2' }, { a: '3', b: '4' }]);
		expect(report).toEqual({ columns: ['a', 'b'], delimiter: ',', rows: 2, problems: [], problemsInAll: 0, isComplete: true });
	});

	it.each([
		['a delimiter', '"x, y",2', 'x, y'],
		['doubled quotes', '"say ""hi""",2', 'say "hi"'],
		['nothing but doubled quotes', '"""""",2', '""'],
		['line breaks of each kind', '"x\r\ny\nz\rw",2', 'x\r\ny\nz\rw'],
		['nothing', '"",2', ''],
		['text outside ASCII', '"Zoë, 李小龙 🙂",2', 'Zoë, 李小龙 🙂'],
		['blanks', '"  x ",2', '  x '],
	])('have quoted cells with %s', async (_name, line, a) => {
		expect((await read(`a,b\n${line}\n3,4\n`)).rows).toEqual([{ a, b: '2' }, { a: '3', b: '4' }]);
	});

	it('keep blanks and quotes within unquoted cells as text', async () => {
		const { rows, report } = await read('a,b\n 5" disk , "x"\n');

		expect(rows).toEqual([{ a: ' 5" disk ', b: ' "x"' }]);
		expect(report.problems).toEqual([]);
	});

	it('are none in an empty file, in a mark, in empty lines, and under a header alone', async () => {
		for (const text of ['', '\ufeff', '\n\r\n\n']) {
			const { rows, report } = await read(text);
			expect(rows).toEqual([]);
			expect(report).toEqual({ columns: [], delimiter: ',', rows: 0, problems: [], problemsInAll: 0, isComplete: true });
		}
		for (const text of ['a,b', 'a,b\r\n']) {
			const { rows, report } = await read(text);
			expect(rows).toEqual([]);
			expect(report).toMatchObject({ columns: ['a', 'b'], rows: 0, problems: [], isComplete: true });
		}
	});

	it('are none when the source gives nothing at all', async () => {
		expect(await readToEnd([])).toMatchObject({ rows: [], batches: 0, report: { rows: 0, isComplete: true } });
	});

	it('keep the empty lines of a file with one column: each is an empty cell', async () => {
		expect((await read('a\n1\n\n2\n\n')).rows).toEqual([{ a: '1' }, { a: '' }, { a: '2' }, { a: '' }]);
	});

	it('end with an empty cell after a delimiter at the end', async () => {
		expect((await read('a,b\n1,')).rows).toEqual([{ a: '1', b: '' }]);
	});

	it('are the same wherever the bytes are cut', async () => {
		const bytes = bytesOf('\ufeffName,"Note ""x"""\r\n"Zoë 🙂","a ""b"", c\r\nd"\r\n李,\r"",x\n');
		const expected = [
			{ Name: 'Zoë 🙂', 'Note "x"': 'a "b", c\r\nd' },
			{ Name: '李', 'Note "x"': '' },
			{ Name: '', 'Note "x"': 'x' },
		];
		for (let size = 1; size <= bytes.length; size++) {
			const { rows, report } = await readToEnd(cut(bytes, [size]));
			expect(rows).toEqual(expected);
			expect(report.problems).toEqual([]);
		}
	});

	it('are the same from text, from bytes, and from both in turn', async () => {
		const expected = [{ a: 'ü', b: '2' }, { a: '3', b: 'é' }];
		expect((await readToEnd(['a,b\nü', ',2\n3,é'])).rows).toEqual(expected);
		expect((await readToEnd(['a,b\n', bytesOf('ü,2\n'), '3,', bytesOf('é')])).rows).toEqual(expected);
	});

	it('come in batches as the chunks come, not all at the end', async () => {
		const line = `${'x'.repeat(99)}\n`;
		const chunks = ['a\n', ...Array.from({ length: 10 }, () => line.repeat(1_000))];

		const { rows, batches } = await readToEnd(chunks);

		expect(rows).toHaveLength(10_000);
		expect(batches).toBe(10);
	});

	it('that take many chunks cost no more than their length', async () => {
		const cell = 'a ""quoted"" word, '.repeat(100_000);
		const bytes = bytesOf(`a,b\n1,"${cell}"\n`);
		const beganMs = performance.now();

		const { rows } = await readToEnd(cut(bytes, [512]));

		expect(rows).toEqual([{ a: '1', b: cell.replaceAll('""', '"') }]);
		// Looking at all of it again for each chunk would take some minutes.
		expect(performance.now() - beganMs).toBeLessThan(5_000);
	});

	it('are read with other delimiters', async () => {
		for (const delimiter of [';', '\t', '|', '§']) {
			expect((await read(`a${delimiter}b\n1,5${delimiter}"x${delimiter}y"\n`, { delimiter })).rows).toEqual([{ a: '1,5', b: `x${delimiter}y` }]);
		}
	});
});

describe('the delimiter under auto', () => {
	it.each([
		[',', 'a,b,c\n1,2,3\n'],
		[';', 'a;b;c\n1,5;2,5;3\n'],
		['\t', 'a\tb\n1, 2\t3, 4\n'],
		['|', 'a|b\n1;2|3;4\n'],
		[';', '"a,b,c";d\n"1,2,3";4\n'],
		[';', 'a, b;c\n1;2\n3;4\n'],
		[';', 'a,b;c;d\n1,2;3;4\n'],
		[',', 'a\n1\n'],
		[',', ''],
		[';', 'a;b'],
	])('is %j for %j', async (delimiter, text) => {
		expect((await read(text, { delimiter: 'auto' })).report.delimiter).toBe(delimiter);
	});

	it('is judged by the same text whatever the chunks are', async () => {
		const bytes = bytesOf(`a;b\n${'1,2;3,4\n'.repeat(4_000)}`);

		for (const size of [1_000, 16_384, bytes.length]) {
			const { rows, report } = await readToEnd(cut(bytes, [size]), { delimiter: 'auto' });
			expect(report.delimiter).toBe(';');
			expect(rows).toHaveLength(4_000);
		}
	});

	it('is judged by the first 16,384 characters alone', async () => {
		const long = 'x'.repeat(5_000);
		const text = `a;b,c\n${`${long};y\n`.repeat(4)}${`${long},y\n`.repeat(10)}`;
		expect((await read(text, { delimiter: 'auto' })).report.delimiter).toBe(';');
	});

	it('is not judged by a record that is cut off there', async () => {
		const text = `a,b;c;d\n${`1,${'x'.repeat(7_000)};3;4\n`.repeat(3)}`;
		expect((await read(text, { delimiter: 'auto' })).report.delimiter).toBe(';');
	});
});
