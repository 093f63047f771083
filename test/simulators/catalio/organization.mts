import { forbidden, notFound, refuse } from './errors.mts';
import type { Caller, Client, Grant, Row, Token } from './records.mts';
import { Store } from './store.mts';
import { DEFAULT_SWITCHES, type Switches } from './switches.mts';
import type { Relation } from './table.mts';

/** All tenants' records, who may see and change them, and the switches of the moment. */
export class Organization {
	readonly store = new Store();
	readonly clients: Client[];
	readonly tokens: Token[] = [];
	switches: Switches;
	/** Where links point to; known once the server listens. */
	origin = '';

	constructor(clients: Client[], switches: Partial<Switches> = {}) {
		this.clients = clients;
		this.switches = { ...DEFAULT_SWITCHES, ...switches };
	}

	/** Where the caller stands towards a record. Records without a visibility are the whole organization's. */
	#levelOf({ attributes, grants, tenant }: Row, caller: Caller): 'none' | 'viewer' | 'editor' | 'admin' | 'owner' {
		if (tenant !== caller.tenant) return 'none';
		if (caller.role === 'admin' || attributes.owner_id === caller.userId) return 'owner';
		if (attributes.visibility === 'private') return 'none';
		const levels = grants.filter(({ teamId }: Grant) => caller.teamIds.includes(teamId)).map(({ level }) => level);
		if (levels.includes('admin')) return 'admin';
		return attributes.visibility !== 'shared' || levels.includes('editor') ? 'editor' : (levels[0] ?? 'none');
	}

	sees(row: Row, caller: Caller): boolean {
		const isHidden = this.switches.archived === 'hidden' && typeof row.attributes.archived_at === 'string';
		return !isHidden && this.#levelOf(row, caller) !== 'none';
	}

	visible(type: string, caller: Caller): Row[] {
		return this.store.records[type]!.filter((row) => this.sees(row, caller));
	}

	/** Throws 404 for a record that is not there, of another tenant, or hidden from the caller. */
	get(type: string, id: string, caller: Caller): Row {
		const row = this.store.find(type, id);
		return row && this.sees(row, caller) ? row : refuse(notFound());
	}

	related(row: Row, relation: Relation, caller: Caller): Row[] {
		return this.store
			.related(row, relation)
			.map((id) => this.store.find(relation.type, id))
			.filter((one): one is Row => one !== undefined && this.sees(one, caller));
	}

	/** Throws 403 where the caller may not write at all. */
	checkMayWrite(caller: Caller): void {
		if (caller.role === 'viewer' || this.switches.forbid === 'writes') refuse(forbidden());
	}

	/** Throws 403 where the caller may look at a record only. */
	checkMayChange(row: Row, caller: Caller): void {
		this.checkMayWrite(caller);
		if (this.#levelOf(row, caller) === 'viewer') refuse(forbidden());
	}

	/** Throws 403 unless the caller owns the record, or administers it or the organization (https://catalio.ai/docs/permission-levels). */
	checkMayTransfer(row: Row, caller: Caller): void {
		const isOwner = row.attributes.owner_id === caller.userId;
		const isAdmin = ['admin', 'owner'].includes(this.#levelOf(row, caller));
		if (!isOwner && (!isAdmin || this.switches.forbid === 'transfers')) refuse(forbidden());
	}

	/** Throws 403 where the caller may not delete for good: editors archive only. */
	checkMayDestroy(row: Row, caller: Caller): void {
		this.checkMayChange(row, caller);
		if (this.#levelOf(row, caller) !== 'owner') refuse(forbidden());
	}
}
