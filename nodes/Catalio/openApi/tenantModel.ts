import { VendorError } from '../../shared/http/vendorError';
import type { Session } from '../../shared/operation';
import type { TenantModel } from './model';
import { tenantModelFrom } from './tenantModelFrom';

/** What came of looking for the tenant's description. */
export type Description =
	| { readonly kind: 'known'; readonly model: TenantModel }
	/** It can't be read, or is none: `reason` is half a sentence for the panel. */
	| { readonly kind: 'unknown'; readonly reason: string }
	/** The credential is not accepted: nothing else would work either. */
	| { readonly kind: 'refused'; readonly error: VendorError };

interface Entry {
	readonly description: Promise<Description>;
	/** On the monotonic clock, in ms; Infinity while the request is under way. */
	expiresMs: number;
}

const KNOWN_FOR_MS = 600_000;
/** Long enough for the lists that one panel opens, short enough for somebody who is mending the credential. */
const UNKNOWN_FOR_MS = 30_000;
/** Tenants whose description is kept at the same time. */
const MAX_ENTRIES = 50;

const entries = new Map<string, Entry>();

function makeRoom(nowMs: number): void {
	for (const [key, { expiresMs }] of entries) if (expiresMs <= nowMs) entries.delete(key);
	for (const key of entries.keys()) {
		if (entries.size < MAX_ENTRIES) return;
		entries.delete(key);
	}
}

async function read(session: Session): Promise<Description> {
	const request = session.request('GET /api/v1/open_api', { headers: { Accept: 'application/json' } });
	const sent = await session.send(request, 'inherent');
	if (sent.kind === 'giveUp' || sent.response.status < 200 || sent.response.status > 299) {
		const error = session.failed(sent, request);
		return error.failure.cause === 'credential-invalid' ? { kind: 'refused', error } : { kind: 'unknown', reason: error.message };
	}
	const model = tenantModelFrom(sent.response.body);
	return model.types.size > 0 ? { kind: 'known', model } : { kind: 'unknown', reason: `${session.dialect.vendor} answered with something else than an API description` };
}

/**
 * The tenant's description of its own API, read at most once in 10 minutes for each address and credential of this process; lists that open
 * together share one request. A failure is kept for 30 s. Kept are models of types and texts, under a hash: no secret. Never rejects for what
 * the vendor or the network did.
 */
export async function descriptionOf(session: Session): Promise<Description> {
	const key = `${session.scope}\n${session.request('GET /api/v1/open_api').url}`;
	const nowMs = session.clock.monotonic();
	const known = entries.get(key);
	if (known && known.expiresMs > nowMs) return await known.description;
	makeRoom(nowMs);
	const entry: Entry = { description: read(session), expiresMs: Infinity };
	entries.delete(key);
	entries.set(key, entry);
	const forget = () => {
		if (entries.get(key) === entry) entries.delete(key);
	};
	entry.description.then(({ kind }) => {
		entry.expiresMs = session.clock.monotonic() + (kind === 'known' ? KNOWN_FOR_MS : UNKNOWN_FOR_MS);
		if (session.signal?.aborted) forget();
	}, forget);
	return await entry.description;
}

/** The tenant's own types as far as its description can be read; undefined otherwise. */
export async function tenantModel(session: Session): Promise<TenantModel | undefined> {
	const description = await descriptionOf(session);
	return description.kind === 'known' ? description.model : undefined;
}
