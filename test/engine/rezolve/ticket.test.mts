import type { IDataObject } from 'n8n-workflow';
import type { Ticket } from '../../simulators/rezolve/index.mts';
import { usePlatform } from '../rezolveHub/support.mts';

const rezolve = usePlatform();
const all = () => rezolve.simulator.state.tickets;
const numbers = (tickets: ReadonlyArray<IDataObject | Ticket>) => tickets.map(({ ticketNumber }) => ticketNumber);
const search = async (filters: IDataObject = {}, more: IDataObject = {}) => await rezolve.records('ticket', 'getAll', { returnAll: true, filters, ...more });
const conditions = (...rows: ReadonlyArray<readonly [column: string, operator: string | undefined, value: unknown]>) => ({
	conditions: { condition: rows.map(([column, operator, value]) => ({ column, ...(operator === undefined ? {} : { operator }), value })) },
});
const bodies = () => rezolve.requestsTo('listTickets').map(({ body }) => body as { top: number; offset: number; filter?: unknown });
const addMany = (count: number) => {
	for (let number = 0; number < count; number += 1) rezolve.simulator.admin.addTicket({ subject: `Batch ${number}`, status: number % 2 === 0 ? 'open' : 'closed' });
};

describe('Searching tickets', () => {
	it('gives them all, by a question that names type, module, tenant and realm', async () => {
		expect(numbers(await search())).toEqual(numbers(all()));
		expect(rezolve.requestsTo('listTickets')).toMatchObject([{ method: 'POST', query: { type: 'agent', module: 'ticketing' }, body: { top: 100, offset: 0 } }]);
		expect(bodies()[0]).not.toHaveProperty('filter');
	});

	it('sends another type and module as they are', async () => {
		await search({}, { type: 'ticket', module: 'chat' });

		expect(rezolve.requestsTo('listTickets')[0]?.query).toEqual({ type: 'ticket', module: 'chat' });
	});

	it('finds words', async () => {
		expect(numbers(await search({ search: 'robin vale' }))).toEqual(numbers(all().filter(({ subject }) => subject.includes('Robin Vale'))));
	});

	it.each([
		['EQ', 'status', 'closed', ({ status }: Ticket) => status === 'closed'],
		[undefined, 'status', 'closed', ({ status }: Ticket) => status === 'closed'],
		['NE', 'status', 'open', ({ status }: Ticket) => status !== 'open'],
		['GT', 'ticketNumber', 'TKT-2026-000003', ({ ticketNumber }: Ticket) => ticketNumber > 'TKT-2026-000003'],
		['GE', 'ticketNumber', 'TKT-2026-000003', ({ ticketNumber }: Ticket) => ticketNumber >= 'TKT-2026-000003'],
		['LT', 'ticketNumber', 'TKT-2026-000003', ({ ticketNumber }: Ticket) => ticketNumber < 'TKT-2026-000003'],
		['LE', 'ticketNumber', 'TKT-2026-000003', ({ ticketNumber }: Ticket) => ticketNumber <= 'TKT-2026-000003'],
		['LIKE', 'subject', 'robin', ({ subject }: Ticket) => subject.toLowerCase().includes('robin')],
		['IN', 'priority', 'high, urgent', ({ priority }: Ticket) => ['high', 'urgent'].includes(priority)],
		['EQ', 'assignee.email', 'diego.ramos@example.com', ({ assignee }: Ticket) => assignee?.email === 'diego.ramos@example.com'],
	] as const)('understands %s', async (operator, column, value, passes) => {
		const found = await search(conditions([column, operator, value]));

		expect(numbers(found)).toEqual(numbers(all().filter(passes)));
		expect(found.length).toBeGreaterThan(0);
		expect(found.length).toBeLessThan(all().length);
		expect(bodies()[0]?.filter).toEqual({ op: 'AND', operand: [{ id: '1', op: operator ?? 'EQ', column, operand: operator === 'IN' ? ['high', 'urgent'] : value }] });
	});

	it.each([
		['AND', ({ status, category }: Ticket) => status === 'open' && category === 'Access'],
		['OR', ({ status, category }: Ticket) => status === 'open' || category === 'Access'],
	] as const)('joins conditions by %s', async (matching, passes) => {
		const found = await search({ ...conditions(['status', 'EQ', 'open'], ['category', 'EQ', 'Access']), matching });

		expect(numbers(found)).toEqual(numbers(all().filter(passes)));
	});

	it.each([JSON.stringify, (value: unknown) => value])('takes a filter as JSON in place of conditions', async (form) => {
		const filter = { op: 'AND', operand: [{ op: 'EQ', column: 'status', operand: 'open' }, { op: 'OR', operand: [{ op: 'eq', field: 'priority', value: 'high' }, { op: 'eq', field: 'priority', value: 'low' }] }] };
		const found = await search({ ...conditions(['status', 'EQ', 'closed']), filterJson: form(filter) as string });

		expect(numbers(found)).toEqual(numbers(all().filter(({ status, priority }) => status === 'open' && ['high', 'low'].includes(priority))));
		expect(bodies()[0]?.filter).toEqual(filter);
	});

	it.each([
		['no JSON', '{', /^Filter \(JSON\) is not valid JSON/],
		['a list', '[]', /^Filter \(JSON\) is not an object/],
	])('refuses a filter that is %s before anything is sent', async (_what, filterJson, message) => {
		expect((await rezolve.failed('ticket', 'getAll', { filters: { filterJson } })).message).toMatch(message);
		expect(rezolve.simulator.requests).toHaveLength(0);
	});

	it('refuses a condition without a column, and names the row', async () => {
		const { message } = await rezolve.failed('ticket', 'getAll', { filters: conditions(['status', 'EQ', 'open'], ['={{ "" }}', 'EQ', 'x']) });

		expect(message).toMatch(/^Condition 2, Column is empty/);
		expect(rezolve.simulator.requests).toHaveLength(0);
	});

	it.each([
		['column', conditions(['colour', 'EQ', 'red']), 'unknown column colour'],
		['operator', conditions(['status', 'BETWEEN', 'a']), 'unknown operator BETWEEN'],
	])('tells which %s is not known', async (_what, filters, text) => {
		const { message, description } = await rezolve.failed('ticket', 'getAll', { filters });

		expect(message).toMatch(/^Rezolve\.ai answered 422: Invalid filter/);
		expect(description).toContain(text);
	});

	it.each(['ASC', 'DESC'] as const)('sorts (%s)', async (searchOrder) => {
		const found = await search({}, { options: { sort: 'subject', searchOrder } });
		const sorted = all().map(({ subject }) => subject).sort();

		expect(found.map(({ subject }) => subject)).toEqual(searchOrder === 'ASC' ? sorted : sorted.reverse());
	});

	it.each(['tickets', 'rows'] as const)('gives every ticket of a long list once and in order, where the list is called %s', async (ticketRows) => {
		rezolve.simulator.set({ ticketRows });
		addMany(343);
		const found = await search();

		expect(numbers(found)).toEqual(numbers(all()));
		expect(bodies().map(({ top }) => top)).toEqual(bodies().map(() => 100));
		expect(bodies().length).toBeLessThanOrEqual(ticketRows === 'tickets' ? 4 : 5);
	});

	it.each(['tickets', 'rows'] as const)('keeps to a smaller page of the service, where the list is called %s', async (ticketRows) => {
		rezolve.simulator.set({ ticketRows, maxPageSize: 25 });
		addMany(80);

		expect(numbers(await search())).toEqual(numbers(all()));
	});

	it('keeps the filter on every page, and changes the offset in the body alone', async () => {
		addMany(300);
		const found = await search(conditions(['status', 'EQ', 'open']));

		expect(numbers(found)).toEqual(numbers(all().filter(({ status }) => status === 'open')));
		expect(bodies().length).toBeGreaterThan(1);
		expect(new Set(bodies().map(({ filter }) => JSON.stringify(filter))).size).toBe(1);
		expect(new Set(rezolve.requestsTo('listTickets').map(({ url }) => url)).size).toBe(1);
		expect(bodies()[0]?.offset).toBe(0);
		expect(bodies().slice(1).every(({ offset }) => offset > 0)).toBe(true);
	});

	it('loses and repeats none where tickets close between two pages', async () => {
		addMany(300);
		const open = () => all().filter(({ status }) => status === 'open');
		const before = open();
		let pages = 0;
		rezolve.simulator.admin.onPage(() => {
			pages += 1;
			if (pages === 1) for (const ticket of before.slice(10, 13)) ticket.status = 'closed';
		});
		const found = numbers(await search(conditions(['status', 'EQ', 'open'])));

		expect(new Set(found).size).toBe(found.length);
		expect(found).toEqual(expect.arrayContaining(numbers(open())));
	});

	it.each([
		[3, 1, 3],
		[150, 2, 150],
		[0, 0, 0],
	])('stops at a limit of %s after %s requests', async (limit, requests, count) => {
		addMany(300);
		const found = await rezolve.records('ticket', 'getAll', { limit });

		expect(numbers(found)).toEqual(numbers(all()).slice(0, count));
		expect(bodies()).toHaveLength(requests);
	});

	it('is asked again after a lost answer: it changes nothing', async () => {
		rezolve.simulator.faults.onOperation('listTickets', { kind: 'reset', when: 'afterActing' });

		expect(numbers(await search())).toEqual(numbers(all()));
	});
});

