import type { INodeProperties, ResourceMapperField } from 'n8n-workflow';
import { InputError } from '../../http/inputError';
import type { JsonObject, JsonValue } from '../../http/request';
import type { Field, ReadContext } from '../field';
import { hasToISO, instantOf } from './dateTime';
import { baseProperty, type FieldOptions } from './text';
import { listOf } from './texts';

interface MapperOptions extends Pick<FieldOptions, 'description' | 'hint' | 'required' | 'showWhen'> {
	/** The resource mapping method of the node, which gives the columns. */
	readonly method: string;
	/** `add` shows all columns and asks for the required ones; `update` shows those that somebody adds. */
	readonly mode: 'add' | 'update';
}

/** What the editor stored of a column. Workflows made by hand may lack any of it. */
type Column = Partial<Pick<ResourceMapperField, 'displayName' | 'removed' | 'required' | 'type'>>;
type Columns = ReadonlyMap<string, Column>;

/** Values by name, and what is known of the columns. */
interface Mapped {
	readonly columns: Columns;
	readonly values: Readonly<Record<string, unknown>>;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

const CHECK_EXPRESSION = 'Fill it in. If it holds an expression, look at the input on the left: the field it points to has no value for this item.';

function columnsOf(schema: unknown): Columns {
	const columns = Array.isArray(schema) ? schema.filter(isObject) : [];
	return new Map(columns.flatMap((column): Array<[string, Column]> => (typeof column.id === 'string' ? [[column.id, column as Column]] : [])));
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** Values by name, as an object or as JSON text. */
function valuesIn(given: unknown, displayName: string): Readonly<Record<string, unknown>> {
	if (isEmpty(given)) return {};
	const values = typeof given === 'string' ? parsed(given) : given;
	if (isObject(values)) return values;
	throw new InputError(`${displayName} is not an object with names and values`, 'Check the expression: it should give something like { "title": "Export as CSV" }.');
}

/** The editor's value, or names and values alone, as whoever makes workflows by API gives them. */
function mappedFrom(value: unknown, displayName: string, { inputJson = {} }: ReadContext): Mapped {
	if (!isObject(value) || !('mappingMode' in value || ('schema' in value && 'value' in value))) return { columns: new Map(), values: valuesIn(value, displayName) };
	const columns = columnsOf(value.schema);
	if (value.mappingMode !== 'autoMapInputData') return { columns, values: valuesIn(value.value, displayName) };
	// What is not shown as a field is matched all the same: the panel shows no fields then.
	const matched = new Map([...columns].map(([name, column]) => [name, { ...column, required: column.required === true && column.removed !== true, removed: false }]));
	if (columns.size > 0) return { columns: matched, values: Object.fromEntries(Object.entries(inputJson).filter(([name]) => columns.has(name))) };
	throw new InputError(`${displayName} cannot be matched with the input, because the list of fields is empty`, 'Refresh the list of fields in the node, or map each field by hand.');
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 80);

function refuse(name: string, what: string, value: unknown, advice: string): InputError {
	return new InputError(`${name} ${what}: ${shown(value)}`, advice);
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function numberFrom(value: unknown, name: string): JsonValue {
	const read = typeof value === 'number' ? value : typeof value === 'string' && NUMBER.test(value.trim()) ? Number(value) : NaN;
	if (Number.isFinite(read)) return read;
	throw refuse(name, 'is not a number', value, 'Use digits, with a point for decimals.');
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
	['true', true],
	['false', false],
	['1', true],
	['0', false],
]);

function booleanFrom(value: unknown, name: string): JsonValue {
	const read = typeof value === 'object' ? undefined : BOOLEANS.get(String(value).trim().toLowerCase());
	if (read !== undefined) return read;
	throw refuse(name, 'is neither true nor false', value, 'Use true or false.');
}

const LOCAL_TIME = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A point in time as ISO 8601. What does not tell its offset, as n8n's date picker does not, is taken for UTC. */
function instantFrom(value: unknown, name: string): JsonValue {
	const given = hasToISO(value) ? value.toISO() : value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : value;
	const text = typeof given === 'string' ? given.trim() : shown(given);
	const read = DAY.test(text) ? `${text}T00:00:00Z` : LOCAL_TIME.test(text) ? `${text}Z` : text;
	instantOf(read, name);
	return read.replace(' ', 'T');
}

/** A list as it is, from JSON text, or from text with commas; a single value is a list of one. */
function listFrom(value: unknown, name: string): JsonValue {
	if (typeof value !== 'string') return Array.isArray(value) ? (value as JsonValue[]) : [value as JsonValue];
	const read = value.trim().startsWith('[') ? parsed(value) : undefined;
	return Array.isArray(read) ? (read as JsonValue[]) : listOf(value, name);
}

function objectFrom(value: unknown, name: string): JsonValue {
	const read = typeof value === 'string' ? parsed(value) : value;
	if (isObject(read)) return read as JsonObject;
	throw refuse(name, 'is not a JSON object', value, 'Write it as { "name": "value" }.');
}

function textFrom(value: unknown, name: string): JsonValue {
	const given = hasToISO(value) ? value.toISO() : value instanceof Date ? value.toISOString() : value;
	if (typeof given !== 'object') return String(given);
	throw new InputError(`${name} holds ${Array.isArray(given) ? 'a list' : 'an object'}, text is expected`, 'Check the expression: it should end at one value, for example {{ $json.email }}.');
}

/** By the column's type. What has another one, or none, is sent as it is. */
const READERS = new Map<unknown, (value: unknown, name: string) => JsonValue>([
	['array', listFrom],
	['boolean', booleanFrom],
	['dateTime', instantFrom],
	['number', numberFrom],
	['object', objectFrom],
	['options', textFrom],
	['string', textFrom],
]);

const titleOf = (name: string, { displayName }: Column): string => `"${typeof displayName === 'string' && displayName !== '' ? displayName : name}"`;

function filledIn({ columns, values }: Mapped): Map<string, JsonValue> {
	const filled = new Map<string, JsonValue>();
	for (const [name, value] of Object.entries(values)) {
		const column = columns.get(name) ?? {};
		// A name that would change an object's prototype on its way.
		if (name === '__proto__' || column.removed === true || isEmpty(value)) continue;
		const reader = READERS.get(column.type);
		filled.set(name, reader ? reader(value, titleOf(name, column)) : (value as JsonValue));
	}
	return filled;
}

/**
 * The vendor's own fields, with a value for each: n8n's resource mapper. Its value is an object of name and value, with what was left empty
 * (undefined, null, '') not in it; undefined when nothing was filled in. Values become what their column is; a list may be separated by commas;
 * an option that is not in the list is kept, because the vendor may know more than the list did. Throws InputError that names the column.
 */
export function mapper(name: string, displayName: string, options: MapperOptions): Field {
	const { method, mode, required, showWhen } = options;
	return {
		property: {
			...baseProperty(name, displayName, options),
			type: 'resourceMapper',
			noDataExpression: true,
			default: { mappingMode: 'defineBelow', value: null } as INodeProperties['default'],
			typeOptions: {
				loadOptionsDependsOn: ['resource'],
				resourceMapper: {
					resourceMapperMethod: method,
					// n8n's own "update" asks for a column to match on and shows no other without one; the record is chosen elsewhere.
					mode: mode === 'add' ? 'add' : 'map',
					fieldWords: { singular: 'field', plural: 'fields' },
					addAllFields: mode === 'add',
					multiKeyMatch: false,
					supportAutoMap: true,
				},
			},
		},
		showWhen,
		read: (value, context) => {
			const mapped = mappedFrom(value, displayName, context);
			const filled = filledIn(mapped);
			const missing = [...mapped.columns].find(([id, column]) => mode === 'add' && column.required === true && column.removed !== true && !filled.has(id));
			if (missing) throw new InputError(`${titleOf(...missing)} is empty`, CHECK_EXPRESSION);
			if (filled.size > 0) return Object.fromEntries(filled);
			if (!required) return undefined;
			throw new InputError(`${displayName} holds no value`, 'Fill in at least one field.');
		},
	};
}
