import type { JsonValue } from '../http/request';

/** What tells one record from another: its type, if it has one, and its id. Undefined where there is no id. */
export function recordId(item: JsonValue): string | undefined {
	if (typeof item !== 'object' || item === null || Array.isArray(item)) return undefined;
	const { type, id } = item;
	if ((typeof id !== 'string' || id === '') && typeof id !== 'number') return undefined;
	// 7 and "7" may be two records.
	const key = typeof id === 'number' ? `#${id}` : id;
	return typeof type === 'string' ? `${type}\n${key}` : key;
}
