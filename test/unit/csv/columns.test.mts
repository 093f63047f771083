import { read } from './csvText.mts';

describe('column names', () => {
	it('become distinct when the header has one twice, and the change is reported', async () => {
		const { rows, report } = await read('Email,Name,Email,Email\n1,2,3,4\n');

		expect(rows).toEqual([{ Email: '1', Name: '2', Email_2: '3', Email_3: '4' }]);
		expect(report.problems).toEqual([
			{ line: 1, kind: 'duplicateHeader', message: 'Column 3 is called "Email" like one before it; it is called "Email_2" here' },
			{ line: 1, kind: 'duplicateHeader', message: 'Column 4 is called "Email" like one before it; it is called "Email_3" here' },
		]);
	});

	it('that the file has are never taken by a made one', async () => {
		expect((await read('Email,Email,Email_2,,Column 4\n1,2,3,4,5\n')).report.columns).toEqual(['Email', 'Email_3', 'Email_2', 'Column 4_2', 'Column 4']);
	});

	it('are made where the header has none', async () => {
		const { rows, report } = await read('\na,,""\n1,2,3\n');

		expect(rows).toEqual([{ a: '1', 'Column 2': '2', 'Column 3': '3' }]);
		expect(report.problems.map(({ line, kind }) => [line, kind])).toEqual([[2, 'emptyHeader'], [2, 'emptyHeader']]);
	});

	it('are made for all columns without a header', async () => {
		const { rows, report } = await read('\n1,2\n3,4\n', { header: false });

		expect(rows).toEqual([{ 'Column 1': '1', 'Column 2': '2' }, { 'Column 1': '3', 'Column 2': '4' }]);
		expect(report.columns).toEqual(['Column 1', 'Column 2']);
		expect(report.problems).toEqual([]);
	});

	it('of a thousand columns with one name are made in no time', async () => {
		const { report } = await read(`${'x,'.repeat(50_000)}x\n`);
		expect(new Set(report.columns).size).toBe(50_001);
	});

	it('such as __proto__ and constructor are own properties, and nobody else sees them', async () => {
		const { rows } = await read('__proto__,constructor,toString,hasOwnProperty\npolluted,2,3,4\n5,6,7,8\n', { typed: true });

		const [row] = rows;
		expect(Object.entries(row!)).toEqual([['__proto__', 'polluted'], ['constructor', 2], ['toString', 3], ['hasOwnProperty', 4]]);
		expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
		expect(Object.entries(rows[1]!)[0]).toEqual(['__proto__', 5]);
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	});

	it('that are picked and renamed may be such names as well', async () => {
		const { rows } = await read('a,__proto__\n1,2\n', { columns: ['__proto__', 'constructor'], rename: JSON.parse('{"__proto__":"toString"}') as Record<string, string> });
		expect(rows.map((row) => Object.entries(row))).toEqual([[['toString', '2']]]);
	});

	it('that are numbers keep their order in the report', async () => {
		const { rows, report } = await read('b,2024,2023\n1,2,3\n');
		expect(report.columns).toEqual(['b', '2024', '2023']);
		expect(rows).toEqual([{ b: '1', 2024: '2', 2023: '3' }]);
	});
});

describe('picking and renaming', () => {
	it('gives the columns asked for, in the order asked for', async () => {
		const { rows, report } = await read('a,b,c\n1,"2,5",3\n4\n', { columns: ['c', 'a', 'c'] });

		expect(rows.map((row) => Object.entries(row))).toEqual([[['c', '3'], ['a', '1']], [['c', ''], ['a', '4']]]);
		expect(report.columns).toEqual(['c', 'a']);
	});

	it('knows columns by their name in the file, made distinct', async () => {
		const { rows, report } = await read('Email,Email\n1,2\n', { columns: ['Email_2'], rename: { Email_2: 'Manager Email' } });
		expect(rows).toEqual([{ 'Manager Email': '2' }]);
		expect(report.columns).toEqual(['Manager Email']);
	});

	it('reports columns that the file does not have, once each, and leaves them out', async () => {
		const { rows, report } = await read('a,b\n1,2\n', { columns: ['a', 'Emial'], rename: { Emial: 'Email', b: 'B' } });

		expect(rows).toEqual([{ a: '1' }]);
		expect(report.problems).toEqual([{ line: 1, kind: 'unknownColumn', message: 'The file has no column "Emial"' }]);
	});

	it('keeps two columns apart that would get one name', async () => {
		const { rows, report } = await read('a,b,c\n1,2,3\n', { rename: { a: 'c', b: 'x', c: '' } });

		expect(rows).toEqual([{ c: '1', x: '2', c_2: '3' }]);
		expect(report.problems).toEqual([{ line: 1, kind: 'duplicateHeader', message: 'Two columns would be called "c"; "c" is called "c_2" here' }]);
	});

	it('swaps two names', async () => {
		expect((await read('a,b\n1,2\n', { rename: { a: 'b', b: 'a' } })).rows).toEqual([{ b: '1', a: '2' }]);
	});
});
