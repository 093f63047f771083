import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasSection, withSection } from './markdown.mts';
import { operationTables, overview } from './operationTables.mts';
import { outputSchemaFiles } from './outputSchemas.mts';
import type { Vendor } from './vendor.mts';

/** Every file that is made from the definitions, by path from the project's root, with the whole text it should have. */
export function generatedFiles(root: string, vendors: readonly Vendor[]): Map<string, string> {
	const files = new Map<string, string>();
	const textOf = (path: string) => files.get(path) ?? readFileSync(join(root, path), 'utf8');
	for (const vendor of vendors) {
		for (const [path, text] of outputSchemaFiles(vendor)) files.set(path, text);
		const sections = Object.entries({ ...vendor.sections, operations: operationTables });
		files.set(vendor.page, sections.reduce((text, [name, write]) => withSection(text, name, write(vendor)), textOf(vendor.page)));
		const readme = textOf('README.md');
		if (hasSection(readme, vendor.readmeMarker)) files.set('README.md', withSection(readme, vendor.readmeMarker, overview(vendor)));
	}
	return files;
}
