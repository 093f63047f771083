import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { systemClock } from './clock';
import { InputError } from './inputError';
import type { Clock } from './ports';
import { TokenError, type TokenFailure } from './tokenFailure';
import { fingerprintOf, grantFrom, type TokenGrant } from './tokenGrant';
import { requestToken, type HttpRequest, type TokenAdvice } from './tokenRequest';

/** The hidden fields of a credential that gets its token itself, as n8n stores them. */
export interface StoredToken {
	readonly accessToken: string;
	/** From then on it is not used any more, a margin before the vendor ends it: wall clock, ms since the epoch. 0 where the vendor does not tell. */
	readonly accessTokenExpiresAt: number;
	/** The grant that it was got with, as a hash. */
	readonly accessTokenGrant: string;
}

/** Where a token comes from, besides the credential's own fields. */
export interface TokenSource {
	readonly httpRequest: HttpRequest;
	readonly advice: TokenAdvice;
	/** Shown where the Token URL is refused. */
	readonly exampleUrl: string;
}

/** What n8n's `preAuthentication` gives. Throws TokenError, which holds no secret. */
export type AccessTokens = (credential: ICredentialDataDecryptedObject, source: TokenSource) => Promise<StoredToken & ICredentialDataDecryptedObject>;

/** How long a token that was got answers those who come late with an older one, in ms. */
const ANSWERS_FOR_MS = 60_000;
const MAX_MARGIN_MS = 300_000;

type Outcome = { readonly kind: 'token'; readonly token: StoredToken } | TokenFailure;

interface Held {
	readonly token: StoredToken;
	readonly gotAtMs: number;
}

/**
 * A source of tokens. n8n asks for each item by itself: this one asks the vendor once for all that ask at the same time, and answers from
 * memory for a minute. Who comes with the very token in memory was refused with it, and gets a new one. What is held expires; failures are not held.
 */
export function createAccessTokens({ clock }: { readonly clock: Clock }): AccessTokens {
	const held = new Map<string, Held>();
	const asking = new Map<string, Promise<Outcome>>();

	const sweep = () => {
		for (const [grant, { gotAtMs }] of held) if (clock.monotonic() - gotAtMs >= ANSWERS_FOR_MS) held.delete(grant);
	};

	const ask = async (key: string, grant: TokenGrant, inHand: string, { httpRequest, advice }: TokenSource): Promise<Outcome> => {
		const askedAtMs = clock.now();
		const answer = await requestToken(httpRequest, grant, advice, [inHand]);
		if (answer.kind !== 'token') return answer;
		const { accessToken, livesMs } = answer;
		const token = { accessToken, accessTokenExpiresAt: livesMs === undefined ? 0 : usableUntilMs(askedAtMs, livesMs), accessTokenGrant: key };
		held.set(key, { token, gotAtMs: clock.monotonic() });
		return { kind: 'token', token };
	};

	const outcomeFor = async (credential: ICredentialDataDecryptedObject, source: TokenSource): Promise<Outcome> => {
		const grant = read(() => grantFrom(credential, source.exampleUrl));
		if ('kind' in grant) return grant;
		sweep();
		const key = fingerprintOf(credential);
		const known = held.get(key)?.token;
		if (known && replaces(known, credential, clock)) return { kind: 'token', token: known };
		const running = asking.get(key);
		if (running) return await running;
		const inHand = typeof credential.accessToken === 'string' ? credential.accessToken : '';
		const begun = ask(key, grant, inHand, source);
		asking.set(key, begun);
		return await begun.finally(() => asking.delete(key));
	};

	return async (credential, source) => {
		const outcome = await outcomeFor(credential, source);
		// An error for each who asked: n8n adds to it.
		if (outcome.kind !== 'token') throw new TokenError(outcome);
		return { ...outcome.token };
	};
}

/** The tokens of this process: all items and executions that use a grant share its token. */
export const accessTokens: AccessTokens = createAccessTokens({ clock: systemClock });

/** Five minutes before the end, or a tenth of the token's life where that is less. */
function usableUntilMs(gotAtMs: number, livesMs: number): number {
	return Math.floor(gotAtMs + livesMs - Math.min(MAX_MARGIN_MS, livesMs / 10));
}

/** Whether the token in memory helps someone who has this one. Another process may have got a newer one since: that one was refused, and ours is older. */
function replaces(known: StoredToken, { accessToken, accessTokenExpiresAt }: ICredentialDataDecryptedObject, clock: Clock): boolean {
	if (known.accessTokenExpiresAt !== 0 && clock.now() >= known.accessTokenExpiresAt) return false;
	if (typeof accessToken !== 'string' || accessToken === '') return true;
	return accessToken !== known.accessToken && Number(accessTokenExpiresAt ?? 0) <= known.accessTokenExpiresAt;
}

/** Fields that are not filled in rightly are a refusal like the vendor's own: both end in the same error. */
function read(grant: () => TokenGrant): TokenGrant | TokenFailure {
	try {
		return grant();
	} catch (error) {
		const message = error instanceof InputError ? `${error.message}. ${error.advice}` : 'The credential could not be read';
		return { kind: 'refused', code: 'TOKEN_REFUSED', message };
	}
}
