/** Everything that is assumed or unknown of Catalio. Clients must cope with every position. */
export interface Switches {
	// The token endpoint.
	/** Life of the tokens issued from now on, s. */
	readonly tokenLifetimeS: number;
	/** What the answer looks like: `expires_in` as text or left out. */
	readonly tokenAnswer: 'usual' | 'noExpiry' | 'textExpiry';
	/** The body of its refusals: OAuth's (RFC 6749 section 5.2) or a JSON:API document. */
	readonly tokenErrors: 'oauth' | 'jsonApi';
	readonly formToken: 'refused' | 'accepted';
	/** Tokens of a rotated or revoked secret end with it. */
	readonly tokensDieWithSecret: boolean;

	// Requests.
	/** Content-Type and Accept must be JSON:API's, without parameters but `ext` and `profile`. */
	readonly strictMediaType: boolean;
	/** `swapped`: 406 where 415 is due and the other way round, as the library did before 1.6.1. */
	readonly mediaTypeStatus: 'right' | 'swapped';
	readonly unknownAttribute: 'refused' | 'ignored';
	/** The status of inputs that do not pass validation. */
	readonly validationStatus: 400 | 422;
	/** The status where `type` or `id` of a body is not that of the path. */
	readonly mismatchStatus: 400 | 409;
	/** A relation written as an attribute, such as `team_id`; refused, it is an unknown attribute. */
	readonly foreignKeys: 'accepted' | 'refused';
	/** A relation written under `data.relationships`; refused, it is 422 `no_such_input`. */
	readonly linkageInBody: 'accepted' | 'refused';
	readonly relationshipRoutes: 'declared' | 'missing';
	/** The requirement endpoints that only an earlier edition of the docs names. */
	readonly earlierEndpoints: 'there' | 'missing';
	/** Calls that answer 403: all writes, or changes of the owner by anyone but the owner, administrators included. */
	readonly forbid: 'none' | 'writes' | 'transfers';

	// Answers.
	readonly errorStyle: 'full' | 'minimal';
	readonly jsonapiVersion: '1.0' | '1.1' | 'absent';
	/** Whether the Content-Type of answers carries a charset, as the library's web layer adds it. */
	readonly answerCharset: boolean;
	/** Relations carry `data` where they were included, or always. */
	readonly linkage: 'included' | 'always';
	readonly nullAttributes: 'shown' | 'absent';
	readonly deleteStatus: 200 | 204;
	/** Archived requirements in lists and by id. */
	readonly archived: 'hidden' | 'shown';

	// Paging.
	readonly paging: 'offset' | 'keyset' | 'both';
	/** Rows of a page where no limit is given; null for the whole list without pages. */
	readonly defaultLimit: number | null;
	readonly maximumLimit: number;
	/** A list without a limit is a 400. */
	readonly limitRequired: boolean;
	/** A limit above the maximum: one row more than the maximum and no next page, pages of the maximum, or a 400. */
	readonly aboveMaximum: 'cut' | 'lowered' | 'refused';
	/** An offset page that is full has a next link though nothing may follow, or only where something does. */
	readonly fullLastPage: 'next' | 'noNext';
	/** How a link to nowhere is told. */
	readonly missingLink: 'null' | 'absent';
	/** What links look like; `otherOrigin` is what a client must refuse. */
	readonly links: 'absolute' | 'object' | 'relative' | 'otherOrigin';
	readonly counting: 'allowed' | 'refused' | 'always';
	readonly pageMeta: 'shown' | 'absent';

	// Actions of a requirement.
	/** The body shapes they take: arguments under `data.attributes`, under `data`, either. No body is always one. */
	readonly actionBody: 'any' | 'attributes' | 'flat';
	/** What activate, deprecate, supersede, confirm, reject and investigate answer with. */
	readonly actionAnswer: 'resource' | 'value' | 'result' | 'success';
	/** The same for the AI actions. */
	readonly aiAnswer: 'resource' | 'value' | 'result' | 'success';
	readonly actionStatus: 201 | 200;
	/** Whether the organization has connected a language model: without one the AI actions fail. */
	readonly languageModelKey: boolean;

	// The OpenAPI document.
	readonly openApi: 'public' | 'token' | 'missing';
	/** Where the API path stands: in the paths, in the server address (at another host name), nowhere near. */
	readonly openApiServers: 'origin' | 'prefixed' | 'none';
	/** `library`: with the flaws that AshJsonApi writes (the types `null` and `deepObject` and empty lists of required members, all unknown to OpenAPI 3.0). */
	readonly openApiStyle: 'library' | 'valid';
}

export const DEFAULT_SWITCHES: Switches = {
	tokenLifetimeS: 86_400,
	tokenAnswer: 'usual',
	tokenErrors: 'oauth',
	formToken: 'refused',
	tokensDieWithSecret: false,
	strictMediaType: true,
	mediaTypeStatus: 'right',
	unknownAttribute: 'refused',
	validationStatus: 400,
	mismatchStatus: 400,
	foreignKeys: 'accepted',
	linkageInBody: 'accepted',
	relationshipRoutes: 'declared',
	earlierEndpoints: 'there',
	forbid: 'none',
	errorStyle: 'full',
	jsonapiVersion: '1.0',
	answerCharset: true,
	linkage: 'included',
	nullAttributes: 'shown',
	deleteStatus: 200,
	archived: 'hidden',
	paging: 'both',
	defaultLimit: 25,
	maximumLimit: 250,
	limitRequired: false,
	aboveMaximum: 'cut',
	fullLastPage: 'next',
	missingLink: 'null',
	links: 'absolute',
	counting: 'allowed',
	pageMeta: 'shown',
	actionBody: 'any',
	actionAnswer: 'resource',
	aiAnswer: 'result',
	actionStatus: 201,
	languageModelKey: true,
	openApi: 'public',
	openApiServers: 'origin',
	openApiStyle: 'library',
};
