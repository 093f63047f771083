import type { JsonObject, JsonValue } from '../http/request';
import { fieldOf } from './pointer';
import { isObject } from './resourceObject';

/** One error object (JSON:API 1.1, "Error Objects"), with whatever of it is there. */
export interface DocumentError {
	/** Names this one occurrence, for the vendor's support. */
	readonly id?: string;
	readonly status?: string;
	readonly code?: string;
	readonly title?: string;
	readonly detail?: string;
	readonly pointer?: string;
	readonly parameter?: string;
	readonly header?: string;
	/** The field, parameter or header that is to blame, as people know it. Undefined where the whole is. */
	readonly field?: string;
	/** Addresses of what says more about this occurrence, and about this kind of error. */
	readonly about?: string;
	readonly typeLink?: string;
	readonly meta?: JsonObject;
}

/** All errors of a document, in order; none where there is no list of them. Never throws. */
export function documentErrors(body: unknown): DocumentError[] {
	if (!isObject(body) || !Array.isArray(body.errors)) return [];
	return body.errors.map((error) => (isObject(error) ? readError(error) : { detail: typeof error === 'string' ? error : JSON.stringify(error) }));
}

function readError({ id, status, code, title, detail, source, links, meta }: JsonObject): DocumentError {
	const { pointer, parameter, header } = isObject(source) ? source : {};
	const { about, type } = isObject(links) ? links : {};
	const found: Record<string, string | undefined> = {
		id: textOf(id),
		status: textOf(status),
		code: textOf(code),
		title: textOf(title),
		detail: textOf(detail),
		pointer: textOf(pointer),
		parameter: textOf(parameter),
		header: textOf(header),
		field: fieldOf(textOf(pointer)) ?? textOf(parameter) ?? textOf(header),
		about: hrefOf(about),
		typeLink: hrefOf(type),
	};
	const present = Object.fromEntries(Object.entries(found).filter(([, text]) => text !== undefined));
	return { ...present, ...(isObject(meta) && { meta }) };
}

function textOf(value: JsonValue | undefined): string | undefined {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** A link is a string or an object with `href` (JSON:API 1.1, "Links"). */
const hrefOf = (link: JsonValue | undefined): string | undefined => textOf(isObject(link) ? link.href : link);
