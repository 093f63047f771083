/** A value that survives JSON.stringify and JSON.parse unchanged. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

export interface JsonObject {
	[key: string]: JsonValue;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One request as data. It holds no credential: the egress adds it last, and nothing else ever sees it. */
export interface VendorRequest {
	readonly method: Method;
	/** Absolute, with its query. */
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: JsonValue;
}

export interface VendorResponse {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	/** Parsed when it is JSON, text otherwise. */
	readonly body: unknown;
	/** The address that was asked: relative links are resolved against it (RFC 3986 section 5). */
	readonly url: string;
}

/** The request with these query parameters set; `undefined` takes one away. Names and values are percent-encoded. */
export function withQuery(
	request: VendorRequest,
	parameters: Readonly<Record<string, string | undefined>>,
): VendorRequest {
	const url = new URL(request.url);
	for (const [name, value] of Object.entries(parameters)) {
		if (value === undefined) url.searchParams.delete(name);
		else url.searchParams.set(name, value);
	}
	return { ...request, url: url.href };
}
