import { createHash } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { InputError } from './inputError';
import { tokenAddress } from './origin';

/** What a token is asked for with: OAuth's client credentials (RFC 6749 section 4.4). */
export interface TokenGrant {
	readonly url: string;
	readonly clientId: string;
	readonly clientSecret: string;
	/** Left out of the request where it is empty. */
	readonly audience: string;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** The grant in a credential's fields, without the blanks and line breaks of a paste. Throws InputError for what is missing or no address. */
export function grantFrom({ accessTokenUrl, clientId, clientSecret, audience }: ICredentialDataDecryptedObject, exampleUrl: string): TokenGrant {
	const filled = (value: unknown, displayName: string): string => {
		const text = textOf(value);
		if (text === '') throw new InputError(`${displayName} is empty`, 'Open the credential and fill it in.');
		return text;
	};
	return {
		url: tokenAddress(accessTokenUrl, 'Token URL', exampleUrl),
		clientId: filled(clientId, 'Client ID'),
		clientSecret: filled(clientSecret, 'Client Secret'),
		audience: textOf(audience),
	};
}

/** Tells one grant from another without holding it: the SHA-256 of its fields. A changed secret is another grant. */
export function fingerprintOf({ accessTokenUrl, clientId, clientSecret, audience }: ICredentialDataDecryptedObject): string {
	return createHash('sha256').update(JSON.stringify([accessTokenUrl, clientId, clientSecret, audience].map(textOf))).digest('base64url');
}
