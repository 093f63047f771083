import type { OperationDefinition } from './definition';
import type { Field } from './field';
import { optionFieldsOf } from './options';

/** All fields of an operation, those that every operation of its kind has included. */
export const allFieldsOf = (operation: OperationDefinition): readonly Field[] => [
	...operation.fields,
	...optionFieldsOf(operation),
];
