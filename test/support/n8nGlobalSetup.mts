import { dirname } from 'node:path';
import { startN8n } from './n8nServer.mts';
import type { N8nServer } from './n8nServer.mts';
import { SHARED_N8N } from './n8nShared.mts';

/** Starts one n8n with the built package for all end-to-end test files: starting takes longer than most of them. */
export default async function startSharedN8n(): Promise<void> {
	const server = await startN8n({ packageFolders: [dirname(dirname(import.meta.dirname))] });
	process.env[SHARED_N8N] = JSON.stringify(server.address);
	(globalThis as { sharedN8nServer?: N8nServer }).sharedN8nServer = server;
}
