import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv/dist/ajv.js';
import addFormats from 'ajv-formats';
import { isObject, type Finding, type Json, type JsonObject } from '../frame/schemas.mts';
import { OVERLAY } from './jsonApiOverlay.mts';

const MODULES = join(import.meta.dirname, '../../../node_modules');
const read = (path: string): JsonObject => JSON.parse(readFileSync(join(MODULES, path), 'utf8')) as JsonObject;

/** RFC 7396, on a copy. */
function patched(target: Json | undefined, patch: Json): Json {
	if (!isObject(patch)) return patch;
	const whole: JsonObject = isObject(target) ? { ...target } : {};
	for (const [name, value] of Object.entries(patch)) {
		if (value === null) delete whole[name];
		else whole[name] = patched(whole[name], value);
	}
	return whole;
}

type Part = 'success' | 'failure' | 'info' | 'creation';

const ajv = new Ajv({ allErrors: true, strict: false });
addFormats.default(ajv, { mode: 'full' });
// The official schema is of draft 6, which this validator does not know by itself.
ajv.addMetaSchema(read('ajv/dist/refs/json-schema-draft-06.json'));
const isReference = ajv.formats['uri-reference'] as RegExp;
// The library leaves the brackets of `page[limit]` in its links as they are, which RFC 3986 section 3.4 does not allow and every client takes.
ajv.addFormat('uri-reference', (text: string) => isReference.test(text.replace(/\?.*$/, (search) => search.replaceAll('[', '%5B').replaceAll(']', '%5D'))));
ajv.addSchema(patched(read('jsonapi-validator/lib/schema.json'), OVERLAY) as JsonObject, 'jsonapi:');

function violations(part: Part, document: JsonObject): Finding[] {
	const validate = ajv.getSchema(`jsonapi:#/definitions/${part}`)!;
	if (validate(document)) return [];
	return (validate.errors ?? []).map(({ instancePath, message, params }) => {
		const more = (params as Record<string, unknown>).additionalProperty ?? (params as Record<string, unknown>).missingProperty;
		return { where: `jsonapi${instancePath}`, message: `${message ?? 'is invalid'}${more === undefined ? '' : `: ${String(more)}`}` };
	});
}

const keyOf = ({ type, id }: JsonObject): string => JSON.stringify([type, id]);
const listed = (value: Json | undefined): JsonObject[] => (Array.isArray(value) ? value : [value]).filter((one): one is JsonObject => isObject(one as Json));

/** Each resource once, and all of `included` in reach of the primary data (JSON:API 1.1, "Compound Documents"). */
function compoundViolations({ data, included }: JsonObject, isSparse: boolean): Finding[] {
	const primary = listed(data);
	const all = [...primary, ...listed(included)];
	const known = new Map<string, JsonObject>();
	const findings: Finding[] = [];
	for (const one of all) {
		if (known.has(keyOf(one))) findings.push({ where: 'jsonapi', message: `holds ${keyOf(one)} more than once` });
		known.set(keyOf(one), one);
	}
	if (isSparse) return findings;
	const reached = new Set(primary.map(keyOf));
	const queue = [...primary];
	for (const one of queue) {
		for (const { data: linkage } of listed(Object.values(isObject(one.relationships) ? one.relationships : {}))) {
			for (const other of listed(linkage)) {
				const key = keyOf(other);
				const target = known.get(key);
				if (reached.has(key) || !target) continue;
				reached.add(key);
				queue.push(target);
			}
		}
	}
	const lost = [...known.keys()].filter((key) => !reached.has(key));
	return [...findings, ...lost.map((key) => ({ where: 'jsonapi/included', message: `nothing links to ${key}` }))];
}

/** What a document leaves of JSON:API 1.1. `isSparse`: fieldsets may have hidden the links to included resources. */
export function documentFindings(document: unknown, isSparse = false): Finding[] {
	if (!isObject(document as Json)) return [{ where: 'jsonapi', message: 'must be an object' }];
	const whole = document as JsonObject;
	const part = 'errors' in whole ? 'failure' : 'data' in whole ? 'success' : 'info';
	return [...violations(part, whole), ...(part === 'success' ? compoundViolations(whole, isSparse) : [])];
}

/** The same of a document that creates a resource. */
export const creationFindings = (document: unknown): Finding[] => (isObject(document as Json) ? violations('creation', document as JsonObject) : [{ where: 'jsonapi', message: 'must be an object' }]);
