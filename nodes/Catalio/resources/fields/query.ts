import { InputError } from '../../../shared/http/inputError';
import type { JsonObject, JsonValue } from '../../../shared/http/request';
import { documentQuery, filterOf, type Condition } from '../../../shared/jsonApi';
import type { Field, Item } from '../../../shared/operation';
import { choice, jsonObject, loadedChoices, locator, number, rows, text, texts, toggle } from '../../../shared/operation/fields';
import { listOf } from '../../../shared/operation/fields/texts';
import { PAGE_SIZE } from '../../paging';
import { checkName } from './record';

/** As AshJsonApi names them in a query; `equals` has a short form. By name, as n8n lists them. */
const OPERATORS = [
	{ name: 'Contains', value: 'contains' },
	{ name: 'Does Not Equal', value: 'not_eq' },
	{ name: 'Ends With', value: 'string_ends_with' },
	{ name: 'Equals', value: 'eq' },
	{ name: 'Greater Than', value: 'gt' },
	{ name: 'Greater Than or Equal', value: 'gte' },
	{ name: 'Has (List Attribute)', value: 'has' },
	{ name: 'Intersects (List Attribute)', value: 'intersects' },
	{ name: 'Is Distinct From', value: 'is_distinct_from' },
	{ name: 'Is Empty', value: 'is_nil' },
	{ name: 'Is Like', value: 'like' },
	{ name: 'Is Like (Any Capitals)', value: 'ilike' },
	{ name: 'Is Not Empty', value: 'is_not_nil' },
	{ name: 'Is One Of', value: 'in' },
	{ name: 'Less Than', value: 'lt' },
	{ name: 'Less Than or Equal', value: 'lte' },
	{ name: 'Starts With', value: 'string_starts_with' },
];

const WITH_LIST = ['in', 'intersects'];

const fieldName = (name: string, displayName: string, search: string): Field =>
	locator(name, displayName, { required: true, search, typedAs: 'By Name', placeholder: 'e.g. updated_at', checkId: checkName });

/** Always there: the operator may be an expression, and then any. A list stays one. */
function conditionValue(displayName: string): Field {
	const single = text('value', displayName, { description: 'Not read for Is Empty and Is Not Empty. Several values are separated by commas where the operator takes several.' });
	return { ...single, read: (value, context) => (Array.isArray(value) ? listOf(value, displayName) : single.read(value, context)) };
}

/** Conditions row by row, or the filter as JSON. */
export const filterFields = (): Field[] => [
	choice(
		'filterBy',
		'Filter',
		[
			{ name: 'Conditions', value: 'conditions' },
			{ name: 'JSON', value: 'json', description: 'For groups within groups, or for a filter that comes from the input' },
		],
		{ default: 'conditions' },
	),
	rows('conditions', 'Conditions', {
		rowName: 'condition',
		rowTitle: 'Condition',
		showWhen: { filterBy: ['conditions'] },
		description: 'Which records to return. All of them, without a condition.',
		columns: (prefix) => [
			fieldName('field', `${prefix}Field`, 'searchFilterFields'),
			choice('operator', `${prefix}Operator`, OPERATORS, { default: 'eq', open: true }),
			conditionValue(`${prefix}Value`),
		],
	}),
	choice(
		'matching',
		'Match',
		[
			{ name: 'All Conditions', value: 'and' },
			{ name: 'Any Condition', value: 'or' },
			{ name: 'No Condition', value: 'none' },
		],
		{ default: 'and', showWhen: { filterBy: ['conditions'] } },
	),
	jsonObject('filterJson', 'Filter (JSON)', {
		showWhen: { filterBy: ['json'] },
		rows: 4,
		placeholder: 'e.g. { "or": [{ "status": "draft" }, { "status": { "in": ["active", "confirmed"] } }] }',
		description: 'An object of attributes, operators and values, with "and", "or" and "not" around them',
		example: '{ "status": "active" }',
	}),
];

function conditionFrom(row: JsonValue, index: number): Condition {
	const { field, operator = 'eq', value } = row as JsonObject;
	const [name, read, title] = [String(field), String(operator), `Condition ${index + 1}, Value`];
	if (read === 'is_nil' || read === 'is_not_nil') return { field: name, operator: 'is_nil', value: read === 'is_nil' };
	const takesList = WITH_LIST.includes(read);
	const wanted = takesList && value !== undefined ? listOf(value, title) : value;
	if (wanted === undefined || (Array.isArray(wanted) && wanted.length === 0)) {
		throw new InputError(`${title} is empty`, 'Fill it in, or use Is Empty. If it holds an expression, the field it points to has no value for this item.');
	}
	if (Array.isArray(wanted) && !takesList) throw new InputError(`${title} holds a list`, 'Use Is One Of for several values.');
	return { field: name, operator: read, value: wanted };
}

