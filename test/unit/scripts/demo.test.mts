import { faultsOf, tableRow } from '../../../scripts/demo.mts';
import type { Execution } from '../../support/n8nClient.mts';

const LEAVER = 'leaver';
const success = { status: 'success' } as Execution;
const simulated = () => ({
	state: {
		accessStates: [
			{ id: 'held-1', grantee_user_id: LEAVER, effective_end: null },
			{ id: 'held-2', grantee_user_id: LEAVER },
			{ id: 'past', grantee_user_id: LEAVER, effective_end: '2026-01-01T00:00:00Z' },
			{ id: 'other', grantee_user_id: 'somebody', effective_end: null },
		],
	},
	requests: [{ method: 'GET', path: '/api/v1/access_states' }],
	violations: [] as unknown[],
});
const rows = [{ access: { id: 'held-1' } }, { access: { id: 'held-2' } }];

describe('faultsOf', () => {
	it('finds none when each access held now has one row', () => {
		expect(faultsOf({ execution: success, rows }, simulated(), LEAVER)).toEqual([]);
	});

	it.each([
		['a missing row', { execution: success, rows: rows.slice(1) }, 'The access held-1 is in 0 rows, expected is 1.'],
		['a row twice', { execution: success, rows: [...rows, rows[0]!] }, 'The access held-1 is in 2 rows, expected is 1.'],
		['a row too many', { execution: success, rows: [...rows, { id: 'past' }] }, 'There are 3 rows, the leaver holds 2.'],
		['a failed run', { execution: { status: 'error', error: { message: 'No' } } as unknown as Execution, rows }, 'The run ended as "error": No'],
	])('finds %s', (_case, run, fault) => {
		expect(faultsOf(run, simulated(), LEAVER)).toContain(fault);
	});

	it('finds a violated contract', () => {
		expect(faultsOf({ execution: success, rows }, { ...simulated(), violations: [{ where: 'query' }] }, LEAVER)).toEqual(['The contract was violated: [{"where":"query"}]']);
	});

	it('finds a dry run that wrote', () => {
		const requests = [{ method: 'POST', path: '/api/v1/access_revocations' }];
		expect(faultsOf({ execution: success, rows }, { ...simulated(), requests }, LEAVER)).toEqual(['The dry run sent POST /api/v1/access_revocations.']);
	});

	it('does not take a leaver without access for a good run', () => {
		expect(faultsOf({ execution: success, rows: [] }, simulated(), 'nobody')).toEqual(['The leaver holds nothing, so the run proves nothing.']);
	});
});

it('shows plain values of a row, without ids, cut to 60 characters', () => {
	const row = { name: 'GitHub', long: 'x'.repeat(70), list: [1], none: null, id: '8a9b0c1d-2e3f-4a5b-8c7d-9e0f1a2b3c4d' };

	expect(tableRow(row)).toEqual({ name: 'GitHub', long: `${'x'.repeat(59)}…`, none: null });
});
