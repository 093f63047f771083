import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/**
 * What the request still did, though its answer is spoilt. `none`: it never reached the application.
 * `remembered`: its idempotency key is stored, the state did not change. `taken`: the change took effect.
 */
export type Effect = 'none' | 'remembered' | 'taken';

/** One way in which an exchange goes wrong. All durations are ms. */
export type Fault =
	/** This answer instead of the true one. An object is sent as JSON, a string as it is. Effect: none unless told. */
	| { readonly kind: 'answer'; readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown; readonly effect?: Effect }
	/** TCP reset. `afterActing`: the change took effect and the answer is lost; `effect: 'remembered'` weakens that. `midBody`: half of the answer came, or so many bytes. */
	| { readonly kind: 'reset'; readonly when: 'beforeReading' | 'beforeActing' | 'afterActing' | 'midBody'; readonly effect?: Effect; readonly afterBytes?: number }
	/** An orderly close without a byte of answer. Effect: none unless told. */
	| { readonly kind: 'endWithoutAnswer'; readonly effect?: Effect }
	/** The connection stays open and silent. Effect: none unless told. */
	| { readonly kind: 'neverAnswer'; readonly effect?: Effect }
	/** Content-Length promises more than comes. */
	| { readonly kind: 'shortBody'; readonly missingBytes?: number }
	/** A chunked body ends without its last chunk, in its middle or after so many bytes. */
	| { readonly kind: 'cutChunked'; readonly afterBytes?: number }
	/** One byte at a time, or so many. */
	| { readonly kind: 'drip'; readonly intervalMs: number; readonly bytes?: number }
	| { readonly kind: 'delayHeaders'; readonly delayMs: number }
	| { readonly kind: 'garbageStatusLine'; readonly effect?: Effect }
	/** A gateway's page. Effect: none unless told. */
	| { readonly kind: 'html'; readonly status?: number; readonly effect?: Effect }
	/** The true status with a body cut in its middle, which Content-Length agrees to. */
	| { readonly kind: 'truncatedJson' }
	| { readonly kind: 'wrongContentType'; readonly contentType?: string }
	/** A gzip body without its last bytes, 12 unless told, which Content-Length agrees to. */
	| { readonly kind: 'cutGzip'; readonly missingBytes?: number }
	/** The Date header is off by so much. */
	| { readonly kind: 'skewedDate'; readonly byMs: number }
	/** A true answer, but the connection is reset as soon as the next request comes over it. */
	| { readonly kind: 'staleKeepAlive' };

/** How much of the request is acted upon before the fault shows. */
export function effectOf(fault: Fault | undefined): Effect {
	switch (fault?.kind) {
		case 'answer':
		case 'endWithoutAnswer':
		case 'neverAnswer':
		case 'garbageStatusLine':
		case 'html':
			return fault.effect ?? 'none';
		case 'reset':
			return fault.effect ?? (fault.when === 'afterActing' || fault.when === 'midBody' ? 'taken' : 'none');
		default:
			return 'taken';
	}
}

/** What a script can choose a request by. */
export interface FaultSubject {
	readonly number: number;
	readonly server: string;
	readonly method: string;
	readonly path: string;
	readonly operationId: string | null;
}

export interface Occurrence {
	/** The first match that is struck, counted from now; 1 unless told. */
	readonly nth?: number;
	/** How many matches are struck from there on; 1 unless told, Infinity for all. */
	readonly times?: number;
}

interface Rule {
	readonly matches: (subject: FaultSubject) => boolean;
	readonly faultFor: (match: number) => Fault | null | undefined;
	seen: number;
}

/** The fault script of one simulator. The first rule with a fault for a request strikes; rules count a request even if another rule struck it. */
export class Faults {
	/** Every fault that struck, oldest first. */
	fired: Array<{ readonly requestNumber: number; readonly kind: Fault['kind'] }> = [];
	#rules: Rule[] = [];

	/** Strikes the next requests, whatever they are. */
	onNext(fault: Fault, times = 1): void {
		this.when(() => true, fault, { times });
	}

	/** Strikes the request with this number; the simulator's first request is 1. */
	onRequest(number: number, fault: Fault): void {
		this.when((subject) => subject.number === number, fault);
	}

	onOperation(operationId: string, fault: Fault, occurrence?: Occurrence): void {
		this.when((subject) => subject.operationId === operationId, fault, occurrence);
	}

	when(matches: (subject: FaultSubject) => boolean, fault: Fault, { nth = 1, times = 1 }: Occurrence = {}): void {
		this.#rules.push({ matches, faultFor: (match) => (match >= nth && match < nth + times ? fault : undefined), seen: 0 });
	}

	/** One entry for each of the next requests; null lets one pass. */
	script(faults: ReadonlyArray<Fault | null>): void {
		this.#rules.push({ matches: () => true, faultFor: (match) => faults[match - 1], seen: 0 });
	}

	clear(): void {
		this.#rules = [];
	}

	/** The fault for a request that has just arrived. Asked once for each request, by the server. */
	strike(subject: FaultSubject): Fault | undefined {
		let struck: Fault | undefined;
		for (const rule of this.#rules) {
			if (!rule.matches(subject)) continue;
			rule.seen += 1;
			struck ??= rule.faultFor(rule.seen) ?? undefined;
		}
		if (struck) this.fired.push({ requestNumber: subject.number, kind: struck.kind });
		return struck;
	}
}

/** A loopback port on which nothing listens: it was bound and closed just now. */
export async function refusedPort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return port;
}
