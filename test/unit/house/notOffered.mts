/** Operations of a contract that no node operation reaches, each with the reason: contract file, then endpoint. */
export const notOffered: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	'accessowl.openapi.yaml': {},
	'oleria.openapi.yaml': {
		'POST /oauth2/token': 'n8n asks for the token itself, under the credential oleriaOAuth2Api.',
	},
};
