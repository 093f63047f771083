export interface Client {
	readonly id: string;
	readonly secret: string;
	/** Whose exports it sees and whose rate limit it uses. */
	readonly tenant: string;
}

/** A token that was issued. */
export interface Token {
	readonly accessToken: string;
	readonly clientId: string;
	readonly tenant: string;
	readonly clientAuthentication: 'body' | 'basic';
	readonly scope: string;
	readonly audience: string;
	readonly issuedAtMs: number;
	readonly expiresAtMs: number;
	revoked: boolean;
	/** API calls that it opened the door for. */
	uses: number;
}

export type DataType = 'string' | 'number' | 'boolean' | 'timestamp' | 'enum';

export interface Filter {
	readonly dataType: DataType;
	readonly field: string;
	readonly filterType: string;
	readonly values?: ReadonlyArray<string | number | boolean>;
}

export interface SortKey {
	readonly field: string;
	readonly sortType: 'asc' | 'desc';
}

export interface Params {
	readonly filterBy?: readonly Filter[];
	readonly sortBy?: readonly SortKey[];
}

export interface ExportError {
	readonly code: string;
	readonly message: string;
}

/** A presigned link that was handed out. */
export interface Link {
	readonly url: string;
	readonly issuedAtMs: number;
	readonly expiresAtMs: number;
}

/** One export. */
export interface Download {
	readonly id: string;
	readonly tenant: string;
	readonly context: string;
	readonly params: Params | undefined;
	readonly createdAtMs: number;
	/** As the last answer told it. */
	status: string;
	error: ExportError | null;
	reads: number;
	/** Reads that said `completed`. */
	completedReads: number;
	readonly links: Link[];
	/** Set by the product's people: the switches no longer decide. */
	decided: 'completed' | 'failed' | null;
	/** Why it failed by the product's people; null where they said nothing. */
	ownError: ExportError | null;
	/** Why it will fail whatever the switches say; null if it will not. */
	readonly flaw: ExportError | null;
}

/** One visit to the file host or its mirror. */
export interface FileFetch {
	/** Null where the path names no export. */
	readonly downloadId: string | null;
	readonly server: 'file' | 'mirror';
	/** Whether it carried an Authorization header, which it must not. */
	readonly authorization: boolean;
	status: number;
	/** Bytes of CSV handed to the socket so far, before compression. */
	bytes: number;
}

export interface OleriaState {
	readonly tokens: Token[];
	readonly downloads: Download[];
	readonly fileFetches: FileFetch[];
}

export type Cell = string | number | boolean | null;
export type Row = Readonly<Record<string, Cell>>;

export interface Column {
	/** As filters name it: camelCase. */
	readonly field: string;
	/** As the screens label it. */
	readonly label: string;
	readonly type: DataType;
}

/** What one context exports. */
export interface DataSet {
	readonly columns: readonly Column[];
	readonly rows: readonly Row[];
}
