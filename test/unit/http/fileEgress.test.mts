import { createServer, get, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IHttpRequestOptions } from 'n8n-workflow';
import { createFileEgress, isBytes, type FileEgressOptions } from '../../../nodes/shared/http/fileEgress';
import { systemClock } from '../../../nodes/shared/http/clock';

const VENDOR = 'https://api.vendor.example';
const LOCAL_VENDOR = 'http://127.0.0.1:1';

async function* bytesOf(...texts: string[]): AsyncGenerator<Uint8Array> {
	for (const each of texts) yield Buffer.from(each);
}

interface Reply {
	readonly statusCode: number;
	readonly headers?: Record<string, string>;
	readonly body?: unknown;
}

/** An egress over an n8n that answers in turn, and what n8n was asked. */
function world(replies: ReadonlyArray<Reply | Error>, more: Partial<FileEgressOptions> = {}) {
	const asked: IHttpRequestOptions[] = [];
	const egress = createFileEgress({
		vendorOrigin: VENDOR,
		clock: systemClock,
		request: async (options) => {
			const reply = replies[asked.length];
			asked.push(options);
			if (reply instanceof Error || !reply) throw reply ?? new Error('not foreseen');
			return { headers: {}, body: bytesOf(''), ...reply };
		},
		...more,
	});
	const open = async (url: string) => await egress({ method: 'GET', url, headers: {} });
	return { open, asked };
}

const redirect = (location: string, statusCode = 302): Reply => ({ statusCode, headers: { location } });

describe('the file egress', () => {
	it('asks n8n for a stream, without a credential and without following redirects', async () => {
		const { open, asked } = world([{ statusCode: 200 }]);
		await open('https://files.example.com/a.csv?signature=1');

		expect(asked).toEqual([{
			method: 'GET', url: 'https://files.example.com/a.csv?signature=1', headers: { Accept: '*/*', 'Accept-Encoding': 'identity', 'User-Agent': 'n8n-nodes-offboarding' },
			encoding: 'stream', returnFullResponse: true, ignoreHttpStatusErrors: true, disableFollowRedirect: true, sendCredentialsOnCrossOriginRedirect: false, timeout: 60_000,
		}]);
	});

	it('hands the stream of a success on, with header names in lower case', async () => {
		const body = bytesOf('a,b');
		const result = await world([{ statusCode: 200, headers: { 'Content-Type': 'text/csv' }, body }]).open('https://files.example.com/a.csv');

		expect(result).toMatchObject({ kind: 'response', response: { status: 200, headers: { 'content-type': 'text/csv' } } });
		expect(result.kind === 'response' && result.response.body).toBe(body);
		expect(isBytes(body)).toBe(true);
	});

	it('gives the beginning of anything else as text, and closes its stream', async () => {
		let closed = false;
		async function* endless() {
			try {
				for (;;) yield Buffer.from('<Error>é</Error>'.repeat(100));
			} finally {
				closed = true;
			}
		}
		const result = await world([{ statusCode: 403, body: endless() }]).open('https://files.example.com/a.csv');

		expect(result.kind === 'response' && result.response.body).toMatch(/^<Error>é<\/Error>/);
		expect(result.kind === 'response' && String(result.response.body).length).toBe(4_096);
		expect(closed).toBe(true);
	});

	it('follows redirects hop by hop, relative ones too, and keeps the last address', async () => {
		const { open, asked } = world([redirect('https://mirror.example.com/x/a.csv'), redirect('../b.csv', 307), { statusCode: 200 }]);
		const result = await open('https://files.example.com/a.csv');

		expect(asked.map(({ url }) => url)).toEqual(['https://files.example.com/a.csv', 'https://mirror.example.com/x/a.csv', 'https://mirror.example.com/b.csv']);
		expect(result).toMatchObject({ kind: 'response', response: { url: 'https://mirror.example.com/b.csv' } });
		expect(asked.every(({ headers }) => !('Authorization' in (headers ?? {})))).toBe(true);
	});

	it('follows five redirects and refuses the sixth', async () => {
		const hops = (count: number) => Array.from({ length: count }, (_each, index) => redirect(`https://files.example.com/${index}`));
		const five = world([...hops(5), { statusCode: 200 }]);
		expect(await five.open('https://files.example.com/a.csv')).toMatchObject({ kind: 'response', response: { status: 200 } });

		const six = world(hops(7));
		expect(await six.open('https://files.example.com/a.csv')).toMatchObject({ kind: 'refused', code: 'TOO_MANY_REDIRECTS' });
		expect(six.asked).toHaveLength(6);
	});

	it.each([
		['plain http', 'http://files.example.com/a.csv', VENDOR, 'NOT_ENCRYPTED'],
		['this machine by http, where the vendor is elsewhere', 'http://127.0.0.1:8080/a.csv', VENDOR, 'NOT_ENCRYPTED'],
		['plain http elsewhere, where the vendor is on this machine', 'http://files.example.com/a.csv', LOCAL_VENDOR, 'NOT_ENCRYPTED'],
		['another scheme', 'ftp://files.example.com/a.csv', VENDOR, 'NOT_ENCRYPTED'],
		['a file', 'file:///etc/hostname', LOCAL_VENDOR, 'NOT_ENCRYPTED'],
		['a script', 'javascript:alert(1)', VENDOR, 'NOT_ENCRYPTED'],
		['data', 'data:text/csv,a', LOCAL_VENDOR, 'NOT_ENCRYPTED'],
		['a user name', 'https://me@files.example.com/a.csv', VENDOR, 'USER_INFO'],
		['a password', 'https://:word@files.example.com/a.csv', VENDOR, 'USER_INFO'],
		['no address', 'a.csv', VENDOR, 'ERR_INVALID_URL'],
		['nothing', '', VENDOR, 'ERR_INVALID_URL'],
	])('sends nothing to %s, neither at once nor after a redirect', async (_case, url, vendorOrigin, code) => {
		const direct = world([], { vendorOrigin });
		expect(await direct.open(url)).toMatchObject({ kind: 'refused', code });
		expect(direct.asked).toEqual([]);

		if (!URL.canParse(url)) return;
		const redirected = world([redirect(url)], { vendorOrigin });
		expect(await redirected.open('https://files.example.com/a.csv')).toMatchObject({ kind: 'refused', code });
		expect(redirected.asked).toHaveLength(1);
	});

	it('opens http links of this machine where the vendor is on it', async () => {
		expect(await world([{ statusCode: 200 }], { vendorOrigin: LOCAL_VENDOR }).open('http://127.0.0.1:8080/a.csv')).toMatchObject({ kind: 'response' });
		expect(await world([{ statusCode: 200 }], { vendorOrigin: 'http://localhost:5678' }).open('http://[::1]:8080/a.csv')).toMatchObject({ kind: 'response' });
	});

	it.each([
		['no address', {}],
		['one that cannot be read', { location: 'https://[' }],
	])('hands on a redirect to %s as the answer it is', async (_case, headers) => {
		expect(await world([{ statusCode: 302, headers: headers as Record<string, string> }]).open('https://files.example.com/a.csv')).toMatchObject({ kind: 'response', response: { status: 302 } });
	});

	it('makes results of what the network does, and never rejects', async () => {
		const lost = Object.assign(new Error('gone'), { code: 'ECONNRESET', isAxiosError: true });
		expect(await world([lost]).open('https://files.example.com/a.csv')).toMatchObject({ kind: 'networkFailure', code: 'ECONNRESET' });

		async function* broken(): AsyncGenerator<Uint8Array> {
			yield Buffer.from('<Err');
			throw lost;
		}
		expect(await world([{ statusCode: 500, body: broken() }]).open('https://files.example.com/a.csv')).toMatchObject({ kind: 'networkFailure', code: 'ECONNRESET' });
	});

	it('sends nothing once the execution is stopped, and passes the signal on before', async () => {
		const stop = new AbortController();
		const { open, asked } = world([{ statusCode: 200 }], { signal: stop.signal });
		await open('https://files.example.com/a.csv');
		expect(asked[0]?.abortSignal).toBe(stop.signal);

		stop.abort();
		expect(await open('https://files.example.com/a.csv')).toEqual({ kind: 'aborted' });
		expect(asked).toHaveLength(1);
	});
});

