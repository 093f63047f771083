import type { JsonObject, JsonValue } from '../../../shared/http/request';
import { defineOperation, isRecord, type Item } from '../../../shared/operation';
import { choice, jsonObject, rows, text } from '../../../shared/operation/fields';
import { offset } from '../../../shared/pagination';
import { moduleFields, NEEDS_REALM } from '../ticketing';

/** TK/list-tickets. */
const OPERATORS = [
	{ name: 'Equals', value: 'EQ' },
	{ name: 'Greater Than', value: 'GT' },
	{ name: 'Greater Than or Equal', value: 'GE' },
	{ name: 'Is Like', value: 'LIKE' },
	{ name: 'Is One Of', value: 'IN' },
	{ name: 'Less Than', value: 'LT' },
	{ name: 'Less Than or Equal', value: 'LE' },
	{ name: 'Not Equals', value: 'NE' },
];

const PAGE_SIZE = 100;

function operand(row: JsonValue, index: number): JsonObject {
	const { column = '', operator = 'EQ', value = '' } = row as JsonObject;
	const given = operator === 'IN' ? String(value).split(',').map((each) => each.trim()) : value;
	return { id: String(index + 1), op: operator, column, operand: given };
}

function filterOf({ values }: Item): JsonObject | undefined {
	if (isRecord(values.filterJson)) return values.filterJson;
	const conditions = (values.conditions ?? []) as JsonValue[];
	return conditions.length === 0 ? undefined : { op: values.matching ?? 'AND', operand: conditions.map(operand) };
}

export const getAll = defineOperation({
	operation: 'getAll',
	name: 'Get Many',
	action: 'Get many tickets',
	description: 'Search tickets, for instance those that are assigned to a leaver',
	endpoint: 'POST /api/v2/ticketing/ticket/list',
	// A search by POST: it changes nothing.
	effect: 'read',
	output: 'list',
	notice: NEEDS_REALM,
	fields: [
		...moduleFields('agent'),
		text('search', 'Search', { group: 'filters', placeholder: 'e.g. offboarding', description: 'Words that the tickets should hold' }),
		rows('conditions', 'Conditions', {
			group: 'filters',
			rowName: 'condition',
			rowTitle: 'Condition',
			columns: (prefix) => [
				text('column', `${prefix}Column`, { required: true, placeholder: 'e.g. assignee.email' }),
				choice('operator', `${prefix}Operator`, OPERATORS, { default: 'EQ', open: true }),
				text('value', `${prefix}Value`, { description: 'Several are separated by commas where the operator takes several' }),
			],
		}),
		choice(
			'matching',
			'Match',
			[
				{ name: 'All Conditions', value: 'AND' },
				{ name: 'Any Condition', value: 'OR' },
			],
			{ group: 'filters', default: 'AND' },
		),
		jsonObject('filterJson', 'Filter (JSON)', {
			group: 'filters',
			description: 'A filter as Rezolve.ai takes it, in place of the conditions',
			example: '{ "op": "AND", "operand": [] }',
		}),
		text('sort', 'Sort', { group: 'options', placeholder: 'e.g. updatedAt', description: 'The column to sort by' }),
		choice(
			'searchOrder',
			'Direction',
			[
				{ name: 'Ascending', value: 'ASC' },
				{ name: 'Descending', value: 'DESC' },
			],
			{ group: 'options', default: 'DESC' },
		),
	],
	parts: (item) => {
		const { search, sort, searchOrder } = item.values;
		const filter = filterOf(item);
		return {
			body: {
				top: PAGE_SIZE,
				offset: 0,
				...(search === undefined ? {} : { search }),
				...(sort === undefined ? {} : { sort }),
				...(searchOrder === undefined ? {} : { searchOrder }),
				...(filter ? { filter } : {}),
			},
		};
	},
	list: {
		// The page about templates calls the same list "rows".
		itemsPath: ['data.tickets', 'data.rows'],
		next: offset({ parameter: 'offset', sizeParameter: 'top', place: 'body', hasMorePath: 'data.pagination.hasMore', overlap: 1 }),
		pageSize: { parameter: 'top', place: 'body', max: PAGE_SIZE },
		totalPath: 'data.pagination.total',
	},
});
