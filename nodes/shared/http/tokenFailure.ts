import type { AttemptResult } from './attemptResult';
import { causesOf } from './causes';
import { property } from './networkFailure';

/** Why there is no access token, as a result of the request that needed it and was not sent. */
export type TokenFailure = Extract<AttemptResult, { kind: 'networkFailure' } | { kind: 'refused' }>;

/** What OAuth endpoints say in a 4xx when waiting would mend it (RFC 6749 section 4.1.2.1, RFC 8628 section 3.5). */
const PASSING = new Set(['server_error', 'temporarily_unavailable', 'slow_down']);

/** Waiting mends a 408, a 425, a 429 and a 5xx, nothing but a person mends the rest. `said` is the OAuth code in the answer (RFC 6749 section 5.2). */
export function tokenFailure(status: number, said?: string, message = `The token endpoint answered with status ${status}`): TokenFailure {
	const isPassing = [408, 425, 429].includes(status) || status >= 500 || (said !== undefined && PASSING.has(said));
	return isPassing ? { kind: 'networkFailure', delivery: 'never', code: 'TOKEN_UNAVAILABLE', message } : { kind: 'refused', code: 'TOKEN_REFUSED', message };
}

/**
 * What a `preAuthentication` throws. The failure lies in the cause, not on the error itself: n8n's credential test shows an error's `code`
 * in place of its message, and would take a `response` for the vendor's answer and ask for a token a second time.
 */
export class TokenError extends Error {
	override readonly name = 'TokenError';

	constructor(failure: TokenFailure) {
		super(failure.message, { cause: { tokenFailure: failure } });
	}
}

/** Why n8n could not get a token, read from what it threw: from our TokenError, or from the errors of its own OAuth client. */
export function tokenFailureIn(error: unknown): TokenFailure | undefined {
	for (const link of causesOf(error)) {
		const own = property(link, 'tokenFailure');
		if (typeof own === 'object' && own !== null) return own as TokenFailure;
		const [code, body] = [property(link, 'code'), property(link, 'body')];
		if (code === 'ESTATUS' && typeof property(link, 'status') === 'number') return tokenFailure(Number(property(link, 'status')));
		if (code === 'EAUTH' && typeof body === 'object' && body !== null) return oauthFailure(String(property(body, 'error')));
	}
	return undefined;
}

function oauthFailure(said: string): TokenFailure {
	if (PASSING.has(said)) return tokenFailure(400, said, `The token endpoint answered "${said}"`);
	return tokenFailure(400, said, `The token endpoint refused the credential${/^[a-z_]{1,40}$/.test(said) ? `: ${said}` : ''}`);
}
