import type { JsonObject, VendorResponse } from '../shared/http/request';
import { isRecord, type Checked, type Endpoint, type Item } from '../shared/operation';
import { choice } from '../shared/operation/fields';
import { errorText } from './dialect';

/** A refusal comes with its status, or with 200 and `success: false`: then its code tells what it is, or its words where it has none. */
function isRefusedAs({ status, body }: VendorResponse, own: number, code: RegExp, words: RegExp): boolean {
	if (!isRecord(body) || (status !== own && !(status >= 200 && status <= 299 && body.success === false))) return false;
	const told = errorText(body);
	return told.code === undefined ? words.test(told.message ?? '') || (status === own && told.message === undefined) : code.test(told.code);
}

/** A second removal answers 409 with a code of its own, for example API_KEY_ALREADY_REVOKED. */
export const isAlreadyGone = (response: VendorResponse): boolean =>
	isRefusedAs(response, 409, /_ALREADY_(REVOKED|DELETED)$/, /already (been )?(revoked|deleted)/i);

/** That there is no such record. A 404 that is a web page, or whose code is of the address alone, proves nothing about the record. */
export const isMissing = (response: VendorResponse): boolean => isRefusedAs(response, 404, /[A-Z]_NOT_FOUND$/, /not found|no such/i);

export const whenMissing = (what: string) =>
	choice(
		'whenMissing',
		'When Not Found',
		[
			{ name: 'Fail', value: 'fail', description: 'Stop the item' },
			{ name: 'Return an Outcome', value: 'outcome', description: 'Go on with a record that says so' },
		],
		{ group: 'options', default: 'outcome', description: `What to do when there is no such ${what}` },
	);

/** The record as it stands; undefined where there is none. Throws VendorError for every other refusal. */
export async function recordAt({ session }: Pick<Item, 'session'>, endpoint: Endpoint, path: JsonObject, query: JsonObject = {}): Promise<JsonObject | undefined> {
	const request = session.request(endpoint, { path, query });
	const sent = await session.send(request, 'inherent');
	if (sent.kind === 'accept' && isMissing(sent.response)) return undefined;
	return session.recordOf(session.expect(sent, request), request);
}

const GONE = new Set(['deleted', 'revoked']);

/** Whether a record that can still be read is out of use for good. */
export const isGone = (record: JsonObject | undefined): boolean => record === undefined || GONE.has(String(record.status));

export interface RemovalTexts {
	/** What identifies the record where there is none to show. */
	readonly ids: JsonObject;
	/** The outcome where it is gone already. */
	readonly already: string;
	/** What a dry run should show besides the record. */
	readonly plan?: (record: JsonObject) => JsonObject;
}

/** The look before a removal: what is gone already is an outcome, so that a workflow can run twice. Throws VendorError. */
export async function removalCheck(item: Item, endpoint: Endpoint, path: JsonObject, { ids, already, plan }: RemovalTexts, query: JsonObject = {}): Promise<Checked> {
	const current = item.values.whenMissing === 'fail' ? await item.session.get(endpoint, { path, query }) : await recordAt(item, endpoint, path, query);
	if (!current) return { done: { ...ids, outcome: 'notFound' } };
	if (isGone(current)) return { done: { ...ids, ...summaryOf(current), outcome: already } };
	return { current, ...(plan ? { plan: plan(current) } : {}) };
}

/** The outcome of a removal that is refused because somebody else was faster; undefined where the refusal stands. */
export function refusedRemoval(refused: VendorResponse, { values }: Item, { ids, already }: RemovalTexts): JsonObject | undefined {
	if (isAlreadyGone(refused)) return { ...ids, outcome: already };
	return isMissing(refused) && values.whenMissing !== 'fail' ? { ...ids, outcome: 'notFound' } : undefined;
}

/** What is told of a removed record: what it was, and what the vendor says of its end, which may be nothing. */
export function removed(answer: JsonObject, current: JsonObject | undefined, ids: JsonObject, outcome: string): JsonObject {
	const known = summaryOf(current ?? {});
	// That of before: an answer without a word must not look as if it were that of now.
	delete known.status;
	return { ...ids, ...known, ...answer, outcome };
}

const SUMMARY = ['id', 'name', 'prefix', 'clientId', 'integrationId', 'credentialName', 'authType', 'status', 'createdBy'];

/** What a person needs to recognise a record; who made it stands in different places. */
export function summaryOf(record: JsonObject): JsonObject {
	const summary: JsonObject = {};
	for (const name of SUMMARY) if (record[name] !== undefined) summary[name] = record[name];
	const { audit } = record;
	if (summary.createdBy === undefined && isRecord(audit) && audit.createdBy !== undefined) summary.createdBy = audit.createdBy;
	return summary;
}
