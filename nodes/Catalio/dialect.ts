import { InputError } from '../shared/http/inputError';
import { headerSecret, originFrom } from '../shared/http/origin';
import type { JsonObject } from '../shared/http/request';
import { isWebPage } from '../shared/http/webPage';
import { documentProblem, errorText, MEDIA_TYPE } from '../shared/jsonApi';
import { isRecord, type Dialect } from '../shared/operation';
import { byLink, PAGE_SIZE } from './paging';

/** The path that the vendor documents; every endpoint of the contract begins with it. */
const DOCUMENTED_PATH = '/api/v1';

const withoutSlash = (address: unknown): unknown => (typeof address === 'string' ? address.trim().replace(/\/+$/, '') : address);

/** The credential's API path, without a slash at its end. Throws InputError for what would change the address itself. */
function apiPath(given: unknown): string {
	const path = String(withoutSlash(given ?? DOCUMENTED_PATH));
	const isPath = /^(\/[\w.~-]+)*$/.test(path) && !path.split('/').some((part) => part === '.' || part === '..');
	if (isPath) return path;
	throw new InputError(`API Path is "${path.slice(0, 60)}"`, `Open the credential and use a path such as ${DOCUMENTED_PATH}.`);
}

const NOT_THE_API = {
	message: 'What answered is not the API of Catalio',
	description: 'It answered with a web page or sent the request on. Check Base URL and API Path in the credential.',
};

/** An action may answer with a plain value; a change may be answered with nothing at all. */
function answerIn(body: unknown): JsonObject {
	if (isRecord(body)) return body;
	return body === undefined || body === null || body === '' ? {} : { result: body as JsonObject[string] };
}

const NAMES = 'The names that this organization knows stand in its own API description: pick them from the lists of this node instead of typing them.';

export const dialect: Dialect = {
	vendor: 'Catalio',
	credentialType: () => 'catalioOAuth2Api',
	origin: ({ authentication, apiToken, baseUrl }) => {
		if (authentication === 'token') headerSecret(String(apiToken ?? '').trim(), 'API Token');
		return originFrom(withoutSlash(baseUrl), 'Base URL', 'https://catalio.ai');
	},
	pathOf: (path, credential) => apiPath(credential.apiPath) + path.slice(DOCUMENTED_PATH.length),
	secrets: ({ authentication, clientSecret, accessToken, apiToken }) =>
		(authentication === 'token' ? [apiToken] : [clientSecret, accessToken]).map((secret) => String(secret ?? '').trim()).filter((secret) => secret !== ''),
	refreshesToken: ({ authentication }) => authentication !== 'token',
	mediaType: MEDIA_TYPE,
	http: {
		errors: {
			vendor: 'Catalio',
			read: errorText,
			hints: {
				'400': 'Check the fields that the message names. Catalio refuses attributes, filters and paths that it does not know.',
				'401': 'Catalio does not accept the token, not even a fresh one. The secret may have been rotated, which ends the old one at once, or the credential revoked. Make a new secret in Catalio under Settings, API Credentials, and put it into the credential.',
				'403': 'The API credential may not do this. Only the owner of a record or an organization admin may hand it over or delete it.',
				'404': 'There is no such record, or it is private and hidden from this API credential. Check the ID and the kind of record.',
				'406': 'Catalio refused the media type. A proxy in between may change the Accept header.',
				'409': 'The record is in conflict with another one, or the ID belongs to another kind of record.',
				'415': 'Catalio refused the media type. A proxy in between may change the Content-Type header.',
				'422': 'Catalio refused the values. Check the fields that the message names.',
				'429': 'Catalio limits requests. Raise Max Wait under Options, or run this later.',
				invalid_filter: NAMES,
				invalid_sort: NAMES,
				invalid_includes: NAMES,
				invalid_field: NAMES,
				no_such_input: 'Catalio does not take this field here. A relation may have to be written in another way: try Written As with another choice.',
				no_route_found: 'This organization does not offer this call. If it is about a relation, write it as an attribute or as linkage with Update instead.',
				TOKEN_REFUSED: 'Check Client ID, Client Secret and Audience in the credential.',
			},
		},
	},
	record: answerIn,
	refusal: (response) => {
		const { status, body } = response;
		if (status >= 300 && status <= 399) return NOT_THE_API;
		if (status < 200 || status > 299) return undefined;
		if (isWebPage(response)) return NOT_THE_API;
		const problem = isRecord(body) && 'errors' in body ? documentProblem(body) : undefined;
		return problem === undefined ? undefined : { message: `Catalio answered with success and yet with errors: ${problem}`, description: 'Look at the record in Catalio before you run this again.' };
	},
	list: { itemsPath: 'data', next: byLink, pageSize: { parameter: 'page[limit]', max: PAGE_SIZE }, totalPath: 'meta.page.total' },
};
