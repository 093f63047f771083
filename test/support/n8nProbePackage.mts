import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PACKAGE = {
	name: 'n8n-nodes-probe',
	version: '1.0.0',
	files: ['dist'],
	n8n: { n8nNodesApiVersion: 1, nodes: ['dist/Probe.node.js'], credentials: ['dist/ProbeApi.credentials.js'] },
};

const NODE = `
const { NodeConnectionTypes, NodeOperationError } = require('n8n-workflow');
class Probe {
	description = {
		displayName: 'Probe', name: 'probe', icon: 'fa:vial', group: ['transform'], version: 1, description: 'Tells where it runs', defaults: { name: 'Probe' },
		inputs: [NodeConnectionTypes.Main], outputs: [NodeConnectionTypes.Main], properties: [],
		credentials: [{ name: 'probeApi', required: true }],
	};
	async execute() {
		const { token } = await this.getCredentials('probeApi');
		return [this.getInputData().map(({ json }, item) => {
			if (json.body?.fail) throw new NodeOperationError(this.getNode(), 'The probe was asked to fail', { itemIndex: item });
			return { json: { body: json.body ?? null, pid: process.pid, tokenLength: token.length, n8nWorkflow: require.resolve('n8n-workflow') }, pairedItem: { item } };
		})];
	}
}
module.exports = { Probe };
`;

const CREDENTIALS = `
class ProbeApi {
	name = 'probeApi';
	displayName = 'Probe API';
	properties = [{ displayName: 'Token', name: 'token', type: 'string', typeOptions: { password: true }, default: '' }];
}
module.exports = { ProbeApi };
`;

/** Writes a small built package with one node and one credential, for tests of the n8n driver alone, and gives its folder. */
export function createProbePackage(): string {
	const folder = mkdtempSync(join(tmpdir(), 'n8n-nodes-probe-'));
	mkdirSync(join(folder, 'dist'));
	writeFileSync(join(folder, 'package.json'), JSON.stringify(PACKAGE));
	writeFileSync(join(folder, 'dist', 'Probe.node.js'), NODE);
	writeFileSync(join(folder, 'dist', 'ProbeApi.credentials.js'), CREDENTIALS);
	return folder;
}
