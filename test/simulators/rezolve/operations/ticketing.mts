import { createHash } from 'node:crypto';
import type { Exchange, Reply } from '../../frame/server.mts';
import type { Person, Ticket } from '../records.mts';
import { cellOf, FilterProblem, passes } from '../ticketFilter.mts';
import { refOf, type Workspace } from '../workspace.mts';

interface TicketQuestion {
	readonly search?: string;
	readonly top: number;
	readonly offset: number;
	readonly sort?: string;
	readonly searchOrder?: 'ASC' | 'DESC';
	readonly filter?: object;
}

const isOpen = ({ status }: Ticket): boolean => status !== 'closed' && status !== 'resolved';

/** What `filterIds` may name: `all`, system filters by number, and one that someone saved. */
const COUNTS: Readonly<Record<string, readonly [name: string, isCounted: (ticket: Ticket, email: string) => boolean]>> = {
	all: ['All tickets', () => true],
	1: ['Open', isOpen],
	2: ['Unassigned', ({ assignee }) => assignee === null],
	3: ['Mine', ({ assignee }, email) => assignee?.email === email],
	'saved-access': ['Access', ({ category }) => category === 'Access'],
};

const TICKET_TYPES = [
	{ id: 'tt-1', name: 'Incident', v1_name: 'incident', properties: { sla: true }, fields: [{ name: 'subject', type: 'text' }], workflow: { states: ['open', 'resolved'] }, action_permissions: {}, filters: [] },
	{ id: 'tt-2', name: 'Service request', v1_name: 'service_request', properties: { sla: false }, fields: [{ name: 'subject', type: 'text' }, { name: 'offer', type: 'lookup' }], workflow: { states: ['open', 'closed'] }, action_permissions: {}, filters: [] },
	{ id: 'tt-3', name: 'Leaver', v1_name: 'leaver', properties: { sla: true }, fields: [{ name: 'person', type: 'user' }], workflow: { states: ['open', 'closed'] }, action_permissions: {}, filters: [] },
];

const OFFERS = [
	{ id: 'of-1', name: 'Leaver checklist', category: 'cat-1', fields: [{ name: 'person', type: 'user', required: true }, { name: 'lastDay', type: 'date', required: true }] },
	{ id: 'of-2', name: 'New laptop', category: 'cat-2', fields: [{ name: 'model', type: 'select', required: true }] },
];

