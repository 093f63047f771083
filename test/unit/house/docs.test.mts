import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkFilters } from '../../../nodes/Oleria/resources/export/filters';
import { MAX_ROWS } from '../../../nodes/Oleria/resources/export/rowsOf';
import { generatedFiles } from '../../../scripts/docs/generatedFiles.mts';
import { table, withSection } from '../../../scripts/docs/markdown.mts';
import { dataSetTable, operatorTable } from '../../../scripts/docs/oleriaSections.mts';
import { operationTables } from '../../../scripts/docs/operationTables.mts';
import { strayFiles } from '../../../scripts/docs/strayFiles.mts';
import { vendors } from '../../../scripts/docs/vendors.mts';
import type { Vendor } from '../../../scripts/docs/vendor.mts';
import { CONTEXTS } from '../../simulators/oleria/index.mts';
import { rooms } from '../../support/descriptions.mts';
import { documented, root } from './documented.mts';

const all = vendors.map(documented);
const files = generatedFiles(root, all);
const textOf = ({ page }: Vendor): string => readFileSync(join(root, page), 'utf8');
const vendorNamed = (name: string): Vendor => all.find(({ node }) => node === name)!;

/** What was written by hand: the page without its tables of operations. */
const written = (vendor: Vendor): string => textOf(vendor).split('<!-- operations:start -->')[0] ?? '';

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

describe('What is made from the definitions', () => {
	it.each([...files])('%s is as the generator makes it: run `npm run docs` if it is not', (path, text) => {
		expect(readFileSync(join(root, path), 'utf8')).toBe(text);
	});

	it('is made for every room', () => {
		expect(vendors.map(({ node, contract }) => ({ node, contract }))).toEqual(rooms.map(({ node, contract }) => ({ node, contract })));
	});

	it('is all that lies in the schema folders', () => {
		expect(strayFiles(root, files)).toEqual([]);
	});
});

describe.each(all)('The operation tables of $node', (vendor) => {
	const tables = operationTables(vendor);
	const { resources, dialect } = vendor.room;

	it('show every operation with its request', () => {
		for (const { operations } of resources) {
			for (const { name, endpoint } of operations) {
				expect(tables).toMatch(new RegExp(`^\\| \\*\\*${name}\\*\\* .*\`${escaped(endpoint)}\``, 'm'));
			}
		}
	});

	it('show every parameter of every operation, by the name in the panel', () => {
		for (const { name: resource, operations } of resources) {
			for (const { name, fields } of operations) {
				const [, section = ''] = tables.split(`#### ${resource}: ${name}\n`);
				const [own = ''] = section.split('\n###');
				for (const { property } of fields) expect(own).toMatch(new RegExp(`^\\| ([^|]* > )?${escaped(property.displayName)} \\|`, 'm'));
			}
		}
	});

	it('show the way out for every answer that has one', () => {
		for (const hint of Object.values(dialect.http.errors.hints ?? {})) expect(tables).toContain(hint);
	});
});

describe('The operation tables', () => {
	it('keep from AI agents what cannot be undone', () => {
		const offboard = /^\| \*\*Offboard\*\* .*$/m.exec(operationTables(vendorNamed('AccessOwl')))?.[0];
		expect(offboard).toMatch(/\| destructive \| .* \| yes \| no \|$/);
	});

	it('say of a read that starts work that a repeat does the work twice', () => {
		const tables = operationTables(vendorNamed('Oleria'));
		expect(/^\| \*\*Start\*\* .*$/m.exec(tables)?.[0]).toContain('the work is done twice');
		expect(/^\| \*\*Get Status\*\* .*$/m.exec(tables)?.[0]).not.toContain('twice');
	});
});

/** Parts of messages that are another word each time. What stands between them, and between quotes and numbers, is the node's own wording. */
const CHANGING: Readonly<Record<string, RegExp>> = {
	AccessOwl: /AccessOwl|\.\.\.|"|\d+| were |, and |, (?:with|holds|starts|ends) |(?:Base URL|API Token|User|Scheduled At|Access State|Confirm Title|Lock Version):?/,
	Oleria: /Oleria|\.\.\.,?|"|[\d,]*\d|, and |API URL|Filters \(JSON\)/,
};

