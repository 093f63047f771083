import { createHash } from 'node:crypto';
import type { IBinaryData } from 'n8n-workflow';
import type { JsonObject, JsonValue, VendorRequest, VendorResponse } from '../http/request';
import type { ErrorDialect, RateLimitDialect } from '../http/dialect';
import { maskSecrets } from '../http/errorText';
import { isBytes, type FileBytes } from '../http/fileEgress';
import { InputError } from '../http/inputError';
import { networkFailureFrom } from '../http/networkFailure';
import type { Clock, Egress, Limiter, Ports } from '../http/ports';
import { failureFrom } from '../http/failure';
import { send, type CallOptions, type Idempotency, type Sent } from '../http/send';
import { VendorError } from '../http/vendorError';
import { noteTexts, pages, type Page } from '../pagination';
import { buildRequest, type RequestParts } from './buildRequest';
import type { Endpoint } from './definition';
import type { Dialect } from './dialect';

export interface SessionOptions {
	readonly dialect: Dialect;
	/** Where requests go. */
	readonly origin: string;
	/** Of every request. */
	readonly headers?: Readonly<Record<string, string>>;
	/** In place of the dialect's. */
	readonly rateLimit?: RateLimitDialect;
	/** Where a path of the contract lies there. */
	readonly pathOf?: (path: string) => string;
	readonly ports: Ports;
	/** What no text may show, as it is now: a token may have been renewed since the session was opened. */
	readonly secrets: () => readonly string[];
	/** Attempts in all for one request. */
	readonly maxAttempts: number;
	/** What all requests of this session may spend waiting, in ms. */
	readonly maxWaitMs: number;
	/** What a single wait may take, in ms; left out, the pipeline's own cap. */
	readonly maxDelayMs?: number;
	/** Answers that calls of the same run share, by address. */
	readonly lookUps: Map<string, Promise<JsonValue>>;
	/** Where links that the vendor gives are opened, without a credential. A search of the panel has none. */
	readonly files?: Egress;
	/** A search of the panel has none either. */
	readonly storeFile?: StoreFile;
}

/** Puts the bytes of a file into n8n's store. */
export type StoreFile = (bytes: FileBytes, fileName: string, mimeType: string) => Promise<IBinaryData>;

export interface ListOptions {
	readonly limit?: number;
	readonly paged?: boolean;
	/** In place of what the dialect says of lists. */
	readonly list?: Partial<Dialect['list']>;
	/** What to ask instead when the vendor refuses a page for how it was asked for; undefined where the refusal stands. */
	readonly insteadOf?: (request: VendorRequest, refused: VendorResponse) => VendorRequest | undefined;
}

/** A conversation with one vendor under one credential: all that operations, list searches and polls ask goes through it. */
export interface Session {
	readonly dialect: Dialect;
	readonly origin: string;
	/** Of every request; without what the credential adds. */
	readonly headers: Readonly<Record<string, string>>;
	/** A hash that tells the credentials of one process apart: for what is remembered longer than a session lasts. */
	readonly scope: string;
	readonly signal?: AbortSignal;
	readonly clock: Clock;
	readonly random: () => number;
	readonly sleep: (delayMs: number) => Promise<void>;
	/** How long its requests have waited so far, in ms. */
	readonly waitedMs: () => number;
	/** What paging has to tell the user: repeats that were dropped, totals that changed. */
	readonly notes: string[];
	request(endpoint: Endpoint, parts?: RequestParts): VendorRequest;
	/** A secret that came up on the way, such as one that a person typed in or a vendor has just made: from now on no text shows it. */
	conceal(secret: string): void;
	/** One call with its retries. It never throws for what the vendor or the network did. */
	send(request: VendorRequest, idempotency: Idempotency, more?: { readonly maxAttempts?: number; readonly signal?: AbortSignal }): Promise<Sent>;
	/** What to throw for a call that did not succeed, its texts without secrets. */
	failed(sent: Sent, request: VendorRequest): VendorError;
	/** The answer of a call that succeeded. Throws VendorError. */
	expect(sent: Sent, request: VendorRequest): VendorResponse;
	/** The record in a successful answer. Throws VendorError when there is none. */
	recordOf(response: VendorResponse, request: VendorRequest): JsonObject;
	get(endpoint: Endpoint, parts?: RequestParts): Promise<JsonObject>;
	pages(request: VendorRequest, options?: ListOptions): AsyncGenerator<Page, void, undefined>;
	/** All records of a list, or the first `limit`. */
	list(endpoint: Endpoint, parts?: RequestParts, options?: ListOptions): Promise<JsonObject[]>;
	/**
	 * Opens the file behind a link and hands its bytes to `use`; when the connection is lost in the middle, `use` starts again with a new
	 * stream. Throws VendorError, and what `use` throws of its own.
	 */
	readFile<Result>(link: string, use: (bytes: FileBytes, headers: VendorResponse['headers']) => Promise<Result>): Promise<Result>;
	/** Puts a file into n8n's store, for an output item to point to. */
	readonly storeFile: StoreFile;
	/** The same look-up once for all items of a run. The key is made unique for the credential. */
	once<Found extends JsonValue>(key: string, look: () => Promise<Found>): Promise<Found>;
}

