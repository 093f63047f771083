// `npm run docs`: writes what is made from the operations' definitions, that is the tables of the vendor's page and of the README
// and the output schemas. A test says when it has to be run.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { generatedFiles } from './docs/generatedFiles.mts';
import { strayFiles } from './docs/strayFiles.mts';
import { vendorFrom, vendors } from './docs/vendors.mts';
import type { Shipped, VendorFacts } from './docs/vendors.mts';
import { buildPackage, root } from './program.mts';

/** The sources are CommonJS in TypeScript, which Node does not load: their compiled form is taken. */
function compiled({ node, room, table }: VendorFacts): Shipped {
	const require = createRequire(import.meta.url);
	const from = <Exports,>(path: string) => require(join(root, 'dist', 'nodes', path)) as Exports;
	const NodeType = from<Record<string, new () => { description: { properties: Shipped['properties'] } }>>(`${node}/${node}.node.js`)[node];
	const ownRoom = from<Record<string, Shipped['room']>>(`${node}/resources/index.js`)[room];
	if (!NodeType || !ownRoom) throw new Error(`nodes/${node} exports no ${node} or no ${room}`);
	const { optionFieldsOf } = from<Pick<Shipped, 'optionFieldsOf'>>('shared/operation/options.js');
	const { idempotencyOf } = from<Pick<Shipped, 'idempotencyOf'>>('shared/operation/definition.js');
	const rows = table ? from<Record<string, Shipped['table']>>(`${node}/${table.module}.js`)[table.name] : [];
	if (!rows) throw new Error(`nodes/${node}/${table?.module} exports no ${table?.name}`);
	return { room: ownRoom, table: rows, properties: new NodeType().description.properties, optionFieldsOf, idempotencyOf };
}

function currentText(path: string): string | undefined {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return undefined;
	}
}

await buildPackage();
const files = generatedFiles(root, vendors.map((facts) => vendorFrom(root, facts, compiled(facts))));
let written = 0;
for (const [path, text] of files) {
	const file = join(root, path);
	if (currentText(file) === text) continue;
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, text);
	console.log(`wrote    ${path}`);
	written++;
}
for (const path of strayFiles(root, files)) {
	rmSync(join(root, path));
	console.log(`removed  ${path}`);
}
console.log(written === 0 ? 'Everything was up to date.' : `${written} of ${files.size} files written.`);
