import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
	readonly method: string;
	readonly path: string;
	readonly headers: IncomingHttpHeaders;
	readonly body: string;
}

export type Reply = { readonly status: number; readonly headers?: Record<string, string>; readonly body?: unknown } | 'reset' | 'cut';

export interface TokenServer {
	readonly origin: string;
	readonly url: string;
	readonly asked: Asked[];
	/** Answers from now on; the number is that of the request, the first is 1. */
	reply: (request: Asked, nth: number) => Reply | Promise<Reply>;
	/** Requests to this path, parsed. */
	bodies(): unknown[];
	close(): Promise<void>;
}

export const tokenReply = (nth: number, more: Record<string, unknown> = {}): Reply => ({
	status: 200,
	body: { access_token: `token-${nth}`, token_type: 'Bearer', expires_in: 86_400, ...more },
});

/** A real server on the loopback. Unless told otherwise it answers each request for a token with a new one. */
export async function startTokenServer(): Promise<TokenServer> {
	const asked: Asked[] = [];
	const server = createServer((request, response) => {
		let body = '';
		request.setEncoding('utf8').on('data', (part: string) => (body += part)).on('end', () => {
			asked.push({ method: String(request.method), path: String(request.url), headers: request.headers, body });
			void Promise.resolve(started.reply(asked.at(-1) as Asked, asked.length)).then((reply) => {
				if (reply === 'reset') return request.socket.destroy();
				if (reply === 'cut') {
					response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' }).write('{"access_token":"tok');
					return setImmediate(() => request.socket.destroy());
				}
				const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body ?? '');
				return response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers }).end(text);
			});
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const started: TokenServer = {
		origin,
		url: `${origin}/oauth/token`,
		asked,
		reply: (_request, nth) => tokenReply(nth),
		bodies: () => asked.filter(({ path }) => path === '/oauth/token').map(({ body }) => JSON.parse(body) as unknown),
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
	return started;
}
