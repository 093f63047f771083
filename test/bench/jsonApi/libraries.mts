// Six libraries, each used as its documentation says, with the options that leave names as they are.
import { createRequire } from 'node:module';
import { listOf, own, PLAIN } from './reader.mts';
import type { ProbedReader } from './reader.mts';

const load = createRequire(import.meta.url);

function jsona(): ProbedReader {
	const { Jsona } = load('jsona') as { Jsona: new () => { deserialize: (document: unknown) => unknown } };
	const formatter = new Jsona();
	return { ...PLAIN, read: (document) => formatter.deserialize(document), identifierMetas: (record, name) => listOf(own(record, name)).map((one) => own(one, 'resourceIdObjMeta')) };
}

async function kitsuCore(): Promise<ProbedReader> {
	const { deserialise } = (await import('kitsu-core')) as unknown as { deserialise: (document: unknown) => unknown }; // what it has for require does not load
	return {
		...PLAIN,
		read: (document) => deserialise(document),
		records: (whole) => listOf(own(whole, 'data')),
		related: (record, name) => own(own(record, name), 'data'),
		identifierMetas: (record, name) => listOf(own(own(record, name), 'data')).map((one) => own(one, 'meta')),
	};
}

function yayson(): ProbedReader {
	const { Store } = (load('yayson') as () => { Store: new () => { sync: (document: unknown) => unknown } })();
	type Get = (model: unknown) => unknown;
	const utils = load('yayson/utils') as Record<'getType' | 'getLinks' | 'getMeta' | 'getRelationshipLinks' | 'getRelationshipMeta', Get>;
	const of = (get: Get) => (model: unknown) => (typeof model === 'object' && model !== null ? get(model) : undefined);
	return {
		...PLAIN,
		// A store keeps what it has seen: a new one for each document, as the others remember nothing either.
		read: (document) => new Store().sync(document),
		type: of(utils.getType),
		links: of(utils.getLinks),
		meta: of(utils.getMeta),
		relationLinks: (record, name) => of(utils.getRelationshipLinks)(own(record, name)),
		relationMeta: (record, name) => of(utils.getRelationshipMeta)(own(record, name)),
		documentLinks: of(utils.getLinks),
		documentMeta: of(utils.getMeta),
	};
}

type Model = Record<string, unknown>;
type Devour = {
	middleware: ReadonlyArray<{ name: string; res?: (payload: unknown) => unknown }>;
	models: Record<string, { attributes: Model }>;
	define: (name: string, model: Model) => void;
	deserialize: { cache: { clear: () => void } };
};

/** Its models have to be defined beforehand: those of every type in the document, with all their names. */
function defineModels(client: Devour, document: unknown): void {
	for (const resource of [...listOf(own(document, 'data')), ...listOf(own(document, 'included'))]) {
		const model: Model = { ...client.models[String(own(resource, 'type'))]?.attributes };
		for (const name of Object.keys((own(resource, 'attributes') ?? {}) as object)) model[name] ??= '';
		for (const name of Object.keys((own(resource, 'relationships') ?? {}) as object)) {
			model[name] ??= { jsonApi: Array.isArray(own(own(own(resource, 'relationships'), name), 'data')) ? 'hasMany' : 'hasOne' };
		}
		client.define(String(own(resource, 'type')), model);
	}
}

function devourClient(): ProbedReader {
	const Client = load('devour-client') as new (options: object) => Devour;
	const client = new Client({ apiUrl: 'http://127.0.0.1', pluralize: false, logger: false });
	const response = client.middleware.find(({ name }) => name === 'response');
	return {
		...PLAIN,
		prepare: (document) => {
			client.deserialize.cache.clear(); // still full when the reading before has thrown
			defineModels(client, document);
		},
		// What find and findAll do with an answer.
		read: (document) => response?.res?.({ jsonApi: client, req: { method: 'GET' }, res: { status: 200, data: document } }),
		records: (whole) => listOf(own(whole, 'data')),
	};
}

function jsonApiNormalizer(): ProbedReader {
	type Normalize = (document: unknown, options: object) => unknown;
	const normalize = (load('json-api-normalizer') as { default: Normalize }).default;
	const endpoint = '/';
	const reference = (record: unknown, name: string) => own(own(record, 'relationships'), name);
	/** It makes tables by type and id, and leaves looking up to others. */
	const find = (whole: unknown, identifier: unknown) => own(own(whole, String(own(identifier, 'type'))), String(own(identifier, 'id'))) ?? identifier;
	const page = (whole: unknown) => own(own(whole, 'meta'), endpoint);
	return {
		...PLAIN,
		// With an endpoint, as only that keeps which resources were the primary ones.
		read: (document) => normalize(document, { endpoint, camelizeKeys: false, camelizeTypeValues: false }),
		records: (whole) => {
			const primary = own(page(whole), 'data');
			return Array.isArray(primary) ? primary.map((identifier) => find(whole, identifier)) : [];
		},
		attribute: (record, name) => own(own(record, 'attributes'), name),
		related: (record, name, whole) => {
			const linkage = own(reference(record, name), 'data');
			return Array.isArray(linkage) ? linkage.map((identifier) => find(whole, identifier)) : linkage ? find(whole, linkage) : linkage;
		},
		relationLinks: (record, name) => own(reference(record, name), 'links'),
		relationMeta: (record, name) => own(reference(record, name), 'meta'),
		identifierMetas: (record, name) => listOf(own(reference(record, name), 'data')).map((identifier) => own(identifier, 'meta')),
		documentLinks: (whole) => own(page(whole), 'links'),
		documentMeta: (whole) => own(page(whole), 'meta'),
	};
}

function jsonApiSerializer(): ProbedReader {
	type Options = { keyForAttribute: (name: string) => string; typeAsAttribute: boolean };
	const { Deserializer } = load('jsonapi-serializer') as { Deserializer: new (options: Options) => { deserialize: (document: unknown) => Promise<unknown> } };
	const deserializer = new Deserializer({ keyForAttribute: (name) => name, typeAsAttribute: true });
	return { ...PLAIN, read: async (document) => await deserializer.deserialize(document), documentLinks: (whole) => own(listOf(whole)[0], 'links') };
}

/** By the names they have on npm. Only the one that is asked for is loaded. */
export const LIBRARIES = {
	jsona,
	'kitsu-core': kitsuCore,
	yayson,
	'devour-client': devourClient,
	'json-api-normalizer': jsonApiNormalizer,
	'jsonapi-serializer': jsonApiSerializer,
} as const satisfies Record<string, () => ProbedReader | Promise<ProbedReader>>;

export type Library = keyof typeof LIBRARIES;
