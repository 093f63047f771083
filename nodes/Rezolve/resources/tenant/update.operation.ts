import { canonicalJson } from '../../../shared/http/idempotencyKey';
import { InputError } from '../../../shared/http/inputError';
import type { JsonObject } from '../../../shared/http/request';
import { defineOperation, isRecord, type Item } from '../../../shared/operation';
import { jsonObject, text } from '../../../shared/operation/fields';
import { checkConfirmed, confirm, tenantId } from '../fields';

const TENANT = 'GET /api/v1/admin/tenants/{tenantId}';
const WARNING = 'A wrong server URL or realm name can lock everybody out of the tenant.';

const settingsOf = (tenant: JsonObject | undefined): JsonObject => (isRecord(tenant?.settings) ? tenant.settings : {});

/** Groups of settings within the settings are laid over each other too; a list is replaced. */
function merged(stored: JsonObject, given: JsonObject): JsonObject {
	const all = { ...stored };
	for (const [name, value] of Object.entries(given)) {
		const before = all[name];
		all[name] = isRecord(before) && isRecord(value) ? merged(before, value) : value;
	}
	return all;
}

/** The API replaces `settings` whole: what is not to change is read first and written back. */
function bodyOf({ values }: Item, tenant: JsonObject | undefined): JsonObject {
	const { serverUrl, realmName, settingsJson } = values;
	return {
		...(serverUrl === undefined ? {} : { serverUrl }),
		...(realmName === undefined ? {} : { realmName }),
		...(isRecord(settingsJson) ? { settings: merged(settingsOf(tenant), settingsJson) } : {}),
	};
}

export const update = defineOperation({
	operation: 'update',
	name: 'Update',
	action: 'Update tenant',
	description: 'Change settings, realm name or server URL of a tenant; settings that are not given stay as they are',
	endpoint: 'PATCH /api/v1/admin/tenants/{tenantId}',
	alsoReaches: [TENANT],
	effect: 'destructive',
	offeredToModels: false,
	notice: WARNING,
	fields: [
		tenantId('path.tenantId'),
		confirm(WARNING),
		text('realmName', 'Realm Name', { group: 'updateFields', sendAs: 'body.realmName' }),
		text('serverUrl', 'Server URL', { group: 'updateFields', sendAs: 'body.serverUrl', placeholder: 'e.g. https://acme.rezolve.ai' }),
		jsonObject('settingsJson', 'Settings (JSON)', {
			group: 'updateFields',
			placeholder: 'e.g. { "mfaRequired": true }',
			description: 'An object with the settings to change. The others are read first and written back, also those within a group of settings.',
			example: '{ "mfaRequired": true }',
		}),
	],
	check: async (item) => {
		checkConfirmed(item, WARNING);
		if (Object.keys(bodyOf(item, undefined)).length === 0) throw new InputError('Nothing to change was given', 'Add at least one field under Update Fields.');
		const raw = await item.session.get(TENANT, { path: { tenantId: item.text('tenantId') } });
		if (isRecord(item.values.settingsJson) && raw.settings === undefined) {
			throw new InputError('Rezolve.ai does not show the settings of this tenant', 'It replaces them whole: those that nobody can see would be lost. Change them in its console. Nothing was sent.');
		}
		return { current: raw, raw };
	},
	parts: (item, { raw }) => ({ body: bodyOf(item, raw) }),
	verify: async (item, _record, { raw }) => {
		const now = await item.session.get(TENANT, { path: { tenantId: item.text('tenantId') } });
		const { settings, ...others } = bodyOf(item, raw);
		const holds = (stored: JsonObject, wanted: JsonObject) => Object.entries(wanted).every(([name, value]) => canonicalJson(stored[name] ?? null) === canonicalJson(value));
		return holds(now, others) && (!isRecord(settings) || holds(settingsOf(now), settings));
	},
});