describe.each(all)('The page of $node', (vendor) => {
	const page = textOf(vendor);

	it('names only operations and options that the node has', () => {
		const text = written(vendor);
		const { resources } = vendor.room;
		const known = new Set(resources.flatMap(({ name, operations }) => operations.map((operation) => `${name}: ${operation.name}`)));
		const titles = resources.map(({ name }) => escaped(name)).join('|');
		const named = [...text.matchAll(new RegExp(`\\*\\*((?:${titles}): [^*]+)\\*\\*`, 'g'))].map(([, name]) => String(name));
		expect(named.length).toBeGreaterThan(10);
		expect(named.filter((name) => !known.has(name))).toEqual([]);

		const labels = new Set([...operationTables(vendor).matchAll(/^\| (?:[^|]* > )?([^|>]+) \|/gm)].map(([, label]) => label));
		const options = [...text.matchAll(/\*([A-Z][^*\n]+)\*(?!\*)/g)].map(([, label]) => String(label)).filter((label) => !named.includes(label));
		expect(options.length).toBeGreaterThan(5);
		expect(options.filter((label) => !labels.has(label))).toEqual([]);
	});

	it('quotes messages as the node words them', () => {
		const folder = join(root, 'nodes');
		const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
			.filter((path) => path.endsWith('.ts'))
			.map((path) => readFileSync(join(folder, path), 'utf8'))
			.join('\n');
		const [, section = ''] = page.split('## Troubleshooting');
		const messages = [...section.slice(0, section.indexOf('\n## ')).matchAll(/^\| (?!Message|---)([^|]+) \|/gm)].map(([, message]) => String(message));
		const wording = messages.flatMap((message) => message.split(CHANGING[vendor.node] ?? vendor.node).map((part) => part.replace(/[.,]$/, '').trim()));

		expect(messages.length).toBeGreaterThan(10);
		expect(wording.filter((part) => part.length > 8 && !sources.includes(part))).toEqual([]);
	});

	it('leads nowhere that is not there', () => {
		const anchors = new Set([...page.matchAll(/^#+ (.+)$/gm)].map(([, head]) => String(head).toLowerCase().replace(/[^\w\s-]/g, '').trim().replace(/\s/g, '-')));
		const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
		expect(links.length).toBeGreaterThan(3);
		expect(links.filter((anchor) => !anchors.has(String(anchor)))).toEqual([]);
	});

	it('names only workflows that lie beside it', () => {
		const named = [...page.matchAll(/`(workflows\/[^`]+)`/g)].map(([, path]) => String(path));
		expect(named.length).toBeGreaterThan(0);
		expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
	});
});

describe('The page of AccessOwl', () => {
	it('explains every outcome that the node can give', () => {
		const sources = ['create.operation.ts'].map((name) => readFileSync(join(root, 'nodes', 'AccessOwl', 'resources', 'accessRevocation', name), 'utf8')).join('\n');
		const outcomes = [...sources.matchAll(/(?:outcome: |revoked: |rejected: |\?\? )'(\w+)'/g)].map(([, outcome]) => String(outcome));
		expect(outcomes).toEqual(expect.arrayContaining(['removed', 'requested', 'skipped', 'wouldRemove', 'alreadyRemoved', 'rejected']));
		for (const outcome of new Set(outcomes)) expect(textOf(vendorNamed('AccessOwl'))).toContain(`| \`${outcome}\` |`);
	});
});

describe('The page of Oleria', () => {
	const oleria = vendorNamed('Oleria');

	it('has a row for each data set that the vendor names', () => {
		const names = [...dataSetTable(oleria).matchAll(/\| `(\w+)` \|$/gm)].map(([, name]) => String(name));
		expect(names.sort()).toEqual([...CONTEXTS].sort());
	});

	it('shows which operators go with which data type', () => {
		const rows = operatorTable(oleria).split('\n');
		expect(rows[0]).toBe('| Operator | Choice | Date and Time | Number | Text | Yes or No | In JSON |');
		expect(rows).toContain('| Contains |  |  |  | yes |  | `contains` |');
		expect(rows).toContain('| Is Between |  | yes | yes |  |  | `between` |');
		expect(rows).toContain('| Is Empty | yes | yes | yes | yes | yes | `isNull` |');
		expect(rows).toHaveLength(2 + 15);
	});

	it('shows filters in JSON that the node takes', () => {
		const [, example = ''] = /^```json\n([\s\S]*?)^```/m.exec(written(oleria)) ?? [];
		const filters = JSON.parse(example) as Parameters<typeof checkFilters>[0];
		expect(checkFilters(filters, 'Filters (JSON)')).toEqual(filters);
	});

	it('knows how many rows may become items', () => {
		expect(written(oleria)).toContain(`stops with a message above ${MAX_ROWS.toLocaleString('en')} rows`);
	});
});

describe('The markdown of the generator', () => {
	it('keeps a cell within its cell', () => {
		expect(table(['A', 'B'], [['a|b', 'two\nlines']])).toBe('| A | B |\n| --- | --- |\n| a\\|b | two lines |');
	});

	it('makes links of the HTML in descriptions', () => {
		expect(table(['A'], [['an <a href="https://docs.n8n.io">expression</a>']])).toContain('an [expression](https://docs.n8n.io)');
	});

	it('replaces what stands between the markers and nothing else', () => {
		const text = 'before\n<!-- x:start -->\nold\n<!-- x:end -->\nafter\n';
		const once = withSection(text, 'x', 'new');
		expect(once).toBe('before\n<!-- x:start -->\n\nnew\n\n<!-- x:end -->\nafter\n');
		expect(withSection(once, 'x', 'new')).toBe(once);
	});

	it('refuses a page without the markers', () => {
		expect(() => withSection('<!-- x:end --> <!-- x:start -->', 'x', 'new')).toThrow('x:start');
	});
});
