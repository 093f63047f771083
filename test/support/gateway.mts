import { createServer, request as send, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Gateway {
	readonly origin: string;
	/** Paths that were asked for, without their queries. */
	readonly paths: readonly string[];
	close(): Promise<void>;
}

/** A server on 127.0.0.1 that shows what lies at `from` of another one at `to`, in addresses within answers as well. Anything else is 404. */
export async function startGateway(origin: string, { from, to }: { readonly from: string; readonly to: string }): Promise<Gateway> {
	const paths: string[] = [];
	const server = createServer((incoming, outgoing) => {
		const url = incoming.url ?? '';
		paths.push(url.split('?')[0] ?? '');
		if (!url.startsWith(`${to}/`)) {
			outgoing.writeHead(404).end();
			return;
		}
		const { hostname, port } = new URL(origin);
		const headers: IncomingHttpHeaders = { ...incoming.headers, host: `${hostname}:${port}`, 'accept-encoding': 'identity' };
		const onward = send({ hostname, port, method: incoming.method, path: from + url.slice(to.length), headers }, async (answer) => {
			const chunks: Buffer[] = [];
			for await (const chunk of answer) chunks.push(chunk as Buffer);
			const body = Buffer.concat(chunks).toString('utf8').replaceAll(origin + from, `http://${incoming.headers.host}${to}`).replaceAll(`"${from}/`, `"${to}/`);
			const { 'transfer-encoding': _chunked, 'content-length': _length, ...kept } = answer.headers;
			outgoing.writeHead(answer.statusCode ?? 502, { ...kept, 'content-length': Buffer.byteLength(body) }).end(body);
		});
		onward.on('error', () => outgoing.destroy());
		incoming.pipe(onward);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		paths,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
