import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PAGE_SIZE } from '../../../nodes/Catalio/paging';
import { documentQuery, filterOf } from '../../../nodes/shared/jsonApi';
import type { JsonObject, JsonValue } from '../../../nodes/shared/http/request';
import { checkFilters } from '../../../nodes/Oleria/resources/export/filters';
import { MAX_ROWS } from '../../../nodes/Oleria/resources/export/rowsOf';
import { RESOURCE_TYPES } from '../../../nodes/Catalio/resourceTypes';
import { propertiesOf, type OperationDefinition } from '../../../nodes/shared/operation';
import { assumedNames, operatorNames, resourceNames } from '../../../scripts/docs/catalioSections.mts';
import { chaptersOf } from '../../../scripts/docs/chapters.mts';
import { inEveryResource } from '../../../scripts/docs/everyResource.mts';
import { generatedFiles } from '../../../scripts/docs/generatedFiles.mts';
import { table, withSection } from '../../../scripts/docs/markdown.mts';
import { dataSetTable, operatorTable } from '../../../scripts/docs/oleriaSections.mts';
import { operationTables } from '../../../scripts/docs/operationTables.mts';
import { roleTable, vaultFields } from '../../../scripts/docs/rezolveSections.mts';
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
	const chapters = chaptersOf(vendor);
	const { resources, dialect } = vendor.room;

	it('show every operation with its request', () => {
		for (const { operations } of chapters) {
			for (const { name, endpoint } of operations) {
				expect(tables).toMatch(new RegExp(`^\\| \\*\\*${escaped(name)}\\*\\* .*\`${escaped(endpoint)}\``, 'm'));
			}
		}
	});

	it('have each operation of each resource in a chapter', () => {
		const told = (resource: string, operation: OperationDefinition) =>
			chapters.some((chapter) => (chapter.isShared || chapter.resource === resource) && chapter.operations.some(({ name }) => name === operation.name));
		expect(resources.flatMap(({ resource, operations }) => operations.filter((operation) => !told(resource, operation)))).toEqual([]);
	});

	it('show every parameter of every operation, by the name in the panel', () => {
		/** The text below the title that names the operation, alone or beside others. */
		const sectionOf = (chapter: string, name: string): string => {
			const [, names = '', section = ''] = new RegExp(`^#### ${chapter}: ((?:.*, )?${escaped(name)}(?:, .*)?)\\n([^]*?)(?=\\n###|$(?![^]))`, 'm').exec(tables) ?? [];
			const [, elsewhere] = /^The parameters are those of (.*)\.$/m.exec(section) ?? [];
			return elsewhere === undefined ? `${names}\n${section}` : (tables.split(`#### ${elsewhere}\n`)[1]?.split('\n###')[0] ?? '');
		};
		for (const { name: chapter, operations } of chapters) {
			for (const { name, fields } of operations) {
				const own = sectionOf(chapter, name);
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

	it('say of a call with a key that it takes effect once, where no answer tells of a repeat', () => {
		const tables = operationTables(vendorNamed('RezolveHub'));
		expect(/^\| \*\*Execute\*\* .*$/m.exec(tables)?.[0]).toContain('| yes: key; it takes effect once |');
		expect(/^\| \*\*Replay\*\* .*$/m.exec(tables)?.[0]).toContain('| yes, the second time changes nothing |');
	});

	it('say of a parameter that it is required while it is shown, which the panel does not mark', () => {
		const tables = operationTables(vendorNamed('Rezolve'));
		expect(tables).toMatch(/^\| Vault Integration ID \| while shown \|/m);
		expect(tables).toMatch(/^\| Header Name \| {2}\|/m);
		expect(tables).toMatch(/^\| Name \| yes \|/m);
	});

	it('say of a read that starts work that a repeat does the work twice', () => {
		const tables = operationTables(vendorNamed('Oleria'));
		expect(/^\| \*\*Start\*\* .*$/m.exec(tables)?.[0]).toContain('the work is done twice');
		expect(/^\| \*\*Get Status\*\* .*$/m.exec(tables)?.[0]).not.toContain('twice');
	});
});

describe('The operation tables of resources that are alike', () => {
	const catalio = vendorNamed('Catalio');
	const tables = operationTables(catalio);

	it('describe once what all of them have, in words that fit all of them', () => {
		const [shared, ...others] = chaptersOf(catalio);
		expect(shared).toMatchObject({ name: 'Every Resource', isShared: true });
		expect(shared?.operations.map(({ operation }) => operation).sort()).toEqual(
			['addToRelationship', 'create', 'delete', 'get', 'getAll', 'getRelationship', 'removeFromRelationship', 'replaceRelationship', 'update'],
		);
		expect(others.map(({ name, operations }) => [name, operations.length])).toEqual([['Requirement', 17]]);
		const words = shared?.operations.map(({ description }) => description).join('\n').toLowerCase() ?? '';
		for (const { singular, plural } of RESOURCE_TYPES) expect(words).not.toMatch(new RegExp(`\\b(?:${singular}|${plural})\\b`));
	});

	it('keep the name of the collection open', () => {
		expect(tables).toContain('`PATCH /api/v1/{collection}/{id}/relationships/{relationship}`');
		for (const { collection } of RESOURCE_TYPES.filter(({ resource }) => resource !== 'requirement')) expect(tables).not.toContain(`/${collection}`);
	});

	it('tell an operation that means something else in one resource there, too', () => {
		expect(tables).toMatch(/^\| \*\*Delete \(Archive\)\*\* .*`DELETE \/api\/v1\/requirements\/\{id\}`/m);
		expect(tables).toContain('#### Requirement: Delete (Archive)\n\nThe parameters are those of Every Resource: Delete.');
	});

	it('are refused where operations of one name have different parameters', () => {
		const [first, ...rest] = catalio.room.resources;
		const operations = first!.operations.map((operation) => (operation.operation === 'delete' ? { ...operation, fields: [] } : operation));
		const room = { ...catalio.room, resources: [{ ...first!, operations }, ...rest] };
		expect(() => chaptersOf({ ...catalio, room, properties: propertiesOf(room) })).toThrow('delete has other parameters in some resources of Catalio');
	});

	it('are short: no table of parameters stands on the page twice', () => {
		const sections = tables.split(/^#### .*$/m).slice(1).map((section) => section.split('\n###')[0]?.trim() ?? '').filter((section) => section.startsWith('| Parameter'));
		expect(sections.length).toBeGreaterThan(8);
		expect(new Set(sections).size).toBe(sections.length);
	});
});

describe('Facts for every resource', () => {
	const { room } = vendorNamed('Catalio');

	it('hold for each resource that has the operation', () => {
		expect(Object.keys(inEveryResource({ '*.delete': 1 }, room))).toEqual(RESOURCE_TYPES.map(({ resource }) => `${resource}.delete`));
		expect(inEveryResource({ 'requirement.getStats': 1 }, room)).toEqual({ 'requirement.getStats': 1 });
	});

	it('give way to those of one resource, in whatever order they stand', () => {
		expect(inEveryResource({ 'team.delete': 2, '*.delete': 1 }, room)).toMatchObject({ 'team.delete': 2, 'policy.delete': 1 });
	});

	it('are refused where no operation has the name', () => {
		expect(() => inEveryResource({ '*.remove': 1 }, room)).toThrow('No operation is called *.remove');
	});
});

/** Parts of messages that are another word each time. What stands between them, and between quotes and numbers, is the node's own wording. */
const CHANGING: Readonly<Record<string, RegExp>> = {
	AccessOwl: /AccessOwl|\.\.\.|"|\d+| were |, and |, (?:with|holds|starts|ends) |(?:Base URL|API Token|User|Scheduled At|Access State|Confirm Title|Lock Version):?/,
	Catalio: /Catalio|\.\.\.|"|\(\.\.\.\)|[\d,]*\d|, Value (?=is|holds)|(?:Record|Field|Filter \(JSON\)|Fields) (?=is not|cannot)|The vendor/,
	Oleria: /Oleria|\.\.\.,?|"|[\d,]*\d|, and |API URL|Filters \(JSON\)/,
	Rezolve: /Rezolve\.ai|\.\.\.|"|\d+|: (?:whether )?the vault|, which is lost|^(?:Tenant ID|Type the Tenant ID to Confirm|API Key|Client IP)/,
	RezolveHub: /Rezolve\.ai Integration Hub|\.\.\.|"|\d+|, and |^(?:Tool|Inputs \(JSON\)|Idempotency Key)/,
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

describe('The page of Catalio', () => {
	const catalio = vendorNamed('Catalio');
	const page = written(catalio);

	it('has a row for each of the ten resources, with its names in the API', () => {
		const rows = resourceNames(catalio).split('\n').slice(2);
		expect(rows).toHaveLength(10);
		expect(rows).toContain('| Use Case | An acceptance criterion of one requirement | `use_case` | `use_cases` |');
	});

	it('shows the names that are assumed, with their values', () => {
		const names = assumedNames(catalio);
		expect(names).toContain('`use_case_type` (happy_path, edge_case, error_case)');
		expect(names).toContain('`requirement`, `test_results` (many), `use_case`');
	});

	it('shows operators as the node itself writes them in a filter', () => {
		const rows = operatorNames(catalio).split('\n').slice(2);
		expect(rows).toHaveLength(17);
		for (const row of rows) {
			const written = JSON.parse(/`(.*)`/.exec(row)?.[1] ?? '') as { field: Record<string, JsonValue> | string };
			const [operator, value] = typeof written.field === 'string' ? ['equals', written.field] : (Object.entries(written.field)[0] ?? []);
			expect(filterOf([{ field: 'field', operator: operator as string, value: value as JsonValue }], 'and')).toEqual(written);
		}
	});

	it('shows a filter in JSON that can be sent', () => {
		const filters = [...page.matchAll(/^```json\n(\{ "or"[^]*?)^```/gm)].map(([, text]) => JSON.parse(String(text)) as JsonObject);
		expect(filters).toHaveLength(1);
		expect(documentQuery({ filter: filters[0]! })).toEqual({
			'filter[or][0][status]': 'draft',
			'filter[or][1][and][0][status]': 'active',
			'filter[or][1][and][1][team][name]': 'Close',
		});
	});

	it('explains every outcome of a deletion', () => {
		const source = readFileSync(join(root, 'nodes', 'Catalio', 'resources', 'operations', 'delete.ts'), 'utf8');
		const outcomes = new Set([...source.matchAll(/outcome: '(\w+)'/g)].map(([, outcome]) => String(outcome)));
		expect([...outcomes]).toEqual(expect.arrayContaining(['alreadyDeleted', 'deleted', 'notFound']));
		for (const outcome of outcomes) expect(page).toContain(`| \`${outcome}\` |`);
	});

	it('knows how long lists are read', () => {
		expect(page).toContain(`asks for ${PAGE_SIZE} records at a time`);
	});

	it('says in plain words what cannot be seen', () => {
		expect(page).toMatch(/private records of other people are invisible/);
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

describe('The pages of Rezolve', () => {
	const rezolve = vendorNamed('Rezolve');
	const page = written(rezolve);
	const sources = (node: string): string => {
		const folder = join(root, 'nodes', node);
		return readdirSync(folder, { recursive: true, encoding: 'utf8' })
			.filter((path) => path.endsWith('.ts'))
			.map((path) => readFileSync(join(folder, path), 'utf8'))
			.join('\n');
	};

	it('explain every outcome of a removal', () => {
		const outcomes = new Set([...sources('Rezolve').matchAll(/(?:outcome: |already: |ids, )'(\w+)'/g)].map(([, outcome]) => String(outcome)));
		expect([...outcomes].sort()).toEqual(['alreadyDeleted', 'alreadyRevoked', 'deleted', 'notFound', 'revoked']);
		for (const outcome of outcomes) expect(page).toContain(`| \`${outcome}\` |`);
	});

	it('explain every outcome of a call of the Hub', () => {
		const outcomes = new Set([...sources('RezolveHub').matchAll(/'(approvalRequired|checked|executed)'/g)].map(([, outcome]) => String(outcome)));
		expect([...outcomes].sort()).toEqual(['approvalRequired', 'checked', 'executed']);
		for (const outcome of outcomes) expect(written(vendorNamed('RezolveHub'))).toContain(`| \`${outcome}\` |`);
	});

	it('name the roles of each operation, as the contract has them', () => {
		const rows = roleTable(rezolve).split('\n');
		expect(rows).toContain('| API Key | Create, Get, Get Many, Revoke, Rotate | `tenant_admin` or `api_admin` |');
		expect(rows).toContain('| Health | Get Admin Health, Get API Health, Get Platform Health | nothing: it goes without signing in |');
		expect(rows).toContain('| Ticket | Count, Get Many | a Realm Name in the credential; no role is documented |');
		expect(rows).toContain('| Vault Credential | Store | `integration_admin` (assumed) |');
	});

	it('show the fields of each of the eight kinds of credential in the vault', () => {
		const rows = vaultFields(rezolve).split('\n').slice(2);
		expect(rows).toHaveLength(8);
		expect(rows).toContain('| Basic Auth | Username, Password | `basic_auth` |');
		expect(rows).toContain('| API Key | API Key, Header Name (optional) | `api_key` |');
	});

	it('name every operation that is kept from AI agents', () => {
		const [, agents = ''] = page.split('## AI agents');
		const kept = rezolve.room.resources.flatMap(({ operations }) => operations.filter(({ offeredToModels }) => offeredToModels === false));
		expect(kept.length).toBeGreaterThan(8);
		expect(kept.map(({ name }) => name).filter((name) => !agents.split('\n## ')[0]?.includes(name))).toEqual([]);
	});

	it('say of every operation that wants a confirmation what its guard is', () => {
		const guarded = rezolve.room.resources.flatMap(({ name, operations }) =>
			operations.filter(({ fields }) => fields.some(({ property }) => ['confirm', 'confirmTenantId'].includes(property.name))).map((operation) => `${name}: ${operation.name}`),
		);
		expect(guarded.length).toBeGreaterThan(4);
		for (const name of guarded) expect(page).toMatch(new RegExp(`^\\| \\*\\*${escaped(name)}\\*\\*`, 'm'));
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
