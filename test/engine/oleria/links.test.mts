import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bigExport } from '../../simulators/oleria/index.mts';
import type { Fault } from '../../simulators/frame/faults.mts';
import { ACCOUNTS, useOleria } from './support.mts';

const oleria = useOleria();
const rows = { context: ACCOUNTS, returnAll: true };
const fetches = () => oleria.simulator.state.fileFetches;

/** Lets time pass just before visits to the file host, in ms for each of them. */
function passBefore(...visitsMs: number[]): void {
	let visit = 0;
	const pass = ({ server }: { server: string }) => {
		if (server === 'file') oleria.simulator.clock.advance(visitsMs[visit++] ?? 0);
		return false;
	};
	oleria.simulator.faults.when(pass, { kind: 'html' });
}

/** More than the five minutes that a link is good for. */
const OVER = 301_000;

describe('A link that has run out', () => {
	it.each(['getRows', 'getFile'])('makes %s read the export once more, for a fresh one', async (operation) => {
		passBefore(OVER);
		const { error, json } = await oleria.run(operation, rows);

		expect(error).toBeUndefined();
		expect(json.length).toBeGreaterThan(0);
		expect(fetches().map(({ status }) => status)).toEqual([403, 200]);
		expect(oleria.exports().map(({ links }) => links.length)).toEqual([2]);
	});

	it('makes Get Rows start one new export where the link stays the same', async () => {
		oleria.simulator.set({ link: 'fixed' });
		passBefore(OVER);
		const json = await oleria.records('getRows', rows);

		expect(json.length).toBeGreaterThan(0);
		expect(fetches().map(({ status }) => status)).toEqual([403, 200]);
		expect(oleria.exports()).toHaveLength(2);
		expect(fetches()[1]?.downloadId).toBe(oleria.exports()[1]?.id);
	});

	it('stops Get Rows when the new export fares no better', async () => {
		passBefore(OVER, OVER, OVER, OVER);
		const { message, data } = await oleria.failed('getRows', rows);

		expect(message).toBe('The link to the export has run out, and Oleria gives no other one [Item 0]');
		expect(data).toMatchObject({ status: 403, record: { exportId: oleria.exports()[1]?.id } });
		expect(oleria.exports()).toHaveLength(2);
		expect(fetches()).toHaveLength(4);
	});

	it('makes Download read the export once more, and never start one', async () => {
		const exportId = await oleria.started();
		passBefore(OVER);
		expect((await oleria.records('download', { exportId })).length).toBeGreaterThan(0);

		oleria.simulator.set({ link: 'fixed' });
		oleria.simulator.clock.advance(301_000);
		const { message, description, data } = await oleria.failed('download', { exportId, as: 'file' });

		expect(message).toBe('The link to the export has run out, and Oleria gives no other one [Item 0]');
		expect(description).toContain('Start the export again');
		expect(data).toMatchObject({ record: { exportId } });
		expect(oleria.exports()).toHaveLength(1);
	});

	it('is read anew when it runs out between two attempts at a file that breaks off', async () => {
		oleria.simulator.faults.onOperation('fetchExportFile', { kind: 'reset', when: 'midBody' });
		passBefore(0, OVER);
		const json = await oleria.records('getRows', rows);

		expect(fetches().map(({ status }) => status)).toEqual([200, 403, 200]);
		expect(oleria.exports()).toHaveLength(1);
		expect(json).toEqual(await oleria.rows());
	});

	it('is known by the code that S3 gives when the key behind it has run out', async () => {
		passBefore(2_000);
		oleria.simulator.faults.onOperation('fetchExportFile', { kind: 'answer', status: 400, headers: { 'content-type': 'application/xml' }, body: '<?xml version="1.0"?><Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>' });

		expect((await oleria.records('getRows', rows)).length).toBeGreaterThan(0);
		expect(oleria.exports().map(({ links }) => links.length)).toEqual([2]);
	});
});

