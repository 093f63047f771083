import type { JsonObject } from '../http/request';
import type { OperationDefinition } from './definition';

/** The short record: the named members that are there, or whatever the operation's own function makes of it. */
export function simplified(record: JsonObject, how: NonNullable<OperationDefinition['simplify']>): JsonObject {
	if (typeof how === 'function') return how(record);
	const short: JsonObject = {};
	for (const name of how) {
		const value = record[name];
		if (value !== undefined) short[name] = value;
	}
	return short;
}
