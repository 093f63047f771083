import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { RawAnswer, WholeAnswer } from './contract.mts';
import type { Fault } from './faults.mts';
import { isStreamed, type StreamedBody } from './streamedBody.mts';

/** Time for bytes to reach the client before the connection is torn, ms: a reset would overtake them. */
const FLUSH_MS = 15;

export type Later = (action: () => void, delayMs: number) => void;

/** What became of an answer. */
export interface Delivery {
	/** The status that the client is told, null if none reaches it. */
	readonly status: number | null;
	/** Ends with a streamed body; rejects when its bytes cannot be made. Undefined where nothing streams. */
	readonly sending?: Promise<void>;
}

const HTML = '<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>\n';

/** A body is one piece or a stream of them; the ways to send it need not know which. */
const streamOf = (body: RawAnswer['body']): StreamedBody => (isStreamed(body) ? body : { length: body.length, chunks: () => [body] });

const framing = (length: number | undefined): Record<string, string> => (length === undefined ? { 'transfer-encoding': 'chunked' } : { 'content-length': String(length) });

/** Resolves when the client has taken enough for more to be written, or is gone. */
async function drained(response: ServerResponse): Promise<void> {
	await new Promise<void>((resolve) => {
		const done = (): void => {
			response.off('drain', done).off('close', done);
			resolve();
		};
		response.on('drain', done).on('close', done);
	});
}

/** Writes piece by piece, as fast as the client reads. False when the client went away. */
async function writeAll(response: ServerResponse, pieces: Iterable<Buffer> | AsyncIterable<Buffer>): Promise<boolean> {
	for await (const piece of pieces) {
		if (response.destroyed) return false;
		if (!response.write(piece)) await drained(response);
	}
	return !response.destroyed;
}

/** Sends an answer as it should be. */
function sendWhole(response: ServerResponse, { status, headers, body }: RawAnswer): Promise<void> | undefined {
	response.writeHead(status, { ...(headers as Record<string, string>), ...framing(body.length) });
	if (isStreamed(body)) {
		return writeAll(response, body.chunks()).then((isHere) => {
			if (isHere) response.end();
		});
	}
	response.end(body);
	return undefined;
}

/** The first bytes of a body; half of what is known of it, where none are counted. */
async function* firstBytes(body: StreamedBody, wanted: number | undefined): AsyncGenerator<Buffer> {
	let left = wanted ?? (body.length === undefined ? undefined : Math.floor(body.length / 2));
	for await (const chunk of body.chunks()) {
		left ??= Math.floor(chunk.length / 2);
		if (left > 0) yield chunk.subarray(0, left);
		left -= chunk.length;
		if (left <= 0) return;
	}
}

/** Sends the first bytes of an answer, then lets `tear` end the connection. */
async function sendPart(response: ServerResponse, { status, headers, body }: RawAnswer, bytes: number | undefined, length: number | undefined, tear: () => void, later: Later): Promise<void> {
	response.writeHead(status, { ...(headers as Record<string, string>), ...framing(length) });
	response.flushHeaders();
	if (await writeAll(response, firstBytes(streamOf(body), bytes))) response.write('', () => later(tear, FLUSH_MS));
}

async function drip(response: ServerResponse, { status, headers, body }: RawAnswer, intervalMs: number, bytes: number, later: Later): Promise<void> {
	response.writeHead(status, { ...(headers as Record<string, string>), ...framing(body.length) });
	for await (const chunk of streamOf(body).chunks()) {
		for (let start = 0; start < chunk.length; start += bytes) {
			if (response.destroyed) return;
			response.write(chunk.subarray(start, start + bytes));
			await new Promise<void>((resolve) => later(resolve, intervalMs));
		}
	}
	response.end();
}

