import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { itemsOf, withAssignments, withCredentials, type Execution, type WorkflowDefinition } from '../support/n8nClient.mts';
import { startN8n, type N8nServer } from '../support/n8nServer.mts';
import { EXPECTED as HANDED_OVER } from '../../scripts/demos/catalio.mts';
import { EXPECTED as ENDED } from '../../scripts/demos/rezolve.mts';
import { LEAVER_ID, startAccessOwl, TOKEN, type AccessOwlSimulator } from '../simulators/accessowl/index.mts';
import { AUDIENCE as CATALIO_AUDIENCE, EDITOR_CLIENT, startCatalio, TEAM_IDS, type CatalioSimulator } from '../simulators/catalio/index.mts';
import { AUDIENCE, CLIENT_ID, CLIENT_SECRET, LEAVER_EMAIL, SCOPE, startOleria, type OleriaSimulator } from '../simulators/oleria/index.mts';
import { API_TOKEN, startRezolve, TENANT_ID, type RezolveSimulator } from '../simulators/rezolve/index.mts';

jest.setTimeout(180_000);

const root = join(import.meta.dirname, '..', '..');

let n8n: N8nServer;
let accessOwl: AccessOwlSimulator;
let oleria: OleriaSimulator;
let catalio: CatalioSimulator;
let rezolve: RezolveSimulator;

/** The example as it is in the repository. */
const fromFile = (name: string) => JSON.parse(readFileSync(join(root, 'workflows', name), 'utf8')) as WorkflowDefinition;

/** An example with the Dry Run switch of its first node set. */
const accessOwlExample = (dryRun: boolean) =>
	withCredentials(withAssignments(fromFile('accessowl-leaver-access.json'), { dryRun }), { accessOwlApi: { id: 'importedAccessOwl', name: 'AccessOwl' } });

const catalioExample = (dryRun: boolean) =>
	withCredentials(withAssignments(fromFile('catalio-hand-over-requirements.json'), { dryRun }), { catalioOAuth2Api: { id: 'importedCatalio', name: 'Catalio' } });

const rezolveExample = (values: { dryRun: boolean; deleteClientsInUse?: boolean }) =>
	withCredentials(withAssignments(fromFile('rezolve-leaver-keys.json'), values), { rezolveBearerApi: { id: 'importedRezolve', name: 'Rezolve.ai' } });

const oleriaExample = () => withCredentials(fromFile('oleria-leaver-access.json'), { oleriaOAuth2Api: { id: 'importedOleria', name: 'Oleria' } });

beforeAll(async () => {
	[accessOwl, oleria, catalio, rezolve] = await Promise.all([startAccessOwl(), startOleria({ switches: { acceptedReads: 0 } }), startCatalio(), startRezolve()]);
	for (const id of HANDED_OVER.moved) catalio.admin.grant('requirement', id, { teamId: TEAM_IDS.close, level: 'admin' });
	n8n = await startN8n({ packageFolders: [root] });
	await n8n.importCredentials([
		{ id: 'importedAccessOwl', name: 'AccessOwl', type: 'accessOwlApi', data: { baseUrl: accessOwl.origin, apiToken: TOKEN } },
		{
			id: 'importedOleria',
			name: 'Oleria',
			type: 'oleriaOAuth2Api',
			data: { baseUrl: oleria.origin, accessTokenUrl: oleria.authenticationUrl, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, audience: AUDIENCE, scope: SCOPE, authentication: 'header' },
		},
		{
			id: 'importedCatalio',
			name: 'Catalio',
			type: 'catalioOAuth2Api',
			// As exported: fields that were left as they are stand in no export, and there is no token yet.
			data: { baseUrl: catalio.origin, accessTokenUrl: catalio.tokenUrl, audience: CATALIO_AUDIENCE, clientId: EDITOR_CLIENT.id, clientSecret: EDITOR_CLIENT.secret },
		},
		{ id: 'importedRezolve', name: 'Rezolve.ai', type: 'rezolveBearerApi', data: { baseUrl: rezolve.origin, tenantId: TENANT_ID, apiToken: API_TOKEN } },
	]);
	await n8n.importWorkflows([
		{ ...accessOwlExample(true), id: 'dryRunWorkflow1' },
		{ ...accessOwlExample(false), id: 'earnestWorkflow' },
		{ ...oleriaExample(), id: 'oleriaWorkflow1' },
		{ ...catalioExample(true), id: 'catalioDryRun1' },
		{ ...catalioExample(false), id: 'catalioEarnest1' },
		{ ...rezolveExample({ dryRun: true }), id: 'rezolveDryRun1' },
		{ ...rezolveExample({ dryRun: false }), id: 'rezolveEarnest1' },
		{ ...rezolveExample({ dryRun: false, deleteClientsInUse: true }), id: 'rezolveClients1' },
	]);
});
afterAll(async () => {
	await n8n?.stop();
	const simulators = [accessOwl, oleria, catalio, rezolve];
	await Promise.all(simulators.map(async (simulator) => await simulator.close()));
	for (const simulator of simulators) simulator.expectNoViolations();
});

