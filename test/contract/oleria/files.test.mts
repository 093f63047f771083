import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { bigExport, csvOf, startOleria, type OleriaSimulator } from '../../simulators/oleria/index.mts';
import type { Fault } from '../../simulators/frame/faults.mts';
import { call, createApi, rawFetch, type Api } from './support.mts';

let simulator: OleriaSimulator;
let api: Api;

beforeEach(async () => {
	simulator = await startOleria({ switches: { acceptedReads: 0 } });
	api = await createApi(simulator);
});
afterEach(async () => {
	await simulator.close();
	expect(simulator.violations).toEqual([]);
});

async function bytesOf(answer: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of answer) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks);
}

describe('the presigned link', () => {
	it('gives the CSV without a token, on a port of its own', async () => {
		const url = await api.linkFor('employees');
		const answer = await call(url);

		expect(new URL(url).origin).toBe(simulator.fileOrigin);
		expect(answer.status).toBe(200);
		expect(answer.headers.get('content-type')).toBe('text/csv');
		expect(answer.headers.get('content-length')).toBe(String(Buffer.byteLength(answer.text)));
		expect(simulator.state.fileFetches).toEqual([{ downloadId: simulator.state.downloads.at(-1)!.id, server: 'file', authorization: false, status: 200, bytes: Buffer.byteLength(answer.text) }]);
		expect(simulator.requests.at(-1)).toMatchObject({ server: 'file', operationId: 'fetchExportFile', status: 200 });
	});

	it('refuses a request that carries an Authorization header', async () => {
		const answer = await call(await api.linkFor('employees'), { headers: { authorization: api.authorization } });

		expect(answer.status).toBe(400);
		expect(answer.headers.get('content-type')).toBe('application/xml');
		expect(answer.text).toContain('<Code>InvalidArgument</Code><Message>Only one auth mechanism allowed');
		expect(simulator.state.fileFetches).toMatchObject([{ authorization: true, status: 400, bytes: 0 }]);
		expect(simulator.requests.at(-1)!.headers.authorization).toBe('(wrong)');
	});

	it('runs out after 300 s', async () => {
		let nowMs = Date.parse('2026-05-12T17:32:00Z');
		const timed = await startOleria({ switches: { acceptedReads: 0 }, clock: { now: () => nowMs } });
		const url = await (await createApi(timed)).linkFor('employees');
		nowMs += 299_999;
		const early = await call(url);
		nowMs += 1;
		const late = await call(url);
		await timed.close();

		expect(timed.state.downloads.at(-1)!.links).toEqual([{ url, issuedAtMs: nowMs - 300_000, expiresAtMs: nowMs }]);
		expect([early.status, late.status]).toEqual([200, 403]);
		expect(late.text).toContain('<Code>AccessDenied</Code><Message>Request has expired</Message><Expires>2026-05-12T17:37:00.000Z</Expires>');
		timed.expectNoViolations();
	});

	it('cannot be changed, but may be written anew', async () => {
		const url = await api.linkFor('employees');

		expect((await call(url.replace('X-Amz-Expires=300', 'X-Amz-Expires=3000'))).text).toContain('SignatureDoesNotMatch');
		expect((await call(url.replace(/X-Amz-Signature=\w+/, 'X-Amz-Signature=00'))).status).toBe(403);
		expect((await call(url.split('?')[0]!)).text).toContain('<Message>Access Denied</Message>');
		expect((await call(url.replaceAll('%2F', '/'))).status).toBe(200);
	});

	it('is made on each read where link is fresh, once where it is fixed', async () => {
		const linksOf = async () => {
			const { json } = await api.create({ context: 'risks' });
			const first = (await api.read(json.id)).json.url;
			simulator.clock.advance(1_000);
			return [first, (await api.read(json.id)).json.url];
		};

		expect(new Set(await linksOf()).size).toBe(2);
		simulator.set({ link: 'fixed' });
		expect(new Set(await linksOf()).size).toBe(1);
	});

	it('linkSeconds is its life', async () => {
		simulator.set({ linkSeconds: 10 });
		const url = await api.linkFor('employees');
		simulator.clock.advance(10_000);

		expect((await call(url)).status).toBe(403);
	});

	it('redirects to the mirror, which gives the file, and refuses a token as well', async () => {
		simulator.set({ redirectFile: true });
		const url = await api.linkFor('employees');

		const redirect = await call(url);
		const location = redirect.headers.get('location')!;

		expect(redirect.status).toBe(302);
		expect(new URL(location).origin).toBe(simulator.mirrorOrigin);
		expect((await call(location)).text).toContain('robin.vale@example.com');
		expect((await call(location, { headers: { authorization: api.authorization } })).status).toBe(400);
		expect(simulator.state.fileFetches.map(({ server, status }) => `${server} ${status}`)).toEqual(['file 302', 'mirror 200', 'mirror 400']);
	});

	it('knows no other path or method', async () => {
		expect((await call(`${simulator.fileOrigin}/v1/downloads`)).text).toContain('NoSuchKey');
		expect((await call(await api.linkFor('employees'), { method: 'DELETE' })).status).toBe(405);
		expect(simulator.takeViolations()).toHaveLength(2);
	});

	it('is 404 when its export was forgotten', async () => {
		const url = await api.linkFor('employees');
		simulator.set({ forgetAfterMs: 0 });

		expect((await call(url)).status).toBe(404);
	});
});

