import type { JsonObject, VendorRequest, VendorResponse } from '../../../shared/http/request';
import type { Idempotency } from '../../../shared/http/send';
import { VendorError } from '../../../shared/http/vendorError';
import { isRecord, type Item } from '../../../shared/operation';
import { errorText } from '../../dialect';

/** A policy holds the call back, with whatever status: the code says so. */
function approvalIn(response: VendorResponse | undefined): JsonObject | undefined {
	const body = response?.body;
	return isRecord(body) && isRecord(body.error) && errorText(body).code === 'APPROVAL_REQUIRED' ? body : undefined;
}

/** What Replay needs, in one record: whoever approves may take days. */
function waiting(request: VendorRequest, answer: JsonObject, toolKey: string): JsonObject {
	const body = isRecord(request.body) ? request.body : {};
	const error = isRecord(answer.error) ? answer.error : {};
	return {
		outcome: 'approvalRequired',
		toolKey,
		idempotencyKey: body.idempotency_key ?? null,
		input: body.input ?? {},
		connectionId: body.connection_id ?? null,
		message: error.message ?? null,
		details: error.details ?? null,
		requestId: answer.request_id ?? null,
	};
}

/** Sends a call of a tool. Throws VendorError; that an approval is needed is an outcome, unless the user wants it to fail. */
export async function call(item: Item, request: VendorRequest, idempotency: Idempotency, outcome: string): Promise<JsonObject> {
	const { session, values } = item;
	const toolKey = item.text('toolKey');
	const sent = await session.send(request, idempotency);
	const response = sent.kind === 'accept' ? sent.response : sent.last.kind === 'response' ? sent.last.response : undefined;
	const held = approvalIn(response);
	if (held && values.onApproval !== 'fail') return waiting(request, held, toolKey);
	// The same error for every status that it may come with, success among them.
	if (held) throw new VendorError({ ...session.failed(sent, request).failure, record: waiting(request, held, toolKey) });
	const answer = session.recordOf(session.expect(sent, request), request);
	const body = isRecord(request.body) ? request.body : {};
	return {
		outcome,
		toolKey,
		data: answer.data ?? null,
		connectionId: answer.connection_id ?? null,
		durationMs: answer.duration_ms ?? null,
		requestId: answer.request_id ?? null,
		...(body.idempotency_key === undefined ? {} : { idempotencyKey: body.idempotency_key }),
	};
}
