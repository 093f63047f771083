import type { IAllExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import type { AttemptResult } from './attemptResult';
import { networkFailureFrom, property } from './networkFailure';
import type { Clock, Egress } from './ports';
import { plainHeaders } from './plainHeaders';
import { linkRefusalOf } from './requestCheck';

export interface FileEgressOptions {
	/** n8n's request function without a credential. */
	readonly request: (options: IHttpRequestOptions) => Promise<unknown>;
	/** The vendor that gave the link. */
	readonly vendorOrigin: string;
	readonly clock: Clock;
	readonly userAgent?: string;
	/** Until the answer begins, and between two pieces of it, in ms. Default 60 s. */
	readonly timeoutMs?: number;
	readonly signal?: AbortSignal;
}

/** The bytes of a file, as they come. */
export type FileBytes = AsyncIterable<Uint8Array>;

const DEFAULT_TIMEOUT_MS = 60_000;
const MAX_REDIRECTS = 5;
/** Of an answer that is no file this much is read, in bytes: enough for its text. */
const MAX_TEXT_BYTES = 4_096;

/**
 * Opens a file behind a link that carries its own permission, such as a presigned one. No credential goes with it, to no host: a second
 * kind of authentication is refused by S3, and a token would leave its vendor. Redirects are followed here, at most five, so that each
 * hop is checked. The body of a success is the stream itself, that of anything else is text. Never rejects.
 */
export function createFileEgress(options: FileEgressOptions): Egress {
	return async ({ url }) => {
		let address = url;
		for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
			if (options.signal?.aborted) return { kind: 'aborted' };
			const refusal = linkRefusalOf(address, options.vendorOrigin);
			if (refusal) return { kind: 'refused', ...refusal };
			const result = await open(address, options);
			const target = result.kind === 'response' ? redirectTarget(result, address) : undefined;
			if (target === undefined) return result;
			address = target;
		}
		return { kind: 'refused', code: 'TOO_MANY_REDIRECTS', message: `The link was redirected more than ${MAX_REDIRECTS} times` };
	};
}

/** `httpRequest` of a context as the file egress wants it: without a credential. */
export const plainRequest =
	({ helpers }: IAllExecuteFunctions): FileEgressOptions['request'] =>
	async (options) =>
		(await helpers.httpRequest(options)) as unknown;

function redirectTarget({ response }: AttemptResult & { kind: 'response' }, address: string): string | undefined {
	const { location } = response.headers;
	if (response.status < 300 || response.status > 399 || typeof location !== 'string') return undefined;
	return URL.canParse(location, address) ? new URL(location, address).href : undefined;
}

async function open(url: string, { request, clock, timeoutMs, userAgent = 'n8n-nodes-offboarding', signal }: FileEgressOptions): Promise<AttemptResult> {
	try {
		const full = await request({
			method: 'GET',
			url,
			// Not compressed on the way: what comes is the file itself, and a connection that falls silent can be told.
			headers: { Accept: '*/*', 'Accept-Encoding': 'identity', 'User-Agent': userAgent },
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			sendCredentialsOnCrossOriginRedirect: false,
			timeout: timeoutMs ?? DEFAULT_TIMEOUT_MS,
			...(signal && { abortSignal: signal }),
		});
		const status = Number(property(full as object, 'statusCode'));
		const stream = property(full as object, 'body');
		endWhenSilent(stream, timeoutMs ?? DEFAULT_TIMEOUT_MS);
		const body = status >= 200 && status < 300 ? stream : await beginningOf(stream);
		return { kind: 'response', response: { status, headers: plainHeaders(property(full as object, 'headers')), body, url }, receivedAtMs: clock.monotonic() };
	} catch (error) {
		return signal?.aborted ? { kind: 'aborted' } : networkFailureFrom(error);
	}
}

/**
 * Ends a body that has stopped in its middle: axios' own timeout is over when the answer begins. Nothing can be set for a body that is
 * unpacked on its way, as what unpacks it knows no connection.
 */
function endWhenSilent(stream: unknown, timeoutMs: number): void {
	if (typeof stream !== 'object' || stream === null) return;
	const [setIdle, destroy] = [property(stream, 'setTimeout'), property(stream, 'destroy')];
	if (typeof setIdle !== 'function' || typeof destroy !== 'function') return;
	setIdle.call(stream, timeoutMs, () => {
		destroy.call(stream, Object.assign(new Error('The file stopped coming'), { code: 'ETIMEDOUT' }));
	});
}

/** The first bytes of an answer as text. Leaving the loop closes the stream. */
async function beginningOf(stream: unknown): Promise<string> {
	if (!isBytes(stream)) return typeof stream === 'string' ? stream : '';
	const decoder = new TextDecoder();
	let text = '';
	for await (const chunk of stream) {
		text += decoder.decode(chunk, { stream: true });
		if (text.length >= MAX_TEXT_BYTES) break;
	}
	return text.slice(0, MAX_TEXT_BYTES);
}

/** Whether a body is a stream of bytes. */
export function isBytes(body: unknown): body is FileBytes {
	return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}
