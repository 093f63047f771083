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
	'rezolve.openapi.yaml': {
		'POST /api/v1/oauth/token': 'n8n asks for the token itself, under the credential rezolveOAuth2Api.',
		'POST /mcp': 'A second way to the same tools, for AI programs; n8n has an MCP client of its own.',
		'POST /api/v2/ticketing/ticket/notifications': 'Notices of the very user who signs in, for the screen of Rezolve.ai.',
		'GET /api/v2/ticketing/ticket/notification/count': 'Notices of the very user who signs in, for the screen of Rezolve.ai.',
		'POST /api/v2/ticketing/ticket/sse/list/updates': 'A stream that never ends; a node that runs and returns cannot hold it.',
		'GET /api/v2/ticketing/ticket/sse/notifications': 'A stream that never ends; a node that runs and returns cannot hold it.',
		'GET /api/v2/ticketing/user/preference': 'How the very user who signs in likes the screens of Rezolve.ai.',
		'GET /api/v2/ticketing/queue/current': 'Whether the very user who signs in is taking tickets at the moment.',
		'GET /api/v2/ticketing/menu/fetch': 'What the menu of Rezolve.ai shows on its screens.',
		'GET /api/v2/ticketing/tenant/meta': 'How the screens for tickets are set up; offboarding asks for none of it.',
		'GET /api/v1/ticketing/clientMap/findAndCountAll': 'Which ticket systems are connected, for the screens of Rezolve.ai; the Integration Hub lists what stands behind its tools.',
		'PUT /api/v1/catalog/metaFields/update': 'Changes a form of the service catalogue, which no offboarding does.',
		...Object.fromEntries(
			[
				'articles/upload',
				'document/upload',
				'flow/upload',
				'get-vectors',
				'delete',
				'azure/failed-files',
				'confluence/space-listing',
				'confluence/upload',
				'servicenow/kb-listing',
				'servicenow/upload',
				'sharepoint/listing',
				'sharepoint/upload',
				'sharepoint/delete',
			].map((path) => [`POST /v2/${path}`, 'Feeds the knowledge base of the assistant, with secrets of other services in the body; no part of offboarding.']),
		),
	},
};
