import { randomUUID } from 'node:crypto';
import type { FieldErrors } from '../answers.mts';
import { iso, type Organization } from '../organization.mts';
import type { AccessState, Application } from '../records.mts';
import { filtered, notFound, page, unprocessable, type Handlers } from './common.mts';
import { personFrom, sameEmail } from './users.mts';

interface UserListRow {
	user_email: string;
	resource?: string;
	permissions?: string[];
}

/** The shorter record that is embedded in an access state. */
const shortApplication = (application: Application) => {
	const { id, title, status, provisioning_type, risk_level, owner_user_id, description, url } = application;
	return { id, title, status, provisioning_type, risk_level, owner_user_id, description, url };
};

function shown(state: AccessState, expand: readonly string[], organization: Organization): unknown {
	const embedded: Record<string, unknown> = {};
	const resource = organization.resource(state.resource_id);
	for (const name of expand) {
		if (name === 'grantee_user') {
			const user = organization.user(state.grantee_user_id);
			embedded.grantee_user = user ? organization.showUser(user) : null;
		}
		if (name === 'application') {
			const application = organization.application(state.application_id);
			if (application) embedded.application = shortApplication(application);
		}
		if (name === 'resource') embedded.resource = resource ? organization.showResource(resource) : null;
		if (name === 'target_permissions') embedded.target_permissions = resource?.permissions.filter((one) => state.target_permission_ids.includes(one.id)) ?? [];
	}
	return { ...state, ...embedded };
}

interface WantedEntry {
	readonly email: string;
	readonly resourceId: string | null;
	readonly permissionIds: string[];
}

/** The rows of a user list with ids for titles, or what is wrong with them, by row. A row without a resource means the only one without a title, else the whole application. */
function wantedEntries(rows: readonly UserListRow[], organization: Organization, applicationId: string): WantedEntry[] | FieldErrors {
	const resources = organization.resourcesOf(applicationId);
	const errors: Record<string, string[]> = {};
	const entries = rows.map(({ user_email: email, resource: title, permissions = [] }, index) => {
		const resource = resources.find((one) => (title === undefined ? one.title === null : one.title === title));
		const found = permissions.map((name) => resource?.permissions.find((one) => one.title === name));
		if (title !== undefined && !resource) errors[index] = [`has no resource "${title}"`];
		else if (found.includes(undefined)) errors[index] = [`has no permission "${permissions[found.indexOf(undefined)]}"`];
		return { email, resourceId: resource?.id ?? null, permissionIds: found.flatMap((one) => (one ? [one.id] : [])) };
	});
	return Object.keys(errors).length > 0 ? errors : entries;
}

const samePermissions = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((id) => b.includes(id));

export const accessStates = (organization: Organization): Handlers => ({
	listAccessStates: (exchange) => {
		const { grantee_user_id, application_id, expand = [] } = exchange.query as { grantee_user_id?: string; application_id?: string; expand?: string[] };
		return page(organization, exchange, filtered(organization.state.accessStates, { grantee_user_id, application_id }), (state) => shown(state, expand, organization));
	},

	replaceApplicationUserList: ({ pathParameters, body, nowMs }) => {
		const application = organization.application(pathParameters.application_id);
		if (!application) return notFound(organization);
		const wanted = wantedEntries((body as { access: UserListRow[] }).access, organization, application.id);
		if (!Array.isArray(wanted)) return unprocessable(organization, wanted as FieldErrors);
		const counts = { created: 0, updated: 0, deleted: 0, unchanged: 0 };
		const left = new Set(organization.state.accessStates.filter((state) => state.application_id === application.id && state.effective_end === null));
		for (const { email, resourceId, permissionIds } of wanted) {
			let user = organization.state.users.find((one) => sameEmail(one.email, email));
			if (!user) organization.state.users.push((user = personFrom(email, {}, nowMs)));
			const held = [...left].find((state) => state.grantee_user_id === user.id && state.resource_id === resourceId);
			if (!held) {
				organization.state.accessStates.push({
					id: randomUUID(),
					application_id: application.id,
					grantee_user_account_id: organization.accountFor(application.id, user.id),
					grantee_user_id: user.id,
					group_id: null,
					resource_id: resourceId,
					target_permission_ids: permissionIds,
					effective_start: iso(nowMs),
					effective_end: null,
				});
				counts.created += 1;
				continue;
			}
			left.delete(held);
			if (samePermissions(held.target_permission_ids, permissionIds)) counts.unchanged += 1;
			else {
				held.target_permission_ids = permissionIds;
				counts.updated += 1;
			}
		}
		for (const state of left) state.effective_end = iso(nowMs);
		counts.deleted = left.size;
		return { status: 200, body: { data: counts } };
	},
});
