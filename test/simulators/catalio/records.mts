/** What a caller may do in its organization: an editor changes what it sees, a viewer only looks. */
export type Role = 'admin' | 'editor' | 'viewer';

/** Who calls: an API credential acts as a user of one organization. */
export interface Caller {
	readonly clientId: string;
	readonly tenant: string;
	readonly role: Role;
	readonly userId: string;
	readonly teamIds: readonly string[];
}

export interface Client extends Caller {
	secret: string;
	/** Counts rotations. */
	secretVersion: number;
	revoked: boolean;
}

/** A token that was issued. */
export interface Token {
	readonly accessToken: string;
	readonly clientId: string;
	readonly audience: string;
	readonly issuedAtMs: number;
	expiresAtMs: number;
	readonly secretVersion: number;
	revoked: boolean;
	/** API calls that it opened the door for. */
	uses: number;
}

/** What a team was granted on a record. Admins of a record may give it away (https://catalio.ai/docs/permission-levels). */
export interface Grant {
	readonly teamId: string;
	readonly level: 'viewer' | 'editor' | 'admin';
}

/** One stored record. Foreign keys among its attributes follow the graph. */
export interface Row {
	readonly type: string;
	readonly id: string;
	readonly tenant: string;
	readonly attributes: Record<string, unknown>;
	readonly grants: Grant[];
	/** Position in the order in which records were made, over all types. */
	readonly number: number;
}

export interface CatalioState {
	readonly clients: Client[];
	readonly tokens: Token[];
	/** By type, oldest first. */
	readonly records: Readonly<Record<string, Row[]>>;
}
