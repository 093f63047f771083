import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NAME = 'n8n-nodes-bench';

const PACKAGE = {
	name: NAME,
	version: '1.0.0',
	files: ['dist'],
	n8n: { n8nNodesApiVersion: 1, nodes: ['dist/Tally.node.js', 'dist/BareReader.node.js', 'dist/BareAuditReader.node.js', 'dist/Sweeper.node.js'], credentials: [] },
};

const TALLY_NODE = `
const { createHash } = require('node:crypto');
class Tally {
	description = {
		displayName: 'Tally', name: 'tally', icon: 'fa:hashtag', group: ['transform'], version: 1, description: 'Counts what comes in and how long each node took', defaults: { name: 'Tally' },
		inputs: ['main'], outputs: ['main'], properties: [
			{ displayName: 'ID Field', name: 'idField', type: 'string', default: 'id' },
			{ displayName: 'Tells Order', name: 'tellsOrder', type: 'boolean', default: false },
		],
	};
	async execute() {
		const items = this.getInputData();
		const idField = this.getNodeParameter('idField', 0);
		const files = items.flatMap(({ binary }) => Object.values(binary ?? {}).map(({ id }) => id));
		const nodesMs = {};
		for (const [name, runs] of Object.entries(this.runExecutionData.resultData.runData)) {
			nodesMs[name] = runs.reduce((sum, { executionTime }) => sum + executionTime, 0);
		}
		const ids = items.map(({ json }) => json[idField]);
		const order = this.getNodeParameter('tellsOrder', 0) ? { order: createHash('sha256').update(ids.join('\\n')).digest('hex') } : {};
		return [[{ json: { items: items.length, ids: new Set(ids).size, files, nodesMs, ...order } }]];
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

// The same for a list whose length the first page tells: three pages are under way at a time.
const BARE_AUDIT_READER_NODE = `
class BareAuditReader {
	description = {
		displayName: 'Bare Audit Reader', name: 'bareAuditReader', icon: 'fa:file', group: ['input'], version: 1, description: 'Reads all pages, three at a time', defaults: { name: 'Bare Audit Reader' },
		inputs: ['main'], outputs: ['main'], properties: [], credentials: [{ name: 'rezolveBearerApi', required: true }],
	};
	async execute() {
		const type = 'rezolveBearerApi';
		const data = await this.getCredentials(type, 0);
		const { id, name } = this.getNode().credentials[type];
		const pages = [];
		const read = async (index) => {
			const options = { method: 'GET', url: data.baseUrl + '/api/v1/admin/audit-logs?limit=100&offset=' + 100 * index, headers: { 'x-tenantid': data.tenantId }, json: true };
			const page = await this.helpers.httpRequestWithAuthentication.call(this, type, options, { credentialsDecrypted: { id, name, type, data } });
			pages[index] = page.data.logs;
			return page.data.pagination.total;
		};
		const last = Math.ceil(await read(0) / 100);
		let next = 1;
		const readOn = async () => {
			while (next < last) await read(next++);
		};
		await Promise.all([readOn(), readOn(), readOn()]);
		const output = [];
		for (const page of pages) for (const json of page) output.push({ json, pairedItem: { item: 0 } });
		return [output];
	}
}
module.exports = { BareAuditReader };
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

/**
 * What the node says: items that came in, different ids among them, n8n's ids of their files, n8n's own figure of each node's time in ms, and where it is
 * told to, the SHA-256 of the ids in their order, a line each.
 */
export type Tally = { items: number; ids: number; files: string[]; nodesMs: Record<string, number>; order?: string };

/** Ends a workflow under test with one item, so that n8n has to store none of the others. */
export const TALLY = `${NAME}.tally`;
/** The least that reading all access states can cost a node. */
export const BARE_READER = `${NAME}.bareReader`;
/** The least that reading all audit entries can cost a node, three pages at a time. */
export const BARE_AUDIT_READER = `${NAME}.bareAuditReader`;

/** Collects the garbage of n8n's process. */
export const SWEEPER = `${NAME}.sweeper`;

/** Writes a small built package with these nodes and gives its folder. */
export function createBenchPackage(): string {
	const folder = mkdtempSync(join(tmpdir(), `${NAME}-`));
	mkdirSync(join(folder, 'dist'));
	writeFileSync(join(folder, 'package.json'), JSON.stringify(PACKAGE));
	writeFileSync(join(folder, 'dist', 'Tally.node.js'), TALLY_NODE);
	writeFileSync(join(folder, 'dist', 'BareReader.node.js'), BARE_READER_NODE);
	writeFileSync(join(folder, 'dist', 'BareAuditReader.node.js'), BARE_AUDIT_READER_NODE);
	writeFileSync(join(folder, 'dist', 'Sweeper.node.js'), SWEEPER_NODE);
	return folder;
}
