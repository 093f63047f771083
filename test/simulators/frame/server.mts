import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createClock, type SimulatorClock } from './clock.mts';
import type { Contract, ContractOperation, Finding, RawAnswer, ReadRequest, Violation, WholeAnswer } from './contract.mts';
import { deliver } from './delivery.mts';
import { effectOf, Faults, type Effect } from './faults.mts';
import { IdempotencyMemory } from './idempotencyMemory.mts';
import { RateLimit, type RateLimitOptions } from './rateLimit.mts';
import { isStreamed } from './streamedBody.mts';

/** One request as the simulator saw it. */
export interface LoggedRequest {
	/** The first is 1, counted over all servers that share a journal. */
	readonly number: number;
	/** Which of a vendor's servers it came to. */
	readonly server: string;
	/** When its head arrived: wall clock in ms with fractions. */
	readonly at: number;
	/** Which connection it came over; the first is 1. */
	readonly connection: number;
	readonly method: string;
	/** The request target, with its query as sent. */
	readonly url: string;
	readonly path: string;
	/** Texts as sent, decoded; an array where a name repeats. */
	readonly query: Readonly<Record<string, string | string[]>>;
	/** Names in lower case; secrets are replaced by `(right)` or `(wrong)`. */
	readonly headers: Readonly<Record<string, string>>;
	readonly operationId: string | null;
	readonly requestId: string;
	/** Parsed by its content type; undefined while it was not read. */
	body: unknown;
	/** The status that was sent, null if none was. */
	status: number | null;
	/** The kind of fault that struck. */
	fault: string | null;
}

/** What a handler is given. */
export interface Exchange {
	readonly number: number;
	readonly requestId: string;
	readonly operation: ContractOperation;
	readonly operationId: string;
	readonly url: string;
	readonly pathParameters: Readonly<Record<string, unknown>>;
	/** Read by the contract: numbers are numbers, lists are lists. */
	readonly query: Readonly<Record<string, unknown>>;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: unknown;
	readonly caller: string;
	/** The simulator's clock, ms. */
	readonly nowMs: number;
}

/** An answer before it is written. A Buffer is a JSON body that is written already unless a header tells another type, a string goes out as it is, a StreamedBody bit by bit. */
export interface Reply {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: unknown;
	/** Deliberately outside the contract, because a switch wants it so: it is not checked. */
	readonly offContract?: boolean;
}

/** Why the frame refuses a request; the vendor words the answer. */
export type Refusal =
	| { readonly kind: 'noPath' | 'rateLimited' | 'keyMalformed' | 'keyRepeated' | 'keyReused' | 'crash' }
	| { readonly kind: 'noMethod'; readonly allowed: readonly string[] }
	| { readonly kind: 'invalid'; readonly findings: readonly Finding[]; readonly operation: ContractOperation };

/** The vendor's side of a simulator. */
export interface Vendor {
	readonly contract: Contract;
	/** By operation id; an operation of the contract without one makes `startSimulator` throw. */
	readonly handlers: Readonly<Record<string, (exchange: Exchange) => Reply | Promise<Reply>>>;
	/** Who calls, by name; or the answer for those who may not. Names of `secretHeaders` never reach the log. */
	readonly authenticate: (headers: Readonly<Record<string, string>>, operation: ContractOperation) => { readonly caller: string } | { readonly refusal: Reply };
	readonly secretHeaders: readonly string[];
	readonly isSecretRight: (header: string, value: string) => boolean;
	readonly refuse: (refusal: Refusal) => Reply;
	/** An answer given before anything else is looked at. */
	readonly intercept?: () => Reply | undefined;
	/** A request body as the log may show it, where it holds secrets. */
	readonly shownBody?: (body: unknown) => unknown;
	/** Headers for every answer. Names in lower case. */
	readonly headersFor?: (requestId: string) => Record<string, string>;
	/** Rules for requests that the contract can only say in words. */
	readonly extraFindings?: (operation: ContractOperation, read: ReadRequest, headers: Readonly<Record<string, string>>) => Finding[];
	/** Whether the vendor overlooks a finding: it is recorded all the same. */
	readonly tolerates?: (finding: Finding, operation: ContractOperation) => boolean;
	/** What is wrong with an answer by other rules than the contract's. Asked where the contract is. */
	readonly answerFindings?: (operation: ContractOperation, answer: WholeAnswer, read: ReadRequest) => Finding[];
	/** In lower case; none where the vendor has no keys. */
	readonly idempotencyHeader?: string;
}

