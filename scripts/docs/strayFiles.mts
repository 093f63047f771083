import { readdirSync } from 'node:fs';
import { join, sep } from 'node:path';

/** Schema files that no operation has any more, by path from the project's root. */
export function strayFiles(root: string, files: ReadonlyMap<string, string>): string[] {
	return readdirSync(join(root, 'nodes'), { recursive: true, encoding: 'utf8' })
		.map((path) => `nodes/${path.split(sep).join('/')}`)
		.filter((path) => path.includes('/__schema__/') && path.endsWith('.json') && !files.has(path));
}
