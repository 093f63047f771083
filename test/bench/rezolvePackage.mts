import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/program.mts';

/** The built dialect: the number of pages at a time is no setting, so it is changed there. */
const DIALECT = join('dist', 'nodes', 'Rezolve', 'dialect.js');
const AHEAD = /\bahead: (\d+)/g;

/** How many pages at a time the built package reads. Throws when it was not built or does not say so once. */
export function builtAhead(): number {
	const [match, ...more] = [...readFileSync(join(root, DIALECT), 'utf8').matchAll(AHEAD)];
	if (match === undefined || more.length > 0) throw new Error(`${DIALECT} does not say once how many pages are read at a time.`);
	return Number(match[1]);
}

export type PackageCopy = { readonly folder: string; readonly remove: () => void };

/** Copies the built package; the Rezolve node of the copy reads so many pages at a time. Throws as `builtAhead` does. */
export function copyWithAhead(pages: number): PackageCopy {
	builtAhead();
	const folder = mkdtempSync(join(tmpdir(), 'offboarding-ahead-'));
	for (const part of ['package.json', 'dist']) cpSync(join(root, part), join(folder, part), { recursive: true });
	const file = join(folder, DIALECT);
	writeFileSync(file, readFileSync(file, 'utf8').replace(AHEAD, `ahead: ${pages}`));
	return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
