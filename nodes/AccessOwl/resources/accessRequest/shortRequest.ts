import type { JsonObject } from '../../../shared/http/request';
import { reasonOf } from './requests';

/** What a workflow about open requests asks for first. */
export const shortRequest = (request: JsonObject): JsonObject => ({
	id: request.id ?? null,
	status: request.status ?? null,
	grantee_user_id: request.grantee_user_id ?? null,
	application_id: request.application_id ?? null,
	resource_id: request.resource_id ?? null,
	permission_ids: request.permission_ids ?? [],
	request_reason: reasonOf(request),
	requestor_user_id: request.requestor_user_id ?? null,
	provisioning_type: request.provisioning_type ?? null,
	inserted_at: request.inserted_at ?? null,
});
