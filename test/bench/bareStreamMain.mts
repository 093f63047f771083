// The least that a file can cost: its bytes from the connection to the disk. Started by files.mts.
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { OleriaAddress } from './oleriaProcess.mts';

/** Starts an export as the node does and gives the link to its file. */
async function linkOf({ origin, authenticationUrl, clientId, clientSecret, audience, scope }: OleriaAddress, context: string): Promise<string> {
	const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, audience, scope });
	const granted = (await (await fetch(authenticationUrl, { method: 'POST', body: form })).json()) as { access_token: string };
	const headers = { authorization: `Bearer ${granted.access_token}`, 'content-type': 'application/json' };
	const started = (await (await fetch(`${origin}/v1/downloads`, { method: 'POST', headers, body: JSON.stringify({ context }) })).json()) as { id: string };
	const { url } = (await (await fetch(`${origin}/v1/downloads/${started.id}`, { headers })).json()) as { url: string };
	return url;
}

async function fetchTo(file: string, link: string): Promise<{ elapsedMs: number; bytes: number }> {
	const beganMs = performance.now();
	const [answer] = (await once(get(link), 'response')) as [IncomingMessage];
	const out = createWriteStream(file);
	await pipeline(answer, out);
	return { elapsedMs: performance.now() - beganMs, bytes: out.bytesWritten };
}

process.on('message', ({ address, context, file }: { address: OleriaAddress; context: string; file: string }) => {
	void linkOf(address, context).then(async (link) => {
		const fetched = await fetchTo(file, link);
		await rm(file);
		process.send?.(fetched);
	});
});
process.once('disconnect', () => process.exit());
process.send?.('ready');
