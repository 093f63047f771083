import type { IAllExecuteFunctions, ICredentialsDecrypted, IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import type { AttemptResult } from './attemptResult';
import { networkFailureFrom, property } from './networkFailure';
import { plainHeaders } from './plainHeaders';
import type { Clock, Egress } from './ports';
import type { VendorRequest } from './request';
import { refusalOf } from './requestCheck';
import { readBody } from './responseBody';

/** n8n's own request function, bound to a context and, where there is one, to a credential. */
export type N8nRequest = (options: IHttpRequestOptions) => Promise<unknown>;

export interface EgressOptions {
	readonly request: N8nRequest;
	/** The credential's origin. Requests elsewhere are refused. */
	readonly origin: string;
	readonly clock: Clock;
	/** For one attempt, in ms. Default 60 s. */
	readonly timeoutMs?: number;
	/**
	 * n8n shall answer a 401 with a fresh token and one repetition: for credential types with `preAuthentication` or `oAuth2Api`.
	 * Without it a 401 comes back at once, where n8n would send the same dead token a second time.
	 */
	readonly refreshesToken?: boolean;
	readonly userAgent?: string;
	readonly signal?: AbortSignal;
}

const DEFAULT_TIMEOUT_MS = 60_000;

/**
 * The one place where requests leave. The result never rejects: a refusal, a lost connection and an answer of any status are results.
 * Redirects are not followed, so that no credential can follow them; a 3xx comes back as the answer it is.
 */
export function createEgress(options: EgressOptions): Egress {
	return async (request) => {
		if (options.signal?.aborted) return { kind: 'aborted' };
		const refusal = refusalOf(request, options.origin);
		if (refusal) return { kind: 'refused', ...refusal };
		try {
			return resultFrom(await options.request(toN8n(request, options)), request, options.clock);
		} catch (error) {
			return options.signal?.aborted ? { kind: 'aborted' } : resultFromError(error, request, options.clock);
		}
	};
}

/**
 * `httpRequestWithAuthentication` of a context as the egress wants it. With `decrypted` n8n reads and decrypts the credential once per item
 * instead of once per request; types that extend oAuth2Api ignore it.
 */
export function authenticatedRequest(
	context: IAllExecuteFunctions,
	credentialType: string,
	decrypted?: ICredentialsDecrypted,
): N8nRequest {
	const { httpRequestWithAuthentication } = context.helpers;
	const more = decrypted && { credentialsDecrypted: decrypted };
	return async (options) => (await httpRequestWithAuthentication.call(context, credentialType, options, more)) as unknown;
}

/** The signal that ends with the execution. Polls and list searches have none. */
export function cancelSignalOf(context: object): AbortSignal | undefined {
	if (!('getExecutionCancelSignal' in context) || typeof context.getExecutionCancelSignal !== 'function') return undefined;
	const signal: unknown = context.getExecutionCancelSignal();
	return signal instanceof AbortSignal ? signal : undefined;
}

function toN8n(request: VendorRequest, { timeoutMs, refreshesToken, userAgent, signal }: EgressOptions): IHttpRequestOptions {
	return {
		method: request.method,
		url: request.url,
		headers: headersOf(request, userAgent),
		// Serialised by us, because n8n drops a body that is an empty object.
		...(request.body !== undefined && { body: typeof request.body === 'string' && !isJson(request) ? request.body : JSON.stringify(request.body) }),
		// Parsed by us, because axios hides a body that was cut short by handing it on as text.
		encoding: 'text',
		returnFullResponse: true,
		ignoreHttpStatusErrors: refreshesToken ? { ignore: true, except: [401] } : true,
		disableFollowRedirect: true,
		sendCredentialsOnCrossOriginRedirect: false,
		allowedDomains: new URL(request.url).hostname,
		timeout: timeoutMs ?? DEFAULT_TIMEOUT_MS,
		...(signal && { abortSignal: signal }),
	};
}

function headersOf(request: VendorRequest, userAgent = 'n8n-nodes-offboarding'): IDataObject {
	const own = new Set(Object.keys(request.headers).map((name) => name.toLowerCase()));
	return {
		...(!own.has('accept') && { Accept: 'application/json' }),
		...(!own.has('user-agent') && { 'User-Agent': userAgent }),
		...(request.body !== undefined && !own.has('content-type') && { 'Content-Type': 'application/json' }),
		...request.headers,
	};
}

/** A string body is JSON unless the request names another type, such as a form that was encoded already. */
function isJson(request: VendorRequest): boolean {
	const type = Object.entries(request.headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1];
	return type === undefined || /\bjson\b/i.test(type);
}

function resultFrom(full: unknown, request: VendorRequest, clock: Clock): AttemptResult {
	if (typeof full !== 'object' || full === null) return networkFailureFrom(full);
	return response(Number(property(full, 'statusCode')), property(full, 'headers'), property(full, 'body'), request, clock);
}

/**
 * A final 401 arrives as an error with the answer inside. So does the answer of a token endpoint that n8n asked before the request:
 * that one says nothing about the request, except that it was not sent.
 */
function resultFromError(error: unknown, request: VendorRequest, clock: Clock): AttemptResult {
	const refused = tokenRefusal(error);
	if (refused) return refused;
	const inner = innermostAnswer(error);
	if (!inner) return neverSent(error, request) ?? networkFailureFrom(error);
	const status = Number(property(inner.answer, 'status'));
	if (!isSameAddress(inner.url, request.url)) return tokenResult(status);
	if (status !== 401) return networkFailureFrom(error);
	return response(status, property(inner.answer, 'headers'), property(inner.answer, 'data'), request, clock);
}

/** n8n could not get a token: waiting mends a 429 or a 5xx, nothing but a person mends the rest. */
function tokenResult(status: number): AttemptResult {
	if (status === 408 || status === 429 || status >= 500) {
		return { kind: 'networkFailure', delivery: 'never', code: 'TOKEN_UNAVAILABLE', message: `The token endpoint answered with status ${status}` };
	}
	return { kind: 'refused', code: 'TOKEN_REFUSED', message: `The token endpoint answered with status ${status}` };
}

/** What n8n's OAuth client throws: its own errors, with the status or with what the endpoint said (RFC 6749 section 5.2). */
function tokenRefusal(error: unknown): AttemptResult | undefined {
	for (const link of causesOf(error)) {
		const [code, body] = [property(link, 'code'), property(link, 'body')];
		if (code === 'ESTATUS' && typeof property(link, 'status') === 'number') return tokenResult(Number(property(link, 'status')));
		if (code !== 'EAUTH' || typeof body !== 'object' || body === null) continue;
		const said = String(property(body, 'error'));
		if (PASSING.has(said)) return { kind: 'networkFailure', delivery: 'never', code: 'TOKEN_UNAVAILABLE', message: `The token endpoint answered "${said}"` };
		return { kind: 'refused', code: 'TOKEN_REFUSED', message: `The token endpoint refused the credential${/^[a-z_]{1,40}$/.test(said) ? `: ${said}` : ''}` };
	}
	return undefined;
}

const PASSING = new Set(['server_error', 'temporarily_unavailable', 'slow_down']);

/** A connection that was lost on the way to the token endpoint: the request itself had not been sent. */
function neverSent(error: unknown, request: VendorRequest): AttemptResult | undefined {
	for (const link of causesOf(error)) {
		const config = property(link, 'config');
		const url = typeof config === 'object' && config !== null ? property(config, 'url') : undefined;
		if (typeof url !== 'string' || isSameAddress(url, request.url)) continue;
		const failure = networkFailureFrom(error);
		return failure.kind === 'networkFailure' ? { ...failure, delivery: 'never' } : failure;
	}
	return undefined;
}

function response(status: number, headers: unknown, raw: unknown, request: VendorRequest, clock: Clock): AttemptResult {
	const plain = plainHeaders(headers);
	const read = readBody(status, plain, raw);
	if (read.kind === 'cut') {
		return { kind: 'networkFailure', delivery: 'maybe', code: 'BODY_CUT', message: `The answer with status ${status} ended in its middle` };
	}
	return { kind: 'response', response: { status, headers: plain, body: read.body, url: request.url }, receivedAtMs: clock.monotonic() };
}

/** n8n wraps axios' error in a NodeApiError, sometimes twice. */
function innermostAnswer(error: unknown): { readonly answer: object; readonly url: string } | undefined {
	for (const link of causesOf(error)) {
		const answer = property(link, 'response');
		if (typeof answer !== 'object' || answer === null || typeof property(answer, 'status') !== 'number') continue;
		const config = property(link, 'config');
		const url = typeof config === 'object' && config !== null ? property(config, 'url') : undefined;
		return { answer, url: typeof url === 'string' ? url : '' };
	}
	return undefined;
}

/** The error and its causes, each once. */
function causesOf(error: unknown): object[] {
	const links: object[] = [];
	for (let link = error; typeof link === 'object' && link !== null && !links.includes(link); link = property(link, 'cause')) links.push(link);
	return links;
}

function isSameAddress(asked: string, url: string): boolean {
	if (!URL.canParse(asked)) return true;
	const [one, other] = [new URL(asked), new URL(url)];
	return one.origin === other.origin && one.pathname === other.pathname;
}
