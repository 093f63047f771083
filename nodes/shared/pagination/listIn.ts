import type { JsonValue, VendorResponse } from '../http/request';
import { PaginationError, type Progress } from './paginationError';
import { valueAt } from './valueAt';

function described(body: unknown, response: VendorResponse): string {
	const contentType = [response.headers['content-type']].flat()[0]?.split(';')[0]?.trim();
	if (body === undefined || body === null || body === '') return 'no body';
	if (typeof body !== 'string') return Array.isArray(body) ? 'a bare list' : `a JSON ${typeof body} without one`;
	const kind = /^\s*<(!doctype html|html)/i.test(body) || contentType === 'text/html' ? 'an HTML page' : 'text';
	return contentType === undefined ? kind : `${kind} (${contentType})`;
}

/**
 * The list in an answer, at the first of the given paths that holds one. Anything else is no empty page but a PaginationError that
 * names the paths: an empty page would end the walk and pass a part for the whole.
 */
export function listIn(response: VendorResponse, itemsPath: string | readonly string[], progress: Progress): readonly JsonValue[] {
	const paths = typeof itemsPath === 'string' ? [itemsPath] : itemsPath;
	for (const path of paths) {
		const found = valueAt(response.body, path);
		if (Array.isArray(found)) return found as JsonValue[];
	}
	const places = paths.map((path) => (path === '' ? 'at the top' : `at "${path}"`)).join(' or ');
	const instead = described(response.body, response);
	const isJson = typeof response.body === 'object' && response.body !== null;
	throw new PaginationError('noList', `Expected a list ${places} in the answer (status ${response.status}), found ${instead}`, {
		advice: isJson
			? 'The address answers, but not with a list: check the base URL in the credential, and whether the vendor changed this endpoint.'
			: 'Check the base URL in the credential, and whether API access is enabled for this organization.',
		...progress,
	});
}
