import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NAME = 'n8n-nodes-bench';

const PACKAGE = {
	name: NAME,
	version: '1.0.0',
	files: ['dist'],
	n8n: { n8nNodesApiVersion: 1, nodes: ['dist/Tally.node.js', 'dist/BareReader.node.js', 'dist/Sweeper.node.js'], credentials: [] },
};

const TALLY_NODE = `
class Tally {
	description = {
		displayName: 'Tally', name: 'tally', icon: 'fa:hashtag', group: ['transform'], version: 1, description: 'Counts what comes in and how long each node took', defaults: { name: 'Tally' },
		inputs: ['main'], outputs: ['main'], properties: [{ displayName: 'ID Field', name: 'idField', type: 'string', default: 'id' }],
	};
	async execute() {
		const items = this.getInputData();
		const idField = this.getNodeParameter('idField', 0);
		const files = items.flatMap(({ binary }) => Object.values(binary ?? {}).map(({ id }) => id));
		const nodesMs = {};
		for (const [name, runs] of Object.entries(this.runExecutionData.resultData.runData)) {
			nodesMs[name] = runs.reduce((sum, { executionTime }) => sum + executionTime, 0);
		}
		return [[{ json: { items: items.length, ids: new Set(items.map(({ json }) => json[idField])).size, files, nodesMs } }]];
	}
}
module.exports = { Tally };
`;

// As little as a node can do: n8n's own request function once for each page, without a check, a retry or a limit.
const BARE_READER_NODE = `
class BareReader {
	description = {
		displayName: 'Bare Reader', name: 'bareReader', icon: 'fa:file', group: ['input'], version: 1, description: 'Reads all pages', defaults: { name: 'Bare Reader' },
		inputs: ['main'], outputs: ['main'], properties: [], credentials: [{ name: 'accessOwlApi', required: true }],
	};
	async execute() {
		const type = 'accessOwlApi';
		const data = await this.getCredentials(type, 0);
		const { id, name } = this.getNode().credentials[type];
		const output = [];
		for (let cursor; cursor !== null; ) {
			const url = data.baseUrl + '/api/v1/access_states?limit=100' + (cursor === undefined ? '' : '&cursor=' + cursor);
			const page = await this.helpers.httpRequestWithAuthentication.call(this, type, { method: 'GET', url, json: true }, { credentialsDecrypted: { id, name, type, data } });
			for (const json of page.data) output.push({ json, pairedItem: { item: 0 } });
			cursor = page.meta.next_cursor;
		}
		return [output];
	}
}
module.exports = { BareReader };
`;

// What was thrown away while n8n started is given back, and what is left is what it holds.
const SWEEPER_NODE = `
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');
class Sweeper {
	description = {
		displayName: 'Sweeper', name: 'sweeper', icon: 'fa:broom', group: ['transform'], version: 1, description: 'Collects garbage', defaults: { name: 'Sweeper' },
		inputs: ['main'], outputs: ['main'], properties: [],
	};
	async execute() {
		setFlagsFromString('--expose-gc');
		runInNewContext('gc')({ type: 'major', execution: 'sync', flavor: 'last-resort' });
		return [[{ json: {} }]];
	}
}
module.exports = { Sweeper };
`;

/** What the node says: items that came in, different ids among them, n8n's ids of their files, and n8n's own figure of each node's time in ms. */
export type Tally = { items: number; ids: number; files: string[]; nodesMs: Record<string, number> };

/** Ends a workflow under test with one item, so that n8n has to store none of the others. */
export const TALLY = `${NAME}.tally`;
/** The least that reading all access states can cost a node. */
export const BARE_READER = `${NAME}.bareReader`;

/** Collects the garbage of n8n's process. */
export const SWEEPER = `${NAME}.sweeper`;

/** Writes a small built package with these nodes and gives its folder. */
export function createBenchPackage(): string {
	const folder = mkdtempSync(join(tmpdir(), `${NAME}-`));
	mkdirSync(join(folder, 'dist'));
	writeFileSync(join(folder, 'package.json'), JSON.stringify(PACKAGE));
	writeFileSync(join(folder, 'dist', 'Tally.node.js'), TALLY_NODE);
	writeFileSync(join(folder, 'dist', 'BareReader.node.js'), BARE_READER_NODE);
	writeFileSync(join(folder, 'dist', 'Sweeper.node.js'), SWEEPER_NODE);
	return folder;
}
