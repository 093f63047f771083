import type { JsonObject } from '../../../shared/http/request';
import { defineOperation, type Checked, type Item, type OperationDefinition } from '../../../shared/operation';
import { choice } from '../../../shared/operation/fields';
import type { ResourceType } from '../../resourceTypes';
import { presented } from '../fields/output';
import { recordLocator } from '../fields/record';
import { attributesOf, presentDocument, storedDocument } from './current';

const isArchived = (attributes: JsonObject): boolean => attributes.archived_at !== undefined && attributes.archived_at !== null;

const flat = (document: JsonObject, item: Item, type: ResourceType): JsonObject =>
	presented(document, { ...item, values: { output: 'simplified', depth: 0 } }, type)[0] ?? {};

/** Takes a record away; one that is not there any more is an outcome, so that a workflow can run twice. */
export const deleteRecord = (type: ResourceType): OperationDefinition =>
	defineOperation({
		operation: 'delete',
		name: type.archives ? 'Delete (Archive)' : 'Delete',
		action: type.archives ? `Archive ${type.singular}` : `Delete ${type.singular}`,
		description: type.archives
			? `Take a ${type.singular} out of use. Catalio archives it; whether it can be brought back through the API is not documented.`
			: `Delete a ${type.singular}; that it is not there any more is an outcome`,
		endpoint: `DELETE /api/v1/${type.collection}/{id}`,
		alsoReaches: [`GET /api/v1/${type.collection}/{id}`],
		effect: 'destructive',
		// An archived record may come back; the others are gone for good.
		offeredToModels: type.archives === true,
		fields: [
			recordLocator(),
			choice(
				'whenMissing',
				'When Not Found',
				[
					{ name: 'Fail', value: 'fail', description: 'Stop the item' },
					{ name: 'Return an Outcome', value: 'outcome', description: 'Go on with a record that says so' },
				],
				{ group: 'options', default: 'outcome', description: 'What to do when there is no such record, or none that the API credential may see' },
			),
		],
		check: async (item): Promise<Checked> => {
			const id = item.text('recordId');
			const stored = item.values.whenMissing === 'fail' ? await presentDocument(item, id, type) : await storedDocument(item, id, type);
			if (!stored) return { done: { id, type: type.type, deleted: false, outcome: 'notFound' } };
			if (isArchived(attributesOf(stored))) return { done: { ...flat(stored, item, type), deleted: true, outcome: 'alreadyDeleted' } };
			return { current: flat(stored, item, type) };
		},
		// What the status alone says: taken away by somebody else since the look, or not taken away yet (JSON:API 1.1 "Deleting Resources").
		alreadyDone: ({ status }, item) => {
			const record = { id: item.text('recordId'), type: type.type, deleted: false };
			if (status === 202) return { ...record, outcome: 'accepted' };
			return [404, 410].includes(status) && item.values.whenMissing !== 'fail' ? { ...record, outcome: 'notFound' } : undefined;
		},
		present: (_answer, item) => [{ id: item.text('recordId'), type: type.type, deleted: true, outcome: 'deleted' }],
		verify: async (item) => {
			const stored = await storedDocument(item, item.text('recordId'), type);
			return stored === undefined || isArchived(attributesOf(stored));
		},
	});
