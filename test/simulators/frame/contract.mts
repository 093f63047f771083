import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { accepts, documentedFor, essence, isJson } from './mediaType.mts';
import { checkHeader, checkHeaders, fieldsFromForm, parameterAt, readPath, readQuery, type Parameter, type Values } from './parameters.mts';
import type { StreamedBody } from './streamedBody.mts';
import { fieldsFromXml, isXml } from './xml.mts';
import { isObject, pointerStep, Schemas, type Finding, type JsonObject } from './schemas.mts';

export type { Finding } from './schemas.mts';

/** A place where a request or an answer left the contract. */
export interface Violation extends Finding {
	readonly direction: 'request' | 'answer';
	readonly operationId: string | null;
	readonly requestNumber: number;
}

/** One operation of the contract; our own operations are called otherwise. */
export interface ContractOperation {
	readonly operationId: string;
	readonly method: string;
	readonly path: string;
	readonly pointer: string;
	readonly parameters: readonly Parameter[];
	/** Undefined where the contract describes no body. */
	readonly requestBody: { readonly pointer: string; readonly required: boolean; readonly mediaTypes: readonly string[] } | undefined;
	readonly statuses: readonly string[];
}

/** A request as it came. Header names in lower case. */
export interface RawRequest {
	readonly query: URLSearchParams;
	readonly headers: Readonly<Record<string, unknown>>;
	readonly body: Buffer;
}

/** What a request says once it is read by the contract, and where it left it. */
export interface ReadRequest {
	readonly pathParameters: Values;
	readonly query: Values;
	readonly body: unknown;
	readonly findings: readonly Finding[];
}

/** An answer as it goes out. Header names in lower case. */
export interface RawAnswer {
	readonly status: number;
	readonly headers: Readonly<Record<string, unknown>>;
	readonly body: Buffer | StreamedBody;
}

/** An answer whose whole body is at hand. */
export interface WholeAnswer extends RawAnswer {
	readonly body: Buffer;
}

export type Match =
	| { readonly kind: 'operation'; readonly operation: ContractOperation; readonly pathParameters: Readonly<Record<string, string>> }
	| { readonly kind: 'noPath' }
	| { readonly kind: 'noMethod'; readonly allowed: readonly string[] };

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

interface Route {
	readonly expression: RegExp;
	readonly names: readonly string[];
	/** How many steps are placeholders: OpenAPI prefers the concrete path (section 4.8.8.2). */
	readonly placeholders: number;
	readonly operations: ReadonlyMap<string, ContractOperation>;
}

/** An OpenAPI 3.1 document as a checker of requests and answers. */
export class Contract {
	readonly schemas: Schemas;
	readonly operations: readonly ContractOperation[];
	#routes: readonly Route[];

