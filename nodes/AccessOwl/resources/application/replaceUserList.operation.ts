import { InputError } from '../../../shared/http/inputError';
import type { JsonObject, JsonValue } from '../../../shared/http/request';
import { defineOperation, isRecord, type Item } from '../../../shared/operation';
import { email, rowsOrJson, text, texts, toggle } from '../../../shared/operation/fields';
import { EXPAND, isCurrent } from '../../accessStates';
import { applicationLocator } from '../fields';

function entries({ values }: Item): JsonObject[] {
	const access = values.access ?? values.accessJson;
	return Array.isArray(access) ? access.filter(isRecord) : [];
}
const lower = (value: JsonValue | undefined) => String(value).toLowerCase();

async function refuseStrangers(item: Item): Promise<void> {
	if (item.values.allowNewPeople === true) return;
	const { session } = item;
	const known = await session.once('all people', async () => await session.list('GET /api/v1/users', { query: { status: 'all' } }));
	const addresses = new Set(known.map((person) => lower(person.email)));
	const strangers = entries(item).filter((entry) => !addresses.has(lower(entry.user_email)));
	if (strangers.length === 0) return;
	throw new InputError(
		`${strangers.length} of the addresses belong to nobody in AccessOwl: ${strangers.slice(0, 5).map((each) => String(each.user_email)).join(', ')}`,
		'AccessOwl would add them as people, who can never be deleted. Check the spelling, or switch on Allow New People under Options.',
	);
}

const titles = (value: JsonValue | undefined): string[] =>
	Array.isArray(value) ? value.map((each) => String(isRecord(each) ? (each.title ?? each.id) : each)) : [];

/** What the new list takes from somebody who is in the old one: all of it, or the permissions that their entry does not name. */
function lostOf(state: JsonObject, wanted: readonly JsonObject[]): JsonObject[] {
	const { grantee_user: person, resource, target_permissions: permissions } = state;
	const email = isRecord(person) ? String(person.email) : null;
	const title = isRecord(resource) ? (resource.title ?? null) : null;
	const held = titles(permissions);
	const kept = wanted.find((entry) => lower(entry.user_email) === lower(email) && (entry.resource ?? null) === title);
	const lost = kept ? held.filter((permission) => !titles(kept.permissions).includes(permission)) : held;
	if (kept && lost.length === 0) return [];
	return [{ user_email: email, account_id: state.grantee_user_account_id ?? null, resource: title, permissions: lost }];
}

export const replaceUserList = defineOperation({
	operation: 'replaceUserList',
	name: 'Replace User List',
	action: 'Replace application user list',
	description: 'Replace the complete list of who holds what in an application. Whoever is not in it loses the recorded access.',
	endpoint: 'PUT /api/v1/applications/{application_id}/access_states',
	effect: 'destructive',
	idempotency: 'key',
	offeredToModels: false,
	notice: 'One call replaces everything: whoever is missing from the list loses the recorded access. Try it with Dry Run first (under Options); it shows who that would be.',
	fields: [
		applicationLocator({ required: true, sendAs: 'path.application_id' }),
		text('confirmTitle', 'Confirm Title', { required: true, placeholder: 'e.g. Ledger Console', description: 'Type the title of the application, to confirm that its whole list is to be replaced' }),
		...rowsOrJson('access', 'Access', {
			required: true,
			sendAs: 'body.access',
			rowName: 'entry',
			rowTitle: 'Entry',
			rename: { userEmail: 'user_email' },
			description: 'Everybody who is to hold access afterwards',
			columns: (prefix) => [
				email('userEmail', `${prefix}User Email`, { required: true }),
				text('resource', `${prefix}Resource`, { placeholder: 'e.g. Role', description: 'The exact title. Leave it empty when the only resource has none.' }),
				texts('permissions', `${prefix}Permissions`, { placeholder: 'e.g. Viewer, Auditor', description: 'Exact titles, separated by commas' }),
			],
		}),
		toggle('allowNewPeople', 'Allow New People', { group: 'options', description: 'Whether addresses that nobody in AccessOwl has may become new people' }),
	],
	check: async (item) => {
		const { session } = item;
		const applicationId = item.text('applicationId');
		const current = await session.get('GET /api/v1/applications/{application_id}', { path: { application_id: applicationId } });
		if (item.text('confirmTitle') !== current.title) {
			throw new InputError(`Confirm Title does not match: the application is called "${String(current.title)}"`, 'Check that it is the right application, then type its title.');
		}
		await refuseStrangers(item);
		if (!item.dryRun) return { current };
		const states = await session.list('GET /api/v1/access_states', { query: { application_id: applicationId, expand: EXPAND } });
		return { current, plan: { wouldLoseAccess: states.filter(isCurrent).flatMap((state) => lostOf(state, entries(item))) } };
	},
});
