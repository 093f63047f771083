import { single, type FieldErrors } from '../answers.mts';
import type { Organization } from '../organization.mts';
import type { AccessRequest, RequestStatus, Resource, User } from '../records.mts';
import { filtered, notFound, page, unprocessable, type Handlers } from './common.mts';

interface Wish {
	resource_id?: string;
	permission_ids?: string[];
}

const BULK_MAX = 10;
const LEAVERS: ReadonlySet<string> = new Set(['inactive', 'offboarding', 'offboarded']);
const REJECTABLE: ReadonlySet<RequestStatus> = new Set(['pending_permissions_assignment', 'scheduled', 'pending_dependency', 'processing_access']);

/** The person a request is for, or what is wrong with the choice. An API token must name one. */
function granteeOf(body: { user_id?: string }, organization: Organization): User | FieldErrors {
	if (body.user_id === undefined) return { user_id: ["can't be blank"] };
	const user = organization.user(body.user_id);
	if (!user) return { user_id: ['does not exist'] };
	if (organization.switches.refuseLeavers && LEAVERS.has(user.status)) return { user_id: [`is ${user.status}`] };
	return user;
}

const isUser = (value: User | FieldErrors): value is User => typeof value.email === 'string';

function wishErrors({ resource_id: resourceId, permission_ids: permissionIds = [] }: Wish, organization: Organization): FieldErrors | undefined {
	const resource = organization.resource(resourceId);
	if (!resource) return { resource_id: ['does not exist'] };
	const application = organization.application(resource.application_id);
	if (application?.status !== 'requestable') return { resource_id: [`belongs to an application that is ${application?.status ?? 'gone'}`] };
	if (!resource.requestable) return { resource_id: ['is not requestable'] };
	if (permissionIds.length === 0) return { permission_ids: ['needs at least one'] };
	if (permissionIds.length > 1 && !resource.multiple_permissions_selectable) return { permission_ids: ['takes only one for this resource'] };
	const permissions = permissionIds.map((id) => resource.permissions.find((one) => one.id === id));
	if (permissions.includes(undefined)) return { permission_ids: ['contains unknown ids'] };
	if (permissions.some((one) => !one?.requestable)) return { permission_ids: ['contains some that are not requestable'] };
	return undefined;
}

/** The lowest step that is still pending. */
const currentStep = (request: AccessRequest) =>
	request.approval_steps.filter((one) => one.status === 'pending').sort((a, b) => a.step - b.step)[0];

export const accessRequests = (organization: Organization): Handlers => {
	const find = (id: unknown) => organization.state.accessRequests.find((request) => request.id === id);
	const shown = (request: AccessRequest, status = 200) => single(organization.showRequest(request), 'bare', organization.switches, status);
	const create = (user: User, { resource_id: id, permission_ids: ids = [] }: Wish, reason: string, nowMs: number) =>
		organization.createRequest(user, organization.resource(id) as Resource, ids, reason, nowMs);

	return {
		listAccessRequests: (exchange) => {
			const { user_id: grantee_user_id, application_id, status } = exchange.query;
			return page(organization, exchange, filtered(organization.state.accessRequests, { grantee_user_id, application_id, status }), organization.showRequest);
		},

		createAccessRequest: ({ body, nowMs }) => {
			const wish = body as Wish & { user_id?: string; request_reason: string };
			const user = granteeOf(wish, organization);
			if (!isUser(user)) return unprocessable(organization, user);
			const errors = wishErrors(wish, organization);
			if (errors) return unprocessable(organization, errors);
			return shown(create(user, wish, wish.request_reason, nowMs), organization.switches.createStatus);
		},

		// All or nothing: what the vendor does with a partial failure is unknown.
		createAccessRequestsBulk: ({ body, nowMs }) => {
			const { bulkKey, createStatus } = organization.switches;
			const bulk = body as { user_id?: string; request_reason: string } & Record<string, unknown>;
			const wishes = bulk[bulkKey];
			if (!Array.isArray(wishes) || wishes.length === 0) return unprocessable(organization, { [bulkKey]: ["can't be blank"] });
			if (wishes.length > BULK_MAX) return unprocessable(organization, { [bulkKey]: [`takes ${BULK_MAX} at most`] });
			const user = granteeOf(bulk, organization);
			if (!isUser(user)) return unprocessable(organization, user);
			for (const [index, wish] of (wishes as Wish[]).entries()) {
				const errors = wishErrors(wish, organization);
				if (errors) return unprocessable(organization, Object.fromEntries(Object.entries(errors).map(([field, messages]) => [`${bulkKey}.${index}.${field}`, messages])));
			}
			const made = (wishes as Wish[]).map((wish) => create(user, wish, bulk.request_reason, nowMs));
			return { status: createStatus, body: { data: made.map(organization.showRequest) } };
		},

		getAccessRequest: ({ pathParameters }) => {
			const request = find(pathParameters.access_request_id);
			return request ? shown(request) : notFound(organization);
		},

		grantAccessRequest: ({ pathParameters, nowMs }) => {
			const request = find(pathParameters.access_request_id);
			if (!request) return notFound(organization);
			if (request.status !== 'processing_access') return unprocessable(organization, { status: [`is ${request.status}, only processing_access can be granted`] });
			if (request.provisioning_type !== 'application_admin') return unprocessable(organization, { provisioning_type: ['is automatic'] });
			organization.completeRequest(request, nowMs);
			return shown(request);
		},

		denyAccessRequest: ({ pathParameters, body }) => {
			const request = find(pathParameters.access_request_id);
			if (!request) return notFound(organization);
			const { reason, on_behalf_of_user_id: approverId } = body as { reason: string; on_behalf_of_user_id?: string };
			if (request.status !== 'pending_approval') return unprocessable(organization, { status: [`is ${request.status}, only pending_approval can be denied`] });
			const step = currentStep(request);
			const approver = step?.approvers.find((one) => one.user_id === approverId && one.status === 'pending');
			if (!step || !approver) return unprocessable(organization, { on_behalf_of_user_id: ['is no pending approver of the current step'] });
			approver.status = step.status = request.status = 'denied';
			request.close_reason = reason;
			return shown(request);
		},

		rejectAccessRequest: ({ pathParameters, body }) => {
			const request = find(pathParameters.access_request_id);
			if (!request) return notFound(organization);
			if (!REJECTABLE.has(request.status)) return unprocessable(organization, { status: [`is ${request.status} and cannot be rejected`] });
			request.status = 'rejected';
			request.close_reason = (body as { reason: string }).reason;
			organization.forgetPending(request.id);
			return shown(request);
		},
	};
};
