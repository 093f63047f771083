import type { N8n } from '../support/n8nServer.mts';
import { sharedN8n } from '../support/n8nShared.mts';

describe('the package in a real n8n', () => {
	let n8n: N8n;
	beforeAll(async () => {
		n8n = await sharedN8n();
	});

	it('offers its nodes and its credentials under the names that workflows store', async () => {
		const [nodes, credentials] = await Promise.all([n8n.nodeTypes(), n8n.credentialTypes()]);

		const own = nodes.map(({ name }) => name).filter((name) => name.startsWith('n8n-nodes-offboarding.'));
		// The second one of each pair is what n8n itself derives for AI agents from `usableAsTool`.
		expect(own.sort()).toEqual(['accessOwl', 'accessOwlTool', 'catalio', 'catalioTool', 'oleria', 'oleriaTool', 'rezolve', 'rezolveHub', 'rezolveHubTool', 'rezolveTool'].map((name) => `n8n-nodes-offboarding.${name}`));
		expect(credentials.map(({ name }) => name)).toEqual(expect.arrayContaining(['accessOwlApi', 'catalioOAuth2Api', 'oleriaOAuth2Api', 'rezolveApiKeyApi', 'rezolveBearerApi', 'rezolveHubApi', 'rezolveOAuth2Api']));
	});

	it('gives the editor the JSON Schema of an operation\'s output, so that fields can be dragged before the first run', async () => {
		const schema = await n8n.call<{ type: string; properties: Record<string, unknown> }>('GET', '/schemas/n8n-nodes-offboarding.accessOwl/1.0.0/accessState/getAll.json');

		expect(schema.type).toBe('object');
		expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(['id', 'person', 'application']));
	});
});
