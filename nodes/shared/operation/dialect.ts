import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { HttpDialect } from '../http/dialect';
import type { JsonObject, VendorResponse } from '../http/request';
import type { NextRequest } from '../pagination';

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
	/** n8n shall answer a 401 with a fresh token and one repetition: for credential types that get their token themselves. */
	readonly refreshesToken?: boolean;
	readonly http: HttpDialect;
	/** Takes a single record out of its envelope; undefined when there is none. */
	readonly record: (body: unknown) => JsonObject | undefined;
	/** What is wrong with an answer whose status says success, or with a redirect; undefined when nothing is. */
	readonly refusal?: (response: VendorResponse) => { message: string; description: string } | undefined;
	readonly list: {
		readonly itemsPath: string | readonly string[];
		readonly next: NextRequest;
		readonly pageSize: { readonly parameter: string; readonly max: number };
	};
	readonly keys?: {
		/** The request header that carries an idempotency key. */
		readonly header: string;
		/** The status that says that a key was received before. */
		readonly repeatedStatus: number;
	};
}
