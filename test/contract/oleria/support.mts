import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { parse } from 'csv-parse/sync';
import { AUDIENCE, CLIENT_ID, CLIENT_SECRET, SCOPE, type OleriaSimulator } from '../../simulators/oleria/index.mts';

/** The fields of a right token request with the secret in its body. */
export const FORM = { grant_type: 'client_credentials', client_id: CLIENT_ID, client_secret: CLIENT_SECRET, audience: AUDIENCE, scope: SCOPE };

/** The same without the client, for a Basic header. */
export const ANONYMOUS_FORM = { grant_type: 'client_credentials', audience: AUDIENCE, scope: SCOPE };

export interface Answer {
	readonly status: number;
	readonly headers: Headers;
	readonly text: string;
	/** The body as JSON; undefined where it is none. */
	readonly json: Record<string, unknown>;
}

/** One call; its answer is read to the end. Rejects where the connection breaks. */
export async function call(url: string, init: RequestInit = {}): Promise<Answer> {
	const answer = await fetch(url, { redirect: 'manual', ...init });
	const text = await answer.text();
	const isJson = answer.headers.get('content-type')?.startsWith('application/json') ?? false;
	return { status: answer.status, headers: answer.headers, text, json: isJson ? (JSON.parse(text) as Record<string, unknown>) : {} };
}

export const requestToken = async ({ authenticationUrl }: OleriaSimulator, form: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> =>
	await call(authenticationUrl, { method: 'POST', headers, body: new URLSearchParams(form) });

/** An answer as it travels: neither decompressed nor read. */
export async function rawFetch(url: string): Promise<IncomingMessage> {
	const request = get(url, { agent: false });
	// A reset shows on the answer too, where tests look for it.
	request.on('error', () => {});
	const [answer] = (await once(request, 'response')) as [IncomingMessage];
	return answer;
}

/** An API client with a token of its own. */
export interface Api {
	readonly authorization: string;
	create(body: unknown): Promise<Answer>;
	read(id: unknown): Promise<Answer>;
	/** Creates an export and reads it until it is completed. Returns its link. */
	linkFor(context: string, params?: unknown): Promise<string>;
	/** The rows of an export by their header cells. */
	rowsOf(context: string, params?: unknown): Promise<Array<Record<string, string>>>;
}

export async function createApi(simulator: OleriaSimulator, form: Record<string, string> = FORM): Promise<Api> {
	const token = await requestToken(simulator, form);
	const authorization = `Bearer ${String(token.json.access_token)}`;
	const api: Api = {
		authorization,
		create: async (body) => await call(`${simulator.origin}/v1/downloads`, { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify(body) }),
		read: async (id) => await call(`${simulator.origin}/v1/downloads/${String(id)}`, { headers: { authorization } }),
		async linkFor(context, params) {
			const created = await api.create(params === undefined ? { context } : { context, params });
			if (created.status >= 300) throw new Error(`${created.status} ${created.text}`);
			for (;;) {
				const { json } = await api.read(created.json.id);
				if (json.status === 'completed') return String(json.url);
				if (json.status !== 'accepted') throw new Error(JSON.stringify(json));
			}
		},
		rowsOf: async (context, params) => parse((await call(await api.linkFor(context, params))).text, { columns: true }),
	};
	return api;
}

export const filter = (dataType: string, field: string, filterType: string, ...values: unknown[]) => ({ dataType, field, filterType, values });
