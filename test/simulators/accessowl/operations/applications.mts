import { randomUUID } from 'node:crypto';
import type { Reply } from '../../frame/server.mts';
import { failure, single, type FieldErrors } from '../answers.mts';
import { iso, type Organization } from '../organization.mts';
import type { Application, Permission, Resource, Tag } from '../records.mts';
import { filtered, notFound, page, unprocessable, type Handlers } from './common.mts';

interface PermissionInput {
	id?: string;
	title: string;
	description?: string;
	elevated?: boolean;
	requestable?: boolean;
	delete?: boolean;
}

interface ResourceInput {
	id?: string;
	title: string;
	description?: string;
	order?: number;
	parent_resource_id?: string | null;
	requestable?: boolean;
	delete?: boolean;
	permissions?: PermissionInput[];
}

interface ApplicationFields {
	title?: string;
	status?: Application['status'];
	owner_user_id?: string | null;
	admin_user_ids?: string[];
	tags?: string[];
	resources?: ResourceInput[];
	lock_version?: number;
}

const PLAIN_FIELDS = [
	'title',
	'description',
	'url',
	'user_setup_url',
	'owner_user_id',
	'admin_user_ids',
	'status',
	'risk_level',
	'auth_method',
	'mfa_activated',
	'data_location',
	'last_vendor_review_at',
	'notes',
	'processed_data_types',
	'vendor_certificates',
] as const;

/** Refused on an update: they have calls of their own. */
const FOREIGN_FIELDS = ['resources', 'permissions', 'policy_ids'] as const;

/** The tags with these titles: existing ones keep their id, new ones are made. */
function tagsFrom(titles: readonly string[], organization: Organization): Tag[] {
	const known = organization.state.applications.flatMap((application) => application.tags);
	return titles.map((title) => known.find((tag) => tag.title === title) ?? { id: randomUUID(), title });
}

function unknownPeople(fields: ApplicationFields, organization: Organization): FieldErrors | undefined {
	if (fields.owner_user_id && !organization.user(fields.owner_user_id)) return { owner_user_id: ['does not exist'] };
	if (fields.admin_user_ids?.some((id) => !organization.user(id))) return { admin_user_ids: ['contains unknown ids'] };
	return undefined;
}

function assignFields(application: Application, fields: ApplicationFields, organization: Organization): void {
	const given = fields as Record<string, unknown>;
	Object.assign(application, Object.fromEntries(PLAIN_FIELDS.filter((name) => given[name] !== undefined).map((name) => [name, given[name]])));
	if (fields.tags) application.tags = tagsFrom(fields.tags, organization);
}

const permissionFrom = (input: PermissionInput): Permission => ({
	id: randomUUID(),
	title: input.title,
	description: input.description ?? null,
	elevated: input.elevated ?? false,
	requestable: input.requestable ?? true,
});

const resourceFrom = (input: ResourceInput, applicationId: string, order: number): Resource => ({
	id: randomUUID(),
	application_id: applicationId,
	title: input.title,
	description: input.description ?? null,
	type: null,
	order: input.order ?? order,
	requestable: input.requestable ?? true,
	multiple_permissions_selectable: false,
	parent_resource_id: input.parent_resource_id ?? null,
	permissions: (input.permissions ?? []).map(permissionFrom),
});

const stale = ({ switches }: Organization): Reply => failure(409, 'lock_version is stale', switches, { lock_version: ['is stale'] });

function touch(application: Application, nowMs: number): void {
	application.lock_version += 1;
	application.updated_at = iso(nowMs);
}

/** What a structure body names that this application does not have, or would delete without an id. */
function structureErrors(inputs: readonly ResourceInput[], organization: Organization, applicationId: string): FieldErrors | undefined {
	const own = organization.resourcesOf(applicationId);
	for (const [index, input] of inputs.entries()) {
		const at = `resources.${index}`;
		const resource = own.find((one) => one.id === input.id);
		if (input.id !== undefined && !resource) return { [`${at}.id`]: ['does not exist in this application'] };
		if (input.delete && input.id === undefined) return { [`${at}.id`]: ['is needed to delete'] };
		if (input.parent_resource_id && !own.some((one) => one.id === input.parent_resource_id)) return { [`${at}.parent_resource_id`]: ['does not exist in this application'] };
		for (const [position, permission] of (input.permissions ?? []).entries()) {
			const isKnown = resource?.permissions.some((one) => one.id === permission.id) ?? false;
			if (permission.id !== undefined && !isKnown) return { [`${at}.permissions.${position}.id`]: ['does not exist in this resource'] };
			if (permission.delete && permission.id === undefined) return { [`${at}.permissions.${position}.id`]: ['is needed to delete'] };
		}
	}
	return undefined;
}

