import { API_TOKEN, AUDIENCE, CLIENT_ID, CLIENT_SECRET, type CatalioSimulator } from '../../simulators/catalio/index.mts';

export const MEDIA_TYPE = 'application/vnd.api+json';

/** The fields of a right token request. */
export const GRANT = { client_id: CLIENT_ID, client_secret: CLIENT_SECRET, audience: AUDIENCE, grant_type: 'client_credentials' };

export interface Resource {
	readonly type: string;
	readonly id: string;
	readonly attributes: Readonly<Record<string, unknown>>;
	readonly relationships: Readonly<Record<string, { readonly data?: unknown; readonly links: Readonly<Record<string, string>> }>>;
	readonly meta: { readonly keyset?: string };
}

/** A document as tests look into it; whatever it lacks is undefined. */
export interface Document {
	readonly data: Resource & Resource[];
	readonly included: readonly Resource[];
	readonly links: Readonly<Record<string, string | null>>;
	readonly meta: { readonly page: Readonly<Record<string, number>> };
	readonly errors: ReadonlyArray<Readonly<Record<string, unknown>>>;
	readonly jsonapi: { readonly version: string };
}

export interface Answer {
	readonly status: number;
	readonly headers: Headers;
	readonly text: string;
	/** The body as JSON; `{}` where it is none. */
	readonly json: Document;
}

/** One call; its answer is read to the end. */
export async function call(url: string, init: RequestInit = {}): Promise<Answer> {
	const answer = await fetch(url, { redirect: 'manual', ...init });
	const text = await answer.text();
	const isJson = /^application\/(vnd\.api\+)?json/.test(answer.headers.get('content-type') ?? '');
	return { status: answer.status, headers: answer.headers, text, json: (isJson && text !== '' ? JSON.parse(text) : {}) as Document };
}

export const requestToken = async ({ tokenUrl }: Pick<CatalioSimulator, 'tokenUrl'>, grant: Readonly<Record<string, string>> = GRANT): Promise<Answer> =>
	await call(tokenUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(grant) });

/** A client of the API. Paths begin behind `/api/v1`; an absolute address is called as it is. */
export interface Api {
	get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
	send(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
	create(type: string, path: string, attributes: unknown, relationships?: unknown): Promise<Answer>;
	update(type: string, path: string, id: string, attributes: unknown, relationships?: unknown): Promise<Answer>;
	/** Follows `next` until it ends. Returns the documents in order. */
	pages(path: string): Promise<Document[]>;
}

/** With the administrator's long-lived token, unless told. */
export function apiOf({ origin }: Pick<CatalioSimulator, 'origin'>, token = API_TOKEN): Api {
	const base = { authorization: `Bearer ${token}`, accept: MEDIA_TYPE };
	const url = (path: string): string => (path.startsWith('http') ? path : path.startsWith('/api/') ? `${origin}${path}` : `${origin}/api/v1${path}`);
	const api: Api = {
		get: async (path, headers = {}) => await call(url(path), { headers: { ...base, ...headers } }),
		send: async (method, path, body, headers = {}) =>
			await call(url(path), body === undefined ? { method, headers: { ...base, ...headers } } : { method, headers: { ...base, 'content-type': MEDIA_TYPE, ...headers }, body: JSON.stringify(body) }),
		create: async (type, path, attributes, relationships) => await api.send('POST', path, { data: { type, attributes, ...(relationships === undefined ? {} : { relationships }) } }),
		update: async (type, path, id, attributes, relationships) => await api.send('PATCH', `${path}/${id}`, { data: { type, id, attributes, ...(relationships === undefined ? {} : { relationships }) } }),
		async pages(path) {
			const documents: Document[] = [];
			for (let next: string | null | undefined = path; next; ) {
				const { status, text, json } = await api.get(next);
				if (status !== 200) throw new Error(`${status} ${text}`);
				documents.push(json);
				next = json.links.next;
			}
			return documents;
		},
	};
	return api;
}

/** The same with a token that a client asked for. */
export async function signIn(simulator: CatalioSimulator, { id, secret }: { readonly id: string; readonly secret: string } = { id: CLIENT_ID, secret: CLIENT_SECRET }): Promise<Api> {
	const { json } = await requestToken(simulator, { ...GRANT, client_id: id, client_secret: secret });
	return apiOf(simulator, String((json as unknown as { access_token: string }).access_token));
}

export const idsOf = ({ json }: Pick<Answer, 'json'>): string[] => json.data.map(({ id }) => id);
export const titlesOf = ({ json }: Pick<Answer, 'json'>): unknown[] => json.data.map(({ attributes }) => attributes.title);