function filterFrom({ values }: Item): JsonObject {
	if (values.filterBy === 'json') return (values.filterJson as JsonObject | undefined) ?? {};
	const conditions = ((values.conditions ?? []) as JsonValue[]).map(conditionFrom);
	return conditions.length === 0 ? {} : filterOf(conditions, (values.matching as 'and' | 'none' | 'or' | undefined) ?? 'and');
}

/** Which related records and which fields come with each record. */
export const shapeFields = (): Field[] => [
	loadedChoices('include', 'Include Names or IDs', {
		group: 'options',
		each: checkName,
		load: 'getIncludePaths',
		dependsOn: ['resource'],
		description: 'Related records to bring along.',
	}),
	texts('includePaths', 'Include Paths', {
		group: 'options',
		each: checkName,
		placeholder: 'e.g. use_cases.test_cases',
		description: 'More related records, by path, separated by commas. A dot leads from relation to relation.',
	}),
	rows('fieldsets', 'Fields', {
		group: 'options',
		rowName: 'fieldset',
		rowTitle: 'Type',
		description: 'Return these fields alone. A type without fields comes with its ID only.',
		columns: (prefix) => [
			text('type', `${prefix}Type`, { required: true, placeholder: 'e.g. requirement', description: 'The type of record, as Catalio spells it' }),
			texts('fields', `${prefix}Fields`, { each: checkName, emptyClears: true, placeholder: 'e.g. title, status', description: 'Separated by commas' }),
		],
	}),
];

/** How a list is sorted and read. */
export const listFields = (): Field[] => [
	rows('sort', 'Sort', {
		group: 'options',
		rowName: 'key',
		rowTitle: 'Sort Key',
		columns: (prefix) => [
			fieldName('field', `${prefix}Field`, 'searchSortFields'),
			choice(
				'direction',
				`${prefix}Direction`,
				[
					{ name: 'Ascending', value: 'asc' },
					{ name: 'Descending', value: 'desc' },
				],
				{ default: 'asc' },
			),
		],
	}),
	number('pageSize', 'Page Size', {
		group: 'options',
		default: PAGE_SIZE,
		min: 1,
		max: 1_000,
		description: 'How many records to ask for at a time. Above the maximum of the server, 250 by default, it cuts lists off; with Count they are read on all the same.',
	}),
	choice(
		'pageStyle',
		'Page Style',
		[
			{ name: 'Automatic', value: 'auto', description: 'Follow the links of the server' },
			{ name: 'Cursor', value: 'cursor', description: 'Go on behind the last record that was received' },
			{ name: 'Offset', value: 'offset', description: 'Ask for pages that are counted from the start of the list' },
		],
		{ group: 'options', default: 'auto', description: 'How to ask for the next page' },
	),
	toggle('count', 'Count', {
		group: 'options',
		default: true,
		description: 'Whether to let the server count the records when all are returned, so that a list that was cut off is noticed',
	}),
];

/** `include` and `fields[...]` as query parameters. */
export const shapeQuery = ({ values }: Item): Record<string, string> => {
	const include = [...((values.include ?? []) as string[]), ...((values.includePaths ?? []) as string[])];
	const fieldsets = ((values.fieldsets ?? []) as JsonObject[]).map(({ type, fields }) => [String(type), (fields ?? []) as string[]] as const);
	return documentQuery({
		...(include.length > 0 ? { include: [...new Set(include)] } : {}),
		...(fieldsets.length > 0 ? { fields: Object.fromEntries(fieldsets) } : {}),
	});
};

/** All that shapes a list, as query parameters, without the page size. */
export function listQuery(item: Item): Record<string, string> {
	const { values, settings } = item;
	const filter = filterFrom(item);
	const sort = ((values.sort ?? []) as JsonObject[]).map(({ field, direction }) => (direction === 'desc' ? `-${String(field)}` : String(field)));
	const page = { ...(settings.returnAll && values.count !== false ? { count: true } : {}), ...(values.pageStyle === 'offset' ? { offset: 0 } : {}) };
	return {
		...documentQuery({ filter, ...(sort.length > 0 ? { sort } : {}), page }),
		...shapeQuery(item),
	};
}
