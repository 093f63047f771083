import type { IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';

import { isMarkup, maskSecrets, shortText } from './errorText';
import { networkFailureFrom, property } from './networkFailure';
import { plainHeaders } from './plainHeaders';
import { readBody } from './responseBody';
import { tokenFailure, type TokenFailure } from './tokenFailure';
import type { TokenGrant } from './tokenGrant';

/** What a person is told to do, in the vendor's words for its pages and in the panel's for its fields. */
export interface TokenAdvice {
	readonly vendor: string;
	/** Where the client ID and secret are refused. */
	readonly client: string;
	/** Where the audience is refused. */
	readonly audience: string;
	/** Where the answer is not that of a token endpoint. */
	readonly address: string;
}

export type TokenAnswer =
	/** `livesMs` is left out where the answer does not tell. */
	| { readonly kind: 'token'; readonly accessToken: string; readonly livesMs?: number }
	| TokenFailure;

/** n8n's request function without a credential. */
export type HttpRequest = IHttpRequestHelper['helpers']['httpRequest'];

const TIMEOUT_MS = 30_000;

/**
 * Asks once for a token (RFC 6749 section 4.4.2, though as JSON). Never rejects, and nothing of n8n's error is handed on: it holds the
 * request with the secret. `secrets` are masked in what is quoted of the answer, besides the grant's own.
 */
export async function requestToken(httpRequest: HttpRequest, grant: TokenGrant, advice: TokenAdvice, secrets: readonly string[] = []): Promise<TokenAnswer> {
	const answering = async (): Promise<unknown> => await httpRequest(toN8n(grant));
	const asked = await answering().then(
		(full) => ({ full, error: undefined }),
		(error: unknown) => ({ full: undefined, error }),
	);
	if (typeof asked.full !== 'object' || asked.full === null) return lost(asked.error, advice);
	const status = Number(property(asked.full, 'statusCode'));
	const read = readBody(status, plainHeaders(property(asked.full, 'headers')), property(asked.full, 'body'));
	if (read.kind === 'cut') return { kind: 'networkFailure', delivery: 'never', code: 'BODY_CUT', message: `The answer of the token endpoint of ${advice.vendor} ended in its middle` };
	const token = status >= 200 && status < 300 ? tokenIn(read.body) : undefined;
	return token ?? refusal(status, wordsOf(read.body, [grant.clientSecret, ...secrets]), grant, advice);
}

function toN8n({ url, clientId, clientSecret, audience }: TokenGrant): IHttpRequestOptions {
	return {
		method: 'POST',
		url,
		headers: { Accept: 'application/json', 'Content-Type': 'application/json', 'User-Agent': 'n8n-nodes-offboarding' },
		body: JSON.stringify({ client_id: clientId, client_secret: clientSecret, ...(audience !== '' && { audience }), grant_type: 'client_credentials' }),
		encoding: 'text',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		// A redirect would take the secret along. No allowedDomains: n8n refuses them beside those of the credential.
		disableFollowRedirect: true,
		timeout: TIMEOUT_MS,
	};
}

/** The request that needs the token has not been sent, whatever became of this one. */
function lost(error: unknown, { vendor }: TokenAdvice): TokenFailure {
	const failure = networkFailureFrom(error);
	if (failure.kind === 'aborted') return tokenFailure(503, undefined, 'The request for a token was stopped');
	const message = `No token from ${vendor}: ${failure.message}`;
	return failure.kind === 'refused' ? { ...failure, message } : { ...failure, delivery: 'never', message };
}

/** RFC 6749 section 5.1, taken leniently: a lifetime may be text or missing, a type may be missing. */
function tokenIn(body: unknown): TokenAnswer | undefined {
	if (typeof body !== 'object' || body === null) return undefined;
	const [accessToken, type, expiresIn] = [property(body, 'access_token'), property(body, 'token_type'), property(body, 'expires_in')];
	// What a header cannot carry is no token (RFC 6750 section 2.1).
	if (typeof accessToken !== 'string' || !/^[\x21-\x7e]+$/.test(accessToken)) return undefined;
	if (typeof type === 'string' && type.toLowerCase() !== 'bearer') return undefined;
	const livesS = typeof expiresIn === 'number' || typeof expiresIn === 'string' ? Number(expiresIn) : NaN;
	return { kind: 'token', accessToken, ...(livesS > 0 && livesS < Infinity && { livesMs: 1_000 * livesS }) };
}

interface Words {
	readonly code?: string;
	readonly text?: string;
}

/** What the answer says: OAuth's `error` and `error_description`, a list of `errors` with `title` and `detail`, or a bare `message`. */
function wordsOf(body: unknown, secrets: readonly string[]): Words {
	const clean = (text: string, maxLength: number) => shortText(maskSecrets(text, secrets), maxLength);
	if (typeof body === 'string') return body.trim() === '' ? {} : { text: isMarkup(body) ? 'the answer is a web page, not data' : clean(body, 200) };
	if (typeof body !== 'object' || body === null) return {};
	const [error, errors] = [property(body, 'error'), property(body, 'errors')];
	const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
	const parts = [...textsOf(body, ['error_description', 'message', 'detail']), ...textsOf(typeof error === 'object' ? error : first, ['title', 'detail', 'message'])];
	const code = [error, ...textsOf(first, ['code'])].find((each): each is string => typeof each === 'string' && each.trim() !== '');
	return {
		...(code !== undefined && { code: clean(code, 60) }),
		...(parts.length > 0 && { text: clean([...new Set(parts)].join(': '), 200) }),
	};
}

function textsOf(value: unknown, names: readonly string[]): string[] {
	if (typeof value !== 'object' || value === null) return [];
	return names.map((name) => property(value, name)).filter((text): text is string => typeof text === 'string' && text.trim() !== '');
}

/** RFC 6749 section 5.2, RFC 8707 section 2 (invalid_target), and what Auth0 says of a client without a grant for the audience. */
const CLIENT_CODES = new Set(['invalid_client', 'unauthorized_client', 'invalid_grant', 'access_denied']);
const AUDIENCE_CODES = new Set(['invalid_target', 'invalid_audience']);

function refusal(status: number, { code, text }: Words, grant: TokenGrant, { vendor, ...ways }: TokenAdvice): TokenFailure {
	const quoted = [[String(status), code].filter((part) => part !== undefined).join(' '), text].filter((part) => part !== undefined).join(': ');
	const tell = (what: string, way = '') => tokenFailure(status, code, `${what} (${quoted}).${way === '' ? '' : ` ${way}`}`);
	// A code that is clear about the client outweighs what its text happens to name.
	const namesAudience = code !== 'invalid_client' && (/\baudience\b/i.test(text ?? '') || (URL.canParse(grant.audience) && text?.includes(grant.audience)));
	if (tokenFailure(status, code).kind === 'networkFailure') return tell(`${vendor} gave no token`);
	if (status < 400 || status === 404 || status === 405) return tell(`${vendor} gave no token`, ways.address);
	if (AUDIENCE_CODES.has(code ?? '') || namesAudience) return tell(`${vendor} does not accept the audience`, ways.audience);
	if (CLIENT_CODES.has(code ?? '') || status === 401 || status === 403) return tell(`${vendor} does not accept the client ID and secret`, ways.client);
	return tell(`${vendor} gave no token`);
}
