import type { JsonObject, JsonValue } from '../../../shared/http/request';
import { type Item, type Session } from '../../../shared/operation';
import { EXPAND, isCurrent } from '../../accessStates';

export const revocationById = async (session: Session, id: string): Promise<JsonObject> =>
	await session.get('GET /api/v1/access_revocations/{access_revocation_id}', { path: { access_revocation_id: id } });

/** The revocation that this item is about. */
export const revocationOf = async (item: Item): Promise<JsonObject> => await revocationById(item.session, item.text('accessRevocationId'));

const ids = (value: JsonValue | undefined): string => JSON.stringify(Array.isArray(value) ? [...value].sort() : []);

/** A revocation does not name its access state: person, application, resource and permissions tell that it is the same. */
export const isOf = (revocation: JsonObject, state: JsonObject): boolean =>
	revocation.application_id === state.application_id &&
	(revocation.grantee_user_id ?? null) === (state.grantee_user_id ?? null) &&
	(revocation.resource_id ?? null) === (state.resource_id ?? null) &&
	ids(revocation.permission_ids) === ids(state.target_permission_ids);

/** The access state with this id, current or ended. Read once for all items about the same person. */
export async function findState(session: Session, stateId: string, personId: string): Promise<JsonObject | undefined> {
	const query = { expand: EXPAND, ...(personId ? { grantee_user_id: personId } : {}) };
	const states = await session.once(`states ${personId}`, async () => await session.list('GET /api/v1/access_states', { query }));
	return states.find((state) => state.id === stateId);
}

/** The open revocations of a person, or of an application where nobody is linked to the account. */
export async function openRevocations(session: Session, state: JsonObject): Promise<JsonObject[]> {
	const { grantee_user_id: personId, application_id: applicationId } = state;
	const query = personId ? { user_id: personId } : { application_id: applicationId };
	return await session.once(
		`open revocations ${JSON.stringify(query)}`,
		async () => await session.list('GET /api/v1/access_revocations', { query: { ...query, status: 'processing_access' } }),
	);
}

/** Reads the access state anew: whether it has ended by now. Null when it is not found. */
export async function hasEnded(session: Session, state: JsonObject): Promise<boolean | null> {
	const { grantee_user_id: personId, application_id: applicationId } = state;
	const states = await session.list('GET /api/v1/access_states', {
		query: { application_id: applicationId, ...(personId ? { grantee_user_id: personId } : {}) },
	});
	const again = states.find(({ id }) => id === state.id);
	return again ? !isCurrent(again) : null;
}
