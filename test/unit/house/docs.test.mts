import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessOwl } from '../../../nodes/AccessOwl/resources';
import { generatedFiles } from '../../../scripts/docs/generatedFiles.mts';
import { table, withSection } from '../../../scripts/docs/markdown.mts';
import { operationTables } from '../../../scripts/docs/operationTables.mts';
import { strayFiles } from '../../../scripts/docs/strayFiles.mts';
import { vendors } from '../../../scripts/docs/vendors.mts';
import { rooms } from '../../support/descriptions.mts';
import { documented, root } from './documented.mts';

const files = generatedFiles(root, vendors.map(documented));
const vendor = documented(vendors.find(({ node }) => node === 'AccessOwl')!);
const page = readFileSync(join(root, 'docs', 'accessowl.md'), 'utf8');

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

describe('The operation tables', () => {
	const tables = operationTables(vendor);

	it('show every operation with its request', () => {
		for (const { operations } of accessOwl.resources) {
			for (const { name, endpoint } of operations) {
				expect(tables).toMatch(new RegExp(`^\\| \\*\\*${name}\\*\\* .*\`${endpoint.replace(/[{}]/g, '\\$&')}\``, 'm'));
			}
		}
	});

	it('show every parameter of every operation, by the name in the panel', () => {
		for (const { name: resource, operations } of accessOwl.resources) {
			for (const { name, fields } of operations) {
				const [, section = ''] = tables.split(`#### ${resource}: ${name}\n`);
				const [own = ''] = section.split('\n###');
				for (const { property } of fields) expect(own).toMatch(new RegExp(`^\\| ([^|]* > )?${property.displayName.replace(/[()]/g, '\\$&')} \\|`, 'm'));
			}
		}
	});

	it('keep from AI agents what cannot be undone', () => {
		const offboard = /^\| \*\*Offboard\*\* .*$/m.exec(tables)?.[0];
		expect(offboard).toMatch(/\| destructive \| .* \| yes \| no \|$/);
	});

	it('show the way out for every answer that has one', () => {
		for (const hint of Object.values(accessOwl.dialect.http.errors.hints ?? {})) expect(tables).toContain(hint);
	});
});

describe('The page of AccessOwl', () => {
	it('explains every outcome that the node can give', () => {
		const sources = ['create.operation.ts'].map((name) => readFileSync(join(root, 'nodes', 'AccessOwl', 'resources', 'accessRevocation', name), 'utf8')).join('\n');
		const outcomes = [...sources.matchAll(/(?:outcome: |revoked: |rejected: |\?\? )'(\w+)'/g)].map(([, outcome]) => String(outcome));
		expect(outcomes).toEqual(expect.arrayContaining(['removed', 'requested', 'skipped', 'wouldRemove', 'alreadyRemoved', 'rejected']));
		for (const outcome of new Set(outcomes)) expect(page).toContain(`| \`${outcome}\` |`);
	});

	it('names only operations and options that the node has', () => {
		const text = page.slice(0, page.indexOf('<!-- operations:start -->'));
		const known = new Set(accessOwl.resources.flatMap(({ name, operations }) => operations.map((operation) => `${name}: ${operation.name}`)));
		const named = [...text.matchAll(/\*\*((?:Access Request|Access Revocation|Access State|Application|Policy|User): [^*]+)\*\*/g)].map(([, name]) => String(name));
		expect(named.length).toBeGreaterThan(10);
		expect(named.filter((name) => !known.has(name))).toEqual([]);

		const labels = new Set([...operationTables(vendor).matchAll(/^\| (?:[^|]* > )?([^|>]+) \|/gm)].map(([, label]) => label));
		const options = [...text.matchAll(/\*([A-Z][^*\n]+)\*(?!\*)/g)].map(([, label]) => String(label)).filter((label) => !named.includes(label));
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
		// What stands between names, numbers and quotes is the node's own wording.
		const wording = messages.flatMap((message) => message.split(/AccessOwl|\.\.\.|"|\d+| were |, and |, (?:with|holds|starts|ends) |(?:Base URL|API Token|User|Scheduled At|Access State|Confirm Title|Lock Version):?/).map((part) => part.replace(/[.,]$/, '').trim()));

		expect(messages.length).toBeGreaterThan(10);
		expect(wording.filter((part) => part.length > 8 && !sources.includes(part))).toEqual([]);
	});

	it('leads nowhere that is not there', () => {
		const anchors = new Set([...page.matchAll(/^#+ (.+)$/gm)].map(([, head]) => String(head).toLowerCase().replace(/[^\w\s-]/g, '').trim().replace(/\s/g, '-')));
		const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
		expect(links.length).toBeGreaterThan(3);
		expect(links.filter((anchor) => !anchors.has(String(anchor)))).toEqual([]);
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
