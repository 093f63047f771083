import type { N8nServer } from './n8nServer.mts';

/** Stops the n8n that the global set-up started. */
export default async function stopSharedN8n(): Promise<void> {
	await (globalThis as { sharedN8nServer?: N8nServer }).sharedN8nServer?.stop();
}