export interface SimulatorOptions {
	/** 0, the default, takes a free one. */
	readonly port?: number;
	/** Wall clock, ms. */
	readonly clock?: { now(): number };
	readonly rateLimit: RateLimitOptions;
	/** Anything but `all` is for benchmarks; `sampled` is one answer in fifty. */
	readonly checkAnswers?: 'all' | 'sampled' | 'off';
	/** The name in the log where a vendor has several servers; `api` unless told. */
	readonly server?: string;
	/** Shared by the servers of one vendor; one of its own unless told. */
	readonly journal?: Journal;
}

/** What is written down of all requests, and the faults that strike them. */
export interface Journal {
	readonly requests: LoggedRequest[];
	violations: Violation[];
	readonly faults: Faults;
}

export const createJournal = (): Journal => ({ requests: [], violations: [], faults: new Faults() });

/** Changes an answer before it is checked and sent: the proof that the check sees. */
export type CorruptAnswer = (reply: Reply, exchange: Exchange) => Reply;

export interface Simulator {
	readonly origin: string;
	readonly port: number;
	readonly requests: readonly LoggedRequest[];
	readonly violations: readonly Violation[];
	/** Returns the violations so far and forgets them. */
	takeViolations(): Violation[];
	/** Throws an Error that lists the violations, if there are any. */
	expectNoViolations(): void;
	readonly faults: Faults;
	readonly clock: SimulatorClock;
	readonly rateLimit: RateLimit;
	readonly idempotency: IdempotencyMemory;
	corruptAnswer(hook: CorruptAnswer | undefined): void;
	/** Ends when every socket is destroyed and the port is free. Calling it twice is harmless. */
	close(): Promise<void>;
}

