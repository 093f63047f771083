import { connectN8n } from './n8nServer.mts';
import type { N8n, N8nAddress } from './n8nServer.mts';

/** Where the global set-up leaves the address of the n8n that all end-to-end test files use. */
export const SHARED_N8N = 'OFFBOARDING_SHARED_N8N';

/** The n8n with the built package that runs during all end-to-end tests. Make your own credentials and workflows in it; do not stop it. */
export async function sharedN8n(): Promise<N8n> {
	const address = process.env[SHARED_N8N];
	if (address === undefined) throw new Error('No n8n was started: globalSetup of the e2e project is missing in jest.config.mjs.');
	return await connectN8n(JSON.parse(address) as N8nAddress);
}
