import { NodeApiError, TIMED_CAUSES, type Failure, type IDataObject, type INode, type JsonObject, type TimedCause } from 'n8n-workflow';

import type { FailureCause } from './dialect';
import { withPlace } from './errorText';
import type { VendorFailure } from './failure';

export interface Place {
	readonly itemIndex?: number;
	readonly runIndex?: number;
}

/**
 * The error that stops an n8n node. It is built from plain data, so that neither its JSON nor its inspection can show a secret,
 * and carries the failure under `context.data`.
 */
export function nodeApiError(node: INode, failure: VendorFailure, place: Place = {}): NodeApiError {
	const message = withPlace(failure.message, place);
	const { description } = failure;
	const declared = declaredFailure(failure);
	const error = new NodeApiError(node, { message } satisfies JsonObject, {
		message,
		description,
		httpCode: failure.status === undefined ? '' : String(failure.status),
		...(place.itemIndex !== undefined && { itemIndex: place.itemIndex }),
		...(place.runIndex !== undefined && { runIndex: place.runIndex }),
		...(declared && { failure: declared }),
	});
	// n8n swaps a text that holds one of its codes for a sentence of its own, even inside a word: "EACCES" in "removeAccess".
	error.message = message;
	error.description = description;
	error.httpCode = failure.status === undefined ? null : String(failure.status);
	error.messages = [];
	error.context.data = plain(failure);
	return error;
}

/**
 * A failed item as it leaves the node. n8n sends it to the error output only while its keys are among `error`, `message` and `details`
 * (`handleNodeErrorOutput` of n8n-core): so everything else is below `details`.
 */
export function errorItem(failure: VendorFailure): { error: string; details: IDataObject } {
	const { message, ...details } = plain(failure);
	return { error: String(message), details };
}

function plain(failure: VendorFailure): IDataObject {
	return JSON.parse(JSON.stringify(failure)) as IDataObject;
}

function declaredFailure({ cause, delayMs }: VendorFailure): Failure | undefined {
	if (cause === undefined) return undefined;
	if (!isTimed(cause)) return { cause };
	return delayMs === undefined ? { cause } : { cause, retryAfterMs: delayMs };
}

/** On hosts before 2.38 the list does not exist, and nobody reads what is declared. */
function isTimed(cause: FailureCause): cause is TimedCause {
	const timed: readonly string[] | undefined = TIMED_CAUSES;
	return timed?.includes(cause) ?? false;
}
