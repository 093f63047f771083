import { createServer } from 'node:net';

/** The port that was listened on for a moment, or undefined when it is taken. Port 0 asks the system for a free one. */
async function tryPort(port: number): Promise<number | undefined> {
	return await new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)));
		server.listen(port, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
		});
	});
}

/** Whether nothing listens on that port of 127.0.0.1 now. Throws when the system refuses the port for another reason (below 1024). */
export async function isFreePort(port: number): Promise<boolean> {
	return (await tryPort(port)) !== undefined;
}

/** `count` different ports of 127.0.0.1 that are free now. */
export async function freePorts(count: number): Promise<number[]> {
	const ports = new Set<number>();
	while (ports.size < count) {
		const port = await tryPort(0);
		if (port !== undefined) ports.add(port);
	}
	return [...ports];
}
