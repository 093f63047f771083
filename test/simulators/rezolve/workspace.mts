import { randomUUID } from 'node:crypto';
import type { SimulatorClock } from '../frame/clock.mts';
import type { Exchange, Reply } from '../frame/server.mts';
import type { Caller } from './access.mts';
import type { ApiKey, Credential, KeyStatus, RezolveState, Tenant, UserRef } from './records.mts';
import type { Switches } from './switches.mts';

/** Field to reason, or a text. */
export type Details = string | Readonly<Record<string, string>>;

const BUSINESS_FAILURES = new Set([404, 409, 422]);

/** A value without its members that are null, at any depth. */
function withoutNulls(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withoutNulls);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).flatMap(([name, member]) => (member === null ? [] : [[name, withoutNulls(member)]])));
}

export interface PageSeen {
	readonly operationId: string;
	readonly offset: number;
	readonly limit: number;
}

/** The records, and what all operations do with them: answer, refuse, page and write the audit trail. */
export class Workspace {
	readonly state: RezolveState;
	switches: Switches;
	readonly clock: SimulatorClock;
	/** Called after each page that was served. */
	afterPage: ((page: PageSeen) => void) | undefined;
	#callers = new Map<string, Caller>();

	constructor(state: RezolveState, switches: Switches, clock: SimulatorClock) {
		this.state = state;
		this.switches = switches;
		this.clock = clock;
	}

	/** A moment as an ISO text, now unless told. */
	iso(atMs = this.clock.now()): string {
		return new Date(atMs).toISOString();
	}

	remember(caller: Caller): void {
		this.#callers.set(caller.name, caller);
	}

	/** Who is behind an exchange. Throws where nobody signed in. */
	callerOf({ caller }: Exchange): Caller {
		const known = this.#callers.get(caller);
		if (!known) throw new Error(`${caller} did not sign in`);
		return known;
	}

	tenant(id: string): Tenant | undefined {
		return this.state.tenants.find((one) => one.id === id && one.status !== 'deleted');
	}

	/** Short form of a tenant. */
	tenantRef(id: string): { id: string; name: string } {
		return { id, name: this.state.tenants.find((one) => one.id === id)?.name ?? '' };
	}

	answer(data: unknown, message = 'Done', status = 200): Reply {
		const shown = this.switches.unusedFields === 'absent' ? withoutNulls(data) : data;
		return { status, body: { success: true, message, data: shown, timestamp: this.iso() } };
	}

	created(data: unknown, message: string): Reply {
		return this.answer(data, message, this.switches.createStatus);
	}

	/** The answer to a delete, without its body where the switches want it so. */
	deleted(data: unknown, message: string): Reply {
		return this.switches.deleteForm === 'empty' ? { status: 204, offContract: true } : this.answer(data, message);
	}

	/** What a soft delete says more. */
	softDelete(previousStatus: string): { previousStatus: string; retentionDays: number; permanentDeletionDate: string } {
		return { previousStatus, retentionDays: 90, permanentDeletionDate: this.iso(this.clock.now() + 90 * 86_400_000) };
	}

