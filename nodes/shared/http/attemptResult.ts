import type { VendorResponse } from './request';

/** What became of one attempt. */
export type AttemptResult =
	/** `receivedAtMs` is read from the monotonic clock. */
	| { readonly kind: 'response'; readonly response: VendorResponse; readonly receivedAtMs: number }
	/** The network failed. `never`: it is proven that the request did not arrive. `maybe`: it may have been read and acted upon. */
	| { readonly kind: 'networkFailure'; readonly delivery: 'never' | 'maybe'; readonly code: string; readonly message: string }
	/** Nothing that waiting could mend: an invalid certificate, an invalid URL, a blocked address. Nothing was sent. */
	| { readonly kind: 'refused'; readonly code: string; readonly message: string }
	| { readonly kind: 'aborted' };