/** Before a file that broke off is opened again, in ms. */
const REOPEN_BASE_MS = 500;
const REOPEN_CAP_MS = 30_000;

/** The host of a file is not the vendor's API: it does not count against its rate limit. */
const OPEN: Limiter = { admit: async () => {}, observe: () => {} };

const noFiles: Egress = async () => ({ kind: 'refused', code: 'NO_FILES', message: 'Files cannot be opened here' });

const noStore: StoreFile = async () => {
	throw new InputError('Files cannot be stored here', 'Run the operation in a workflow.');
};

type Read<Result> = { readonly kind: 'read'; readonly result: Result } | { readonly kind: 'failed'; readonly error: unknown };

async function outcomeOf<Result>(reading: Promise<Result>): Promise<Read<Result>> {
	return await reading.then(
		(result): Read<Result> => ({ kind: 'read', result }),
		(error: unknown): Read<Result> => ({ kind: 'failed', error }),
	);
}

/** How the host of a file words its refusals: S3 and its like in XML, with a code and a message. */
const fileErrors = (vendor: string): ErrorDialect => ({
	vendor: `${vendor}'s file host`,
	read: (body) => {
		if (typeof body !== 'string') return {};
		const part = (name: string) => new RegExp(`<${name}>([^<]{1,500})</${name}>`).exec(body)?.[1];
		const [code, message] = [part('Code'), part('Message')];
		return { ...(code ? { code } : {}), ...(message ? { message } : {}) };
	},
	hints: {
		NOT_ENCRYPTED: UNSAFE_LINK,
		USER_INFO: UNSAFE_LINK,
		TOO_MANY_REDIRECTS: UNSAFE_LINK,
		ERR_INVALID_URL: UNSAFE_LINK,
		'403': 'The link to the file is not good, or not any more.',
		'404': 'The file is no longer there.',
	},
});

const UNSAFE_LINK = 'The link to the file was not followed. It, or what it redirects to, is not what a vendor should give.';

/** With what the vendor calls its documents, where that is not plain JSON. What the request says itself stays. */
function inMediaType(request: VendorRequest, mediaType: string | undefined): VendorRequest {
	if (mediaType === undefined) return request;
	const headers = { Accept: mediaType, ...(request.body === undefined ? {} : { 'Content-Type': mediaType }) };
	return { ...request, headers: { ...headers, ...request.headers } } as VendorRequest;
}

const isSuccess = ({ status }: VendorResponse): boolean => status >= 200 && status <= 299;

