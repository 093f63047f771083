import type { JsonValue, VendorRequest, VendorResponse } from '../../../nodes/shared/http/request';
import type { SendPage } from '../../../nodes/shared/pagination';

export const origin = 'https://vendor.example';

export const get = (url = `${origin}/items`): VendorRequest => ({ method: 'GET', url, headers: { accept: 'application/json' } });

export const record = (number: number): JsonValue => ({ id: `r${number}` });

/** The records numbered from `from` up to, not including, `to`. */
export const records = (from: number, to: number): JsonValue[] => Array.from({ length: Math.max(0, to - from) }, (_, index) => record(from + index));

export const answerTo = ({ url }: VendorRequest, body: unknown, headers: VendorResponse['headers'] = {}): VendorResponse => ({
	status: 200,
	headers: { 'content-type': 'application/json', ...headers },
	body,
	url,
});

export interface Served {
	readonly send: SendPage;
	/** What was asked, in order. */
	readonly requests: VendorRequest[];
	/** Path and query of what was asked. */
	paths(): string[];
	/** One query parameter of each request. */
	sent(parameter: string): Array<string | null>;
}

/** A vendor made of one function; more than 200 requests to it fail, so a loop ends a test instead of hanging it. */
export function serving(reply: (query: URLSearchParams, request: VendorRequest, turn: number) => unknown): Served {
	const requests: VendorRequest[] = [];
	return {
		requests,
		send: async (request) => {
			requests.push(request);
			if (requests.length > 200) throw new Error('endless: 200 requests were served');
			const body = reply(new URL(request.url).searchParams, request, requests.length);
			return isAnswer(body) ? body : answerTo(request, body);
		},
		paths: () => requests.map(({ url }) => url.slice(origin.length)),
		sent: (parameter) => requests.map(({ url }) => new URL(url).searchParams.get(parameter)),
	};
}

const isAnswer = (body: unknown): body is VendorResponse => typeof body === 'object' && body !== null && 'status' in body && 'headers' in body;

/** A vendor that answers with these bodies one after the other, and with the last one for ever. */
export const script = (...bodies: unknown[]): Served => serving((_query, _request, turn) => bodies[Math.min(turn, bodies.length) - 1]);

/** A list behind an opaque cursor, in pages of `limit`, at most `max`. */
export const cursorVendor = (list: JsonValue[], max = 100): Served =>
	serving((query) => {
		const from = Number(query.get('cursor')?.slice(1) ?? 0);
		const to = from + Math.min(max, Number(query.get('limit') ?? 20));
		return { data: list.slice(from, to), meta: { next_cursor: to < list.length ? `c${to}` : null } };
	});

/** A list behind offset and limit; `list` is asked anew for each page. */
export const offsetVendor = (list: (turn: number) => JsonValue[], max = 100, more: (all: JsonValue[], to: number) => object = () => ({})): Served =>
	serving((query, _request, turn) => {
		const all = list(turn);
		const from = Number(query.get('offset') ?? 0);
		const to = from + Math.min(max, Number(query.get('limit') ?? 20));
		return { data: all.slice(from, to), ...more(all, to) };
	});

/** All that an async iterable yields. */
export async function drain<T>(source: AsyncIterable<T>): Promise<T[]> {
	const all: T[] = [];
	for await (const value of source) all.push(value);
	return all;
}

/** All that was yielded before the source threw, and what it threw. */
export async function drainToFailure<T>(source: AsyncIterable<T>): Promise<{ yielded: T[]; failure: unknown }> {
	const yielded: T[] = [];
	try {
		for await (const value of source) yielded.push(value);
	} catch (failure) {
		return { yielded, failure };
	}
	return { yielded, failure: undefined };
}
