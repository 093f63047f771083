import type { VendorFailure } from './failure';

/** What operation code throws when a call did not succeed. It carries plain data only: no answer, no cause, no secret. */
export class VendorError extends Error {
	override readonly name = 'VendorError';
	readonly failure: VendorFailure;

	constructor(failure: VendorFailure) {
		super(failure.message);
		this.failure = failure;
	}
}
