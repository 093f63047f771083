import fc from 'fast-check';
import { typedValue } from '../../../nodes/shared/csv/typedValues';
import { bytesOf, cut, read, readToEnd } from './csvText.mts';

describe('typed values', () => {
	it.each([
		['0', 0],
		['-7', -7],
		['12.5', 12.5],
		['-0.25', -0.25],
		['9007199254740991', 9007199254740991],
		['', null],
		['true', true],
		['FALSE', false],
		['True', true],
	])('%j becomes %j', (text, value) => {
		expect(typedValue(text)).toBe(value);
	});

	it.each(['007', '+49 30 1234', '1.50', '1e5', '-0', '-', '.5', '5.', '1,000', ' 1', '1 ', '0x10', 'NaN', 'Infinity', '9007199254740993', '9007199254740994', '12345678901234567890', '0.1234567890123456789', '2024-01-01', 'yes', 'null', 'trues', '30+x', '+', '٣'])(
		'%j stays text',
		(text) => {
			expect(typedValue(text)).toBe(text);
		},
	);

	it('that are numbers are written the same way again, whatever the text', () => {
		const numeric = fc.string({ unit: fc.constantFrom(...'0123456789+-.eE') });
		fc.assert(
			fc.property(fc.oneof(numeric, fc.double().map(String), fc.string()), (text) => {
				const value = typedValue(text);
				if (typeof value === 'number') expect(String(value)).toBe(text);
				else if (typeof value === 'string') expect(value).toBe(text);
			}),
			{ numRuns: 2_000 },
		);
	});

	it('are not given unless asked for', async () => {
		expect((await read('a,b,c\n1,true,30+\n,,\n')).rows).toEqual([{ a: '1', b: 'true', c: '30+' }, { a: '', b: '', c: '' }]);
	});

	it('are null for missing cells, and text for extra ones', async () => {
		expect((await read('a,b\n1\n1,2,3\n', { typed: true })).rows).toEqual([{ a: 1, b: null }, { a: 1, b: 2, _extra: ['3'] }]);
	});
});

describe('a number with a plus', () => {
	const text = 'Email,Dormant Days\na,12\nb,30+\nc,5\nd,\ne,unknown\nf,0+\n';
	const expected = [
		{ Email: 'a', 'Dormant Days': 12 },
		{ Email: 'b', 'Dormant Days': 30, 'Dormant Days At Least': true },
		{ Email: 'c', 'Dormant Days': 5, 'Dormant Days At Least': false },
		{ Email: 'd', 'Dormant Days': null, 'Dormant Days At Least': false },
		{ Email: 'e', 'Dormant Days': 'unknown', 'Dormant Days At Least': false },
		{ Email: 'f', 'Dormant Days': 0, 'Dormant Days At Least': true },
	];

	it('is a number and a flag, and the flag goes on from there', async () => {
		expect((await read(text, { typed: true })).rows).toEqual(expected);
	});

	it('does so whatever the chunks are', async () => {
		const long = `Email,Dormant Days\n${'x,1\n'.repeat(10_000)}y,30+\n${'z,2\n'.repeat(10_000)}`;
		const { rows } = await readToEnd(cut(bytesOf(long), [1_000]), { typed: true });

		expect(rows).toEqual((await read(long, { typed: true })).rows);
		expect(rows[9_999]).toEqual({ Email: 'x', 'Dormant Days': 1 });
		expect(rows[20_000]).toEqual({ Email: 'z', 'Dormant Days': 2, 'Dormant Days At Least': false });
	});

	it('stays text where the number would not be written the same way again', async () => {
		expect((await read('a\n007+\n1.5+\n30++\n90071992547409930+\n', { typed: true })).rows).toEqual([{ a: '007+' }, { a: '1.5+' }, { a: '30++' }, { a: '90071992547409930+' }]);
	});

	it('has a flag that takes no name of the file, and follows a renamed column', async () => {
		const { rows } = await read('d,x At Least\n30+,7\n', { typed: true, rename: { d: 'x' } });
		expect(rows).toEqual([{ x: 30, 'x At Least': 7, 'x At Least_2': true }]);
	});
});
