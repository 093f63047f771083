import { InputError } from '../http/inputError';
import type { JsonObject, JsonValue, VendorRequest } from '../http/request';
import { partsOf, type Endpoint } from './definition';
import type { Field, Values } from './field';

export interface RequestParts {
	readonly path?: Readonly<Record<string, JsonValue>>;
	readonly query?: Readonly<Record<string, JsonValue | undefined>>;
	readonly body?: JsonValue;
	readonly headers?: Readonly<Record<string, string>>;
}

/** A path parameter as one segment. `.` and `..` would change the path after encoding, so they are refused. */
function segment(name: string, value: JsonValue | undefined): string {
	const text = value === undefined || value === null ? '' : String(value);
	if (text === '' || text === '.' || text === '..') {
		throw new InputError(`The ID for ${name} is ${text === '' ? 'empty' : `"${text}"`}`, 'Use the ID of a record.');
	}
	return encodeURIComponent(text);
}

/** Query values as text; a list is joined by commas (OpenAPI style form, not exploded). */
function queryOf(values: NonNullable<RequestParts['query']>): URLSearchParams {
	const query = new URLSearchParams();
	for (const [name, value] of Object.entries(values)) {
		if (value === undefined || value === null) continue;
		query.set(name, Array.isArray(value) ? value.join(',') : String(value));
	}
	return query;
}

/** A request from an endpoint and its parts. Path parameters are encoded. Throws InputError for an id that is none. */
export function buildRequest(origin: string, endpoint: Endpoint, parts: RequestParts = {}, pathOf = (path: string): string => path): VendorRequest {
	const { method, path } = partsOf(endpoint);
	const filled = pathOf(path).replace(/\{([^}]+)\}/g, (_match, name: string) => segment(name, parts.path?.[name]));
	const query = queryOf(parts.query ?? {}).toString();
	return {
		method,
		url: origin + filled + (query ? `?${query}` : ''),
		headers: parts.headers ?? {},
		...(parts.body === undefined ? {} : { body: parts.body }),
	};
}

function put(body: JsonObject, path: string, value: JsonValue): void {
	const names = path.split('.');
	let inner = body;
	for (const name of names.slice(0, -1)) {
		const next = inner[name];
		inner = inner[name] = typeof next === 'object' && next !== null && !Array.isArray(next) ? next : {};
	}
	inner[names[names.length - 1] as string] = value;
}

/** The request parts that the fields describe with `sendAs`. */
export function partsFrom(fields: readonly Field[], values: Values): RequestParts {
	const path: JsonObject = {};
	const query: JsonObject = {};
	const body: JsonObject = {};
	for (const { property, sendAs } of fields) {
		const value = values[property.name];
		if (!sendAs || value === undefined) continue;
		const dot = sendAs.indexOf('.');
		const [place, name] = [sendAs.slice(0, dot), sendAs.slice(dot + 1)];
		if (place === 'body') put(body, name, value);
		else (place === 'path' ? path : query)[name] = value;
	}
	const hasBody = fields.some(({ sendAs }) => sendAs?.startsWith('body.'));
	return { path, query, ...(hasBody ? { body } : {}) };
}
