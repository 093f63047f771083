import { createHash } from 'node:crypto';

import { systemClock } from './clock';
import type { RateLimitDialect } from './dialect';
import { SharedLimiter } from './limiter';
import type { Clock } from './ports';

/** What the vendor counts by. */
export interface LimiterKey {
	readonly credentialId: string;
	/** Part of the key only as a hash, so that a changed secret is a new credential. */
	readonly secret: string;
	readonly origin: string;
	/** Some vendors count some requests apart. */
	readonly bucket?: string;
	readonly rateLimit?: RateLimitDialect;
}

export type Limiters = (key: LimiterKey) => SharedLimiter;

/** An entry that nobody has used for this long is dropped, in ms. */
const EXPIRES_AFTER_MS = 3_600_000;
/** Looking for expired entries costs time for each entry, so it is done at most this often, in ms. */
const SWEEP_EVERY_MS = 60_000;

/** A registry of limiters: one for each credential, origin and bucket. It holds hashes, no secret. */
export function createLimiters({ clock, random }: { readonly clock: Clock; readonly random: () => number }): Limiters {
	const limiters = new Map<string, SharedLimiter>();
	let sweptMs = clock.monotonic();

	const sweep = () => {
		const now = clock.monotonic();
		if (now - sweptMs < SWEEP_EVERY_MS) return;
		sweptMs = now;
		for (const [name, limiter] of limiters) if (limiter.isIdleFor(EXPIRES_AFTER_MS)) limiters.delete(name);
	};

	return ({ credentialId, secret, origin, bucket = '', rateLimit }) => {
		sweep();
		const name = createHash('sha256').update(JSON.stringify([credentialId, secret, origin, bucket])).digest('base64');
		const known = limiters.get(name);
		if (known) return known;
		const limiter = new SharedLimiter({ clock, random, ...(rateLimit && { rateLimit }) });
		limiters.set(name, limiter);
		return limiter;
	};
}

/** The limiters of this process: all items and executions that use a credential share its limiter. */
export const limiterFor: Limiters = createLimiters({ clock: systemClock, random: Math.random });
