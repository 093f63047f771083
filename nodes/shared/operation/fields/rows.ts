import type { INodeProperties } from 'n8n-workflow';
import { InputError } from '../../http/inputError';
import type { JsonObject } from '../../http/request';
import type { Field } from '../field';
import { choice } from './choice';
import { json } from './json';
import { baseProperty, type FieldOptions } from './text';

interface RowsOptions extends FieldOptions {
	/** The name of the inner collection, as it is stored. */
	readonly rowName: string;
	/** What one row is called, in the panel and in texts. */
	readonly rowTitle: string;
	/** The fields of one row. The prefix goes in front of their display names, so that a refusal names the row. */
	readonly columns: (prefix: string) => readonly Field[];
	readonly min?: number;
	readonly max?: number;
	/** The name a column has in what is sent, where it differs. */
	readonly rename?: Readonly<Record<string, string>>;
}

/** Rows of fields that the user adds one by one. Each row is read like the fields of an operation. */
export function rows(name: string, displayName: string, options: RowsOptions): Field {
	const { rowName, rowTitle, columns, min = options.required ? 1 : 0, max = Infinity, rename = {} } = options;
	return {
		property: {
			...baseProperty(name, displayName, { placeholder: `Add ${rowTitle}`, ...options }),
			type: 'fixedCollection',
			typeOptions: { multipleValues: true, sortable: true },
			default: {},
			options: [{ displayName: rowTitle, name: rowName, values: sorted(columns('').map(cellProperty)) }],
		},
		group: options.group,
		sendAs: options.sendAs,
		showWhen: options.showWhen,
		read: (value, context) => {
			const given = listedRows(value, rowName);
			if (given.length < min || given.length > max) {
				throw new InputError(
					`${displayName} has ${given.length} ${given.length === 1 ? 'row' : 'rows'}, ${max === Infinity ? `at least ${min}` : `${min} to ${max}`} are allowed`,
					given.length > max ? 'Split them over several items.' : `Add a row with "Add ${rowTitle}".`,
				);
			}
			const read = given.map((row, index) => {
				const title = `${rowTitle} ${index + 1}`;
				if (!isRow(row)) throw new InputError(`${displayName}: ${title} is not an object`, `Give each one as an object with ${columnNames(columns)}.`);
				const sent: JsonObject = {};
				for (const column of columns(`${title}, `)) {
					if (!isShown(column, row)) continue;
					const { name: own } = column.property;
					const wire = rename[own] ?? own;
					const cell = column.read(row[own] ?? row[wire], context);
					if (cell !== undefined) sent[wire] = cell;
				}
				return sent;
			});
			return read.length > 0 ? read : undefined;
		},
	};
}

const cellProperty = ({ property, showWhen }: Field): INodeProperties => ({ ...property, ...(showWhen ? { displayOptions: { show: { ...showWhen } } } : {}) });

/** Whether a cell is shown in its row: what is hidden keeps an old value, which does not count. */
const isShown = ({ showWhen = {} }: Field, row: Record<string, unknown>): boolean =>
	Object.entries(showWhen).every(([name, allowed]) => row[name] === undefined || allowed.includes(row[name] as string | boolean));

/** n8n lists five or more members of a row by name. */
const sorted = (members: INodeProperties[]): INodeProperties[] =>
	members.length < 5 ? members : members.sort((a, b) => a.displayName.localeCompare(b.displayName));

const isRow = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const columnNames = (columns: RowsOptions['columns']): string => columns('').map(({ property }) => `"${property.name}"`).join(', ');

function listedRows(value: unknown, rowName: string): readonly unknown[] {
	if (Array.isArray(value)) return value;
	const inner = isRow(value) ? value[rowName] : undefined;
	if (Array.isArray(inner)) return inner;
	return inner === undefined || inner === null ? [] : [inner];
}

/**
 * The same rows as one JSON value: n8n's rows take no expression as a whole, so this is how a list of the input gets in.
 * The names of the columns and those that are sent are both understood; a single object is a list of one.
 */
export function jsonRows(name: string, displayName: string, { showWhen, ...options }: RowsOptions): Field {
	const table = rows(name, displayName, options);
	const field = json(`${name}Json`, `${displayName} (JSON)`, {
		...(options.group ? { group: options.group } : {}),
		...(options.sendAs ? { sendAs: options.sendAs } : {}),
		...(showWhen ? { showWhen } : {}),
		required: options.required ?? false,
		rows: 4,
		description: 'A list of objects, typed in or from an expression',
		hint: `Each one is an object with ${columnNames(options.columns)}.`,
	});
	return {
		...field,
		read: (value, context) => {
			const given = field.read(value, context);
			return given === undefined ? undefined : table.read(isRow(given) && !(options.rowName in given) ? [given] : given, context);
		},
	};
}

/** Rows, typed in one by one or given as JSON: the user chooses above them. */
export function rowsOrJson(name: string, displayName: string, options: RowsOptions): Field[] {
	const specify = `${name}Specify`;
	return [
		choice(
			specify,
			`Specify ${displayName}`,
			[
				{ name: 'Using Fields Below', value: 'fields' },
				{ name: 'Using JSON', value: 'json', description: 'For a list that comes from the input' },
			],
			{ default: 'fields' },
		),
		rows(name, displayName, { ...options, showWhen: { [specify]: ['fields'] } }),
		jsonRows(name, displayName, { ...options, showWhen: { [specify]: ['json'] } }),
	];
}
