import type { JsonObject, VendorRequest, VendorResponse } from '../http/request';
import type { Sent } from '../http/send';
import { VendorError } from '../http/vendorError';
import { idempotencyOf, type Checked } from './definition';
import type { Item } from './item';

/** What a dry run gives instead of sending. */
export function planned({ session }: Item, request: VendorRequest, found: Checked = {}): JsonObject {
	const { keys } = session.dialect;
	const key = keys && request.headers[keys.header];
	return {
		dryRun: true,
		wouldSend: {
			method: request.method,
			url: request.url,
			...(request.body === undefined ? {} : { body: request.body }),
			...(key ? { idempotencyKey: key } : {}),
		},
		...(found.current ? { current: found.current } : {}),
		...found.plan,
	};
}

/** The whole course of a write: look, send or plan, read back what is unknown, look again. */
export async function write(item: Item): Promise<JsonObject[]> {
	const { operation } = item;
	const found = (await operation.check?.(item)) ?? {};
	if (found.done) return [{ ...found.done, ...(item.dryRun ? { dryRun: true } : {}) }];
	const request = item.request();
	if (item.dryRun) return [planned(item, request, found)];
	return [await verified(item, await submit(item, request, found), found)];
}

/** Sends the write and gives the record. An answer that means "received before" is read back. Throws VendorError. */
export async function submit(item: Item, request: VendorRequest, before: Checked = {}): Promise<JsonObject> {
	const { operation, session } = item;
	const sent = await session.send(request, idempotencyOf(operation));
	if (isRepeatedKey(item, sent)) return await readBack(item, request, sent, before);
	return session.recordOf(session.expect(sent, request), request);
}

type Answered = Sent & { kind: 'accept'; response: VendorResponse };

function isRepeatedKey({ operation, session }: Item, sent: Sent): sent is Answered {
	return (
		idempotencyOf(operation) === 'key' &&
		sent.kind === 'accept' &&
		sent.response.status === session.dialect.keys?.repeatedStatus
	);
}

/** The answer proves only that the change was received. Whether it was made shows in the record. */
async function readBack(item: Item, request: VendorRequest, sent: Answered, before: Checked): Promise<JsonObject> {
	const { operation, session, values } = item;
	const { vendor } = session.dialect;
	// Also where the item is to fail: the record tells a repeated key from a record that was changed meanwhile.
	const { value: found, problem } = await looked(operation.readBack?.(item, before));
	const mayFail = values.onRepeatedKey === 'fail';
	if (found && !mayFail) return { ...found, alreadySubmitted: true };
	const { failure } = session.failed(sent, request);
	throw new VendorError({
		...failure,
		message: found
			? `${vendor} had received this change before`
			: `${vendor} had received this change before, and what became of it is not known`,
		description: found
			? `The record shows the change. To go on with that record instead of failing, set On Repeated Key to Read Back (under Options).`
			: `${problem === undefined ? '' : `It could not be looked up: ${problem}. `}Look in ${vendor} whether the change is there. If it is not, run this again with another Idempotency Key (under Options).`,
		mayHaveTakenEffect: true,
	});
}

/** A look after a change. That the vendor cannot be asked just now must not hide that the change was sent, so it is a result. */
async function looked<Value>(look: Promise<Value> | undefined): Promise<{ readonly value?: Value; readonly problem?: string }> {
	const result = await Promise.resolve(look).then(
		(value) => ({ value }),
		(error: unknown) => ({ error }),
	);
	if (!('error' in result)) return result.value === undefined ? {} : { value: result.value };
	if (result.error instanceof VendorError) return { problem: result.error.message };
	throw result.error;
}

/** Adds `verified` where the user asked for another look: null, with the reason, where the look did not succeed. */
export async function verified(item: Item, record: JsonObject, before: Checked = {}): Promise<JsonObject> {
	if (item.values.verify !== true || !item.operation.verify) return record;
	const { value = null, problem } = await looked(item.operation.verify(item, record, before));
	return { ...record, verified: value, ...(problem === undefined ? {} : { verifyProblem: problem }) };
}
