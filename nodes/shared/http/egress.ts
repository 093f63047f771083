import type { IAllExecuteFunctions, ICredentialsDecrypted, IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import type { AttemptResult } from './attemptResult';
import { causesOf } from './causes';
import { systemClock } from './clock';
import { forgetDueToken } from './dueToken';
import { networkFailureFrom, property } from './networkFailure';
import { plainHeaders } from './plainHeaders';
import type { Clock, Egress } from './ports';
import type { VendorRequest } from './request';
import { refusalOf } from './requestCheck';
import { readBody } from './responseBody';
import { tokenFailure, tokenFailureIn } from './tokenFailure';

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
	return async (request, signal = options.signal) => {
		if (signal?.aborted) return { kind: 'aborted' };
		const refusal = refusalOf(request, options.origin);
		if (refusal) return { kind: 'refused', ...refusal };
		try {
			return resultFrom(await options.request(toN8n(request, signal ? { ...options, signal } : options)), request, options.clock);
		} catch (error) {
			return signal?.aborted ? { kind: 'aborted' } : resultFromError(error, request, options.clock);
		}
	};
}

/**
 * `httpRequestWithAuthentication` of a context as the egress wants it. With `decrypted` n8n reads and decrypts the credential once per item
 * instead of once per request; types that extend oAuth2Api ignore it. A token in it that is due is renewed before the request.
 */
export function authenticatedRequest(
	context: IAllExecuteFunctions,
	credentialType: string,
	decrypted?: ICredentialsDecrypted,
	clock: Clock = systemClock,
): N8nRequest {
	const { httpRequestWithAuthentication } = context.helpers;
	const more = decrypted && { credentialsDecrypted: decrypted };
	return async (options) => {
		if (decrypted?.data) forgetDueToken(decrypted.data, clock);
		return (await httpRequestWithAuthentication.call(context, credentialType, options, more)) as unknown;
	};
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
	const withoutToken = tokenFailureIn(error);
	if (withoutToken) return withoutToken;
	const inner = innermostAnswer(error);
	if (!inner) return neverSent(error, request) ?? networkFailureFrom(error);
	const status = Number(property(inner.answer, 'status'));
	if (!isSameAddress(inner.url, request.url)) return tokenFailure(status);
	if (status !== 401) return networkFailureFrom(error);
	return response(status, property(inner.answer, 'headers'), property(inner.answer, 'data'), request, clock);
}

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

function isSameAddress(asked: string, url: string): boolean {
	if (!URL.canParse(asked)) return true;
	const [one, other] = [new URL(asked), new URL(url)];
	return one.origin === other.origin && one.pathname === other.pathname;
}
