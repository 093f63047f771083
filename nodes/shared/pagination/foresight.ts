import type { VendorRequest, VendorResponse } from '../http/request';
import type { SendPage } from './page';
import { settled, type Settled } from './settled';

/** Pages asked for before their turn has come. */
export interface Foresight {
	/** Begins with those of these requests that are not under way yet, in this order. Never throws. */
	begin(requests: readonly VendorRequest[]): void;
	/**
	 * What became of a request whose turn it is: the answer under way, if this was foretold. Otherwise it is sent now, and what was foretold
	 * wrongly is aborted and forgotten. Never rejects: a failure is told when its turn comes, one of a page nobody wants never.
	 */
	answerTo(request: VendorRequest): Promise<Settled<VendorResponse>>;
	/** Aborts what is under way and forgets what has come. */
	drop(): void;
}

type Outcome = Promise<Settled<VendorResponse>>;

/** What tells two requests of a walk apart. */
const keyOf = ({ url, body }: VendorRequest): string => (body === undefined ? url : `${url}\n${JSON.stringify(body)}`);

/**
 * Keeps at most `most` requests open at a time, aborted ones included until `send` lets go of them, when asked for one answer after the other.
 */
export function createForesight(send: SendPage, signal: AbortSignal, most: number): Foresight {
	const open = new Set<Outcome>();
	let begun: Array<{ readonly key: string; readonly outcome: Outcome }> = [];
	let dropping = new AbortController();
	signal.addEventListener('abort', () => dropping.abort(), { once: true });

	const sendNow = (request: VendorRequest, until: AbortSignal): Outcome => {
		const outcome = settled(async () => await send(request, until));
		open.add(outcome);
		void outcome.then(() => open.delete(outcome));
		return outcome;
	};
	const drop = () => {
		if (begun.length === 0) return;
		begun = [];
		dropping.abort();
		dropping = new AbortController();
	};

	return {
		drop,
		begin(requests) {
			if (requests.some((request, index) => index < begun.length && begun[index]?.key !== keyOf(request))) drop();
			for (const request of requests.slice(begun.length)) {
				if (open.size >= most || signal.aborted) return;
				begun.push({ key: keyOf(request), outcome: sendNow(request, dropping.signal) });
			}
		},
		async answerTo(request) {
			if (begun[0]?.key === keyOf(request)) return await begun.shift()!.outcome;
			drop();
			// Where an abort is not heard, what was foretold wrongly takes up its room until it is answered.
			while (open.size >= most && !signal.aborted) await Promise.race(open);
			return await sendNow(request, signal);
		},
	};
}