describe('The host of the file', () => {
	it('gets no credential, neither at once nor after a redirect', async () => {
		oleria.simulator.set({ redirectFile: true });
		await oleria.records('getRows', rows);
		await oleria.records('getFile', rows);

		expect(fetches().map(({ server, authorization }) => [server, authorization])).toEqual([['file', false], ['mirror', false], ['file', false], ['mirror', false]]);
		const asked = oleria.simulator.requests.filter(({ server }) => server === 'file' || server === 'mirror');
		expect(asked.flatMap(({ headers }) => Object.keys(headers)).filter((name) => /auth|cookie/i.test(name))).toEqual([]);
	});

	it('says in words what it refuses', async () => {
		oleria.simulator.faults.onOperation('fetchExportFile', { kind: 'answer', status: 404, headers: { 'content-type': 'application/xml' }, body: '<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>' });
		const { message, description, data } = await oleria.failed('getFile', rows);

		expect(message).toBe('Oleria\'s file host answered 404: The specified key does not exist. [Item 0]');
		expect(description).toContain(oleria.exports()[0]!.id);
		expect(data).toMatchObject({ code: 'NoSuchKey', status: 404, record: { exportId: oleria.exports()[0]?.id } });
	});

	it('is asked again when it is down for a moment', async () => {
		oleria.simulator.faults.onOperation('fetchExportFile', { kind: 'html', status: 503 }, { times: 2 });

		expect((await oleria.records('getRows', rows)).length).toBeGreaterThan(0);
		expect(oleria.requestsTo('fetchExportFile').map(({ status }) => status)).toEqual([503, 503, 200]);
	});

	it('fails the item with the ID of the export when it stays down', async () => {
		oleria.simulator.faults.onOperation('fetchExportFile', { kind: 'html', status: 503 }, { times: Infinity });
		const { message, data } = await oleria.failed('getRows', { ...rows, options: { retries: 1 } });

		expect(message).toBe('Oleria\'s file host answered 503: the answer is a web page, not data [Item 0]');
		expect(data).toMatchObject({ attempts: 2, record: { exportId: oleria.exports()[0]?.id } });
	});
});

describe('A link that goes where it should not', () => {
	let trap: Server;
	let visits: string[];
	let trapOrigin: string;
	/** Where the trap sends its visitors. */
	let location: string;
	beforeEach(async () => {
		visits = [];
		trap = createServer((request, response) => {
			visits.push(String(request.url));
			response.writeHead(302, { location }).end();
		});
		await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
		trapOrigin = `http://127.0.0.1:${(trap.address() as AddressInfo).port}`;
		location = `${trapOrigin}/`;
	});
	afterEach(async () => {
		trap.closeAllConnections();
		await new Promise((resolve) => trap.close(resolve));
	});

	const redirect = (to: string): Fault => ({ kind: 'answer', status: 302, headers: { location: to } });

	it.each([
		['to plain http on another machine', () => 'http://files.example.com/x.csv', 'Requests to files.example.com would not be encrypted: use an address that begins with https'],
		['to another scheme', () => 'ftp://127.0.0.1/x.csv', 'Requests to 127.0.0.1 would not be encrypted: use an address that begins with https'],
		['to a file of this machine', () => 'file:///etc/hostname', 'would not be encrypted: use an address that begins with https'],
		['to an address with a password', () => trapOrigin.replace('//', '//user:hunter2@'), 'holds a user name or password'],
	])('is not followed %s', async (_case, to, message) => {
		oleria.simulator.faults.onOperation('fetchExportFile', redirect(to()));
		const failed = await oleria.failed('download', { exportId: await oleria.started() });

		expect(failed.message).toContain(message);
		expect(failed.message).not.toContain('hunter2');
		expect(failed.description).toContain('was not followed');
		expect(failed.data).toMatchObject({ attempts: 1, record: { exportId: oleria.exports()[0]?.id } });
		expect(visits).toEqual([]);
	});

	it('is not followed more than five times', async () => {
		oleria.simulator.faults.onOperation('fetchExportFile', redirect(`${trapOrigin}/`));
		const { message } = await oleria.failed('download', { exportId: await oleria.started() });

		expect(message).toBe('The link was redirected more than 5 times [Item 0]');
		expect(visits).toHaveLength(5);
	});

	it.each([
		['plain http on another machine', 'http://files.example.com/exports/x.csv'],
		['another scheme', 'ftp://files.example.com/x.csv'],
		['an address with a user name', 'https://user@files.example.com/x.csv'],
		['no address', 'exports/x.csv'],
	])('is not opened where the vendor itself gives %s', async (_case, url) => {
		oleria.simulator.admin.corruptAnswer((reply, { operationId }) => (operationId === 'getDownload' ? { ...reply, body: { ...(reply.body as object), url }, offContract: true } : reply));
		const { description } = await oleria.failed('download', { exportId: await oleria.started(), as: 'file' });

		expect(description).toContain('was not followed');
		expect(fetches()).toEqual([]);
	});
});

