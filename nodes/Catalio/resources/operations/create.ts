import { serialize } from '../../../shared/jsonApi';
import { defineOperation, type OperationDefinition } from '../../../shared/operation';
import type { ResourceType } from '../../resourceTypes';
import { flattenFields, outputField, presented } from '../fields/output';
import { shapeFields, shapeQuery } from '../fields/query';
import { toWrite, valueFields } from '../fields/values';
import { plannedRoutes, writeRoutes } from './routes';
import { isWritten } from './written';

export const create = (type: ResourceType): OperationDefinition =>
	defineOperation({
		operation: 'create',
		name: 'Create',
		action: `Create ${type.singular}`,
		description: `Add a ${type.singular} with the fields that are filled in`,
		endpoint: `POST /api/v1/${type.collection}`,
		alsoReaches: [`GET /api/v1/${type.collection}/{id}`, `PATCH /api/v1/${type.collection}/{id}/relationships/{relationship}`],
		effect: 'write',
		fields: [...valueFields('add', type), outputField('options'), ...shapeFields(), ...flattenFields()],
		parts: (item) => {
			const { attributes, relationships } = toWrite(item);
			return { query: shapeQuery(item), body: serialize({ type: type.type, attributes, relationships }) };
		},
		check: async (item) => ({ plan: plannedRoutes(item) }),
		present: (answer, item) => presented(answer, item, type),
		afterwards: async (item, { id }) => await writeRoutes(item, id, type),
		verify: async (item, { id }) => await isWritten(item, id, type),
	});
