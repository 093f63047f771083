import type { AuditEntry } from './records.mts';

/**
 * The audit trail of all tenants, oldest first. Entries that were only counted are made when someone looks at them,
 * so a trail of a hundred thousand costs nothing before it is read.
 */
export class AuditTrail {
	#made: (number: number) => AuditEntry;
	#madeCount = 0;
	readonly #written: AuditEntry[] = [];

	/** `made`: the entry with this number, from 1, for those that are only counted. The same number must give the same entry. */
	constructor(made: (number: number) => AuditEntry) {
		this.#made = made;
	}

	get total(): number {
		return this.#madeCount + this.#written.length;
	}

	/** Those that were written down, oldest first. */
	get written(): readonly AuditEntry[] {
		return this.#written;
	}

	/** Puts so many entries before all others. */
	addMade(count: number): void {
		this.#madeCount += count;
	}

	write(entry: AuditEntry): void {
		this.#written.push(entry);
	}

	/** The entry at this place, oldest first, from 0. Throws beyond the end. */
	at(index: number): AuditEntry {
		const entry = index < this.#madeCount ? this.#made(this.#madeCount - index) : this.#written[index - this.#madeCount];
		if (!entry) throw new Error(`No audit entry ${index}`);
		return entry;
	}

	/** Entries in the order asked for, from `offset` on, `limit` at most. */
	slice(order: 'newestFirst' | 'oldestFirst', offset: number, limit: number): AuditEntry[] {
		const { total } = this;
		const count = Math.max(0, Math.min(limit, total - offset));
		return Array.from({ length: count }, (_, step) => this.at(order === 'oldestFirst' ? offset + step : total - 1 - offset - step));
	}
}