describe('A file that does not come whole', () => {
	const cuts: ReadonlyArray<readonly [string, Fault]> = [
		['is cut by a reset in its middle', { kind: 'reset', when: 'midBody' }],
		['is cut by a reset after a few rows', { kind: 'reset', when: 'midBody', afterBytes: 150_000 }],
		['is shorter than was promised', { kind: 'shortBody', missingBytes: 300 }],
		['is chunked and has no end', { kind: 'cutChunked' }],
		['never begins', { kind: 'reset', when: 'beforeActing' }],
	];
	const complete = Array.from({ length: 3_000 }, (_each, index) => String(index + 1).padStart(9, '0'));
	beforeEach(() => oleria.simulator.admin.setFile(ACCOUNTS, bigExport(3_000)));

	it.each(cuts)('is read again and gives all rows once: it %s', async (_case, fault) => {
		oleria.simulator.set({ fileFraming: fault.kind === 'cutChunked' ? 'chunked' : 'length' });
		oleria.simulator.faults.onOperation('fetchExportFile', fault);
		const json = await oleria.records('download', { exportId: await oleria.started(), as: 'rows', returnAll: true });

		expect(json.map((row) => row['Row Number'])).toEqual(complete);
		expect(oleria.requestsTo('fetchExportFile')).toHaveLength(2);
	});

	it.each(cuts)('is read again and stored whole: it %s', async (_case, fault) => {
		oleria.simulator.set({ fileFraming: fault.kind === 'cutChunked' ? 'chunked' : 'length' });
		oleria.simulator.faults.onOperation('fetchExportFile', fault);
		const { outputs, error } = await oleria.run('download', { exportId: await oleria.started(), as: 'file' });

		expect(error).toBeUndefined();
		const text = Buffer.from(outputs[0]![0]!.binary!.data!.data, 'base64').toString();
		expect(text.length).toBeGreaterThan(500_000);
		expect(text.split('\r\n').slice(1, -1).map((line) => line.slice(0, 9))).toEqual(complete);
		expect(oleria.requestsTo('fetchExportFile')).toHaveLength(2);
	});

	it.each([
		['rows', 'reset'],
		['rows', 'cutChunked'],
		['file', 'reset'],
		['file', 'cutChunked'],
	] as const)('is read again as %s when it is packed and broken off by %s', async (as, kind) => {
		oleria.simulator.set({ gzip: true, fileFraming: 'chunked' });
		oleria.simulator.faults.onOperation('fetchExportFile', kind === 'reset' ? { kind, when: 'midBody' } : { kind });
		const { json, error } = await oleria.run('download', { exportId: await oleria.started(), as, returnAll: true });

		expect(error).toBeUndefined();
		expect(as === 'rows' ? json.map((row) => row['Row Number']) : json[0]?.sizeBytes).toEqual(as === 'rows' ? complete : bigExport(3_000).length);
		expect(oleria.requestsTo('fetchExportFile')).toHaveLength(2);
	});

	it('is whole when it comes in drops', async () => {
		oleria.simulator.faults.onOperation('fetchExportFile', { kind: 'drip', intervalMs: 1, bytes: 3_001 });
		const json = await oleria.records('download', { exportId: await oleria.started(), as: 'rows', returnAll: true });

		expect(json.map((row) => row['Row Number'])).toEqual(complete);
		expect(oleria.requestsTo('fetchExportFile')).toHaveLength(1);
	});

	it.each(['rows', 'file'])('fails the item when it never comes whole, and gives no %s', async (as) => {
		oleria.simulator.faults.onOperation('fetchExportFile', { kind: 'reset', when: 'midBody' }, { times: Infinity });
		const exportId = await oleria.started();
		const { outputs } = await oleria.run('download', { exportId, as, returnAll: true, options: { retries: 1 } }, { onError: 'continueErrorOutput' });

		expect(outputs[0]).toEqual([]);
		expect(outputs[1]?.[0]?.json).toMatchObject({
			error: 'The connection to Oleria\'s file host was lost before the answer was complete (ECONNRESET) [Item 0]',
			details: { record: { exportId }, attempts: 2 },
		});
		expect(oleria.requestsTo('fetchExportFile')).toHaveLength(2);
	});
});
