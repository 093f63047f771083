import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { HttpDialect, RateLimitDialect } from '../http/dialect';
import type { JsonObject, VendorResponse } from '../http/request';
import type { NextRequest, PageSize } from '../pagination';

/** How one vendor speaks: everything that differs between vendors and is not an operation. */
export interface Dialect {
	/** As its users call it, for texts. */
	readonly vendor: string;
	/** The credential type that the node's parameters choose. */
	readonly credentialType: (parameter: (name: string) => unknown) => string;
	/** The origin that requests go to, from the credential's fields. Throws InputError for one that is not allowed. */
	readonly origin: (credential: ICredentialDataDecryptedObject) => string;
	/** The credential's secret values, which no text may show. */
	readonly secrets: (credential: ICredentialDataDecryptedObject) => string[];
	/** n8n shall answer a 401 with a fresh token and one repetition: for credentials that get their token themselves. */
	readonly refreshesToken?: boolean | ((credential: ICredentialDataDecryptedObject) => boolean);
	/** The media type of requests and answers. JSON, unless told. */
	readonly mediaType?: string;
	/** Headers of every request, from the credential's fields. No secret: those are added with the credential. Throws InputError. */
	readonly headers?: (credential: ICredentialDataDecryptedObject) => Record<string, string>;
	/** How the rate limit is told, where users can set that in the credential; laid over `http.rateLimit`. */
	readonly rateLimit?: (credential: ICredentialDataDecryptedObject) => Partial<RateLimitDialect>;
	/** Where a path of the contract lies for this credential. At the path itself, unless told. Throws InputError. */
	readonly pathOf?: (path: string, credential: ICredentialDataDecryptedObject) => string;
	readonly http: HttpDialect;
	/** Takes a single record out of its envelope; undefined when there is none. */
	readonly record: (body: unknown) => JsonObject | undefined;
	/** What is wrong with an answer whose status says success, or with a redirect; undefined when nothing is. */
	readonly refusal?: (response: VendorResponse) => { message: string; description: string } | undefined;
	readonly list: {
		readonly itemsPath: string | readonly string[];
		readonly next: NextRequest;
		readonly pageSize: PageSize;
		/** Pages to ask for at once, where they can be foretold. */
		readonly ahead?: number;
		/** Where an answer says how many there are in all. */
		readonly totalPath?: string;
	};
	readonly keys?: {
		/** What carries an idempotency key: a request header, or a member of the body. */
		readonly header?: string;
		readonly member?: string;
		/** The status that says that a key was received before; left out where the vendor answers a repeat as it did the first time. */
		readonly repeatedStatus?: number;
	};
}
