import type { JsonObject, JsonValue } from '../shared/http/request';
import { isRecord, type Session } from '../shared/operation';
import { nameOf } from './people';

export const EXPAND = ['grantee_user', 'application', 'resource', 'target_permissions'];

/** Ended entries are listed as well: current means that `effective_end` is there and null. */
export const isCurrent = (state: JsonObject): boolean => state.effective_end === null;

/** Detected usage of an application that nobody manages: AccessOwl itself has nothing to take away there. */
export const isDiscovered = (state: JsonObject): boolean =>
	isRecord(state.application) && state.application.status === 'discovered';

/** What AccessOwl's own pages show of an access: who holds what, and how it can be taken away. */
export function shortState(state: JsonObject): JsonObject {
	const { application, resource, grantee_user: person, target_permissions: permissions } = state;
	return {
		id: state.id ?? null,
		person: isRecord(person) ? nameOf(person) : null,
		grantee_user_id: state.grantee_user_id ?? null,
		application: isRecord(application) ? (application.title ?? null) : null,
		application_id: state.application_id ?? null,
		application_status: isRecord(application) ? (application.status ?? null) : null,
		provisioning_type: isRecord(application) ? (application.provisioning_type ?? null) : null,
		// A lone resource without a title, or none at all, stands for the application itself.
		resource: isRecord(resource) ? (resource.title ?? null) : null,
		permissions: titlesOf(permissions),
		effective_end: state.effective_end ?? null,
	};
}

const titlesOf = (permissions: JsonValue | undefined): JsonValue =>
	Array.isArray(permissions) ? permissions.map((each) => (isRecord(each) ? (each.title ?? each.id ?? null) : each)) : [];

/** What a person holds now. */
export async function currentStatesOf(session: Session, personId: string): Promise<JsonObject[]> {
	const states = await session.list('GET /api/v1/access_states', {
		query: { grantee_user_id: personId, expand: EXPAND },
	});
	return states.filter(isCurrent);
}
