import { isObject, member, refName, type Json, type Schemas } from './schemas';
import { filteredType, queryParameters } from './parameters';

/** What stands at one path of the document: its operations by method. */
export interface Routes {
	/** Every path that begins at a list, shortest first for each type. */
	readonly collections: readonly Collection[];
	/** The operation at the collection's path and what follows it, `{}` for a parameter: `/{}`, `/{}/relationships/team`. */
	operation(collection: Collection, rest: string, method: string): Json | undefined;
}

export interface Collection {
	readonly type: string;
	/** Its own name, the last part of the path. */
	readonly name: string;
	readonly path: string;
	readonly item: Json;
}

const isVariable = (part: string): boolean => part.startsWith('{') || part.startsWith(':');

/** Prefixes differ between documents: what counts is where the parameters stand. */
const normalPath = (path: string): string => path.split('/').filter((part) => part !== '').map((part) => (isVariable(part) ? '{}' : part)).join('/');

/** The schema of a body, request or answer: that of JSON:API's media type where there are several. */
export function contentSchema(schemas: Schemas, body: unknown): unknown {
	const content = schemas.membersOf(member(schemas.resolve(body), 'content')).filter(([type]) => !type.startsWith('multipart/'));
	const chosen = content.find(([type]) => type.startsWith('application/vnd.api+json')) ?? content.find(([type]) => type.includes('json')) ?? content[0];
	return member(chosen?.[1], 'schema');
}

/** The document that a successful call answers with. */
function answerSchema(schemas: Schemas, operation: Json): unknown {
	const success = schemas.membersOf(operation.responses).find(([status]) => /^2/.test(status));
	return contentSchema(schemas, success?.[1]);
}

/** What `data` of a successful answer is made of: the schema of one resource object, and whether there is a list of them. */
export function answeredData(schemas: Schemas, operation: Json): { readonly resource: unknown; readonly isList: boolean } {
	const data = schemas.propertyAt(answerSchema(schemas, operation), 'data');
	const items = schemas.partsOf(data).leaves.find((leaf) => leaf.items !== undefined)?.items;
	return items === undefined ? { resource: data, isList: false } : { resource: items, isList: true };
}

/** All that tells which type an operation is about, the surest first. `resources` are the types that the document has schemas for. */
function typeOf(schemas: Schemas, item: Json, operation: Json, resources: ReadonlyMap<string, string>): string | undefined {
	const { resource } = answeredData(schemas, operation);
	const answered = resources.get(refName(resource) ?? '') ?? schemas.constantsOf(schemas.propertyAt(resource, 'type'))[0];
	if (answered !== undefined) return answered;
	const sent = schemas.constantsOf(schemas.propertyAt(contentSchema(schemas, operation.requestBody), 'data', 'type'))[0];
	if (sent !== undefined) return sent;
	const filtered = filteredType(queryParameters(schemas, item, operation).get('filter'));
	if (filtered !== undefined) return filtered;
	// AshJsonApi tags an operation with its type, unless the vendor groups by domain.
	const tag = schemas.listOf(operation.tags).find((each) => typeof each === 'string' && resources.get(each) === each);
	return tag as string | undefined;
}

interface Candidate extends Collection {
	/** What speaks for this path as the collection of its type, most important first; less is better. */
	readonly rank: readonly number[];
}

function candidate(schemas: Schemas, path: string, item: Json, resources: ReadonlyMap<string, string>, typeByCollection: ReadonlyMap<string, string>): Candidate | undefined {
	const parts = normalPath(path).split('/');
	const name = parts.at(-1) ?? '';
	const { get, post } = item;
	if (name === '' || parts.includes('{}') || (!isObject(get) && !isObject(post))) return undefined;
	const isCollection = typeByCollection.has(name);
	const told = [get, post].filter(isObject).map((operation) => typeOf(schemas, item, operation, resources)).find((type) => type !== undefined);
	const type = told ?? typeByCollection.get(name);
	if (type === undefined) return undefined;
	const isList = isObject(get) && answeredData(schemas, get).isList;
	return { type, name, path: normalPath(path), item, rank: [isCollection ? 0 : 1, isList ? 0 : 1, isObject(post) ? 0 : 1, parts.length] };
}

function isBetter(one: Candidate, other: Candidate): boolean {
	const at = one.rank.findIndex((value, index) => value !== other.rank[index]);
	return at < 0 ? one.path < other.path : Number(one.rank[at]) < Number(other.rank[at]);
}

/** The paths of the document, and which of them is the collection of which type. */
export function routesOf(schemas: Schemas, paths: unknown, resources: ReadonlyMap<string, string>, typeByCollection: ReadonlyMap<string, string>): Routes {
	const byPath = new Map<string, Json>();
	const best = new Map<string, Candidate>();
	for (const [path, raw] of schemas.membersOf(paths)) {
		const item = schemas.resolve(raw);
		if (!isObject(item)) continue;
		byPath.set(normalPath(path), item);
		const found = candidate(schemas, path, item, resources, typeByCollection);
		const known = found && best.get(found.type);
		if (found && (!known || isBetter(found, known))) best.set(found.type, found);
	}
	return {
		collections: [...best.values()],
		operation: ({ path }, rest, method) => {
			const operation = member(byPath.get(path + rest), method);
			return isObject(operation) ? operation : undefined;
		},
	};
}