describe('Counting tickets', () => {
	it('gives the figure of each saved filter', async () => {
		const record = await rezolve.record('ticket', 'count', { filterIds: 'all, 2, saved-access', options: { timezone: 'Europe/Lisbon' } });

		expect(record).toMatchObject({ counts: { all: all().length, 2: all().filter(({ assignee }) => assignee === null).length, 'saved-access': all().filter(({ category }) => category === 'Access').length }, timezone: 'Europe/Lisbon' });
		expect(rezolve.requestsTo('countTickets')).toMatchObject([{ query: { type: 'agent', module: 'ticketing' }, body: { filterIds: ['all', '2', 'saved-access'], timezone: 'Europe/Lisbon' } }]);
	});

	it('names the filter that there is not', async () => {
		const { message, description } = await rezolve.failed('ticket', 'count', { filterIds: 'all, nope' });

		expect(message).toMatch(/^Rezolve\.ai answered 422: Invalid filter id/);
		expect(description).toContain('unknown: nope');
	});

	it('is asked again after a lost answer', async () => {
		rezolve.simulator.faults.onOperation('countTickets', { kind: 'reset', when: 'afterActing' });

		expect(await rezolve.record('ticket', 'count', { filterIds: 'all' })).toHaveProperty('counts.all', all().length);
	});
});

