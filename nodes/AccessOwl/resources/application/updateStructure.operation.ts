import { InputError } from '../../../shared/http/inputError';
import type { JsonObject, JsonValue } from '../../../shared/http/request';
import { defineOperation, isRecord, type Item } from '../../../shared/operation';
import { number, toggle } from '../../../shared/operation/fields';
import { applicationLocator } from '../fields';
import { refuseStale } from './lockVersion';
import { structureResources } from './resourceRows';

const records = (value: JsonValue | undefined): JsonObject[] => (Array.isArray(value) ? value.filter(isRecord) : []);

const rowsOf = ({ values }: Item): JsonObject[] => records(values.resources ?? values.resourcesJson);

const currentResources = async ({ session, ...item }: Item): Promise<JsonObject[]> =>
	await session.list('GET /api/v1/applications/{application_id}/resources', { path: { application_id: item.text('applicationId') } }, { paged: false });

/** Refuses rows that would be doubled (an existing title without its id) or that cannot be removed (no id). */
function refuseTraps(rows: readonly JsonObject[], existing: readonly JsonObject[], what: string, allowDuplicates: boolean): void {
	for (const row of rows) {
		const title = String(row.title);
		if (row.delete === true && !row.id) {
			throw new InputError(`${what} "${title}" is to be removed but has no ID`, 'Take the ID from Get Resources.');
		}
		const twin = row.id ? undefined : existing.find((each) => each.title === title);
		if (twin && !allowDuplicates) {
			throw new InputError(
				`${what} "${title}" is there already and would be doubled`,
				`Give its ID, ${String(twin.id)}, or switch on Allow Duplicates under Options.`,
			);
		}
		const known = existing.find((each) => each.id === row.id);
		refuseTraps(records(row.permissions), records(known?.permissions), 'Permission', allowDuplicates);
	}
}

export const updateStructure = defineOperation({
	operation: 'updateStructure',
	name: 'Update Structure',
	action: 'Update application structure',
	description: 'Add, change or remove resources and permissions of an application. What is not named stays.',
	endpoint: 'PUT /api/v1/applications/{application_id}/structure',
	effect: 'destructive',
	idempotency: 'key',
	fields: [
		applicationLocator({ required: true, sendAs: 'path.application_id' }),
		...structureResources,
		toggle('allowDuplicates', 'Allow Duplicates', { group: 'options', description: 'Whether a row without an ID may have the title of an existing one' }),
		number('lockVersion', 'Lock Version', { group: 'options', default: 1, min: 0, max: Number.MAX_SAFE_INTEGER, sendAs: 'body.lock_version' }),
	],
	check: async (item) => {
		const existing = await currentResources(item);
		refuseTraps(rowsOf(item), existing, 'Resource', item.values.allowDuplicates === true);
		return { plan: { currentResources: existing } };
	},
	readBack: async (item) => {
		const existing = await currentResources(item);
		const isThere = (row: JsonObject) => existing.some((each) => (row.id ? each.id === row.id : each.title === row.title));
		const isDone = rowsOf(item).every((row) => isThere(row) === (row.delete !== true));
		const current = await item.session.get('GET /api/v1/applications/{application_id}', { path: { application_id: item.text('applicationId') } });
		if (isDone) return current;
		refuseStale(item, current);
		return undefined;
	},
});
