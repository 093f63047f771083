/** Everything that is assumed or unknown of Oleria. Clients must cope with every position. */
export interface Switches {
	// The token endpoint.
	/** Where client id and secret may stand. */
	readonly clientAuthentication: 'either' | 'body' | 'basic';
	/** The form field that carries the audience. */
	readonly audienceParameter: string;
	/** Life of the tokens issued from now on, s. */
	readonly expiresInSeconds: number;
	/** What the answer looks like: `token_type` in lower case, `expires_in` as text or left out, `scope` told. */
	readonly tokenAnswer: 'usual' | 'lowerCaseType' | 'textExpiry' | 'noExpiry' | 'withScope';
	/** A new token ends the earlier ones of its client. */
	readonly revokeEarlier: boolean;

	// Creating an export.
	readonly createStatus: 201 | 200 | 202;
	/** A context beside the 25 that were read. Accepted, it has a small data set of its own. */
	readonly unknownContext: 'accepted' | 'refused';
	/** A filter or sort key for a column that the data set lacks, or of another data type: 400, an export that fails, or nothing. */
	readonly wrongColumn: 'refused' | 'failed' | 'ignored';
	/** How number and boolean filter values must be written. */
	readonly valueTypes: 'any' | 'native' | 'text';
	readonly betweenEnds: 'inclusive' | 'exclusive';
	/** The letters that a duration may end with. */
	readonly durationUnits: string;
	/** Whether texts are compared by case. */
	readonly caseSensitive: boolean;
	/** Calls that answer 403. */
	readonly forbid: 'none' | 'create' | 'read' | 'all';

	// Reading an export.
	/** So many reads say `accepted`. */
	readonly acceptedReads: number;
	/** If set, not the number of reads but the time since the create decides, ms by the simulator's clock. */
	readonly acceptedMs: number | null;
	readonly outcome: 'completed' | 'failed' | 'stuck';
	/** What a failed export says; null for nothing. */
	readonly failure: { readonly code: string; readonly message: string } | null;
	/** A status that is not documented, told by so many reads before all others. */
	readonly unknownStatus: string;
	readonly unknownStatusReads: number;
	/** How `url` and `error` show that they are not filled. */
	readonly unusedFields: 'absent' | 'null';
	/** So many reads say `completed` before one carries the link. */
	readonly completedWithoutUrlReads: number;
	/** If set, an export is 404 so many ms after its create. */
	readonly forgetAfterMs: number | null;

	// The link and its host.
	/** A link made on each read, or the one of the first read. */
	readonly link: 'fresh' | 'fixed';
	/** Life of the links made from now on, s. */
	readonly linkSeconds: number;
	/** The file host sends everyone on to the mirror (302). */
	readonly redirectFile: boolean;
	readonly fileContentType: string;
	/** Content-Encoding gzip, asked for or not, as a bucket serves what was stored so. */
	readonly gzip: boolean;
	readonly fileFraming: 'length' | 'chunked';

	/** The body of errors: `code` and `message`, other JSON, a gateway's page, nothing. */
	readonly errorBody: 'pair' | 'other' | 'html' | 'empty';

	// The CSV.
	/** Header cells as the screens label columns, or as filters name them. */
	readonly headers: 'labels' | 'fields';
	readonly delimiter: string;
	readonly lineEnd: 'crlf' | 'lf';
	readonly byteOrderMark: boolean;
	readonly quoting: 'needed' | 'all';
	/** Job functions hold a comma. */
	readonly quotedCommas: boolean;
	/** Job functions hold a line break. */
	readonly lineBreaks: boolean;
	/** Some names are written in letters beyond ASCII. */
	readonly nonAscii: boolean;
	/** The second row lacks its last cell, the third has one more. */
	readonly ragged: boolean;
	/** `none`: every data set is empty. */
	readonly rows: 'seeded' | 'none';
	/** What an export without rows looks like. */
	readonly emptyResult: 'header' | 'nothing';
}

export const DEFAULT_SWITCHES: Switches = {
	clientAuthentication: 'either',
	audienceParameter: 'audience',
	expiresInSeconds: 3600,
	tokenAnswer: 'usual',
	revokeEarlier: false,
	createStatus: 201,
	unknownContext: 'accepted',
	wrongColumn: 'refused',
	valueTypes: 'any',
	betweenEnds: 'inclusive',
	durationUnits: 'dh',
	caseSensitive: true,
	forbid: 'none',
	acceptedReads: 1,
	acceptedMs: null,
	outcome: 'completed',
	failure: { code: 'EXPORT_FAILED', message: 'The data set could not be read.' },
	unknownStatus: 'running',
	unknownStatusReads: 0,
	unusedFields: 'absent',
	completedWithoutUrlReads: 0,
	forgetAfterMs: null,
	link: 'fresh',
	linkSeconds: 300,
	redirectFile: false,
	fileContentType: 'text/csv',
	gzip: false,
	fileFraming: 'length',
	errorBody: 'pair',
	headers: 'labels',
	delimiter: ',',
	lineEnd: 'crlf',
	byteOrderMark: false,
	quoting: 'needed',
	quotedCommas: true,
	lineBreaks: false,
	nonAscii: true,
	ragged: false,
	rows: 'seeded',
	emptyResult: 'header',
};
