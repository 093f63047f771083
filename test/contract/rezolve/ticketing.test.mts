import { IT_QUEUE, startRezolve, type RezolveSimulator } from '../../simulators/rezolve/index.mts';
import { platformOf, type Call, type Fields } from './support.mts';

let simulator: RezolveSimulator;
let call: Call;

beforeEach(async () => {
	simulator = await startRezolve();
	call = platformOf(simulator);
});
afterEach(async () => {
	await simulator.close();
	expect(simulator.violations).toEqual([]);
});

const BASE = '/api/v2/ticketing';
const VIEW = '?type=agent&module=ticketing';
const search = async (body: object) => await call('POST', `${BASE}/ticket/list${VIEW}`, { top: 100, offset: 0, ...body });
const subjects = async (body: object): Promise<string[]> => ((await search(body)).data.tickets as Fields[]).map(({ subject }) => String(subject));
const condition = (column: string, op: string, operand: unknown) => ({ id: 'c1', column, op, operand });

describe('tickets', () => {
	it.each([
		['EQ', condition('requester.email', 'EQ', 'robin.vale@example.com'), ['Cannot reach the ledger', 'New badge', 'Month-end report is late']],
		['EQ of a person, who is an address', condition('assignee', 'EQ', 'sam.whitfield@example.com'), ['Offboard Robin Vale']],
		['NE', condition('category', 'NE', 'Access'), ['Laptop of Robin Vale', 'New badge', 'Printer on floor 3', 'Month-end report is late']],
		['LIKE', condition('subject', 'LIKE', '%robin%'), ['Offboard Robin Vale', 'Laptop of Robin Vale']],
		['IN', condition('priority', 'IN', ['urgent', 'low']), ['Cannot reach the ledger', 'New badge', 'Printer on floor 3']],
		['GT and LE', { op: 'AND', operand: [condition('ticketNumber', 'GT', 'TKT-2026-000002'), condition('ticketNumber', 'LE', 'TKT-2026-000004')] }, ['Cannot reach the ledger', 'New badge']],
		['GE or LT', { op: 'OR', operand: [condition('ticketNumber', 'GE', 'TKT-2026-000007'), condition('ticketNumber', 'LT', 'TKT-2026-000002')] }, ['Offboard Robin Vale', 'Month-end report is late']],
		['the words of the template page', { op: 'AND', operand: [{ field: 'status', op: 'eq', value: 'open' }, { field: 'priority', op: 'notIn', value: ['high'] }, { field: 'ticketNumber', op: 'gte', value: 'TKT-2026-000003' }, { field: 'subject', op: 'contains', value: 'floor' }] }, ['Printer on floor 3']],
		['groups in groups', { op: 'AND', operand: [condition('status', 'EQ', 'open'), { op: 'OR', operand: [condition('category', 'EQ', 'Reports'), condition('category', 'EQ', 'Access')] }] }, ['Offboard Robin Vale', 'Month-end report is late']],
		['an empty filter', {}, ['Offboard Robin Vale', 'Laptop of Robin Vale', 'Cannot reach the ledger', 'New badge', 'Printer on floor 3', 'Password reset', 'Month-end report is late']],
	])('are found by %s', async (_name, filter, expected) => {
		const whole = 'column' in filter ? { op: 'AND', operand: [filter] } : filter;

		expect(await subjects({ filter: whole })).toEqual(expected);
	});

	it('are found by text, sorted and paged', async () => {
		expect(await subjects({ search: 'TKT-2026-000004' })).toEqual(['New badge']);
		expect((await subjects({ sort: 'priority', searchOrder: 'ASC' }))[0]).toBe('Offboard Robin Vale');
		expect((await subjects({ sort: 'ticketNumber', searchOrder: 'DESC' }))[0]).toBe('Month-end report is late');
		expect((await search({ top: 3, offset: 6 })).data).toMatchObject({ tickets: { length: 1 }, pagination: { total: 7, top: 3, offset: 6, hasMore: false }, module: 'ticketing', type: 'agent' });
	});

	it.each([
		['operator', condition('status', 'SOUNDSLIKE', 'open'), 'unknown operator SOUNDSLIKE'],
		['column', condition('mood', 'EQ', 'good'), 'unknown column mood'],
	])('are refused with an unknown %s', async (_what, filter, reason) => {
		expect(await search({ filter: { op: 'AND', operand: [filter] } })).toMatchObject({ status: 422, error: { code: 'INVALID_FILTER', details: { filter: reason } } });
	});

	it('come as rows by switch', async () => {
		simulator.set({ ticketRows: 'rows' });

		expect((await search({ top: 2 })).data).toEqual({ rows: [expect.objectContaining({ subject: 'Offboard Robin Vale' }), expect.any(Object)], count: 7 });
	});

	it('can be added, and shift pages as keys do', async () => {
		const pages: number[] = [];
		simulator.admin.onPage(({ offset }) => pages.push(offset));
		simulator.admin.addTicket({ subject: 'Extra' });

		expect(await subjects({ offset: 7 })).toEqual(['Extra']);
		expect(pages).toEqual([7]);
	});

	it('are counted by filters', async () => {
		const count = async (filterIds: string[]) => await call('POST', `${BASE}/ticket/count${VIEW}`, { filterIds });

		expect((await count(['1', '3', 'saved-access'])).data).toMatchObject({ counts: { 1: 5, 3: 1, 'saved-access': 3 }, filterDetails: { 1: { name: 'Open' } }, summary: { totalOpen: 5, totalClosed: 2 }, timezone: 'UTC' });
		expect(await count(['all', 'mood'])).toMatchObject({ status: 422, error: { code: 'INVALID_FILTER_ID', details: { filterIds: 'unknown: mood' } } });
	});
});

