import { defineOperation, type Endpoint, type Field, type OperationDefinition } from '../../../shared/operation';
import type { ResourceType } from '../../resourceTypes';
import { flattenFields, outputField } from '../fields/output';
import { filterFields, listFields, listQuery, shapeFields } from '../fields/query';
import { readRecords } from './list';

interface ListOfRecords {
	readonly operation: string;
	readonly name: string;
	readonly action: string;
	readonly description: string;
	readonly endpoint: Endpoint;
	readonly fields?: readonly Field[];
	/** Query parameters that only this list has. */
	readonly query?: (values: Parameters<typeof listQuery>[0]['values']) => Record<string, string>;
}

/** A list of records with filter, sort, includes and paging. */
export const listOf = (type: ResourceType, { fields = [], query, ...texts }: ListOfRecords): OperationDefinition =>
	defineOperation({
		...texts,
		effect: 'read',
		output: 'list',
		fields: [...filterFields(), outputField(), ...fields, ...shapeFields(), ...listFields(), ...flattenFields()],
		parts: (item) => ({ query: { ...listQuery(item), ...query?.(item.values) } }),
		// One page gives records of two kinds where related ones leave as items of their own.
		run: async (item) => await readRecords(item, item.request(), type),
	});

export const getMany = (type: ResourceType): OperationDefinition =>
	listOf(type, {
		operation: 'getAll',
		name: 'Get Many',
		action: `Get many ${type.plural}`,
		description: `Retrieve a list of ${type.plural}`,
		endpoint: `GET /api/v1/${type.collection}`,
	});
