import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeTypes } from '../../support/descriptions.mts';

const root = join(import.meta.dirname, '..', '..', '..');
// Inside the project, so that the linter's plugins resolve; the folder name is ignored by git and by the build.
const folder = mkdtempSync(join(root, '.cache-lint-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** JSON as a TypeScript literal: keys without quotes, so that rules which look for identifiers see them. */
const literal = (value: unknown): string => JSON.stringify(value, null, '\t').replace(/^(\t*)"([a-zA-Z_]\w*)":/gm, '$1$2:');

// n8n's rules read literals only, and our properties come from definitions: written out, the same rules apply to them.
it.each(nodeTypes.map((node) => [node.constructor.name, node] as const))('%s, its description written out, passes the lint of n8n', async (name, node) => {
	const home = join(folder, 'nodes', name);
	mkdirSync(home, { recursive: true });
	for (const icon of readdirSync(join(root, 'nodes', name)).filter((file) => file.endsWith('.svg'))) copyFileSync(join(root, 'nodes', name, icon), join(home, icon));
	const file = join(home, `${name}.node.ts`);
	const description = literal(node.description).replace(/(inputs|outputs): \[\s*"main"\s*\]/g, '$1: [NodeConnectionTypes.Main]');
	writeFileSync(
		file,
		`import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';\n\nexport class ${name} implements INodeType {\n\tdescription: INodeTypeDescription = ${description};\n}\n`,
	);
	copyFileSync(join(root, 'eslint.config.mjs'), join(folder, 'eslint.config.mjs'));
	// In a process of its own: jest cannot load the linter's ES modules.
	const eslint = join(root, 'node_modules', 'eslint', 'bin', 'eslint.js');
	const { stdout, stderr } = spawnSync(process.execPath, [eslint, '--no-inline-config', '--format', 'json', file], {
		cwd: folder,
		encoding: 'utf8',
		// Under NODE_ENV=test the rules take every file for a trigger's.
		env: { ...process.env, NODE_ENV: 'production' },
	});
	expect(stderr).toBe('');
	const [result] = JSON.parse(stdout) as Array<{ messages: Array<{ ruleId: string | null; message: string; line: number }> }>;

	const lines = literal(node.description).split('\n');
	expect((result?.messages ?? []).map(({ ruleId, message, line }) => `${ruleId}: ${message} (${lines.slice(Math.max(0, line - 5), line + 1).join(' ').replace(/\s+/g, ' ')})`)).toEqual([]);
});