describe('the file', () => {
	it('fileContentType, gzip and fileFraming decide how it travels', async () => {
		const url = await api.linkFor('employees');
		const plain = await bytesOf(await rawFetch(url));
		simulator.set({ gzip: true, fileContentType: 'binary/octet-stream', fileFraming: 'chunked' });

		const answer = await rawFetch(url);

		expect(answer.headers).toMatchObject({ 'content-encoding': 'gzip', 'content-type': 'binary/octet-stream', 'transfer-encoding': 'chunked' });
		expect(answer.headers).not.toHaveProperty('content-length');
		expect(gunzipSync(await bytesOf(answer))).toEqual(plain);
	});

	it.each<[string, Fault, number]>([
		['a body cut by a reset', { kind: 'reset', when: 'midBody', afterBytes: 100 }, 100],
		['a body shorter than its length', { kind: 'shortBody', missingBytes: 7 }, -7],
		['a chunked body cut', { kind: 'cutChunked', afterBytes: 33 }, 33],
	])('can be %s', async (_case, fault, bytes) => {
		const url = await api.linkFor('employees');
		const { length } = await bytesOf(await rawFetch(url));
		simulator.faults.onOperation('fetchExportFile', fault);

		const answer = await rawFetch(url);
		let received = 0;
		const reading = (async () => {
			for await (const chunk of answer) received += (chunk as Buffer).length;
		})();

		await expect(reading).rejects.toMatchObject({ code: 'ECONNRESET' });
		expect(received).toBe(bytes > 0 ? bytes : length + bytes);
		expect((await call(url)).status).toBe(200);
	});

	it.each<[string, Fault]>([
		['cut in its middle', { kind: 'reset', when: 'midBody' }],
		['cut where it is chunked', { kind: 'cutChunked' }],
		['short', { kind: 'shortBody' }],
	])('can be streamed and %s', async (_case, fault) => {
		simulator.admin.setFile('risks', bigExport(20_000));
		const url = await api.linkFor('risks');
		simulator.faults.onNext(fault);

		await expect(bytesOf(await rawFetch(url))).rejects.toMatchObject({ code: 'ECONNRESET' });
	});

	it('can drip, one byte at a time or some', async () => {
		simulator.set({ rows: 'none' });
		const url = await api.linkFor('oleriaUsers');
		const whole = (await call(url)).text;
		const drippedIn = async (fault: Fault) => {
			simulator.faults.onNext(fault);
			let pieces = 0;
			let text = '';
			for await (const chunk of await rawFetch(url)) [pieces, text] = [pieces + 1, text + String(chunk)];
			expect(text).toBe(whole);
			return pieces;
		};

		const [byOne, byTen] = [await drippedIn({ kind: 'drip', intervalMs: 1 }), await drippedIn({ kind: 'drip', intervalMs: 1, bytes: 10 })];

		expect(byOne).toBeGreaterThan(byTen);
		expect(byTen).toBeGreaterThan(1);
	});

	it('answers gateway pages, late heads and cut gzip like any other server', async () => {
		const url = await api.linkFor('employees');
		simulator.faults.script([{ kind: 'html', status: 503 }, { kind: 'delayHeaders', delayMs: 50 }, { kind: 'cutGzip' }, null]);

		expect((await call(url)).status).toBe(503);
		expect((await call(url)).text).toContain('robin.vale');
		const cut = await rawFetch(url);
		const bytes = await bytesOf(cut);
		expect(() => gunzipSync(bytes)).toThrow('unexpected end of file');
		expect((await call(url)).status).toBe(200);
		expect(simulator.faults.fired.map(({ kind }) => kind)).toEqual(['html', 'delayHeaders', 'cutGzip']);
	});

	it('tells a fault that cannot spoil a stream', async () => {
		simulator.admin.setFile('risks', bigExport(10));
		const url = await api.linkFor('risks');
		simulator.faults.onNext({ kind: 'truncatedJson' });

		await expect(call(url)).rejects.toThrow('fetch failed');
		expect(simulator.takeViolations()).toMatchObject([{ where: 'simulator', message: expect.stringContaining('truncatedJson cannot spoil a streamed body') }]);
	});
});

