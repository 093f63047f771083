import type { INodeProperties } from 'n8n-workflow';
import type { OperationDefinition } from '../../nodes/shared/operation';
import { chaptersOf, type Chapter } from './chapters.mts';
import { code, table } from './markdown.mts';
import { optionRow, parameterRows } from './parameterRows.mts';
import type { Vendor } from './vendor.mts';

const EFFECTS: Readonly<Record<OperationDefinition['effect'], string>> = { read: 'reads', write: 'changes', destructive: 'destructive' };

const yesNo = (is: boolean): string => (is ? 'yes' : 'no');

const isWrite = ({ effect }: OperationDefinition): boolean => effect !== 'read';

/** What happens when the same request is sent twice. A read by POST starts work, which is done a second time. */
function repeat(operation: OperationDefinition, { idempotencyOf, room }: Vendor): string {
	const how = idempotencyOf(operation);
	if (!isWrite(operation)) return how === 'inherent' ? 'yes, it changes nothing' : 'yes, it changes nothing; the work is done twice';
	if (how === 'key' && room.dialect.keys?.repeatedStatus === undefined) return 'yes: key; it takes effect once';
	if (how === 'key') return operation.readBack ? 'yes: key, then the record is read back' : 'yes: key; a repeat stops the item';
	return how === 'inherent' ? 'yes, the second time changes nothing' : 'no';
}

const operationRow = (operation: OperationDefinition, vendor: Vendor): string[] => [
	`**${operation.name}**`,
	operation.description,
	code(operation.endpoint),
	EFFECTS[operation.effect],
	repeat(operation, vendor),
	yesNo(isWrite(operation)),
	yesNo(operation.offeredToModels !== false),
];

const OPERATION_HEADS = ['Operation', 'What it does', 'Request', 'Effect', 'Safe to repeat', 'Dry run', 'AI agents'];
const PARAMETER_HEADS = ['Parameter', 'Required', 'Default', 'Description'];

const byName = (a: { readonly name: string }, b: { readonly name: string }) => a.name.localeCompare(b.name);

/** Tables of parameters that stand on the page already, each with the title of the part that has it. */
type Told = Map<string, string>;

/** The parameters of a chapter's operations. Where resources are alike, those with the same ones are told together, and what was told before is not repeated. */
function details(chapter: Chapter, vendor: Vendor, told: Told): string[] {
	const groups: Array<{ readonly parameters: string; readonly operations: OperationDefinition[] }> = [];
	for (const operation of [...chapter.operations].sort(byName)) {
		const parameters = table(PARAMETER_HEADS, parameterRows(vendor, chapter, operation));
		const same = vendor.alike && groups.find((group) => group.parameters === parameters);
		if (same) same.operations.push(operation);
		else groups.push({ parameters, operations: [operation] });
	}
	return groups.map(({ parameters, operations }) => {
		const title = `${chapter.name}: ${operations.map(({ name }) => name).join(', ')}`;
		const before = vendor.alike && told.get(parameters);
		if (!before) told.set(parameters, title);
		const text = before ? `The parameters are those of ${before}.` : parameters || 'Only the shared options.';
		return [`#### ${title}`, ...operations.map(({ notice = '' }) => notice), text].filter((part) => part !== '').join('\n\n');
	});
}

function chapterText(chapter: Chapter, vendor: Vendor, told: Told): string {
	return [
		`### ${chapter.name}`,
		`${chapter.description}.`,
		table(OPERATION_HEADS, [...chapter.operations].sort(byName).map((operation) => operationRow(operation, vendor))),
		...details(chapter, vendor, told),
	].join('\n\n');
}

interface Named {
	readonly name: string;
	readonly operation: OperationDefinition;
}

const named = (vendor: Vendor): Named[] =>
	chaptersOf(vendor).flatMap((chapter) => [...chapter.operations].sort(byName).map((operation) => ({ name: `${chapter.name}: ${operation.name}`, operation })));

/** Which operations have an option, in as few words as possible. */
function where(has: readonly Named[], all: readonly Named[]): string {
	if (has.length === all.length) return 'all operations';
	const writes = all.filter(({ operation }) => isWrite(operation));
	const without = writes.filter((each) => !has.includes(each)).map(({ name }) => name);
	if (has.some(({ operation }) => !isWrite(operation)) || without.length > has.length) return has.map(({ name }) => name).join(', ');
	return without.length === 0 ? 'all that change something' : `all that change something but ${without.join(', ')}`;
}

function sharedOptions(vendor: Vendor): string {
	const all = named(vendor);
	const options = new Map<string, { readonly property: INodeProperties; readonly has: Named[] }>();
	for (const each of all) {
		for (const { property } of vendor.optionFieldsOf(each.operation)) {
			const known = options.get(property.name) ?? { property, has: new Array<Named>() };
			known.has.push(each);
			options.set(property.name, known);
		}
	}
	const rows = [...options.values()].map(({ property, has }) => {
		const [name, fallback, description] = optionRow(property);
		return [name, where(has, all), fallback, description];
	});
	return ['### Options that operations share', table(['Option', 'Where', 'Default', 'Description'], rows.sort(([a = ''], [b = '']) => a.localeCompare(b)))].join('\n\n');
}

function errorCatalogue({ room }: Vendor): string {
	const { vendor, http } = room.dialect;
	const rows = Object.entries(http.errors.hints ?? {}).map(([status, wayOut]) => [code(status), wayOut]);
	return [`### What ${vendor} may answer, and the way out`, table(['Answer', 'Way out'], rows)].join('\n\n');
}

/** Every operation with its parameters, the shared options and the error catalogue, for the vendor's page. */
export function operationTables(vendor: Vendor): string {
	const told: Told = new Map();
	return [...chaptersOf(vendor).map((chapter) => chapterText(chapter, vendor, told)), sharedOptions(vendor), errorCatalogue(vendor)].join('\n\n');
}

/** One line for each resource, for the README; one for all where they are alike. */
export function overview(vendor: Vendor): string {
	const names = vendor.room.resources.map(({ name }) => name).sort();
	const rows = chaptersOf(vendor).map(({ name, description, operations, isShared }) => [
		isShared ? names.map((each) => `**${each}**`).join(', ') : `**${name}**${vendor.alike ? ' also' : ''}`,
		description,
		[...operations].sort(byName).map((operation) => operation.name).join(', '),
	]);
	return table(['Resource', 'What it is', 'Operations'], rows);
}
