import type { JsonObject, VendorRequest, VendorResponse } from '../http/request';
import type { Sent } from '../http/send';
import { VendorError } from '../http/vendorError';
import { idempotencyOf, type Checked } from './definition';
import type { Item } from './item';

/** What a dry run gives instead of sending. */
export function planned({ session }: Item, request: VendorRequest, found: Checked = {}): JsonObject {
	const { keys } = session.dialect;
	const key = keys?.header === undefined ? undefined : request.headers[keys.header];
	const wouldSend = {
		method: request.method,
		url: request.url,
		...(request.body === undefined ? {} : { body: request.body }),
		...(key ? { idempotencyKey: key } : {}),
	};
	return {
		dryRun: true,
		...(found.instead ? {} : { wouldSend }),
		...(found.current ? { current: found.current } : {}),
		...found.plan,
	};
}

/** The whole course of a write: look, send or plan, read back what is unknown, look again. */
export async function write(item: Item): Promise<JsonObject[]> {
	const { operation } = item;
	const found = (await operation.check?.(item)) ?? {};
	if (found.done) return [{ ...found.done, ...(item.dryRun ? { dryRun: true } : {}) }];
	const request = item.request(found);
	if (item.dryRun) return [planned(item, request, found)];
	if (found.instead) return await concluded(item, found.instead, found);
	const sent = await item.session.send(request, idempotencyOf(operation));
	const done = sent.kind === 'accept' && !isGoneByNow(item, request, sent) ? operation.alreadyDone?.(sent.response, item) : undefined;
	if (done) return [await verified(item, done, found)];
	return await concluded(item, await answerOf(item, request, sent, found), found);
}

/** From the vendor's answer to the output: what comes afterwards, and the second look. */
async function concluded(item: Item, answer: JsonObject, found: Checked): Promise<JsonObject[]> {
	const [record = {}, ...others] = item.operation.present?.(answer, item, found) ?? [answer];
	return [await verified(item, await followUp(item, record), found), ...others];
}

/** Sends the write and gives the record. An answer that means "received before" is read back. Throws VendorError. */
export async function submit(item: Item, request: VendorRequest, before: Checked = {}): Promise<JsonObject> {
	return await answerOf(item, request, await item.session.send(request, idempotencyOf(item.operation)), before);
}

async function answerOf(item: Item, request: VendorRequest, sent: Sent, before: Checked): Promise<JsonObject> {
	const { session } = item;
	if (isRepeatedKey(item, sent)) return await readBack(item, request, sent, before);
	if (isGoneByNow(item, request, sent)) return {};
	return session.recordOf(session.expect(sent, request), request);
}

/** What belongs to the write and comes after it. Throws VendorError, which then says that the write itself was made. */
async function followUp(item: Item, record: JsonObject): Promise<JsonObject> {
	const outcome = await Promise.resolve(item.operation.afterwards?.(item, record)).then(
		(replaced) => ({ record: replaced ?? record }),
		(error: unknown) => ({ error }),
	);
	if ('record' in outcome) return outcome.record;
	if (!(outcome.error instanceof VendorError)) throw outcome.error;
	const { failure } = outcome.error;
	throw new VendorError({
		...failure,
		message: `The record was written, but not all that belongs to it: ${failure.message}`,
		description: record.id === undefined ? failure.description : `${failure.description} The ID of the record is in the details: go on with it instead of running this again.`,
		mayHaveTakenEffect: true,
		record: { ...failure.record, ...(record.id === undefined ? {} : { id: record.id }) },
	});
}

type Answered = Sent & { kind: 'accept'; response: VendorResponse };

function isRepeatedKey({ operation, session }: Item, sent: Sent): sent is Answered {
	return (
		idempotencyOf(operation) === 'key' &&
		sent.kind === 'accept' &&
		sent.response.status === session.dialect.keys?.repeatedStatus
	);
}

/** A delete whose first answer was lost: that there is no such record any more, or nothing left to do, is its success. */
function isGoneByNow(item: Item, request: VendorRequest, sent: Sent): boolean {
	// With a body it takes something out of a record that has to stay: then a 404 is no success.
	const isRemoval = request.method === 'DELETE' && request.body === undefined;
	if (!isRemoval || sent.kind !== 'accept' || !sent.mayHaveTakenEffectBefore || sent.response.status < 400) return false;
	return [404, 410].includes(sent.response.status) || item.operation.alreadyDone?.(sent.response, item) !== undefined;
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
