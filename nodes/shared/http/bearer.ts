import type { IAuthenticate } from 'n8n-workflow';

/**
 * Sends a credential's field as a bearer token (RFC 6750 section 2.1). A function, not an expression: n8n would
 * resolve the expression anew for each request.
 */
export const bearer =
	(field: string): IAuthenticate =>
	async (credentials, request) => ({
		...request,
		headers: { ...request.headers, Authorization: `Bearer ${String(credentials[field])}` },
	});
