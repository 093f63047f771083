import type { JsonObject } from '../http/request';
import { documentProblem, errorSummary } from './errors';
import { FlattenError } from './flattenError';
import { createRecordWriter } from './recordWriter';
import { indexOf, type ResourceIndex } from './resourceIndex';
import { isObject } from './resourceObject';

/** How many levels of related records stand within a record. */
export type Depth = 0 | 1 | 2 | 3;

export interface FlattenOptions {
	/** 0: relations stay identifiers. Default 1: related records, whose own relations are identifiers. */
	readonly depth?: Depth;
	/** Keep the links of document, resources and relationships. Default false. */
	readonly links?: boolean;
	/** Keep the meta of document, resources, relationships and identifiers. Default false. */
	readonly meta?: boolean;
	/** Put before the name of a field that clashes with another. Default `_`. */
	readonly prefix?: string;
	/** The most related records within the records of one document. Default 200,000. */
	readonly maxNodes?: number;
}

export interface Flattened {
	/** The primary data, in order; none for an empty list, for `data: null` and for a document that is all meta. */
	readonly records: JsonObject[];
	/** Whether the primary data are a list. */
	readonly isList: boolean;
	/** What is odd about the document, in sentences. */
	readonly notes: readonly string[];
	/** Of the document, where asked for and there. */
	readonly links?: JsonObject;
	readonly meta?: JsonObject;
}

const MAX_NODES = 200_000;

/**
 * The primary data of a JSON:API document as flat records: id, type, attributes and relations side by side. Never changes the document,
 * with which the records share the values within their attributes. Throws FlattenError for what is no document that may be read,
 * errors among them, and for a tree of more than `maxNodes` related records (JSON:API 1.1, https://jsonapi.org/format/1.1/).
 */
export function flatten(document: unknown, options: FlattenOptions = {}): Flattened {
	const read = readable(document);
	const index = indexOf(read);
	return {
		records: writerFor(index, options).tree(index.primary, options.depth ?? 1),
		isList: Array.isArray(read.data),
		notes: index.notes,
		...(options.links && isObject(read.links) && { links: read.links }),
		...(options.meta && isObject(read.meta) && { meta: read.meta }),
	};
}

/**
 * The included resources as records of their own, in the order of the document and each once; their relations are identifiers.
 * Whoever refers to them does not matter: sparse fieldsets hide that (JSON:API 1.1, "Compound Documents"). Throws FlattenError as `flatten` does.
 */
export function flattenIncluded(document: unknown, options: FlattenOptions = {}): JsonObject[] {
	const index = indexOf(readable(document));
	return writerFor(index, options).tree(index.included, 0);
}

function readable(document: unknown): JsonObject {
	const problem = documentProblem(document);
	if (problem === undefined && isObject(document)) return document;
	const said = errorSummary(document);
	throw new FlattenError(said === undefined ? String(problem) : `${String(problem)}: ${said}`, {
		advice: 'Check the address and the path in the credential, or choose the raw output to see the answer as it came.',
	});
}

function writerFor(index: ResourceIndex, { links = false, meta = false, prefix = '_', maxNodes = MAX_NODES }: FlattenOptions) {
	return createRecordWriter(index, { links, meta, prefix, maxNodes });
}