	refuse(status: number, code: string, message: string, details?: Details): Reply {
		const { errorBody, failuresAs200 } = this.switches;
		const sent = failuresAs200 && BUSINESS_FAILURES.has(status) ? 200 : status;
		const timestamp = this.iso();
		switch (errorBody) {
			case 'envelope':
				return { status: sent, body: { success: false, error: { code, message, ...this.#details(details ?? message) }, timestamp } };
			case 'message':
				return { status: sent, body: { success: false, message, timestamp } };
			case 'html':
				return { status: sent, body: `<!DOCTYPE html><html><head><title>${status}</title></head><body><h1>${message}</h1></body></html>`, offContract: true };
			case 'empty':
				return { status: sent, offContract: true };
		}
	}

	#details(details: Details): { details?: Details } {
		switch (this.switches.details) {
			case 'asDocumented':
				return { details };
			case 'absent':
				return {};
			case 'object':
				return { details: typeof details === 'string' ? { reason: details } : details };
			case 'text':
				return { details: typeof details === 'string' ? details : Object.entries(details).map(([field, reason]) => `${field}: ${reason}`).join('; ') };
		}
	}

	/** A body whose values are refused, field by field. */
	invalid(fields: Readonly<Record<string, string>>, status: number = this.switches.validationStatus): Reply {
		return this.refuse(status, 'VALIDATION_ERROR', 'Invalid request body', fields);
	}

	/** Answers one page of a list under its own name. `slice` is asked for what the page holds, and nothing else. */
	page<T>({ operationId, query }: Exchange, name: string, total: number, slice: (offset: number, limit: number) => readonly T[]): Reply {
		const { maxPageSize, overLimit, pagination } = this.switches;
		const [wanted, offset] = [Number(query.limit ?? 50), Number(query.offset ?? 0)];
		if (wanted > maxPageSize && overLimit === 'refused') return this.refuse(400, 'INVALID_PARAMETER', 'Invalid query parameter', { limit: `must be between 1 and ${maxPageSize}` });
		const limit = Math.min(wanted, maxPageSize);
		const items = slice(offset, limit);
		const whole = { total, limit, offset, hasMore: offset + items.length < total };
		const { total: _total, ...noTotal } = whole;
		const { hasMore: _hasMore, ...noHasMore } = whole;
		const told = { full: { pagination: whole }, noTotal: { pagination: noTotal }, noHasMore: { pagination: noHasMore }, none: {} }[pagination];
		const reply = this.answer({ [name]: items, ...told });
		// The reply holds what the list was before this.
		const frozen = { ...reply, body: Buffer.from(JSON.stringify(reply.body)) };
		this.afterPage?.({ operationId, offset, limit });
		return frozen;
	}

	/** Writes down who did what. */
	audit(exchange: Exchange, action: string, category: string, resource: { readonly type: string; readonly id: string; readonly name?: string }, details: Record<string, unknown> = {}): void {
		const { actor, tenantId } = this.callerOf(exchange);
		this.state.audit.write({ id: `log-${randomUUID()}`, action, category, actor: { ...actor, ipAddress: this.switches.clientAddress }, resource, details, status: 'success', tenantId, timestamp: this.iso() });
	}

	/** A key's status now: stored, or expired by the clock. */
	keyStatus({ status, expiresAt }: ApiKey): KeyStatus {
		return status === 'active' && this.isPast(expiresAt) ? 'expired' : status;
	}

	credentialStatus({ status, expiresAt }: Credential): Credential['status'] {
		return status === 'active' && this.isPast(expiresAt) ? 'expired' : status;
	}

	isPast(time: string | null): boolean {
		return time !== null && Date.parse(time) <= this.clock.now();
	}

	/** Living tokens of an OAuth client. */
	activeTokens(holderId: string): number {
		return this.state.tokens.filter((token) => token.holderId === holderId && !token.revoked && this.clock.now() < token.expiresAtMs).length;
	}
}

/** `{from, to}` for a value that changed, `{added, removed}` for a list; undefined where nothing did. */
export function changeOf(from: unknown, to: unknown): Record<string, unknown> | undefined {
	if (JSON.stringify(from) === JSON.stringify(to)) return undefined;
	if (Array.isArray(from) && Array.isArray(to)) return { added: to.filter((one) => !from.includes(one)), removed: from.filter((one) => !to.includes(one)) };
	return { from, to };
}

/** Sets the named fields of a record that a body holds. Returns what changed. */
export function patch<T extends object>(record: T, body: Readonly<Record<string, unknown>>, names: ReadonlyArray<keyof T & string>): Record<string, unknown> {
	const changes: Record<string, unknown> = {};
	for (const name of names) {
		if (!Object.hasOwn(body, name)) continue;
		const change = changeOf(record[name], body[name]);
		if (change) changes[name] = change;
		record[name] = body[name] as T[typeof name];
	}
	return changes;
}

export const refOf = ({ id, name, email }: UserRef): UserRef => ({ id, name, email });
