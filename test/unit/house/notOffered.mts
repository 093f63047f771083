/** Operations of a contract that no node operation reaches, each with the reason: contract file, then endpoint. */
export const notOffered: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	'accessowl.openapi.yaml': {},
	'catalio.openapi.yaml': {
		'GET /api/v1/open_api': 'The node reads it by itself, for the lists and fields of its panel.',
		'POST /oauth/token': 'The credential catalioOAuth2Api asks for the token.',
	},
	'oleria.openapi.yaml': {
		'POST /oauth2/token': 'n8n asks for the token itself, under the credential oleriaOAuth2Api.',
	},
};
