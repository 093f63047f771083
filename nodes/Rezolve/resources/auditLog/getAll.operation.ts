import type { JsonObject, JsonValue } from '../../../shared/http/request';
import { defineOperation, isRecord, type Item } from '../../../shared/operation';
import { dateTime, email, text, texts } from '../../../shared/operation/fields';

const time = (value: JsonValue | undefined): number => (typeof value === 'string' ? Date.parse(value) : NaN);

const isOneOf = (value: JsonValue | undefined, allowed: JsonValue | undefined): boolean =>
	!Array.isArray(allowed) || allowed.some((each) => String(each).toLowerCase() === String(value ?? '').toLowerCase());

/** The list has no filters: these are ours, and all pages are read for them. */
function passes(entry: JsonObject, { values }: Item): boolean {
	const actor = isRecord(entry.actor) ? entry.actor : {};
	const resource = isRecord(entry.resource) ? entry.resource : {};
	const { actorEmail, action, category, status, from, to, resourceId, resourceType } = values;
	if (typeof actorEmail === 'string' && String(actor.email ?? '').toLowerCase() !== actorEmail.toLowerCase()) return false;
	if (!isOneOf(entry.action, action) || !isOneOf(entry.category, category) || !isOneOf(entry.status, status)) return false;
	if (typeof resourceId === 'string' && resource.id !== resourceId) return false;
	if (!isOneOf(resource.type, resourceType)) return false;
	if (typeof from === 'string' && !(time(entry.timestamp) >= time(from))) return false;
	return !(typeof to === 'string' && !(time(entry.timestamp) <= time(to)));
}

export const getAll = defineOperation({
	operation: 'getAll',
	name: 'Get Many',
	action: 'Get many audit log entries',
	description: 'Retrieve who did what, for instance everything a leaver did',
	endpoint: 'GET /api/v1/admin/audit-logs',
	effect: 'read',
	output: 'list',
	fields: [
		texts('action', 'Action', { group: 'filters', placeholder: 'e.g. CREDENTIAL_CREATED, API_KEY_ROTATED', description: 'Only with one of these, separated by commas' }),
		email('actorEmail', "Actor's Email", { group: 'filters', description: 'Only what this person did' }),
		texts('category', 'Category', { group: 'filters', placeholder: 'e.g. authentication, credentials', description: 'Only with one of these, separated by commas' }),
		dateTime('from', 'From', { group: 'filters', description: 'Only what happened at this time or later' }),
		text('resourceId', 'Resource ID', { group: 'filters', description: 'Only what was done to this record' }),
		texts('resourceType', 'Resource Type', { group: 'filters', placeholder: 'e.g. credential', description: 'Only what was done to records of these types, separated by commas' }),
		texts('status', 'Status', { group: 'filters', placeholder: 'e.g. success', description: 'Only with one of these, separated by commas' }),
		text('tenantId', 'Tenant ID', { group: 'filters', sendAs: 'query.tenantId', description: 'For super admins: the entries of another tenant' }),
		dateTime('to', 'To', { group: 'filters', description: 'Only what happened at this time or earlier' }),
	],
	keep: passes,
	simplify: ({ id = null, timestamp = null, action = null, category = null, actor, resource, status = null }) => ({
		id,
		timestamp,
		action,
		category,
		actorEmail: isRecord(actor) ? (actor.email ?? null) : null,
		resourceType: isRecord(resource) ? (resource.type ?? null) : null,
		resourceId: isRecord(resource) ? (resource.id ?? null) : null,
		status,
	}),
});