const SAMPLE_EVERY = 50;
/** Stands for a streamed body where an answer is checked: that there is one is all that is looked at. */
const UNREAD = Buffer.from('(streamed)');
const MUTATIONS = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Starts one vendor's simulator on 127.0.0.1. Rejects when the port is taken; throws when an operation has no handler. */
export async function startSimulator(vendor: Vendor, options: SimulatorOptions): Promise<Simulator> {
	const missing = vendor.contract.operations.filter(({ operationId }) => !vendor.handlers[operationId]);
	if (missing.length > 0) throw new Error(`No handler for ${missing.map(({ operationId }) => operationId).join(', ')}`);

	const { checkAnswers = 'all', server: serverName = 'api', journal = createJournal() } = options;
	const { requests, faults } = journal;
	const clock = createClock(options.clock ? () => options.clock!.now() : undefined);
	const rateLimit = new RateLimit(options.rateLimit, () => clock.now());
	const idempotency = new IdempotencyMemory(() => clock.now());
	let corrupt: CorruptAnswer | undefined;

	const timers = new Set<NodeJS.Timeout>();
	const connections = new Map<Socket, number>();
	const stale = new WeakSet<Socket>();
	let connectionCount = 0;

	const later = (action: () => void, delayMs: number): void => {
		const timer = setTimeout(() => {
			timers.delete(timer);
			action();
		}, delayMs);
		timers.add(timer);
	};

	const record = (direction: Violation['direction'], findings: readonly Finding[], entry: LoggedRequest): void => {
		for (const finding of findings) journal.violations.push({ direction, operationId: entry.operationId, requestNumber: entry.number, ...finding });
	};

	/** Everything a server does between reading a request and answering it. */
	async function act(entry: LoggedRequest, headers: Record<string, string>, body: Buffer, match: ReturnType<Contract['match']>, read: ReadRequest | undefined, effect: Effect): Promise<{ reply: Reply; exchange?: Exchange }> {
		const intercepted = vendor.intercept?.();
		if (intercepted) return { reply: intercepted };
		if (match.kind !== 'operation' || !read) return { reply: vendor.refuse(match.kind === 'noMethod' ? match : { kind: 'noPath' }) };
		const { operation } = match;
		const who = vendor.authenticate(headers, operation);
		if ('refusal' in who) return { reply: who.refusal };
		const admission = rateLimit.admit(who.caller);
		const withLimits = (reply: Reply): Reply => ({ ...reply, headers: { ...reply.headers, ...admission.headers } });
		if (!admission.admitted) return { reply: withLimits(vendor.refuse({ kind: 'rateLimited' })) };
		const key = vendor.idempotencyHeader === undefined || !MUTATIONS.has(operation.method) ? undefined : headers[vendor.idempotencyHeader];
		if (key !== undefined) {
			const verdict = idempotency.arrive(who.caller, key, body);
			if (verdict === 'malformed') return { reply: withLimits(vendor.refuse({ kind: 'keyMalformed' })) };
			if (verdict === 'repeated') return { reply: withLimits(vendor.refuse({ kind: 'keyRepeated' })) };
			if (verdict === 'reused') return { reply: withLimits(vendor.refuse({ kind: 'keyReused' })) };
		}
		if (effect === 'remembered') return { reply: withLimits(vendor.refuse({ kind: 'crash' })) };
		const findings = vendor.tolerates ? read.findings.filter((finding) => !vendor.tolerates!(finding, operation)) : read.findings;
		if (findings.length > 0) {
			return { reply: withLimits(vendor.refuse({ kind: 'invalid', findings, operation })) };
		}
		const exchange: Exchange = {
			number: entry.number,
			requestId: entry.requestId,
			operation,
			operationId: operation.operationId,
			url: entry.url,
			pathParameters: read.pathParameters,
			query: read.query,
			headers,
			body: read.body,
			caller: who.caller,
			nowMs: clock.now(),
		};
		return { reply: withLimits(await vendor.handlers[operation.operationId]!(exchange)), exchange };
	}

	function written(reply: Reply, requestId: string): RawAnswer {
		const body = Buffer.isBuffer(reply.body) || isStreamed(reply.body) ? reply.body : reply.body === undefined ? Buffer.alloc(0) : Buffer.from(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
		const contentType = body.length === 0 ? {} : { 'content-type': typeof reply.body === 'string' ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8' };
		return {
			status: reply.status,
			headers: { date: new Date(clock.now()).toUTCString(), ...contentType, ...vendor.headersFor?.(requestId), ...reply.headers },
			body,
		};
	}

	async function exchangeWith(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { entry, headers, match, query } = logged(request);
		const { socket } = request;
		if (stale.has(socket)) {
			entry.fault = 'staleKeepAlive';
			socket.resetAndDestroy();
			return;
		}
		const fault = faults.strike(entry);
		entry.fault = fault?.kind ?? null;
		if (fault?.kind === 'reset' && fault.when === 'beforeReading') {
			socket.resetAndDestroy();
			return;
		}

		const body = await bytesOf(request);
		if (!body) return;
		let read: ReadRequest | undefined;
		if (match.kind === 'operation') {
			const raw = vendor.contract.readRequest(match.operation, match.pathParameters, { query, headers, body });
			const extra = vendor.extraFindings?.(match.operation, raw, headers) ?? [];
			read = extra.length === 0 ? raw : { ...raw, findings: [...raw.findings, ...extra] };
			entry.body = vendor.shownBody ? vendor.shownBody(read.body) : read.body;
			record('request', read.findings, entry);
		} else {
			entry.body = body.length === 0 ? undefined : body.toString('utf8');
			record('request', [match.kind === 'noPath' ? { where: 'path', message: `${entry.path} is not in the contract` } : { where: 'method', message: `${entry.method} is not documented for ${entry.path}` }], entry);
		}

		const effect = effectOf(fault);
		let answer = written(vendor.refuse({ kind: 'crash' }), entry.requestId);
		if (effect !== 'none') {
			let { reply, exchange } = await act(entry, headers, body, match, read, effect);
			if (corrupt && exchange) reply = corrupt(reply, exchange);
			answer = written(reply, entry.requestId);
			const isChecked = checkAnswers === 'all' || (checkAnswers === 'sampled' && entry.number % SAMPLE_EVERY === 1);
			if (isChecked && match.kind === 'operation' && !reply.offContract) {
				const whole = { ...answer, body: isStreamed(answer.body) ? UNREAD : answer.body };
				record('answer', [...vendor.contract.checkAnswer(match.operation, whole), ...(vendor.answerFindings?.(match.operation, whole, read!) ?? [])], entry);
			}
		}
		if (fault?.kind === 'staleKeepAlive') stale.add(socket);
		const delivery = deliver(response, answer, fault, later);
		entry.status = delivery.status;
		await delivery.sending;
	}

	function logged(request: IncomingMessage): { entry: LoggedRequest; headers: Record<string, string>; match: ReturnType<Contract['match']>; query: URLSearchParams } {
		const url = request.url ?? '/';
		// Not by `new URL`: it would tidy away `..` and `//`, which a client must not have sent.
		const [pathname = '', ...rest] = url.split('?');
		const searchParams = new URLSearchParams(rest.join('?'));
		const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]));
		const shown = { ...headers };
		for (const name of vendor.secretHeaders) if (shown[name] !== undefined) shown[name] = vendor.isSecretRight(name, shown[name]) ? '(right)' : '(wrong)';
		const method = request.method ?? 'GET';
		const match = vendor.contract.match(method, pathname);
		const entry: LoggedRequest = {
			number: requests.length + 1,
			server: serverName,
			at: performance.timeOrigin + performance.now(),
			connection: connections.get(request.socket) ?? 0,
			method,
			url,
			path: pathname,
			query: Object.fromEntries([...new Set(searchParams.keys())].map((name) => [name, single(searchParams.getAll(name))])),
			headers: shown,
			operationId: match.kind === 'operation' ? match.operation.operationId : null,
			requestId: randomUUID(),
			body: undefined,
			status: null,
			fault: null,
		};
		requests.push(entry);
		return { entry, headers, match, query: searchParams };
	}

	const server = createServer({ requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 60_000, maxHeaderSize: 65_536 }, (request, response) => {
		response.sendDate = false;
		exchangeWith(request, response).catch((error: unknown) => {
			journal.violations.push({ direction: 'answer', operationId: null, where: 'simulator', message: `broke: ${String(error instanceof Error ? error.stack : error)}`, requestNumber: requests.length });
			request.socket.destroy();
		});
	});
	server.on('connection', (socket) => {
		connections.set(socket, ++connectionCount);
		// A client that resets is part of the game.
		socket.on('error', () => {});
		socket.on('close', () => connections.delete(socket));
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(options.port ?? 0, '127.0.0.1', resolve);
	});
	const { port } = server.address() as AddressInfo;

	let closed: Promise<void> | undefined;
	return {
		origin: `http://127.0.0.1:${port}`,
		port,
		requests,
		get violations() {
			return journal.violations;
		},
		takeViolations() {
			const taken = journal.violations;
			journal.violations = [];
			return taken;
		},
		expectNoViolations() {
			const { violations } = journal;
			if (violations.length === 0) return;
			const lines = violations.map(({ direction, operationId, where, message, requestNumber }) => `#${requestNumber} ${operationId ?? '?'} ${direction} ${where}: ${message}`);
			throw new Error(`The contract was left ${violations.length} times:\n${lines.join('\n')}`);
		},
		faults,
		clock,
		rateLimit,
		idempotency,
		corruptAnswer(hook) {
			corrupt = hook;
		},
		close() {
			closed ??= new Promise<void>((resolve) => {
				for (const timer of timers) clearTimeout(timer);
				server.close(() => resolve());
				for (const socket of connections.keys()) socket.destroy();
			});
			return closed;
		},
	};
}

const single = (values: string[]): string | string[] => (values.length === 1 ? values[0]! : values);

/** The whole request body; undefined when the client went away before its end. */
async function bytesOf(request: IncomingMessage): Promise<Buffer | undefined> {
	const chunks: Buffer[] = [];
	try {
		for await (const chunk of request) chunks.push(chunk as Buffer);
	} catch {
		return undefined;
	}
	return Buffer.concat(chunks);
}
