import type { AttemptResult } from '../../nodes/shared/http/attemptResult.ts';
import type { Egress, Limiter } from '../../nodes/shared/http/ports.ts';
import type { VendorRequest, VendorResponse } from '../../nodes/shared/http/request.ts';

/** An answer as the egress hands it on, received just now whatever the clock says. Header names in lower case. */
export function answer(status: number, headers: VendorResponse['headers'] = {}, body: unknown = {}): AttemptResult & { kind: 'response' } {
	return { kind: 'response', response: { status, headers, body, url: 'https://vendor.example/api' }, receivedAtMs: Number.MAX_SAFE_INTEGER };
}

/** The connection was reset after the vendor may have read the request. */
export const resetAfterDelivery: AttemptResult = { kind: 'networkFailure', delivery: 'maybe', code: 'ECONNRESET', message: 'reset' };

/** Nobody listens at the vendor's address. */
export const connectionRefused: AttemptResult = { kind: 'networkFailure', delivery: 'never', code: 'ECONNREFUSED', message: 'refused' };

/** The vendor's name does not resolve. */
export const hostNotFound: AttemptResult = { kind: 'networkFailure', delivery: 'never', code: 'ENOTFOUND', message: 'unknown host' };

/** An egress that gives these results in turn and remembers what it was asked. It throws when asked more often. */
export function scriptedEgress(...results: AttemptResult[]): Egress & { readonly requests: VendorRequest[] } {
	const requests: VendorRequest[] = [];
	const egress: Egress = async (request) => {
		const result = results[requests.length];
		requests.push(request);
		if (!result) throw new Error(`The script has ${results.length} results, request ${requests.length} was not foreseen`);
		return result;
	};
	return Object.assign(egress, { requests });
}

/** A limiter that lets everybody through. */
export const openLimiter: Limiter = { admit: async () => undefined, observe: () => undefined };
