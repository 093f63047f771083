import { InputError } from '../../../shared/http/inputError';
import type { JsonObject, JsonValue } from '../../../shared/http/request';
import { isRecord, type Field } from '../../../shared/operation';
import { choice, id, json, number, rows, text, texts, toggle } from '../../../shared/operation/fields';
import { hasToISO } from '../../../shared/operation/fields/dateTime';
import { asText } from '../../../shared/operation/fields/text';
import { listOf } from '../../../shared/operation/fields/texts';
import { contexts, OTHER } from './contexts';
import { checkFilters, DATA_TYPES, filterOf, OPERATOR_NAMES, OPERATORS, takesSeveral, type DataType } from './filters';

const TYPE_NAMES: Readonly<Record<DataType, string>> = { boolean: 'Yes or No', enum: 'Choice', number: 'Number', string: 'Text', timestamp: 'Date and Time' };

const dataTypes = DATA_TYPES.map((value) => ({ name: TYPE_NAMES[value], value })).sort((a, b) => a.name.localeCompare(b.name));

const operatorField = (type: DataType, prefix: string): Field =>
	choice(
		`${type}Operator`,
		`${prefix}Operator (${TYPE_NAMES[type]})`,
		OPERATORS[type].map((value) => ({ name: OPERATOR_NAMES[value] ?? value, value })).sort((a, b) => a.name.localeCompare(b.name)),
		{ required: true, default: type === 'timestamp' ? 'last' : 'eq', showWhen: { dataType: [type] } },
	);

/** An expression may give a date object. */
const plainValue = (value: unknown): JsonValue => {
	if (value === undefined || value === null) return '';
	if (value instanceof Date) return value.toISOString();
	return hasToISO(value) ? String(value.toISO()) : (value as JsonValue);
};

const filterRows = rows('filters', 'Filters', {
	rowName: 'filter',
	rowTitle: 'Filter',
	showWhen: { filtersSpecify: ['fields'] },
	description: 'A row is exported when all filters hold',
	columns: (prefix) => [
		choice('dataType', `${prefix}Data Type`, dataTypes, { required: true, default: 'string', description: 'What the column holds' }),
		text('field', `${prefix}Column`, { required: true, placeholder: 'e.g. email', description: 'The column, as the API calls it: in camel case, "Dormant Days" is dormantDays' }),
		...DATA_TYPES.map((type) => operatorField(type, prefix)),
		{
			...text('values', `${prefix}Value`, { placeholder: 'e.g. robin.vale@example.com', description: 'Several are separated by commas, for Is One Of, Is None Of and Is Between. Empty for Is Empty and Is Not Empty.' }),
			// Read as it is: how it is split depends on the operator.
			read: (value: unknown) => (Array.isArray(value) ? value.map(plainValue) : plainValue(value)),
		},
	],
});

/** Filters as rows, each turned into what the vendor takes. */
const filtersByRow = (valuesAsText: boolean, table: JsonValue | undefined): JsonValue | undefined => {
	if (!Array.isArray(table)) return undefined;
	return table.map((row, index) => {
		const cells = row as JsonObject;
		const dataType = cells.dataType as DataType;
		const operator = String(cells[`${dataType}Operator`]);
		const where = `Filter ${index + 1}, Value`;
		const raw = cells.values;
		const values = takesSeveral(operator) || Array.isArray(raw) ? listOf(raw, where) : [asText(raw, where)].filter((value) => value !== '');
		return filterOf({ field: String(cells.field), dataType, operator, values }, `Filter ${index + 1}`, valuesAsText);
	});
};

export const context: Field[] = [
	choice('context', 'Data Set', contexts, { required: true, default: 'accessInventoryApplicationAccountsV2', description: 'What to export' }),
	{
		...text('otherContext', 'Data Set Name', { showWhen: { context: [OTHER] }, placeholder: 'e.g. accessInventoryAccounts', description: 'The name of the data set in the API, its "context"' }),
		// Not required by n8n's own check: while Data Set holds an expression, n8n would want this one too.
		read: text('otherContext', 'Data Set Name', { required: true }).read,
	},
];

