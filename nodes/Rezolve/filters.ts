import type { JsonObject, JsonValue } from '../shared/http/request';
import { isRecord, type Field, type Item } from '../shared/operation';
import { choices, dateTime, email, number, toggle, type Choices } from '../shared/operation/fields';

const DAY_MS = 86_400_000;

const time = (value: JsonValue | undefined): number => (typeof value === 'string' ? Date.parse(value) : NaN);

/** Lists have no filter for who made a record: these are ours, and all pages are read for them. */
export const ownerFilters = (statuses: Choices): Field[] => [
	email('creatorEmail', "Creator's Email", { group: 'filters', description: 'Only what this person has made' }),
	dateTime('lastUsedBefore', 'Last Used Before', { group: 'filters', description: 'Only what was not used since then; what was never used counts too' }),
	choices('status', 'Status', statuses, { group: 'filters', description: 'Only with one of these' }),
	toggle('withoutIpAllowList', 'Without IP Allow-List', { group: 'filters', description: 'Whether to return only what can be used from any address' }),
];

export const keyFilters = (): Field[] => [
	number('expiringWithin', 'Expiring Within (Days)', { group: 'filters', default: 30, min: 0, max: 36_500, description: 'Only what expires within so many days and has not expired yet' }),
	toggle('wildcardScope', 'With Scope *', { group: 'filters', description: 'Whether to return only keys that may do everything' }),
];

function isExpiringWithin(record: JsonObject, days: number, nowMs: number): boolean {
	const atMs = time(record.expiresAt);
	return atMs > nowMs && atMs <= nowMs + days * DAY_MS;
}

const createdBy = (record: JsonObject): JsonObject => (isRecord(record.createdBy) ? record.createdBy : isRecord(record.audit) && isRecord(record.audit.createdBy) ? record.audit.createdBy : {});

const isSame = (one: JsonValue | undefined, other: string): boolean => typeof one === 'string' && one.toLowerCase() === other.toLowerCase();

/** A list; as one text, where it comes as it is written when a key is made. */
const listOf = (value: JsonValue | undefined): string[] => (Array.isArray(value) ? value.map(String) : typeof value === 'string' ? value.split(',').map((part) => part.trim()).filter((part) => part !== '') : []);

/** Whether a key or a client passes all filters that are set. */
export function passes(record: JsonObject, { values, session }: Item): boolean {
	const { creatorEmail, status, lastUsedBefore, withoutIpAllowList, expiringWithin, wildcardScope } = values;
	if (typeof creatorEmail === 'string' && !isSame(createdBy(record).email, creatorEmail)) return false;
	if (Array.isArray(status) && !status.includes(record.status ?? null)) return false;
	if (typeof lastUsedBefore === 'string' && time(record.lastUsedAt) >= time(lastUsedBefore)) return false;
	if (withoutIpAllowList === true && listOf(record.ipWhitelist).length > 0) return false;
	if (typeof expiringWithin === 'number' && !isExpiringWithin(record, expiringWithin, session.clock.now())) return false;
	return !(wildcardScope === true && !listOf(record.scopes).includes('*'));
}
