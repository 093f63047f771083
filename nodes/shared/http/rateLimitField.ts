/** One quota as the RateLimit field of the IETF draft names it. */
export interface RateLimitItem {
	readonly remaining: number;
	/** Seconds until quota comes back, where the vendor says so. */
	readonly resetSeconds?: number;
}

const ITEM = /^(?:"[^"\\]*"|[A-Za-z*][\w.*:%/-]*)((?:\s*;\s*[a-z*][\w.*-]*(?:=(?:"[^"\\]*"|[^;,"\s]+))?)*)$/;

/**
 * Reads `RateLimit: "default";r=0;t=30, "day";r=900;t=4000` (draft-ietf-httpapi-ratelimit-headers, a list of structured items)
 * and gives the item with the smallest r. Malformed fields are ignored as the draft demands: undefined.
 */
export function rateLimitField(text: string): RateLimitItem | undefined {
	let tightest: RateLimitItem | undefined;
	for (const part of splitList(text)) {
		const parameters = ITEM.exec(part.trim())?.[1];
		const remaining = parameters === undefined ? undefined : integerParameter(parameters, 'r');
		if (parameters === undefined || remaining === undefined) return undefined;
		if (tightest && tightest.remaining <= remaining) continue;
		const resetSeconds = integerParameter(parameters, 't');
		tightest = resetSeconds === undefined ? { remaining } : { remaining, resetSeconds };
	}
	return tightest;
}

/** The `w` (window, in seconds) and `q` (quota) of the first RateLimit-Policy item; undefined where it names none. */
export function rateLimitPolicy(text: string): { quota: number; windowSeconds: number } | undefined {
	const parameters = ITEM.exec(splitList(text)[0]?.trim() ?? '')?.[1];
	if (parameters === undefined) return undefined;
	const quota = integerParameter(parameters, 'q');
	const windowSeconds = integerParameter(parameters, 'w');
	return quota === undefined || windowSeconds === undefined ? undefined : { quota, windowSeconds };
}

/** A comma inside quotes does not separate; a quote that never ends makes the whole field malformed. */
function splitList(text: string): string[] {
	if (text.split('"').length % 2 === 0) return [];
	return text.match(/(?:"[^"]*"|[^,"])+/g) ?? [];
}

/** Non-negative only; 15 digits are the most a structured integer can have (RFC 9651 section 3.3.1). */
function integerParameter(parameters: string, name: string): number | undefined {
	const digits = new RegExp(`;\\s*${name}=(\\d{1,15})(?=\\s*(?:;|$))`).exec(parameters)?.[1];
	return digits === undefined ? undefined : Number(digits);
}
