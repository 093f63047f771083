import type { JsonValue } from '../../../shared/http/request';

/** Whether two values of JSON are the same. The order of members does not count, that of lists does. */
export function isDeepEqual(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
	if (one === other) return true;
	if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false;
	if (Array.isArray(one) || Array.isArray(other)) {
		return Array.isArray(one) && Array.isArray(other) && one.length === other.length && one.every((value, index) => isDeepEqual(value, other[index]));
	}
	const names = Object.keys(one);
	return names.length === Object.keys(other).length && names.every((name) => Object.hasOwn(other, name) && isDeepEqual(one[name], other[name]));
}
