import { canonicalJson } from '../../../shared/http/idempotencyKey';
import type { JsonValue } from '../../../shared/http/request';

/** A point in time with its offset (RFC 3339). */
const INSTANT = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

const instantMs = (text: string): number => (INSTANT.test(text) ? Date.parse(text.replace(' ', 'T')) : NaN);

const isNumeric = (text: string): boolean => /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text);

/** An empty text is stored as none, and blanks around a text are cut off (Ash's type string: `allow_empty?: false`, `trim?: true`). */
function asStored(value: JsonValue): JsonValue {
	if (typeof value !== 'string') return value;
	const text = value.trim();
	return text === '' ? null : text;
}

/**
 * Whether an attribute as it was read is the one that was, or is to be, sent. The library behind the API writes some values otherwise than they
 * came: decimals as text, times in UTC with microseconds, empty texts as null (AshJsonApi and Ash, read in their source).
 */
export function isSameValue(read: JsonValue, sent: JsonValue): boolean {
	const [one, other] = [asStored(read), asStored(sent)];
	if (canonicalJson(one) === canonicalJson(other)) return true;
	if (typeof one === 'string' && typeof other === 'number') return isNumeric(one) && Number(one) === other;
	return typeof one === 'string' && typeof other === 'string' && instantMs(one) === instantMs(other);
}
