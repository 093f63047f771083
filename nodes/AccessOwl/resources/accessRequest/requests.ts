import { InputError } from '../../../shared/http/inputError';
import type { JsonObject, JsonValue } from '../../../shared/http/request';
import { isRecord, type Checked, type Item, type Session } from '../../../shared/operation';
import { nameOf, personById } from '../../people';

const LEFT = ['inactive', 'offboarding', 'offboarded'];

export const requestById = async (session: Session, id: string): Promise<JsonObject> =>
	await session.get('GET /api/v1/access_requests/{access_request_id}', { path: { access_request_id: id } });

/** The request that this item is about. */
export const requestOf = async (item: Item): Promise<JsonObject> => await requestById(item.session, item.text('accessRequestId'));

/** Assumed: answers spell the reason `request_reason`; `reason` is read too. */
export const reasonOf = (request: JsonObject): JsonValue => request.request_reason ?? request.reason ?? null;

/** Refuses a request for somebody who leaves or left, unless the user allowed it. */
export async function checkPerson({ session, ...item }: Item): Promise<Checked> {
	const userId = item.text('userId');
	const person = await session.once(`person ${userId}`, async () => await personById(session, userId));
	if (LEFT.includes(String(person.status)) && item.values.allowLeavers !== true) {
		throw new InputError(
			`${nameOf(person)} has the status "${String(person.status)}"`,
			'New access is not asked for on behalf of people who leave or left. Switch on Allow Leavers under Options if this is meant.',
		);
	}
	return { plan: { person } };
}

const sameIds = (a: JsonValue | undefined, b: JsonValue | undefined): boolean =>
	Array.isArray(a) && Array.isArray(b) && JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());

/** The newest request of a person for exactly this resource and these permissions, with the same reason. */
export async function findRequest(session: Session, userId: string, wanted: JsonObject, reason: string): Promise<JsonObject | undefined> {
	const requests = await session.list('GET /api/v1/access_requests', { query: { user_id: userId } });
	return requests
		.filter((each) => each.resource_id === wanted.resource_id && sameIds(each.permission_ids, wanted.permission_ids) && reasonOf(each) === reason)
		.sort((a, b) => String(b.inserted_at).localeCompare(String(a.inserted_at)))[0];
}

/** Looks at the request before it is closed; one that is closed in the same way already is the answer. */
export async function checkClosing(item: Item, { from, to, advice }: { from: readonly string[]; to: string; advice: string }): Promise<Checked> {
	const current = await requestOf(item);
	const status = String(current.status);
	if (status === to) return { done: { ...current, alreadySubmitted: true } };
	if (from.includes(status)) return { current };
	throw new InputError(`The access request has the status "${status}"`, advice);
}

export const hasStatus =
	(status: string) =>
	async (item: Item): Promise<boolean> =>
		(await requestOf(item)).status === status;

/** The people who may still answer the current approval step: the lowest one that is pending. */
export function pendingApprovers(request: JsonObject): string[] {
	const steps = Array.isArray(request.approval_steps) ? request.approval_steps.filter(isRecord) : [];
	const [current] = steps.filter(({ status }) => status === 'pending').sort((a, b) => Number(a.step) - Number(b.step));
	const approvers = Array.isArray(current?.approvers) ? current.approvers.filter(isRecord) : [];
	return approvers.filter(({ status }) => status === 'pending').map((each) => String(each.user_id));
}
