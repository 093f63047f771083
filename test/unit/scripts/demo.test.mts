import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableRow } from '../../../scripts/demo.mts';
import { faultsOf } from '../../../scripts/demos/accessOwl.mts';
import { faultsOf as catalioFaultsOf, type Expected } from '../../../scripts/demos/catalio.mts';
import { demos } from '../../../scripts/demos/index.mts';
import { faultsOf as oleriaFaultsOf, leaverAccounts } from '../../../scripts/demos/oleria.mts';
import { faultsOf as rezolveFaultsOf, type Expected as Ended } from '../../../scripts/demos/rezolve.mts';
import { withAssignments, type Execution, type WorkflowDefinition } from '../../support/n8nClient.mts';

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

describe('the check of the AccessOwl example', () => {
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

describe('the check of the Oleria example', () => {
	const accounts = [{ application: 'GitHub', role: 'Member' }, { application: 'Slack', role: 'Member' }];
	const run = { execution: success, rows: [...accounts].reverse(), files: [{ fileName: 'access.csv', bytes: Buffer.alloc(120) }] };
	const fetch = { bytes: 120 };
	const seen = { state: { tokens: [{}], fileFetches: [fetch, fetch] }, violations: [] as unknown[] };

	it('finds none when each account has one row, the file is whole and one token was enough', () => {
		expect(oleriaFaultsOf(run, seen, accounts)).toEqual([]);
	});

	it.each([
		['a missing row', { rows: accounts.slice(1) }, {}, 'The rows are Slack: Member, expected are GitHub: Member, Slack: Member.'],
		['a row twice', { rows: [...accounts, accounts[1]!] }, {}, 'The rows are GitHub: Member, Slack: Member, Slack: Member, expected are GitHub: Member, Slack: Member.'],
		['no rows', { rows: [] }, {}, 'The rows are none, expected are GitHub: Member, Slack: Member.'],
		['no file', { files: [] }, {}, 'The run gave 0 files, expected is 1.'],
		['a cut file', { files: [{ fileName: 'access.csv', bytes: Buffer.alloc(100) }] }, {}, 'The file has 100 bytes, sent were 120 and 120.'],
		['a file that was sent once too often', {}, { fileFetches: [fetch, fetch, fetch] }, 'The file has 120 bytes, sent were 120 and 120 and 120.'],
		['a second token', {}, { tokens: [{}, {}] }, 'The run needed 2 tokens, expected is 1.'],
		['a failed run', { execution: { status: 'error', error: { message: 'No' } } as unknown as Execution }, {}, 'The run ended as "error": No'],
	])('finds %s', (_case, ran, state, fault) => {
		expect(oleriaFaultsOf({ ...run, ...ran }, { ...seen, state: { ...seen.state, ...state } }, accounts)).toEqual([fault]);
	});

	it('finds a violated contract', () => {
		expect(oleriaFaultsOf(run, { ...seen, violations: [{ where: 'body' }] }, accounts)).toEqual(['The contract was violated: [{"where":"body"}]']);
	});

	it('does not take a leaver without accounts for a good run', () => {
		expect(oleriaFaultsOf({ ...run, rows: [] }, seen, [])).toEqual(['The leaver has nothing, so the run proves nothing.']);
	});

	it('knows what the simulated leaver has, each account once', () => {
		const known = leaverAccounts().map(({ application }) => application);

		expect(known).toContain('Treasury Forecast');
		expect(new Set(known).size).toBe(known.length);
	});
});

describe('the check of the Catalio example', () => {
	const expected: Expected = { leaverId: LEAVER, newOwnerId: 'new', teamId: 'team', moved: ['m1', 'm2'], refused: ['r1'], unseen: ['u1'] };
	const moved = ['m1', 'm2'].map((id) => ({ id, outcome: 'moved', reason: '' }));
	const refused = { id: 'r1', outcome: 'refused', reason: 'Catalio answered 403: forbidden' };
	const run = { execution: success, rows: [...moved, refused], files: [{ fileName: 'report.csv', bytes: Buffer.alloc(9) }] };
	const owners: Record<string, string> = { m1: 'new', m2: 'new', r1: LEAVER, u1: LEAVER };
	const patch = { method: 'PATCH', operationId: 'updateRequirement' };
	const seen = {
		state: { tokens: [{}] as unknown[] },
		requests: [{ method: 'POST', operationId: 'createToken' }, patch, patch, patch],
		record: (_type: string, id: string) => ({ owner_id: owners[id] }),
		related: () => ['team'],
		violations: [] as unknown[],
	};

	it('finds none when the report and the records agree, with one token', () => {
		expect(catalioFaultsOf(run, seen, expected)).toEqual([]);
	});

	it.each([
		['a missing row', { rows: [...moved.slice(1), refused] }, {}, ['The requirement m1 is in the report as nothing, expected is moved.', 'There are 2 rows, expected are 3.']],
		['a row twice', { rows: [...run.rows, refused] }, {}, ['The requirement r1 is in the report as refused, refused, expected is refused.', 'There are 4 rows, expected are 3.']],
		['a refusal without its reason', { rows: [...moved, { ...refused, reason: 'no' }] }, {}, ['The reason of r1 does not say "403": no', 'The reason of r1 does not say "forbidden": no']],
		['what was told as moved and was not', {}, { record: (_type: string, id: string) => ({ owner_id: id === 'm1' ? LEAVER : owners[id] }) }, ["The requirement m1 is not the new owner's."]],
		['what is in another team', {}, { related: (_type: string, id: string) => (id === 'm2' ? ['other'] : ['team']) }, ["The requirement m2 is not the team's."]],
		['what was moved and should not have been', {}, { record: (_type: string, id: string) => ({ owner_id: id === 'u1' ? 'new' : owners[id] }) }, ["The requirement u1 is not the leaver's any more."]],
		['no file', { files: [] }, {}, ['The run gave 0 files, expected is 1.']],
		['a second token', {}, { state: { tokens: [{}, {}] } }, ['The run asked 1 times for a token and got 2, expected is 1.']],
		['a change too many', {}, { requests: [...seen.requests, patch] }, ['The run sent 4 changes, expected are 3.']],
		['a violated contract', {}, { violations: [{ where: 'body' }] }, ['The contract was violated: [{"where":"body"}]']],
	])('finds %s', (_case, ran, simulatedOtherwise, faults) => {
		expect(catalioFaultsOf({ ...run, ...ran }, { ...seen, ...simulatedOtherwise }, expected)).toEqual(faults);
	});
});

describe('the check of the Rezolve.ai example', () => {
	const expected: Ended = { rotated: ['k1'], revoked: ['k2'], deletedClients: ['c1'], stillOpen: ['c2'] };
	const row = (recordId: string, outcome: string, auditAction: string) => ({ recordId, outcome, auditAction });
	const rows = [row('k1', 'rotated', 'API_KEY_ROTATED'), row('k2', 'revoked', 'API_KEY_REVOKED'), row('c1', 'deleted', 'OAUTH_CLIENT_DELETED'), row('c2', 'stillOpen', '')];
	const run = { execution: { ...success, rawData: '[]' }, rows, files: [{ fileName: 'keys.csv', bytes: Buffer.alloc(9) }] };
	const previous = [{ secret: 'old', validUntilMs: 86_400_000 }];
	const k1 = { id: 'k1', status: 'active', rotationCount: 1, secret: 'new', previous };
	const k2 = { id: 'k2', status: 'revoked', rotationCount: 0, secret: 'gone', previous: [] };
	const clients = [{ id: 'c1', gone: true }, { id: 'c2', gone: false }];
	const state = { apiKeys: [k1, k2], oauthClients: clients, credentials: [{ integrationId: 'leaver-key-k1', accessToken: 'new' }] };
	const seen = { state, clock: { now: () => 0 }, violations: [] as unknown[] };

	it('finds none when report, audit log and records agree, and the vault alone holds the new value', () => {
		expect(rezolveFaultsOf(run, seen, expected)).toEqual([]);
	});

	it.each([
		['a missing row', { rows: rows.slice(1) }, {}, ['k1 is in the report as nothing, expected is rotated with API_KEY_ROTATED.', 'There are 3 rows, expected are 4.']],
		['a row twice', { rows: [...rows, rows[3]!] }, {}, ['c2 is in the report as stillOpen with no entry, stillOpen with no entry, expected is stillOpen with no entry.', 'There are 5 rows, expected are 4.']],
		['a row without its entry of the audit log', { rows: [rows[0]!, row('k2', 'revoked', ''), ...rows.slice(2)] }, {}, ['k2 is in the report as revoked with no entry, expected is revoked with API_KEY_REVOKED.']],
		['a key that was rotated twice', {}, { apiKeys: [{ ...k1, rotationCount: 2 }, k2] }, ['The key k1 was rotated 2 times, expected is 1.']],
		['a new value that the vault does not hold', {}, { credentials: [{ integrationId: 'leaver-key-k1', accessToken: 'old' }] }, ['The vault does not hold the new value of k1.']],
		['an old value that ended at once', {}, { apiKeys: [{ ...k1, previous: [] }, k2] }, ['The old value of k1 does not go on working for a day.']],
		['a new value in the execution', { execution: { ...run.execution, rawData: '["new"]' } }, {}, ['A value of the key k1 is in the execution.']],
		['a key that was told as revoked and was not', {}, { apiKeys: [k1, { ...k2, status: 'active' }] }, ['The key k2 is not revoked.']],
		['a client that was told as deleted and was not', {}, { oauthClients: [{ id: 'c1', gone: false }, clients[1]!] }, ['The client c1 is not deleted.']],
		['a client in use that was deleted', {}, { oauthClients: [clients[0]!, { id: 'c2', gone: true }] }, ['The client c2 is in use and was deleted.']],
		['no file', { files: [] }, {}, ['The run gave 0 files, expected is 1.']],
	])('finds %s', (_case, ran, simulatedOtherwise, faults) => {
		expect(rezolveFaultsOf({ ...run, ...ran }, { ...seen, state: { ...state, ...simulatedOtherwise } }, expected)).toEqual(faults);
	});

	it('finds a violated contract', () => {
		expect(rezolveFaultsOf(run, { ...seen, violations: [{ where: 'body' }] }, expected)).toEqual(['The contract was violated: [{"where":"body"}]']);
	});
});

describe('other values for an example', () => {
	const workflow = { name: 'w', connections: {}, nodes: [{ name: 'Start', type: 't' }, { name: 'Set', type: 't', parameters: { assignments: { assignments: [{ name: 'dryRun', value: true }, { name: 'id', value: '1' }] } } }] } satisfies WorkflowDefinition;

	it('take the place of what the file says, and leave the rest and the file\'s own copy alone', () => {
		const [, changed] = withAssignments(workflow, { dryRun: false }).nodes;

		expect(changed).toMatchObject({ parameters: { assignments: { assignments: [{ name: 'dryRun', value: false }, { name: 'id', value: '1' }] } } });
		expect(workflow.nodes[1]).toMatchObject({ parameters: { assignments: { assignments: [{ value: true }, { value: '1' }] } } });
	});

	it('are refused where the example has no such field', () => {
		expect(() => withAssignments(workflow, { dryrun: false })).toThrow('No Edit Fields node sets "dryrun".');
	});
});

it('has an example of each vendor, with the names that workflows store', () => {
	for (const { workflowFile } of demos) {
		const { nodes } = JSON.parse(readFileSync(join(import.meta.dirname, '../../../workflows', workflowFile), 'utf8')) as { nodes: Array<{ name: string; type: string; credentials?: unknown }> };
		expect(nodes.map(({ name }) => name)).toEqual(expect.arrayContaining(['Start', expect.stringMatching(/^Leaver/), 'Report', 'How this works']));
		expect(nodes.filter(({ type, credentials }) => type.startsWith('n8n-nodes-offboarding.') && credentials !== undefined).length).toBeGreaterThan(1);
	}
	expect(demos.map(({ vendor }) => vendor)).toEqual(['AccessOwl', 'Oleria', 'Catalio', 'Rezolve.ai']);
});

it('shows plain values of a row, without ids, cut to 60 characters', () => {
	const row = { name: 'GitHub', long: 'x'.repeat(70), list: [1], none: null, id: '8a9b0c1d-2e3f-4a5b-8c7d-9e0f1a2b3c4d' };

	expect(tableRow(row)).toEqual({ name: 'GitHub', long: `${'x'.repeat(59)}…`, none: null });
});