	/** With `only`, the operations with these ids; all, unless told. */
	constructor(document: JsonObject, schemas = new Schemas(document), only?: ReadonlySet<string>) {
		this.schemas = schemas;
		this.#routes = Object.keys(document.paths as JsonObject)
			.map((path) => this.#routeOf(path, only))
			.filter(({ operations }) => operations.size > 0)
			.sort((a, b) => a.placeholders - b.placeholders);
		this.operations = this.#routes.flatMap((route) => [...route.operations.values()]);
	}

	/** The same document with some of its operations, for a server that offers no others. Throws for an id that the document lacks. */
	part(...operationIds: readonly string[]): Contract {
		const unknown = operationIds.filter((id) => !this.operations.some(({ operationId }) => operationId === id));
		if (unknown.length > 0) throw new Error(`The contract has no operation ${unknown.join(', ')}`);
		return new Contract(this.schemas.document, this.schemas, new Set(operationIds));
	}

	#routeOf(path: string, only: ReadonlySet<string> | undefined): Route {
		const item = this.schemas.resolve(`/paths/${pointerStep(path)}`);
		const names: string[] = [];
		const expression = path.split(/(\{[^}]+\})/).map((part) => {
			if (!part.startsWith('{')) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
			names.push(part.slice(1, -1));
			return '([^/]+)';
		});
		const operations = new Map<string, ContractOperation>();
		for (const method of METHODS) {
			if (!isObject((item.value as JsonObject)[method])) continue;
			const operation = this.#operationAt(item.pointer, method, path);
			if (!only || only.has(operation.operationId)) operations.set(method.toUpperCase(), operation);
		}
		return { expression: new RegExp(`^${expression.join('')}$`), names, placeholders: names.length, operations };
	}

	#operationAt(itemPointer: string, method: string, path: string): ContractOperation {
		const pointer = `${itemPointer}/${method}`;
		const operation = this.schemas.resolve(pointer).value as JsonObject;
		const item = this.schemas.resolve(itemPointer).value as JsonObject;
		const listed = (holder: JsonObject, at: string) =>
			Array.isArray(holder.parameters) ? holder.parameters.map((_, index) => parameterAt(`${at}/parameters/${index}`, this.schemas)) : [];
		const own = listed(operation, pointer);
		// An operation's parameter replaces the path's of the same name and place.
		const inherited = listed(item, itemPointer).filter(({ name, in: place }) => !own.some((one) => one.name === name && one.in === place));
		return {
			operationId: String(operation.operationId ?? `${method.toUpperCase()} ${path}`),
			method: method.toUpperCase(),
			path,
			pointer,
			parameters: [...inherited, ...own],
			requestBody: this.#requestBodyAt(operation, pointer),
			statuses: Object.keys(operation.responses as JsonObject),
		};
	}

	#requestBodyAt(operation: JsonObject, pointer: string): ContractOperation['requestBody'] {
		if (operation.requestBody === undefined) return undefined;
		const at = this.schemas.resolve(`${pointer}/requestBody`);
		const body = at.value as JsonObject;
		return { pointer: at.pointer, required: body.required === true, mediaTypes: Object.keys(body.content as JsonObject) };
	}

	/** Finds the operation of a path, which is still percent-encoded and has no query. */
	match(method: string, path: string): Match {
		for (const { expression, names, operations } of this.#routes) {
			const found = expression.exec(path);
			if (!found) continue;
			const operation = operations.get(method);
			if (!operation) {
				const other = this.#routes.find((route) => route.operations.has(method) && route.expression.test(path));
				if (other) continue;
				return { kind: 'noMethod', allowed: [...operations.keys()] };
			}
			return { kind: 'operation', operation, pathParameters: Object.fromEntries(names.map((name, index) => [name, found[index + 1]!])) };
		}
		return { kind: 'noPath' };
	}

	/** Reads a request by its operation. Whatever can be read is read, however much is wrong. */
	readRequest(operation: ContractOperation, pathParameters: Readonly<Record<string, string>>, request: RawRequest): ReadRequest {
		const path = readPath(pathParameters, operation.parameters, this.schemas);
		const query = readQuery(request.query, operation.parameters, this.schemas);
		const body = this.#readBody(operation, request);
		const findings = [...path.findings, ...query.findings, ...checkHeaders(request.headers, operation.parameters, this.schemas)];
		return {
			pathParameters: path.values,
			query: query.values,
			body: body.value,
			findings: [...findings, ...this.#checkAccept(operation, request.headers.accept), ...body.findings],
		};
	}

	#checkAccept(operation: ContractOperation, accept: unknown): Finding[] {
		const success = operation.statuses.filter((status) => status.startsWith('2'));
		const mediaTypes = success.flatMap((status) => this.#answerTypes(`${operation.pointer}/responses/${status}`));
		if (typeof accept !== 'string' || mediaTypes.length === 0 || accepts(accept, mediaTypes)) return [];
		return [{ where: 'header.accept', message: `must admit ${mediaTypes.join(' or ')}` }];
	}

	#readBody({ requestBody }: ContractOperation, { headers, body }: RawRequest): { value: unknown; findings: Finding[] } {
		if (body.length === 0) return { value: undefined, findings: requestBody?.required ? [{ where: 'body', message: 'is required' }] : [] };
		const contentType = String(headers['content-type'] ?? '');
		const text = body.toString('utf8');
		if (!requestBody) return { value: text, findings: [{ where: 'body', message: 'is not documented for this operation' }] };
		const mediaType = documentedFor(contentType, requestBody.mediaTypes);
		if (!mediaType) return { value: text, findings: [{ where: 'contentType', message: `must be ${requestBody.mediaTypes.join(' or ')}, not ${contentType || 'absent'}` }] };
		const schema = `${requestBody.pointer}/content/${pointerStep(mediaType)}/schema`;
		const read = this.#bodyValue(essence(contentType), text, schema);
		if ('problem' in read) return { value: text, findings: [{ where: 'body', message: read.problem }] };
		// A body in parts or without a schema is opaque to the contract.
		if (essence(contentType).startsWith('multipart/') || !this.#has(schema)) return { value: read.value, findings: [] };
		return { value: read.value, findings: this.schemas.check(schema, read.value, 'body') };
	}

	#bodyValue(contentType: string, text: string, schema: string): { value: unknown } | { problem: string } {
		if (contentType === 'application/x-www-form-urlencoded') return { value: fieldsFromForm(text, schema, this.schemas) };
		if (isXml(contentType)) return { value: fieldsFromXml(text) };
		if (!isJson(contentType)) return { value: text };
		try {
			return { value: JSON.parse(text) as unknown };
		} catch {
			return { problem: 'is not JSON' };
		}
	}

	#has(pointer: string): boolean {
		try {
			this.schemas.resolve(pointer);
			return true;
		} catch {
			return false;
		}
	}

	#answerTypes(pointer: string): string[] {
		const { content } = this.schemas.resolve(pointer).value as JsonObject;
		return isObject(content) ? Object.keys(content) : [];
	}

	/** What is wrong with an answer: its status, headers, content type and body. Empty when nothing is. */
	checkAnswer(operation: ContractOperation, { status, headers, body }: WholeAnswer): Finding[] {
		const key = [String(status), `${String(status)[0]!}XX`, 'default'].find((candidate) => operation.statuses.includes(candidate));
		if (!key) return [{ where: 'status', message: `${status} is not documented` }];
		const at = this.schemas.resolve(`${operation.pointer}/responses/${key}`);
		const described = at.value as JsonObject;
		const findings = Object.keys(isObject(described.headers) ? described.headers : {}).flatMap((name) => {
			const header = this.schemas.resolve(`${at.pointer}/headers/${pointerStep(name)}`);
			return checkHeader(name.toLowerCase(), headers[name.toLowerCase()], (header.value as JsonObject).required === true, `${header.pointer}/schema`, this.schemas);
		});
		return [...findings, ...this.#checkAnswerBody(at.pointer, String(headers['content-type'] ?? ''), body)];
	}

	#checkAnswerBody(pointer: string, contentType: string, body: Buffer): Finding[] {
		const mediaTypes = this.#answerTypes(pointer);
		if (mediaTypes.length === 0) return body.length === 0 ? [] : [{ where: 'body', message: 'is not documented for this answer' }];
		if (body.length === 0) return [{ where: 'body', message: 'is missing' }];
		const mediaType = documentedFor(contentType, mediaTypes);
		if (!mediaType) return [{ where: 'contentType', message: `must be ${mediaTypes.join(' or ')}, not ${contentType || 'absent'}` }];
		const schema = `${pointer}/content/${pointerStep(mediaType)}/schema`;
		const read = this.#bodyValue(essence(contentType), body.toString('utf8'), schema);
		if ('problem' in read) return [{ where: 'body', message: read.problem }];
		return this.#has(schema) ? this.schemas.check(schema, read.value, 'body') : [];
	}
}

const loaded = new Map<string, Contract>();

/** Reads an OpenAPI 3.1 document, in YAML or JSON, once a process. Throws where a reference dangles or the version is another. */
export function loadContract(file: string): Contract {
	const known = loaded.get(file);
	if (known) return known;
	const document = parse(readFileSync(file, 'utf8')) as JsonObject;
	if (!String(document.openapi).startsWith('3.1.')) throw new Error(`${file} is no OpenAPI 3.1 document`);
	const contract = new Contract(document);
	loaded.set(file, contract);
	return contract;
}
