import type { RezolveState, Ticket } from '../records.mts';
import { fixedId } from '../../accessowl/seed.mts';

export type RiskLevel = 'read' | 'write' | 'destructive' | 'admin';

export interface Tool {
	readonly key: string;
	readonly name: string;
	readonly description: string;
	readonly domain: string;
	readonly risk_level: RiskLevel;
	/** JSON Schema (draft 2020-12). */
	readonly input_schema: Readonly<Record<string, unknown>>;
	readonly output_schema: Readonly<Record<string, unknown>>;
	/** What the system behind does; returns the tool's output. */
	readonly run: (input: Readonly<Record<string, unknown>>, state: RezolveState, now: string) => unknown;
}

const text = (title: string, more: object = {}) => ({ type: 'string', title, ...more });
const inputs = (properties: Readonly<Record<string, unknown>>, required: readonly string[] = []) => ({ type: 'object', properties, required, additionalProperties: false });
const output = { type: 'object' };

const ticketOf = ({ tickets }: RezolveState, id: unknown): Ticket | undefined => tickets.find((one) => one.id === id || one.ticketNumber === id);
/** A tool's own word for something that is not there. */
const absent = (what: string) => ({ found: false, message: `${what} was not found` });

export const TOOLS: readonly Tool[] = [
	{
		key: 'itsm.tickets.create',
		name: 'Create ticket',
		description: 'Opens a ticket in the service desk',
		domain: 'itsm',
		risk_level: 'write',
		input_schema: inputs(
			{
				subject: text('Subject', { minLength: 1, maxLength: 255 }),
				description: text('Description'),
				priority: text('Priority', { enum: ['low', 'medium', 'high', 'urgent'], default: 'medium' }),
				category: text('Category'),
				requester_email: text('Requester', { format: 'email' }),
				due_date: text('Due Date', { format: 'date-time' }),
				watchers: { type: 'array', title: 'Watchers', items: { type: 'string' } },
				custom_fields: { type: 'object', title: 'Custom Fields' },
				urgent_notice: { type: 'boolean', title: 'Notify at Once' },
				effort_hours: { type: 'number', title: 'Effort', minimum: 0 },
			},
			['subject'],
		),
		output_schema: { type: 'object', properties: { id: text('Id'), ticket_number: text('Number'), status: text('Status') } },
		run(input, state, now) {
			const number = state.tickets.length + 1;
			const requester = state.people.find(({ email }) => email === input.requester_email);
			const ticket: Ticket = {
				id: fixedId(0xd5, number),
				ticketNumber: `TKT-2026-${String(number).padStart(6, '0')}`,
				subject: String(input.subject),
				description: String(input.description ?? ''),
				status: 'open',
				priority: String(input.priority ?? 'medium'),
				category: String(input.category ?? ''),
				assignee: null,
				requester: requester ? { id: requester.id, name: requester.name, email: requester.email } : null,
				team: 'it',
				createdAt: now,
				updatedAt: now,
				dueDate: input.due_date === undefined ? null : String(input.due_date),
				slaStatus: 'within',
			};
			state.tickets.push(ticket);
			return { id: ticket.id, ticket_number: ticket.ticketNumber, status: ticket.status };
		},
	},
	{
		key: 'itsm.tickets.list',
		name: 'List tickets',
		description: 'Finds tickets in the service desk',
		domain: 'itsm',
		risk_level: 'read',
		input_schema: inputs({ status: text('Status', { enum: ['open', 'in_progress', 'resolved', 'closed'] }), requester_email: text('Requester'), limit: { type: 'integer', title: 'Limit', minimum: 1, maximum: 100, default: 20 } }),
		output_schema: output,
		run: ({ status, requester_email: email, limit = 20 }, { tickets }) => ({
			tickets: tickets.filter((one) => (status === undefined || one.status === status) && (email === undefined || one.requester?.email === email)).slice(0, Number(limit)).map(({ id, ticketNumber, subject, status: state }) => ({ id, ticket_number: ticketNumber, subject, status: state })),
		}),
	},
	{
		key: 'itsm.tickets.close',
		name: 'Close ticket',
		description: 'Closes a ticket of the service desk',
		domain: 'itsm',
		risk_level: 'write',
		input_schema: inputs({ ticket_id: text('Ticket'), resolution: text('Resolution') }, ['ticket_id']),
		output_schema: output,
		run({ ticket_id: id }, state, now) {
			const ticket = ticketOf(state, id);
			if (!ticket) return absent('The ticket');
			Object.assign(ticket, { status: 'closed', updatedAt: now });
			return { id: ticket.id, ticket_number: ticket.ticketNumber, status: 'closed' };
		},
	},
	{
		key: 'directory.users.get',
		name: 'Get user',
		description: 'Looks up an account in the directory',
		domain: 'directory',
		risk_level: 'read',
		input_schema: inputs({ email: text('Email') }, ['email']),
		output_schema: output,
		run: ({ email }, { people }) => {
			const person = people.find((one) => one.email === email);
			return person ? { id: person.id, email: person.email, name: person.name, status: person.status } : absent('The user');
		},
	},
	{
		key: 'directory.users.disable',
		name: 'Disable user',
		description: 'Blocks all sign-ins of an account',
		domain: 'directory',
		risk_level: 'destructive',
		input_schema: inputs({ email: text('Email'), end_sessions: { type: 'boolean', title: 'End Sessions', default: true } }, ['email']),
		output_schema: output,
		run: ({ email }, { people }) => (people.some((one) => one.email === email) ? { email, status: 'disabled' } : absent('The user')),
	},
	{
		key: 'directory.policies.update',
		name: 'Update sign-in policy',
		description: 'Changes how everyone signs in',
		domain: 'directory',
		risk_level: 'admin',
		input_schema: inputs({ policy: text('Policy'), enabled: { type: 'boolean', title: 'Enabled' } }, ['policy', 'enabled']),
		output_schema: output,
		run: ({ policy, enabled }) => ({ policy, enabled }),
	},
	{
		key: 'hris.employees.get',
		name: 'Get employee',
		description: 'Looks up an employee',
		domain: 'hris',
		risk_level: 'read',
		input_schema: inputs({ email: text('Email') }, ['email']),
		output_schema: output,
		run: ({ email }, { people }) => {
			const person = people.find((one) => one.email === email);
			return person ? { email: person.email, first_name: person.firstName, last_name: person.lastName, status: person.status } : absent('The employee');
		},
	},
	{
		key: 'communication.messages.send',
		name: 'Send message',
		description: 'Writes to a channel',
		domain: 'communication',
		risk_level: 'write',
		input_schema: inputs({ channel: text('Channel'), text: text('Text', { minLength: 1 }) }, ['channel', 'text']),
		output_schema: output,
		run: ({ channel }, _state, now) => ({ channel, sent_at: now }),
	},
];