describe('a file that stops in its middle', () => {
	let server: Server | undefined;
	afterEach(async () => {
		server?.closeAllConnections();
		await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
		server = undefined;
	});

	async function opened(listener: RequestListener, timeoutMs: number): Promise<AsyncIterable<Uint8Array>> {
		server = createServer(listener);
		await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
		const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		const request = async ({ url }: IHttpRequestOptions) =>
			await new Promise((resolve, reject) => {
				get(url, (message: IncomingMessage) => resolve({ statusCode: message.statusCode, headers: message.headers, body: message })).on('error', reject);
			});
		const result = await createFileEgress({ vendorOrigin: origin, clock: systemClock, request, timeoutMs })({ method: 'GET', url: `${origin}/a.csv`, headers: {} });
		if (result.kind !== 'response' || !isBytes(result.response.body)) throw new Error(`No stream: ${result.kind}`);
		return result.response.body;
	}

	async function read(bytes: AsyncIterable<Uint8Array>): Promise<string> {
		let text = '';
		for await (const chunk of bytes) text += Buffer.from(chunk).toString();
		return text;
	}

	it('ends as a timeout instead of being waited for without end', async () => {
		const bytes = await opened((_request, response) => void response.writeHead(200).write('a,b\r\n'), 150);
		const beganMs = performance.now();

		await expect(read(bytes)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
		expect(performance.now() - beganMs).toBeLessThan(1_500);
	});

	it('is not ended while it comes slowly', async () => {
		const bytes = await opened((_request, response) => {
			let left = 6;
			response.writeHead(200);
			const timer = setInterval(() => {
				if (left-- > 0) return void response.write('x');
				clearInterval(timer);
				response.end();
			}, 60);
		}, 200);

		expect(await read(bytes)).toBe('xxxxxx');
	});
});
