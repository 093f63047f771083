import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { RawAnswer } from './contract.mts';
import type { Fault } from './faults.mts';

/** Time for bytes to reach the client before the connection is torn, ms: a reset would overtake them. */
const FLUSH_MS = 15;

export type Later = (action: () => void, delayMs: number) => void;

const HTML = '<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>\n';

/** Sends an answer as it should be. */
function sendWhole(response: ServerResponse, { status, headers, body }: RawAnswer): void {
	response.writeHead(status, { ...(headers as Record<string, string>), 'content-length': String(body.length) });
	response.end(body);
}

/** Sends the first bytes of an answer, then lets `tear` end the connection. */
function sendPart(response: ServerResponse, { status, headers, body }: RawAnswer, bytes: number, framing: 'length' | 'chunked', tear: () => void, later: Later): void {
	const frame = framing === 'length' ? { 'content-length': String(body.length) } : { 'transfer-encoding': 'chunked' };
	response.writeHead(status, { ...(headers as Record<string, string>), ...frame });
	response.write(body.subarray(0, bytes), () => later(tear, FLUSH_MS));
}

function drip(response: ServerResponse, { status, headers, body }: RawAnswer, intervalMs: number, later: Later): void {
	response.writeHead(status, { ...(headers as Record<string, string>), 'content-length': String(body.length) });
	const next = (index: number): void => {
		if (response.destroyed) return;
		if (index === body.length) response.end();
		else {
			response.write(body.subarray(index, index + 1));
			later(() => next(index + 1), intervalMs);
		}
	};
	next(0);
}

/** The answer that really goes out, where the fault changes what is said rather than how it travels. */
function spoilt(answer: RawAnswer, fault: Fault): RawAnswer {
	const { status, headers, body } = answer;
	switch (fault.kind) {
		case 'answer': {
			const isText = typeof fault.body === 'string';
			const bytes = fault.body === undefined ? Buffer.alloc(0) : Buffer.from(isText ? (fault.body as string) : JSON.stringify(fault.body));
			const contentType = bytes.length === 0 ? {} : { 'content-type': isText ? 'text/html; charset=utf-8' : 'application/json' };
			return { status: fault.status, headers: { ...withoutBodyHeaders(headers), ...contentType, ...lowerCase(fault.headers ?? {}) }, body: bytes };
		}
		case 'html':
			return { status: fault.status ?? 502, headers: { ...withoutBodyHeaders(headers), 'content-type': 'text/html; charset=utf-8' }, body: Buffer.from(HTML) };
		case 'truncatedJson':
			return { status, headers, body: body.subarray(0, Math.floor(body.length / 2)) };
		case 'wrongContentType':
			return { status, headers: { ...headers, 'content-type': fault.contentType ?? 'text/plain; charset=utf-8' }, body };
		case 'cutGzip': {
			const zipped = gzipSync(body);
			return { status, headers: { ...headers, 'content-encoding': 'gzip' }, body: zipped.subarray(0, zipped.length - (fault.missingBytes ?? 12)) };
		}
		case 'skewedDate':
			return { status, headers: { ...headers, date: new Date(Date.parse(String(headers.date)) + fault.byMs).toUTCString() }, body };
		default:
			return answer;
	}
}

const lowerCase = (headers: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

function withoutBodyHeaders(headers: Readonly<Record<string, unknown>>): Record<string, unknown> {
	const { 'content-type': _type, ...rest } = headers;
	return rest;
}

/** Sends an answer the way the fault wants it, if there is one. Returns the status that the client is told, null if none reaches it. */
export function deliver(response: ServerResponse, truth: RawAnswer, fault: Fault | undefined, later: Later): number | null {
	const { socket } = response;
	if (!socket || socket.destroyed) return null;
	const answer = fault ? spoilt(truth, fault) : truth;
	const half = Math.floor(answer.body.length / 2);
	switch (fault?.kind) {
		case 'reset':
			if (fault.when === 'midBody') {
				sendPart(response, answer, half, 'length', () => socket.resetAndDestroy(), later);
				return answer.status;
			}
			socket.resetAndDestroy();
			return null;
		case 'endWithoutAnswer':
			socket.end();
			return null;
		case 'neverAnswer':
			return null;
		case 'garbageStatusLine':
			socket.end('220 mail.example.com ESMTP\r\n\r\n');
			return null;
		case 'shortBody':
			sendPart(response, answer, Math.max(0, answer.body.length - (fault.missingBytes ?? half)), 'length', () => socket.end(), later);
			return answer.status;
		case 'cutChunked':
			sendPart(response, answer, half, 'chunked', () => socket.end(), later);
			return answer.status;
		case 'drip':
			drip(response, answer, fault.intervalMs, later);
			return answer.status;
		case 'delayHeaders':
			later(() => {
				if (!socket.destroyed) sendWhole(response, answer);
			}, fault.delayMs);
			return answer.status;
		default:
			sendWhole(response, answer);
			return answer.status;
	}
}