export function createSession(options: SessionOptions): Session {
	const { dialect, origin, ports, maxAttempts, maxWaitMs, maxDelayMs, lookUps } = options;
	// Two items of a run may have different credentials, which see different things.
	const identity = [origin, ...options.secrets()].join('\n');
	let waitedMs = 0;
	const concealed: string[] = [];
	const secrets = () => [...options.secrets(), ...concealed];
	const notes: string[] = [];

	const fail = (sent: Sent, request: VendorRequest) =>
		new VendorError(
			failureFrom(sent, dialect.http.errors, { secrets: secrets(), delivers: request.method === 'GET' ? 'read' : 'write' }),
		);

	const failFile = (sent: Sent) => new VendorError(failureFrom(sent, fileErrors(dialect.vendor), { secrets: secrets(), delivers: 'read' }));

	const refuse = (sent: Sent, request: VendorRequest, { message, description }: { message: string; description: string }) => {
		const { failure } = fail(sent, request);
		const identified = failure.requestId === undefined ? '' : ` Request ID: ${failure.requestId}.`;
		// An answer that says success and is not what it should be: the change may have been made all the same.
		const isAnsweredWrite = request.method !== 'GET' && sent.kind === 'accept' && isSuccess(sent.response);
		const clean = (text: string) => maskSecrets(text, secrets());
		return new VendorError({ ...failure, message: clean(message), description: clean(description) + identified, mayHaveTakenEffect: failure.mayHaveTakenEffect || isAnsweredWrite });
	};

	const callOptions = (idempotency: Idempotency): CallOptions => ({
		idempotency,
		maxAttempts,
		maxWaitMs: Math.max(0, maxWaitMs - waitedMs),
		...(maxDelayMs === undefined ? {} : { maxDelayMs }),
		dialect: options.rateLimit ? { ...dialect.http, rateLimit: options.rateLimit } : dialect.http,
	});

	const session: Session = {
		dialect,
		origin,
		headers: options.headers ?? {},
		// The first secret is the one that people put in: others come and go with each token.
		scope: createHash('sha256').update(JSON.stringify([origin, options.secrets()[0] ?? ''])).digest('base64'),
		...(ports.signal ? { signal: ports.signal } : {}),
		clock: ports.clock,
		random: ports.random,
		sleep: async (delayMs) => await ports.clock.sleep(delayMs, ports.signal),
		waitedMs: () => waitedMs,
		notes,
		request: (endpoint, parts = {}) =>
			inMediaType(buildRequest(origin, endpoint, { ...parts, headers: { ...options.headers, ...parts.headers } }, options.pathOf), dialect.mediaType),
		conceal: (secret) => void concealed.push(secret),
		failed: fail,
		async send(request, idempotency, { signal, ...more } = {}) {
			const sent = await send(request, { ...callOptions(idempotency), ...more }, signal ? { ...ports, signal: ports.signal ? AbortSignal.any([ports.signal, signal]) : signal } : ports);
			waitedMs += sent.waitedMs;
			return sent;
		},
		expect(sent, request) {
			if (sent.kind === 'giveUp') throw fail(sent, request);
			const refusal = dialect.refusal?.(sent.response);
			if (refusal) throw refuse(sent, request, refusal);
			if (!isSuccess(sent.response)) throw fail(sent, request);
			return sent.response;
		},
		recordOf(response, request) {
			const record = dialect.record(response.body);
			if (record) return record;
			const sent: Sent = { kind: 'accept', response, attempts: 1, waitedMs: 0, mayHaveTakenEffectBefore: false };
			throw refuse(sent, request, {
				message: `${dialect.vendor} answered without the record`,
				description:
					request.method === 'GET'
						? `Check that the address in the credential is that of ${dialect.vendor}.`
						: `The change has probably been made. Look in ${dialect.vendor} before you run this again.`,
			});
		},
		async get(endpoint, parts) {
			const request = session.request(endpoint, parts);
			return session.recordOf(session.expect(await session.send(request, 'inherent'), request), request);
		},
		async *pages(request, { limit, paged = true, list, insteadOf } = {}) {
			const { itemsPath, next, pageSize, totalPath, ahead } = { ...dialect.list, ...list };
			let last: Page | undefined;
			const walk = pages(request, {
				send: async (page, signal) => {
					const sent = await session.send(page, 'inherent', { signal });
					const instead = sent.kind === 'accept' && !isSuccess(sent.response) ? insteadOf?.(page, sent.response) : undefined;
					return instead ? session.expect(await session.send(instead, 'inherent', { signal }), instead) : session.expect(sent, page);
				},
				itemsPath,
				next: paged ? next : () => undefined,
				...(paged ? { pageSize } : {}),
				...(totalPath === undefined ? {} : { totalPath }),
				...(ahead === undefined ? {} : { ahead }),
				...(limit === undefined || limit === Infinity ? {} : { limit }),
			});
			for await (const page of walk) {
				last = page;
				yield page;
			}
			const complete = limit === undefined || limit === Infinity;
			if (last) notes.push(...noteTexts({ items: { length: last.itemsSoFar }, notes: last.notes, complete }));
		},
		async list(endpoint, parts, listOptions) {
			const records: JsonObject[] = [];
			for await (const page of session.pages(session.request(endpoint, parts), listOptions)) {
				for (const record of page.items) records.push(record as JsonObject);
			}
			return records;
		},
		storeFile: options.storeFile ?? noStore,
		async readFile(link, use) {
			const request: VendorRequest = { method: 'GET', url: link, headers: {} };
			for (let attempt = 1; ; attempt++) {
				const sent = await send(request, callOptions('inherent'), { ...ports, egress: options.files ?? noFiles, limiter: OPEN });
				waitedMs += sent.waitedMs;
				if (sent.kind === 'giveUp') throw failFile(sent);
				const { response } = sent;
				if (!isSuccess(response) || !isBytes(response.body)) throw failFile(sent);
				const read = await outcomeOf(use(response.body, response.headers));
				if (read.kind === 'read') return read.result;
				const last = networkFailureFrom(read.error);
				// Not the network's doing: the reader refused what is in the file, or the disk is full.
				if (last.kind === 'refused') throw read.error;
				const lost: Sent = { kind: 'giveUp', because: last.kind === 'aborted' ? 'aborted' : 'attemptsSpent', last, attempts: attempt, waitedMs, mayHaveTakenEffect: false };
				if (last.kind === 'aborted' || attempt >= maxAttempts) throw failFile(lost);
				await session.sleep(Math.min(REOPEN_CAP_MS, REOPEN_BASE_MS * 2 ** attempt) * (0.5 + ports.random() / 2));
			}
		},
		async once(key, look) {
			const whole = `${identity}\n${key}`;
			const known = lookUps.get(whole);
			if (known) return (await known) as Awaited<ReturnType<typeof look>>;
			const looking = look();
			lookUps.set(whole, looking);
			// A failed look-up is not an answer: the next item asks again.
			looking.catch(() => lookUps.delete(whole));
			return await looking;
		},
	};
	return session;
}
