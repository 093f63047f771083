import { Agent } from 'node:http';
import axios, { isAxiosError, type AxiosInstance, type AxiosRequestConfig } from 'axios';

export interface Client {
	readonly http: AxiosInstance;
	close(): void;
}

/** A plain client: it throws at no status, follows no redirect and keeps its connections. */
export function createClient(origin: string, token: string, options: AxiosRequestConfig = {}): Client {
	const agent = new Agent({ keepAlive: true });
	const http = axios.create({
		baseURL: `${origin}/api/v1`,
		headers: { authorization: `Bearer ${token}` },
		validateStatus: () => true,
		maxRedirects: 0,
		proxy: false,
		httpAgent: agent,
		...options,
	});
	return { http, close: () => agent.destroy() };
}

/** The code with which a call breaks, or its status if it does not. */
export async function codeOf(call: Promise<{ status: number }>): Promise<string | number | undefined> {
	try {
		return (await call).status;
	} catch (error) {
		return isAxiosError(error) ? error.code : String(error);
	}
}
