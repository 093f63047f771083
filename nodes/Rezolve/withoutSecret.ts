import type { JsonObject, JsonValue } from '../shared/http/request';

function masked(value: JsonValue, secret: string): JsonValue {
	if (typeof value === 'string') return value.replaceAll(secret, '***');
	if (Array.isArray(value)) return value.map((each) => masked(each, secret));
	return typeof value === 'object' && value !== null ? withoutSecret(value, secret) : value;
}

/** The record with a secret masked in all its texts, wherever the vendor has put or repeated it. */
export function withoutSecret(record: JsonObject, secret: string): JsonObject {
	return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, masked(value ?? null, secret)]));
}
