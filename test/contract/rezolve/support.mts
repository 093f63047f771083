import { API_TOKEN, HUB_TOKEN, REALM, TENANT_ID, type RezolveSimulator } from '../../simulators/rezolve/index.mts';

/** A JSON object of which tests know more than the compiler. */
export type Fields = Record<string, any>;

export interface Answer {
	readonly status: number;
	readonly headers: Headers;
	readonly text: string;
	/** The body as JSON; undefined where it is none. */
	readonly json: Fields;
	/** `data` of the envelope. */
	readonly data: Fields;
	/** `error` of the envelope. */
	readonly error: Fields;
}

export type Call = (method: string, path: string, body?: unknown, headers?: Record<string, string | undefined>) => Promise<Answer>;

const defined = (headers: Record<string, string | undefined>): Record<string, string> =>
	Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined));

/** One call; its answer is read to the end. Rejects where the connection breaks. */
export async function send(url: string, init: RequestInit = {}): Promise<Answer> {
	const answer = await fetch(url, { redirect: 'manual', ...init });
	const text = await answer.text();
	const isJson = answer.headers.get('content-type')?.startsWith('application/json') ?? false;
	const json = (isJson ? JSON.parse(text) : {}) as Fields;
	return { status: answer.status, headers: answer.headers, text, json, data: json.data as Fields, error: json.error as Fields };
}

/** A client with these headers on every call. A header that is undefined is not sent. */
export const createClient =
	(origin: string, always: Record<string, string | undefined>): Call =>
	async (method, path, body, headers = {}) =>
		await send(`${origin}${path}`, {
			method,
			headers: defined({ accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...always, ...headers }),
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});

/** The platform, signed in with a person's token, who may do everything unless told. */
export const platformOf = ({ origin }: Pick<RezolveSimulator, 'origin'>, token: string = API_TOKEN): Call =>
	createClient(origin, { authorization: `Bearer ${token}`, 'x-tenantid': TENANT_ID, realmname: REALM });

/** The platform, signed in with an API key in its own header. */
export const keyedOf = ({ origin }: Pick<RezolveSimulator, 'origin'>, key: string): Call =>
	createClient(origin, { 'x-api-key': key, 'x-tenantid': TENANT_ID, realmname: REALM });

export const hubOf = ({ hubOrigin }: Pick<RezolveSimulator, 'hubOrigin'>, token: string = HUB_TOKEN): Call => createClient(hubOrigin, { authorization: `Bearer ${token}` });

/** A token by client credentials. */
export const requestToken = async (url: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> =>
	await send(url, { method: 'POST', headers, body: new URLSearchParams(form) });

/** All items of a list, page after page, as a client reads them that goes on by the items received. */
export async function readAll(call: Call, path: string, name: string, limit: number): Promise<Fields[]> {
	const items: Fields[] = [];
	for (;;) {
		const { data } = await call('GET', `${path}?limit=${limit}&offset=${items.length}`);
		items.push(...(data[name] as Fields[]));
		if (!data.pagination.hasMore) return items;
	}
}
