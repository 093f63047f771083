import { ACCOUNTS, useOleria } from './support.mts';

const oleria = useOleria();

describe('Rows of a file', () => {
	it('keep commas, quotes and line breaks in quotes, letters beyond ASCII and leading zeros', async () => {
		const { rows, hints } = await oleria.read('Name,Note,Number\r\n"Vale, Robin","said ""no""\r\ntwice",007\r\nΖωή 🌲,,30+\r\n');

		expect(rows).toEqual([
			{ Name: 'Vale, Robin', Note: 'said "no"\r\ntwice', Number: '007' },
			{ Name: 'Ζωή 🌲', Note: '', Number: '30+' },
		]);
		expect(hints).toEqual([]);
	});

	it.each([
		['a byte-order mark', '\uFEFFEmail,Role\r\na@example.com,Admin\r\n'],
		['LF', 'Email,Role\na@example.com,Admin\n'],
		['no line break at the end', 'Email,Role\r\na@example.com,Admin'],
		['everything in quotes', '"Email","Role"\r\n"a@example.com","Admin"\r\n'],
		['semicolons', 'Email;Role\r\na@example.com;Admin\r\n'],
		['tabs', 'Email\tRole\r\na@example.com\tAdmin\r\n'],
	])('are the same with %s', async (_case, text) => {
		expect((await oleria.read(text)).rows).toEqual([{ Email: 'a@example.com', Role: 'Admin' }]);
	});

	it.each([
		['a header alone', 'Email,Role\r\n'],
		['nothing at all', ''],
		['a byte-order mark alone', '\uFEFF'],
	])('are none with %s', async (_case, text) => {
		expect(await oleria.read(text)).toEqual({ rows: [], hints: [] });
	});

	it.each(['header', 'nothing'] as const)('are none for an empty result that comes as %s', async (emptyResult) => {
		oleria.simulator.set({ rows: 'none', emptyResult });

		expect(await oleria.rows()).toEqual([]);
	});

	it('keep their value under the delimiter that is named', async () => {
		expect((await oleria.read('Email|Role\r\na;b,c|Admin\r\n', { delimiter: '|' })).rows).toEqual([{ Email: 'a;b,c', Role: 'Admin' }]);
		expect((await oleria.read('Email\tRole\r\na,b\tAdmin\r\n', { delimiter: '\\t' })).rows).toEqual([{ Email: 'a,b', Role: 'Admin' }]);
		expect((await oleria.read('Email\tRole\r\na,b\tAdmin\r\n', { delimiter: '\t' })).rows).toEqual([{ Email: 'a,b', Role: 'Admin' }]);
	});

	it('lose nothing where they are ragged: what is odd is told as a hint', async () => {
		const { rows, hints } = await oleria.read('A,B\r\n1,2\r\n3\r\n4,5,6,7\r\n');

		expect(rows).toEqual([{ A: '1', B: '2' }, { A: '3', B: '' }, { A: '4', B: '5', _extra: ['6', '7'] }]);
		expect(hints).toEqual(['Line 3 of the file: The record has 1 cell for 2 columns: the missing ones are empty', 'Line 4 of the file: The record has 4 cells for 2 columns: the others are under "_extra"']);
	});

	it('tell the first five odd lines and count the others', async () => {
		const { rows, hints } = await oleria.read(`A,B\r\n${'1\r\n'.repeat(9)}`);

		expect(rows).toHaveLength(9);
		expect(hints).toHaveLength(6);
		expect(hints.at(-1)).toBe('4 more lines of the file are irregular.');
	});

	it('are those of ragged exports of the vendor, too', async () => {
		oleria.simulator.set({ ragged: true });
		const rows = await oleria.rows();

		expect(rows.filter((row) => '_extra' in row)).toHaveLength(1);
		oleria.simulator.set({ ragged: false });
		expect(await oleria.rows()).toHaveLength(rows.length);
	});

	it('come through gzip, in one piece and in chunks', async () => {
		const plain = await oleria.rows();
		oleria.simulator.set({ gzip: true });
		expect(await oleria.rows()).toEqual(plain);
		oleria.simulator.set({ fileFraming: 'chunked' });
		expect(await oleria.rows()).toEqual(plain);
	});

	it.each([
		['an HTML page', '<!DOCTYPE html><html><body>Sign in</body></html>', 'HTML'],
		['XML', '<?xml version="1.0"?><Error><Code>Nope</Code></Error>', 'XML'],
		['JSON', '{"message": "Sorry"}', 'JSON'],
	])('are refused where the file is %s', async (_case, text, format) => {
		oleria.simulator.admin.setFile(ACCOUNTS, Buffer.from(text));
		const { message, description } = await oleria.failed('download', { exportId: await oleria.started(), as: 'rows' });

		expect(message).toContain(format);
		expect(description).not.toBe('');
		expect(oleria.simulator.state.fileFetches).toHaveLength(1);
	});
});

describe('Columns, Rename Columns and Typed Values', () => {
	const text = 'Email,Dormant Days,Is Admin,Code\r\na@example.com,12,true,007\r\nb@example.com,30+,False,\r\nc@example.com,,,9007199254740993\r\n';

	it('give only the columns that are wanted, in that order and under their new names', async () => {
		const { rows } = await oleria.read(text, { columns: 'Code, Email', rename: '{"Email": "email"}' });

		expect(rows.map((row) => Object.entries(row))).toEqual([
			[['Code', '007'], ['email', 'a@example.com']],
			[['Code', ''], ['email', 'b@example.com']],
			[['Code', '9007199254740993'], ['email', 'c@example.com']],
		]);
	});

	it('turn values into their types, and "30+" into a number that says "at least"', async () => {
		expect((await oleria.read(text, { typed: true })).rows).toEqual([
			{ Email: 'a@example.com', 'Dormant Days': 12, 'Is Admin': true, Code: '007' },
			{ Email: 'b@example.com', 'Dormant Days': 30, 'Dormant Days At Least': true, 'Is Admin': false, Code: null },
			{ Email: 'c@example.com', 'Dormant Days': null, 'Dormant Days At Least': false, 'Is Admin': null, Code: '9007199254740993' },
		]);
	});

	it('say when a column is not there', async () => {
		const { rows, hints } = await oleria.read(text, { columns: 'Email, Mail' });

		expect(rows[0]).toEqual({ Email: 'a@example.com' });
		expect(hints).toEqual(['Line 1 of the file: The file has no column "Mail"']);
	});

	it('stop where none of the columns is there, instead of giving empty items', async () => {
		await expect(oleria.read(text, { columns: 'email, mail' })).rejects.toThrow('The file has none of the columns email, mail [Item 0]');
	});

	it.each([
		['a delimiter of two characters', { delimiter: ',,' }, /^Delimiter is ",,"/],
		['a quote as delimiter', { delimiter: '"' }, /^Delimiter is /],
		['names that are a list', { rename: '["a"]' }, /^Rename Columns is not an object of names/],
		['a name that is a number', { rename: '{"a": 1}' }, /^Rename Columns is not an object of names/],
	])('refuse %s before anything is sent', async (_case, options, message) => {
		expect((await oleria.failed('getRows', { context: ACCOUNTS, options })).message).toMatch(message);
		expect(oleria.simulator.requests).toEqual([]);
	});
});
