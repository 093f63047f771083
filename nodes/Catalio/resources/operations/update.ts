import { InputError } from '../../../shared/http/inputError';
import { serialize } from '../../../shared/jsonApi';
import { defineOperation, type Item, type OperationDefinition } from '../../../shared/operation';
import type { ResourceType } from '../../resourceTypes';
import { flattenFields, outputField, presented } from '../fields/output';
import { shapeFields, shapeQuery } from '../fields/query';
import { recordLocator } from '../fields/record';
import { toWrite, valueFields } from '../fields/values';
import { presentDocument } from './current';
import { plannedRoutes, writeRoutes } from './routes';
import { differing, isNothing, isWritten, relationNames } from './written';

/** Only what differs is sent: a field that somebody else has changed meanwhile is left alone, and a second run finds nothing to do. */
export const update = (type: ResourceType): OperationDefinition =>
	defineOperation({
		operation: 'update',
		name: 'Update',
		action: `Update ${type.singular}`,
		description: `Change fields or relations of a ${type.singular}; what already is as wanted is not sent`,
		endpoint: `PATCH /api/v1/${type.collection}/{id}`,
		alsoReaches: [`GET /api/v1/${type.collection}/{id}`, `PATCH /api/v1/${type.collection}/{id}/relationships/{relationship}`],
		effect: 'write',
		fields: [recordLocator(), ...valueFields('update', type), outputField('options'), ...shapeFields(), ...flattenFields()],
		check: async (item) => {
			const wanted = toWrite(item);
			if (isNothing(wanted)) {
				throw new InputError('Nothing to change was given', 'Fill in at least one field or relation. If they hold expressions, look at the input on the left.');
			}
			const stored = await presentDocument(item, item.text('recordId'), type, relationNames(wanted));
			const [current = {}] = presented(stored, flattened(item), type);
			const left = differing(stored, wanted);
			// A relation with a request of its own needs none for the record.
			const instead = isNothing({ ...left, routes: [] }) ? { instead: stored } : {};
			if (!isNothing(left)) return { current, raw: stored, plan: plannedRoutes(item), ...instead };
			const [record = {}] = presented(stored, item, type);
			return { done: { ...record, unchanged: true } };
		},
		parts: (item, { raw = {} }) => {
			const { attributes, relationships } = differing(raw, toWrite(item));
			return { query: shapeQuery(item), body: serialize({ type: type.type, id: item.text('recordId'), attributes, relationships }) };
		},
		present: (answer, item) => (answer.data === undefined ? [{ id: item.text('recordId'), ...answer }] : presented(answer, item, type)),
		afterwards: async (item) => await writeRoutes(item, item.text('recordId'), type),
		verify: async (item) => await isWritten(item, item.text('recordId'), type),
	});

/** For showing what there is now, whatever the output of the change is to look like. */
const flattened = (item: Item): Item => ({ ...item, values: { ...item.values, output: 'flattened', depth: 0 } });
