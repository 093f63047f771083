import type { VendorText } from '../shared/http/dialect';
import { fieldMessages } from '../shared/http/fieldMessages';
import { InputError } from '../shared/http/inputError';
import { headerSecret, originFrom, tokenAddress } from '../shared/http/origin';
import type { JsonObject } from '../shared/http/request';
import { isWebPage } from '../shared/http/webPage';
import { isRecord, type Dialect } from '../shared/operation';
import { offset } from '../shared/pagination';

/** The credential type behind each choice of Authentication. */
const CREDENTIAL_TYPES = new Map([
	['apiKey', 'rezolveApiKeyApi'],
	['bearer', 'rezolveBearerApi'],
	['oAuth2', 'rezolveOAuth2Api'],
]);

/** People paste the address with what follows it. */
const withoutVersion = (address: unknown): unknown =>
	typeof address === 'string' ? address.trim().replace(/\/+$/, '').replace(/\/api\/v1$/, '') : address;

export function errorText(body: unknown): VendorText {
	if (!isRecord(body)) return {};
	const inner = isRecord(body.error) ? body.error : body;
	const { code, message, details, reason } = isRecord(body.error) ? inner : { ...inner, ...(isRecord(body.data) ? body.data : {}) };
	const said = [message, body.message, typeof body.error === 'string' ? body.error : undefined].find((each): each is string => typeof each === 'string' && each !== '');
	const own = [code, reason].find((each): each is string => typeof each === 'string');
	const fields = fieldMessages(details).filter(({ message: text }) => text !== said);
	return { ...(said ? { message: said } : {}), ...(own ? { code: own } : {}), fields };
}

/** Health answers come without an envelope, everything else within one. A 204 has neither. */
function recordIn(body: unknown): JsonObject | undefined {
	if (body === undefined || body === null || body === '') return {};
	if (!isRecord(body)) return undefined;
	if (typeof body.success !== 'boolean') return body;
	return isRecord(body.data) ? body.data : body.data === undefined || body.data === null ? {} : { data: body.data };
}

const NOT_THE_API = {
	message: 'What answered is not the API of Rezolve.ai',
	description: 'It answered with a web page or sent the request on. Check the Base URL in the credential: it goes without /api/v1.',
};

/** RFC 9110 section 5.5: what a header can carry. Throws InputError. */
function headerValue(value: unknown, displayName: string, required: boolean): string {
	const text = typeof value === 'string' ? value.trim() : '';
	if (text === '' && required) throw new InputError(`${displayName} is empty`, 'Open the credential and fill it in.');
	if (/^[\x21-\x7e]*$/.test(text)) return text;
	throw new InputError(`${displayName} holds a blank or a sign that a header cannot carry`, 'Open the credential and paste it again, without anything before or after it.');
}

const RESET_FORMATS = ['deltaSeconds', 'epochMilliseconds', 'epochSeconds'] as const;

const ROLE = 'The credential lacks the role for this, the tenant is another one, or its IP addresses are limited. Management needs an administrator (tenant_admin, or the role that the page of this node names); an API key cannot reach all of it.';

export const dialect: Dialect = {
	vendor: 'Rezolve.ai',
	credentialType: (parameter) => CREDENTIAL_TYPES.get(String(parameter('authentication'))) ?? 'rezolveOAuth2Api',
	origin: ({ baseUrl, apiKey, apiToken, accessTokenUrl, grantType }) => {
		if (apiKey !== undefined) headerSecret(String(apiKey).trim(), 'API Key');
		if (apiToken !== undefined) headerSecret(String(apiToken).trim(), 'API Token');
		if (grantType !== undefined) tokenAddress(accessTokenUrl, 'Token URL', 'https://api.rezolve.ai/api/v1/oauth/token');
		return originFrom(withoutVersion(baseUrl), 'Base URL', 'https://api.rezolve.ai');
	},
	secrets: ({ apiKey, apiToken, clientSecret, oauthTokenData }) =>
		[apiKey, apiToken, clientSecret, isRecord(oauthTokenData) ? oauthTokenData.access_token : undefined]
			.map((secret) => String(secret ?? '').trim())
			.filter((secret) => secret !== ''),
	refreshesToken: ({ grantType }) => grantType !== undefined,
	headers: ({ tenantId, realmName }) => {
		const realm = headerValue(realmName, 'Realm Name', false);
		return { 'x-tenantid': headerValue(tenantId, 'Tenant ID', true), ...(realm === '' ? {} : { realmname: realm }) };
	},
	rateLimit: ({ rateLimitReset }) => {
		const format = RESET_FORMATS.find((each) => each === rateLimitReset);
		return format ? { resetFormat: format } : {};
	},
	http: {
		errors: {
			vendor: 'Rezolve.ai',
			read: errorText,
			hints: {
				'400': 'Check the fields of this node against the message, and the Tenant ID in the credential.',
				'401': 'Rezolve.ai does not accept the credential: it may have expired or been revoked. Management is documented with a bearer token alone; try another kind of credential if you use an API key.',
				'403': ROLE,
				'404': 'There is no such record in this tenant, or this part of the API is closed to your organization. Check the ID.',
				'409': 'The record exists already, is gone or inactive already, or the work is running. Look at it in Rezolve.ai.',
				'422': 'Rezolve.ai refused the values. Check the fields that the message names.',
				'429': 'Rezolve.ai limits requests for each key and tenant. Raise Max Wait under Options, or run this later.',
				KEY_INACTIVE: 'Only an active key can be rotated. Revoke it, or make a new one.',
				TOKEN_EXPIRED: 'The token has run out. Paste a new one into the credential, or use OAuth2, where n8n renews it.',
				TOKEN_REFUSED: 'The token endpoint refused the credential. Check Client ID, Client Secret, Token URL and Scope, and try the other choice of Authentication in the credential.',
			},
		},
	},
	record: recordIn,
	refusal: (response) => {
		const { status, body } = response;
		if (status >= 300 && status <= 399) return NOT_THE_API;
		if (status < 200 || status > 299) return undefined;
		if (isWebPage(response)) return NOT_THE_API;
		if (!isRecord(body) || body.success !== false) return undefined;
		const { message, code, fields = [] } = errorText(body);
		const details = fields.map(({ field, message: text }) => (field === '' ? text : `${field}: ${text}`)).join('; ');
		return {
			message: `Rezolve.ai refused: ${message ?? code ?? 'it gave no reason'}`,
			description: [details, code && message ? `Code: ${code}.` : ''].filter((part) => part !== '').join(' ') || 'Look at the record in Rezolve.ai before you run this again.',
		};
	},
	list: {
		itemsPath: ['data.apiKeys', 'data.clients', 'data.logs'],
		// With one record shared, a list that shrinks while it is read never loses one without a word.
		next: offset({ parameter: 'offset', sizeParameter: 'limit', hasMorePath: 'data.pagination.hasMore', overlap: 1 }),
		pageSize: { parameter: 'limit', max: 100 },
		totalPath: 'data.pagination.total',
		ahead: 3,
	},
};
