import type { Ticket } from './records.mts';

export class FilterProblem extends Error {}

const OPERATORS: Readonly<Record<string, (cell: string, wanted: readonly string[]) => boolean>> = {
	EQ: (cell, [wanted]) => cell === wanted,
	NE: (cell, [wanted]) => cell !== wanted,
	GT: (cell, [wanted = '']) => cell > wanted,
	GE: (cell, [wanted = '']) => cell >= wanted,
	LT: (cell, [wanted = '']) => cell < wanted,
	LE: (cell, [wanted = '']) => cell <= wanted,
	LIKE: (cell, [wanted = '']) => cell.toLowerCase().includes(wanted.replaceAll('%', '').toLowerCase()),
	IN: (cell, wanted) => wanted.includes(cell),
	NOTIN: (cell, wanted) => !wanted.includes(cell),
};

/** The template page's words for the same. */
const OTHER_WORDS: Readonly<Record<string, string>> = { GTE: 'GE', LTE: 'LE', CONTAINS: 'LIKE' };

const COLUMNS = ['id', 'ticketNumber', 'subject', 'description', 'status', 'priority', 'category', 'team', 'createdAt', 'updatedAt', 'dueDate', 'slaStatus', 'assignee', 'requester', 'assignee.email', 'requester.email', 'assignee.id', 'requester.id', 'assignee.name', 'requester.name'];

/** A cell as text: of people their address. */
export function cellOf(ticket: Ticket, column: string): string {
	const [field = '', part] = column.split('.');
	const value = ticket[field as keyof Ticket];
	if (typeof value !== 'object' || value === null) return value ?? '';
	return String(value[(part ?? 'email') as 'email']);
}

interface Condition {
	readonly op?: unknown;
	readonly column?: unknown;
	readonly field?: unknown;
	readonly operand?: unknown;
	readonly value?: unknown;
}

/** Whether a ticket passes a filter in either documented form; groups may nest. Throws FilterProblem for unknown operators and columns. */
export function passes(ticket: Ticket, filter: Condition | undefined): boolean {
	if (filter === undefined || Object.keys(filter).length === 0) return true;
	const column = filter.column ?? filter.field;
	if (column === undefined) {
		const parts = (Array.isArray(filter.operand) ? filter.operand : []) as Condition[];
		const results = parts.map((part) => passes(ticket, part));
		return filter.op === 'OR' && results.length > 0 ? results.includes(true) : !results.includes(false);
	}
	const word = String(filter.op).toUpperCase();
	const operator = OPERATORS[OTHER_WORDS[word] ?? word];
	if (!operator) throw new FilterProblem(`unknown operator ${String(filter.op)}`);
	if (!COLUMNS.includes(String(column))) throw new FilterProblem(`unknown column ${String(column)}`);
	const wanted = filter.operand ?? filter.value;
	return operator(cellOf(ticket, String(column)), [wanted].flat().map(String));
}