async function run(workflowId: string): Promise<Execution> {
	const execution = await n8n.waitForExecution(await n8n.runWorkflow(workflowId, 'Start'));
	expect([execution.status, execution.error?.message]).toEqual(['success', undefined]);
	return execution;
}

const outcomes = async (workflowId: string) => itemsOf(await run(workflowId), 'Report').map(({ json }) => json.outcome);

const revocations = () => accessOwl.state.accessRevocations.length;

describe('imported workflows with imported credentials', () => {
	it('take a leaver\'s access away in AccessOwl: dry run, then in earnest', async () => {
		const held = accessOwl.state.accessStates.filter(({ grantee_user_id, effective_end }) => grantee_user_id === LEAVER_ID && effective_end === null);
		const before = revocations();

		const planned = await outcomes('dryRunWorkflow1');
		expect(planned).toHaveLength(held.length);
		expect(planned).toContain('wouldRemove');
		expect(revocations()).toBe(before);

		expect(await outcomes('earnestWorkflow')).toHaveLength(held.length);
		expect(revocations()).toBe(before + planned.filter((outcome) => outcome === 'wouldRemove').length);
	});

	it('show what Oleria knows of a leaver as a table and as a file, with one token', async () => {
		const execution = await run('oleriaWorkflow1');

		const report = itemsOf(execution, 'Report').map(({ json }) => json);
		expect(report.length).toBeGreaterThan(3);
		expect(new Set(report.map(({ person }) => person))).toEqual(new Set([LEAVER_EMAIL]));
		expect(report.map(({ application }) => application)).toEqual(report.map(({ application }) => application).sort());
		expect(report.find(({ application }) => application === 'GitHub')).toMatchObject({ role: 'Member', dormantDays: '30+' });
		const [file] = itemsOf(execution, 'As a file');
		expect(file?.json).toMatchObject({ fileName: expect.stringMatching(/^access of robin\.vale@example\.com \d{4}-\d\d-\d\d\.csv$/) });
		const { data } = file?.binary as { data: { id: string } };
		const lines = (await n8n.binaryFile(data.id)).toString().trim().split('\r\n');
		expect(lines).toHaveLength(report.length + 1);
		expect(oleria.state.tokens.map(({ clientAuthentication }) => clientAuthentication)).toEqual(['basic']);
	});

	it('hand over what the credential may give away in Catalio, and say what it may not: dry run, then in earnest, then once more', async () => {
		const { leaverId, newOwnerId, teamId, moved, refused, unseen } = HANDED_OVER;
		const report = async (workflowId: string) => itemsOf(await run(workflowId), 'Report').map(({ json }) => json);
		const withOutcome = (rows: Array<Record<string, unknown>>, outcome: string) => rows.filter((row) => row.outcome === outcome).map(({ id }) => id);
		const ownedBy = (userId: string) => new Set(catalio.state.records.requirement?.filter(({ attributes }) => attributes.owner_id === userId && !attributes.archived_at).map(({ id }) => id));
		const [theirs, before] = [ownedBy(newOwnerId), ownedBy(leaverId)];

		const planned = await report('catalioDryRun1');
		expect(new Set(withOutcome(planned, 'wouldMove'))).toEqual(new Set([...moved, ...refused]));
		expect(planned).toHaveLength(moved.length + refused.length);
		expect(catalio.requests.filter(({ method }) => method === 'PATCH')).toEqual([]);

		const done = await report('catalioEarnest1');
		expect(new Set(withOutcome(done, 'moved'))).toEqual(new Set(moved));
		expect(new Set(withOutcome(done, 'refused'))).toEqual(new Set(refused));
		expect(done).toHaveLength(moved.length + refused.length);
		for (const { id, title, reason } of done) {
			expect(title).toBe(catalio.record('requirement', String(id))?.title);
			expect(reason).toEqual(refused.includes(String(id)) ? expect.stringMatching(/403: forbidden/) : '');
		}
		expect(ownedBy(newOwnerId)).toEqual(new Set([...theirs, ...moved]));
		expect(ownedBy(leaverId)).toEqual(new Set([...refused, ...unseen]));
		expect([...before].sort()).toEqual([...moved, ...refused, ...unseen].sort());
		for (const id of moved) expect(catalio.related('requirement', id, 'team')).toEqual([teamId]);

		const again = await report('catalioEarnest1');
		expect(new Set(withOutcome(again, 'refused'))).toEqual(new Set(refused));
		expect(again).toHaveLength(refused.length);
		expect(catalio.state.tokens.map(({ clientId }) => clientId)).toEqual([EDITOR_CLIENT.id]);
	});

	it('end the keys of a leaver in Rezolve.ai, with the entries of the audit log: dry run, then in earnest, then once more, then the clients in use too', async () => {
		const { rotated, revoked, deletedClients, stillOpen } = ENDED;
		const report = async (workflowId: string) => {
			const execution = await run(workflowId);
			return { execution, rows: itemsOf(execution, 'Report').map(({ json }) => json) };
		};
		const outcomesOf = (rows: Array<Record<string, unknown>>) => Object.fromEntries(rows.map(({ recordId, outcome, verified, auditAction }) => [recordId, [outcome, verified, auditAction]]));
		const each = (ids: readonly string[], ...shown: unknown[]) => Object.fromEntries(ids.map((id) => [id, shown]));
		const written = () => rezolve.state.audit.total;
		const before = written();

		const planned = await report('rezolveDryRun1');
		expect(outcomesOf(planned.rows)).toEqual({ ...each(rotated, 'wouldRotate', null, ''), ...each(revoked, 'wouldRevoke', null, ''), ...each(deletedClients, 'wouldDelete', null, ''), ...each(stillOpen, 'stillOpen', null, '') });
		expect(rezolve.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
		expect(written()).toBe(before);

		const done = await report('rezolveEarnest1');
		expect(outcomesOf(done.rows)).toEqual({ ...each(rotated, 'rotated', true, 'API_KEY_ROTATED'), ...each(revoked, 'revoked', true, 'API_KEY_REVOKED'), ...each(deletedClients, 'deleted', true, 'OAUTH_CLIENT_DELETED'), ...each(stillOpen, 'stillOpen', null, '') });
		for (const { auditId, recordId } of done.rows.filter(({ outcome }) => outcome !== 'stillOpen')) {
			expect(rezolve.state.audit.written).toContainEqual(expect.objectContaining({ id: auditId, resource: expect.objectContaining({ id: recordId }) }));
		}
		for (const id of rotated) {
			const key = rezolve.state.apiKeys.find((one) => one.id === id)!;
			expect(rezolve.state.credentials.find(({ integrationId }) => integrationId === `leaver-key-${id}`)?.accessToken).toBe(key.secret);
			for (const value of [key.secret, key.previous[0]!.secret]) expect(done.execution.rawData).not.toContain(value);
		}
		const { data } = itemsOf(done.execution, 'As a file')[0]?.binary as { data: { id: string; fileName: string } };
		expect(data.fileName).toMatch(/^keys of robin\.vale@example\.com \d{4}-\d\d-\d\d\.csv$/);
		const lines = (await n8n.binaryFile(data.id)).toString().trim().split(/\r?\n/);
		expect(lines).toHaveLength(done.rows.length + 1);
		for (const { recordId, auditId } of done.rows) expect(lines.filter((line) => line.includes(String(recordId)) && line.includes(String(auditId)))).toHaveLength(1);

		const state = () => JSON.stringify([rezolve.state.apiKeys, rezolve.state.oauthClients.map(({ id, gone, status }) => [id, gone, status]), rezolve.state.credentials]);
		const [left, entries] = [state(), written()];
		const again = await report('rezolveEarnest1');
		expect(outcomesOf(again.rows)).toEqual({ ...each(rotated, 'rotatedBefore', null, 'API_KEY_ROTATED'), ...each(stillOpen, 'stillOpen', null, '') });
		expect([state(), written()]).toEqual([left, entries]);

		const last = await report('rezolveClients1');
		expect(outcomesOf(last.rows)).toEqual({ ...each(rotated, 'rotatedBefore', null, 'API_KEY_ROTATED'), ...each(stillOpen, 'deleted', true, 'OAUTH_CLIENT_DELETED') });
		expect(last.rows.find(({ outcome }) => outcome === 'deleted')?.note).toBe('Active tokens before: 3');
		for (const id of stillOpen) expect(rezolve.state.oauthClients.find((client) => client.id === id)?.gone).toBe(true);
	});

	it('do nothing twice in a fresh process, and use the token that the one before got', async () => {
		const [before, tokens] = [revocations(), oleria.state.tokens.length];
		const changes = () => catalio.requests.filter(({ method, status }) => method === 'PATCH' && status === 200).length;
		const moved = changes();
		const entries = rezolve.state.audit.total;

		await n8n.restart();
		await Promise.all([outcomes('earnestWorkflow'), run('oleriaWorkflow1'), run('catalioEarnest1'), run('rezolveEarnest1')]);

		expect(revocations()).toBe(before);
		expect(oleria.state.tokens).toHaveLength(tokens);
		expect([moved, changes()]).toEqual([HANDED_OVER.moved.length, HANDED_OVER.moved.length]);
		expect(catalio.state.tokens).toHaveLength(1);
		expect(rezolve.state.audit.total).toBe(entries);
		expect(oleria.state.downloads.filter(({ links }) => links.length > 0)).toHaveLength(4);
	});

	it('leave no secret in the log or in any file but encrypted', () => {
		const tokens = [...oleria.state.tokens, ...catalio.state.tokens].map(({ accessToken }) => accessToken);
		const values = rezolve.state.apiKeys.flatMap(({ secret, previous }) => [secret, ...previous.map((old) => old.secret)]);
		const secrets = [TOKEN, CLIENT_SECRET, EDITOR_CLIENT.secret, API_TOKEN, ...tokens, ...values];

		const files = [...n8n.storedFiles(), { path: 'log', bytes: Buffer.from(n8n.logs()) }, { path: 'database', bytes: n8n.databaseBytes() }];
		expect(files.filter(({ bytes }) => secrets.some((secret) => bytes.includes(secret))).map(({ path }) => path)).toEqual([]);
	});
});
