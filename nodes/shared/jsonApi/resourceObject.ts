import type { JsonObject } from '../http/request';

/** A resource object or identifier as it came: nothing is sure but its type. */
export type ResourceObject = JsonObject & { readonly type: string };

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isResourceObject(value: unknown): value is ResourceObject {
	return isObject(value) && typeof value.type === 'string';
}

/** An id as text. Numbers are against the specification and common: they are the same id as their text. Undefined for anything else. */
export function idText(id: unknown): string | undefined {
	if (typeof id === 'string') return id;
	return typeof id === 'number' ? String(id) : undefined;
}
