// The least that reading all pages can cost: one keep-alive connection, parse, keep the records. Started by reads.mts.
import axios from 'axios';
import { Agent } from 'node:http';

type Page = { data: Array<{ id: string }>; meta: { next_cursor?: string | null } };

async function readAll(origin: string, token: string): Promise<Array<{ id: string }>> {
	const http = axios.create({ baseURL: origin, proxy: false, httpAgent: new Agent({ keepAlive: true }), headers: { authorization: `Bearer ${token}` } });
	const records: Array<{ id: string }> = [];
	for (let cursor: string | null | undefined; cursor !== null; ) {
		const { data: page } = await http.get<Page>('/api/v1/access_states', { params: { limit: 100, ...(cursor === undefined ? {} : { cursor }) } });
		for (const record of page.data) records.push(record);
		cursor = page.meta.next_cursor ?? null;
	}
	return records;
}

process.on('message', ({ origin, token }: { origin: string; token: string }) => {
	const beganMs = performance.now();
	void readAll(origin, token).then((records) => {
		const elapsedMs = performance.now() - beganMs;
		process.send?.({ elapsedMs, items: records.length, ids: new Set(records.map(({ id }) => id)).size });
	});
});
process.once('disconnect', () => process.exit());
process.send?.('ready');
