import type { IAuthenticate, ICredentialDataDecryptedObject } from 'n8n-workflow';

/**
 * Sends a credential's field, or what is read from several, as a bearer token (RFC 6750 section 2.1). A function, not an expression:
 * n8n would resolve the expression anew for each request.
 */
export const bearer =
	(token: string | ((credentials: ICredentialDataDecryptedObject) => string)): IAuthenticate =>
	async (credentials, request) => ({
		...request,
		headers: { ...request.headers, Authorization: `Bearer ${typeof token === 'string' ? String(credentials[token]) : token(credentials)}` },
	});
