import type { JsonValue, VendorRequest, VendorResponse } from '../../../nodes/shared/http/request';
import type { SendPage } from '../../../nodes/shared/pagination';
import { answerTo } from './pageServer.mts';

export interface Held {
	readonly request: VendorRequest;
	readonly offset: number;
	readonly limit: number;
	readonly signal: AbortSignal;
	/** Answers and lets go. */
	answer(body: unknown): void;
	fail(failure: unknown): void;
}

export interface HeldServer {
	readonly send: SendPage;
	/** Requests that wait for an answer, in the order in which they came. */
	readonly open: Held[];
	/** All requests so far, in order. */
	readonly requests: VendorRequest[];
	/** Most that waited at a time. */
	mostOpen(): number;
	/** `offset` of the requests that wait. */
	waiting(): number[];
	/** The one that waits for this offset. */
	at(offset: number): Held;
}

/** Lets everything that is not waiting for an answer run. */
export const settle = async () => await new Promise<void>((resolve) => setImmediate(resolve));

const numberOf = (request: VendorRequest, name: string): number => {
	const inBody = (request.body as Record<string, JsonValue> | undefined)?.[name];
	return Number(inBody ?? new URL(request.url).searchParams.get(name) ?? 0);
};

/** A vendor that answers only when told to. A request whose signal aborts fails at once, unless the vendor's end is `deaf` to it. */
export function heldServer({ deaf = false }: { deaf?: boolean } = {}): HeldServer {
	const open: Held[] = [];
	const requests: VendorRequest[] = [];
	let mostOpen = 0;
	const leave = (held: Held) => {
		const index = open.indexOf(held);
		if (index >= 0) open.splice(index, 1);
	};
	return {
		open,
		requests,
		mostOpen: () => mostOpen,
		waiting: () => open.map(({ offset }) => offset),
		at(offset) {
			const held = open.find((candidate) => candidate.offset === offset);
			if (!held) throw new Error(`nobody waits for ${offset}, only for ${open.map((candidate) => candidate.offset).join()}`);
			return held;
		},
		send: async (request, signal) =>
			await new Promise<VendorResponse>((resolve, reject) => {
				const held: Held = {
					request,
					offset: numberOf(request, 'offset'),
					limit: numberOf(request, 'limit'),
					signal,
					answer(body) {
						leave(held);
						resolve(answerTo(request, body));
					},
					fail(failure) {
						leave(held);
						reject(failure);
					},
				};
				requests.push(request);
				if (requests.length > 400) throw new Error('endless: 400 requests were served');
				open.push(held);
				mostOpen = Math.max(mostOpen, open.length);
				if (!deaf) signal.addEventListener('abort', () => held.fail(new Error('aborted')), { once: true });
				if (!deaf && signal.aborted) held.fail(new Error('aborted'));
			}),
	};
}