describe('faults', () => {
	it('strike a server or an operation, and count over all servers', async () => {
		simulator.faults.onOperation('getDownload', { kind: 'answer', status: 429, headers: { 'Retry-After': '3' }, body: { code: 'RATE_LIMITED', message: 'Slow down.' } }, { nth: 2 });
		simulator.faults.when((request) => request.server === 'file', { kind: 'reset', when: 'beforeActing' });
		const { json } = await api.create({ context: 'employees' });

		expect((await api.read(json.id)).status).toBe(200);
		const slow = await api.read(json.id);
		const again = await api.read(json.id);

		expect([slow.status, slow.headers.get('retry-after'), again.status]).toEqual([429, '3', 200]);
		await expect(call(String(again.json.url))).rejects.toThrow('fetch failed');
		expect(simulator.requests.map(({ number, server }) => `${number} ${server}`)).toEqual(['1 authentication', '2 api', '3 api', '4 api', '5 api', '6 file']);
	});

	it('lose the answer of a create that took effect', async () => {
		simulator.faults.onOperation('createDownload', { kind: 'reset', when: 'afterActing' });

		await expect(api.create({ context: 'employees' })).rejects.toThrow('fetch failed');
		expect(simulator.state.downloads).toHaveLength(2);
	});
});

describe('the CSV', () => {
	const textOf = async (context = 'oleriaUsers') => (await call(await api.linkFor(context))).text;

	it('headers are labels or field names', async () => {
		expect((await textOf()).split('\r\n')[0]).toBe('Name,Email Address,Status,Roles,Last Login,Created Date');
		simulator.set({ headers: 'fields' });
		expect((await textOf()).split('\r\n')[0]).toBe('name,emailAddress,status,roles,lastLogin,createdAt');
	});

	it.each([
		[{ delimiter: ';', lineEnd: 'lf' }, { delimiter: ';' }],
		[{ delimiter: '\t', quoting: 'all' }, { delimiter: '\t' }],
		[{ byteOrderMark: true, lineBreaks: true }, { bom: true }],
	] as const)('%j reads the same', async (switches, options) => {
		const plain = parse(await textOf());
		simulator.set(switches);

		const bytes = await bytesOf(await rawFetch(await api.linkFor('oleriaUsers')));

		expect(parse(bytes, options)).toEqual(plain);
	});

	it('byteOrderMark, lineEnd and quoting show in its bytes', async () => {
		simulator.set({ byteOrderMark: true, lineEnd: 'lf', quoting: 'all' });

		const bytes = await bytesOf(await rawFetch(await api.linkFor('oleriaUsers')));

		expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
		expect(bytes.toString('utf8').slice(1)).toMatch(/^"Name","Email Address"/);
		expect(bytes.includes('\r')).toBe(false);
	});

	it('quotedCommas, lineBreaks and nonAscii are in the cells', async () => {
		const row = async (name: string) => (await api.rowsOf('employees')).find((one) => one['Email'] === `${name}@example.com`)!;
		expect(await row('zoe.papadaki')).toMatchObject({ 'Employee Name': 'Ζωή Παπαδάκη', 'Job Function': 'Account Executive, Athens' });
		simulator.set({ lineBreaks: true, quotedCommas: false, nonAscii: false });

		expect(await row('zoe.papadaki')).toMatchObject({ 'Employee Name': 'Zoe Papadaki', 'Job Function': 'Account Executive\n"acting"' });
	});

	it('ragged rows are too short and too long', async () => {
		simulator.set({ ragged: true });

		const rows = parse(await textOf(), { relax_column_count: true });

		expect(rows.map(({ length }) => length)).toEqual([6, 6, 5, 7, 6, 6]);
	});

	it('emptyResult is a header or nothing', async () => {
		simulator.set({ rows: 'none' });
		expect(await textOf()).toBe('Name,Email Address,Status,Roles,Last Login,Created Date\r\n');
		simulator.set({ emptyResult: 'nothing' });
		expect(await textOf()).toBe('');
	});

	it('quotes what needs it by any delimiter', () => {
		const column = { field: 'a', label: 'A', type: 'string' } as const;
		const cellOf = (delimiter: string, a: string) => csvOf([column], [{ a }], { ...simulator.switches, delimiter }).toString().split('\r\n').slice(1, -1).join('\r\n');

		expect([cellOf('|', 'a|b'), cellOf('^', 'a^b'), cellOf(',', 'a|b'), cellOf(',', 'say "x"')]).toEqual(['"a|b"', '"a^b"', 'a|b', '"say ""x"""']);
	});
});

