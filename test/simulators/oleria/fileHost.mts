import { Readable, pipeline } from 'node:stream';
import { createGzip, gzipSync } from 'node:zlib';
import type { Exchange, Refusal, Reply } from '../frame/server.mts';
import { isStreamed, type StreamedBody } from '../frame/streamedBody.mts';
import { fileFailure } from './answers.mts';
import type { ExportDesk, FileBody } from './exportDesk.mts';
import { judge } from './links.mts';
import type { FileFetch } from './records.mts';

/** Counts the bytes that leave, while they leave. */
function counted(body: FileBody, fetch: FileFetch): FileBody {
	if (!isStreamed(body)) {
		fetch.bytes = body.length;
		return body;
	}
	return {
		...(body.length === undefined ? {} : { length: body.length }),
		async *chunks() {
			for await (const chunk of body.chunks()) {
				fetch.bytes += chunk.length;
				yield chunk;
			}
		},
	};
}

/** Of unknown length, as only its end tells how far it shrank. */
const zipped = (body: StreamedBody): StreamedBody => ({
	// Whoever stops reading ends the pipeline; a client that leaves is no error here.
	chunks: () => pipeline(Readable.from(body.chunks()), createGzip(), () => {}),
});

const chunked = (body: FileBody): StreamedBody => ({ chunks: () => (isStreamed(body) ? body.chunks() : [body]) });

/** The bucket that presigned links point to, or the mirror that it redirects to. */
export class FileHost {
	readonly server: FileFetch['server'];
	/** Where everyone is sent while the redirect is on; undefined for the mirror itself. */
	mirrorOrigin: string | undefined;
	#exportDesk: ExportDesk;
	#fetches: FileFetch[];

	constructor(server: FileFetch['server'], exportDesk: ExportDesk, fetches: FileFetch[]) {
		this.server = server;
		this.#exportDesk = exportDesk;
		this.#fetches = fetches;
	}

	/** Answers one visit and writes it down. */
	fetch(exchange: Exchange): Reply {
		const [, id] = /^([0-9a-f-]+)\.csv$/.exec(String(exchange.pathParameters.objectKey)) ?? [];
		const fetch: FileFetch = { downloadId: id ?? null, server: this.server, authorization: exchange.headers.authorization !== undefined, status: 0, bytes: 0 };
		this.#fetches.push(fetch);
		const reply = this.#answer(exchange, id, fetch);
		fetch.status = reply.status;
		return reply;
	}

	#answer({ url, headers, nowMs }: Exchange, id: string | undefined, fetch: FileFetch): Reply {
		const { switches } = this.#exportDesk;
		if (headers.authorization !== undefined) {
			return fileFailure(400, 'InvalidArgument', 'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified', { ArgumentName: 'Authorization', ArgumentValue: '(hidden)' });
		}
		if (switches.redirectFile && this.mirrorOrigin !== undefined) return { status: 302, headers: { location: `${this.mirrorOrigin}${url}` }, offContract: true };
		const verdict = judge(url, nowMs);
		if (verdict.kind === 'unsigned') return fileFailure(403, 'AccessDenied', 'Access Denied');
		if (verdict.kind === 'changed') return fileFailure(403, 'SignatureDoesNotMatch', 'The request signature we calculated does not match the signature you provided. Check your key and signing method.');
		if (verdict.kind === 'expired') return fileFailure(403, 'AccessDenied', 'Request has expired', { Expires: new Date(verdict.expiresAtMs).toISOString(), ServerTime: new Date(nowMs).toISOString() });
		const download = id === undefined ? undefined : this.#exportDesk.find(id, nowMs);
		if (!download) return fileFailure(404, 'NoSuchKey', 'The specified key does not exist.');
		return this.#file(counted(this.#exportDesk.fileOf(download, nowMs), fetch));
	}

	#file(body: FileBody): Reply {
		const { gzip, fileFraming, fileContentType } = this.#exportDesk.switches;
		const encoded = !gzip ? body : isStreamed(body) ? zipped(body) : gzipSync(body);
		return {
			status: 200,
			headers: { 'content-type': fileContentType, ...(gzip ? { 'content-encoding': 'gzip' } : {}) },
			body: fileFraming === 'chunked' ? chunked(encoded) : encoded,
			// The contract knows neither other types nor a file without a byte.
			offContract: fileContentType !== 'text/csv' || encoded.length === 0,
		};
	}

	/** Words the frame's refusals as the bucket does. */
	refuse(reason: Refusal): Reply {
		if (reason.kind === 'noMethod') return fileFailure(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.');
		if (reason.kind === 'invalid') return fileFailure(403, 'AuthorizationQueryParametersError', reason.findings.map(({ where, message }) => `${where} ${message}`).join('; '));
		return reason.kind === 'noPath' ? fileFailure(404, 'NoSuchKey', 'The specified key does not exist.') : fileFailure(500, 'InternalError', 'We encountered an internal error. Please try again.');
	}
}
