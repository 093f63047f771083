// Small documents for the tests of nodes/shared/jsonApi.
import type { JsonObject, JsonValue } from '../../../nodes/shared/http/request';

/** A resource object; `more` has relationships, links, meta and whatever else. */
export const resource = (type: string, id: string, attributes?: JsonObject, more: JsonObject = {}): JsonObject => ({ type, id, ...(attributes && { attributes }), ...more });

export const to = (type: string, id: string, more: JsonObject = {}): JsonObject => ({ type, id, ...more });

/** A resource whose relationships have nothing but linkage. */
export const related = (type: string, id: string, relations: Record<string, JsonValue>, attributes?: JsonObject): JsonObject =>
	resource(type, id, attributes, { relationships: Object.fromEntries(Object.entries(relations).map(([name, data]) => [name, { data }])) });

/** As it comes from the network: member names such as `__proto__` are then plain own members. */
export const parsed = (text: string): JsonValue => JSON.parse(text) as JsonValue;

export function deepFrozen<T>(value: T): T {
	const waiting: unknown[] = [value];
	for (let each = waiting.pop(); each !== undefined || waiting.length > 0; each = waiting.pop()) {
		if (typeof each !== 'object' || each === null || Object.isFrozen(each)) continue;
		Object.freeze(each);
		waiting.push(...Object.values(each));
	}
	return value;
}

/** Every object within a value that is a related record or identifier of another: those with a type. */
export function recordsWithin(value: unknown): object[] {
	const found: object[] = [];
	const waiting: unknown[] = [value];
	while (waiting.length > 0) {
		const each = waiting.pop();
		if (typeof each !== 'object' || each === null) continue;
		if (!Array.isArray(each) && 'type' in each) found.push(each);
		waiting.push(...Object.values(each));
	}
	return found;
}

/** Every own member of Object.prototype and Array.prototype: what a hostile document would change. */
const builtIns = () => [Object.prototype, Array.prototype].flatMap((prototype) => Reflect.ownKeys(prototype).flatMap((name) => Object.entries(Object.getOwnPropertyDescriptor(prototype, name) ?? {}).flat()).concat(Reflect.ownKeys(prototype) as string[]));

/** Call it later to learn whether the prototypes that all objects share are still as they are now. */
export function prototypesAsNow(): () => boolean {
	const before = builtIns();
	return () => {
		const now = builtIns();
		return now.length === before.length && now.every((each, index) => Object.is(each, before[index]));
	};
}
