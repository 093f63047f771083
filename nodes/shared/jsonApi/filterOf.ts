import type { JsonObject, JsonValue } from '../http/request';

export interface Condition {
	/** A field's name. Dots cross relations: `persona.name`. */
	readonly field: string;
	/** As the vendor calls it, such as `equals`, `greater_than`, `in`, `is_nil`. */
	readonly operator: string;
	readonly value: JsonValue | undefined;
}

const EQUALS: ReadonlySet<string> = new Set(['equals', 'eq']);
const NOT_EQUALS: ReadonlySet<string> = new Set(['not_equals', 'not_eq']);

/**
 * A filter of these conditions; `none`: not one of them may hold. Conditions that all begin with different names stand beside each other,
 * which means "and"; else they are members of an `and` list, so that two of the same field do not overwrite each other. Empty for no conditions.
 */
export function filterOf(conditions: readonly Condition[], join: 'and' | 'or' | 'none'): JsonObject {
	const filters = conditions.map(filterOfOne);
	if (filters.length === 0) return {};
	if (join === 'and') return sideBySide(filters) ?? { and: filters };
	const [first] = filters;
	const any = filters.length === 1 && first !== undefined ? first : { or: filters };
	return join === 'or' ? any : { not: any };
}

function sideBySide(filters: readonly JsonObject[]): JsonObject | undefined {
	const members = filters.flatMap((filter) => Object.entries(filter));
	return new Set(members.map(([name]) => name)).size === members.length ? Object.fromEntries(members) : undefined;
}

function filterOfOne({ field, operator, value }: Condition): JsonObject {
	let filter = comparison(operator, value ?? null);
	for (const step of field.split('.').reverse()) filter = Object.fromEntries([[step, filter]]);
	return filter as JsonObject;
}

/** Nothing equals null in a query, where it would be the text "null": that is what `is_nil` is for. */
function comparison(operator: string, value: JsonValue): JsonValue {
	if (operator === 'is_nil') return { is_nil: isYes(value) };
	if (EQUALS.has(operator)) {
		if (value === null) return { is_nil: true };
		return typeof value === 'object' ? { [operator]: value } : value;
	}
	if (NOT_EQUALS.has(operator) && value === null) return { is_nil: false };
	if (operator === 'in') return { in: Array.isArray(value) ? value : [value] };
	return Object.fromEntries([[operator, value]]);
}

/** "Is empty" without a value means yes. */
const isYes = (value: JsonValue): boolean => !(value === false || (typeof value === 'string' && /^\s*(false|no|0)\s*$/i.test(value)) || value === 0);
