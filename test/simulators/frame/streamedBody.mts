/** A body too large to hold: its bytes are made while they are sent, no faster than the client reads. */
export interface StreamedBody {
	/** Bytes, for Content-Length. Left out, the body goes out chunked (RFC 9112 section 7.1). */
	readonly length?: number;
	/** The bytes from the beginning, anew on each call. */
	chunks(): Iterable<Buffer> | AsyncIterable<Buffer>;
}

export const isStreamed = (body: unknown): body is StreamedBody =>
	typeof body === 'object' && body !== null && !Buffer.isBuffer(body) && typeof (body as StreamedBody).chunks === 'function';
