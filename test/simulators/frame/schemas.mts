import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };

export const isObject = (value: unknown): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** One thing that is wrong, and where: `query.limit`, `body/requests/0/resource_id`. */
export interface Finding {
	readonly where: string;
	readonly message: string;
}

/** Escapes one step of a JSON Pointer (RFC 6901 section 3). */
export const pointerStep = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** Words of the OpenAPI 3.1 schema dialect that say nothing about validity. */
const OPENAPI_WORDS = ['discriminator', 'example', 'externalDocs', 'xml'];

function extensionWords(value: Json, found = new Set<string>()): Set<string> {
	if (Array.isArray(value)) for (const item of value) extensionWords(item, found);
	else if (isObject(value)) {
		for (const [name, member] of Object.entries(value)) {
			if (name.startsWith('x-')) found.add(name);
			extensionWords(member, found);
		}
	}
	return found;
}

/**
 * The schemas of one OpenAPI 3.1 document, compiled when first asked for and then kept.
 * A misspelt keyword or an unknown format in the document throws: a check that silently does nothing would be worse than none.
 */
export class Schemas {
	readonly document: JsonObject;
	#ajv: Ajv2020;
	#compiled = new Map<string, ValidateFunction>();

	constructor(document: JsonObject) {
		this.document = document;
		this.#ajv = new Ajv2020({
			allErrors: true,
			strict: true,
			strictTypes: false,
			strictTuples: false,
			strictRequired: false,
			allowUnionTypes: true,
			validateFormats: true,
		});
		addFormats.default(this.#ajv, { mode: 'full', keywords: false });
		// The document as a whole is no schema, it only holds schemas: it is registered for its pointers, so its own members are words too.
		const words = new Set([...OPENAPI_WORDS, ...Object.keys(document), ...extensionWords(document)]);
		for (const word of words) this.#ajv.addKeyword(word);
		this.#ajv.addSchema(document, 'contract:', undefined, false);
	}

	/** Follows `$ref`s within the document. Returns the value and the pointer at which it really stands. Throws on a dangling reference. */
	resolve(pointer: string): { value: Json; pointer: string } {
		let value: Json | undefined = this.document;
		let at = '';
		for (const step of pointer.split('/').slice(1)) {
			({ value, pointer: at } = this.#follow(value as Json, at));
			const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
			value = Array.isArray(value) ? value[Number(name)] : isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
			at = `${at}/${step}`;
			if (value === undefined) throw new Error(`The contract has nothing at ${pointer}`);
		}
		return this.#follow(value, at);
	}

	#follow(value: Json, pointer: string): { value: Json; pointer: string } {
		if (!isObject(value) || typeof value.$ref !== 'string') return { value, pointer };
		if (!value.$ref.startsWith('#/')) throw new Error(`Only references within the document are supported, not ${value.$ref}`);
		return this.resolve(decodeURIComponent(value.$ref.slice(1)));
	}

	/** What is wrong with a value by the schema at this pointer; empty when nothing is. `where` is put before each path. */
	check(pointer: string, value: unknown, where: string): Finding[] {
		let validate = this.#compiled.get(pointer);
		if (!validate) {
			validate = this.#ajv.compile({ $ref: `contract:#${encodeURI(pointer)}` });
			this.#compiled.set(pointer, validate);
		}
		return validate(value) ? [] : (validate.errors ?? []).map((error) => findingFrom(error, where));
	}
}

function findingFrom(error: ErrorObject, where: string): Finding {
	const { additionalProperty, unevaluatedProperty, allowedValues } = error.params as Record<string, unknown>;
	const detail = additionalProperty ?? unevaluatedProperty ?? (Array.isArray(allowedValues) ? allowedValues.join(', ') : undefined);
	const missing = (error.params as { missingProperty?: string }).missingProperty;
	return {
		where: `${where}${error.instancePath}${missing === undefined ? '' : `/${missing}`}`,
		message: `${error.message ?? error.keyword}${detail === undefined ? '' : `: ${String(detail)}`}`,
	};
}
