import { createHash } from 'node:crypto';

import type { JsonValue } from './request';

/** Where in n8n a write happens. */
export interface KeyPlace {
	readonly executionId: string;
	readonly nodeId: string;
	readonly runIndex: number;
	readonly itemIndex: number;
	readonly operation: string;
}

/** What a write is, wherever it happens. */
export interface KeyContent {
	readonly origin: string;
	readonly operation: string;
	readonly body: JsonValue;
}

/**
 * The key of one logical write, as a UUID. It comes from the place and not from chance, so that every attempt and n8n's own Retry On Fail,
 * which runs the whole node again, use the same one. An execution that a person starts again gets new keys.
 */
export function stableKey({ executionId, nodeId, runIndex, itemIndex, operation }: KeyPlace): string {
	return uuidFrom(canonicalJson(['place', executionId, nodeId, runIndex, itemIndex, operation]));
}

/** A longer-lived key, as a UUID: the same for the same write in any execution. For operations that must never happen twice. */
export function contentKey({ origin, operation, body }: KeyContent): string {
	return uuidFrom(canonicalJson(['content', origin, operation, body]));
}

/** Why a user's own key cannot be sent, in words that follow "because"; undefined where it can. 1 to 255 visible ASCII characters. */
export function keyProblem(key: string): string | undefined {
	if (key === '') return 'it is empty';
	if (/[\r\n]/.test(key)) return 'it holds a line break';
	if (key.length > 255) return `it has ${key.length} characters, 255 are allowed`;
	const stranger = /[^\x21-\x7e]/u.exec(key)?.[0];
	if (stranger === undefined) return undefined;
	return /\s/.test(stranger) ? 'it holds white space' : 'it holds a character that a header cannot carry';
}

/** JSON with the members of every object in the order of their names, so that equal values give equal text. */
export function canonicalJson(value: JsonValue): string {
	if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value);
	const members = Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name] ?? null)}`);
	return `{${members.join(',')}}`;
}

/**
 * The first 128 bits of the SHA-256 in the form of a version 4 UUID (RFC 9562 section 5.4), which is what vendors advise
 * and some check for; version 8 would be truer, but is refused by validators that are older than it.
 */
function uuidFrom(text: string): string {
	const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
	bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
	bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
	const hex = bytes.toString('hex');
	return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