export const filtering: Field[] = [
	choice(
		'filtersSpecify',
		'Specify Filters',
		[
			{ name: 'Using Fields Below', value: 'fields' },
			{ name: 'Using JSON', value: 'json', description: 'As the API takes them, for shapes that the fields do not know' },
		],
		{ default: 'fields' },
	),
	{
		...filterRows,
		// Checked with all other parameters, before anything is sent; turned into values when it is.
		read: (value, readContext) => {
			const table = filterRows.read(value, readContext);
			// As text: whether a number can be sent as one depends on an option that is not known here.
			filtersByRow(true, table);
			return table;
		},
	},
	json('filtersJson', 'Filters (JSON)', {
		showWhen: { filtersSpecify: ['json'] },
		rows: 4,
		placeholder: 'e.g. [{"dataType": "string", "field": "email", "filterType": "eq", "values": ["robin.vale@example.com"]}]',
		check: checkFilters,
	}),
	rows('sortBy', 'Sort', {
		rowName: 'key',
		rowTitle: 'Sort Key',
		description: 'The first key counts most',
		columns: (prefix) => [
			text('field', `${prefix}Column`, { required: true, placeholder: 'e.g. createdAt' }),
			choice('sortType', `${prefix}Direction`, [{ name: 'Ascending', value: 'asc' }, { name: 'Descending', value: 'desc' }], { required: true, default: 'asc' }),
		],
	}),
];

/** What is asked for, as the body of the request that starts an export. */
export function exportBody(values: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
	const filterBy = values.filtersSpecify === 'json' ? values.filtersJson : filtersByRow(values.valuesAsText === true, values.filters);
	const params: JsonObject = { ...(filterBy ? { filterBy } : {}), ...(values.sortBy ? { sortBy: values.sortBy } : {}) };
	return {
		context: values.context === OTHER ? (values.otherContext ?? '') : (values.context ?? ''),
		...(Object.keys(params).length > 0 ? { params } : {}),
	};
}

export const startOptions: Field[] = [
	toggle('retryStart', 'Retry Start', { group: 'options', description: 'Whether to start the export again when the first start may have been lost. The worst that can happen is a second export.' }),
	toggle('valuesAsText', 'Send Values as Text', { group: 'options', description: 'Whether to send numbers and yes-or-no values of filters as text. The vendor does not say which it wants.' }),
];

export const waitOptions: Field[] = [
	number('waitTimeout', 'Wait Timeout (Seconds)', {
		group: 'options',
		default: 600,
		min: 1,
		max: 86_400,
		description: 'How long to wait for the export. After that the item stops with the ID of the export, which Download takes.',
	}),
];

export const exportId: Field = id('exportId', 'Export ID', { required: true, sendAs: 'path.id', description: 'From Start, or from the text of an export that took too long' });

export const fileName: Field = text('fileName', 'File Name', { group: 'options', placeholder: 'e.g. leaver-access.csv', description: 'Made of the data set or the Export ID when left empty' });

export const binaryProperty: Field = text('binaryProperty', 'Put Output File in Field', { required: true, default: 'data', hint: 'The name of the output binary field to put the file in' });

function checkNames(value: JsonValue, displayName: string): JsonValue {
	if (isRecord(value) && Object.values(value).every((name) => typeof name === 'string' && name !== '')) return value;
	throw new InputError(`${displayName} is not an object of names`, 'Write it as {"Account Name": "account"}.');
}

/** Not trimmed like other text: a tab is a delimiter. */
function delimiterOf(value: unknown): string | undefined {
	const given = value === undefined || value === null || value === '' ? undefined : String(value).replace('\\t', '\t');
	if (given === undefined || (given.length === 1 && !/["\r\n]/.test(given))) return given;
	throw new InputError(`Delimiter is ${JSON.stringify(given).slice(0, 40)}`, 'Use one character that is neither a quote nor a line break, or leave it empty.');
}

/** How the rows of a file become items. */
export const rowOptions: Field[] = [
	texts('columns', 'Columns', { group: 'options', placeholder: 'e.g. Email, Application Name', description: 'Only these columns, in this order, as they are called in the file. Separated by commas; all when left empty.' }),
	{
		...text('delimiter', 'Delimiter', { group: 'options', placeholder: 'e.g. ;', description: 'What stands between the values of a row, one character; \\t for a tab. Found out when left empty.' }),
		read: delimiterOf,
	},
	json('rename', 'Rename Columns', { group: 'options', placeholder: 'e.g. {"Account Name": "account"}', description: 'The name of a column in the file, and the name it is to have', check: checkNames }),
	toggle('typed', 'Typed Values', {
		group: 'options',
		description: 'Whether to turn numbers, true and false, and empty values into their types. "30+" becomes the number 30 with a second field that says "at least".',
	}),
];
