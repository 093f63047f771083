import { createHash } from 'node:crypto';

const DAY_MS = 86_400_000;

export type KeyVerdict = 'new' | 'repeated' | 'reused' | 'malformed';

/**
 * Remembers which idempotency keys arrived, for each caller on its own, whatever the path. It never replays an answer.
 * A key counts as used from the moment its request was let in, whether it then succeeded or not: a repeat proves arrival only.
 * Who calls `arrive` decides what "let in" means; requests that were refused for the rate limit or never read do not come here.
 */
export class IdempotencyMemory {
	#seen = new Map<string, { bodyDigest: string; atMs: number }>();
	#now: () => number;
	#rememberMs: number;

	/** `rememberMs`: how long a key is remembered; 14 days unless told. */
	constructor(now: () => number, rememberMs = 14 * DAY_MS) {
		this.#now = now;
		this.#rememberMs = rememberMs;
	}

	/** Says what a key means with this body, and remembers it if it is new. Bodies are compared byte by byte. */
	arrive(caller: string, key: string, body: Buffer): KeyVerdict {
		if (!/^[\x20-\x7e]{1,255}$/.test(key) || key.trim() === '') return 'malformed';
		const bodyDigest = createHash('sha256').update(body).digest('base64');
		const name = `${caller}\n${key}`;
		const before = this.#seen.get(name);
		if (before && this.#now() - before.atMs < this.#rememberMs) return before.bodyDigest === bodyDigest ? 'repeated' : 'reused';
		this.#seen.set(name, { bodyDigest, atMs: this.#now() });
		return 'new';
	}

	forget(): void {
		this.#seen.clear();
	}

	get size(): number {
		return this.#seen.size;
	}
}
