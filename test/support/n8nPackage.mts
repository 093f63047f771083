import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Puts the package where n8n keeps community packages, so that its node types get their true names, `<package>.<node>`.
 * Copies what `npm pack` would take, as an install does: through a symlink the nodes would load the checkout's n8n-workflow
 * instead of n8n's own, and errors would be of classes that n8n does not know.
 * Throws when a file named in `files` is missing, that is, when the package was not built.
 */
export function installPackage(packageFolder: string, userFolder: string): void {
	const { name, files = [] } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { name: string; files?: string[] };
	const target = join(userFolder, '.n8n', 'nodes', 'node_modules', name);
	rmSync(target, { recursive: true, force: true });
	for (const file of ['package.json', ...files]) {
		const source = join(packageFolder, file);
		if (!existsSync(source)) throw new Error(`${source} is missing. Build the package first: npm run build.`);
		mkdirSync(dirname(join(target, file)), { recursive: true });
		cpSync(source, join(target, file), { recursive: true });
	}
}
