// The least that reading the audit log can cost: one keep-alive connection, one page after the other, parse, keep the entries. Started by audit.mts.
import axios from 'axios';
import { createHash } from 'node:crypto';
import { Agent } from 'node:http';
import type { RezolveAddress } from './rezolveProcess.mts';

type Page = { data: { logs: Array<{ id: string }>; pagination: { hasMore: boolean } } };

/** What the loop read; `order` is the SHA-256 of the ids in their order, a line each. */
export type LoopRead = { elapsedMs: number; items: number; ids: number; order: string };

async function readAll({ origin, apiToken, tenantId }: RezolveAddress): Promise<Array<{ id: string }>> {
	const headers = { authorization: `Bearer ${apiToken}`, 'x-tenantid': tenantId };
	const http = axios.create({ baseURL: origin, proxy: false, httpAgent: new Agent({ keepAlive: true }), headers });
	const entries: Array<{ id: string }> = [];
	for (let hasMore = true; hasMore; ) {
		const { data: page } = await http.get<Page>('/api/v1/admin/audit-logs', { params: { limit: 100, offset: entries.length } });
		for (const entry of page.data.logs) entries.push(entry);
		hasMore = page.data.pagination.hasMore;
	}
	return entries;
}

process.on('message', (address: RezolveAddress) => {
	const beganMs = performance.now();
	void readAll(address).then((entries) => {
		const elapsedMs = performance.now() - beganMs;
		const ids = entries.map(({ id }) => id);
		const read: LoopRead = { elapsedMs, items: ids.length, ids: new Set(ids).size, order: createHash('sha256').update(ids.join('\n')).digest('hex') };
		process.send?.(read);
	});
});
process.once('disconnect', () => process.exit());
process.send?.('ready');