/** Partial upsert: what is not sent stays, and an item sent without its id is added, even if its title exists. */
function upsertStructure(inputs: readonly ResourceInput[], organization: Organization, applicationId: string): void {
	for (const input of inputs) {
		const resource = input.id === undefined ? undefined : organization.resource(input.id);
		if (!resource) {
			organization.state.resources.push(resourceFrom(input, applicationId, organization.resourcesOf(applicationId).length));
			continue;
		}
		if (input.delete) {
			organization.state.resources.splice(organization.state.resources.indexOf(resource), 1);
			continue;
		}
		const { id: _id, delete: _delete, permissions = [], ...changes } = input;
		Object.assign(resource, changes);
		for (const permissionInput of permissions) upsertPermission(permissionInput, resource);
	}
}

function upsertPermission({ id, delete: isDeleted, ...changes }: PermissionInput, resource: Resource): void {
	const permission = resource.permissions.find((one) => one.id === id);
	if (!permission) resource.permissions.push(permissionFrom(changes));
	else if (isDeleted) resource.permissions.splice(resource.permissions.indexOf(permission), 1);
	else Object.assign(permission, changes);
}

export const applications = (organization: Organization): Handlers => {
	const update: Handlers[string] = ({ pathParameters, body, nowMs }) => {
		const application = organization.application(pathParameters.application_id);
		if (!application) return notFound(organization);
		const fields = body as ApplicationFields;
		const foreign = FOREIGN_FIELDS.filter((name) => Object.hasOwn(fields, name));
		if (foreign.length > 0) return unprocessable(organization, Object.fromEntries(foreign.map((name) => [name, ['cannot be changed here']])));
		if (fields.lock_version !== undefined && fields.lock_version !== application.lock_version) return stale(organization);
		const unknown = unknownPeople(fields, organization);
		if (unknown) return unprocessable(organization, unknown);
		assignFields(application, fields, organization);
		touch(application, nowMs);
		return single(organization.showApplication(application), 'bare', organization.switches);
	};

	return {
		listApplications: (exchange) => {
			const { title_like: title, category_contains_word: word, admin_user_id: adminId, status, owner_user_id: ownerId } = exchange.query as Record<string, string | undefined>;
			const rows = filtered(organization.state.applications, { status, owner_user_id: ownerId }).filter(
				(application) =>
					(title === undefined || application.title.toLowerCase().includes(title.toLowerCase())) &&
					(word === undefined || application.category.toLowerCase().split(/\W+/).includes(word.toLowerCase())) &&
					(adminId === undefined || application.admin_user_ids.includes(adminId)),
			);
			return page(organization, exchange, rows, organization.showApplication);
		},

		createApplication: ({ body, nowMs }) => {
			const fields = body as ApplicationFields & { title: string };
			const status = fields.status ?? 'requestable';
			if (status !== 'ignored' && !fields.owner_user_id) return unprocessable(organization, { owner_user_id: [`is needed for the status ${status}`] });
			if (status === 'requestable' && !fields.resources?.length) return unprocessable(organization, { resources: ['are needed for the status requestable'] });
			const unknown = unknownPeople(fields, organization);
			if (unknown) return unprocessable(organization, unknown);
			const application: Application = {
				id: randomUUID(),
				title: fields.title,
				status,
				provisioning_type: 'application_admin',
				description: null,
				url: null,
				user_setup_url: null,
				owner_user_id: null,
				admin_user_ids: [],
				risk_level: null,
				auth_method: null,
				mfa_activated: null,
				data_location: null,
				last_vendor_review_at: null,
				notes: null,
				processed_data_types: [],
				vendor_certificates: [],
				tags: [],
				category: 'Custom',
				lock_version: 1,
				inserted_at: iso(nowMs),
				updated_at: iso(nowMs),
			};
			assignFields(application, fields, organization);
			organization.state.applications.push(application);
			organization.state.resources.push(...(fields.resources ?? []).map((input, index) => resourceFrom(input, application.id, index)));
			return single(organization.showApplication(application), 'bare', organization.switches, organization.switches.createStatus);
		},

		getApplication: ({ pathParameters }) => {
			const application = organization.application(pathParameters.application_id);
			return application ? single(organization.showApplication(application), 'wrapped', organization.switches) : notFound(organization);
		},

		updateApplication: update,
		updateApplicationPut: update,

		listApplicationResources: ({ pathParameters }) => {
			const application = organization.application(pathParameters.application_id);
			if (!application) return notFound(organization);
			return { status: 200, body: { data: organization.resourcesOf(application.id).map(organization.showResource) } };
		},

		upsertApplicationStructure: ({ pathParameters, body, nowMs }) => {
			const application = organization.application(pathParameters.application_id);
			if (!application) return notFound(organization);
			const { lock_version: version, resources = [] } = body as { lock_version?: number; resources?: ResourceInput[] };
			if (version !== undefined && version !== application.lock_version) return stale(organization);
			const errors = structureErrors(resources, organization, application.id);
			if (errors) return unprocessable(organization, errors);
			upsertStructure(resources, organization, application.id);
			touch(application, nowMs);
			return single(organization.showApplication(application), 'bare', organization.switches);
		},
	};
};