describe('the other reads', () => {
	it('answer 304 to who has them', async () => {
		for (const path of ['user/list', 'queue/list', 'ticket-type', 'tenant/sc/offers']) {
			const { headers, status } = await call('GET', `${BASE}/${path}${VIEW}`);
			expect(status).toBe(200);
			expect(await call('GET', `${BASE}/${path}${VIEW}`, undefined, { 'if-none-match': headers.get('etag')! })).toMatchObject({ status: 304, text: '' });
		}
	});

	it.each([
		['prefixed', 'q-7'],
		['digits', '7'],
	] as const)('print ids of queues %s, while members are asked for by number', async (queueIds, id) => {
		simulator.set({ queueIds });

		expect((await call('GET', `${BASE}/queue/list${VIEW}`)).data.queues[0]).toMatchObject({ id, members: [{ name: 'Sam Whitfield' }, { name: 'Diego Ramos' }, { name: 'Robin Vale' }] });
		expect((await call('GET', `${BASE}/queue/${IT_QUEUE}/users${VIEW}`)).data.summary).toEqual({ totalUsers: 3 });
		expect(await call('GET', `${BASE}/queue/99/users${VIEW}`)).toMatchObject({ status: 404, error: { code: 'QUEUE_NOT_FOUND' } });
	});

	it('refuse a queue that is no number', async () => {
		expect((await call('GET', `${BASE}/queue/q-7/users${VIEW}`)).status).toBe(400);
		expect(simulator.takeViolations()).toHaveLength(1);
	});

	it('select fields of ticket types, and refuse unknown ones', async () => {
		expect((await call('GET', `${BASE}/ticket-type${VIEW}&$select=name`)).data.value[0]).toEqual({ name: 'Incident' });
		expect(await call('GET', `${BASE}/ticket-type${VIEW}&$select=name,mood`)).toMatchObject({ status: 400, error: { code: 'INVALID_SELECT_FIELD' } });
	});

	it('need type and module', async () => {
		expect(await call('GET', `${BASE}/user/list`)).toMatchObject({ status: 400, error: { details: { type: 'is required', module: 'is required' } } });
		expect(simulator.takeViolations()).toHaveLength(2);
	});

	it('know a meta field by its prefix', async () => {
		const body = { data: { name: 'Colour', meta_field_id: 'x', meta_field_type: 'text', meta_field_scope: 'ticket' } };

		expect(await call('PUT', '/api/v1/catalog/metaFields/update', body)).toMatchObject({ status: 404, error: { code: 'META_FIELD_NOT_FOUND' } });
	});
});

describe('the streams', () => {
	it('begin with a snapshot of tickets, or the own notifications, and end', async () => {
		const updates = await call('POST', `${BASE}/ticket/sse/list/updates${VIEW}`, { top: 1, offset: 0 }, { accept: 'text/event-stream' });
		const own = await call('GET', `${BASE}/ticket/sse/notifications`, undefined, { accept: 'text/event-stream' });

		expect(updates.headers.get('content-type')).toBe('text/event-stream');
		expect([...updates.text.matchAll(/^event: (\w+)\ndata: \{.*\}$/gm)].map(([, event]) => event)).toEqual(['connected', 'snapshot', 'heartbeat']);
		expect([...own.text.matchAll(/^event: (\w+)$/gm)].map(([, event]) => event)).toEqual(['connected', 'notification', 'heartbeat']);
	});
});