/** The answer that really goes out, where the fault changes what is said rather than how it travels. Throws where only a whole body can be spoilt so. */
function spoilt(answer: RawAnswer, fault: Fault): RawAnswer {
	const { status, headers } = answer;
	switch (fault.kind) {
		case 'answer': {
			const isText = typeof fault.body === 'string';
			const bytes = fault.body === undefined ? Buffer.alloc(0) : Buffer.from(isText ? (fault.body as string) : JSON.stringify(fault.body));
			const contentType = bytes.length === 0 ? {} : { 'content-type': isText ? 'text/html; charset=utf-8' : 'application/json' };
			return { status: fault.status, headers: { ...withoutBodyHeaders(headers), ...contentType, ...lowerCase(fault.headers ?? {}) }, body: bytes };
		}
		case 'html':
			return { status: fault.status ?? 502, headers: { ...withoutBodyHeaders(headers), 'content-type': 'text/html; charset=utf-8' }, body: Buffer.from(HTML) };
		case 'truncatedJson': {
			const { body } = whole(answer, fault);
			return { status, headers, body: body.subarray(0, Math.floor(body.length / 2)) };
		}
		case 'wrongContentType':
			return { ...answer, headers: { ...headers, 'content-type': fault.contentType ?? 'text/plain; charset=utf-8' } };
		case 'cutGzip': {
			const zipped = gzipSync(whole(answer, fault).body);
			return { status, headers: { ...headers, 'content-encoding': 'gzip' }, body: zipped.subarray(0, zipped.length - (fault.missingBytes ?? 12)) };
		}
		case 'skewedDate':
			return { ...answer, headers: { ...headers, date: new Date(Date.parse(String(headers.date)) + fault.byMs).toUTCString() } };
		default:
			return answer;
	}
}

function whole(answer: RawAnswer, { kind }: Fault): WholeAnswer {
	const { body } = answer;
	if (isStreamed(body)) throw new Error(`${kind} cannot spoil a streamed body`);
	return { ...answer, body };
}

const lowerCase = (headers: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

function withoutBodyHeaders(headers: Readonly<Record<string, unknown>>): Record<string, unknown> {
	const { 'content-type': _type, 'content-encoding': _encoding, ...rest } = headers;
	return rest;
}

/** Sends an answer the way the fault wants it, if there is one. */
export function deliver(response: ServerResponse, truth: RawAnswer, fault: Fault | undefined, later: Later): Delivery {
	const { socket } = response;
	if (!socket || socket.destroyed) return { status: null };
	const answer = fault ? spoilt(truth, fault) : truth;
	const { status, body } = answer;
	switch (fault?.kind) {
		case 'reset':
			if (fault.when === 'midBody') return { status, sending: sendPart(response, answer, fault.afterBytes, body.length, () => socket.resetAndDestroy(), later) };
			socket.resetAndDestroy();
			return { status: null };
		case 'endWithoutAnswer':
			socket.end();
			return { status: null };
		case 'neverAnswer':
			return { status: null };
		case 'garbageStatusLine':
			socket.end('220 mail.example.com ESMTP\r\n\r\n');
			return { status: null };
		case 'shortBody': {
			const { length } = body;
			if (length === undefined) throw new Error('A body of unknown length cannot be short');
			const bytes = fault.missingBytes === undefined ? Math.ceil(length / 2) : Math.max(0, length - fault.missingBytes);
			return { status, sending: sendPart(response, answer, bytes, length, () => socket.end(), later) };
		}
		case 'cutChunked':
			return { status, sending: sendPart(response, answer, fault.afterBytes, undefined, () => socket.end(), later) };
		case 'drip':
			return { status, sending: drip(response, answer, fault.intervalMs, fault.bytes ?? 1, later) };
		case 'delayHeaders': {
			const delayed = new Promise<void>((resolve) => later(resolve, fault.delayMs));
			return { status, sending: delayed.then(() => (socket.destroyed ? undefined : sendWhole(response, answer))) };
		}
		default:
			return { status, sending: sendWhole(response, answer) };
	}
}
