import type { JsonObject, JsonValue } from '../../../shared/http/request';
import type { Linkage } from '../../../shared/jsonApi';
import { isRecord, type Item } from '../../../shared/operation';
import type { ResourceType } from '../../resourceTypes';
import { toWrite, type ToWrite } from '../fields/values';
import { attributesOf, storedDocument } from './current';
import { isSameValue } from './isSameValue';

/** Whether one thing is stored as it was, or is to be, sent; null where it cannot be read. */
type Verdict = boolean | null;

const keysOf = (linkage: JsonValue | Linkage): string[] =>
	(Array.isArray(linkage) ? linkage : [linkage]).filter(isRecord).map(({ type, id }) => JSON.stringify([type, String(id)])).sort();

const attributeVerdict = (read: JsonValue | undefined, sent: JsonValue): Verdict => (read === undefined ? null : isSameValue(read, sent));

/** A relationship without data was not loaded, which says nothing of what it holds (JSON:API 1.1 "Resource Linkage"). */
function relationVerdict({ data }: JsonObject, name: string, sent: Linkage): Verdict {
	const relationships = isRecord(data) && isRecord(data.relationships) ? data.relationships : {};
	const read = relationships[name];
	if (!isRecord(read) || read.data === undefined) return null;
	return JSON.stringify(keysOf(read.data)) === JSON.stringify(keysOf(sent));
}

/** The relations that are written, whichever way: their linkage has to be read to compare them. */
export const relationNames = ({ relationships, routes }: ToWrite): string[] => [...Object.keys(relationships), ...routes.map(({ name }) => name)];

/** What of it differs from what is stored, or cannot be read back. */
export function differing(stored: JsonObject, { attributes, relationships, routes }: ToWrite): ToWrite {
	const read = attributesOf(stored);
	return {
		attributes: Object.fromEntries(Object.entries(attributes).filter(([name, sent]) => attributeVerdict(read[name], sent) !== true)),
		relationships: Object.fromEntries(Object.entries(relationships).filter(([name, sent]) => relationVerdict(stored, name, sent) !== true)),
		routes: routes.filter(({ name, linkage }) => relationVerdict(stored, name, linkage) !== true),
	};
}

export const isNothing = ({ attributes, relationships, routes }: ToWrite): boolean => Object.keys(attributes).length + Object.keys(relationships).length + routes.length === 0;

/** Whether a record holds what was written, relations included; null where part of it cannot be read, or nothing was written. Throws VendorError. */
export async function isWritten(item: Item, id: JsonValue | undefined, type: ResourceType): Promise<Verdict> {
	const sent = toWrite(item);
	const stored = typeof id === 'string' ? await storedDocument(item, id, type, relationNames(sent)) : undefined;
	if (!stored) return null;
	const read = attributesOf(stored);
	const verdicts = [
		...Object.entries(sent.attributes).map(([name, value]) => attributeVerdict(read[name], value)),
		...Object.entries(sent.relationships).map(([name, linkage]) => relationVerdict(stored, name, linkage)),
		...sent.routes.map(({ name, linkage }) => relationVerdict(stored, name, linkage)),
	];
	if (verdicts.includes(false)) return false;
	return verdicts.length > 0 && !verdicts.includes(null) ? true : null;
}
