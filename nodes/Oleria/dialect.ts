import type { VendorText } from '../shared/http/dialect';
import { originFrom, tokenAddress } from '../shared/http/origin';
import { isRecord, type Dialect } from '../shared/operation';

/** Errors come as `code` and `message`; a gateway in front of the vendor may say something else. */
function errorText(body: unknown): VendorText {
	if (!isRecord(body)) return {};
	const { code, message, error, error_description: described, detail, title, errors } = body;
	const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
	const inner = isRecord(first) ? [first.message, first.detail, first.title] : [first];
	const text = [message, described, detail, title, error, ...inner].find((each): each is string => typeof each === 'string');
	return { ...(typeof code === 'string' ? { code } : {}), ...(text ? { message: text } : {}) };
}

/** People paste the address with what follows it: a slash, or the version. */
const withoutVersion = (address: unknown): unknown =>
	typeof address === 'string' ? address.trim().replace(/\/+$/, '').replace(/\/v1$/, '').replace(/\/+$/, '') : address;

export const dialect: Dialect = {
	vendor: 'Oleria',
	credentialType: () => 'oleriaOAuth2Api',
	origin: ({ baseUrl, accessTokenUrl }) => {
		tokenAddress(accessTokenUrl, 'Authentication URL', 'https://auth.acme.oleria.io/oauth2/token', 'Open the credential and paste the Authentication URL as Oleria shows it');
		return originFrom(withoutVersion(baseUrl), 'API URL', 'https://devx.acme.oleria.io');
	},
	secrets: ({ clientSecret, oauthTokenData }) =>
		[clientSecret, isRecord(oauthTokenData) ? oauthTokenData.access_token : undefined].filter((secret): secret is string => typeof secret === 'string' && secret !== ''),
	refreshesToken: true,
	http: {
		errors: {
			vendor: 'Oleria',
			read: errorText,
			hints: {
				'400': 'Check the filters: the field as it is called in the data set, its data type, and an operator that goes with it.',
				'401': 'Oleria does not accept the token, not even a fresh one. Check the Audience and the Scope in the credential.',
				'403': 'The OAuth application may not export this data set. Ask whoever made it under Settings → Manage APIs in Oleria.',
				'404': 'There is no such export, or it belongs to another OAuth application. Check the Export ID.',
				'429': 'All that uses the API of this organization shares one rate limit. Raise Max Wait under Options, or run this later.',
				TOKEN_REFUSED: 'The token endpoint refused the credential. Check Client ID, Client Secret, Audience and Scope, and try the other choice of Authentication.',
			},
		},
	},
	record: (body) => (isRecord(body) && typeof body.id === 'string' ? body : undefined),
	// There are no lists: an export is one whole file.
	list: { itemsPath: 'data', next: () => undefined, pageSize: { parameter: 'limit', max: 1 } },
};