describe('Ticket types', () => {
	const TYPES = ['Incident', 'Service request', 'Leaver'];

	it('come page by page as OData has it', async () => {
		const found = await rezolve.records('ticketType', 'getAll', { returnAll: true });

		expect(found.map(({ name }) => name)).toEqual(TYPES);
		expect(rezolve.requestsTo('listTicketTypes')[0]?.query).toMatchObject({ $top: '100', type: 'agent', module: 'ticketing' });
		for (const { query } of rezolve.requestsTo('listTicketTypes')) expect(query).not.toHaveProperty('offset');
	});

	it('stop at a limit', async () => {
		expect((await rezolve.records('ticketType', 'getAll', { limit: 2 })).map(({ name }) => name)).toEqual(TYPES.slice(0, 2));
		expect(rezolve.requestsTo('listTicketTypes')).toMatchObject([{ query: { $top: '2' } }]);
	});

	it('have the chosen fields alone', async () => {
		const found = await rezolve.records('ticketType', 'getAll', { returnAll: true, options: { select: 'id, name' } });

		expect(found[0]).toEqual({ id: 'tt-1', name: 'Incident' });
		expect(rezolve.requestsTo('listTicketTypes')[0]?.query).toMatchObject({ $select: 'id,name' });
	});

	it('name the field that there is not', async () => {
		const { description } = await rezolve.failed('ticketType', 'getAll', { options: { select: 'colour' } });

		expect(description).toContain('unknown: colour');
	});
});

describe('Offers', () => {
	it('come with the fields of their forms', async () => {
		const found = await rezolve.records('offer', 'getAll', { returnAll: true });

		expect(found).toMatchObject([{ name: 'Leaver checklist', fields: [{ name: 'person' }, { name: 'lastDay' }] }, { name: 'New laptop' }]);
		expect(rezolve.requestsTo('listCatalogOffers')).toHaveLength(1);
	});

	it('stop at a limit', async () => {
		expect(await rezolve.records('offer', 'getAll', { limit: 1 })).toHaveLength(1);
	});
});
