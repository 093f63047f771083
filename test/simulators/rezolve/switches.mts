/** Where the documentation leaves a question open, this is the simulator's answer. Defaults are the documented or most likely behaviour. */
export interface Switches {
	/** Where an API key is taken: the `X-API-Key` header, or as a bearer token. */
	readonly keyPlacement: 'header' | 'bearer' | 'either';
	/** How far a key with the scope `*` reaches: all but the admin surface, only what scopes name, or everything. */
	readonly keyReach: 'notAdmin' | 'scopesOnly' | 'everything';
	/** The address that callers seem to come from: allow-lists are checked against it. */
	readonly clientAddress: string;
	/** The admin surface: there, hidden (404) or refused (403) for everyone. Its health check stays. */
	readonly adminSurface: 'on' | 'hidden' | 'refused';

	/** Status of a creation. */
	readonly createStatus: 200 | 201;
	/** A delete removes the record, keeps it with a new status, or answers 204 without a body. */
	readonly deleteForm: 'hard' | 'soft' | 'empty';
	/** What a second delete answers. */
	readonly repeatDelete: 409 | 404;
	/** Status of a refused key validation, whose body is the same. */
	readonly validateStatus: 200 | 401 | 403;
	/** Status of a body whose values are refused, where the call knows 422. */
	readonly validationStatus: 422 | 400;
	/** Failures 404, 409 and 422 come with status 200 and `success: false`. */
	readonly failuresAs200: boolean;
	/** `asDocumented`: an object (field to reason) for validation, a text otherwise. */
	readonly details: 'asDocumented' | 'object' | 'text' | 'absent';
	readonly errorBody: 'envelope' | 'message' | 'html' | 'empty';
	/** Fields without a value are null, or left out. */
	readonly unusedFields: 'null' | 'absent';

	/** Most items of a page. */
	readonly maxPageSize: number;
	/** A larger limit is lowered, or answered 400. Beyond 100 the contract refuses for keys and clients anyway. */
	readonly overLimit: 'capped' | 'refused';
	/** What `pagination` holds. */
	readonly pagination: 'full' | 'noTotal' | 'noHasMore' | 'none';
	readonly auditOrder: 'newestFirst' | 'oldestFirst';

	/** How X-RateLimit-Reset is written. */
	readonly resetHeader: 'epochSeconds' | 'epochMs' | 'delta' | 'iso';
	readonly rateLimitHeaders: 'always' | 'on429';
	/** A 429 says Retry-After too, in whole seconds. */
	readonly retryAfter: boolean;

	/** `gracePeriodMinutes` of a rotation: honoured, not looked at, or answered 400. */
	readonly gracePeriods: 'honoured' | 'ignored' | 'refused';
	/** Rotations of one key in an hour; the next answers 429. */
	readonly rotationsPerHour: number;
	/** PATCH of an OAuth client's status. */
	readonly clientStatus: 'refused' | 'changeable';
	/** A second credential of one integration: 409, or stored. */
	readonly duplicateCredentials: 'refused' | 'allowed';
	/** Service accounts that a tenant may have; the next answers 409. */
	readonly serviceAccountLimit: number;
	/** How long a job runs and a data key rotates, by the simulator's clock. */
	readonly jobMs: number;
	readonly dekRotationMs: number;

	readonly health: 'healthy' | 'degraded' | 'unhealthy';
	/** `short`: root says `ok` and uptime, admin is not wrapped. */
	readonly healthForm: 'full' | 'short';

	readonly clientAuthentication: 'either' | 'body' | 'basic';
	readonly expiresInSeconds: number;
	readonly tokenFormat: 'jwt' | 'opaque';

	/** Where tickets are found: `data.tickets` with `pagination`, or `data.rows` with `count`. */
	readonly ticketRows: 'tickets' | 'rows';
	/** How the queue list prints ids, of which the members call wants the number. */
	readonly queueIds: 'prefixed' | 'digits';

	/** Where the Hub's tools are found: `data` itself, or `data.tools`. */
	readonly hubList: 'array' | 'object';
	/** Status of `APPROVAL_REQUIRED`. */
	readonly approvalStatus: 403 | 409 | 202 | 200;
	/** An approval is given by itself after so long, by the simulator's clock; null: `admin.approve` does. */
	readonly approvedAfterMs: number | null;
	readonly invalidInputStatus: 400 | 422;
	readonly connectionMissingStatus: 404 | 409;
	/** The same idempotency key with another input: 409, or the first answer again. */
	readonly keyConflict: 'refused' | 'replayed';
	/** The system behind the Hub fails (502 UPSTREAM_ERROR), and nothing happens there. */
	readonly upstream: 'up' | 'down';
}

export const DEFAULT_SWITCHES: Switches = {
	keyPlacement: 'header',
	keyReach: 'notAdmin',
	clientAddress: '127.0.0.1',
	adminSurface: 'on',
	createStatus: 200,
	deleteForm: 'hard',
	repeatDelete: 409,
	validateStatus: 200,
	validationStatus: 422,
	failuresAs200: false,
	details: 'asDocumented',
	errorBody: 'envelope',
	unusedFields: 'null',
	maxPageSize: 100,
	overLimit: 'capped',
	pagination: 'full',
	auditOrder: 'newestFirst',
	resetHeader: 'epochSeconds',
	rateLimitHeaders: 'always',
	retryAfter: false,
	gracePeriods: 'honoured',
	rotationsPerHour: 10,
	clientStatus: 'refused',
	duplicateCredentials: 'refused',
	serviceAccountLimit: 5,
	jobMs: 5_000,
	dekRotationMs: 60_000,
	health: 'healthy',
	healthForm: 'full',
	clientAuthentication: 'either',
	expiresInSeconds: 3_600,
	tokenFormat: 'jwt',
	ticketRows: 'tickets',
	queueIds: 'prefixed',
	hubList: 'array',
	approvalStatus: 403,
	approvedAfterMs: null,
	invalidInputStatus: 400,
	connectionMissingStatus: 404,
	keyConflict: 'refused',
	upstream: 'up',
};
