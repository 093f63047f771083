import { distinctNames, freeName } from './distinctNames';
import type { CsvSettings } from './options';
import type { Tell } from './report';
import type { CsvRow } from './row';

/** Where the cells of a record go. */
export interface Layout {
	/** Of the row, in its order (which an object does not keep for names such as `2024`). */
	readonly names: readonly string[];
	/** Name in the row for each cell of a record; undefined for cells that are left out. */
	readonly keys: ReadonlyArray<string | undefined>;
	/** A row with an empty text for each name: copied for each record, so that all rows have one shape and missing cells are empty. */
	readonly template: Readonly<CsvRow>;
	/** For the list of cells beyond the last column. */
	readonly extraKey: string;
}

/** Of a record whose columns are not known yet: all its cells are extra ones. */
export const UNNAMED: Layout = { names: [], keys: [], template: {}, extraKey: '_extra' };

/** An own property whatever its name, `__proto__` included: a plain assignment would set the row's prototype instead. */
const own = { value: '', writable: true, enumerable: true, configurable: true };

/** From the cells of the first record, which are names when the settings say so. `line` is where that record begins. */
export function layoutFrom(cells: readonly string[], line: number, { header, columns, rename }: CsvSettings, tell: Tell): Layout {
	const inFile = header
		? distinctNames(cells, ({ place, name, became }) =>
				name === ''
					? tell(line, 'emptyHeader', () => `Column ${place} has no name; it is called "${became}" here`)
					: tell(line, 'duplicateHeader', () => `Column ${place} is called "${name}" like one before it; it is called "${became}" here`),
			)
		: cells.map((_cell, index) => `Column ${index + 1}`);

	const known = new Set(inFile);
	for (const name of new Set([...columns, ...Object.keys(rename)])) {
		if (!known.has(name)) tell(line, 'unknownColumn', () => `The file has no column "${name}"`);
	}

	const picked = columns.length > 0 ? [...new Set(columns)].filter((name) => known.has(name)) : inFile;
	const inRow = distinctNames(
		picked.map((name) => (Object.hasOwn(rename, name) && rename[name] !== undefined && rename[name] !== '' ? rename[name] : name)),
		({ place, name, became }) => tell(line, 'duplicateHeader', () => `Two columns would be called "${name}"; "${picked[place - 1] ?? ''}" is called "${became}" here`),
	);

	const names = new Map(picked.map((name, index) => [name, inRow[index]]));
	const template: CsvRow = {};
	for (const name of inRow) Object.defineProperty(template, name, own);
	return { names: inRow, keys: inFile.map((name) => names.get(name)), template, extraKey: freeName('_extra', new Set(inRow)) };
}