describe('a big export', () => {
	it('has exactly the rows and bytes that were asked for, and is the same each time', async () => {
		simulator.admin.setFile('risks', bigExport(1_300, 180));
		const url = await api.linkFor('risks');

		const [first, second] = [await bytesOf(await rawFetch(url)), await bytesOf(await rawFetch(url))];
		const rows: Array<Record<string, string>> = parse(first, { columns: true });

		expect(second.equals(first)).toBe(true);
		expect(rows.map((row) => Number(row['Row Number']))).toEqual(Array.from({ length: 1_300 }, (_, index) => index + 1));
		expect(rows[4]!['Account Name']).toBe('田中 芽衣');
		expect(first.length).toBe(first.indexOf('\n') + 1 + 1_300 * 180);
		simulator.admin.setFile('risks', undefined);
		expect((await call(url)).text).toContain('Risk Severity');
	});

	it('has 40 MB for 200,000 rows, and refuses rows that cannot be so short', () => {
		expect(bigExport(200_000).length).toBeGreaterThan(40_000_000);
		expect(() => bigExport(1, 50)).toThrow('A row needs at least');
	});

	it('is made no faster than the client reads', async () => {
		simulator.admin.setFile('risks', bigExport(250_000));
		const answer = await rawFetch(await api.linkFor('risks'));
		await sleep(150);
		let [received, furthest] = [0, 0];
		for await (const chunk of answer) {
			furthest = Math.max(furthest, simulator.state.fileFetches[0]!.bytes - received);
			received += (chunk as Buffer).length;
			if (received % 7 === 0) await sleep(1);
		}

		// What is ahead lies in the kernel's buffers.
		expect(furthest).toBeLessThan(20_000_000);
		expect(received).toBe(bigExport(250_000).length);
	});

	it('is compressed no faster than the client reads', async () => {
		simulator.set({ gzip: true });
		simulator.admin.setFile('risks', bigExport(2_500_000));
		const answer = await rawFetch(await api.linkFor('risks'));
		let before = -1;
		for (let { bytes } = simulator.state.fileFetches[0]!; bytes > before; { bytes } = simulator.state.fileFetches[0]!) {
			before = bytes;
			await sleep(200);
		}
		answer.destroy();

		expect(before).toBeLessThan(250_000_000);
	});

	it('stops being made when the client leaves', async () => {
		simulator.admin.setFile('risks', bigExport(2_500_000));
		const answer = await rawFetch(await api.linkFor('risks'));
		answer.destroy();
		await sleep(50);
		const { bytes } = simulator.state.fileFetches[0]!;
		await sleep(50);

		expect(simulator.state.fileFetches[0]!.bytes).toBe(bytes);
		expect(bytes).toBeLessThan(100_000_000);
	});
});
