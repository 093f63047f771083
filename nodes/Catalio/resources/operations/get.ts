import { InputError } from '../../../shared/http/inputError';
import { defineOperation, type OperationDefinition } from '../../../shared/operation';
import type { ResourceType } from '../../resourceTypes';
import { flattenFields, outputField, presented } from '../fields/output';
import { shapeFields, shapeQuery } from '../fields/query';
import { recordLocator } from '../fields/record';

interface SingleRecord {
	readonly operation: string;
	readonly name: string;
	readonly action: string;
	readonly description: string;
	readonly endpoint: `GET /${string}`;
}

/** One record with what is included. */
export const singleOf = (type: ResourceType, texts: SingleRecord): OperationDefinition =>
	defineOperation({
		...texts,
		effect: 'read',
		fields: [recordLocator(), outputField(), ...shapeFields(), ...flattenFields()],
		parts: (item) => ({ query: shapeQuery(item) }),
		present: (answer, item) => {
			// JSON:API 1.1 "Fetching Resources": null stands for a record that is not there.
			if (answer.data !== null) return presented(answer, item, type);
			throw new InputError(`There is no ${type.singular} with the ID ${item.text('recordId').slice(0, 80)}`, 'Check the ID and the kind of record.');
		},
	});

export const get = (type: ResourceType): OperationDefinition =>
	singleOf(type, {
		operation: 'get',
		name: 'Get',
		action: `Get ${type.singular}`,
		description: `Retrieve one ${type.singular} by its ID`,
		endpoint: `GET /api/v1/${type.collection}/{id}`,
	});