/** The adjacent ticketing family: its reads, its two streams, and the two calls outside `/api/v2`. */
export function ticketing(workspace: Workspace): Record<string, (exchange: Exchange) => Reply> {
	const { state } = workspace;
	const now = () => workspace.iso();

	/** An answer with an ETag, or 304 for who has it. */
	function tagged(data: unknown): (exchange: Exchange) => Reply {
		const etag = `"${createHash('sha256').update(JSON.stringify(data)).digest('base64url').slice(0, 16)}"`;
		return ({ headers }) => (headers['if-none-match'] === etag ? { status: 304, headers: { etag } } : { ...workspace.answer(data), headers: { etag } });
	}
	const account = ({ id, username, firstName, lastName, email, roles, teams, status }: Person, type: unknown) => ({
		id,
		username,
		firstName,
		lastName,
		email,
		type: String(type),
		roles: roles.length > 0 ? [...roles] : ['requester'],
		teams: [...teams],
		defaultTeam: teams[0] ?? 'none',
		status,
		createdAt: '2024-02-01T08:00:00.000Z',
		updatedAt: '2026-01-12T08:00:00.000Z',
	});
	const staff = () => state.people.filter(({ email }) => !email.startsWith('sandbox.'));
	const membersOf = (memberIds: readonly string[]) => memberIds.map((id) => state.people.find((person) => person.id === id)!);

	/** Tickets that a question finds, in its order. Throws FilterProblem. */
	function found({ search = '', sort, searchOrder, filter }: TicketQuestion): Ticket[] {
		const needle = search.toLowerCase();
		const matches = state.tickets.filter((ticket) => passes(ticket, filter) && [ticket.subject, ticket.description, ticket.ticketNumber].some((text) => text.toLowerCase().includes(needle)));
		if (sort === undefined) return matches;
		const sign = searchOrder === 'ASC' ? 1 : -1;
		return matches.sort((a, b) => sign * (cellOf(a, sort) < cellOf(b, sort) ? -1 : cellOf(a, sort) > cellOf(b, sort) ? 1 : 0));
	}
	function tickets(exchange: Exchange, answer: (matches: Ticket[], question: TicketQuestion) => Reply): Reply {
		const question = exchange.body as TicketQuestion;
		try {
			return answer(found(question), question);
		} catch (problem) {
			if (problem instanceof FilterProblem) return workspace.refuse(422, 'INVALID_FILTER', 'Invalid filter', { filter: problem.message });
			throw problem;
		}
	}
	const notificationsFor = (email: string) =>
		state.tickets.filter(({ assignee }) => assignee?.email === email).map(({ id, ticketNumber, subject, priority, category, requester, updatedAt }, index) => ({ id: `note-${ticketNumber}`, type: 'assigned', ticketId: id, ticketNumber, title: subject, message: `${subject} was assigned to you`, priority, category, read: index > 0, notified_at: updatedAt, createdAt: updatedAt, actionUrl: `/tickets/${id}`, actor: requester === null ? null : { ...requester, avatar: null }, metadata: {} }));
	const events = (list: ReadonlyArray<readonly [event: string, data: unknown]>): Reply => ({
		status: 200,
		headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' },
		body: list.map(([event, data]) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`).join(''),
	});

	return {
		listTickets: (exchange) =>
			tickets(exchange, (matches, { top, offset }) => {
				const { maxPageSize, ticketRows } = workspace.switches;
				const limit = Math.min(top, maxPageSize);
				const page = matches.slice(offset, offset + limit);
				const { type, module } = exchange.query;
				const data = ticketRows === 'rows'
					? { rows: page, count: matches.length }
					: { tickets: page, pagination: { total: matches.length, top: limit, offset, hasMore: offset + page.length < matches.length }, module, type };
				const reply = workspace.answer(data);
				const frozen = { ...reply, body: Buffer.from(JSON.stringify(reply.body)) };
				workspace.afterPage?.({ operationId: exchange.operationId, offset, limit });
				return frozen;
			}),

		countTickets(exchange) {
			const { filterIds, timezone = 'UTC' } = exchange.body as { filterIds: string[]; timezone?: string };
			const unknown = filterIds.filter((id) => !Object.hasOwn(COUNTS, id));
			if (unknown.length > 0) return workspace.refuse(422, 'INVALID_FILTER_ID', 'Invalid filter id', { filterIds: `unknown: ${unknown.join(', ')}` });
			const { email } = workspace.callerOf(exchange).actor;
			const open = state.tickets.filter(isOpen).length;
			return workspace.answer({
				counts: Object.fromEntries(filterIds.map((id) => [id, state.tickets.filter((ticket) => COUNTS[id]![1](ticket, email)).length])),
				filterDetails: Object.fromEntries(filterIds.map((id) => [id, { name: COUNTS[id]![0] }])),
				summary: { totalOpen: open, totalClosed: state.tickets.length - open },
				computedAt: now(),
				timezone,
			});
		},

		listNotifications(exchange) {
			const { top = 100, offset = 0 } = exchange.body as { top?: number; offset?: number };
			const all = notificationsFor(workspace.callerOf(exchange).actor.email);
			const page = all.slice(offset, offset + top);
			return workspace.answer({ notifications: page, pagination: { total: all.length, top, offset, hasMore: offset + page.length < all.length }, summary: { unread: all.filter(({ read }) => !read).length } });
		},
		countNotifications(exchange) {
			const all = notificationsFor(workspace.callerOf(exchange).actor.email);
			return workspace.answer({ total: all.length, unread: all.filter(({ read }) => !read).length, byType: { assigned: all.length }, byPriority: {}, lastUpdated: now() });
		},

		// Both streams end after a moment, as they do when a token ends: nobody waits for a heartbeat here.
		streamTicketUpdates: (exchange) =>
			tickets(exchange, (matches, { top, offset }) => events([['connected', { connectionId: exchange.requestId }], ['snapshot', { tickets: matches.slice(offset, offset + top), total: matches.length }], ['heartbeat', { timestamp: now() }]])),
		streamNotifications: (exchange) =>
			events([['connected', { connectionId: exchange.requestId }], ...notificationsFor(workspace.callerOf(exchange).actor.email).map((one) => ['notification', one] as const), ['heartbeat', { timestamp: now() }]]),

		listTicketingUsers(exchange) {
			const { type, module } = exchange.query;
			const users = staff().map((person) => account(person, type));
			return tagged({ users, totalCount: users.length, module, type })(exchange);
		},

		getUserInfo(exchange) {
			const { actor, tenantId, roles, endsAtMs } = workspace.callerOf(exchange);
			const person = state.people.find(({ id }) => id === actor.id);
			const tenant = workspace.tenant(tenantId)!;
			const begun = workspace.iso(exchange.nowMs);
			return workspace.answer({
				id: actor.id,
				sub: actor.id,
				username: actor.email,
				email: actor.email,
				emailVerified: true,
				name: actor.name,
				givenName: person?.firstName ?? actor.name,
				familyName: person?.lastName ?? '',
				preferredUsername: actor.email,
				avatar: null,
				locale: 'en',
				teams: [...(person?.teams ?? [])],
				defaultTeam: person?.teams[0] ?? 'none',
				roles: { realm: [...roles] },
				permissions: { ticketing: { read: true } },
				capabilities: {},
				settings: {},
				tenant: { id: tenantId, name: tenant.name, realm: tenant.realmName },
				session: { sessionId: `session-${actor.id}`, authTime: begun, issuedAt: begun, expiresAt: workspace.iso(Math.min(endsAtMs, exchange.nowMs + 3_600_000)) },
			});
		},
		getUserPreference: tagged({ theme: 'light', language: 'en', notifications: { email: true } }),

		listQueues(exchange) {
			const { queueIds } = workspace.switches;
			const queues = state.queues.map(({ number, name, key, team, memberIds }) => ({
				id: queueIds === 'digits' ? String(number) : `q-${number}`,
				name,
				key,
				description: `Work of the ${name}`,
				team,
				isDefault: key === 'it',
				isActive: true,
				assignmentMethod: 'round_robin',
				autoAssign: true,
				members: membersOf(memberIds).map(refOf),
				rules: {},
				slaId: 'sla-1',
				businessHours: {},
				metrics: { open: state.tickets.filter((ticket) => ticket.team === team && isOpen(ticket)).length },
				createdAt: '2024-02-01T08:00:00.000Z',
				updatedAt: '2026-01-12T08:00:00.000Z',
			}));
			return tagged({ queues, totalCount: queues.length })(exchange);
		},
		getCurrentQueue(exchange) {
			const user = refOf(workspace.callerOf(exchange).actor);
			const own = state.queues.filter(({ memberIds }) => memberIds.includes(user.id)).map(({ number, name }) => ({ id: number, name }));
			return tagged({ user, status: { state: 'available' }, workload: { open: notificationsFor(user.email).length }, queues: own, activeQueue: own[0] ?? null })(exchange);
		},
		listQueueUsers({ pathParameters }) {
			const queue = state.queues.find(({ number }) => number === pathParameters.queueId);
			if (!queue) return workspace.refuse(404, 'QUEUE_NOT_FOUND', 'Queue not found', 'There is no queue with this id');
			const users = membersOf(queue.memberIds).map(({ id, username, email, name, firstName, lastName, teams }, index) => ({
				id,
				userId: index + 1,
				username,
				email,
				name,
				firstName,
				lastName,
				role: 'agent',
				queueRole: index === 0 ? 'lead' : 'member',
				availability: { state: 'available' },
				workload: { open: state.tickets.filter((ticket) => ticket.assignee?.email === email && isOpen(ticket)).length },
				skills: [],
				teams: [...teams],
				defaultTeam: teams[0] ?? 'none',
				shift: {},
				lastActivity: '2026-01-12T08:00:00.000Z',
				joinedQueue: '2024-02-01T08:00:00.000Z',
			}));
			return workspace.answer({ queueId: queue.number, queueName: queue.name, users, summary: { totalUsers: users.length } });
		},

		listTicketTypes(exchange) {
			const { $select, $top, $skip = 0 } = exchange.query;
			const names = $select === undefined ? undefined : String($select).split(',').map((name) => name.trim());
			const unknown = names?.filter((name) => !Object.hasOwn(TICKET_TYPES[0]!, name)) ?? [];
			if (unknown.length > 0) return workspace.refuse(400, 'INVALID_SELECT_FIELD', 'Invalid $select', { $select: `unknown: ${unknown.join(', ')}` });
			const page = TICKET_TYPES.slice(Number($skip), $top === undefined ? undefined : Number($skip) + Number($top));
			const value = names ? page.map((one) => Object.fromEntries(names.map((name) => [name, one[name as keyof typeof one]]))) : page;
			return tagged({ value, '@odata.count': TICKET_TYPES.length })(exchange);
		},
		getTicketingMeta(exchange) {
			const named = (...names: string[]) => names.map((name) => ({ id: name, name }));
			return tagged({ tenantId: workspace.callerOf(exchange).tenantId, statuses: named('open', 'in_progress', 'resolved', 'closed'), priorities: named('low', 'medium', 'high', 'urgent'), categories: named('Access', 'Hardware', 'Facilities', 'Reports'), teams: named('it', 'people'), customFields: [], slaConfigurations: [] })(exchange);
		},
		listCatalogOffers: tagged({ offers: OFFERS, categories: [{ id: 'cat-1', name: 'People' }, { id: 'cat-2', name: 'Hardware' }], totalOffers: OFFERS.length }),
		getTicketingMenu: tagged({ menuId: 'menu-1', sections: [{ id: 'tickets', title: 'Tickets' }], quickActions: [] }),
		listClientMappings: tagged({ rows: [{ id: 1, client: 'servicenow', usecase: 'itsm' }], count: 1 }),

		updateCatalogMetaField(exchange) {
			const { data } = exchange.body as { data: { name: string; meta_field_id: string } };
			if (!data.meta_field_id.startsWith('mf-')) return workspace.refuse(404, 'META_FIELD_NOT_FOUND', 'Meta field not found', 'There is no meta field with this id');
			workspace.audit(exchange, 'META_FIELD_UPDATED', 'catalog', { type: 'meta_field', id: data.meta_field_id, name: data.name });
			return workspace.answer({ ...data, updatedAt: now() }, 'Meta field updated');
		},
	};
}
